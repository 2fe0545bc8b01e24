"""Answers to choose from: the right one among common mistakes."""

from collections.abc import Iterator
from typing import Any, Final

from sessionkit.checking.lookalikes import LOOKALIKES
from sessionkit.checking.lookalikes.writing import DictsAreMerged
from sessionkit.fortjs import expected, in_python, recorded
from sessionkit.running.replay import run
from sessionkit.running.time_limit import drive
from sessionkit.stores.variants import VARIANTS
from sessionkit.suite.scenarios import Scenario
from sessionkit.traces.operation import Call, Change, Operation, method_of, session_ids
from sessionkit.traces.values import Opaque, same, show, snapshot

MOST: Final = 5
"""The most choices to offer."""
RAISES: Final = Opaque("an error: KeyError")


def choices(scenario: Scenario, at: int) -> tuple[Any, ...]:
    """Return possible answers to operation ``at`` of ``scenario``, in a neutral order.

    One of them is right. The others are what stores with one changed behaviour answer,
    or with one misconception, and what you would expect of other containers.
    """
    right = expected(scenario)[at - 1].answer.value
    chosen = [right]
    for other in _mistakes(scenario, at):
        if len(chosen) < MOST and not any(same(other, one) for one in chosen):
            chosen.append(other)
    return tuple(sorted(chosen, key=lambda one: (len(show(one)), show(one))))


def _mistakes(scenario: Scenario, at: int) -> Iterator[Any]:
    operation, before = scenario.operations[at - 1], scenario.operations[: at - 1]
    for variant in VARIANTS.values():
        answer = drive(run(scenario.operations[:at], variant))[-1].answer
        yield RAISES if answer.error else answer.value
    if method_of(operation) in ("is_exist", "is_any_exist"):
        yield from (True, False)
    else:
        yield None
        yield from _values_set(operation, before)
        yield in_python(recorded(scenario.name)[at - 1]).value
        if method_of(operation) == "get_all":
            yield drive(run(scenario.operations[:at], DictsAreMerged))[-1].answer.value
            yield from _misconceived(scenario.operations[:at])
            yield {}
        else:
            yield from (RAISES, False)


def _misconceived(operations: tuple[Operation, ...]) -> Iterator[Any]:
    """Yield the other dicts that stores with one misconception answer at the end."""
    for one in LOOKALIKES:
        one.held.clear()
        answer = drive(run(operations, one))[-1].answer
        if isinstance(answer.value, dict):
            yield answer.value


def _values_set(operation: Operation, before: tuple[Operation, ...]) -> Iterator[Any]:
    """Yield what was put into the session, as if nothing else had happened to it.

    And, for a single value, what the caller put into a dict that was given.
    """
    values: dict[str, Any] = {}
    changed: dict[str, Any] = {}
    for one in before:
        if session_ids(one) not in (session_ids(operation), ()):
            continue
        match one:
            case Call(_, "set", (key, value)):
                values[key] = snapshot(value)
            case Call(_, "set_many", (dict() as given,)):
                values.update(snapshot(given))
            case Change("argument", _, (str() as key,), value):
                changed[key] = snapshot(value)
    if method_of(operation) == "get_all":
        yield dict(values)
        yield {key: value for key, value in values.items() if value is not None}
    else:
        yield from changed.values()
        yield from values.values()
