"""The search: all short sequences, each transition of the state graph, longer ones."""

import asyncio
import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from time import monotonic
from typing import Final

from sessionkit.checking.alphabet import Scope, narrow, placed
from sessionkit.checking.asking import Asked, difference, is_apart
from sessionkit.checking.counterexample import Counterexamples, Found, allowed
from sessionkit.checking.crowds import FEW, MANY, crowds
from sessionkit.checking.graph import Graph
from sessionkit.checking.probes import probes
from sessionkit.checking.random_walk import expected, random_walk
from sessionkit.checking.report import Extent, Failure
from sessionkit.contract import StoreClass
from sessionkit.running.replay import SHARED, run
from sessionkit.running.time_limit import Limited, TimeLimitError, WaitsError, drive
from sessionkit.traces.operation import on

SEED: Final = 1
CHUNK: Final = 50
"""Sequences that one alarm is set for."""
FEWER: Final = 3
"""A store that waits, or lacks a method, is asked so many times fewer longer ones."""
WAITING: Final = 30.0
"""Seconds after which a store that waits is asked no more."""
AT_ONCE: Final = 32
"""Steps between states that a store which waits is asked at the same time."""


@dataclass(frozen=True)
class Plan:
    """Everything that is asked of a store, with the answers that are expected.

    ``by_length`` has the sequences of one letter, of two, and so on; then come the
    short ones of other alphabets, a sequence for each step between states, and longer
    ones. ``extent`` counts them.
    """

    by_length: tuple[tuple[Asked, ...], ...]
    short: tuple[Asked, ...]
    steps: tuple[Asked, ...]
    longer: tuple[Asked, ...]
    extent: Extent


@lru_cache(maxsize=32)
def plan(scope: Scope, *, longer: int, seed: int = SEED, waits: bool = False) -> Plan:
    """Put together what is asked in ``scope``; less if the store ``waits``."""
    alphabets = narrow(scope)
    if waits or not scope.whole:
        longer = -(-longer // FEWER)
        alphabets = tuple(one.glanced() for one in alphabets)
    if waits:
        alphabets = tuple(one.shorter() for one in alphabets)
    short, *more = map(Graph, alphabets)
    lengths = range(1, short.alphabet.length + 1)
    by_length = tuple(tuple(short.sequences(length)) for length in lengths)
    walked = [one for one in (short, *more) if one.alphabet.walked]
    warm = scope.whole and not waits
    steps = tuple(asked for one in walked for asked in one.walks(warm=warm))
    extent = Extent(
        len(by_length),
        len(short.steps),
        sum(len(one.access) for one in walked),
        len(steps),
        longer,
    )
    return Plan(
        by_length,
        tuple(asked for one in more for asked in _up_to_length(one)),
        steps,
        _longer(scope, longer, seed, many=MANY if warm else FEW),
        extent,
    )


def _longer(scope: Scope, count: int, seed: int, *, many: int) -> tuple[Asked, ...]:
    """Return crowds, probes, and sequences drawn at random: ``count`` in all."""
    written = [*crowds(scope, many=many), *probes(scope)][:count]
    drawn = random_walk(scope, count=count - len(written), seed=seed)
    return (*(expected(one, scope) for one in written), *drawn)


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
        self.scope = Scope.of(methods, declared)
        self._limit = limit
        self._examples = examples
        self._seed = seed
        self._waits = False
        self._end = math.inf
        self._is_over = False
        self._right = 0
        """How many of the sequences asked last were answered as FortJs does."""
        self.counterexamples = Counterexamples(store_class, self.scope, limit)

    async def run(self) -> Failure | None:
        """Return the first counterexample, made as small as it gets, or ``None``."""
        self._waits = await self.is_seen_to_wait()
        try:
            return await self._all()
        except WaitsError:
            self._waits = True
            return await self._all()

    async def is_seen_to_wait(self) -> bool:
        """Whether the loop turns while the store works.

        ``drive`` finds out too, but by dropping a call halfway, which a driver of a
        database complains of loudly.
        """
        seen = asyncio.Event()
        turn = asyncio.get_running_loop().call_soon(seen.set)
        ada = on("ada")
        asked = self.scope.only((ada.set("user", "Ada"), ada.is_any_exist()))
        await run(placed(asked), self._store_class, limit=self._limit)
        turn.cancel()
        return seen.is_set()

    async def _all(self) -> Failure | None:
        """Ask everything, or of a store that waits what fits into its time."""
        if self._waits:
            self._end = monotonic() + WAITING
        asked = plan(
            self.scope, longer=self._examples, seed=self._seed, waits=self._waits
        )
        if self.scope.nobody:  # run empties them
            shared = [on(one).open() for one in SHARED]
            await run(shared, self._store_class, limit=self._limit)
        extent = replace(asked.extent, length=0, done=0, longer=0)
        begun, alone = monotonic(), sum(map(len, asked.by_length))
        for length, sequences in enumerate(asked.by_length, 1):
            found = await self._first(sequences)
            if found is not None:
                return await self._shortest(found, sequences, length)
            if self._right == len(sequences):
                extent = replace(extent, length=length)
        each = (monotonic() - begun) / max(alone, 1)
        at_once = self._waits and each * AT_ONCE < self._limit
        for part in (asked.short, asked.steps, asked.longer):
            steps = part is asked.steps
            found = await (self._first_step if at_once and steps else self._first)(part)
            if found is not None:
                return await self.counterexamples.explained(found)
            if steps:
                extent = replace(extent, done=self._right)
        over = WAITING if self._is_over else 0.0
        self.extent = replace(extent, longer=self._right, over=over)
        return None

    async def _shortest(
        self, found: Found, sequences: Sequence[Asked], length: int
    ) -> Failure:
        """Return the shortest counterexample; no shorter sequence than ``length`` is.

        If a look at the end showed it, one as short as ``length`` comes first.
        """
        self._end = math.inf  # what was found is made small, however long that takes
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
        """Ask one sequence after another; return the first answered otherwise.

        Those that come after the end of a store's time are not asked.
        """
        size = 1 if self._waits else CHUNK
        start = self._right = 0
        while start < len(sequences) and monotonic() < self._end:
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
            self._right = min(start, len(sequences))
        self._is_over |= self._right < len(sequences)
        return None

    async def _first_step(self, steps: Sequence[Asked]) -> Found | None:
        """As ``_first``, but many at once: what each waits for serves the others, too.

        That is enough if all are right. Else each is asked again, alone: what goes
        wrong only beside others is no difference from FortJs. Those of sessions that
        all share cannot be asked beside others.
        """
        apart = [one for one in steps if is_apart(one)]
        if not await self._all_right(apart):
            return await self._first(steps)
        found = await self._first([one for one in steps if not is_apart(one)])
        self._right += len(apart)
        return found

    async def _all_right(self, sequences: Sequence[Asked]) -> bool:
        for start in range(0, len(sequences), AT_ONCE):
            if monotonic() > self._end:
                return False
            group = sequences[start : start + AT_ONCE]
            differences = (Limited(self.difference(one), self._limit) for one in group)
            try:
                async with asyncio.timeout(self._limit):
                    found = await asyncio.gather(*differences, return_exceptions=True)
            except TimeoutError:
                return False
            if any(one is not None for one in found):
                return False
        return True

    async def difference(self, asked: Asked) -> Found | None:
        """Ask one sequence."""
        found = await difference(
            asked,
            self._store_class,
            ordered=self.scope.ordered,
            clears="clear" in self.scope.methods,
        )
        return found and Found(asked, found)

    @property
    def limit(self) -> float:
        """Seconds for each sequence; ``allowed`` has more for a crowd."""
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
        longest = max(len(one.steps) for one in self.sequences)
        limit = allowed(self._search.limit, longest)
        limited = Limited(self._each(), limit)
        if not waits:
            return drive(limited)
        async with asyncio.timeout(limit):
            await limited

    async def _each(self) -> None:
        for asked in self.sequences:
            self.found = await self._search.difference(asked)
            if self.found is not None:
                return
            self.done += 1
