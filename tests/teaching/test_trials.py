"""Trials of handlers and files: what is no code to try; the rest are lessons' mistakes.

What each trial finds wrong is in `tests/notebooks/mistakes`, lessons 05 to 07.
"""

import asyncio
import copy
import sqlite3
from pathlib import Path
from typing import Any, ClassVar

import pytest

from sessionkit.memory import MemorySessionStore, sessions
from sessionkit.teaching.because import because
from sessionkit.teaching.break_ins import try_bare_login, try_bare_logout
from sessionkit.teaching.files import check_file
from sessionkit.teaching.handlers import try_cart, try_login
from sessionkit.teaching.overlaps import try_overlap
from sessionkit.teaching.programs import FaultError, Programs
from sessionkit.teaching.shop import check_shop
from sessionkit.traces.operation import on


async def stub(request: Any) -> Any: ...


def plain(request: Any) -> str:
    return "welcome"


async def yields(request: Any) -> Any:
    yield "welcome"


async def try_both(add: Any) -> Any:
    return await try_overlap(add, read_cart)


async def read_cart(session: Any) -> Any:
    return await session.get("cart") or []


@pytest.mark.parametrize(
    "trial", [try_cart, try_login, try_bare_login, try_bare_logout, try_both]
)
@pytest.mark.parametrize(
    ("handler", "said"),
    [
        (stub, "○ not attempted yet: `stub`"),
        (plain, "begin with `async def plain`."),
        (lambda _: 3, "begin with `async def`."),
        (yields, "answer by `return`."),
        (3, "Give the function, not `3`."),
    ],
)
async def test_what_is_no_handler_is_told(trial: Any, handler: Any, said: str) -> None:
    assert said in str(await trial(handler))


@pytest.mark.slow  # each switch waits until the lock is known to be held
async def test_a_cart_under_one_key_is_right_with_a_lock_in_a_file(
    tmp_path: Path,
) -> None:
    lock = tmp_path / "lock"

    async def add(session: Any, article: str) -> None:
        while True:
            try:
                lock.touch(exist_ok=False)
                break
            except FileExistsError:
                await asyncio.sleep(0.001)
        await session.set("cart", [*await read_cart(session), article])
        lock.unlink()

    assert "✓ right: `add`" in str(await try_both(add))


async def assigns_the_id(request: Any) -> None:
    request.session.session_id = "another"


async def appends_nothing(_: Any) -> None:
    cart: list[str] = []
    cart.append()  # type: ignore[call-arg]


@pytest.mark.parametrize("handler", [assigns_the_id, appends_nothing])
async def test_the_contract_is_named_only_for_its_own_methods(handler: Any) -> None:
    assert "contract of lesson 01" not in str(await try_cart(handler))


def open_file(path: Path) -> sqlite3.Connection:
    opened = sqlite3.connect(path)
    opened.execute("CREATE TABLE items (session, key, value, UNIQUE (session, key))")
    return opened


class Unwritten(MemorySessionStore):
    database = "the learner's"

    async def get(self, key: str) -> Any: ...


class Below(Unwritten):
    pass


async def test_a_class_gets_its_own_connection_back() -> None:
    shown = str(await check_file(Unwritten, open_file))
    await check_file(Below, open_file)

    assert "not attempted yet\nWrite get" in shown
    assert Unwritten.database == "the learner's"
    assert "database" not in vars(Below)


async def test_a_store_in_the_place_of_its_class_is_told() -> None:
    shown = str(await check_file(Unwritten("ada"), open_file))

    assert "check takes the class, not a store made from it" in shown


async def test_what_is_no_store_class_and_no_function_is_told() -> None:
    nothing: Any = None

    assert "the class itself, not `None`" in str(await check_shop(nothing))
    opening: Any = (nothing, lambda _: None)
    for opens in opening:
        assert "`open_file` opened no file" in str(await check_file(Unwritten, opens))


class NamesItself(MemorySessionStore):
    first: ClassVar[dict[str, Any]] = {"currency": "EUR", "coupons": []}

    async def set(self, key: str, value: Any) -> None:
        begun = copy.deepcopy(NamesItself.first)
        sessions.setdefault(self.session_id, begun)[key] = value


async def test_a_shop_may_read_its_first_values_from_the_class() -> None:
    before = NamesItself.first

    assert (await check_shop(NamesItself)).passed
    assert NamesItself.first is before


def test_an_unknown_reason_is_answered_in_one_sentence() -> None:
    assert because("05.read").startswith("Nothing was stored")
    assert because("99").startswith('There is no reason "99"; there are: ')


class Empties(MemorySessionStore):
    """A store that empties the dict which it is given."""

    database: ClassVar[Any] = None

    async def set_many(self, values: dict[str, Any]) -> None:
        values.clear()


async def test_no_store_changes_what_the_next_one_is_asked(tmp_path: Path) -> None:
    asked = on("ada").set_many({"cart": 3})
    programs = Programs(Empties, sqlite3.connect, tmp_path)
    with programs.fresh() as database, pytest.raises(FaultError, match="changed what"):
        await programs.do(database, asked)
    assert asked == on("ada").set_many({"cart": 3})
