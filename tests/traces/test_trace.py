"""Traces: text, table, JSON."""

import json
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given

from sessionkit import Answer, Trace, change_answer, change_argument, on, together
from sessionkit.errors import SessionkitError
from sessionkit.traces.answer import Step
from sessionkit.traces.json import FORMAT, TraceError
from sessionkit.traces.operation import Open, Operation
from sessionkit.traces.trace import operations_of
from sessionkit.traces.values import UNDEFINED, Opaque
from tests.strategies import TRACES

ada, bob, visitor = on("ada"), on("bob"), on(None)
SHOWN = Trace(
    [
        Step(ada.set("cart", ["tea"]), Answer()),
        Step(ada.get("user"), Answer(UNDEFINED)),
        Step(bob.get_all(), Answer({"a": 1})),
        Step(visitor.open(), Answer()),
        Step(on("").assign_id("eve"), Answer()),
        Step(change_answer(3, ["a", 0], None), Answer()),
        Step(change_argument(1, [0], "milk"), Answer(error="TypeError", message="no")),
        Step(ada.is_any_exist(), Answer(error="KeyError")),
        Step(ada.set_many({"x": 1.5}), Answer([UNDEFINED])),
        Step(ada.clear(), Answer()),
        Step(together([ada.set("a", 1), ada.clear()], [bob.clear()]), Answer()),
    ]
)


class Table(HTMLParser):
    """Read the tags, the attributes and the text of a table."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.scopes: list[str | None] = []
        self.text: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a tag, and the scope of a heading."""
        self.tags.append(tag)
        if tag == "th":
            self.scopes.append(dict(attrs).get("scope"))

    def handle_data(self, data: str) -> None:
        """Keep text."""
        self.text.append(data)


@given(TRACES)
def test_a_trace_goes_to_json_and_back_unchanged(trace: Trace) -> None:
    text = trace.to_json()
    back = Trace.from_json(text)

    assert text.isascii()
    assert back == trace
    assert back.to_json() == text
    assert Trace.from_json(trace.to_json(indent=1)) == trace
    assert str(back) == str(trace)
    # the text of every answer and operation, by type, whatever equality says
    assert [repr(step.answer) for step in back] == [repr(one.answer) for one in trace]


@given(TRACES)
def test_a_trace_is_a_line_an_operation_without_hidden_characters(trace: Trace) -> None:
    lines = str(trace).split("\n")

    assert len(lines) == (len(trace) or 1)
    assert all(line.isprintable() for line in lines), lines


@given(TRACES)
def test_a_trace_is_a_table_and_all_of_it_escaped(trace: Trace) -> None:
    table = Table(trace._repr_html_())

    rows = len(trace) + 1
    assert table.tags.count("tr") == rows
    assert set(table.tags) <= {
        *("div", "table", "caption", "span"),
        *("thead", "tbody", "tr", "th", "td", "code"),
    }
    assert table.scopes == ["col"] * 3 + ["row"] * (rows - 1)


def test_text() -> None:
    assert str(SHOWN).split("\n") == [
        ' 1 ada set("cart", ["tea"])',
        ' 2 ada get("user") → undefined',
        ' 3 bob get_all() → {"a": 1}',
        " 4 (no id) opens another store",
        ' 5 "" session_id = "eve"',
        ' 6 (the answer of 3)["a"][0] = None',
        ' 7 (the argument of 1)[0] = "milk" → TypeError: no',
        " 8 ada is_any_exist() → KeyError",
        ' 9 ada set_many({"x": 1.5}) → [undefined]',
        "10 ada clear()",
        '11 at once: ada set("a", 1), ada clear() | bob clear()',
    ]
    assert repr(SHOWN) == str(SHOWN)
    assert str(Trace()) == "(an empty trace)"


def test_table() -> None:
    table = Table(SHOWN[:3]._repr_html_())

    assert table.tags[:3] == ["div", "table", "caption"]
    assert table.text == [
        "Trace of 3 operations",
        *("step", "operation", "answer"),
        *("1", 'ada set("cart", ["tea"])'),
        *("2", 'ada get("user")', "undefined"),
        *("3", "bob get_all()", '{"a": 1}'),
    ]
    assert "Trace of 1 operation<" in SHOWN[:1]._repr_html_()


HOSTILE = '<script>alert("x")</script>&amp;\u202e\0\x1b[31m'


def test_hostile_text_is_escaped_everywhere() -> None:
    operation = on(HOSTILE).set(HOSTILE, {HOSTILE: [HOSTILE]})
    trace = Trace(
        [
            Step(operation, Answer(Opaque(HOSTILE))),
            Step(operation, Answer(error=HOSTILE, message=HOSTILE)),
            Step(on(None).assign_id(HOSTILE), Answer(HOSTILE)),
        ]
    )
    html = trace._repr_html_()

    assert "<script" not in html
    assert html.count("&lt;script&gt;") == 13
    for text in (html, str(trace)):
        assert not set(text) & set("\u202e\0\x1b")


def test_an_operation_shows_no_memory_address() -> None:
    class Cart:
        pass

    assert str(ada.set("cart", Cart())) == 'ada set("cart", <a Cart object>)'
    assert str(change_answer(1, ["a"], Cart())) == (
        '(the answer of 1)["a"] = <a Cart object>'
    )


def _deep() -> list[Any]:
    value: list[Any] = []
    for _ in range(50_000):
        value = [value]
    return value


def _cyclic() -> dict[str, Any]:
    value: dict[str, Any] = {}
    value["self"] = value
    return value


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ((1, 2), "a value of type tuple"),
        ({1}, "a value of type set"),
        (b"x", "a value of type bytes"),
        ({1: 2}, "a key that is not a string: 1"),
        (object(), "a value of type object"),
        (_deep(), "nested this deep, or one inside itself"),
        (_cyclic(), "nested this deep, or one inside itself"),
        (10**5000, "Exceeds the limit"),
    ],
    ids=["tuple", "set", "bytes", "int key", "object", "deep", "cyclic", "huge int"],
)
@pytest.mark.parametrize("place", ["argument", "answer"])
def test_what_json_cannot_carry_names_the_operation(
    value: Any, says: str, place: str
) -> None:
    given_, answered = (value, None) if place == "argument" else ("x", value)
    trace = Trace(
        [
            Step(ada.get("a"), Answer()),
            Step(bob.set("cart", given_), Answer(answered)),
        ]
    )
    with pytest.raises(TraceError, match=f'^operation 2, bob set."cart", .*{says}'):
        trace.to_json()


STEP = {
    "session": "ada",
    "method": "get",
    "arguments": ["a"],
    "answer": {"value": None},
}


def _text(*steps: Any, **others: Any) -> str:
    return json.dumps({"format": FORMAT, "steps": steps, **others})


def _without(name: str) -> dict[str, Any]:
    return {key: value for key, value in STEP.items() if key != name}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "null",
        "[]",
        "3",
        '"text"',
        "{}",
        '{"format": "sessionkit trace 1"}',
        '{"format": "another", "steps": []}',
        _text(steps=None),
        _text(steps={"a": 1}),
        _text(steps="ab"),
        _text(3),
        _text(None),
        _text([]),
        *(_text(_without(name)) for name in STEP),
        _text({**STEP, "session": 3}),
        _text({**STEP, "session": ["ada"]}),
        _text({**STEP, "method": None}),
        _text({**STEP, "method": "no_such_method"}),
        _text({**STEP, "arguments": 3}),
        _text({**STEP, "arguments": "ab"}),
        _text({**STEP, "arguments": [{"$": "no such tag"}]}),
        _text({**STEP, "arguments": [{"$": "opaque"}]}),
        _text({**STEP, "arguments": [{"$": "dict"}]}),
        _text({**STEP, "arguments": [{"$": "dict", "items": [[[], 1]]}]}),
        _text({**STEP, "arguments": [{"$": "dict", "items": [3]}]}),
        _text({**STEP, "answer": {}}),
        _text({**STEP, "answer": None}),
        _text({**STEP, "answer": {"error": "E"}}),
        _text({**STEP, "answer": {"error": 3, "message": "m"}}),
        _text({**STEP, "method": "change_answer", "arguments": [1]}),
        _text({**STEP, "method": "change_answer", "arguments": [1, [], 2]}),
        _text({**STEP, "method": "delete_answer", "arguments": [1, ["a"], 2]}),
        _text({**STEP, "method": "delete_answer", "arguments": [True, ["a"]]}),
        _text({**STEP, "method": "together", "arguments": [[]]}),
        _text({**STEP, "method": "together", "arguments": [[], [3]]}),
        _text({**STEP, "method": "together", "arguments": [[], [{"session": "a"}]]}),
        _text(
            {
                **STEP,
                "method": "together",
                "arguments": [[{**STEP, "method": "no"}], []],
            }
        ),
        _text(
            {**STEP, "method": "together", "arguments": [[{**STEP, "store": 3}], []]}
        ),
        _text({**STEP, "method": "change_answer", "arguments": [1, [[]], 2]}),
        _text({**STEP, "method": "change_argument", "arguments": ["1", [1], 2]}),
        _text({**STEP, "method": "assign_id", "arguments": []}),
        _text({**STEP, "method": "assign_id", "arguments": [3]}),
        "[" * 100_000,
    ],
)
def test_any_other_text_is_refused(text: str) -> None:
    with pytest.raises(TraceError, match=r"^not a trace"):
        Trace.from_json(text)


def test_a_trace_is_a_sequence() -> None:
    assert len(SHOWN) == 11
    assert SHOWN[1].answer.value is UNDEFINED
    assert SHOWN[:2] == Trace(list(SHOWN)[:2])
    assert SHOWN[-2].operation == ada.clear()
    assert SHOWN.operations[3] == Open(None)
    assert SHOWN.answers[2] == Answer({"a": 1})
    assert SHOWN[:2] != SHOWN
    assert SHOWN != "a trace"
    with pytest.raises(TypeError, match="unhashable"):
        hash(SHOWN)


@pytest.mark.parametrize(
    "other",
    [
        Step(ada.set("a", True), Answer(1)),
        Step(ada.set("a", 1), Answer(1.0)),
        Step(ada.set("b", 1), Answer(1)),
        Step(bob.set("a", 1), Answer(1)),
        Step(ada.get("a"), Answer(1)),
        Step(ada.set("a", 1), Answer(error="E")),
    ],
    ids=str,
)
def test_traces_that_are_not_equal(other: Step) -> None:
    step = Step(ada.set("a", 1), Answer(1))

    assert Trace([step]) == Trace([step])
    assert Trace([step]) != Trace([other])


def test_an_error_as_an_answer() -> None:
    class UnreadableError(Exception):
        def __str__(self) -> str:
            raise ValueError("unreadable")

    class Thing:
        pass

    answer = Answer.raised(UnreadableError())
    assert str(answer) == "UnreadableError: (an error whose text cannot be read)"
    with_address = Answer.raised(TypeError(f"what is {object.__repr__(Thing())}?"))
    assert " at 0x" not in with_address.message
    assert with_address.message.endswith("Thing object>?")
    assert Answer(error="E", where="line 1") == Answer(error="E", where="line 2")
    assert Answer(error="E", message="a") != Answer(error="E", message="b")
    assert Answer(1) != Answer(True)
    assert Answer(1) != Answer(1.0)
    assert Answer({"a": 1, "b": 2}) != Answer({"b": 2, "a": 1})


def test_what_is_no_operation_is_named() -> None:
    operations: list[Any] = [on("ada").clear(), None]

    with pytest.raises(TypeError, match="element 2 is None, which is not an operation"):
        operations_of(operations)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (on("ada").get("cart"), "stands alone: put [ ] around it"),
        ([on("ada").get_all], "element 1 is the method get_all, which was not called"),
        (on("ada").clear, "the method clear, which was not called: write clear(...)"),
        (3, "3, which is not an operation"),
    ],
)
def test_what_is_no_list_of_operations_is_one_line(given: Any, told: str) -> None:
    with pytest.raises(SessionkitError) as error:
        operations_of(given)

    assert told in str(error.value)


def test_an_id_that_is_no_text_is_one_line() -> None:
    ada: Any = on("ada")

    with pytest.raises(
        SessionkitError, match="an id is a string, or None, and not <an"
    ):
        on("bob").assign_id(ada)
    with pytest.raises(SessionkitError, match=r'not 3: .* as in on\("ada"\)'):
        on(3)  # type: ignore[arg-type]


def test_the_name_of_a_store_is_shown_and_written_only_if_there_is_one() -> None:
    first, another = on("ada"), on("ada", store="another")
    operations: list[Operation] = [one.open() for one in (first, another)]
    operations += [one.assign_id("eve") for one in (first, another)]
    operations += [one.get("cart") for one in (first, another)]
    trace = Trace(Step(one, Answer()) for one in operations)

    assert [str(one) for one in operations][::2] == [
        *("ada opens another store", 'ada session_id = "eve"', 'ada get("cart")')
    ]
    assert [str(one) for one in operations][1::2] == [
        "ada, another store opens another store",
        'ada, another store session_id = "eve"',
        'ada, another store get("cart")',
    ]
    assert first.get("cart") != another.get("cart")
    assert trace.to_json().count('"store"') == 3
    assert Trace.from_json(trace.to_json()) == trace
    with pytest.raises(TraceError, match="no store's name: 3"):
        Trace.from_json(trace.to_json().replace('"another"', "3"))
