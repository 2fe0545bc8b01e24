"""Sessions in an SQLite file: they outlive the program, and several programs share it.

One row holds one key of one session. Each operation is one transaction of one to four
short statements, so that writes to different keys, from whatever process, never undo
each other.

The statements run in one thread of ``asyncio``'s own making. A layer with an await per
statement (aiosqlite) would cost a turn of the loop for each, and let other operations
in between the statements of a transaction. In a browser, where there are no threads,
the same statements run at once.
"""

import asyncio
import contextlib
import math
import os
import secrets
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import Any, ClassVar, Final, Self, TypeVar

from sessionkit.stores.errors import StoreUnavailableError
from sessionkit.stores.names import PREFIX, session_name
from sessionkit.stores.values import COPIES, check_key, dump, load

T = TypeVar("T")

SLACK: Final = 0.05
"""Part of the idle time by which it may last longer, so that not each read writes."""
PURGE_EVERY: Final = 60.0
"""Seconds between two removals of what has expired."""
MEMORY: Final = ":memory:"
"""The path that is none: SQLite's name for a database without a file."""

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS sessions (
    place INTEGER PRIMARY KEY,
    session TEXT NOT NULL,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    expires REAL NOT NULL,
    UNIQUE (session, key)
);
CREATE INDEX IF NOT EXISTS sessions_expire ON sessions (expires) WHERE expires < 9e999;
"""
_SET: Final = """
INSERT INTO sessions (session, key, value, expires) VALUES (?, ?, ?, ?)
ON CONFLICT (session, key)
DO UPDATE SET value = excluded.value, expires = excluded.expires
"""
_IS_ANY: Final = (
    "SELECT EXISTS (SELECT 1 FROM sessions WHERE session = ? AND expires > ?)"
)
_GET: Final = "SELECT value FROM sessions WHERE session = ? AND key = ? AND expires > ?"
_GET_ALL: Final = """
SELECT key, value FROM sessions WHERE session = ? AND expires > ? ORDER BY place
"""
_CLEAR: Final = "DELETE FROM sessions WHERE session = ?"
_FORGET: Final = "DELETE FROM sessions WHERE session = ? AND expires <= ?"
_PURGE: Final = "DELETE FROM sessions WHERE expires <= ? AND expires < 9e999"
_OLD: Final = "session = ? AND expires NOT BETWEEN ? AND ?"
_IS_OLD: Final = f"SELECT EXISTS (SELECT 1 FROM sessions WHERE {_OLD})"
_RENEW: Final = f"UPDATE sessions SET expires = ? WHERE {_OLD}"


class SQLiteSessions:
    """A store class whose sessions are kept in the file ``path``, made when missing.

    Call it with a session id for a store: ``SQLiteSessions("sessions.db")("ada")``. Use
    it in ``async with``, or ``await close()`` at the end; a program that does neither
    loses nothing.

    ``expires_after`` is the number of seconds after the last read or write at which a
    session is forgotten, never earlier and at most 5 % later; without it, never.
    All programs that share the file must agree on it, or use a ``prefix`` each, which
    keeps their sessions apart. ``patience`` is for how many seconds an operation waits
    while other processes write.

    The file is in WAL mode (https://sqlite.org/wal.html): what was answered survives
    the end of the process, however sudden. A power cut may take the last writes of all.
    ``":memory:"`` is a database that ends with the program.

    Raises ``ValueError`` for an ``expires_after`` that is not above 0. Operations raise
    ``StoreUnavailableError`` while the file cannot be used, and ``NotStorableError``
    for what JSON cannot carry.
    """

    does_not: ClassVar[Mapping[str, str]] = COPIES

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        expires_after: float | None = None,
        prefix: str = PREFIX,
        patience: float = 10.0,
    ) -> None:
        if expires_after is not None and not expires_after > 0:
            raise ValueError(f"expires_after is above 0 seconds, not {expires_after}")
        self.path = os.fspath(path)
        self.prefix = prefix
        self._idle = math.inf if expires_after is None else expires_after
        self._patience = patience
        self._connection: sqlite3.Connection | None = None
        self._file: tuple[int, int] | None = None
        self._next_purge = 0.0
        self._thread: ThreadPoolExecutor | None = None

    def __call__(self, session_id: str | None) -> "SQLiteSessionStore":
        """Make the store of one session."""
        return SQLiteSessionStore(self, session_id)

    def __repr__(self) -> str:
        return f"SQLiteSessions({self.path!r})"

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the file; the next operation would open it again."""
        await self._call(self._disconnect)
        if self._thread is not None:
            self._thread.shutdown()
            self._thread = None

    async def read(self, statements: Callable[[sqlite3.Connection, float], T]) -> T:
        """Run ``statements`` with the connection and the time; return their answer."""
        return await self._call(self._guarded, statements)

    async def write(
        self, session: str, statements: Callable[[sqlite3.Connection, float], None]
    ) -> None:
        """Run ``statements`` as one transaction, on a session that has not expired."""

        def transaction(connection: sqlite3.Connection, now: float) -> None:
            with _transaction(connection):
                if self._idle < math.inf:
                    self._forget(connection, session, now)
                statements(connection, now)
                if self._idle < math.inf:
                    self._renew(connection, session, now)

        await self._call(self._guarded, transaction)

    def deadline(self, now: float) -> float:
        """Return the time until which a session that is used ``now`` is kept."""
        return now + self._idle * (1 + SLACK)

    def renew(self, connection: sqlite3.Connection, session: str, now: float) -> None:
        """Put off the end of a session that was read; write only if it is time to."""
        # asking first, since a write, even of nothing, waits for all other writers
        if self._idle < math.inf and self._is_old(connection, session, now):
            with _transaction(connection):
                self._forget(connection, session, now)
                self._renew(connection, session, now)

    def _is_old(self, connection: sqlite3.Connection, session: str, now: float) -> bool:
        old = (session, now + self._idle, self.deadline(now))
        return bool(connection.execute(_IS_OLD, old).fetchone()[0])

    def _forget(self, connection: sqlite3.Connection, session: str, now: float) -> None:
        connection.execute(_FORGET, (session, now))
        if now > self._next_purge:
            connection.execute(_PURGE, (now,))
            self._next_purge = now + PURGE_EVERY

    def _renew(self, connection: sqlite3.Connection, session: str, now: float) -> None:
        end = self.deadline(now)
        connection.execute(_RENEW, (end, session, now + self._idle, end))

    async def _call(self, function: Callable[..., T], *arguments: Any) -> T:
        if sys.platform == "emscripten":
            return function(*arguments)
        if self._thread is None:
            self._thread = ThreadPoolExecutor(1, "sessionkit-sqlite")
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, function, *arguments)

    def _guarded(self, statements: Callable[[sqlite3.Connection, float], T]) -> T:
        try:
            return statements(self._connected(), time.time())
        except (sqlite3.Error, OSError) as error:
            self._disconnect()
            raise StoreUnavailableError(
                f"the sessions in {self.path} cannot be reached: {error}"
            ) from None

    def _connected(self) -> sqlite3.Connection:
        if self._connection is not None and self._file == self._there():
            return self._connection
        self._disconnect()
        if self._file is not None and self._there() is None:
            # a new file in its place would log everybody out without a word
            raise FileNotFoundError("the file is gone; put it back")
        if self._there() is None and self.path != MEMORY:
            self._make()
        self._connection = self._connect(self.path)
        self._file = self._there()
        return self._connection

    def _connect(self, path: str) -> sqlite3.Connection:
        connection = sqlite3.connect(
            path,
            timeout=self._patience,
            isolation_level=None,
            check_same_thread=False,
        )
        try:
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA journal_mode = WAL")
            connection.executescript(_SCHEMA)
        except BaseException:
            connection.close()
            raise
        return connection

    def _make(self) -> None:
        """Make the file elsewhere and link it to its place, so that it comes whole.

        Two programs that both turn a new file to WAL are told at once that it is
        locked, however long they would wait (https://www.sqlite.org/wal.html).
        """
        made = f"{self.path}.{secrets.token_hex(8)}"
        self._connect(made).close()
        try:
            # FileExistsError: another was first; others: no links here, nor programs
            with contextlib.suppress(OSError, AttributeError):
                os.link(made, self.path)
        finally:
            os.unlink(made)

    def _there(self) -> tuple[int, int] | None:
        """Tell which file is at the path now; it may have been moved or replaced."""
        if self.path == MEMORY:
            return None
        try:
            found = os.stat(self.path)
        except FileNotFoundError:
            return None
        return found.st_dev, found.st_ino

    def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


@contextlib.contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.rollback()
        raise
    connection.commit()


class SQLiteSessionStore:
    """The store of one session; ``SQLiteSessions`` makes it."""

    def __init__(self, sessions: SQLiteSessions, session_id: str | None) -> None:
        self._sessions = sessions
        self.session_id = session_id

    @property
    def _session(self) -> str:
        return session_name(self._sessions.prefix, self.session_id)

    async def is_any_exist(self) -> bool:
        """Answer whether there is a session at all, removed keys included."""
        session = self._session

        def statements(connection: sqlite3.Connection, now: float) -> bool:
            found = connection.execute(_IS_ANY, (session, now)).fetchone()[0]
            self._sessions.renew(connection, session, now)
            return bool(found)

        return await self._sessions.read(statements)

    async def get(self, key: str) -> Any:
        """Answer a copy of the value of ``key``; ``None`` without one."""
        check_key(key)
        session = self._session

        def statements(connection: sqlite3.Connection, now: float) -> Any:
            row = connection.execute(_GET, (session, key, now)).fetchone()
            self._sessions.renew(connection, session, now)
            return row

        row = await self._sessions.read(statements)
        return None if row is None else load(row[0])

    async def get_all(self) -> dict[str, Any]:
        """Answer a copy of every key and value, removed keys included as ``None``."""
        session = self._session

        def statements(connection: sqlite3.Connection, now: float) -> list[Any]:
            rows = connection.execute(_GET_ALL, (session, now)).fetchall()
            self._sessions.renew(connection, session, now)
            return rows

        rows = await self._sessions.read(statements)
        return {key: load(value) for key, value in rows}

    async def is_exist(self, key: str) -> bool:
        """Answer whether ``key`` has a value other than ``None``."""
        return await self.get(key) is not None

    async def set(self, key: str, value: Any) -> None:
        """Give ``key`` a value; the first key creates the session."""
        await self.set_many({key: value})

    async def set_many(self, values: dict[str, Any]) -> None:
        """Set all of ``values`` or, if an error is raised, none."""
        for key in values:
            check_key(key)
        texts = [(key, dump(key, value)) for key, value in values.items()]
        session = self._session
        if not texts:
            return

        def statements(connection: sqlite3.Connection, now: float) -> None:
            end = self._sessions.deadline(now)
            rows = [(session, key, text, end) for key, text in texts]
            connection.executemany(_SET, rows)

        await self._sessions.write(session, statements)

    async def remove(self, key: str) -> None:
        """Set ``key`` to ``None`` if there is a session, even a key never set."""
        check_key(key)
        session = self._session

        def statements(connection: sqlite3.Connection, now: float) -> None:
            if connection.execute(_IS_ANY, (session, now)).fetchone()[0]:
                end = self._sessions.deadline(now)
                connection.execute(_SET, (session, key, "null", end))

        await self._sessions.write(session, statements)

    async def clear(self) -> None:
        """Forget the session and everything in it."""
        session = self._session

        def statements(connection: sqlite3.Connection, now: float) -> None:
            connection.execute(_CLEAR, (session,))

        await self._sessions.write(session, statements)
