"""Snapshots, strict equality, text, and tagged JSON."""

import copy
import datetime
import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessionkit.traces.values import (
    UNDEFINED,
    Opaque,
    Undefined,
    decode,
    encode,
    same,
    show,
    snapshot,
)
from tests.strategies import ANSWERED

NAN = float("nan")


@given(ANSWERED)
def test_a_value_goes_through_json_unchanged(value: Any) -> None:
    text = json.dumps(encode(value))

    assert text.isascii()
    assert same(decode(json.loads(text)), value)


@given(ANSWERED)
def test_a_snapshot_is_the_same_value(value: Any) -> None:
    assert same(snapshot(value), value)


@given(ANSWERED)
def test_a_value_is_shown_on_one_line_of_printable_characters(value: Any) -> None:
    text = show(value, limit=10**9)

    assert text.isprintable() or not text
    assert not set(text) & set("\u202e\u200f\u2066\0\n\r\x1b")


def test_a_later_change_does_not_reach_a_snapshot() -> None:
    value: dict[str, Any] = {"cart": ["tea", {"milk": 1}]}
    taken = snapshot(value)
    value["cart"][1]["milk"] = 2
    value["cart"].append("bread")

    assert taken == {"cart": ["tea", {"milk": 1}]}


def test_what_is_no_value_is_named_by_its_type() -> None:
    class Cart:
        def __repr__(self) -> str:
            raise RuntimeError("no text")

    class Item(str):
        __slots__ = ()

    assert snapshot(Cart()) == Opaque("a Cart object")
    assert snapshot([Item("x"), snapshot]) == [
        Opaque("an Item object"),
        Opaque("a function object"),
    ]
    assert repr(Opaque("a Cart object")) == "<a Cart object>"


def test_a_value_inside_itself_has_a_snapshot() -> None:
    inside: list[Any] = []
    inside.append(inside)

    assert snapshot(inside) == Opaque(
        "a value that contains itself or is nested too deep"
    )


def test_undefined_is_one() -> None:
    assert copy.copy(UNDEFINED) is copy.deepcopy(UNDEFINED) is UNDEFINED
    assert snapshot([UNDEFINED]) == [UNDEFINED]
    assert isinstance(decode(encode(UNDEFINED)), Undefined)
    assert repr(UNDEFINED) == "undefined"


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (True, 1),
        (1, 1.0),
        (0.0, -0.0),
        (0, False),
        (None, UNDEFINED),
        ("", None),
        ([], ()),
        ([1], [1, 2]),
        ([1], [True]),
        ({"a": 1}, {"a": 1.0}),
        ({"a": 1}, {"b": 1}),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
        ({1: "a"}, {True: "a"}),
        (NAN, 1.0),
        (Opaque("a"), Opaque("b")),
        ("\u00e9", "e\u0301"),
    ],
    ids=repr,
)
def test_values_that_are_not_the_same(left: Any, right: Any) -> None:
    assert not same(left, right)
    assert not same(right, left)


def test_values_that_are_the_same() -> None:
    assert same(NAN, -math.nan)
    assert same([NAN, {"a": (1, 2)}], [NAN, {"a": (1, 2)}])
    assert same({"a": 1, "b": 2}, {"b": 2, "a": 1}, ordered=False)
    assert same([{"a": 1, "b": 2}], [{"b": 2, "a": 1}], ordered=False)
    assert not same({"a": 1}, {"a": 2}, ordered=False)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("it's", '"it\'s"'),
        ('a "b" \\', "'a \"b\" \\\\'"),
        ('it\'s "b"', '"it\'s \\"b\\""'),
        ("\ud800", '"\\ud800"'),
        ("ab\u202ecd\0\n", '"ab\\u202ecd\\u0000\\n"'),
        ("ключ 🔑", '"ключ 🔑"'),
        ({"a": [1, None, True, -0.0, NAN]}, '{"a": [1, None, True, -0.0, nan]}'),
        ({3, 1, 2}, "{1, 2, 3}"),
        (set(), "set()"),
        (frozenset(), "frozenset()"),
        (b"\xff", "b'\\xff'"),
        ((1, "a"), "(1, 'a')"),
        (UNDEFINED, "undefined"),
        ("x" * 300, '"' + "x" * 199 + "… (300 characters)"),
        (10**5000, "<a number of 16,610 bits>"),
        (datetime.date(2024, 2, 29), "datetime.date(2024, 2, 29)"),
    ],
    ids=range(16),
)
def test_show(value: Any, text: str) -> None:
    assert show(value) == text


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ((1, 2), "type tuple"),
        ({1, 2}, "type set"),
        (b"raw", "type bytes"),
        (datetime.datetime(2024, 1, 1), "type datetime"),
        ({1: "a"}, "a key that is not a string: 1"),
        ({"a": [{None: 1}]}, "a key that is not a string: None"),
        (object(), "type object"),
    ],
    ids=repr,
)
def test_what_json_cannot_carry(value: Any, says: str) -> None:
    with pytest.raises(ValueError, match=f"^JSON cannot carry .*{says}"):
        encode(value)


def test_for_javascript_more_types_are_carried_at_every_depth() -> None:
    moment = datetime.datetime(2024, 1, 2, 3, 4, 5, 6)
    value = ({1: [b"raw", (moment,)]}, {"$": {None: b""}})
    back = [{"1": [b"raw", [moment]]}, {"$": {"None": b""}}]

    text = json.dumps(encode(value, javascript=True))

    assert same(decode(json.loads(text)), back)


@pytest.mark.parametrize(
    "value", [{1, 2}, object(), datetime.datetime(2024, 1, 1, tzinfo=datetime.UTC)]
)
def test_what_javascript_lacks_too_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match=r"^JSON cannot carry a value of type"):
        encode([{"a": value}], javascript=True)


@given(ANSWERED)
def test_for_javascript_all_else_is_written_as_ever(value: Any) -> None:
    assert json.dumps(encode(value, javascript=True)) == json.dumps(encode(value))


@pytest.mark.parametrize("tag", ["unknown", 3, [], {}, True])
def test_an_unknown_tag(tag: Any) -> None:
    with pytest.raises(ValueError, match="no such tag: "):
        decode({"$": tag})


@given(st.dictionaries(st.sampled_from(["$", "__proto__", "text", "items"]), ANSWERED))
def test_a_dict_that_looks_like_a_tag_is_kept(value: dict[str, Any]) -> None:
    assert same(decode(json.loads(json.dumps(encode(value)))), value)
