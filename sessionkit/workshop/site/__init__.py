"""The workshop as a folder of static files: to read at once, to run with one click."""

from sessionkit.workshop.site.building import LOOPBACK, PORT, build, is_site, serve
from sessionkit.workshop.site.errors import SiteError

__all__ = ["LOOPBACK", "PORT", "SiteError", "build", "is_site", "serve"]
