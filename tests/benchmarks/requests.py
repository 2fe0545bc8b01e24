"""Whole requests over HTTP: what a session adds to them, here and with starsessions.

Run as ``python -m tests.benchmarks.requests``: processor time of a server (Starlette on
uvicorn, a process of its own) for each request with a ``set`` and a ``get`` of one
session, the least of interleaved rounds, as a ratio to the same page without a session.
Every request carries a cookie: to parse that is the server's work, not the session's.
All servers share one core, where that can be had; who asks, and Redis, have the others.
"""

import asyncio
import contextlib
import os
import socket
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, Final

import uvicorn
from redis.asyncio import Redis
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starsessions import SessionMiddleware as TheirMiddleware
from starsessions import load_session
from starsessions.stores.redis import RedisStore

from sessionkit.stores.memory import MemorySessions
from sessionkit.stores.redis import RedisSessions
from sessionkit.stores.redis_server import RedisServer
from sessionkit.stores.sqlite import SQLiteSessions
from sessionkit.web import Session, SessionMiddleware

REQUESTS: Final = 400
ROUNDS: Final = 7
BARE: Final = "no session"


async def bare(request: Request) -> PlainTextResponse:
    return PlainTextResponse("1")


async def with_ours(request: Request) -> PlainTextResponse:
    session: Session = request.scope["session"]
    await session.set("visits", 1)
    return PlainTextResponse(str(await session.get("visits")))


async def with_theirs(request: Request) -> PlainTextResponse:
    await load_session(request)
    request.session["visits"] = 1
    return PlainTextResponse(str(request.session["visits"]))


async def spent(request: Request) -> PlainTextResponse:
    return PlainTextResponse(repr(time.process_time()))


def starsessions(folder: str, url: str) -> tuple[Any, Middleware]:
    """Return starsessions' page and middleware, on Redis."""
    store = RedisStore(connection=Redis.from_url(url))
    return with_theirs, Middleware(
        TheirMiddleware, store=store, cookie_https_only=False
    )


def ours(make: Callable[[str, str], Any]) -> Callable[[str, str], Any]:
    """Return our page and middleware, on the store class that ``make`` makes."""
    return lambda folder, url: (
        with_ours,
        Middleware(SessionMiddleware, store=make(folder, url)),
    )


PAGES: Final[dict[str, Callable[[str, str], Any]]] = {
    BARE: lambda folder, url: (bare,),
    "sessionkit, session untouched": lambda folder, url: (
        bare,
        Middleware(SessionMiddleware),
    ),
    "sessionkit, memory": ours(lambda folder, url: MemorySessions()),
    "sessionkit, SQLite": ours(lambda folder, url: SQLiteSessions(f"{folder}/ours.db")),
    "sessionkit, Redis": ours(lambda folder, url: RedisSessions(url, prefix="ours")),
    "starsessions, Redis": starsessions,
}
"""What is asked, by what it is."""


def serve(name: str, folder: str, url: str, listening: int) -> None:
    """Serve one of ``PAGES`` on a socket that listens already."""
    page, *middleware = PAGES[name](folder, url)
    app = Starlette(
        routes=[Route("/", page), Route("/spent", spent)], middleware=middleware
    )
    # a visitor comes back after the rounds of all others
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, timeout_keep_alive=600
    )
    with socket.socket(fileno=listening) as open_socket:
        uvicorn.Server(config).run([open_socket])


class Visitor:
    """One connection, and the cookie that came over it."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._reader, self._writer = reader, writer
        self._cookie = b"Cookie: sessionkit_session_id=%s\r\n" % (b"x" * 43)

    async def get(self, path: str) -> str:
        """Ask for a page; return its text."""
        head = b"GET %s HTTP/1.1\r\nHost: localhost\r\n" % path.encode()
        self._writer.write(head + self._cookie + b"\r\n")
        answer = await self._reader.readuntil(b"\r\n\r\n")
        headers = dict(
            line.split(b": ", 1) for line in answer.strip().split(b"\r\n")[1:]
        )
        if b"set-cookie" in headers:
            pair = headers[b"set-cookie"].partition(b";")[0]
            self._cookie = b"Cookie: %s\r\n" % pair
        body = await self._reader.readexactly(int(headers[b"content-length"]))
        return body.decode()

    async def seconds(self) -> float:
        """Return the processor time that the server has taken since it began."""
        return float(await self.get("/spent"))


@asynccontextmanager
async def visitor(name: str, folder: str, url: str) -> AsyncIterator[Visitor]:
    """Start a server for one of ``PAGES``, and visit it."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        number = listening.fileno()
        server = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.benchmarks.requests"),
            *(name, folder, url, str(number)),
            pass_fds=[number],
        )
        reader, writer = await asyncio.open_connection(*listening.getsockname())
    try:
        yield Visitor(reader, writer)
    finally:
        writer.close()
        with contextlib.suppress(ProcessLookupError):
            server.terminate()
        await server.wait()


async def measure(visitors: dict[str, Visitor]) -> dict[str, float]:
    """Return the least seconds of processor time a request, from rounds in turns."""
    best = dict.fromkeys(visitors, float("inf"))
    for _ in range(ROUNDS):
        for name, one in visitors.items():
            begun = await one.seconds()
            for _ in range(REQUESTS):
                assert await one.get("/") == "1"
            best[name] = min(best[name], (await one.seconds() - begun) / REQUESTS)
    return best


async def main() -> None:
    """Print microseconds of processor time a request, and the ratio."""
    async with contextlib.AsyncExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        url = stack.enter_context(RedisServer()).url
        best = await measure(
            {
                name: await stack.enter_async_context(visitor(name, folder, url))
                for name in PAGES
            }
        )
    print(f"{'A request with a set and a get':<34} {'us':>8}  {'ratio':>7}")
    for name, seconds in sorted(best.items(), key=lambda one: one[1]):
        print(f"  {name:<32} {seconds * 1e6:>8.1f}  {seconds / best[BARE]:>7.2f}")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        if hasattr(os, "sched_setaffinity"):
            os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
        name, folder, url, listening = sys.argv[1:]
        serve(name, folder, url, int(listening))
    else:
        asyncio.run(main())
