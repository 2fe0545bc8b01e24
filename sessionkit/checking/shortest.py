"""Whether a scenario's failure is the shortest, of what is tried in every order."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from time import monotonic
from typing import Final

from sessionkit.checking.alphabet import Scope, narrow, placed
from sessionkit.checking.asking import Asked
from sessionkit.checking.counterexample import (
    LEAST,
    LEAST_OTHER,
    LEAST_UP_TO,
    SHORTENED,
    Counterexamples,
)
from sessionkit.checking.graph import Graph
from sessionkit.checking.report import VAGUE, Failure
from sessionkit.checking.search import CHUNK, Search
from sessionkit.running.time_limit import Limited, TimeLimitError, WaitsError, drive
from sessionkit.traces.operation import Operation, method_of

LONGEST: Final = 3
"""Operations of the sequences that are tried in every order."""
PATIENCE: Final = 0.5
"""Seconds after which a slow store is tried no more, and nothing is claimed."""
MOST: Final = 60
"""Sequences that go wrong, of which each is named: of more nothing is claimed."""

Named = Callable[[Failure], Failure]
Wrong = Sequence[tuple[Operation, ...]]
"""Sequences whose last operation goes wrong, and none before, the shortest first."""


class Shortest:
    """Makes a scenario's failure as short as it gets, and says what that proves.

    Two failures are of one mistake if they are ``named`` alike, go wrong by the same
    error or none, and, where the name says only what is seen, in the same method.
    Without ``walks`` no other sequences are tried.
    """

    def __init__(self, search: Search, named: Named, *, walks: bool) -> None:
        self._search = search
        self._named = named
        self._walks = walks
        self._wrong: dict[int, Wrong | None] = {}

    async def of(self, failure: Failure) -> Failure:
        """Leave out what is not needed, then look for a shorter sequence."""
        tries = self._search.counterexamples
        if not await tries.emptied():
            return failure  # less would go wrong, too, by what is left behind
        short = await tries.shortened(failure, self._named)
        length = min(len(short.trace) - 1, LONGEST)
        wrong = await self._going_wrong(length)
        shorter = wrong and await self._alike(short, wrong, tries)
        if shorter:
            return shorter
        if not await tries.emptied():
            return short  # full, or stuck, by now, and perhaps while it was tried
        if wrong is not None and length:
            full = len(short.trace) - 1 == length
            said = LEAST if full else LEAST_UP_TO.format(length)
        elif len(short.trace) < len(failure.trace):
            said = SHORTENED
        else:
            return failure
        return replace(short, question=f"{short.question} {said}")

    async def _alike(
        self, failure: Failure, wrong: Wrong, tries: Counterexamples
    ) -> Failure | None:
        """Return the first of the sequences that is the same mistake."""
        for operations in wrong:
            again = await tries.again(operations)
            if again is None or len(again.trace) < len(operations):
                continue
            bare = replace(failure, kind="", trace=again.trace, expected=again.expected)
            one = self._named(bare)
            if _mistake(one) == _mistake(failure):
                return replace(one, question=f"{failure.question} {LEAST_OTHER}")
        return None

    async def _going_wrong(self, length: int) -> Wrong | None:
        """Try all sequences of a length; ``None`` if that takes too long or too many.

        Each shorter one begins some of them, so those that go wrong are found, too.
        """
        if not self._walks:
            return None
        if length not in self._wrong:
            # a call that waits would be dropped halfway
            waits = length > 0 and await self._search.is_seen_to_wait()
            self._wrong[length] = None if waits else self._tried(length)
        return self._wrong[length]

    def _tried(self, length: int) -> Wrong | None:
        found: dict[tuple[Operation, ...], None] = {}
        end = monotonic() + PATIENCE
        asked = _sequences(self._search.scope, length)
        for start in range(0, len(asked), CHUNK):
            part = self._add_wrong(asked[start : start + CHUNK], found)
            try:
                drive(Limited(part, PATIENCE))
            except (TimeLimitError, WaitsError):
                return None
            if len(found) > MOST or monotonic() > end:
                return None
        return sorted(found, key=len)

    async def _add_wrong(
        self, asked: Sequence[Asked], found: dict[tuple[Operation, ...], None]
    ) -> None:
        for one in asked:
            different = await self._search.difference(one)
            if different is not None and different.difference is not None:
                last = different.difference[0] + 1
                found[placed(step.letter for step in one.steps[:last])] = None


def _mistake(failure: Failure) -> tuple[str, str | None, str | None]:
    method = method_of(failure.trace[-1].operation) if failure.kind in VAGUE else None
    return failure.kind, failure.answered.error, method


@lru_cache(maxsize=32)
def _sequences(scope: Scope, length: int) -> tuple[Asked, ...]:
    if not length:
        return ()
    first, *_ = narrow(scope)
    return tuple(Graph(first).sequences(length, looks=False))
