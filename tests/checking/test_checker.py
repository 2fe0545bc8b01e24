"""check: untouched, right and wrong stores, and what is no store at all."""

import asyncio
import json
import re
from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar

import pytest

from sessionkit import MemorySessionStore, check, on, run
from sessionkit.checking.checker import methods_of
from sessionkit.checking.report import Outcome, Report
from sessionkit.contract import METHODS
from sessionkit.rules import (
    GET_ALL_IS_LIVE,
    KEYS_KEEP_ORDER,
    READING_CREATES_NOTHING,
    REMOVE_SETS_NULL,
    RULES,
)
from sessionkit.running.call import TIME_LIMIT
from sessionkit.suite.scenarios import BY_NAME, SCENARIOS
from tests.checking.wrong_stores import (
    KINDS,
    WRONG,
    DefaultDictStore,
    GetAllCopies,
    ReadingCreates,
    Right,
    kept,
)
from tests.slow import rest_slow

ADDRESS = re.compile(r"0x[0-9a-fA-F]{6,}")

ALL = len(SCENARIOS)
TRANSITIONS = 2021
"""How many transitions the state graphs have: tests/checking/test_graph.py."""


def shown(report: Report) -> str:
    """Render a report in every way there is; return its text."""
    html = report._repr_html_()
    text = str(report)
    assert repr(report) == text
    assert f"{report.outcome.mark.sign} " in html
    assert not ADDRESS.search(html + text), text
    for failure in report.failures:
        assert not ADDRESS.search(str(failure))
        assert "<caption" in failure._repr_html_()
    assert "Traceback" not in text
    return text


class Waiting(Right):
    """A right store that gives way at every call."""

    async def get(self, key: str) -> Any:
        await asyncio.sleep(0)
        return await super().get(key)

    async def set(self, key: str, value: Any) -> Any:
        await asyncio.sleep(0)
        return await super().set(key, value)


class Slotted(Right):
    """A right store without a dict of its own."""

    __slots__ = ("session_id",)


class Futures(Right):
    """A right store whose method gives an awaitable that is no coroutine."""

    def is_any_exist(self) -> Any:
        return asyncio.ensure_future(super().is_any_exist())


def _factory(session_id: str | None) -> Right:
    return Right(session_id)


RIGHT: list[Any] = [
    MemorySessionStore,
    Right,
    DefaultDictStore,
    Waiting,
    Slotted,
    Futures,
    type("Sub", (MemorySessionStore,), {}),
    _factory,
    partial(Right),
    lambda session_id: Right(session_id),
]


@pytest.mark.parametrize("store_class", rest_slow(2, RIGHT), ids=range(len(RIGHT)))
async def test_right(store_class: Any) -> None:
    report = await check(store_class)

    assert report.passed, str(report)
    assert report.outcome is Outcome.RIGHT
    assert not report.failures
    assert not report.not_attempted
    assert (report.scenarios, report.right) == (ALL, ALL)
    first, second = shown(report).split("\n")
    assert first.endswith(": right")
    assert (
        second == f"It agrees with FortJs on {ALL} of {ALL} scenarios, {report.extent}."
    )
    waits = store_class in (Waiting, Futures)
    assert str(report.extent) == (
        "every sequence of up to 2 operations chosen from 14, "
        f"each of {TRANSITIONS:,} steps between states, and 100 longer sequences"
        if waits
        else "every sequence of up to 3 operations chosen from 14, "
        f"each of {TRANSITIONS:,} steps between states, and 300 longer sequences"
    )


def test_there_are_five_wrong_stores_of_every_group() -> None:
    groups = Counter(group for group, _, _ in WRONG.values())

    assert groups.keys() == {scenario.group for scenario in SCENARIOS}
    assert min(groups.values()) >= 5, groups


@pytest.mark.parametrize(
    "store_class", rest_slow(4, WRONG), ids=[one.__name__ for one in WRONG]
)
async def test_wrong(store_class: type) -> None:
    group, name, kinds = WRONG[store_class]
    report = await check(store_class)

    assert not report.passed
    assert report.outcome in (Outcome.DIFFERS, Outcome.RAISED)
    failures = {failure.name: failure for failure in report.failures}
    assert name in failures
    assert BY_NAME[name].group == group
    named = dict.fromkeys(one.kind or "(none)" for one in report.failures)
    assert KINDS.join(named) == kinds
    assert failures[name].rule in RULES
    assert report.right == ALL - len(failures) - report.not_asked
    assert store_class.__name__ in shown(report)
    # smallest first, until a cause comes again
    lengths = [len(failure.trace) for failure in report.failures[:3]]
    assert report.failures[0].trace
    assert lengths[0] == min(len(one.trace) for one in report.failures)


async def test_the_report_says_what_was_done_and_both_answers() -> None:
    report = await check(GetAllCopies)

    assert shown(report).split("\n")[:10] == [
        "GetAllCopies: differs from FortJs",
        f"It agrees with FortJs on {ALL - 4} of {ALL} scenarios.",
        "",
        "A copy in place of the live dict",
        '  done                 1 ada set("user", "Ada")',
        "                       2 ada get_all()",
        '                       3 (the answer of 2)["user"] = "Eve"',
        '                       4 ada get("user")',
        '  FortJs answers to 4  "Eve"',
        '  this store answers   "Ada"',
    ]


async def test_the_line_that_raised_is_named() -> None:
    class Store(MemorySessionStore):
        async def get_all(self) -> Any:
            return dict[str, Any]()["cart"]

    failure = (await check(Store)).failures[0]

    assert failure.outcome is Outcome.RAISED
    assert failure.answered.where.endswith(
        'in get_all: return dict[str, Any]()["cart"]'
    )
    assert failure.answered.where in str(failure)
    assert "line " in failure.answered.where


class Untouched:
    """The exercise as it is given."""

    def __init__(self, session_id: str | None) -> None:
        self.session_id = session_id

    async def is_any_exist(self) -> bool: ...  # type: ignore[empty-body]

    async def get(self, key: str) -> Any:
        """Answer the value of a key."""

    async def get_all(self) -> Any:
        raise NotImplementedError

    async def is_exist(self, key: str) -> Any:
        pass

    async def set(self, key: str, value: Any) -> None: ...

    async def set_many(self, values: Any) -> None: ...

    async def remove(self, key: str) -> None: ...

    async def clear(self) -> None: ...


async def test_untouched() -> None:
    report = await check(Untouched)

    assert report.outcome is Outcome.NOT_ATTEMPTED
    assert not report.passed
    assert report.failures == ()
    assert report.not_attempted == METHODS
    assert shown(report) == (
        "Untouched: not attempted yet\n"
        "Write is_any_exist, set, get, is_exist, get_all, remove, clear, set_many, "
        "then run this cell again."
    )


async def test_untouched_in_part() -> None:
    class Store(Untouched):
        async def is_any_exist(self) -> bool:
            return False

    report = await check(Store)
    assert report.outcome is Outcome.NOT_ATTEMPTED
    assert report.not_attempted == METHODS[1:]
    assert (report.scenarios, report.right) == (1, 1)


async def test_a_written_method_that_differs_comes_before_what_is_not_written() -> None:
    class Store(Untouched):
        async def is_any_exist(self) -> bool:
            return True

    report = await check(Store)
    assert report.outcome is Outcome.DIFFERS
    assert [one.name for one in report.failures] == ["new-session-is-any-exist"]
    assert "Write set, get, " in shown(report)


async def test_a_subset_of_the_methods() -> None:
    class Store(Untouched):
        is_any_exist = MemorySessionStore.is_any_exist
        set = MemorySessionStore.set

    asked = ["is_any_exist", "set"]
    report = await check(Store, methods=asked)

    assert report.passed
    assert report.extent.length == 2
    expected = [one for one in SCENARIOS if methods_of(one) <= {*asked}]
    assert report.scenarios == report.right == len(expected) == 4
    assert not (await check(Store)).passed


@pytest.mark.parametrize(
    "methods",
    [["is_any_exist"], ["set"], ["get", "remove"], ["is_any_exist", "set", "clear"]],
)
async def test_what_cannot_be_told_apart_yet_is_not_called_right(
    methods: list[str],
) -> None:
    report = await check(Right, methods=methods)

    assert report.outcome is Outcome.UNTOLD
    assert report.passed
    head, *more = shown(report).split("\n")
    assert (
        head == "Right: nothing wrong so far, but these methods alone cannot show much"
    )
    assert all(one.endswith(" scenarios.") for one in more)


@pytest.mark.parametrize("method", rest_slow(2, METHODS))
async def test_a_method_that_is_not_asked_for_may_be_anything(method: str) -> None:
    others = [name for name in METHODS if name != method]
    store_class = type("Store", (Right,), {method: None})

    report = await check(store_class, methods=others, examples=20)
    # run clears the sessions that have no id, and set_many is made of set
    if method not in ("clear", "set"):
        assert report.passed, str(report)
    assert not (await check(store_class, examples=20)).passed


async def test_unknown_names_are_told() -> None:
    report = await check(Right, methods=["get", "getAll"])
    assert report.outcome is Outcome.NOT_ATTEMPTED
    assert shown(report).startswith(
        "Right: not attempted yet\nThere is no method 'getAll'; there are: is_any_exist"
    )
    report = await check(Right, does_not={"live": "it is a copy"})
    assert not report.passed
    assert "There is no rule 'live'; there are: reading creates nothing" in shown(
        report
    )


async def test_a_true_declaration() -> None:
    report = await check(GetAllCopies, does_not={GET_ALL_IS_LIVE: "it is a copy"})

    assert report.passed
    assert report.scenarios == report.right == ALL - 4
    assert report.extent.longer == 300
    assert 'Gives up "get_all is live", as declared: it is a copy.' in shown(report)


async def test_a_false_declaration() -> None:
    report = await check(Right, does_not={GET_ALL_IS_LIVE: "it is a copy"})

    assert not report.passed
    assert [failure.rule for failure in report.failures] == [GET_ALL_IS_LIVE]
    assert "take the rule out of `does_not`" in shown(report)
    assert '`does_not` says "get_all is live": does this store differ' in shown(report)
    (failure,) = report.shown
    told = dict(failure._parts())
    # it answers as FortJs does: both rows say so
    number = len(failure.trace)
    assert told[f"FortJs answers to {number}"] == told["this store answers"]
    assert "Declared" not in str(failure)


async def test_methods_are_a_list() -> None:
    report = await check(Right, methods="get")

    assert report.problem == 'methods is a list: methods=["get"].'


async def test_a_declaration_on_the_class() -> None:
    class Declared(GetAllCopies):
        does_not = {GET_ALL_IS_LIVE: "it is a copy"}  # noqa: RUF012

    assert (await check(Declared)).passed
    assert not (await check(Declared, does_not={})).passed


async def test_a_declaration_covers_its_rule_only() -> None:
    class Worse(GetAllCopies):
        async def remove(self, key: str) -> None:
            pass

        async def clear(self) -> None:
            self.session_id = f"{self.session_id}!"

    report = await check(Worse, does_not={GET_ALL_IS_LIVE: "it is a copy"})
    assert not report.passed
    assert GET_ALL_IS_LIVE not in {failure.rule for failure in report.failures}


async def test_a_search_goes_around_what_is_declared() -> None:
    class Sorted(Right):
        async def get_all(self) -> Any:
            values = await super().get_all()
            return dict(sorted(values.items()))

    declared = {GET_ALL_IS_LIVE: "a copy", KEYS_KEEP_ORDER: "by name"}
    report = await check(Sorted, does_not=declared)
    assert report.passed, str(report)
    assert report.extent.longer == 300


async def test_where_no_search_goes_the_report_says_so() -> None:
    declared = {READING_CREATES_NOTHING: "a visit is a session"}
    report = await check(ReadingCreates, does_not=declared)

    assert report.passed, str(report)
    assert str(report.extent) == ""
    assert str(report).endswith(
        'Beyond the scenarios nothing was asked: without "reading creates nothing" '
        "the answers to most sequences are open."
    )


@pytest.mark.parametrize("rule", rest_slow(4, RULES))
async def test_no_rule_may_be_declared_in_vain(rule: str) -> None:
    report = await check(Right, does_not={rule: "just so"})

    assert [failure.rule for failure in report.failures] == [rule]


class RaisesOnAccess:
    """A class that answers nothing at all."""

    def __init__(self, session_id: Any) -> None:
        pass

    def __getattribute__(self, name: str) -> Any:
        raise RuntimeError("go away")

    def __setattr__(self, name: str, value: Any) -> None:
        raise RuntimeError("go away")


class Meta(type):
    """A class of a class that cannot be read."""

    def __getattribute__(cls, name: str) -> Any:
        if name in (*METHODS, "does_not", "__name__"):
            raise RuntimeError("no such luck")
        return super().__getattribute__(name)


class Liar:
    """An object that equals everything and is as true as false."""

    def __eq__(self, other: object) -> bool:
        raise RuntimeError

    __hash__ = None  # type: ignore[assignment]

    def __bool__(self) -> bool:
        raise RuntimeError

    def __repr__(self) -> str:
        raise RuntimeError

    def __len__(self) -> int:
        raise RuntimeError

    def __await__(self) -> Any:
        raise RuntimeError


def _with(**members: Any) -> type:
    return type("Store", (Right,), members)


def _async(value: Callable[[], Any]) -> Any:
    async def method(self: object, *arguments: Any) -> Any:
        return value()

    return method


def _raising(error: Any) -> Any:
    async def method(self: object, *arguments: Any) -> Any:
        raise error

    return method


class SlyStr(str):
    """Text with a text of its own."""

    def __str__(self) -> str:
        raise RuntimeError


class UnreadableError(Exception):
    """An error that cannot be read."""

    def __str__(self) -> str:
        raise RuntimeError

    __repr__ = __str__


def _cyclic() -> Any:
    value: Any = {}
    value["self"] = value
    return value


HOSTILE: dict[str, Any] = {
    "None": None,
    "a number": 3,
    "a text": "MemorySessionStore",
    "a module": asyncio,
    "an instance": Right("ada"),
    "a liar": Liar(),
    "a class without anything": type("Empty", (), {}),
    "object": object,
    "int": int,
    "dict": dict,
    "print": print,
    "a coroutine function": _async(lambda: Right("ada")),
    "gives None": lambda session_id: None,
    "gives a class": lambda session_id: Right,
    "no argument": lambda: Right("ada"),
    "raises when made": lambda session_id: 1 // 0,
    "raises on access": RaisesOnAccess,
    "exits": _with(get=_raising(SystemExit(1))),
    "cancels": _with(get=_raising(asyncio.CancelledError())),
    "raises what cannot be read": _with(get=_raising(UnreadableError())),
    "raises no error": _with(get=_raising("text")),
    "raises a group": _with(set=_raising(ExceptionGroup("g", [ValueError("v")]))),
    "answers a liar": _with(get=_async(Liar)),
    "answers a liar in a dict": _with(get_all=_async(lambda: {"a": Liar()})),
    "answers a cycle": _with(get_all=_async(_cyclic)),
    "answers a sly text": _with(get=_async(lambda: SlyStr("x"))),
    "answers itself": _with(get=_async(lambda: Right)),
    "answers a huge number": _with(get=_async(lambda: 10**5000)),
    "answers a huge text": _with(get=_async(lambda: "x" * 10**6)),
    "answers hidden text": _with(get=_async(lambda: "\u202e\ud800\0<script>")),
    "answers a key that is no text": _with(get_all=_async(lambda: {(1, None): 1})),
    "sync": _with(get=lambda self, key: 3),
    "awaits a liar": _with(get=lambda self, key: Liar()),
    "an async generator": _with(get=lambda self, key: (n async for n in self)),
    "methods are numbers": _with(**dict.fromkeys(METHODS, 3)),
    "methods are liars": _with(**{name: Liar() for name in METHODS}),
    "clear raises": _with(clear=_raising(RuntimeError("no"))),
    "clear is missing": _with(clear=None),
    "every method raises": _with(
        **dict.fromkeys(METHODS, _raising(KeyError("\u202e<b>")))
    ),
    "static methods": _with(get=staticmethod(_async(lambda: 3))),
    "a declaration that is a number": _with(does_not=3),
    "a declaration that is a list": _with(does_not=[GET_ALL_IS_LIVE]),
    "a declaration that is a text": _with(does_not="get_all"),
    "a declaration of None": _with(does_not={GET_ALL_IS_LIVE: None}),
    "recursion": _with(get=lambda self, key: self.get(key)),
}


def test_there_are_thirty_hostile_classes() -> None:
    assert len(HOSTILE) >= 30


async def test_a_class_that_tells_nothing_of_itself_may_be_right() -> None:
    report = await check(Meta("Store", (Right,), {}), examples=20)

    assert report.passed
    assert report.store == "Meta"


@pytest.mark.parametrize("store_class", rest_slow(8, HOSTILE.values()), ids=HOSTILE)
async def test_check_raises_nothing(store_class: Any) -> None:
    report = await check(store_class, examples=20)

    assert not report.passed
    text = shown(report)
    assert len(text) < 10_000
    assert "<script>" not in report._repr_html_()
    for line in text.split("\n"):
        assert line.isprintable(), line


async def test_an_instance_in_the_place_of_the_class() -> None:
    report = await check(Right("ada"))  # type: ignore[arg-type]

    said = "check takes the class, not a store made from it: Right."
    assert report.problem == said
    assert report.outcome is Outcome.NOT_ATTEMPTED


@pytest.mark.parametrize("method", rest_slow(3, METHODS))
async def test_a_missing_method(method: str) -> None:
    report = await check(_with(**{method: None}), examples=20)

    assert not report.passed
    assert f"MissingMethod: the store has no method {method}" in shown(report)
    assert f"add `async def {method}`" in shown(report)
    assert report.outcome is Outcome.DIFFERS


async def test_a_store_that_hangs() -> None:
    class Hanging(Right):
        async def get(self, key: str) -> Any:
            while True:
                pass

    report = await check(Hanging, limit=0.05)

    assert report.outcome is Outcome.DIFFERS
    assert [one.answered.error for one in report.failures] == [TIME_LIMIT]
    assert "further scenarios that use get were not run" in shown(report)


class SetManyOfTwo(Right):
    """A store whose set_many takes the first two keys only."""

    async def set_many(self, values: dict[str, Any]) -> None:
        for key, value in list(values.items())[:2]:
            await self.set(key, value)


async def test_what_no_scenario_catches_the_search_does() -> None:
    report = await check(SetManyOfTwo)

    assert report.right == ALL
    assert [failure.name for failure in report.failures] == ["found by search"]
    assert not report.passed
    assert "none of these operations can be left out" in shown(report)


async def test_many_failures_are_named_and_three_shown() -> None:
    report = await check(_with(**dict.fromkeys(METHODS, _raising(KeyError("x")))))
    text = shown(report)

    assert text.count("hint ") == 3
    assert re.search(r"It differs in \d+ more: .* and \d+ others\.$", text)
    assert report._repr_html_().count("<table") == 3


async def test_a_declared_remove_may_delete_its_key_and_no_more() -> None:
    class Clears(MemorySessionStore):
        does_not: ClassVar = {REMOVE_SETS_NULL: "a removed key shall be gone"}

        async def remove(self, key: str) -> None:
            await self.clear()

    report = await check(Clears)

    assert [one.name for one in report.failures][:1] == ["remove-leaves-the-others"]


@pytest.mark.parametrize(
    "method", rest_slow(1, ["is_any_exist", "is_exist", "get_all"])
)
async def test_a_missing_return_is_guessed(method: str) -> None:
    async def forgets_to_return(*arguments: Any) -> None:
        await getattr(Right, method)(*arguments)

    report = await check(type("Forgets", (Right,), {method: forgets_to_return}))

    assert report.failures[0].kind == "a missing `return`"
    assert f"is a `return` missing in {method}?" in str(report)
    assert "`return`" not in str(await check(Deleting))


class AsJson(Right):
    async def set(self, key: str, value: Any) -> None:
        await super().set(key, json.dumps(value))


class RaisesOnText(Right):
    async def get(self, key: str) -> Any:
        value = await super().get(key)
        return json.loads(value) if isinstance(value, str) else value


class Unordered(Right):
    async def get_all(self) -> Any:
        values = await super().get_all()
        return dict(sorted(values.items(), key=lambda item: str(item[0])))


@pytest.mark.parametrize(
    ("store_class", "methods", "hint"),
    [
        (
            AsJson,
            ["set", "get"],
            "That is JSON text: `json.loads` is missing in get, or the value was "
            "dumped twice.",
        ),
        (
            RaisesOnText,
            ["is_any_exist", "set", "get"],
            "`json.loads` reads what `json.dumps` wrote, and was given something else: "
            "is `json.dumps` missing in set, or was that a key?",
        ),
        (
            Unordered,
            ["set", "get_all", "remove"],
            "Keys keep the order in which they were first set: do not use `sorted`.",
        ),
    ],
)
async def test_the_hint_fits_the_answer(
    store_class: type, methods: list[str], hint: str
) -> None:
    report = await check(store_class, methods=methods)

    assert report.failures[0].hint == hint


class Deleting(Right):
    async def remove(self, key: str) -> None:
        (await self.get_all()).pop(key, None)


async def test_what_a_check_without_clear_leaves_reaches_no_later_check() -> None:
    own: dict[str | None, dict[str, Any]] = {}

    class Store(MemorySessionStore):
        """As in lesson 02, where `clear` comes late and nothing is thrown away."""

        async def is_any_exist(self) -> bool:
            return self.session_id in own

        async def set(self, key: str, value: Any) -> None:
            own.setdefault(self.session_id, {})[key] = value

        async def get_all(self) -> dict[str, Any]:
            return own.get(self.session_id, {})

    report = await check(Store, methods=["is_any_exist", "set", "get_all"])
    assert report.passed, report
    assert len(own) > 500
    for _ in range(3_000):
        first = await run([on("ada").is_any_exist()], Store)
        assert first[0].answer.value is False


async def test_what_a_wrong_clear_left_is_not_held_against_a_right_one() -> None:
    class Keeping(Right):
        async def clear(self) -> None:
            kept[self.session_id] = None  # type: ignore[assignment]

    class Forgetting(Right):
        async def clear(self) -> None:
            if kept.get(self.session_id) is not None:
                del kept[self.session_id]

    assert not (await check(Keeping)).passed
    assert kept[None] is None
    assert (await check(Forgetting)).passed
