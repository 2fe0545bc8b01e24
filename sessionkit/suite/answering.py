"""Ask a case of a store class in Python."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from typing import Any, Final, TypeAlias

from sessionkit.contract import SessionStore, StoreClass
from sessionkit.in_a_cell import in_a_cell
from sessionkit.rules import KEYS_KEEP_ORDER
from sessionkit.running.overlap import overlap
from sessionkit.running.replay import run
from sessionkit.suite.cases import AtOnce, Case
from sessionkit.suite.clauses import BY_RULE
from sessionkit.suite.outcome import Outcome, at_once, in_order, lacking
from sessionkit.traces.operation import calls, on
from sessionkit.traces.trace import Trace

LIMIT: Final = 2.0
"""Seconds that a store has for one case, but for those that let time pass."""
CAN: Final = ("live", "no id")
"""The capabilities that a store has unless it says otherwise."""

Wait: TypeAlias = Callable[[float], Awaitable[None]]
"""Lets time pass for a store: so many times what a session of its lives."""


@in_a_cell
async def ask_store(
    case: Case,
    store_class: StoreClass,
    *,
    does_not: Mapping[str, str] | None = None,
    has: Collection[str] = CAN,
    wait: Wait | None = None,
    limit: float | None = LIMIT,
) -> Outcome:
    """Ask ``store_class`` one case, from empty sessions; return the outcome.

    ``does_not`` has the reasons by rules, ``has`` the capabilities of the store. With
    ``expiry`` among them, ``wait`` lets time pass. ``limit`` is in seconds.
    """
    declared = by_clause(does_not or {})
    left_out = lacking(case, has)
    if left_out is not None:
        return left_out
    if case.at_once is not None:
        trace = await overlapping(case.at_once, store_class)
        return at_once(case, trace[-1].answer.value, trace, declared)
    assert case.scenario is not None
    if "expiry" in case.needs and wait is not None:
        # it may sleep for as long as a session lives
        store_class, limit = waiting(store_class, wait), None
    trace = await run(case.scenario.operations, store_class, limit=limit)
    ordered = BY_RULE[KEYS_KEEP_ORDER].id not in declared
    return in_order(case, trace, declared, ordered=ordered)


async def overlapping(case: AtOnce, store_class: StoreClass) -> Trace:
    """Run two requests at once, with every switch tried, and ``get_all`` at the end."""
    before, first, second = map(calls, (case.before, case.first, case.second))
    return await overlap(store_class, before, first, second, (on("ada").get_all(),))


def by_clause(does_not: Mapping[str, str]) -> dict[str, str]:
    """Return the reasons by the ids of clauses, given them by rules."""
    return {BY_RULE[rule].id: why for rule, why in does_not.items() if rule in BY_RULE}


def waiting(store_class: StoreClass, wait: Wait) -> StoreClass:
    """Return a class whose stores can be told to ``wait``, as an operation does."""

    def make(session_id: str | None) -> SessionStore:
        return _Waiting(store_class(session_id), wait)

    return make


class _Waiting:
    def __init__(self, store: SessionStore, wait: Wait) -> None:
        self.__dict__.update(_store=store, wait=wait)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(self._store, name, value)
