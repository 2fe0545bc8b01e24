"""A difference that was found, done again on empty sessions and made smaller."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from sessionkit.checking.alphabet import Scope, placed
from sessionkit.checking.asking import Asked, decoded
from sessionkit.checking.report import Failure
from sessionkit.contract import StoreClass
from sessionkit.memory import MemorySessionStore
from sessionkit.running.call import TIME_LIMIT, TOO_LATE
from sessionkit.running.replay import SHARED, run
from sessionkit.traces.answer import Answer, Step
from sessionkit.traces.operation import (
    AssignId,
    Call,
    Change,
    Open,
    Operation,
    method_of,
    on,
)
from sessionkit.traces.trace import Trace

FOUND: Final = "found by search"
FEWEST: Final = (
    "check tries its operations in every order, and no shorter sequence of them goes "
    "wrong"
)
NEEDED: Final = "none of these operations can be left out"
MANY: Final = "none of these was found needless; there are too many to try each"
HANGS: Final = "each try to leave one out would take as long"
BEFORE: Final = "it depends on what was done before, and does not happen alone"
LEFT: Final = "what was done before is not forgotten, so this was done once only"
SHORTENED: Final = "(operations that it does not need are left out)"
LEAST: Final = (
    "(check tries its operations in every order, and no shorter sequence of them has "
    "this mistake)"
)
LEAST_OTHER: Final = (
    "(this shorter sequence has the same mistake; check tries its operations in every "
    "order, and no sequence of them that is even shorter has it)"
)
LEAST_UP_TO: Final = (
    "(none of these operations can be left out; check tries its operations in every "
    "order, and no sequence of {} has this mistake)"
)
"""What a report says of the trace that it shows."""

DEPENDS: Final = "depends on what was done before"
_DEPENDS: Final = (
    "Asked once more on empty sessions, these operations get FortJs's answers. "
    "What outlives a session here: a counter, a cache, a default argument, something "
    "kept on the class? Or does an answer depend on the clock, or on chance?"
)


CROWD: Final = 60
"""Operations of which each is tried whether it can be left out."""
TRIES: Final = 8
"""Parts of a longer trace of which each is tried so."""


class Found(NamedTuple):
    """A sequence, and the step, from 0, that was answered otherwise, with the answer.

    Without one the sequence ran into its time limit.
    """

    asked: Asked
    difference: tuple[int, Answer] | None


class Difference(NamedTuple):
    """A trace that ends with an answer that is not FortJs's."""

    trace: Trace
    expected: Answer


class Counterexamples:
    """Makes a ``Failure`` of what was found: replayed, and with nothing needless."""

    def __init__(self, store_class: StoreClass, scope: Scope, limit: float) -> None:
        self._store_class = store_class
        self._scope = scope
        self._limit = limit
        self.gave_up = False
        """Whether one more try would hang again, or sessions cannot be emptied."""

    @classmethod
    def of(cls, other: "Counterexamples", store_class: StoreClass) -> "Counterexamples":
        """Return those of another store class that is asked the same."""
        return cls(store_class, other._scope, other._limit)

    async def least(self, operations: Sequence[Operation]) -> Trace:
        """Return the fewest of these operations that still differ from FortJs.

        None of them can be left out; the trace is empty if all are answered alike.
        """
        again = await self.again(operations)
        return Trace() if again is None else (await self._smaller(again)).trace

    async def hangs(self, found: Found) -> bool:
        """Whether a sequence that took too long does so alone."""
        done = await self.again(_operations(found))
        return done is not None and _hangs(done)

    async def explained(self, found: Found, *, shortest: int = 0) -> Failure:
        """Return what was found as a failure.

        ``shortest`` is the length of which a counterexample is proven to be one of the
        shortest in the alphabet.
        """
        self.gave_up = True
        if not await self.emptied():
            return _failure(_as_found(found), LEFT)
        again = await self.again(_operations(found))
        if again is None:
            failure = _failure(_as_found(found), BEFORE)
            return replace(failure, kind=DEPENDS, hint=_DEPENDS)
        least = await self._smaller(again)
        if _hangs(least):
            return _failure(least, HANGS)
        least = await self._plainer(least)
        self.gave_up = False
        if len(least.trace) > CROWD:
            return _failure(least, MANY)
        fewest = len(least.trace) <= shortest
        return _failure(least, FEWEST if fewest else NEEDED)

    async def repeated(self, failure: Failure) -> Failure:
        """Do a scenario's failure again; say so of one that does not come again."""
        if await self.again(failure.trace.operations) is not None:
            return failure
        return replace(failure, kind=DEPENDS, hint=_DEPENDS)

    async def shortened(
        self, failure: Failure, named: Callable[[Failure], Failure]
    ) -> Failure:
        """Leave out of a scenario's trace what the same mistake does not need.

        It is the same while its last operation goes wrong, ``named`` alike.
        """
        short, less = failure, await self._one_less(failure, named)
        while less is not None:
            short, less = less, await self._one_less(less, named)
        # a store that is full, or stuck, by now may have been so while it was tried
        return short if await self.emptied() else failure

    async def _one_less(
        self, failure: Failure, named: Callable[[Failure], Failure]
    ) -> Failure | None:
        operations = failure.trace.operations
        for number in range(len(operations) - 1, 0, -1):
            fewer = without(operations, number)
            again = await self.again(fewer)
            if again is None or len(again.trace) < len(fewer) or _hangs(again):
                continue
            bare = replace(failure, kind="")
            less = named(replace(bare, trace=again.trace, expected=again.expected))
            if _mistake(less) == _mistake(failure):
                return less
        return None

    async def emptied(self) -> bool:
        """Whether sessions are empty at first, so that one can try again.

        What a store leaves behind in a new one, or in those that all sequences share,
        makes each later sequence differ.
        """
        looks = [on(one).is_any_exist() for one in ("ada", *SHARED)]
        looks.append(on("ada").get_all())
        return await self.again(placed(self._scope.only(looks))) is None

    async def again(self, operations: Sequence[Operation]) -> Difference | None:
        """Do operations on empty sessions, up to the first wrong answer, if any is."""
        limit = allowed(self._limit, len(operations))
        mine = await run(operations, self._store_class, limit=limit)
        fortjs = await run(operations, MemorySessionStore)
        number = mine.first_difference(fortjs, ordered=self._scope.ordered)
        if number is None:
            return None
        return Difference(mine[:number], fortjs[number - 1].answer)

    async def _smaller(self, found: Difference) -> Difference:
        """Leave out what is not needed, until each operation is or one hangs."""
        size = len(found.trace)
        while size and not _hangs(found):
            size = min(size, len(found.trace))
            # of a crowd, each less one would take too long to try
            if len(found.trace) > CROWD and size < len(found.trace) // TRIES:
                break
            less = await self._less(found, size)
            # what was needed may be needed no more, so the last round comes in vain
            if size > 1 or len(less.trace) == len(found.trace):
                size //= 2
            found = less
        return found

    async def _plainer(self, found: Difference) -> Difference:
        """Do it with one store object for each id, if that goes wrong just as soon."""
        operations = found.trace.operations
        alone = [on_one_object(one) for one in operations]
        again = await self.again(alone) if alone != [*operations] else None
        return found if again is None or len(again.trace) < len(alone) else again

    async def _less(self, found: Difference, size: int) -> Difference:
        """Leave out ``size`` operations in a row, from the end on, if it can be."""
        last = len(found.trace)
        while last >= size and not _hangs(found):
            left_out = range(last - size + 1, last + 1)
            fewer = without(found.trace.operations, *left_out)
            found = (await self.again(fewer) if fewer else None) or found
            last = min(last - size, len(found.trace))
        return found


def on_one_object(operation: Operation) -> Operation:
    """Return an operation on the session's one store object, with no second beside."""
    if isinstance(operation, Call | Open | AssignId):
        return replace(operation, store="")
    return operation


def allowed(limit: float, count: int) -> float:
    """Return the seconds for ``count`` operations: ``limit``, and more for a crowd.

    A store that is slow at each of a thousand calls does not hang.
    """
    return limit * max(1, count / CROWD)


def _hangs(found: Difference) -> bool:
    return found.trace[-1].answer.error == TIME_LIMIT


def _mistake(failure: Failure) -> tuple[str, str | None]:
    return failure.kind, failure.answered.error


def _operations(found: Found) -> tuple[Operation, ...]:
    steps = found.asked.steps
    if found.difference is not None:
        steps = steps[: found.difference[0] + 1]
    return placed(one.letter for one in steps)


def _as_found(found: Found) -> Difference:
    operations = _operations(found)
    answers = [Answer(decoded(one)) for one in found.asked.expected]
    number, answer = found.difference or (len(operations) - 1, TOO_LATE)
    steps = map(Step, operations, [*answers[:number], answer])
    return Difference(Trace(steps), answers[number])


def _failure(found: Difference, question: str) -> Failure:
    return Failure(
        name=FOUND,
        question=question,
        rule="",
        trace=found.trace,
        expected=found.expected,
        hint=_hint(found.trace[-1].operation),
    )


def _hint(operation: Operation) -> str:
    last = method_of(operation) or str(operation)
    return (
        f"Follow these operations through your code by hand, up to {last}: "
        "what is in the mapping after each?"
    )


def moved(operation: Operation, by: int) -> Operation:
    """Return an operation as it is written ``by`` places later."""
    if isinstance(operation, Change):
        return replace(operation, number=operation.number + by)
    return operation


def without(operations: Sequence[Operation], *left_out: int) -> list[Operation]:
    """Leave out operations, by their numbers, and the changes that lean on them."""
    kept: list[Operation] = []
    gone = {*left_out}
    for number, operation in enumerate(operations, 1):
        if number in gone:
            continue
        if not isinstance(operation, Change):
            kept.append(operation)
        elif operation.number not in gone:
            kept.append(moved(operation, -sum(one < operation.number for one in gone)))
    return kept
