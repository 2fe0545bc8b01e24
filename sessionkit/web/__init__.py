"""Sessions for any ASGI application, with FortJs's rules, on Starlette's cookies."""

try:
    from sessionkit.web.deviations import DEVIATIONS, Deviation
    from sessionkit.web.errors import (
        ServerError,
        SessionEndedError,
        SessionError,
        WebError,
    )
    from sessionkit.web.middleware import SessionMiddleware
    from sessionkit.web.server import Server, serve
    from sessionkit.web.session import Session
except ModuleNotFoundError as error:
    if (error.name or "").partition(".")[0] not in ("starlette", "uvicorn"):
        raise
    raise ModuleNotFoundError(
        f"sessionkit.web needs {error.name}, which is not installed; this brings it: "
        'python -m pip install "sessionkit[web]"',
        name=error.name,
    ) from None

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
