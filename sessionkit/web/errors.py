"""What sessions in a web application can raise: one clear sentence each."""


class WebError(RuntimeError):
    """Something that cannot be done here or now; the message says what would do."""

    def _render_traceback_(self) -> list[str]:
        # IPython shows these lines in place of a traceback through our code
        return [f"{type(self).__name__}: {self}"]


class SessionError(WebError):
    """The session cannot do this at this point of the request."""


class ServerError(WebError):
    """The server does not run, or cannot."""
