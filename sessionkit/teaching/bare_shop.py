"""Ada's shop in lesson 07: sessions as somebody writes them who knows no attack."""

import itertools
from collections.abc import Callable, Sequence
from typing import Final

import httpx
from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sessionkit.contract import SessionStore, StoreClass
from sessionkit.in_a_cell import in_a_cell

COOKIE: Final = "id"
HOST: Final = "shop.example"


class BareSessions:
    """Gives each request a store object, under the id that the browser brought.

    Whatever id that is; without one, ``new_id`` makes it. A handler that assigns
    another ``request.session.session_id`` makes the response tell the browser, and with
    ``None`` the browser forgets its cookie. Nothing is checked, and nothing ends.
    """

    def __init__(
        self, app: ASGIApp, store: StoreClass, new_id: Callable[[], str]
    ) -> None:
        self._app, self._store, self._new_id = app, store, new_id

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Run the application with a store object in ``scope["session"]``."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        brought = HTTPConnection(scope).cookies.get(COOKIE)
        session = self._store(brought or self._new_id())

        async def send_with_cookie(message: Message) -> None:
            is_first = message["type"] == "http.response.start"
            if is_first and session.session_id != brought:
                MutableHeaders(scope=message).append("Set-Cookie", _cookie(session))
            await send(message)

        scope["session"] = session
        await self._app(scope, receive, send_with_cookie)


def _cookie(session: SessionStore) -> str:
    if session.session_id is None:
        return f"{COOKIE}=; Path=/; Max-Age=0"
    return f"{COOKIE}={session.session_id}; Path=/"


@in_a_cell
def bare_shop(
    routes: Sequence[BaseRoute],
    store: StoreClass,
    new_id: Callable[[], str] | None = None,
) -> Starlette:
    """Return an application on ``BareSessions``; its ids are id-1, id-2 and so on."""
    numbers = itertools.count(1)
    app = Starlette(routes=routes)
    make = new_id or (lambda: f"id-{next(numbers)}")
    app.add_middleware(BareSessions, store=store, new_id=make)
    return app


@in_a_cell
def browser(app: ASGIApp) -> httpx.AsyncClient:
    """Return a client that keeps cookies, and asks ``app`` with no server between."""
    transport = httpx.ASGITransport(app)
    return httpx.AsyncClient(transport=transport, base_url=f"https://{HOST}")


@in_a_cell
def plant(client: httpx.AsyncClient, session_id: str) -> None:
    """Put an id into a browser, in place of what the shop told it."""
    client.cookies.set(COOKIE, session_id, domain=HOST)
