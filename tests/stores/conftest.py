"""Store classes on the real thing: a file, a Redis server, a cluster of three."""

import asyncio
import sys
from collections.abc import AsyncIterator, Iterator, Mapping
from pathlib import Path
from typing import Protocol, TypeAlias

import pytest
from _pytest.mark import ParameterSet

from sessionkit.stores.redis import RedisSessions
from sessionkit.stores.redis_server import (
    COMMAND,
    RedisServer,
    RedisServerUnavailableError,
    program,
    redis_cluster,
)
from sessionkit.stores.sqlite import SQLiteSessions
from sessionkit.stores.texts import SESSION_SIZE
from sessionkit.testing import RANDOM_TRACES, cases
from tests.needs import missing

Sessions: TypeAlias = SQLiteSessions | RedisSessions


def quick_cases(does_not: Mapping[str, str] | None = None) -> list[ParameterSet]:
    """Return the contract's cases, of which the search is left to CI."""
    return [
        pytest.param(
            *case.values,
            id=case.id,
            marks=[pytest.mark.slow] if case.id == RANDOM_TRACES else [],
        )
        for case in cases(does_not)
    ]


class Clock:
    """A clock that a test sets."""

    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


class Make(Protocol):
    """Makes a store class of the kind that the test runs on, and closes it later."""

    def __call__(
        self,
        *,
        expires_after: float | None = None,
        prefix: str = "session",
        session_size: int = SESSION_SIZE,
    ) -> Sessions: ...


def need_redis() -> None:
    """Skip the test, or fail it in CI, where there is no Redis server."""
    try:
        program()
    except RedisServerUnavailableError:
        missing("a Redis server", f"{COMMAND} (or apt-get install redis-server)")


@pytest.fixture(scope="session")
def redis_server() -> Iterator[RedisServer]:
    """One server for all tests that neither stop it nor persist."""
    need_redis()
    with RedisServer() as server:
        yield server


@pytest.fixture
def persistent() -> Iterator[RedisServer]:
    """Yield a server that the test may kill: what it answered is on the disk."""
    need_redis()
    with RedisServer(persist=True) as server:
        yield server


@pytest.fixture(scope="session")
def cluster() -> Iterator[RedisServer]:
    """One node of a cluster of three."""
    need_redis()
    with redis_cluster(3) as servers:
        yield servers[1]


@pytest.fixture(
    params=["sqlite", "redis", pytest.param("cluster", marks=pytest.mark.slow)]
)
async def make(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Make]:
    """Make store classes of one kind that all see the same, empty, storage."""
    kind: str = request.param
    made: list[Sessions] = []
    server: RedisServer | None = None
    if kind != "sqlite":
        server = request.getfixturevalue(
            "redis_server" if kind == "redis" else "cluster"
        )

    def make(
        *,
        expires_after: float | None = None,
        prefix: str = "session",
        session_size: int = SESSION_SIZE,
    ) -> Sessions:
        if server is None:
            path = tmp_path / "sessions.db"
            sessions: Sessions = SQLiteSessions(
                path,
                expires_after=expires_after,
                prefix=prefix,
                session_size=session_size,
            )
        else:
            sessions = RedisSessions(
                server.url,
                cluster=kind == "cluster",
                expires_after=expires_after,
                # tests share the server, but no hash
                prefix=f"{tmp_path.name}:{prefix}",
                session_size=session_size,
            )
        made.append(sessions)
        return sessions

    yield make
    for sessions in made:
        await sessions.close()


@pytest.fixture
def sessions(make: Make) -> Sessions:
    """Make a store class with nothing in it."""
    return make()


WRITE = """
import asyncio, sys
from sessionkit import stores

async def main(store_class, place, writer):
    async with getattr(stores, store_class)(place) as sessions:
        store = sessions("written by two")
        await asyncio.gather(*(store.set(f"{writer}-{n}", n) for n in range(5_000)))

asyncio.run(main(*sys.argv[1:]))
"""


async def assert_two_processes_write(
    store_class: type[SQLiteSessions | RedisSessions], place: str
) -> None:
    """Have two processes write 5,000 keys each at once: all are there then."""
    command = [sys.executable, "-c", WRITE, store_class.__name__, place]
    names = ("one", "other")
    writers = [await asyncio.create_subprocess_exec(*command, name) for name in names]
    assert [await writer.wait() for writer in writers] == [0, 0]
    async with store_class(place) as sessions:
        values = await sessions("written by two").get_all()
    assert values == {f"{name}-{n}": n for name in names for n in range(5_000)}
