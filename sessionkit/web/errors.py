"""What sessions in a web application can raise: one clear sentence each."""

from sessionkit.errors import SessionkitError


class WebError(SessionkitError, RuntimeError):
    """Something that cannot be done here or now; the message says what would do."""


class SessionError(WebError):
    """The session cannot do this at this point of the request."""


class SessionEndedError(SessionError):
    """A write came too late: the session ended while the request was under way."""


class ServerError(WebError):
    """The server does not run, or cannot."""
