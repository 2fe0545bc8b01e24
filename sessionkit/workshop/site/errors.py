"""What is raised where the site cannot be built or served."""

from sessionkit.workshop.lab import LabError


class SiteError(LabError):
    """The site cannot be built or served; the message says why and what to do."""
