"""The exercise of lesson 03: a store whose remove deletes the key, and does no more."""

from dataclasses import replace
from typing import Final

from sessionkit.checking.checker import check
from sessionkit.checking.report import DECLARED, Failure, Outcome, Report
from sessionkit.contract import StoreClass
from sessionkit.fortjs import expected
from sessionkit.rules import REMOVE_SETS_NULL
from sessionkit.running.replay import run
from sessionkit.stores.variants import RemoveDeletesStore
from sessionkit.suite.scenarios import SCENARIOS, Scenario
from sessionkit.traces.operation import method_of
from sessionkit.traces.trace import Trace

LIMIT: Final = 2.0
"""Seconds for each scenario."""
LEFT: Final = "a tombstone is left"
DOES_MORE: Final = "remove does more than it declares"
_NO_KEY: Final = (
    "remove of a key that is not there does nothing: `pop` takes a second argument, "
    "for what is not there."
)
_TOMBSTONE: Final = (
    "Your remove still leaves a tombstone: the key, with None. Delete the key from the "
    "dict that the store keeps; `super().remove` writes None."
)
_UNDECLARED: Final = (
    "This store deletes, and does not say so. Declare it: `does_not` names the rule "
    "that the store departs from, and why."
)
_MORE: Final = (
    "remove does more than delete the key. A session without keys is still a session: "
    "only clear ends it."
)


async def check_deleting(store_class: StoreClass) -> Report:
    """Check a store that declares that its remove deletes the key.

    It is asked what ``check`` asks; then, in the scenarios that the declaration covers,
    whatever FortJs answers as a store does that deletes the key and nothing else.
    """
    report = await check(store_class)
    if report.outcome is Outcome.NOT_ATTEMPTED and not report.problem:
        return Report(report.store, not_attempted=report.not_attempted)
    if not report.passed:
        return replace(report, failures=tuple(map(_to_the_point, report.failures)))
    covered = (one for one in SCENARIOS if one.rule in report.declared)
    found = [await _more_than_deleting(one, store_class) for one in covered]
    return replace(report, failures=tuple(one for one in found if one is not None))


def _to_the_point(failure: Failure) -> Failure:
    """Say what is wrong in this exercise, where remove must not set None."""
    raised = failure.answered.error == "KeyError"
    if raised and method_of(failure.trace[-1].operation) == "remove":
        return replace(failure, hint=_NO_KEY)
    if failure.expected.error == DECLARED:
        return replace(failure, kind=LEFT, hint=_TOMBSTONE)
    if failure.kind == "remove deletes the key":
        return replace(failure, hint=_UNDECLARED)
    return failure


async def _more_than_deleting(
    scenario: Scenario, store_class: StoreClass
) -> Failure | None:
    wanted = await run(scenario.operations, RemoveDeletesStore, limit=LIMIT)
    trace = await run(scenario.operations, store_class, limit=LIMIT)
    number = trace.first_difference(wanted)
    if number is None:
        return None
    return Failure(
        name=scenario.name,
        question=scenario.question,
        rule=REMOVE_SETS_NULL,
        trace=trace[:number],
        expected=wanted[number - 1].answer,
        hint=_TOMBSTONE if _leaves_one(scenario, trace) else _MORE,
        kind=LEFT if _leaves_one(scenario, trace) else DOES_MORE,
        wanted="deleting",
    )


def _leaves_one(scenario: Scenario, trace: Trace) -> bool:
    return trace.first_difference(expected(scenario)) is None
