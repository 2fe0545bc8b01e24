"""Where lesson 08 keeps sessions: memory, a file and Redis, as far as they are here.

What is not here, in a browser or on a machine without Redis, is said in a sentence, and
its figures are those that were recorded once, on another machine.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sessionkit.memory import MemorySessionStore, sessions
from sessionkit.stores import SQLiteSessions, StoreError
from sessionkit.teaching.entries import entries

AT_ONCE = 500
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


@asynccontextmanager
async def places(folder: Path) -> AsyncIterator[Places]:
    """Open a store class in memory, one in a file of ``folder``, and one in Redis.

    Those that cannot be had are in ``missing``. At the end all are closed, the Redis
    server is stopped, and what was put into memory is taken out.
    """
    found = Places({"memory": MemorySessionStore})
    before = {*sessions}
    async with AsyncExitStack() as stack:
        file = SQLiteSessions(folder / "sessions.db")
        found.stores["SQLite"] = await stack.enter_async_context(file)
        try:
            from sessionkit.stores import RedisServer, RedisSessions

            found.redis = stack.enter_context(RedisServer())
            redis = RedisSessions(found.redis.url)
            found.stores["Redis"] = await stack.enter_async_context(redis)
        except (ImportError, OSError, StoreError) as error:
            found.missing["Redis"] = f"{error}."
        try:
            yield found
        finally:
            for one in {*sessions} - before:
                del sessions[one]


async def fill(store_class: Any, begin: int, end: int) -> None:
    """Begin sessions, ``visitor 0`` and so on, with a user and a cart each."""
    for first in range(begin, end, AT_ONCE):
        last = min(first + AT_ONCE, end)
        await asyncio.gather(
            *(
                store_class(f"visitor {number}").set_many(
                    {"user": "Ada", "cart": [number, "tea"]}
                )
                for number in range(first, last)
            )
        )


def recorded(name: str) -> dict[str, Any]:
    """Return the figures that were recorded under a name, such as ``"08.costs"``."""
    figures: dict[str, Any] = entries("recorded")[name]["figures"]
    return figures
