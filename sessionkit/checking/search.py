"""The search: all short sequences, each transition of the state graph, longer ones."""

import asyncio
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from sessionkit.checking.alphabet import Scope, narrow, placed
from sessionkit.checking.asking import Asked, difference
from sessionkit.checking.counterexample import Counterexamples, Found
from sessionkit.checking.graph import Graph
from sessionkit.checking.random_walk import random_walk
from sessionkit.checking.report import Extent, Failure
from sessionkit.contract import StoreClass
from sessionkit.running.replay import SHARED, run
from sessionkit.running.time_limit import Limited, TimeLimitError, WaitsError, drive
from sessionkit.traces.operation import on

SEED: Final = 1
CHUNK: Final = 50
"""Sequences that one alarm is set for."""
FEWER: Final = 5
"""A store that waits, or lacks a method, is asked so many times fewer longer ones."""


@dataclass(frozen=True)
class Plan:
    """Everything that is asked of a store, with the answers that are expected.

    ``by_length`` has the sequences of one letter, of two, and so on.
    """

    by_length: tuple[tuple[Asked, ...], ...]
    others: tuple[Asked, ...]
    extent: Extent


@lru_cache(maxsize=32)
def plan(scope: Scope, *, longer: int, seed: int = SEED, waits: bool = False) -> Plan:
    """Put together what is asked in ``scope``; less if the store ``waits``."""
    alphabets = narrow(scope)
    if waits or not scope.whole:
        longer = -(-longer // FEWER)
    if waits:
        alphabets = tuple(one.shorter() for one in alphabets)
    short, *more = map(Graph, alphabets)
    lengths = range(1, short.alphabet.length + 1)
    by_length = tuple(tuple(short.sequences(length)) for length in lengths)
    walked = [one for one in (short, *more) if one.alphabet.walked]
    others = [
        *(asked for one in more for asked in _up_to_length(one)),
        *(asked for one in walked for asked in one.walks(warm=scope.whole)),
        *random_walk(scope, count=longer, seed=seed),
    ]
    extent = Extent(
        len(by_length),
        len(short.steps),
        sum(len(one.access) for one in walked),
        sum(one.count for one in walked),
        longer,
    )
    return Plan(by_length, tuple(others), extent)


def _up_to_length(graph: Graph) -> Iterator[Asked]:
    for length in range(1, graph.alphabet.length + 1):
        yield from graph.sequences(length)


class Search:
    """A search for a difference from FortJs, for which the Python port stands in.

    That the port answers as FortJs is tested against the live one, on the state graph
    and on random traces. ``extent`` is what was asked, once ``run`` found nothing.
    """

    def __init__(
        self,
        store_class: StoreClass,
        methods: Collection[str],
        declared: Collection[str] = (),
        *,
        limit: float,
        examples: int,
        seed: int = SEED,
    ) -> None:
        self.extent = Extent()
        self._store_class = store_class
        self._scope = Scope.of(methods, declared)
        self._limit = limit
        self._examples = examples
        self._seed = seed
        self._waits = False
        self.counterexamples = Counterexamples(store_class, self._scope, limit)

    async def run(self) -> Failure | None:
        """Return the first counterexample, made as small as it gets, or ``None``."""
        self._waits = await self._is_seen_to_wait()
        try:
            return await self._all()
        except WaitsError:
            self._waits = True
            return await self._all()

    async def _is_seen_to_wait(self) -> bool:
        """Whether the loop turns while the store works.

        ``drive`` finds out too, but by dropping a call halfway, which a driver of a
        database complains of loudly.
        """
        seen = asyncio.Event()
        turn = asyncio.get_running_loop().call_soon(seen.set)
        ada = on("ada")
        asked = self._scope.only((ada.set("user", "Ada"), ada.is_any_exist()))
        await run(placed(asked), self._store_class, limit=self._limit)
        turn.cancel()
        return seen.is_set()

    async def _all(self) -> Failure | None:
        asked = plan(
            self._scope, longer=self._examples, seed=self._seed, waits=self._waits
        )
        if self._scope.nobody:  # run empties them
            shared = [on(one).open() for one in SHARED]
            await run(shared, self._store_class, limit=self._limit)
        for length, sequences in enumerate(asked.by_length, 1):
            found = await self._first(sequences)
            if found is not None:
                return await self._shortest(found, sequences, length)
        found = await self._first(asked.others)
        if found is not None:
            return await self.counterexamples.explained(found)
        self.extent = asked.extent
        return None

    async def _shortest(
        self, found: Found, sequences: Sequence[Asked], length: int
    ) -> Failure:
        """Return the shortest counterexample; no shorter sequence than ``length`` is.

        If a look at the end showed it, one as short as ``length`` comes first.
        """
        failure = await self.counterexamples.explained(found, shortest=length + 1)
        if len(failure.trace) <= length or self.counterexamples.gave_up:
            return failure
        bare = [
            Asked(one.steps[:length], one.expected[:length], one.holds)
            for one in sequences
        ]
        shorter = await self._first(bare)
        if shorter is None:
            return failure
        return await self.counterexamples.explained(shorter, shortest=length)

    async def _first(self, sequences: Sequence[Asked]) -> Found | None:
        """Ask one sequence after another; return the first answered otherwise."""
        size = 1 if self._waits else CHUNK
        start = 0
        while start < len(sequences):
            chunk = _Chunk(self, sequences[start : start + size])
            try:
                await chunk.asked(waits=self._waits)
            except (TimeLimitError, TimeoutError):
                # the whole chunk is slow, or one sequence hangs: that is asked again
                hung = Found(chunk.sequence, None)
                if await self.counterexamples.hangs(hung):
                    return hung
                size = 1
            if chunk.found is not None:
                return chunk.found
            start += chunk.done + 1 if chunk.done < len(chunk.sequences) else size
        return None

    async def difference(self, asked: Asked) -> Found | None:
        """Ask one sequence."""
        found = await difference(
            asked,
            self._store_class,
            ordered=self._scope.ordered,
            clears="clear" in self._scope.methods,
        )
        return found and Found(asked, found)

    @property
    def limit(self) -> float:
        """Seconds for each sequence."""
        return self._limit


class _Chunk:
    """A few sequences under one time limit."""

    def __init__(self, search: Search, sequences: Sequence[Asked]) -> None:
        self.sequences = sequences
        self.done = 0
        self.found: Found | None = None
        self._search = search

    @property
    def sequence(self) -> Asked:
        """The sequence that is asked now."""
        return self.sequences[min(self.done, len(self.sequences) - 1)]

    async def asked(self, *, waits: bool) -> None:
        """Ask them until one is answered otherwise; ``found`` is that."""
        limited = Limited(self._each(), self._search.limit)
        if not waits:
            return drive(limited)
        async with asyncio.timeout(self._search.limit):
            await limited

    async def _each(self) -> None:
        for asked in self.sequences:
            self.found = await self._search.difference(asked)
            if self.found is not None:
                return
            self.done += 1
