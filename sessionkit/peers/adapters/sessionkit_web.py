"""Our own ``sessionkit.web``, driven like any other system: a request an operation."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, Final

from starlette.types import ASGIApp

from sessionkit.contract import StoreClass
from sessionkit.memory import MemorySessionStore
from sessionkit.page import in_page
from sessionkit.peers.adapters.asgi import request
from sessionkit.peers.peer import Handler, Peer
from sessionkit.running.time_limit import drive
from sessionkit.web.middleware import SessionMiddleware
from sessionkit.web.session import Session

TIMEOUT: Final = 3600
"""Seconds that a session lives, by the peer's own clock."""
_COOKIE: Final = "peer_session_id"


class SessionkitWeb(Peer):
    """The middleware over any store class; ``name`` says which."""

    def __init__(
        self,
        name: str = "sessionkit.web, memory",
        store_class: StoreClass = MemorySessionStore,
    ) -> None:
        self.name = name
        self._store_class = store_class
        self._now = 0.0

    async def request(
        self, cookie: str | None, handler: Handler
    ) -> tuple[Any, str | None]:
        """Send a request through the middleware."""

        def wrap(app: ASGIApp) -> ASGIApp:
            return SessionMiddleware(
                app,
                self._store_class,
                app_name="peer",
                timeout=TIMEOUT,
                clock=lambda: self._now,
            )

        return await request(wrap, cookie, handler, name=_COOKIE)

    async def wait(self, lives: float) -> None:
        """Set the clock forward, by so many times what a session lives."""
        self._now += lives * TIMEOUT

    async def do(self, session: Session, action: Callable[[Any], Any]) -> Any:
        """Run ``action`` in a thread, where it can wait for the session's methods."""
        if in_page():  # it has no threads, and nobody else whom a method would wait for
            return action(_Blocking(session, drive))
        loop = asyncio.get_running_loop()

        def wait(method: Coroutine[Any, Any, Any]) -> Any:
            return asyncio.run_coroutine_threadsafe(method, loop).result()

        return await asyncio.to_thread(action, _Blocking(session, wait))

    def is_there(self, session: Any) -> bool:
        """Ask the session itself."""
        return bool(session.is_any_exist())

    def values(self, session: Any) -> dict[str, Any]:
        """Take what ``get_all`` answers, which is the session itself."""
        values: dict[str, Any] = session.get_all()
        return values


class _Blocking:
    """The session's methods under the names of a dict, for code that cannot await."""

    def __init__(
        self, session: Session, wait: Callable[[Coroutine[Any, Any, Any]], Any]
    ) -> None:
        self._session = session
        self._run = wait

    def is_any_exist(self) -> Any:
        return self._run(self._session.is_any_exist())

    def get_all(self) -> Any:
        return self._run(self._session.get_all())

    def get(self, key: str) -> Any:
        return self._run(self._session.get(key))

    def __contains__(self, key: str) -> bool:
        return bool(self._run(self._session.is_exist(key)))

    def __setitem__(self, key: str, value: Any) -> None:
        self._run(self._session.set(key, value))

    def __delitem__(self, key: str) -> None:
        self._run(self._session.remove(key))

    def update(self, values: dict[str, Any]) -> None:
        self._run(self._session.set_many(values))

    def clear(self) -> None:
        self._run(self._session.clear())
