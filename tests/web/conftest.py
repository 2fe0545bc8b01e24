"""Servers of both kinds, browsers, and sessions that no other test sees."""

from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from sessionkit.contract import StoreClass
from sessionkit.memory import MemorySessionStore
from sessionkit.stores.redis import RedisSessions
from sessionkit.stores.redis_server import RedisServer
from sessionkit.stores.sqlite import SQLiteSessions
from tests.stores.conftest import Clock, redis_server
from tests.web.app import make_app
from tests.web.browser import Browser
from tests.web.fortjs_app import FortJsApp

__all__ = ["Clock", "redis_server"]  # a fixture of the stores' tests, and of these too


@pytest.fixture(autouse=True)
def memory(monkeypatch: pytest.MonkeyPatch) -> dict[str | None, dict[str, Any]]:
    """Sessions in memory, none at first."""
    sessions: dict[str | None, dict[str, Any]] = {}
    monkeypatch.setattr("sessionkit.memory.sessions", sessions)
    return sessions


@pytest.fixture(scope="session")
def fortjs_app() -> Iterator[FortJsApp]:
    """One FortJs for all tests that neither break it nor change how it works."""
    with FortJsApp() as app:
        yield app


@pytest.fixture
def own_fortjs_app() -> Iterator[FortJsApp]:
    """Start a FortJs for one test to do with as it likes."""
    with FortJsApp() as app:
        yield app


@pytest.fixture
async def visit() -> AsyncIterator[Callable[[str], Browser]]:
    """Make browsers that visit a URL."""
    async with httpx.AsyncClient() as client:
        yield lambda url: Browser(client, url)


@pytest.fixture(params=["memory", "sqlite", "redis"])
async def store(
    request: pytest.FixtureRequest, tmp_path: Path
) -> AsyncIterator[StoreClass]:
    """Give a store class with nothing in it: what the middleware works over."""
    if request.param == "memory":
        yield MemorySessionStore
    elif request.param == "sqlite":
        async with SQLiteSessions(tmp_path / "sessions.db") as sessions:
            yield sessions
    else:
        server: RedisServer = request.getfixturevalue("redis_server")
        async with RedisSessions(server.url, prefix=tmp_path.name) as in_redis:
            yield in_redis


@pytest.fixture
def clock() -> Clock:
    """Make a clock that stands still."""
    return Clock()


@pytest.fixture
async def visit_app() -> AsyncIterator[Callable[..., Browser]]:
    """Make browsers that visit an application with no server in between."""
    clients: list[httpx.AsyncClient] = []

    def visit_app(app: Any = None, **options: Any) -> Browser:
        app = make_app(**options) if app is None else app
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        clients.append(httpx.AsyncClient(transport=transport))
        return Browser(clients[-1], "http://127.0.0.1")

    yield visit_app
    for client in clients:
        await client.aclose()
