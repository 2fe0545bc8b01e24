"""Sessions for any ASGI application, with FortJs's rules, on Starlette's cookies."""

from typing import TYPE_CHECKING

from sessionkit.face import lazy

if TYPE_CHECKING:
    from sessionkit.web.deviations import DEVIATIONS, Deviation
    from sessionkit.web.errors import (
        ServerError,
        SessionEndedError,
        SessionError,
        WebError,
    )
    from sessionkit.web.middleware import SessionMiddleware
    from sessionkit.web.server import Server
    from sessionkit.web.serving import serve
    from sessionkit.web.session import Session

__all__ = [
    "DEVIATIONS",
    "Deviation",
    "Server",
    "ServerError",
    "Session",
    "SessionEndedError",
    "SessionError",
    "SessionMiddleware",
    "WebError",
    "serve",
]

__getattr__ = lazy(
    __name__,
    {
        "deviations": "DEVIATIONS Deviation",
        "errors": "ServerError SessionEndedError SessionError WebError",
        "middleware": "SessionMiddleware",
        "server": "Server",
        "serving": "serve",
        "session": "Session",
    },
    extra="web",
)
