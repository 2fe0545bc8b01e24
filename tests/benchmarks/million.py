"""A million sessions in memory, and a hundred thousand in SQLite and Redis.

Run as ``python -m tests.benchmarks.million``: for memory the cost of a new session and
of a use at each power of ten, the longest single operations, and the bytes of a session
beside those of plain dicts; for the others the cost at up to a tenth of that. Times are
processor time of the thread that asks. How long one operation takes at most is the
least of three runs of each, since a machine interrupts now and then; all runs do the
same. Python's own garbage collector is off meanwhile, and what a collection takes is
said, since it looks at every object of the program, whoever made it.
"""

import asyncio
import gc
import os
import resource
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from redis import Redis

from sessionkit.stores.base import Sessions
from sessionkit.stores.expiring import Terms
from sessionkit.stores.memory import MemorySessions
from sessionkit.stores.redis import RedisSessions
from sessionkit.stores.redis_server import RedisServer
from sessionkit.stores.sqlite import SQLiteSessions

SIZES: Final = (1_000, 10_000, 100_000, 1_000_000)
SAMPLE: Final = 1_000
"""Sessions made and used at each size to say what one costs."""
RUNS: Final = 3
AT_ONCE: Final = 100
OTHERS: Final = 100_000
"""Sessions in SQLite and Redis."""
TERMS: Final = Terms(idle=3600.0, lifetime=12 * 3600.0)


async def fill(sessions: Sessions, begin: int, end: int) -> list[int]:
    """Begin sessions one after the other; return nanoseconds of each."""
    stores = sessions.expiring(TERMS)
    times = []
    for number in range(begin, end):
        store = stores(None)
        begun = time.thread_time_ns()
        await store.begin(f"session {number:>012}", "set", "user", number)
        times.append(time.thread_time_ns() - begun)
    return times


async def fill_at_once(sessions: Sessions, begin: int, end: int) -> None:
    """Begin sessions, a hundred at a time."""
    stores = sessions.expiring(TERMS)
    for first in range(begin, end, AT_ONCE):
        made = (
            stores(None).begin(f"session {number:>012}", "set", "user", number)
            for number in range(first, min(first + AT_ONCE, end))
        )
        await asyncio.gather(*made)


async def use(sessions: Sessions, size: int) -> list[int]:
    """Read a value of sessions all over the place; return nanoseconds of each."""
    stores = sessions.expiring(TERMS)
    times = []
    for number in range(0, size, size // SAMPLE):
        store = stores(f"session {number:>012}")
        begun = time.thread_time_ns()
        met = await store.do("get", "user")
        times.append(time.thread_time_ns() - begun)
        assert met.answer == number
    return times


async def in_memory(sizes: tuple[int, ...]) -> None:
    """Print what a new session and a use cost at each size."""
    sessions = MemorySessions()
    before = 0
    for size in sizes:
        await fill(sessions, before, size - SAMPLE)
        new = await fill(sessions, size - SAMPLE, size)
        used = await use(sessions, size)
        before = size
        print(
            f"memory {size:>11,}  a new one {mean(new):>6.2f} us, "
            f"a use {mean(used):>6.2f} us"
        )
    gc.collect()
    begun = time.thread_time()
    gc.collect()
    taken = time.thread_time() - begun
    print(f"memory {before:>11,}  a garbage collection takes {taken * 1000:.0f} ms")


async def longest(count: int) -> dict[str, tuple[float, float]]:
    """Return microseconds of the longest operation, and that one of 10,000 exceeds."""

    async def plain(_: MemorySessions) -> list[int]:
        kept, times = {}, []
        for number in range(count):
            begun = time.thread_time_ns()
            kept[f"session {number:>012}"] = {"user": number}
            times.append(time.thread_time_ns() - begun)
        return times

    async def ours(sessions: MemorySessions) -> list[int]:
        return await fill(sessions, 0, count)

    found = {}
    for name, make in (("sessions", ours), ("one plain dict", plain)):
        least = await make(MemorySessions())
        for _ in range(RUNS - 1):
            least = list(map(min, least, await make(MemorySessions())))
        least.sort()
        found[name] = least[-1] / 1000, least[-count // 10_000] / 1000
    return found


def mean(times: list[int]) -> float:
    """Return microseconds of one, but for the tenth that are slowest."""
    kept = sorted(times)[: len(times) * 9 // 10]
    return sum(kept) / len(kept) / 1000


async def bytes_of(count: int) -> dict[str, float]:
    """Return bytes of a session in memory, and in a plain dict of dicts."""

    async def ours() -> Any:
        sessions = MemorySessions()
        await fill(sessions, 0, count)
        return sessions

    async def plain() -> Any:
        return {f"session {n:>012}": {"user": n} for n in range(count)}

    found = {}
    for name, make in (("sessions", ours), ("plain dicts", plain)):
        gc.collect()
        tracemalloc.start()
        kept = await make()
        found[name] = tracemalloc.get_traced_memory()[0] / count
        tracemalloc.stop()
        del kept
    return found


async def elsewhere(
    name: str, sessions: Sessions, sizes: tuple[int, ...], held: Callable[[], int]
) -> None:
    """Print each size of a storage, and bytes of a session at the last."""
    before = 0
    at_first = held()
    async with sessions:
        for size in sizes:
            await fill_at_once(sessions, before, size - SAMPLE)
            begun = time.process_time()
            await fill(sessions, size - SAMPLE, size)
            new = time.process_time() - begun
            begun = time.process_time()
            await use(sessions, size)
            used = time.process_time() - begun
            before = size
            print(
                f"{name:<6} {size:>11,}  a new one {new / SAMPLE * 1e6:>6.1f} us, "
                f"a use {used / SAMPLE * 1e6:>6.1f} us",
                flush=True,
            )
    print(f"{name:<6} {(held() - at_first) / sizes[-1]:>11.0f}  bytes each")


async def main(sizes: tuple[int, ...], folder: str, url: str) -> None:
    """Print all of it."""
    await in_memory(sizes)
    gc.disable()
    for name, (most, seldom) in (await longest(sizes[-1])).items():
        print(
            f"memory: a new one in {name} takes {most:.0f} us at most, "
            f"and one of 10,000 over {seldom:.0f} us"
        )
    gc.enable()
    for name, each in (await bytes_of(sizes[-1] // 10)).items():
        print(f"memory: {each:.0f} bytes each in {name}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"memory: {peak / 1024:.0f} MB of this process at most")
    sizes = tuple(size for size in sizes if size <= OTHERS)
    path = Path(folder) / "s.db"
    await elsewhere(
        "SQLite",
        SQLiteSessions(path),
        sizes,
        lambda: path.stat().st_size if path.exists() else 0,
    )
    with Redis.from_url(url) as client:

        def held() -> int:
            return int(client.info("memory")["used_memory"])

        await elsewhere("Redis", RedisSessions(url), sizes, held)


if __name__ == "__main__":
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    most = int(sys.argv[1]) if len(sys.argv) > 1 else SIZES[-1]
    with tempfile.TemporaryDirectory() as a_folder, RedisServer() as server:
        asyncio.run(main(tuple(n for n in SIZES if n <= most), a_folder, server.url))
