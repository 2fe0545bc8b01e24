"""The workshop as a folder of static files: to read at once, to run with one click."""

from sessionkit.workshop.site.build import build
from sessionkit.workshop.site.errors import SiteError

__all__ = ["SiteError", "build"]
