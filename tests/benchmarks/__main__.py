"""The table of costs in the README, as Markdown: ``python -m tests.benchmarks``.

Each part is a benchmark beside this file, run once here. What is printed is processor
time, of the least of several rounds, as a ratio to its neighbour of the same run.
"""

import asyncio
import platform
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Final

from sessionkit import MemorySessionStore, check
from sessionkit.node.npm import program
from sessionkit.node.packages import PACKAGES
from sessionkit.stores.redis_server import RedisServer
from sessionkit.stores.redis_server import program as redis_program
from sessionkit.teaching.plots import figure
from tests.benchmarks import memory, recorder, stores

LIBRARIES: Final = ("aiosqlite", "redis", "django", "starsessions", "aiohttp-session")
A_MILLISECOND: Final = 1000.0
Row = tuple[str, str, float, float]
"""What is measured, beside what; the microseconds of the second; the ratio."""


def in_memory() -> Iterator[Row]:
    """Measure the memory store, FortJs's, and starsessions in memory."""
    what = "memory: a set and a get"
    floor, ours = asyncio.run(memory.pairs())
    yield f"{what}", "a bare dict of dicts", floor / 1000, ours / floor
    others = {
        "FortJs, Node.js": memory.fortjs(),
        "starsessions, memory": asyncio.run(memory.starsessions()),
    }
    for name, cost in others.items():
        yield what, name, cost / 1000, ours / cost


async def in_storage() -> list[Row]:
    """Measure SQLite and Redis beside their drivers and peers."""
    with tempfile.TemporaryDirectory() as folder, RedisServer() as server:
        stores.on_one_core()
        found = await stores.both(Path(folder), server.url)
    rows = []
    for title, best, by_hand in found:
        name = f"{title.partition(',')[0]}Sessions"
        ours = best[name] / stores.PAIRS * 1e6
        beside = {one: cost for one, cost in best.items() if not one.startswith(name)}
        if "at a time" in title:
            beside = {"driver by hand, one after the other": by_hand, **beside}
        for other, cost in beside.items():
            each = cost / stores.PAIRS * 1e6
            rows.append((f"{title}: a set and a get", other, each, ours / each))
    return rows


async def recorded() -> Row:
    """Measure a set that an inspector's recorder writes down."""
    best = await recorder.costs()
    bare, watched = best["bare"], best["10 sessions"]
    return (
        "a set, recorded (10 sessions of 10 keys)",
        "not recorded",
        bare,
        watched / bare,
    )


def checked() -> Row:
    """Measure a whole check of the memory store, beside starting Python."""
    costs = []
    for _ in range(5):
        begun = time.process_time()
        assert asyncio.run(check(MemorySessionStore)).passed
        costs.append((time.process_time() - begun) * 1e6)
    bare, _ = memory.imports()
    return (
        "check(MemorySessionStore)",
        "import asyncio",
        bare * 1000,
        min(costs) / bare / 1000,
    )


def imported() -> Row:
    """Measure the import of the package."""
    bare, ours = memory.imports()
    return "import sessionkit", "import asyncio", bare * 1000, ours / bare


def versions() -> str:
    """Say what was measured, and when."""
    redis, node = said(redis_program()), said(program("node"))
    parts = [
        f"Python {platform.python_version()}",
        f"SQLite {sqlite3.sqlite_version}",
        f"Redis {redis.partition('v=')[2].split()[0]}",
        f"Node.js {node.strip().lstrip('v')}",
        f"fortjs {PACKAGES['fortjs']}",
        *(f"{name} {version(name)}" for name in LIBRARIES),
    ]
    return f"Measured {date.today().isoformat()} with {', '.join(parts)}."


def said(command: str) -> str:
    """Return what a program says of its version."""
    asked = [command, "--version"]
    return subprocess.run(asked, capture_output=True, text=True, check=True).stdout


def duration(microseconds: float) -> str:
    """Write a duration with its unit: ``0.53 µs``, ``12.3 ms``."""
    if microseconds < A_MILLISECOND:
        return f"{microseconds:.2f} µs"
    return f"{microseconds / A_MILLISECOND:.1f} ms"


def main() -> None:
    """Print the table."""
    print("| what | beside | takes there | ratio |\n| --- | --- | ---: | ---: |")
    parts = (
        in_memory,
        lambda: [asyncio.run(recorded())],
        lambda: [checked()],
        lambda: [imported()],
        lambda: asyncio.run(in_storage()),
    )
    for part in parts:
        for what, beside, cost, ratio in part():
            shown = f"| {what} | {beside} | {duration(cost)} | {figure(ratio)} |"
            print(shown, flush=True)
    print(f"\n{versions()}")


if __name__ == "__main__":
    main()
