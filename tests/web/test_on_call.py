"""``serve`` in a page: the application is called, and answers as behind a server."""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from sessionkit import MemorySessionStore
from sessionkit.web import ServerError, Session, SessionMiddleware, serve


async def count(request: Request) -> PlainTextResponse:
    session: Session = request.scope["session"]
    seen = (await session.get("seen") or 0) + 1
    await session.set("seen", seen)
    return PlainTextResponse(str(seen))


async def crash(request: Request) -> PlainTextResponse:
    raise ZeroDivisionError("on purpose")


ROUTES = [Route("/", count), Route("/crash", crash)]


@pytest.fixture(params=["emscripten", "linux"])
def place(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Be in a page, or not: the same holds in both."""
    platform: str = request.param
    monkeypatch.setattr(sys, "platform", platform)
    return platform


async def test_its_clients_keep_cookies(place: str) -> None:
    app = SessionMiddleware(Starlette(routes=ROUTES), MemorySessionStore)
    async with serve(app) as server, server.client() as ada, server.client() as bob:
        assert [(await ada.get("/")).text for _ in range(2)] == ["1", "2"]
        assert (await bob.get("/")).text == "1"
        assert (await ada.get("/crash")).status_code == 500
        assert repr(server) == f"<Server at {server.url}>"
    assert repr(server) == "<Server stopped>"
    with pytest.raises(ServerError, match="does not run; `server = await serve"):
        server.client()


async def test_the_application_hears_of_its_beginning_and_end(place: str) -> None:
    heard = []

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        heard.append("begins")
        yield
        heard.append("ends")

    server = await serve(Starlette(routes=ROUTES, lifespan=lifespan))
    assert (await server) is server
    assert heard == ["begins"]
    await server.stop()
    await server.stop()
    assert heard == ["begins", "ends"]
    async with server:
        assert heard == ["begins", "ends", "begins"]


async def test_an_application_that_fails_to_start_does_not_run(place: str) -> None:
    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        raise ZeroDivisionError("on purpose")
        yield

    server = serve(Starlette(lifespan=lifespan))
    with pytest.raises(ServerError, match="the application did not start"):
        await server
    assert not server.runs


async def test_an_application_without_a_lifespan_runs(place: str) -> None:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        assert scope["type"] == "http", "it knows nothing else"
        await PlainTextResponse("hello")(scope, receive, send)

    async with serve(app) as server, server.client() as ada:
        assert (await ada.get("/")).text == "hello"
