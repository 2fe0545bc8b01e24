"""What sessions in a web application can raise: one clear sentence each."""

from sessionkit.errors import SessionkitError


class WebError(SessionkitError, RuntimeError):
    """Something that cannot be done here or now; the message says what would do."""


class SessionError(WebError):
    """The session cannot do this at this point of the request."""


class ServerError(WebError):
    """The server does not run, or cannot."""
