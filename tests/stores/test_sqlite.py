"""SQLite: expiry, files that come and go, processes that write and die."""

import asyncio
import contextlib
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from sessionkit import check
from sessionkit.stores import sqlite
from sessionkit.stores.errors import StoreUnavailableError
from sessionkit.stores.sqlite import SQLiteSessions
from tests.stores.conftest import both


class Clock:
    """A clock that the test sets."""

    now = 1_000_000.0

    def time(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Put a clock of the test's own into the store."""
    clock = Clock()
    monkeypatch.setattr(sqlite, "time", clock)
    return clock


def rows(path: Path) -> list[tuple[str, str, str]]:
    with sqlite3.connect(path) as connection:
        found = connection.execute("SELECT session, key, value FROM sessions")
        answer: list[tuple[str, str, str]] = found.fetchall()
    connection.close()
    return answer


async def test_a_key_is_one_row(tmp_path: Path) -> None:
    async with SQLiteSessions(tmp_path / "s.db") as sessions:
        await sessions("ada").set_many({"user": "Ada", "cart": [1]})
        await sessions("ada").remove("cart")
        await sessions(None).set("user", 5)
    assert rows(tmp_path / "s.db") == [
        ("session:ada", "user", '"Ada"'),
        ("session:ada", "cart", "null"),
        ("session", "user", "5"),
    ]


async def test_what_was_set_is_there_after_a_restart(tmp_path: Path) -> None:
    async with SQLiteSessions(tmp_path / "s.db") as sessions:
        await sessions("ada").set("user", "Ada")
    async with SQLiteSessions(tmp_path / "s.db") as sessions:
        assert await sessions("ada").get("user") == "Ada"


async def test_a_database_in_memory_keeps_the_contract_and_leaves_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with SQLiteSessions(":memory:") as sessions:
        assert (await check(sessions, examples=20)).passed
        assert ":memory:" not in os.listdir()


async def test_a_file_in_the_way_of_its_name_is_no_database_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / ":memory:"
    if os.name != "nt":  # where no file can have that name
        path.write_text("a letter to a friend")
    async with SQLiteSessions(":memory:") as sessions:
        await sessions("ada").set("user", "Ada")
        path.unlink(missing_ok=True)
        assert await sessions("ada").get("user") == "Ada"


async def test_the_store_needs_no_threads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "emscripten")
    monkeypatch.setattr(sqlite, "ThreadPoolExecutor", None)
    async with SQLiteSessions(tmp_path / "s.db") as sessions:
        assert (await check(sessions, examples=20)).passed


async def test_reading_and_writing_put_off_the_end(
    tmp_path: Path, clock: Clock
) -> None:
    async with SQLiteSessions(tmp_path / "s.db", expires_after=100) as sessions:
        store = sessions("ada")
        await store.set_many({"user": "Ada", "cart": 1})
        for operation in (
            lambda: store.get("user"),
            lambda: store.get("never set"),
            lambda: store.get_all(),
            lambda: store.is_exist("user"),
            lambda: store.is_any_exist(),
            lambda: store.set("cart", 1),
            lambda: store.set_many({"cart": 1}),
            lambda: store.remove("cart"),
        ):
            await operation()
            clock.now += 99.9
        assert await store.get_all() == {"user": "Ada", "cart": None}
        clock.now += 105.1
        assert await store.is_any_exist() is False


async def test_a_session_is_forgotten_whole_at_its_end(
    tmp_path: Path, clock: Clock
) -> None:
    # sooner than the next removal of all that has expired
    async with SQLiteSessions(tmp_path / "s.db", expires_after=10) as sessions:
        store = sessions("ada")
        await store.set_many({"user": "Ada", "cart": 1})
        clock.now += 10.6
        await store.remove("user")
        assert await store.is_any_exist() is False
        await store.set("user", "Eve")
        assert await store.get_all() == {"user": "Eve"}


async def test_what_has_expired_leaves_the_file_though_nobody_comes_back(
    tmp_path: Path, clock: Clock
) -> None:
    async with SQLiteSessions(tmp_path / "s.db", expires_after=100) as sessions:
        for number in range(50):
            await sessions(f"{number}").set("user", number)
        clock.now += 106
        await sessions("ada").set("user", "Ada")
    assert rows(tmp_path / "s.db") == [("session:ada", "user", '"Ada"')]


async def test_a_read_writes_only_when_it_is_time_to(
    tmp_path: Path, clock: Clock
) -> None:
    async with SQLiteSessions(tmp_path / "s.db", expires_after=100) as sessions:
        await sessions("ada").set("user", "Ada")
        other = sqlite3.connect(tmp_path / "s.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        clock.now += 4.9
        assert await sessions("ada").get("user") == "Ada"
        other.execute("COMMIT")
        other.close()


async def test_no_such_folder_is_one_clear_sentence_until_it_is_there(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "later"
    async with SQLiteSessions(folder / "s.db") as sessions:
        with pytest.raises(StoreUnavailableError, match=r"later.s\.db cannot be"):
            await sessions("ada").set("user", "Ada")
        folder.mkdir()
        await sessions("ada").set("user", "Ada")
        assert await sessions("ada").get("user") == "Ada"


async def test_a_file_that_went_away_is_missed_until_it_is_back(
    tmp_path: Path,
) -> None:
    path, away = tmp_path / "s.db", tmp_path / "away.db"
    async with SQLiteSessions(path) as sessions:
        await sessions("ada").set("user", "Ada")
        await sessions.close()  # which puts all into the one file
        path.rename(away)
        with pytest.raises(StoreUnavailableError, match="the file is gone"):
            await sessions("ada").get("user")
        assert not path.exists()
        away.rename(path)
        assert await sessions("ada").get("user") == "Ada"


@pytest.mark.skipif(os.name == "nt", reason="Windows lets nobody delete an open file")
async def test_a_file_deleted_while_it_is_open_is_missed(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    async with SQLiteSessions(path) as sessions:
        await sessions("ada").set("user", "Ada")
        path.unlink()
        with pytest.raises(StoreUnavailableError, match="the file is gone"):
            await sessions("ada").set("user", "Eve")


async def test_a_connection_that_broke_is_replaced(tmp_path: Path) -> None:
    async with SQLiteSessions(tmp_path / "s.db") as sessions:
        await sessions("ada").set("user", "Ada")
        assert sessions._connection is not None
        sessions._connection.close()
        with pytest.raises(StoreUnavailableError, match="cannot be reached"):
            await sessions("ada").get("user")
        assert await sessions("ada").get("user") == "Ada"


async def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    path.write_text("a letter to a friend" * 100)
    async with SQLiteSessions(path) as sessions:
        with pytest.raises(StoreUnavailableError, match="not a database"):
            await sessions("ada").set("user", "Ada")
    assert path.read_text() == "a letter to a friend" * 100


async def test_a_writer_that_never_ends_is_said(tmp_path: Path) -> None:
    async with SQLiteSessions(tmp_path / "s.db", patience=0.05) as sessions:
        await sessions("ada").set("user", "Ada")
        other = sqlite3.connect(tmp_path / "s.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreUnavailableError, match="locked"):
            await sessions("ada").set("user", "Eve")
        assert await sessions("ada").get("user") == "Ada"
        other.execute("COMMIT")
        other.close()
        await sessions("ada").set("user", "Eve")
        assert await sessions("ada").get("user") == "Eve"


async def test_one_store_class_serves_several_event_loops(tmp_path: Path) -> None:
    async with SQLiteSessions(tmp_path / "s.db") as sessions:
        await sessions("ada").set("user", "Ada")

        async def elsewhere() -> object:
            return await sessions("ada").get("user")

        assert await asyncio.to_thread(asyncio.run, elsewhere()) == "Ada"
        assert await sessions("ada").get("user") == "Ada"


WRITE = """
import asyncio, sys
from sessionkit.stores.sqlite import SQLiteSessions

async def main(path, writer):
    async with SQLiteSessions(path) as sessions:
        await asyncio.gather(
            *(sessions("ada").set(f"{writer}-{n}", n) for n in range(5_000))
        )

asyncio.run(main(*sys.argv[1:]))
"""


async def test_ten_thousand_overlapping_writes_of_two_processes_are_all_there(
    tmp_path: Path,
) -> None:
    path = tmp_path / "s.db"
    await both(WRITE, str(path))
    async with SQLiteSessions(path) as sessions:
        values = await sessions("ada").get_all()
    assert values == {f"{w}-{n}": n for w in ("one", "other") for n in range(5_000)}


WRITE_FOR_EVER = """
import asyncio, itertools, sys
from sessionkit.stores.sqlite import SQLiteSessions

async def main(path):
    sessions = SQLiteSessions(path)
    for number in itertools.count():
        await sessions("ada").set_many({f"{number}": number, "last": number})
        print(number, flush=True)

asyncio.run(main(sys.argv[1]))
"""


async def test_a_process_killed_while_it_writes_loses_nothing_that_was_answered(
    tmp_path: Path,
) -> None:
    path = tmp_path / "s.db"
    for answers in (1, 150):
        writer = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", WRITE_FOR_EVER, path),
            stdout=asyncio.subprocess.PIPE,
        )
        assert writer.stdout is not None
        for _ in range(answers):
            last = int(await writer.stdout.readline())
        writer.kill()
        *_, last = [last, *map(int, (await writer.stdout.read()).split())]
        await writer.wait()
        async with SQLiteSessions(path) as sessions:
            values = await sessions("ada").get_all()
        assert values["last"] in (last, last + 1)
        assert [n for n in range(last + 1) if values.get(f"{n}") != n] == []


def test_a_program_that_forgets_to_close_ends(tmp_path: Path) -> None:
    code = (
        "import asyncio; from sessionkit.stores.sqlite import SQLiteSessions\n"
        f"asyncio.run(SQLiteSessions({str(tmp_path / 's.db')!r})('ada').set('a', 1))"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=30)
    assert rows(tmp_path / "s.db") == [("session:ada", "a", "1")]


async def test_of_two_programs_that_make_the_file_one_is_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, link = tmp_path / "both.db", os.link
    modes: list[str] = []

    def another_is_first(made: str, place: str) -> None:
        monkeypatch.setattr(os, "link", link)
        # what comes to its place is whole: nobody waits for a lock on a new file
        with contextlib.closing(sqlite3.connect(made)) as connection:
            modes.extend(connection.execute("PRAGMA journal_mode").fetchone())
        asyncio.run(write("other"))
        link(made, place)

    async def write(key: str) -> None:
        async with SQLiteSessions(path) as sessions:
            await sessions("ada").set(key, 1)

    monkeypatch.setattr(os, "link", another_is_first)
    await write("own")

    assert modes == ["wal"]
    async with SQLiteSessions(path) as sessions:
        assert await sessions("ada").get_all() == {"other": 1, "own": 1}
    assert os.listdir(tmp_path) == ["both.db"]


async def test_where_there_are_no_links_the_file_is_made_in_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "link")
    async with SQLiteSessions(tmp_path / "alone.db") as sessions:
        await sessions("ada").set("cart", 3)

    assert os.listdir(tmp_path) == ["alone.db"]
