"""Search for operations that a store answers otherwise than FortJs, with Hypothesis."""

from collections.abc import Callable, Collection, Sequence
from typing import Any, Final

from hypothesis import HealthCheck, Phase, Verbosity, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Flaky

from sessionkit.contract import METHODS
from sessionkit.trace import CHANGES, OPEN, Operation, change_answer, on

KEYS: Final = st.sampled_from(["a", "b", "", "é", "ключ", "🔑", "1", "01"])
VALUES: Final = st.recursive(
    st.sampled_from([1, 0, None, True, False, "", "text", -2.5, 10**6]),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(KEYS, inner, max_size=2)
    ),
    max_leaves=4,
)
SESSION_IDS: Final = st.sampled_from(["ada", "bob", None])
MOST_OPERATIONS: Final = 12


@st.composite
def operations(
    draw: st.DrawFn,
    *,
    methods: Collection[str] = METHODS,
    keys: st.SearchStrategy[str] = KEYS,
    values: st.SearchStrategy[Any] = VALUES,
    session_ids: st.SearchStrategy[str | None] = SESSION_IDS,
    changes: bool = True,
    most: int = MOST_OPERATIONS,
) -> list[Operation]:
    """Draw operations of ``methods`` on a few sessions, in any order.

    With ``changes`` they include changes, from outside, of what get_all answered.
    """
    kinds = [method for method in METHODS if method in methods]
    kinds.append(OPEN)
    if changes and "get_all" in methods and "set" in methods:
        kinds.append(CHANGES[0])
    drawn: list[Operation] = []
    # one draw an operation, so that Hypothesis can leave any of them out
    for kind in draw(st.lists(st.sampled_from(kinds), min_size=1, max_size=most)):
        drawn.extend(_operation(draw, kind, drawn, keys, values, session_ids))
    return drawn


def _operation(
    draw: st.DrawFn,
    kind: str,
    before: Sequence[Operation],
    keys: st.SearchStrategy[str],
    values: st.SearchStrategy[Any],
    session_ids: st.SearchStrategy[str | None],
) -> list[Operation]:
    if kind in CHANGES:
        numbers = [n for n, one in enumerate(before, 1) if one.method == "get_all"]
        if not numbers:
            return []
        number = draw(st.sampled_from(numbers))
        return [change_answer(number, [draw(keys)], draw(values))]
    calls = on(draw(session_ids))
    match kind:
        case "set":
            return [calls.set(draw(keys), draw(values))]
        case "set_many":
            return [calls.set_many(draw(st.dictionaries(keys, values, max_size=3)))]
        case "get" | "is_exist" | "remove":
            return [getattr(calls, kind)(draw(keys))]
        case _:
            return [getattr(calls, kind)()]


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
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate, Phase.shrink],
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
        verbosity=Verbosity.quiet,
    )
    @given(strategy)
    def attempt(candidate: list[Operation]) -> None:
        nonlocal found
        if go_on() and differs(candidate):
            found = candidate
            raise _DiffersError

    try:
        attempt()
    except (_DiffersError, Flaky):
        pass
    if found is not None and go_on():
        found = _without_needless(found, differs)
    return found


def _without_needless(
    found: list[Operation], differs: Callable[[list[Operation]], bool]
) -> list[Operation]:
    # a change names another operation by its number, which leaving one out would shift
    if any(operation.method in CHANGES for operation in found):
        return found
    for place in reversed(range(len(found))):
        fewer = found[:place] + found[place + 1 :]
        if fewer and differs(fewer):
            found = fewer
    return found
