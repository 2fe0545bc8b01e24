"""Sessions for any ASGI application: the one line that hands over the store class."""

import secrets
import time
from collections.abc import Callable
from functools import partial
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sessionkit.contract import StoreClass
from sessionkit.memory import MemorySessionStore
from sessionkit.web.cookie import Cookie
from sessionkit.web.last_use import LastUses
from sessionkit.web.session import Session

BEGINNINGS: Final = {
    "http.response.start",
    "websocket.accept",
    "websocket.http.response.start",
}
"""Messages (https://asgi.readthedocs.io) whose headers can carry a cookie."""

random_id: Final = partial(secrets.token_urlsafe, 32)


class SessionMiddleware:
    """Gives each request a ``Session``: ``await request.session.set("id", 5)``.

    ``app`` is an ASGI application, and ``store`` a store class. What FortJs writes as
    ``Fort.sessionStore = MemorySessionStore`` is here
    ``app.add_middleware(SessionMiddleware, store=MemorySessionStore)``.

    ``app_name`` begins the name of the cookie, ``sessionkit_session_id``. ``timeout``
    is the number of whole seconds after its last use at which a session ends: on the
    server up to 5 % later, in the browser, whose cookie is not sent again with each
    answer, up to 2.5 % earlier. The times of last use stand in ``last_uses``, a store
    class, or without one beside the sessions in ``store``, under ids that begin with
    ``last-use:``; all processes that share the sessions must share them too.
    ``new_id`` makes the ids and ``clock`` tells the time in seconds since 1970.

    Raises ``TypeError`` for a store class that is none, and ``ValueError`` for an
    ``app_name`` that no cookie can have or a ``timeout`` below a second.
    """

    def __init__(
        self,
        app: ASGIApp,
        store: StoreClass = MemorySessionStore,
        *,
        app_name: str = "sessionkit",
        timeout: int = 3600,
        last_uses: StoreClass | None = None,
        new_id: Callable[[], str] = random_id,
        clock: Callable[[], float] = time.time,
    ) -> None:
        for role, given in (("store", store), ("last_uses", last_uses or store)):
            if not callable(given):
                raise TypeError(
                    f"{role} is a store class, such as MemorySessionStore, "
                    f"that makes a store from a session id; {given!r} makes none"
                )
        if not isinstance(timeout, int) or timeout < 1:
            raise ValueError(f"timeout is 1 or more whole seconds, not {timeout!r}")
        self._app = app
        self._store = store
        self._cookie = Cookie(f"{app_name}_session_id", timeout)
        self._uses = LastUses(store, last_uses or store, timeout, clock)
        self._new_id = new_id

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Run the application with a session in ``scope["session"]``."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        brought = self._cookie.read(HTTPConnection(scope))
        session = Session(self._store, brought, self._uses, self._new_id)
        secure = scope.get("scheme") in ("https", "wss")

        async def send_with_cookie(message: Message) -> None:
            if message["type"] in BEGINNINGS:
                session.response_began = True
                self._tell(session, message, secure)
            await send(message)

        scope["session"] = session
        await self._app(scope, receive, send_with_cookie)

    def _tell(self, session: Session, message: Message, secure: bool) -> None:
        message.setdefault("headers", [])
        headers = MutableHeaders(scope=message)
        if session.was_used:
            headers.add_vary_header("Cookie")
        if session.to_tell is None:
            return
        if session.to_tell:
            cookie = self._cookie.header(session.to_tell, secure=secure)
        else:
            cookie = self._cookie.expired(secure=secure)
        headers.append("Set-Cookie", cookie)
