"""check_interface: what a learner's Protocol lacks."""

from collections.abc import Callable
from types import new_class
from typing import Any, Protocol

import pytest

from sessionkit import SessionStore
from sessionkit.checking.interface import check_interface
from sessionkit.checking.report import Outcome
from sessionkit.contract import METHODS


def protocol(name: str, body: dict[str, Any]) -> type:
    return new_class(name, (Protocol,), exec_body=lambda own: own.update(body))


class Untouched(Protocol):
    """Nobody has worked on it."""


def test_untouched() -> None:
    report = check_interface(Untouched)

    assert report.outcome is Outcome.NOT_ATTEMPTED
    assert not report.passed
    assert str(report).split("\n") == [
        "Untouched: not attempted yet",
        "Write the attribute and the eight methods, then run this cell again.",
    ]


def test_the_contract_itself_is_right() -> None:
    report = check_interface(SessionStore)

    assert report.passed
    assert report.faults == ()
    assert "all eight methods" in report._repr_html_()


class Wrong(Protocol):
    def is_any_exist(self) -> bool: ...
    async def set(self, key: str) -> None: ...

    get: int

    async def is_exist(self, name: str) -> bool: ...
    async def get_all(self, *, key: str = "") -> object: ...
    async def set_many(self, **values: object): ...  # type: ignore[no-untyped-def]


def test_each_fault_is_a_sentence() -> None:
    report = check_interface(Wrong)

    assert report.outcome is Outcome.DIFFERS
    assert report.faults == (
        "session_id is missing: declare it, as `session_id: str | None`.",
        "is_any_exist is not async: begin it with `async def is_any_exist`.",
        "set takes (self, key); it should take (self, key, value).",
        "The method get is missing.",
        "is_exist takes (self, name); it should take (self, key).",
        "get_all takes (self, *, key); it should take (self).",
        "get_all says `-> object`: write `-> dict[str, Any]`.",
        "The method remove is missing.",
        "The method clear is missing.",
        "set_many takes (self, **values); it should take (self, values).",
        "set_many does not say what it answers: put `-> None` before the colon.",
    )
    assert all(fault in str(report) for fault in report.faults)


def test_a_plain_class_is_no_protocol() -> None:
    plain = type("Mine", (), dict(vars(SessionStore)) | {"_is_protocol": False})

    assert check_interface(plain).faults == (
        "Mine is not a Protocol: write `class Mine(Protocol):`, so that a store fits "
        "without inheriting from it.",
    )


class Loose(SessionStore, Protocol):
    session_id: str

    async def get(self, key: str) -> object: ...
    async def remove(self, key: str) -> None: ...
    async def clear(self) -> None: ...
    async def set_many(self, values: dict[str, Any]) -> None: ...
    async def is_any_exist(self) -> Any: ...
    async def set(self, key: str, value: object) -> bool: ...  # type: ignore[override]
    async def is_exist(self, key: str) -> "bool": ...
    async def get_all(self) -> list[str]: ...  # type: ignore[override]


def test_an_answer_of_another_type_is_named() -> None:
    assert check_interface(Loose).faults == (
        "session_id is str: an id is a str, or None for a visitor without one, "
        "`session_id: str | None`.",
        "is_any_exist says `-> Any`: write `-> bool`.",
        "set says `-> bool`: write `-> None`.",
        "get_all says `-> list[str]`: write `-> dict[str, Any]`.",
    )


@pytest.mark.parametrize(
    ("answer", "right"),
    [
        (dict, True),
        (dict[str, object], True),
        ("dict[str, Any]", True),
        (dict[int, Any], False),
        ("Unknown", False),
        (None, False),
    ],
)
def test_types_that_mean_the_same_are_right(answer: Any, right: bool) -> None:
    async def get_all(self: Any) -> Any: ...

    get_all.__annotations__ = {"return": answer}
    body = dict(vars(SessionStore)) | {"get_all": get_all}

    assert check_interface(protocol("Mine", body)).passed is right


@pytest.mark.parametrize("method", METHODS)
def test_one_missing_method_is_named(method: str) -> None:
    body: dict[str, Any] = {"__annotations__": {"session_id": str | None}}
    body |= {name: getattr(SessionStore, name) for name in METHODS if name != method}

    report = check_interface(protocol("<b>Mine", body))

    assert report.faults == (f"The method {method} is missing.",)
    assert "&lt;b&gt;Mine" in report._repr_html_()


def test_what_is_no_function_is_no_method() -> None:
    report = check_interface(type("Mine", (), {"get": 3}))

    assert "get is not a method: begin it with `async def get(self, ...)`." in str(
        report
    )


@pytest.mark.parametrize("thing", [3, None, "Contract", SessionStore.get])
def test_what_is_no_class_is_not_attempted(thing: Any) -> None:
    report = check_interface(thing)
    assert report.outcome is Outcome.NOT_ATTEMPTED
    assert str(report).endswith(
        "check_interface takes the class: check_interface(Contract)."
    )


class OfJavaScript(Protocol):
    session_id = None  # type: ignore[misc]

    async def isAnyExist(self) -> bool: ...  # noqa: N802


def test_a_name_of_javascript_and_an_id_without_a_type_are_told() -> None:
    faults = check_interface(OfJavaScript).faults

    assert "session_id has no type: write `session_id: str | None`" in faults[0]
    assert faults[1] == (
        "The method is_any_exist is missing: rename isAnyExist, Python writes it with "
        "`_`."
    )


@pytest.mark.parametrize(
    ("head", "fault"),
    [
        ("key: int) -> Any", "get takes key as int: write `key: str`."),
        (
            "key: str = '') -> Any",
            "get could be called without key: remove its `= ...`, as a store cannot do "
            "without it.",
        ),
        ("key: str) -> any", "get says `-> any, a function`: write `-> Any`."),
        ("key: str) -> str", "get says `-> str`: write `-> Any`."),
        ("key: str) -> list[Any]", "get says `-> list[Any]`: write `-> Any`."),
        (
            "key: str) -> Callable[[str], Any]",
            "get says `-> collections.abc.Callable[[str], Any]`: write `-> Any`.",
        ),
        ("key)", "get does not say what it answers: put `-> Any` before the colon."),
    ],
)
def test_a_head_that_differs_in_its_types_is_named(head: str, fault: str) -> None:
    names: dict[str, Any] = {"Any": Any, "Callable": Callable}
    exec(f"async def get(self, {head}: ...", names)
    body = dict(vars(SessionStore)) | {"get": names["get"]}

    assert check_interface(protocol("Mine", body)).faults == (fault,)


@pytest.mark.parametrize("answer", [Any, object, Any | None])
def test_any_value_may_be_written_in_three_ways(answer: Any) -> None:
    async def get(self: Any, key: str) -> Any: ...

    get.__annotations__ = {"return": answer}
    body = dict(vars(SessionStore)) | {"get": get}

    assert check_interface(protocol("Mine", body)).passed


class OneMore(SessionStore, Protocol):
    session_id: str | None

    async def is_any_exist(self) -> bool: ...
    async def create(self) -> None: ...


def test_a_method_too_many_is_named() -> None:
    assert check_interface(OneMore).faults[-1] == (
        "The contract has no create: with it, a store of eight methods would not fit."
    )


async def _method(self: object) -> None: ...


@pytest.mark.parametrize("made", [_method, property(lambda self: None)])
def test_an_id_that_is_no_attribute_is_named(made: Any) -> None:
    body = dict(vars(SessionStore)) | {"__annotations__": {}, "session_id": made}

    assert check_interface(protocol("Mine", body)).faults == (
        "session_id is a method or a property: it is a plain attribute, "
        "`session_id: str | None`.",
    )


def test_what_differs_differs_from_the_contract() -> None:
    assert str(check_interface(Wrong)).startswith("Wrong: not the contract yet\n")


class Reads(Protocol):
    session_id: str | None

    async def is_any_exist(self: "Reads") -> bool: ...
    async def get(self, key: str) -> Any: ...
    async def is_exist(self, key: str) -> bool: ...
    async def get_all(self) -> dict[str, Any]: ...


class Both(Reads, Protocol):
    async def set(self, key: str, value: Any) -> None: ...
    async def remove(self, key: str) -> None: ...
    async def clear(self) -> None: ...
    async def set_many(self, values: dict[str, Any]) -> None: ...


class Copied(SessionStore, Protocol):
    """All of it comes from the kit's."""


def test_a_contract_may_be_made_from_others_that_are_written_here() -> None:
    assert check_interface(Both).passed
    assert check_interface(Copied).outcome is Outcome.NOT_ATTEMPTED
