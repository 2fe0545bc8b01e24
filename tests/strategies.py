"""Values, operations and traces of every kind that a trace can hold."""

from typing import Any, Final

from hypothesis import strategies as st

from sessionkit.contract import METHODS
from sessionkit.traces.answer import Answer, Step
from sessionkit.traces.operation import (
    AssignId,
    Call,
    Open,
    change_answer,
    change_argument,
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
PATHS: Final = st.lists(st.one_of(KEYS, st.integers(0, 3)), min_size=1, max_size=3)
OPERATIONS: Final = st.one_of(
    st.builds(
        Call,
        SESSION_IDS,
        st.sampled_from(METHODS),
        st.lists(GIVEN, max_size=2).map(tuple),
    ),
    st.builds(Open, SESSION_IDS),
    st.builds(AssignId, SESSION_IDS, SESSION_IDS),
    st.builds(change_answer, st.integers(1, 9), PATHS, GIVEN),
    st.builds(change_argument, st.integers(1, 9), PATHS, GIVEN),
)
ANSWERS: Final = st.one_of(
    st.builds(Answer, ANSWERED),
    st.builds(Answer, error=ANY_TEXT.filter(bool), message=ANY_TEXT),
)
TRACES: Final = st.lists(st.builds(Step, OPERATIONS, ANSWERS), max_size=6).map(Trace)
