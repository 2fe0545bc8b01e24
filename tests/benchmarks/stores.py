"""The SQLite and Redis stores beside their drivers by hand, and beside peers.

Run as ``python -m tests.benchmarks.stores``: processor time of this process for pairs
of one ``set`` and one ``get`` of a session with three keys, the least of interleaved
rounds, as a ratio to the asynchronous driver used by hand; once one pair after the
other, and once 100 at a time. All that use SQLite have a file in WAL mode with
``synchronous = NORMAL``, a commit for each write that comes alone; all that use Redis
the same server with no persistence. Peers are driven below their middleware. All share
one core, where that can be had; the Redis server has the others.
"""

import asyncio
import json
import os
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from time import process_time
from typing import Any, NamedTuple, TypeAlias

import aiosqlite
import django
from aiohttp import web
from aiohttp.test_utils import make_mocked_request
from aiohttp_session.redis_storage import RedisStorage
from asgiref.sync import sync_to_async
from django.conf import settings
from redis.asyncio import Redis
from starlette.requests import HTTPConnection
from starsessions import JsonSerializer
from starsessions.session import SessionHandler
from starsessions.stores.redis import RedisStore

from sessionkit.stores.redis import RedisSessions
from sessionkit.stores.redis_server import RedisServer
from sessionkit.stores.sqlite import SQLiteSessions

PAIRS = 500
ROUNDS = 7
AT_ONCE = 100
HAND = "driver by hand"
WAL = "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"

Set: TypeAlias = Callable[[str, Any], Awaitable[None]]
Get: TypeAlias = Callable[[str], Awaitable[Any]]
Pair: TypeAlias = tuple[Set, Get]


def configure(folder: Path, redis_url: str) -> None:
    """Give Django a SQLite file, and a cache in the Redis server."""
    settings.configure(
        SECRET_KEY="a secret of 32 characters or more, for a benchmark",
        INSTALLED_APPS=["django.contrib.sessions"],
        USE_TZ=True,
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.sqlite3",
                "NAME": folder / "django.db",
                "OPTIONS": {"init_command": WAL},
                "CONN_MAX_AGE": None,
            }
        },
        CACHES={
            "default": {
                "BACKEND": "django.core.cache.backends.redis.RedisCache",
                "LOCATION": redis_url,
            }
        },
    )
    django.setup()


def make_table() -> None:
    """Make the table of Django's sessions."""
    from django.contrib.sessions.models import Session
    from django.db import connection

    with connection.schema_editor() as editor:
        editor.create_model(Session)


@asynccontextmanager
async def ours(sessions: SQLiteSessions | RedisSessions) -> AsyncIterator[Pair]:
    async with sessions:
        store = sessions("ada")
        yield store.set, store.get


@asynccontextmanager
async def sqlite_by_hand(path: Path, *, at_once: bool) -> AsyncIterator[Pair]:
    """Use aiosqlite as its README does, or ``at_once`` with its one-call shortcut."""
    async with aiosqlite.connect(path, isolation_level=None) as connection:
        await connection.executescript(
            WAL + "CREATE TABLE s (id TEXT, key TEXT, value TEXT, UNIQUE (id, key))"
        )
        write = (
            "INSERT INTO s VALUES ('ada', ?, ?) "
            "ON CONFLICT (id, key) DO UPDATE SET value = excluded.value"
        )
        read = "SELECT value FROM s WHERE id = 'ada' AND key = ?"

        async def set_(key: str, value: Any) -> None:
            row = (key, json.dumps(value))
            if at_once:
                await connection.execute_fetchall(write, row)
            else:
                async with connection.execute(write, row):
                    pass

        async def get(key: str) -> Any:
            if at_once:
                [row] = await connection.execute_fetchall(read, (key,))
            else:
                async with connection.execute(read, (key,)) as cursor:
                    found = await cursor.fetchone()
                    assert found is not None
                    row = found
            return json.loads(row[0])

        yield set_, get


@asynccontextmanager
async def redis_by_hand(url: str) -> AsyncIterator[Pair]:
    async with Redis.from_url(url, decode_responses=True) as client:

        async def set_(key: str, value: Any) -> None:
            await client.hset("by hand", key, json.dumps(value))

        async def get(key: str) -> Any:
            found = await client.hget("by hand", key)
            assert found is not None
            return json.loads(found)

        yield set_, get


@asynccontextmanager
async def of_django(engine: str, *, in_thread: bool) -> AsyncIterator[Pair]:
    """Use Django's asynchronous methods, or ``in_thread`` its others, in its thread."""
    from importlib import import_module

    store = import_module(f"django.contrib.sessions.backends.{engine}").SessionStore
    first = store()
    await first.asave(must_create=True)

    async def set_(key: str, value: Any) -> None:
        session = store(first.session_key)
        await session.aset(key, value)
        await session.asave()

    async def get(key: str) -> Any:
        return await store(first.session_key).aget(key)

    def set_in_thread(key: str, value: Any) -> None:
        session = store(first.session_key)
        session[key] = value
        session.save()

    def get_in_thread(key: str) -> Any:
        return store(first.session_key)[key]

    if in_thread:
        yield sync_to_async(set_in_thread), sync_to_async(get_in_thread)
    else:
        yield set_, get


@asynccontextmanager
async def of_starsessions(url: str) -> AsyncIterator[Pair]:
    async with Redis.from_url(url) as client:
        store = RedisStore(connection=client)

        async def load() -> tuple[SessionHandler, dict[str, Any]]:
            connection = HTTPConnection({"type": "http", "headers": []})
            handler = SessionHandler(connection, "ada", store, JsonSerializer(), 3600)
            await handler.load()
            return handler, connection.session

        async def set_(key: str, value: Any) -> None:
            handler, session = await load()
            session[key] = value
            await handler.save(3600)

        async def get(key: str) -> Any:
            _, session = await load()
            return session[key]

        yield set_, get


@asynccontextmanager
async def of_aiohttp(url: str) -> AsyncIterator[Pair]:
    async with Redis.from_url(url) as client:
        storage = RedisStorage(client)
        cookie = f"{storage.cookie_name}=ada"
        request = make_mocked_request("GET", "/", {"Cookie": cookie})
        await client.set(f"{storage.cookie_name}_ada", "{}")

        async def set_(key: str, value: Any) -> None:
            session = await storage.load_session(request)
            session.set_new_identity("ada") if session.new else None
            session[key] = value
            await storage.save_session(request, web.Response(), session)

        async def get(key: str) -> Any:
            return (await storage.load_session(request))[key]

        yield set_, get


Work: TypeAlias = Callable[[], Awaitable[None]]
"""What is measured: ``PAIRS`` pairs."""


async def measure(contenders: dict[str, Work]) -> dict[str, float]:
    """Return the least seconds of processor time of each, from rounds in turns."""
    best = dict.fromkeys(contenders, float("inf"))
    for _ in range(ROUNDS):
        for name, work in contenders.items():
            begun = process_time()
            await work()
            best[name] = min(best[name], process_time() - begun)
    return best


async def pairs_of(pair: Pair, at_once: int) -> Work:
    """Make the session; return what does ``PAIRS`` pairs on it, so many at a time."""
    set_, get = pair
    await set_("user", "Ada")
    await set_("cart", [1, 2, 3])

    async def one(number: int) -> None:
        await set_("visits", number)
        seen = await get("visits")
        assert at_once > 1 or seen == number

    async def work() -> None:
        for begin in range(0, PAIRS, at_once):
            if at_once == 1:
                await one(begin)
            else:
                await asyncio.gather(*(one(begin + n) for n in range(at_once)))

    return work


def show(title: str, best: dict[str, float], by_hand: float) -> None:
    """Print microseconds of processor time a pair, and the ratio."""
    print(f"{title:<44} {'us':>8}  {'ratio':>7}")
    for name, seconds in sorted(best.items(), key=lambda one: one[1]):
        print(f"  {name:<42} {seconds / PAIRS * 1e6:>8.1f}  {seconds / by_hand:>7.2f}")


class Measured(NamedTuple):
    """What was measured on a storage: seconds for ``PAIRS`` pairs, by contender."""

    title: str
    best: dict[str, float]
    by_hand: float


async def main(folder: Path, url: str) -> None:
    """Print what was measured."""
    for found in await both(folder, url):
        show(*found)


async def both(folder: Path, url: str) -> list[Measured]:
    """Measure both storages, each once alone and once overlapping."""
    configure(folder, url)
    await sync_to_async(make_table)()
    measured = []
    async with AsyncExitStack() as stack:
        enter = stack.enter_async_context
        hour = 3600.0
        sqlite = {
            "SQLiteSessions": ours(SQLiteSessions(folder / "ours.db")),
            "SQLiteSessions, expiring": ours(
                SQLiteSessions(folder / "ending.db", expires_after=hour)
            ),
            HAND: sqlite_by_hand(folder / "hand.db", at_once=False),
            "driver by hand, execute_fetchall": sqlite_by_hand(
                folder / "at_once.db", at_once=True
            ),
            "Django db": of_django("db", in_thread=True),
            "Django db, asynchronous": of_django("db", in_thread=False),
        }
        redis = {
            "RedisSessions": ours(RedisSessions(url)),
            "RedisSessions, expiring": ours(
                RedisSessions(url, prefix="ending", expires_after=hour)
            ),
            HAND: redis_by_hand(url),
            "Django cache": of_django("cache", in_thread=True),
            "Django cache, asynchronous": of_django("cache", in_thread=False),
            "starsessions": of_starsessions(url),
            "aiohttp-session": of_aiohttp(url),
        }
        for backing, contenders in (("SQLite", sqlite), ("Redis", redis)):
            pairs = {name: await enter(one) for name, one in contenders.items()}
            alone = await measure(
                {name: await pairs_of(pair, 1) for name, pair in pairs.items()}
            )
            title = f"{backing}, one after the other"
            measured.append(Measured(title, alone, alone[HAND]))
            ours_and_hand = [name for name in pairs if name.startswith((HAND, backing))]
            together = await measure(
                {name: await pairs_of(pairs[name], AT_ONCE) for name in ours_and_hand}
            )
            title = f"{backing}, {AT_ONCE} at a time"
            measured.append(Measured(title, together, alone[HAND]))
    return measured


def on_one_core() -> None:
    """Keep this process on one core, where that can be had.

    To hand work to a thread costs twice as much where that runs on a core of its own,
    which is chance; on one core all have the same.
    """
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder, RedisServer() as server:
        on_one_core()
        asyncio.run(main(Path(folder), server.url))
