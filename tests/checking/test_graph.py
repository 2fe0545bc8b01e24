"""The graphs are what they claim: their states, their transitions, their answers."""

import itertools

import pytest

from sessionkit import MemorySessionStore, on, run
from sessionkit.checking.alphabet import (
    IDS,
    NARROW,
    ODD_KEYS,
    ODD_VALUES,
    ONLY_KEPT,
    Alphabet,
    Scope,
    narrow,
    placed,
)
from sessionkit.checking.asking import Asked, decoded
from sessionkit.checking.checker import EXAMPLES
from sessionkit.checking.graph import Graph
from sessionkit.checking.random_walk import LONGEST, random_walk
from sessionkit.checking.search import FEWER, plan
from sessionkit.contract import METHODS
from sessionkit.memory import sessions
from sessionkit.rules import GET_ALL_IS_LIVE, NO_ID_IS_ONE_SESSION, VALUES_ARE_LIVE
from sessionkit.running.time_limit import drive
from sessionkit.traces.operation import Call, Change, Operation, session_ids
from sessionkit.traces.values import show, snapshot
from tests.checking.test_checker import TRANSITIONS
from tests.slow import rest_slow

WHOLE = Scope.of(METHODS, ())

ada, another = on("ada"), on("ada", store="another")


def test_one_key_of_three_values_has_four_states() -> None:
    letters = (*(ada.set("a", one) for one in (1, 0, None)), ada.remove("a"))
    graph = Graph(Alphabet("one key", (*letters, ada.clear()), (ada.get_all(),)))

    # no session; and one of a: 1, of a: 0, of a: None, to which remove leads, too
    assert graph.access == [(), (0,), (1,), (2,)]
    assert graph.count == 4 * 5
    assert [[decoded(one) for one in looks] for looks in graph.looks] == [
        [{}],
        [{"a": 1}],
        [{"a": 0}],
        [{"a": None}],
    ]
    assert [graph.transitions[1][letter].to for letter in range(5)] == [1, 2, 3, 3, 0]
    assert graph.transitions[0][3].to == 0  # remove creates no session


def test_two_keys_have_a_state_for_each_order() -> None:
    letters = (ada.set("a", 1), ada.set("b", 1), ada.clear())
    graph = Graph(Alphabet("two keys", letters, (ada.get_all(),)))

    assert len(graph.access) == 5  # none, a, b, a before b, b before a


def test_the_size_of_the_graphs() -> None:
    graphs = {one.name: Graph(one) for one in narrow(WHOLE)}
    sizes = {name: (len(one.access), one.count) for name, one in graphs.items()}

    assert sizes == {
        "short": (55, 335),
        "values": (38, 912),
        "two sessions": (12, 216),
        "what is handed out": (44, 353),
        "what is taken in": (42, 290),
        "what was handed out before": (10, 34),
        "no id": (12, 216),
    }
    # one key of seven values, another of two, both in either order, or no session
    assert sizes["values"][0] == 1 + 7 + 2 + 2 * 7 * 2
    walked = [one for one in graphs.values() if one.alphabet.walked]
    assert sum(one.count for one in walked) == TRANSITIONS
    assert plan(WHOLE, longer=1).extent.transitions == TRANSITIONS


def test_each_sequence_of_a_length_is_there_once() -> None:
    graph = Graph(narrow(WHOLE)[0])
    letters = len(graph.steps)
    paths = [
        tuple(step.letter for step in asked.steps[:2]) for asked in graph.sequences(2)
    ]

    # a change of what get_all answered comes only after one of its two calls
    assert len(paths) == (letters - 1) ** 2 + 2
    assert len({str(path) for path in paths}) == len(paths)


@pytest.mark.parametrize(
    "alphabet",
    rest_slow(1, sorted(NARROW, key=lambda one: one.walked)),
    ids=sorted((one.name for one in NARROW), key=lambda one: one != "short"),
)
def test_the_answers_of_a_graph_are_the_ports(alphabet: Alphabet) -> None:
    graph = Graph(alphabet)
    asked = [*graph.sequences(min(alphabet.length, 2)), *_walks(graph)]
    for one in asked:
        trace = drive(
            run(placed(step.letter for step in one.steps), MemorySessionStore)
        )
        expected = [decoded(answer) for answer in one.expected]
        assert [answer.value for answer in trace.answers] == expected
        assert all(answer.error is None for answer in trace.answers)


def _walks(graph: Graph) -> list[Asked]:
    return [*graph.walks(warm=True)] if graph.alphabet.walked else []


def test_a_walk_looks_before_and_after() -> None:
    graph = Graph(Alphabet("one", (ada.set("a", 1), ada.clear()), (another.get_all(),)))

    assert [
        placed(step.letter for step in one.steps) for one in graph.walks(warm=True)
    ][2] == (ada.set("a", 1), another.get_all(), ada.set("a", 1), another.get_all())


def test_nothing_is_left_in_the_port() -> None:
    before = dict(sessions)
    for alphabet in NARROW:
        Graph(alphabet)
    list(random_walk(WHOLE, count=50, seed=3))

    assert sessions == before


def test_a_random_walk_is_the_same_each_time_and_another_for_another_seed() -> None:
    first, again, other = (
        [str(_operations(one)) for one in random_walk(WHOLE, count=30, seed=seed)]
        for seed in (1, 1, 2)
    )
    assert first == again
    assert first != other


def test_what_a_store_does_not_promise_is_not_asked() -> None:
    declared = (GET_ALL_IS_LIVE, VALUES_ARE_LIVE, NO_ID_IS_ONE_SESSION)
    scope = Scope.of([one for one in METHODS if one != "remove"], declared)
    asked = plan(scope, longer=80)
    every = [
        *itertools.chain(*asked.by_length),
        *asked.short,
        *asked.steps,
        *asked.longer,
    ]
    operations = [one for sequence in every for one in _operations(sequence)]

    ids = {one for operation in operations for one in session_ids(operation)}
    assert not ids & {None, "", "None"}
    assert "remove(" not in " ".join(map(str, operations))
    changes = [one for one in operations if isinstance(one, Change)]
    assert all(one.part == "argument" and len(one.path) == 1 for one in changes)


def test_a_random_walk_is_longer_than_the_short_sequences() -> None:
    lengths = [len(one.steps) for one in random_walk(WHOLE, count=100, seed=1)]
    assert min(lengths) > 3
    assert max(lengths) > LONGEST


def test_all_that_is_odd_comes_up_even_in_the_fewest_walks() -> None:
    fewest = -(-EXAMPLES // FEWER)
    walked = [_operations(one) for one in random_walk(WHOLE, count=fewest, seed=1)]
    operations = [one for sequence in walked for one in sequence]
    calls = [one for one in operations if isinstance(one, Call)]

    assert {one.session_id for one in calls} == {*IDS}
    assert {*ODD_KEYS} <= {one.arguments[0] for one in calls if one.arguments[1:]}
    given = {show(snapshot(one.arguments[1])) for one in calls if one.arguments[1:]}
    assert {show(snapshot(one)) for one in ODD_VALUES + ONLY_KEPT} <= given
    assert max(len(one.arguments[0]) for one in calls if one.method == "set_many") > 100
    assert {one.store for one in calls} == {"", "another"}


def _operations(asked: Asked) -> tuple[Operation, ...]:
    return placed(one.letter for one in asked.steps)
