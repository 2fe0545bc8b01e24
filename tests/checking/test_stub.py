"""A method that nobody has written yet, and one that somebody has."""

from functools import partial
from typing import Any

import pytest

from sessionkit import MemorySessionStore, check
from sessionkit.checking.report import Outcome
from sessionkit.checking.stub import is_stub, waits_for
from sessionkit.contract import METHODS


class Untouched:
    """Every way to leave a method unwritten."""

    async def ellipsis(self) -> None: ...

    async def passing(self, key: str, value: Any = None) -> None:
        pass

    async def documented(self) -> None:
        """Say what it would do."""

    async def documented_and_ellipsis(self) -> None:
        """Say what it would do."""
        ...

    async def not_implemented(self) -> None:
        raise NotImplementedError

    async def not_implemented_call(self) -> None:
        """Say what it would do."""
        raise NotImplementedError()

    async def returns_nothing(self) -> None:
        return

    async def returns_none(self) -> None:
        return None

    def sync_ellipsis(self) -> None: ...

    def sync_not_implemented(self) -> None:
        raise NotImplementedError

    async def annotated(self, key: "str") -> "dict[str, Any]": ...  # type: ignore[empty-body]


class Written:
    """Methods that do something, however little."""

    async def returns_false(self) -> bool:
        return False

    async def raises(self) -> None:
        raise ValueError

    async def raises_with_a_text(self) -> None:
        raise NotImplementedError("later")

    async def calls(self) -> None:
        print()

    async def assigns(self, key: str) -> None:
        key = ""  # noqa: F841

    async def returns_its_argument(self, key: str) -> str:
        return key

    value = 3
    built_in = len
    partly = partial(print)

    @property
    def made(self) -> None: ...

    @staticmethod
    async def static() -> int:
        return 3


def _names(store_class: type) -> list[str]:
    return [name for name in vars(store_class) if not name.startswith("_")]


@pytest.mark.parametrize("method", _names(Untouched))
def test_untouched(method: str) -> None:
    assert is_stub(Untouched, method)


@pytest.mark.parametrize("method", [*_names(Written), "no_such_method"])
def test_written(method: str) -> None:
    assert not is_stub(Written, method)


@pytest.mark.parametrize("method", METHODS)
def test_our_own_store_is_written(method: str) -> None:
    assert not is_stub(MemorySessionStore, method)


def test_an_inherited_stub_is_one() -> None:
    class Heir(Untouched):
        pass

    assert is_stub(Heir, "ellipsis")


class SetToWrite(MemorySessionStore):
    """As shipped in lesson 04: the inherited set_many calls this set."""

    async def set(self, key: str, value: Any) -> None: ...


def test_a_method_waits_for_those_that_it_calls_on_itself() -> None:
    assert waits_for(SetToWrite, "set_many", ["set"])
    assert not waits_for(SetToWrite, "set_many", ["get"])
    # `.get` of a dict is not the store's own
    assert not waits_for(SetToWrite, "is_exist", ["get", "set"])
    assert not waits_for(SetToWrite, "no_such_method", ["set"])


async def test_a_store_is_not_blamed_for_what_waits_for_a_stub() -> None:
    report = await check(SetToWrite)
    assert (report.outcome, report.failures) == (Outcome.NOT_ATTEMPTED, ())
    assert report.not_attempted == ("set",)
