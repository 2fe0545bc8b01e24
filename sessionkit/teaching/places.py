"""Where lesson 08 keeps sessions: memory, a file and Redis, as far as they are here.

What is not here, in a browser or on a machine without Redis, is said in a sentence, and
its figures are those that were recorded once, on another machine.
"""

import asyncio
import gc
import tempfile
import tracemalloc
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from sessionkit.errors import no_such
from sessionkit.in_a_cell import in_a_cell
from sessionkit.memory import MemorySessionStore, sessions
from sessionkit.stores import SQLiteSessions, StoreError
from sessionkit.teaching.entries import entries

FILE: Final = "sessions.db"
NAMES: Final = ("memory", "SQLite", "Redis")
AT_ONCE: Final = 500
"""How many sessions are begun at once."""


@dataclass
class Places:
    """The store classes that are here, and why others are not, by name."""

    stores: dict[str, Any] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)

    redis: Any = None
    """The Redis server, where there is one."""

    def notes(self, recorded: str = "its figures were recorded elsewhere") -> list[str]:
        """Say what is not here, a sentence each."""
        return [f"{name}: {why} Here {recorded}." for name, why in self.missing.items()]


@in_a_cell
@asynccontextmanager
async def places(folder: Path, *, redis: bool = True) -> AsyncIterator[Places]:
    """Open a store class in memory, one in a file of ``folder``, and one in Redis.

    Those that cannot be had are in ``missing``. At the end all are closed, the Redis
    server is stopped, and what was put into memory is taken out.
    """
    found = Places({"memory": MemorySessionStore})
    before = {*sessions}
    async with AsyncExitStack() as stack:
        file = SQLiteSessions(folder / FILE)
        found.stores["SQLite"] = await stack.enter_async_context(file)
        if redis:
            await _add_redis(found, stack)
        try:
            yield found
        finally:
            for one in {*sessions} - before:
                del sessions[one]


async def _add_redis(found: Places, stack: AsyncExitStack) -> None:
    try:
        from sessionkit.stores import RedisServer, RedisSessions
        from sessionkit.stores.redis_server import program

        program()  # or it says what is missing
        found.redis = stack.enter_context(RedisServer())
        sessions = RedisSessions(found.redis.url)
        found.stores["Redis"] = await stack.enter_async_context(sessions)
    except (ImportError, OSError, StoreError) as error:
        found.missing["Redis"] = f"{str(error).removesuffix('.')}."


@in_a_cell
async def fill(store_class: Any, begin: int, end: int) -> None:
    """Begin sessions, ``visitor 0`` and so on, with a user and a cart each."""

    async def lane(first: int) -> None:
        for number in range(first, end, AT_ONCE):
            store = store_class(f"visitor {number}")
            await store.set_many({"user": "Ada", "cart": [number, "tea"]})

    await asyncio.gather(*map(lane, range(begin, min(begin + AT_ONCE, end))))


@in_a_cell
def recorded(name: str) -> dict[str, Any]:
    """Return the figures that were recorded under a name, such as ``"08.costs"``.

    Raises ``UnknownNameError`` for another name.
    """
    known = entries("recorded")
    if name not in known:
        raise no_such("record", name, known)
    figures: dict[str, Any] = known[name]["figures"]
    return figures


@in_a_cell
async def weigh(count: int) -> tuple[dict[str, float], dict[str, str]]:
    """Return the bytes that a session takes in each place, and why some are missing.

    ``count`` sessions are begun in each. Those places that are not here have the bytes
    that were recorded.
    """
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        async with places(Path(folder)) as there:
            weights = {
                name: each * count for name, each in recorded("08.weights").items()
            }
            weights["memory"] = await _in_memory(count)
            if "Redis" in there.stores:
                before = _used(there.redis)
                await fill(there.stores["Redis"], 0, count)
                weights["Redis"] = _used(there.redis) - before
            await fill(there.stores["SQLite"], 0, count)
        # closed, so that all is in the file itself
        weights["SQLite"] = (Path(folder) / FILE).stat().st_size
    return {name: weights[name] / count for name in NAMES}, there.missing


async def _in_memory(count: int) -> int:
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        await fill(MemorySessionStore, 0, count)
        gc.collect()
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    return after - before


def _used(server: Any) -> int:
    with server.client() as client:
        return int(client.info("memory")["used_memory"])
