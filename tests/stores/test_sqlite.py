"""SQLite: expiry, files that come and go, processes that write and die."""

import asyncio
import contextlib
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from sessionkit import check
from sessionkit.stores import sqlite
from sessionkit.stores.errors import StoreUnavailableError, UnreadableError
from sessionkit.stores.expiring import IdTakenError, Terms
from sessionkit.stores.sqlite import SQLiteSessions
from sessionkit.stores.sqlite.file import File
from sessionkit.stores.sqlite.lane import Lanes
from sessionkit.stores.sqlite.statements import VERSION
from tests.stores.conftest import Clock, assert_two_processes_write


@pytest.fixture
def clock() -> Clock:
    """Make a clock that stands still."""
    return Clock()


def rows(path: Path) -> list[tuple[str, str, str]]:
    with sqlite3.connect(path) as connection:
        found = connection.execute(
            "SELECT name, key, value FROM pairs "
            "JOIN sessions ON sessions.place = session ORDER BY pairs.place"
        )
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


@pytest.mark.slow
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


@pytest.mark.slow
async def test_the_store_needs_no_threads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "emscripten")
    monkeypatch.setattr(sqlite, "Lanes", None)
    async with SQLiteSessions(tmp_path / "s.db") as sessions:
        report = await check(sessions, methods=["is_any_exist", "set", "get", "clear"])
        assert report.passed, report


async def test_without_threads_others_get_a_turn_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "emscripten")
    async with SQLiteSessions(tmp_path / "s.db") as sessions:
        turn = asyncio.Event()
        asyncio.get_running_loop().call_soon(turn.set)
        await sessions("ada").get("user")
        assert turn.is_set()


async def test_reading_and_writing_put_off_the_end(
    tmp_path: Path, clock: Clock
) -> None:
    async with SQLiteSessions(
        tmp_path / "s.db", expires_after=100, clock=clock
    ) as sessions:
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
    async with SQLiteSessions(
        tmp_path / "s.db", expires_after=10, clock=clock
    ) as sessions:
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
    async with SQLiteSessions(
        tmp_path / "s.db", expires_after=100, clock=clock
    ) as sessions:
        for number in range(50):
            await sessions(f"{number}").set("user", number)
        clock.now += 106
        for number in range(25):  # each write forgets two of them
            assert len(rows(tmp_path / "s.db")) == 51 - 2 * number - (not number)
            await sessions("ada").set("user", "Ada")
    assert rows(tmp_path / "s.db") == [("session:ada", "user", '"Ada"')]


async def test_a_read_writes_only_when_it_is_time_to(
    tmp_path: Path, clock: Clock
) -> None:
    async with SQLiteSessions(
        tmp_path / "s.db", expires_after=100, clock=clock
    ) as sessions:
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
        assert await sessions("ada").get("user") == "Ada"
        assert isinstance(sessions._lanes, Lanes)
        connection = sessions._lanes._writer._connection._connection
        assert connection is not None
        # with another one open, SQLite leaves the log where it is
        with contextlib.closing(sqlite3.connect(tmp_path / "s.db")) as beside:
            beside.execute("SELECT count(*) FROM sessions").fetchone()
            connection.close()
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


@pytest.mark.slow
async def test_ten_thousand_overlapping_writes_of_two_processes_are_all_there(
    tmp_path: Path,
) -> None:
    await assert_two_processes_write(SQLiteSessions, str(tmp_path / "s.db"))


WRITE_FOR_EVER = """
import asyncio, itertools, sys
from sessionkit.stores.sqlite.file import File
from sessionkit.stores.sqlite import SQLiteSessions

async def main(path):
    sessions = SQLiteSessions(path)
    for number in itertools.count():
        await sessions("ada").set_many({f"{number}": number, "last": number})
        print(number, flush=True)

asyncio.run(main(sys.argv[1]))
"""


@pytest.mark.slow
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


async def test_reads_do_not_wait_behind_writes_that_wait(tmp_path: Path) -> None:
    async with SQLiteSessions(tmp_path / "s.db", patience=60) as sessions:
        await sessions("ada").set("user", "Ada")
        other = sqlite3.connect(tmp_path / "s.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        writes = [
            asyncio.create_task(sessions("ada").set(f"{number}", number))
            for number in range(4)
        ]
        async with asyncio.timeout(30):  # the second comes when the writes wait already
            for _ in range(3):
                assert await sessions("ada").get("user") == "Ada"
        assert [write.done() for write in writes] == [False] * 4
        other.execute("COMMIT")
        other.close()
        await asyncio.gather(*writes)
        assert len(await sessions("ada").get_all()) == 5


async def test_a_read_that_puts_off_the_end_does_not_wait_either(
    tmp_path: Path, clock: Clock
) -> None:
    path = tmp_path / "s.db"
    async with SQLiteSessions(path, expires_after=100, clock=clock) as sessions:
        await sessions("ada").set("user", "Ada")
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        clock.now += 90
        assert await sessions("ada").get("user") == "Ada"
        clock.now += 90
        assert await sessions("ada").get("user") == "Ada", "it was used 90 seconds ago"
        other.execute("COMMIT")
        other.close()
        await sessions.close()
        assert await sessions("ada").get("user") == "Ada"


FORK = """
import asyncio, os, signal, sys
from sessionkit.stores.sqlite.file import File
from sessionkit.stores.sqlite import SQLiteSessions

sessions = SQLiteSessions(sys.argv[1])

async def main(key):
    await sessions("ada").set(key, 1)
    return await sessions("ada").get_all()

asyncio.run(main("parent"))
child = os.fork()
if not child:
    signal.alarm(30)
    os._exit(asyncio.run(main("child")) != {"parent": 1, "child": 1})
assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
assert asyncio.run(main("after")) == {"parent": 1, "child": 1, "after": 1}
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_process_that_was_forked_opens_the_file_anew(tmp_path: Path) -> None:
    code = [sys.executable, "-W", "ignore", "-c", FORK, str(tmp_path / "s.db")]
    subprocess.run(code, check=True, timeout=60)


async def test_a_file_that_was_replaced_is_told_and_then_read(tmp_path: Path) -> None:
    path, backup = tmp_path / "s.db", tmp_path / "backup.db"
    async with SQLiteSessions(backup) as sessions:
        await sessions("ada").set("user", "Ada of old")
    async with SQLiteSessions(path) as sessions:
        await sessions("ada").set("user", "Ada")
        os.replace(backup, path)
        for operation in (sessions("ada").get("user"), sessions("ada").set("a", 1)):
            with pytest.raises(UnreadableError, match="another file took the place"):
                await operation
        await sessions.close()
        assert await sessions("ada").get_all() == {"user": "Ada of old"}


async def test_a_log_that_was_deleted_is_told_and_nothing_is_lost(
    tmp_path: Path,
) -> None:
    async with SQLiteSessions(tmp_path / "s.db") as sessions:
        await sessions("ada").set("user", "Ada")
        os.unlink(tmp_path / "s.db-wal")
        for _ in range(2):
            done = await asyncio.gather(
                sessions("ada").get("user"),
                sessions("ada").set("user", "Eve"),
                return_exceptions=True,
            )
            assert [type(one) for one in done] == [UnreadableError] * 2
            assert "s.db-wal was deleted" in str(done[1])
        await sessions.close()
        assert await sessions("ada").get_all() == {"user": "Ada"}
        async with SQLiteSessions(tmp_path / "s.db") as beside:
            assert await beside("ada").get_all() == {"user": "Ada"}


async def test_a_file_of_another_version_is_said_and_left_as_it_is(
    tmp_path: Path,
) -> None:
    path = tmp_path / "s.db"
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE sessions (session TEXT, key TEXT)")
    before = path.read_bytes()
    async with SQLiteSessions(path) as sessions:
        with pytest.raises(UnreadableError, match=r"s\.db has no sessions of this ver"):
            await sessions("ada").get("user")
    assert path.read_bytes() == before
    assert os.listdir(tmp_path) == ["s.db"]


async def test_a_row_that_is_not_json_names_its_key_and_can_be_cleared(
    tmp_path: Path,
) -> None:
    path = tmp_path / "s.db"
    async with SQLiteSessions(path) as sessions:
        await sessions("ada").set_many({"user": "Ada", "cart": 1})
        with contextlib.closing(sqlite3.connect(path)) as connection, connection:
            connection.execute("UPDATE pairs SET value = '{' WHERE key = 'user'")
        for operation in (sessions("ada").get("user"), sessions("ada").get_all()):
            with pytest.raises(
                UnreadableError, match=r"'user' in .*s\.db.* is not JSON"
            ):
                await operation
        assert await sessions("ada").get("cart") == 1
        await sessions("ada").clear()
        assert await sessions("ada").get_all() == {}


async def test_a_full_disk_says_what_to_do_logout_included(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    async with SQLiteSessions(path) as sessions:
        store = sessions("ada")
        await store.set("user", "Ada")
        assert isinstance(sessions._lanes, Lanes)
        connection = sessions._lanes._writer._connection._connection
        assert connection is not None
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(StoreUnavailableError, match=r"s\.db .*full; make room"):
            await store.set("cart", "tea" * 10_000)
        assert await store.get_all() == {"user": "Ada"}
        await store.clear()
        assert await store.is_any_exist() is False


async def test_one_step_that_fails_takes_no_other_along(tmp_path: Path) -> None:
    async with SQLiteSessions(tmp_path / "s.db") as sessions:
        stores = sessions.expiring(Terms(60))
        await sessions("bob").set("user", "Bob")
        await sessions("ada").set("user", "Ada")
        *_, error = await asyncio.gather(
            *(sessions("eve").set(f"{number}", number) for number in range(50)),
            stores("ada").copy("bob"),
            return_exceptions=True,
        )
        assert isinstance(error, IdTakenError)
        assert len(await sessions("eve").get_all()) == 50
        assert await sessions("bob").get_all() == {"user": "Bob"}


async def test_close_among_writes_closes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[sqlite3.Connection] = []
    connect = sqlite3.connect

    def connecting(*given: Any, **options: Any) -> sqlite3.Connection:
        made.append(connect(*given, **options))
        return made[-1]

    monkeypatch.setattr(sqlite3, "connect", connecting)
    sessions = SQLiteSessions(tmp_path / "s.db")

    async def write(number: int) -> None:
        for step in range(5):
            await sessions("ada").set(f"{number}-{step}", step)

    closing = [sessions.close() for _ in range(2)]
    await asyncio.gather(*(write(number) for number in range(20)), *closing)
    await sessions.close()
    assert made
    for connection in made:
        with pytest.raises(sqlite3.ProgrammingError, match="closed database"):
            connection.execute("SELECT 1")
    assert len(await sessions("ada").get_all()) == 100
    await sessions.close()


KILLED = """
import asyncio, os, signal, sys
from sessionkit.stores.sqlite.file import File
from sessionkit.stores.sqlite import SQLiteSessions, file

def schema(first):
    yield first
    os.kill(os.getpid(), signal.SIGKILL)

file.SCHEMA = schema(file.SCHEMA[0])
asyncio.run(SQLiteSessions(sys.argv[1])("ada").set("user", "Ada"))
"""


async def test_a_kill_while_the_file_is_made_leaves_no_other_file(
    tmp_path: Path,
) -> None:
    path = tmp_path / "s.db"
    code = [sys.executable, "-c", KILLED, str(path)]
    assert await (await asyncio.create_subprocess_exec(*code)).wait() < 0
    assert {*os.listdir(tmp_path)} <= {"s.db", "s.db-wal", "s.db-shm"}
    async with SQLiteSessions(path) as sessions:
        await sessions("ada").set("user", "Ada")
    assert os.listdir(tmp_path) == ["s.db"]


async def test_ten_restarts_leave_nothing_behind(tmp_path: Path, clock: Clock) -> None:
    path = tmp_path / "s.db"
    for _ in range(10):
        async with SQLiteSessions(path, expires_after=100, clock=clock) as sessions:
            for number in range(8):
                await sessions(f"{clock.now}-{number}").set("a", 1)
        clock.now += 200
    assert len(rows(path)) <= 16


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"path": ""}, "path names a file"),
        ({"path": "s.db", "patience": -1}, "patience is 0 seconds or more, not -1"),
        ({"path": "s.db", "expires_after": True}, "expires_after is above 0"),
        ({"path": "a\0b"}, r"path names a file, .* not 'a\\x00b'"),
        ({"path": 5}, "path names a file, .* not 5"),
        ({"path": "s.db", "patience": "5"}, "patience is 0 seconds or more, not 5"),
        ({"path": "s.db", "expires_after": "5"}, "expires_after is above 0 .* not '5'"),
        ({"path": "s.db", "prefix": "\ud800"}, "prefix begins the name of a session"),
        ({"path": "s.db", "prefix": None}, "prefix begins .* not None"),
        ({"path": "s.db", "clock": 5}, "clock is called .* not 5"),
    ],
)
def test_bad_options_are_said(options: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        SQLiteSessions(**options)


async def test_what_a_step_raises_is_told_and_nobody_waits_for_ever(
    tmp_path: Path,
) -> None:
    broken = False

    def clock() -> float:
        return 1_000_000.0 if not broken else 1 / 0

    async with SQLiteSessions(tmp_path / "s.db", clock=clock) as sessions:
        await sessions("ada").set("user", "Ada")
        broken = True
        for asked in (sessions("ada").get("user"), sessions("ada").set("user", "Eve")):
            with pytest.raises(ZeroDivisionError):
                await asyncio.wait_for(asked, 5)
        broken = False
        assert await sessions("ada").get("user") == "Ada"


@pytest.mark.parametrize(
    "broken", ["until = 'soon'", "ended = 'once'", "ended = 5.0, moved = x'00'"]
)
async def test_times_that_are_none_are_said_and_the_session_can_be_cleared(
    tmp_path: Path, broken: str
) -> None:
    path = tmp_path / "s.db"
    async with SQLiteSessions(path) as sessions:
        await sessions("ada").set("user", "Ada")
        with contextlib.closing(sqlite3.connect(path)) as other, other:
            other.execute(f"UPDATE sessions SET {broken}")
        for asked in (sessions("ada").get("user"), sessions("ada").set("user", "Eve")):
            with pytest.raises(UnreadableError, match="clear the session"):
                await asyncio.wait_for(asked, 5)
        await sessions("ada").clear()
        assert await sessions("ada").is_any_exist() is False


async def test_a_file_that_says_it_is_ours_and_has_no_tables_is_said(
    tmp_path: Path,
) -> None:
    path = tmp_path / "s.db"
    with contextlib.closing(sqlite3.connect(path)) as other:
        other.execute(f"PRAGMA user_version = {VERSION}")
    with pytest.raises(StoreUnavailableError, match="its tables are not of this store"):
        await SQLiteSessions(path)("ada").get("user")


async def test_a_read_sees_one_moment(tmp_path: Path) -> None:
    """Another program clears the session while a read looks at the clock."""
    path, clears = tmp_path / "s.db", False

    def clock() -> float:
        if clears:
            with contextlib.closing(sqlite3.connect(path)) as other, other:
                other.execute("DELETE FROM pairs")
                other.execute("DELETE FROM sessions")
        return 1_000_000.0

    async with SQLiteSessions(path, clock=clock) as sessions:
        await sessions("ada").set("cart", 3)
        clears = True
        assert await sessions("ada").get_all() == {"cart": 3}
        assert await sessions("ada").is_any_exist() is False


def test_two_programs_that_make_a_file_at_once_agree(tmp_path: Path) -> None:
    """One makes the tables between the two looks of the other."""
    path = str(tmp_path / "s.db")

    class Late:
        def __init__(self) -> None:
            self.connection = sqlite3.connect(path)
            self._looks = 0

        def execute(self, statement: str) -> sqlite3.Cursor:
            self._looks += 1
            if self._looks == 2:
                File(path, 1).open(writes=True).close()
            return self.connection.execute(statement)

    late: Any = Late()
    with contextlib.closing(late.connection):
        assert File(path, 1)._is_ours(late) is True
