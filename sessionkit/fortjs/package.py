"""Which FortJs is the authority, and what is raised where it cannot be asked."""

from typing import Final

from sessionkit.errors import SessionkitError

VERSION: Final = "2.10.8"


class FortJsUnavailableError(SessionkitError, RuntimeError):
    """FortJs cannot be asked here; the message says why and what would mend it."""
