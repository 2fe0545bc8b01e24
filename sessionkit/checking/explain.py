"""Name the reason of a difference: by its signature, or by a store that does alike."""

import inspect
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Final, Self

from sessionkit.checking.counterexample import CROWD, DEPENDS
from sessionkit.checking.evidence import ASKS_FOR_A_BOOL, Evidence
from sessionkit.checking.lookalikes import LOOKALIKES
from sessionkit.checking.lookalikes.base import Lookalike
from sessionkit.checking.report import Failure
from sessionkit.checking.signatures import signatures
from sessionkit.checking.store_code import StoreCode
from sessionkit.contract import METHODS, StoreClass
from sessionkit.memory import MemorySessionStore
from sessionkit.rules import CLEAR_FORGETS
from sessionkit.running.call import TIME_LIMIT
from sessionkit.running.replay import run
from sessionkit.running.time_limit import drive
from sessionkit.suite.scenarios import SCENARIOS
from sessionkit.traces.answer import READS
from sessionkit.traces.operation import Operation, method_of, on, session_ids
from sessionkit.traces.trace import Trace

Difference = Trace | None
"""A trace up to its first answer that is not FortJs's; ``None`` if all are."""
Differences = Mapping[str, Difference]
"""What became of each question that was asked, by its name."""
_FIRST: Final = ("making", "code")
_CERTAIN: Final = (*_FIRST, "errors", "types")
_ada, _nobody = on("ada"), on(None)
_QUESTIONS: Final[Mapping[str, tuple[Operation, ...]]] = {
    **{one.name: one.operations for one in SCENARIOS},
    # what no scenario asks, and tells one lookalike from another
    "two keys": (_ada.set("a", 1), _ada.set("b", 2), _ada.get("a")),
    "the second key": (_ada.set("a", 1), _ada.set("b", 2), _ada.get("b")),
    "nobody, one store": (_nobody.set("a", 1), _nobody.get("a")),
    "lists": (_ada.set("a", [1]), _ada.set("a", [2]), _ada.get("a")),
    "case": (_ada.set("A", 1), _ada.set("a", 2), _ada.get("A")),
    "spaces": (_ada.set(" a", 1), _ada.set("a", 2), _ada.get(" a")),
}
_LOOKED_AT: Final = 3
"""Among how many failures, the smallest, a lookalike has to explain one."""


def seen(failure: Failure, store_class: object) -> Failure:
    """Name a failure that has no name yet by what is to be seen of its value."""
    return failure if failure.kind else _signed(failure, store_class, "seen") or failure


def signed(failure: Failure, store_class: object) -> Failure:
    """Name a failure by what its one answer tells; it stays as it is if nothing does.

    The hint that it comes with is kept where the signature has none.
    """
    return _signed(failure, store_class, *_CERTAIN, "values") or failure


class Naming:
    """Names failures of a store: their kind, with its hint, and its rule if known.

    What no answer alone tells is found by asking the store more: it is named after a
    lookalike that goes wrong in the same way, and goes wrong nowhere else; of
    several, after the one that explains most.
    """

    def __init__(
        self,
        store_class: StoreClass,
        refusing: Collection[str],
        suspects: Sequence[type[Lookalike]] = (),
    ) -> None:
        self._store_class = store_class
        self._refusing = refusing
        self._suspects = suspects

    @classmethod
    async def of(
        cls,
        failures: Sequence[Failure],
        store_class: StoreClass,
        methods: Collection[str],
        *,
        limit: float,
    ) -> Self:
        """Ask a store that failed so whom it is like.

        ``methods`` are those that may be called, ``limit`` is in seconds for each
        question.
        """
        refusing = {
            one.answered.where
            for one in failures
            if not _signed(one, store_class, "refused")
        }
        certain = (_signed(one, store_class, *_CERTAIN) for one in failures)
        # what is certain may be behind all the rest: that is mended first; and what
        # only a crowd shows is like nothing that one mistake on its own makes
        smallest = sorted(failures, key=lambda one: len(one.trace))[:_LOOKED_AT]
        if any(certain) or not smallest or len(smallest[0].trace) > CROWD:
            return cls(store_class, refusing)
        asked = _askable(failures, methods)
        done = await _asked(store_class, asked, limit)
        code = StoreCode(store_class)
        looked = [
            (await _looked_after(one, store_class, methods, limit), len(one.trace))
            for one in smallest
        ]
        failed = {method_of(one.trace[-1].operation) for one in failures}
        return cls(store_class, refusing, _suspects(looked, failed, done, code))

    def named(self, failure: Failure) -> Failure:
        """Return a failure with its name; one that depends on the past has its own."""
        if failure.kind == DEPENDS:
            return _signed(failure, self._store_class, "code") or failure
        # a line that raises for all refuses nobody for being who they are
        odd = () if failure.answered.where in self._refusing else ("refused",)
        return (
            _signed(failure, self._store_class, *_FIRST, *odd, *_CERTAIN)
            or _after_a_lookalike(failure, self._suspects)
            or signed(failure, self._store_class)
        )


def _signed(failure: Failure, store_class: object, *groups: str) -> Failure | None:
    evidence = Evidence(store_class, failure.trace, failure.expected)
    for one in signatures(*groups):
        if one.fits(evidence):
            return replace(
                failure,
                kind=one.kind,
                hint=one.hint(evidence) or failure.hint,
                rule=one.rule or failure.rule,
            )
    return None


def _askable(failures: Sequence[Failure], methods: Collection[str]) -> list[str]:
    """Return the questions that end soon and begin with empty sessions."""
    last = [(one, method_of(one.trace[-1].operation)) for one in failures]
    hanging = {name for one, name in last if one.answered.error == TIME_LIMIT}
    blamed = any(name == "clear" or one.rule == CLEAR_FORGETS for one, name in last)
    with_ids = blamed or "clear" not in methods
    return [
        name
        for name, operations in _QUESTIONS.items()
        if {method_of(one) for one in operations} & {*METHODS} <= {*methods} - hanging
        and not (with_ids and any(None in session_ids(one) for one in operations))
    ]


async def _asked(
    store_class: StoreClass, questions: Iterable[str], limit: float
) -> Differences:
    return {
        name: _to_the_difference(
            await run(_QUESTIONS[name], store_class, limit=limit), _right(name)
        )
        for name in questions
    }


@cache
def _right(question: str) -> Trace:
    return drive(run(_QUESTIONS[question], MemorySessionStore))


def _to_the_difference(trace: Trace, fortjs: Trace) -> Difference:
    number = trace.first_difference(fortjs)
    return None if number is None else trace[:number]


async def _looked_after(
    failure: Failure, store_class: StoreClass, methods: Collection[str], limit: float
) -> Trace:
    """Return a failure's trace, and what get_all answers after a wrong yes or no.

    A store that lost a value says that it is not there, as one does that takes 0 for
    nothing; here they differ.
    """
    last = failure.trace[-1].operation
    if method_of(last) not in ASKS_FOR_A_BOOL or "get_all" not in methods:
        return failure.trace
    look = on(*session_ids(last)).get_all()
    return await run([*failure.trace.operations, look], store_class, limit=limit)


def _suspects(
    traces: Sequence[tuple[Trace, int]],
    failed: set[str | None],
    done: Differences,
    code: StoreCode,
) -> list[type[Lookalike]]:
    """Return the lookalikes that the store may be, the one that explains most first."""
    possible = [
        (_explained(number, done), one)
        for number, one in enumerate(LOOKALIKES)
        if one.may_be(code)
        and not _may_be_anothers_fault(one, failed, code)
        and any(_does_the_same(one, *looked) for looked in traces)
        and _is_wrong_only_there(number, done)
    ]
    return [one for _, one in sorted(possible, key=lambda pair: -pair[0])]


def _may_be_anothers_fault(
    lookalike: type[Lookalike], failed: set[str | None], code: StoreCode
) -> bool:
    """Whether the one that is changed, and asks, uses a read that failed as well."""
    changed = [
        name for name in METHODS if vars(Lookalike)[name] is not _plain(lookalike, name)
    ]
    asking = ASKS_FOR_A_BOOL.intersection(changed)
    return any(code.calls(name) & failed & READS - {name} for name in asking)


def _plain(lookalike: type[Lookalike], method: str) -> object:
    return inspect.getattr_static(lookalike, method)


def _after_a_lookalike(
    failure: Failure, suspects: Iterable[type[Lookalike]]
) -> Failure | None:
    for one in suspects:
        if _does_the_same(one, failure.trace):
            return replace(failure, kind=one.kind, hint=one.words, rule=one.rule)
    return None


def _does_the_same(
    lookalike: type[Lookalike], trace: Trace, wrong: int | None = None
) -> bool:
    """Whether it answers as the store did, and is ``wrong`` first, or last, there."""
    lookalike.held.clear()
    own = drive(run(trace, lookalike))
    fortjs = drive(run(trace, MemorySessionStore))
    return own == trace and own.first_difference(fortjs) == (wrong or len(trace))


def _is_wrong_only_there(number: int, done: Differences) -> bool:
    """Whether the store differs, too, wherever the lookalike does, and not later."""
    for name, own in _differences(number).items():
        if own is None or name not in done:
            continue
        store = done[name]
        if store is None or len(store) > len(own):
            return False
        if len(store) == len(own) and store != own:
            return False
    return True


def _explained(number: int, done: Differences) -> int:
    """Return how many questions the store answers as the lookalike does."""
    own = _differences(number)
    return sum(store == own[name] for name, store in done.items())


@cache
def _differences(number: int) -> Differences:
    """Return what becomes of each question with a lookalike, by its number."""
    lookalike, found = LOOKALIKES[number], {}
    for name, operations in _QUESTIONS.items():
        lookalike.held.clear()
        trace = drive(run(operations, lookalike))
        found[name] = _to_the_difference(trace, _right(name))
    return found
