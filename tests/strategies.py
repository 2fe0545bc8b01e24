"""Values, operations and traces of every kind that a trace can hold.

``operations`` draws what makes sense on a few sessions, ``OPERATIONS`` anything.
"""

from dataclasses import replace
from typing import Any, Final

from hypothesis import strategies as st

from sessionkit.contract import METHODS
from sessionkit.traces.answer import Answer, Step
from sessionkit.traces.operation import (
    AssignId,
    Call,
    Change,
    Open,
    Operation,
    change_answer,
    change_argument,
    delete_answer,
    method_of,
    on,
    together,
)
from sessionkit.traces.trace import Trace
from sessionkit.traces.values import UNDEFINED, Opaque

ANY_TEXT: Final = st.text(st.characters(exclude_categories=()), max_size=8)
"""Any text at all: lone surrogates, NUL and what has no glyph included."""
KEYS: Final = st.one_of(
    st.sampled_from(["$", "__proto__", "", "\0", "\ud800", "\u202e", "10"]), ANY_TEXT
)
PLAIN: Final = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), ANY_TEXT, st.just(-0.0)
)


def _nested(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3)


GIVEN: Final = st.recursive(PLAIN, _nested, max_leaves=8)
"""What JSON carries, with NaN and the infinities."""
ANSWERED: Final = st.recursive(
    st.one_of(PLAIN, st.just(UNDEFINED), st.builds(Opaque, ANY_TEXT)),
    _nested,
    max_leaves=8,
)
"""What may be answered: undefined, and what is no value, too."""
SESSION_IDS: Final = st.one_of(st.none(), st.just(""), ANY_TEXT)
STORES: Final = st.sampled_from(["", "", "another"])
PATHS: Final = st.lists(st.one_of(KEYS, st.integers(0, 3)), min_size=1, max_size=3)
CALLS: Final = st.builds(
    Call,
    SESSION_IDS,
    st.sampled_from(METHODS),
    st.lists(GIVEN, max_size=2).map(tuple),
    STORES,
)
OPERATIONS: Final = st.one_of(
    CALLS,
    st.builds(Open, SESSION_IDS, STORES),
    st.builds(AssignId, SESSION_IDS, SESSION_IDS, STORES),
    st.builds(change_answer, st.integers(1, 9), PATHS, GIVEN),
    st.builds(delete_answer, st.integers(1, 9), PATHS),
    st.builds(together, st.lists(CALLS, max_size=2), st.lists(CALLS, max_size=2)),
    st.builds(change_argument, st.integers(1, 9), PATHS, GIVEN),
)
ANSWERS: Final = st.one_of(
    st.builds(Answer, ANSWERED),
    st.builds(Answer, error=ANY_TEXT.filter(bool), message=ANY_TEXT),
)
TRACES: Final = st.lists(st.builds(Step, OPERATIONS, ANSWERS), max_size=6).map(Trace)

# operations tell the more, the more often they meet on one key of one session
FEW_KEYS: Final = st.sampled_from(
    [*("a", "b") * 6, "", "é", "ключ", "🔑", "1", "01"],
)
FEW_VALUES: Final = st.recursive(
    st.sampled_from([1, 0, None, True, False, "", "text", -2.5, 10**6]),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(FEW_KEYS, inner, max_size=2)
    ),
    max_leaves=4,
)
FEW_IDS: Final = st.sampled_from([*("ada",) * 5, "bob", None])
WRITING: Final = ("set", "set", "set_many", "remove", "get", "get_all")
MOST_OPERATIONS: Final = 20
OPEN: Final = "open"
"""Stands among the methods for another store object."""


def operations(
    *,
    keys: st.SearchStrategy[str] = FEW_KEYS,
    values: st.SearchStrategy[Any] = FEW_VALUES,
    session_ids: st.SearchStrategy[str | None] = FEW_IDS,
    changes: bool = True,
    most: int = MOST_OPERATIONS,
) -> st.SearchStrategy[list[Operation]]:
    """Return a strategy for operations on a few sessions, in any order.

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
        for method in (*METHODS, OPEN, *WRITING)
    ]
    if changes:
        # the number is counted back from the change, and put right by _resolve
        change = st.builds(change_answer, st.integers(0, 2), keys.map(_path), values)
        delete = st.builds(delete_answer, st.integers(0, 2), keys.map(_path))
        calls += [change, change, delete]
    drawn = st.lists(st.one_of(calls), min_size=1, max_size=most).map(_resolve)
    # what was done at last shows only if somebody looks
    looks = [on("ada").get_all()]
    return drawn.map(lambda operations: [*operations, *looks])


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
