"""starsessions: server-side sessions for Starlette, here with its store in memory."""

from typing import Any

from starlette.types import ASGIApp
from starsessions import (
    InMemoryStore,
    SessionAutoloadMiddleware,
    SessionMiddleware,
    SessionStore,
)

from sessionkit.peers.adapters.asgi import NAME, request
from sessionkit.peers.peer import Handler, Peer, named


class Starsessions(Peer):
    """The middleware with any of its stores."""

    name = named("starsessions", "memory")

    def __init__(self, store: SessionStore | None = None) -> None:
        self._store = store or InMemoryStore()

    async def request(
        self, cookie: str | None, handler: Handler
    ) -> tuple[Any, str | None]:
        """Send a request through the middleware, which loads before the handler."""

        def wrap(app: ASGIApp) -> ASGIApp:
            loading = SessionAutoloadMiddleware(app)
            return SessionMiddleware(loading, self._store, cookie_name=NAME)

        return await request(wrap, cookie, handler)
