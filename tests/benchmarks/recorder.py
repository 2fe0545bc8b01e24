"""What recording costs: a set on a session of ten keys, watched and bare.

python -m tests.benchmarks.recorder
"""

import asyncio
import time

from sessionkit import MemorySessionStore, SessionStore
from sessionkit.live.recorder import Recorder

KEYS = 10
CALLS = 5_000
ROUNDS = 7


async def _microseconds(store: SessionStore) -> float:
    start = time.perf_counter()
    for number in range(CALLS):
        await store.set("k3", number)
    return (time.perf_counter() - start) / CALLS * 1e6


async def main() -> None:
    """Print the microseconds of one operation, best of interleaved rounds."""
    stores: dict[str, SessionStore] = {
        "bare": MemorySessionStore("bare"),
        "watched": Recorder().watch(MemorySessionStore)("watched"),
    }
    for store in stores.values():
        await store.set_many({f"k{number}": number for number in range(KEYS)})
    best = dict.fromkeys(stores, float("inf"))
    for _ in range(ROUNDS):
        for name, store in stores.items():
            best[name] = min(best[name], await _microseconds(store))
    for name, cost in best.items():
        print(f"set, {name:8} {cost:8.2f} microseconds")
    print(f"recording adds {best['watched'] - best['bare']:.1f} microseconds")


if __name__ == "__main__":
    asyncio.run(main())
