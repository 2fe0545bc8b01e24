"""What recording costs: a set on a session of ten keys, bare and watched.

Watched stores have 1, 10 or 1,000 sessions, which are used in turn; the processor's
time is taken, best of interleaved rounds. ``alone`` reads no other session, ``no line``
does not look who called.

python -m tests.benchmarks.recorder
"""

import asyncio
import itertools
import time

from sessionkit import MemorySessionStore, SessionStore
from sessionkit.live.recorder import OTHERS, Recorder

KEYS = 10
CALLS = 1_000
ROUNDS = 5


async def _microseconds(stores: list[SessionStore]) -> float:
    start = time.process_time()
    for number, store in zip(range(CALLS), itertools.cycle(stores), strict=False):
        await store.set("k3", number)
    return (time.process_time() - start) / CALLS * 1e6


def _kinds() -> dict[str, list[SessionStore]]:
    kinds: dict[str, list[SessionStore]] = {"bare": [MemorySessionStore("bare")]}
    hows = {"": (OTHERS, True), ", alone": (0, True), ", alone, no line": (0, False)}
    for count in (1, 10, 1_000):
        for how, (others, where) in hows.items():
            recorder = Recorder(others=others, where=where)
            store_class = recorder.watch(MemorySessionStore)
            name = f"{count:,} sessions{how}"
            kinds[name] = [store_class(f"{name} {one}") for one in range(count)]
    return kinds


async def costs() -> dict[str, float]:
    """Return the microseconds of one operation, by what is watched."""
    kinds = _kinds()
    for stores in kinds.values():
        for store in stores:
            await store.set_many({f"k{number}": number for number in range(KEYS)})
    best = dict.fromkeys(kinds, float("inf"))
    for _ in range(ROUNDS):
        for name, stores in kinds.items():
            best[name] = min(best[name], await _microseconds(stores))
    return best


async def main() -> None:
    """Print the microseconds of one operation."""
    for name, cost in (await costs()).items():
        print(f"set, {name:32} {cost:8.1f} microseconds")


if __name__ == "__main__":
    asyncio.run(main())
