"""The threads of SQLite: what a loop waits for, and that nobody waits for ever."""

import asyncio
import os
import signal
import sqlite3
import threading
import time
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from sessionkit.stores.base import Need
from sessionkit.stores.errors import StoreError, StoreUnavailableError
from sessionkit.stores.expiring import Terms
from sessionkit.stores.sqlite import SQLiteSessions, statements
from sessionkit.stores.sqlite.batch import SHORT
from sessionkit.stores.sqlite.file import File, Step
from sessionkit.stores.sqlite.lane import MOST, Lanes

NAME = "session:ada"


async def quick(lanes: Lanes) -> None:
    """Have the writer's thread be one that a loop waits for."""
    async with asyncio.timeout(30):
        while not lanes._writer._is_quick:
            await lanes.write(lambda db: None)


async def test_a_slow_disk_holds_the_loop_once_and_for_a_moment(tmp_path: Path) -> None:
    lanes = Lanes(File(str(tmp_path / "s.db"), 1))
    await quick(lanes)
    opened = threading.Event()

    def step(db: sqlite3.Connection) -> bool:
        is_open = opened.wait(20)
        time.sleep(SHORT)  # it may have begun late
        return is_open

    slow = lanes.read(step)
    await asyncio.sleep(0)
    assert not slow.done()
    assert not lanes._writer._is_quick, "so nothing behind it is waited for"
    asyncio.get_running_loop().call_soon(opened.set)
    assert await slow, "only a loop that goes on can open it"
    assert not lanes._writer._is_quick, "nor what comes next"
    await lanes.close()


@pytest.fixture
def interrupts() -> Iterator[None]:
    """Have SIGINT interrupt, also in a shell's background, where it is ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interrupts")
def test_an_interrupt_while_a_loop_waits_loses_no_answer(tmp_path: Path) -> None:
    lanes = Lanes(File(str(tmp_path / "s.db"), 1))
    main = threading.main_thread().ident
    assert main is not None

    def interrupt(db: sqlite3.Connection) -> int:
        signal.pthread_kill(main, signal.SIGINT)
        return 5

    async def ask() -> Any:
        return await lanes.read(interrupt)

    with asyncio.Runner() as runner:
        loop = runner.get_loop()
        loop.run_until_complete(quick(lanes))
        asked = loop.create_task(ask())
        with pytest.raises(KeyboardInterrupt):
            loop.run_until_complete(asked)
        assert loop.run_until_complete(asyncio.wait_for(asked, 20)) == 5
        loop.run_until_complete(lanes.close())


async def test_close_does_what_was_begun_before_it(tmp_path: Path) -> None:
    sessions = SQLiteSessions(tmp_path / "s.db")
    await asyncio.gather(sessions("ada").set("user", "Ada"), sessions.close())
    assert os.listdir(tmp_path) == ["s.db"], "it is closed"
    async with sessions:
        assert await sessions("ada").get("user") == "Ada"


async def test_where_no_thread_can_begin_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def start(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    async with SQLiteSessions(tmp_path / "s.db") as sessions:
        with monkeypatch.context() as patch:
            patch.setattr(threading.Thread, "start", start)
            for asked in (sessions("ada").get("a"), sessions("ada").set("a", 1)):
                with pytest.raises(StoreUnavailableError, match="start new thread"):
                    await asyncio.wait_for(asked, 20)
        await sessions("ada").set("user", "Ada")
        assert await sessions("ada").get("user") == "Ada"


async def test_more_steps_than_a_batch_has_are_all_answered(tmp_path: Path) -> None:
    lanes = Lanes(File(str(tmp_path / "s.db"), 1))
    numbers = [*range(2 * MOST + 1)]

    def step(number: int) -> Step:
        return lambda db: number

    answers = await asyncio.gather(*(lanes.read(step(number)) for number in numbers))
    assert answers == numbers
    await lanes.close()


NOW, IDLE = 1_000.0, 100.0


def states() -> Iterator[tuple[float | str, float | str, float | str | None, int]]:
    """Yield rows of a session: until, ends, ended, and the length of a value."""
    untils = NOW - 1, NOW, NOW + 1, NOW + IDLE, NOW + IDLE + 1, "later"
    ends = NOW + 1, NOW + IDLE, float("inf"), "never"
    return product(untils, ends, (None, NOW - 1, "once"), (1, 60))


def written(
    db: sqlite3.Connection, terms: Terms, need: Need
) -> tuple[object, list[object]]:
    """Write ``key`` of a session of at most 20 characters; answer what came of it."""
    try:
        met: object = statements.write(db, NAME, {"key": "1"}, terms, need, 4, 20)
    except StoreError as error:
        met = type(error)
    rows = db.execute("SELECT * FROM sessions").fetchall()
    rows += db.execute("SELECT key, value FROM pairs").fetchall()
    db.rollback()
    return met, rows


@pytest.mark.parametrize("terms", [Terms(), Terms(IDLE), Terms(IDLE, 150)])
@pytest.mark.parametrize("key", ["key", "other"])
def test_one_statement_writes_as_several_do(
    terms: Terms, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    terms = Terms(terms.idle, terms.lifetime, lambda: NOW)
    db = sqlite3.connect(":memory:", isolation_level=None)
    for statement in statements.SCHEMA:
        db.execute(statement)
    in_one = []
    for until, ends, ended, size in states():
        for table in ("sessions", "pairs"):
            db.execute(f"DELETE FROM {table}")
        db.execute(
            "INSERT INTO sessions VALUES (7, ?, ?, ?, ?, NULL)",
            (NAME, until, ends, ended),
        )
        db.execute(statements._SET, (7, key, "1" * size))
        for need in (Need.THERE, Need.ANY):
            db.execute("BEGIN")
            with monkeypatch.context() as patch:
                patch.setattr(statements, "_set_in_one", lambda *_: False)
                several = written(db, terms, need)
            db.execute("BEGIN")
            assert written(db, terms, need) == several
            db.execute("BEGIN")
            room = 20 - 4
            in_one.append(statements._set_in_one(db, NAME, "key", "1", terms, room))
            db.rollback()
    assert {*in_one} == {True, False}
    db.close()


async def test_a_lone_write_is_one_statement(tmp_path: Path) -> None:
    async with SQLiteSessions(tmp_path / "s.db") as sessions:
        await sessions("ada").set("user", "Ada")
        assert isinstance(sessions._lanes, Lanes)
        connection = sessions._lanes._writer._connection._connection
        assert connection is not None
        said: list[str] = []
        connection.set_trace_callback(said.append)
        await sessions("ada").set("user", "Eve")
        assert [one.split()[0] for one in said] == ["INSERT"]
