"""The exercise of lesson 03: a store whose remove deletes the key, and does no more."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise, product
from typing import Final, TypeAlias

from sessionkit.checking.alphabet import ODD_KEYS
from sessionkit.checking.checker import check
from sessionkit.checking.counterexample import FOUND
from sessionkit.checking.report import DECLARED, Failure, Outcome, Report
from sessionkit.contract import StoreClass
from sessionkit.in_a_cell import in_a_cell
from sessionkit.memory import MemorySessionStore
from sessionkit.rules import REMOVE_SETS_NULL
from sessionkit.running.replay import run
from sessionkit.stores.variants import RemoveDeletesStore
from sessionkit.suite.scenarios import SCENARIOS
from sessionkit.traces.answer import Answer, Step
from sessionkit.traces.operation import Call, Operation, change_answer, method_of, on

LIMIT: Final = 2.0
"""Seconds for each scenario."""
LEFT: Final = "a tombstone is left"
DOES_MORE: Final = "remove does more than it declares"
LONGEST: Final = 3
"""Writes that are tried in every order."""
QUESTION: Final = "these writes were tried in every order, up to three of them"
ALIKE: Final = "a key was removed that stands beside one like it"
AFTERWARDS: Final = "one of its keys was removed after each scenario"
_ADA: Final = on("ada")
_WRITES: Final = (
    _ADA.set("cart", 3),
    _ADA.set("cart", None),
    _ADA.remove("cart"),
    _ADA.set("cart2", None),
)
_NOT_HERE: Final = (
    "`sessions` belongs to lesson 02 and is not here. Which method hands out the dict "
    "that the kit's store keeps?"
)
_BEGINS: Final = "remove begins a session"
_NOTHING_TO_DELETE: Final = "Without a session there is no key to delete: do nothing."
_LOST: Final = "a value that is lost"
_FORGETS: Final = "remove forgets the other keys"
_ALONE: Final = "remove is about its key alone; the other keys stay."
_NO_SESSION: Final = "an index where there is no session"
_RAISES: Final = "an index where there is no such key"
_NO_KEY: Final = (
    "remove of a key that is not there does nothing: `pop` takes a second argument, "
    "what to return then."
)
_TOMBSTONE: Final = (
    "Your remove still leaves a tombstone: the key, with None. Delete the key from the "
    "dict that the store keeps; `super().remove` writes None."
)
_SET_TO_NONE: Final = (
    "A key that was set to None is a key, too: delete it, whatever its value is."
)
_NOT_DELETED: Final = "the key is not deleted"
_STAYS: Final = (
    "The key is still there: delete the very key that is given, in the session of "
    "`self.session_id`."
)
_ANOTHER: Final = "a new dict at each remove"
_THE_DICT: Final = (
    "Delete the key from the dict that the store keeps: whoever has it from get_all "
    "sees the key go."
)
_HANDED_OUT: Final = (
    _ADA.set("cart", 3),
    _ADA.get_all(),
    _ADA.remove("cart"),
    change_answer(2, ["user"], "Eve"),
    _ADA.get_all(),
)
_VALUE_HANDED_OUT: Final = (
    _ADA.set("cart", [["tea"]]),
    _ADA.get("cart"),
    _ADA.remove("cart"),
    change_answer(2, [0, 0], "milk"),
)
_UNDECLARED: Final = (
    "This store deletes, and does not say so. Declare it: `does_not` names the rule "
    "that the store departs from, and why."
)
_MORE: Final = {
    "is_any_exist": "remove does more than delete the key. A session without keys is "
    "still a session: only clear ends it.",
    "get_all": "remove does more than delete the key: leave all others as they are, "
    "even those with None, and in their order.",
    "": "remove does more than delete the key: whoever got the value from get keeps "
    "it, with all that is in it.",
}


@in_a_cell
async def check_deleting(store_class: StoreClass) -> Report:
    """Check a store that declares that its remove deletes the key.

    It is asked what ``check`` asks; then, in the scenarios that the declaration covers,
    after a few writes in every order, with keys that are like one another and after
    each other scenario, whether it answers as a store does that deletes the key and
    nothing else.
    """
    report = await check(store_class)
    if report.outcome is Outcome.NOT_ATTEMPTED and not report.problem:
        return Report(report.store, not_attempted=report.not_attempted)
    if not report.passed:
        found = [await _to_the_point(one, store_class) for one in report.failures]
        return replace(report, failures=tuple(found))
    failure = await _first(store_class)
    return report if failure is None else replace(report, failures=(failure,))


async def _first(store_class: StoreClass) -> Failure | None:
    for asked in _asked():
        failure = await _differs(asked, store_class)
        if failure is not None:
            return failure
    return None


async def _to_the_point(failure: Failure, store_class: StoreClass) -> Failure:
    """Say what is wrong in this exercise, where remove must not set None."""
    last, error = method_of(failure.trace[-1].operation), failure.answered.error
    if error == "KeyError" and last == "remove" and failure.kind != _NO_SESSION:
        return replace(failure, hint=_NO_KEY)
    if error == "NameError" and "'sessions'" in failure.answered.message:
        return replace(failure, hint=_NOT_HERE)
    if failure.expected.error == DECLARED:
        return await _first(store_class) or failure
    if failure.name == "remove-first" and last == "is_any_exist":
        return replace(failure, kind=_BEGINS, hint=_NOTHING_TO_DELETE)
    if failure.kind == _LOST:
        return replace(failure, kind=_FORGETS, hint=_ALONE)
    if failure.kind == "remove deletes the key":
        return replace(failure, hint=_UNDECLARED)
    return failure


Asked: TypeAlias = tuple[str, str, tuple[Operation, ...]]
"""A name, a question, and the operations that ask it."""


def _asked() -> Iterator[Asked]:
    """Give the scenarios about the rule, short orders of writes, keys, the rest."""
    for one in SCENARIOS:
        if one.rule == REMOVE_SETS_NULL:
            yield one.name, one.question, one.operations
    looks = (_ADA.is_any_exist(), _ADA.get_all())
    for length in range(1, LONGEST + 1):
        for writes in product(_WRITES, repeat=length):
            yield FOUND, QUESTION, (*writes, *looks)
    yield FOUND, QUESTION, _HANDED_OUT
    yield FOUND, QUESTION, _VALUE_HANDED_OUT
    for key, like in pairwise(ODD_KEYS):
        for gone in (key, like):
            removed = (_ADA.set(key, 1), _ADA.set(like, 2), _ADA.remove(gone))
            yield FOUND, ALIKE, (*removed, _ADA.get_all())
    for one in SCENARIOS:
        for session_id, key in _written(one.operations):
            own = on(session_id)
            removed = (own.remove(key), own.is_any_exist(), own.get_all())
            yield FOUND, AFTERWARDS, (*one.operations, *removed)


def _written(operations: Iterable[Operation]) -> list[tuple[str | None, str]]:
    """Return the keys that are set one by one, each with the id of its session."""
    calls = (one for one in operations if isinstance(one, Call) and one.method == "set")
    return [*dict.fromkeys((one.session_id, one.arguments[0]) for one in calls)]


async def _differs(asked: Asked, store_class: StoreClass) -> Failure | None:
    """Say where a store answers otherwise than one that deletes the key alone."""
    name, question, operations = asked
    wanted = await run(operations, RemoveDeletesStore, limit=LIMIT)
    trace = await run(operations, store_class, limit=LIMIT)
    number = trace.first_difference(wanted)
    if number is None:
        return None
    expected = wanted[number - 1].answer
    fortjs = await run(operations, MemorySessionStore)
    if trace.first_difference(fortjs) is None:
        kind, hint = LEFT, _SET_TO_NONE if _WRITES[1] in operations else _TOMBSTONE
    elif operations is _HANDED_OUT:
        kind, hint = _ANOTHER, _THE_DICT
    else:
        kind, hint = _fault(trace[number - 1], expected)
    return Failure(
        name=name,
        question=question,
        rule=REMOVE_SETS_NULL,
        trace=trace[:number],
        expected=expected,
        hint=hint,
        kind=kind,
        wanted="a deleting store",
    )


def _fault(wrong: Step, expected: Answer) -> tuple[str, str]:
    """Name what is wrong where no tombstone is left."""
    if wrong.answer.error == "KeyError":
        return _RAISES, _NO_KEY
    found, kept = wrong.answer.value, expected.value
    both = isinstance(found, dict) and isinstance(kept, dict)
    if both and found.keys() - kept.keys():
        return _NOT_DELETED, _STAYS
    return DOES_MORE, _MORE.get(method_of(wrong.operation) or "", _MORE["get_all"])
