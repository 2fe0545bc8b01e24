"""Node is asked live: what goes there and comes back, and what is said if it fails."""

import datetime
from pathlib import Path
from typing import Any

import pytest

from sessionkit import (
    MemorySessionStore,
    Operation,
    change_answer,
    delete_answer,
    on,
    run,
    together,
)
from sessionkit.fortjs import FortJsUnavailableError, ask
from sessionkit.node import process
from sessionkit.node.npm import COMMAND
from sessionkit.node.packages import NodeUnavailableError
from sessionkit.node.process import Node
from sessionkit.traces.json import TraceError, encode_operation
from sessionkit.traces.operation import Call, change_argument
from sessionkit.traces.values import UNDEFINED, Opaque, decode, same
from tests.node.conftest import StandIns

ada = on("ada")


async def test_ask_answers_in_fortjs_own_terms(node: Node) -> None:
    trace = await run([ada.set("cart", 3), ada.get("user")], MemorySessionStore)

    answers = ask(trace.operations).answers

    assert [one.value for one in answers] == [UNDEFINED, UNDEFINED]


VALUES = [
    float("nan"),
    float("inf"),
    float("-inf"),
    -0.0,
    "\ud800\0\u202e🔑",
    {"$": "NaN", "__proto__": {"$": [1]}},
    [[], {}, None, True],
]


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_a_value_comes_back_from_node_as_it_went(node: Node, value: object) -> None:
    trace = node.ask([ada.set("value", value), ada.get("value")])

    assert same(trace[1].answer.value, value), trace


def _back(node: Node, value: object) -> Any:
    """Send ``value``, of which JSON lacks some types; return what comes back."""
    asked = [
        encode_operation(number, one, javascript=True)
        for number, one in enumerate([ada.set("a", value), ada.get("a")], 1)
    ]
    [answers] = node.exchange({"system": "fortjs", "traces": [asked]})["answers"]
    return decode(answers[1]["value"])


def test_what_javascript_has_in_its_own_way_goes_and_comes_at_every_depth(
    node: Node,
) -> None:
    moment = datetime.datetime(2026, 1, 2, 3, 4, 5)
    value = {"list": [b"tea", (moment, {1: (b"", None)})], "$": {None: moment}}
    back = {"list": [b"tea", [moment, {"1": [b"", None]}]], "$": {"None": moment}}

    assert same(_back(node, value), back)
    for plain in (b"\0\xff", moment):
        assert same(_back(node, plain), plain)


def test_many_traces_are_asked_at_once(node: Node) -> None:
    traces = [[ada.set("cart", n), ada.get_all()] for n in range(300)]

    answered = node.ask_many([*traces, []])

    assert answered == [*map(node.ask, traces), node.ask([])]
    assert [one[1].answer.value for one in answered[:-1]] == [
        {"cart": n} for n in range(300)
    ]
    assert node.ask_many([]) == []


def test_a_trace_is_asked_by_its_operations(node: Node) -> None:
    once = node.ask([ada.set("cart", 3), ada.remove("cart"), ada.get_all()])

    assert node.ask(once) == once
    assert ask(once) == once


def test_two_requests_at_once_are_asked(node: Node) -> None:
    both = together([on("ada").set("cart", 3)], [on("bob").set("user", "Bob")])
    asked: list[Operation] = [both, on("ada").get_all(), on("bob").get_all()]

    for _ in range(2):  # and nothing is left of the first
        answers = node.ask(asked).answers
        assert [one.value for one in answers] == [None, {"cart": 3}, {"user": "Bob"}]


def test_one_trace_leaves_nothing_for_the_next(node: Node) -> None:
    for session in ("ada", "", None):
        visitor = on(session)
        node.ask([visitor.set("user", "Ada")])
        assert node.ask([visitor.is_any_exist()])[0].answer.value is False


SHARED: dict[str, tuple[object, list[str | int]]] = {
    "dict": ({}, ["__proto__"]),
    "list": ([1], ["__proto__"]),
    "text": ("tea", ["__proto__"]),
    "number": (3, ["__proto__"]),
    "bool": (True, ["__proto__"]),
    "what lists inherit": ([1], ["__proto__", "__proto__"]),
    "by the constructor": ([1], ["constructor", "prototype"]),
    "a constructor": ([1], ["constructor"]),
    "a method": ("tea", ["trim"]),
    "what functions inherit": ({}, ["constructor", "__proto__"]),
}


@pytest.mark.parametrize(("value", "path"), SHARED.values(), ids=SHARED)
def test_what_all_values_of_a_kind_share_cannot_be_changed(
    node: Node, value: object, path: list[str | int]
) -> None:
    """A trace must not reach the traces after it, by an answer or by an argument."""
    planted = [*path, "planted"]
    changed = node.ask(
        [
            ada.set("a", value),
            ada.get("a"),
            change_answer(2, planted, "here"),
            change_argument(1, planted, "here"),
            delete_answer(2, [*path, "toString"]),
        ]
    )
    for step in changed[2:]:
        assert step.answer.error == "TypeError", step
        assert step.answer.message == "there is no dict or list to change"

    found = node.ask([ada.set("a", value), ada.get("planted"), ada.get("a")])
    assert found[1].answer.value is UNDEFINED
    assert same(found[2].answer.value, value)


def test_what_express_sessions_share_cannot_be_changed(node: Node) -> None:
    operations: list[Operation] = [
        ada.set("user", "Ada"),
        ada.get("__proto__"),
        change_answer(2, ["planted"], "here"),
        ada.get("planted"),
    ]
    asked = [encode_operation(number, one) for number, one in enumerate(operations, 1)]
    [answers] = node.exchange({"system": "express", "traces": [asked]})["answers"]
    assert answers[2]["error"] == "TypeError"
    assert answers[3] == {"value": {"$": "undefined"}}


def test_a_change_of_what_a_trace_made_is_no_change_of_what_is_shared(
    node: Node,
) -> None:
    """What stands in the place of the prototype is the trace's own."""
    trace = node.ask(
        [
            ada.set("a", []),
            change_argument(1, ["__proto__"], {"size": 1}),
            change_argument(1, ["__proto__", "size"], 2),
            ada.get("a"),
        ]
    )
    assert [step.answer.error for step in trace] == [None] * 4


@pytest.mark.parametrize(
    ("change", "value"),
    [
        (change_answer(2, [3], "end"), [1, UNDEFINED, UNDEFINED, "end"]),
        (change_answer(2, ["length"], 3), [1, UNDEFINED, UNDEFINED]),
        (change_answer(2, ["length"], 0), []),
        (
            change_answer(2, [4_000_000_000], 1),
            Opaque("an array of 4000000001 places, most of them empty"),
        ),
    ],
    ids=["by an index", "by its length", "empty", "vast"],
)
def test_the_holes_of_a_list_are_undefined(
    node: Node, change: Operation, value: object
) -> None:
    trace = node.ask([ada.set("a", [1]), ada.get("a"), change, ada.get("a")])

    assert same(trace[3].answer.value, value), trace
    assert node.ask(trace) == trace


def test_a_long_list_without_holes_comes_back_whole(node: Node) -> None:
    value = [*range(20_000)]
    trace = node.ask([ada.set("a", value), ada.get("a")])
    assert trace[1].answer.value == value


def test_what_json_cannot_carry_is_refused_before_node(node: Node) -> None:
    with pytest.raises(TraceError, match=r"^operation 2, ada set\(.*type tuple"):
        node.ask([ada.get("a"), ada.set("a", (1, 2))])
    assert node.ask([ada.is_any_exist()])[0].answer.value is False


@pytest.mark.parametrize("nested", ["deep", "cyclic"])
def test_what_is_nested_too_deep_is_refused_before_node(
    node: Node, nested: str
) -> None:
    value: list[object] = []
    if nested == "cyclic":
        value.append(value)
    else:
        for _ in range(100_000):
            value = [value]

    with pytest.raises(TraceError, match=r"operation 1, .*nested"):
        node.ask([ada.set("a", value)])


def test_an_error_in_fortjs_is_an_answer(node: Node) -> None:
    answer = node.ask([Call("ada", "set_many", (None,))])[0].answer

    assert answer.error == "TypeError"
    assert answer.message == "Cannot convert undefined or null to object"


def test_a_fault_of_the_driver_is_told_and_it_goes_on(
    node: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = {"session": "ada", "method": "set", "arguments": ["a", {"$": "tug"}]}
    with monkeypatch.context() as patched:
        patched.setattr(process, "encode_operation", lambda number, operation: wrong)
        with pytest.raises(NodeUnavailableError, match=r"failed: .*such tag: tug"):
            node.ask([ada.is_any_exist()])
    assert node.ask([ada.is_any_exist()])[0].answer.value is False


def test_without_node(no_programs: None) -> None:
    expected = "there is no node on this machine's PATH; install Node.js 20 or newer"
    with pytest.raises(FortJsUnavailableError, match=expected):
        ask([ada.get("a")])


def test_without_the_packages(node: Node, empty_cache: Path) -> None:
    with pytest.raises(FortJsUnavailableError, match=f"this installs it: {COMMAND}"):
        ask([ada.get("a")])


def test_node_ends_at_once(stand_ins: StandIns) -> None:
    stand_ins.pretend_installed()
    stand_ins.script("node", "echo 'bad option' >&2; exit 9")
    with pytest.raises(NodeUnavailableError, match="before it answered: bad opt"):
        ask([ada.get("a")])


def test_node_that_has_ended_is_told_each_time(stand_ins: StandIns) -> None:
    stand_ins.pretend_installed()
    stand_ins.script("node", "read line; echo 'bad day' >&2; exit 9")
    with Node() as node:
        for _ in range(3):
            with pytest.raises(NodeUnavailableError, match="answered: bad day"):
                node.ask([ada.get("a")])


def test_node_ends_without_a_word(stand_ins: StandIns) -> None:
    stand_ins.pretend_installed()
    stand_ins.script("node", "exit 9")
    with pytest.raises(NodeUnavailableError, match="it said nothing"):
        ask([ada.get("a")])


def test_node_says_much_before_it_answers(stand_ins: StandIns) -> None:
    """More than a pipe holds, which must not stop it."""
    stand_ins.pretend_installed()
    stand_ins.script(
        "node",
        "read line; yes 'a warning' | head -n 50000 >&2; echo '{\"answers\": [[]]}'",
    )
    assert len(ask([])) == 0


def test_node_says_what_is_no_answer(stand_ins: StandIns) -> None:
    stand_ins.pretend_installed()
    stand_ins.script("node", "read line; echo 'Debugger attached.'")
    with pytest.raises(NodeUnavailableError, match="Debugger attached"):
        ask([ada.get("a")])


def test_node_that_does_not_end_is_ended(
    stand_ins: StandIns, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "SECONDS_TO_END", 0.1)
    stand_ins.pretend_installed()
    stand_ins.script("node", "exec sleep 600")
    with Node() as node:
        started = node._process
    assert started.returncode != 0


def test_the_package_is_broken(node: Node, stand_ins: StandIns) -> None:
    """The real Node says that it cannot load what stands in the cache."""
    stand_ins.pretend_installed()
    with pytest.raises(NodeUnavailableError, match=r"Cannot find module 'fortjs'$"):
        ask([ada.get("a")])
