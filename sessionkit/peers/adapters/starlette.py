"""Starlette's own sessions: the values themselves, signed, in the cookie."""

from typing import Any

from starlette.middleware.sessions import SessionMiddleware
from starlette.types import ASGIApp

from sessionkit.peers.adapters.asgi import NAME, request
from sessionkit.peers.peer import Handler, Peer, named


class StarletteCookie(Peer):
    """``starlette.middleware.sessions``."""

    name = named("Starlette", "cookie")

    async def request(
        self, cookie: str | None, handler: Handler
    ) -> tuple[Any, str | None]:
        """Send a request through the middleware."""

        def wrap(app: ASGIApp) -> ASGIApp:
            return SessionMiddleware(app, "a secret", session_cookie=NAME)

        return await request(wrap, cookie, handler)
