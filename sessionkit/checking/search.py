"""Search for operations that a store answers otherwise than FortJs, with Hypothesis."""

import contextlib
from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Any, Final

from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import Flaky

from sessionkit.contract import METHODS
from sessionkit.traces.operation import (
    Call,
    Change,
    Open,
    Operation,
    change_answer,
    method_of,
    on,
)

# operations tell the more, the more often they meet on one key of one session
KEYS: Final = st.sampled_from(
    [*("a", "b") * 6, "", "é", "ключ", "🔑", "1", "01"],
)
VALUES: Final = st.recursive(
    st.sampled_from([1, 0, None, True, False, "", "text", -2.5, 10**6]),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(KEYS, inner, max_size=2)
    ),
    max_leaves=4,
)
SESSION_IDS: Final = st.sampled_from([*("ada",) * 5, "bob", None])
WRITING: Final = ("set", "set", "set_many", "remove", "get", "get_all")
MOST_OPERATIONS: Final = 20
SEED: Final = 1
OPEN: Final = "open"
"""Stands among the methods for another store object."""


def operations(
    *,
    methods: Collection[str] = METHODS,
    keys: st.SearchStrategy[str] = KEYS,
    values: st.SearchStrategy[Any] = VALUES,
    session_ids: st.SearchStrategy[str | None] = SESSION_IDS,
    changes: bool = True,
    most: int = MOST_OPERATIONS,
) -> st.SearchStrategy[list[Operation]]:
    """Return a strategy for operations of ``methods`` on a few sessions, in any order.

    With ``changes`` they include changes, from outside, of what ``get_all`` answered.
    """
    arguments: dict[str, tuple[st.SearchStrategy[Any], ...]] = {
        "set": (keys, values),
        "get": (keys,),
        "is_exist": (keys,),
        "remove": (keys,),
        "set_many": (st.dictionaries(keys, values, max_size=3),),
    }
    calls: list[st.SearchStrategy[Operation]] = [
        st.builds(
            Call,
            session_ids,
            st.just(method),
            st.tuples(*arguments.get(method, ())),
        )
        if method != OPEN
        else st.builds(Open, session_ids)
        for method in _often(methods)
    ]
    if changes and "get_all" in methods:
        # the number is counted back from the change, and put right by _resolve
        change = st.builds(change_answer, st.integers(0, 2), keys.map(_path), values)
        calls += [change, change]
    drawn = st.lists(st.one_of(calls), min_size=1, max_size=most).map(_resolve)
    # what was done at last shows only if somebody looks
    looks = [on("ada").get_all()] if "get_all" in methods else []
    return drawn.map(lambda operations: [*operations, *looks])


def _often(methods: Collection[str]) -> list[str]:
    """Return the methods, those that write a key more than once."""
    asked = [name for name in METHODS if name in methods]
    return [*asked, OPEN, *(name for name in WRITING if name in methods)]


def _path(key: str) -> list[str]:
    return [key]


def _resolve(drawn: list[Operation]) -> list[Operation]:
    resolved: list[Operation] = []
    for operation in drawn:
        if not isinstance(operation, Change):
            resolved.append(operation)
            continue
        numbers = [
            n for n, one in enumerate(resolved, 1) if method_of(one) == "get_all"
        ]
        if numbers:
            changed = numbers[-1 - operation.number % len(numbers)]
            resolved.append(replace(operation, number=changed))
    return resolved or [on("ada").open()]


class _DiffersError(Exception):
    """Tells Hypothesis that this example fails."""


def search(
    differs: Callable[[list[Operation]], bool],
    strategy: st.SearchStrategy[list[Operation]],
    *,
    examples: int,
    go_on: Callable[[], bool] = lambda: True,
) -> list[Operation] | None:
    """Return the fewest operations found for which ``differs``, or ``None``.

    The same call tries the same examples each time. Once ``go_on()`` is false, what was
    found last is returned without a search for less.
    """
    found: list[Operation] | None = None

    @settings(
        max_examples=examples,
        derandomize=False,
        database=None,
        deadline=None,
        phases=[Phase.generate, Phase.shrink],
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
        verbosity=Verbosity.quiet,
    )
    @seed(SEED)  # derandomize would try others whenever a name in this file changes
    @given(strategy)
    def attempt(candidate: list[Operation]) -> None:
        nonlocal found
        if go_on() and differs(candidate):
            found = candidate
            raise _DiffersError

    # flaky: once go_on() is false, what failed before does not fail again
    with contextlib.suppress(_DiffersError, Flaky):
        attempt()
    return found and _without_needless(found, differs, go_on)


def _without_needless(
    found: list[Operation],
    differs: Callable[[list[Operation]], bool],
    go_on: Callable[[], bool],
) -> list[Operation]:
    # Hypothesis's shrinking may end before each operation is one that it takes
    for number in range(len(found), 0, -1):
        fewer = _without(found, number)
        if go_on() and fewer and differs(fewer):
            return _without_needless(fewer, differs, go_on)
    return found


def _without(operations: list[Operation], left_out: int) -> list[Operation]:
    """Leave out an operation, by its number, and the changes of its answer."""
    kept: list[Operation] = []
    for number, operation in enumerate(operations, 1):
        if number == left_out:
            continue
        if isinstance(operation, Change):
            if operation.number == left_out:
                continue
            earlier = operation.number > left_out
            operation = replace(operation, number=operation.number - earlier)
        kept.append(operation)
    return kept
