"""Which npm packages run under Node, and what is raised where they cannot be asked."""

from typing import Final

from sessionkit.errors import SessionkitError

PACKAGES: Final = {"fortjs": "2.10.8", "express-session": "1.19.0", "redis": "4.7.1"}
"""Versions by name; redis 4 is what FortJs's example of a store asks for."""


class NodeUnavailableError(SessionkitError, RuntimeError):
    """Node cannot be asked here; the message says why and what would mend it."""
