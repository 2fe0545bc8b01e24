"""MemorySessionStore against the same two lines over a bare dict of dicts.

Run as ``python -m tests.benchmarks.memory``: nanoseconds for a ``set`` and a ``get``,
the best of interleaved rounds, and what ``import sessionkit`` costs in a fresh
interpreter beside ``import asyncio``.
"""

import asyncio
import subprocess
import sys
from collections.abc import Callable
from time import perf_counter_ns
from typing import Any

from sessionkit import MemorySessionStore

PAIRS = 20_000
ROUNDS = 60
STARTS = 15

floor: dict[str | None, dict[str, Any]] = {}


class FloorStore:
    """The least that a set and a get can be."""

    def __init__(self, session_id: str | None) -> None:
        self.session_id = session_id

    async def set(self, key: str, value: Any) -> None:
        floor.setdefault(self.session_id, {})[key] = value

    async def get(self, key: str) -> Any:
        return floor.get(self.session_id, {}).get(key)

    async def clear(self) -> None:
        floor.pop(self.session_id, None)


async def _round(store: MemorySessionStore | FloorStore) -> float:
    """Return the nanoseconds of one ``set`` and ``get``."""
    begun = perf_counter_ns()
    for number in range(PAIRS):
        await store.set("visits", number)
        await store.get("visits")
    taken = perf_counter_ns() - begun
    await store.clear()
    return taken / PAIRS


async def pairs() -> tuple[float, float]:
    """Return the best nanoseconds a pair: of the floor, and of the memory store."""
    bare, ours = FloorStore("benchmark"), MemorySessionStore("benchmark")
    taken = [(await _round(bare), await _round(ours)) for _ in range(ROUNDS)]
    return min(one for one, _ in taken), min(one for _, one in taken)


def imports() -> tuple[float, float]:
    """Return the best milliseconds of importing asyncio, and sessionkit after it."""

    def start(code: str) -> Callable[[], float]:
        timed = (
            "from time import perf_counter_ns as now\nbegun = now()\n"
            f"{code}\nprint(now() - begun)"
        )

        def run() -> float:
            done = subprocess.run(
                [sys.executable, "-c", timed],
                capture_output=True,
                text=True,
                check=True,
            )
            return int(done.stdout) / 1e6

        return run

    bare, ours = start("import asyncio"), start("import sessionkit")
    taken = [(bare(), ours()) for _ in range(STARTS)]
    return min(one for one, _ in taken), min(one for _, one in taken)


def main() -> None:
    """Print both measurements."""
    bare, ours = asyncio.run(pairs())
    print(f"set + get over a bare dict of dicts  {bare:7.0f} ns")
    print(f"set + get of MemorySessionStore      {ours:7.0f} ns")
    print(f"ratio                                {ours / bare:7.2f}    (aim: 1.10)")
    bare, ours = imports()
    print(f"import asyncio                       {bare:7.1f} ms")
    print(f"import sessionkit                    {ours:7.1f} ms")


if __name__ == "__main__":
    main()
