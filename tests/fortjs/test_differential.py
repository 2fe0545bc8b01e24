"""The port against the live FortJs, on random traces.

To explore more than CI does: SESSIONKIT_EXPLORE=50000 pytest tests/fortjs -k random
"""

import os
from collections import Counter
from typing import Any

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from sessionkit import MemorySessionStore, Operation, change_answer, on, run
from sessionkit.fortjs import DEVIATIONS
from sessionkit.node.process import Node
from sessionkit.running.time_limit import drive
from sessionkit.traces.operation import (
    AssignId,
    Call,
    Open,
    change_argument,
    method_of,
)
from tests.fortjs.model import INHERITED, PROTO, Model, fired
from tests.strategies import operations

EXPLORE = int(os.environ.get("SESSIONKIT_EXPLORE", "0"))
EXAMPLES = EXPLORE or 2_000

INTEGER_LIKE = ("0", "10", "9", "01", "4294967294", "4294967295", "-1", "1.5", "1e3")
SPELT_AS_VALUES = ("null", "true", "undefined", "length", "map", "$", "NaN", "٣", "²")
UNICODE = ("", "a", "🔑", "\0", "\ud800", "\u202e", "k" * 10_240)
KEYS = st.one_of(
    # the few that make a session's keys meet, and then the odd ones
    st.sampled_from(("a", "b", PROTO)),
    st.sampled_from(INTEGER_LIKE),
    st.sampled_from(INHERITED),
    st.sampled_from((*SPELT_AS_VALUES, *UNICODE)),
    st.text(max_size=3),
)
NUMBERS = st.one_of(
    st.integers(-3, 3),
    st.floats(),
    st.integers(),
    st.sampled_from((2**53 + 1, -(2**53) - 1, 10**21, 10**20, 10**400, -(10**400))),
    st.sampled_from((1.0, -0.0, 1e16, 1e21, 5e-324, 1.7976931348623157e308, 0.1)),
)
VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), NUMBERS, st.text(max_size=5)),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3)
    ),
    max_leaves=6,
)
SESSION_IDS = st.sampled_from(("ada", "bob", "", None, PROTO))
OTHER_KEYS = st.sampled_from((1, 0, 10, 1.5, 2.0, None, True, False, -1))
NO_DICTS = st.one_of(
    st.lists(VALUES, max_size=3), st.sampled_from((None, 3, 1.5, True, "", "tea"))
)
# made once: to make a strategy takes longer than to draw from it
OPERATIONS = operations(keys=KEYS, values=VALUES, session_ids=SESSION_IDS, most=15)
SELDOM = 12
"""One in so many operations gets an argument that the contract does not allow."""


@st.composite
def traces(draw: st.DrawFn) -> list[Operation]:
    """Draw operations on a few sessions, some bent, with a few more changes."""
    drawn = draw(OPERATIONS)
    bent = [_bent(draw, operation) for operation in drawn]
    for number, operation in enumerate(drawn, 1):
        match operation:
            case Call(_, "set", (_, value)) if draw(st.integers(0, 3)) == 0:
                bent += _changes_of_the_value(draw, number, value)
    return [*bent, *(Call(draw(SESSION_IDS), "get_all") for _ in range(2))]


def _bent(draw: st.DrawFn, operation: Operation) -> Operation:
    match operation:
        case Call(session_id, "is_any_exist" | "clear") if draw(st.integers(0, 3)):
            # a session that holds much tells more than one that is cleared at once
            return Call(session_id, "set", (draw(KEYS), draw(VALUES)))
    if draw(st.integers(0, SELDOM)) != SELDOM:
        return operation
    match operation:
        case Call(session_id, "set_many"):
            return Call(session_id, "set_many", (draw(NO_DICTS),))
        case Call(session_id, "set" | "get" | "is_exist" | "remove" as method, given):
            return Call(session_id, method, (draw(OTHER_KEYS), *given[1:]))
        case Open(session_id):
            return AssignId(session_id, draw(SESSION_IDS))
    return operation


def _changes_of_the_value(draw: st.DrawFn, number: int, value: Any) -> list[Operation]:
    if isinstance(value, dict):
        return [change_argument(number, [draw(KEYS)], draw(VALUES))]
    if isinstance(value, list):
        return [change_argument(number, [0], draw(VALUES))]
    return []


def _kind(operation: Operation) -> str:
    return method_of(operation) or type(operation).__name__


@pytest.mark.slow
def test_random_traces_differ_only_by_named_deviations(node: Node) -> None:
    """FortJs is the port and the named deviations, exactly; and each is met."""
    asked = 0
    met: Counter[str] = Counter()
    kinds: Counter[str] = Counter()

    @settings(
        max_examples=EXAMPLES,
        derandomize=not EXPLORE,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(traces())
    def holds(candidate: list[Operation]) -> None:
        nonlocal asked
        asked += 1
        theirs = node.ask(candidate)
        port = drive(run(candidate, MemorySessionStore))
        everything, nothing = Model().run(candidate), Model(()).run(candidate)
        for number, (live, ours) in enumerate(zip(theirs, port, strict=True), 1):
            note(f"{number} {live.operation}\n  FortJs {live.answer}\n  port {ours}")
            predicted, ported = everything[number - 1], nothing[number - 1]
            assert live.answer == predicted, f"{number}: model {predicted}"
            assert ours.answer == ported, f"{number}: port's model {ported}"
            kinds[_kind(live.operation)] += 1
            tells = method_of(live.operation) not in ("set", "remove", "clear")
            if tells and live.answer != ours.answer:
                named = fired(candidate, number)
                assert named, f"{number}: no deviation explains it"
                met.update(named)

    holds()

    print(f"{asked} traces; deviations met: {dict(met)}; operations: {dict(kinds)}")
    assert asked >= EXAMPLES
    assert set(met) == {one.name for one in DEVIATIONS}
    assert min(kinds.values()) >= 5
    assert {"AssignId", "Change", "Open", "set_many"} <= set(kinds)


ada = on("ada")
user = ada.set("user", "Ada")
PROTOTYPES = {
    "replaced": [user, ada.set(PROTO, {"admin": 1}), ada.get("admin"), ada.get(PROTO)],
    "an own key when it makes the session": [
        ada.set(PROTO, {"admin": 1}),
        ada.get("admin"),
        ada.set(PROTO, 2),
        ada.get_all(),
    ],
    "removed": [user, ada.remove(PROTO), ada.get("toString"), ada.get(PROTO)],
    "no object": [user, ada.set(PROTO, 3), ada.get(PROTO), ada.get_all()],
    "an own key once nothing is inherited": [
        user,
        ada.set(PROTO, None),
        ada.set(PROTO, {"admin": 1}),
        ada.get("admin"),
        ada.get_all(),
    ],
    "hidden by a key of what is inherited": [
        user,
        ada.set(PROTO, {PROTO: {"admin": 1}}),
        ada.get("admin"),
        ada.get(PROTO),
        ada.set(PROTO, 4),
        ada.get_all(),
    ],
    "a list": [
        user,
        ada.set(PROTO, ["tea", "milk"]),
        *(ada.get(key) for key in ("0", "1", "2", "length", "map", "constructor")),
        ada.set("length", 0),
        ada.get_all(),
        ada.is_exist("1"),
    ],
    "by setting many": [
        ada.set_many({PROTO: {"admin": 1}, "1": "one"}),
        ada.get("admin"),
        ada.get_all(),
    ],
    "of the answer": [
        ada.get_all(),
        change_answer(1, [PROTO], {"admin": 1}),
        user,
        ada.get_all(),
        change_answer(4, [PROTO], {"admin": 1}),
        ada.is_exist("admin"),
        ada.get_all(),
    ],
    "of a value": [
        ada.set("cart", {"tea": 1}),
        change_argument(1, [PROTO], {"milk": 2}),
        ada.get("cart"),
        ada.get_all(),
    ],
}


@pytest.mark.parametrize("asked", PROTOTYPES.values(), ids=PROTOTYPES)
def test_the_prototype_is_as_predicted(node: Node, asked: list[Operation]) -> None:
    theirs = node.ask(asked)
    port = drive(run(asked, MemorySessionStore))

    for number, answer in enumerate(Model().run(asked)):
        assert theirs[number].answer == answer, f"{theirs[number]}, not {answer}"
    for number, answer in enumerate(Model(()).run(asked)):
        assert port[number].answer == answer, f"{port[number]}, not {answer}"


@pytest.mark.parametrize("name", INHERITED)
def test_every_inherited_name_is_found_in_fortjs_only(node: Node, name: str) -> None:
    """All twelve, in a session that is there; none without a session."""
    asked = [ada.is_exist(name), ada.set("user", "Ada"), ada.is_exist(name)]

    assert [one.value for one in node.ask(asked).answers][::2] == [False, True]
    port = drive(run(asked, MemorySessionStore))
    assert [one.value for one in port.answers][::2] == [False, False]


@pytest.mark.parametrize("name", [PROTO, "constructor"])
def test_what_all_objects_share_cannot_be_changed(node: Node, name: str) -> None:
    """A trace must not reach the traces after it through Object.prototype."""
    trace = node.ask(
        [
            ada.set("user", "Ada"),
            ada.get(name),
            change_answer(2, ["planted"], True),
            ada.get("planted"),
        ]
    )

    assert trace[2].answer.error == "TypeError"
    assert trace[2].answer.message == "there is no dict or list to change"
    assert repr(trace[3].answer.value) == "undefined"
    assert node.ask([ada.set("a", 1), ada.is_exist("planted")])[1].answer.value is (
        False
    )
