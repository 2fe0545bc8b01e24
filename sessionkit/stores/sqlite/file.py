"""The file: opened and checked before anything is changed, and watched while open."""

import contextlib
import os
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock, RLock
from typing import Any, Final, TypeAlias

from sessionkit.stores.errors import StoreError, StoreUnavailableError, UnreadableError
from sessionkit.stores.sqlite.statements import SCHEMA, VERSION

MEMORY: Final = ":memory:"
"""The path that is none: SQLite's name for a database without a file."""
POLL: Final = 0.01
"""Seconds between two tries where SQLite itself does not wait."""

Step: TypeAlias = Callable[[sqlite3.Connection], Any]
"""What may raise a ``StoreError`` of its own, before it writes anything."""
Done: TypeAlias = tuple[bool, Any]
"""Whether a step was done, and what it answered, or else the error."""

_MENDS: Final = {
    "locked": "another program keeps it; it is tried again at the next operation",
    "full": "make room on the disk, or move the file; nothing was written",
    "readonly": "the file and its folder must allow this program to write",
    "not a database": "give another path, or put a backup in its place",
    "no such": "its tables are not of this store; give another path, or move it away",
    "malformed": "put a backup in its place",
    "unable to open": "the folder must be there and allow this program to write",
}


@dataclass
class File:
    """The file at ``path``, and which one that is while it is open."""

    path: str
    patience: float
    _which: tuple[int, int] | None = None
    _log: tuple[int, int] | None = None
    _is_open: bool = False
    _connections: int = 0
    _opening: Lock = field(default_factory=Lock)

    def __post_init__(self) -> None:
        self._log_path = f"{self.path}-wal"

    def check(self) -> None:
        """Raise an error if the open file is not the one at the path any more."""
        there = self._there(self.path)
        if self._which is not None and there is None:
            # a new file in its place would log everybody out without a word
            raise FileNotFoundError("the file is gone; put it back")
        if self._is_open and there != self._which:
            raise UnreadableError(
                f"another file took the place of {self.path} while it was open; "
                "close() the store class, and the next operation opens the new one"
            )
        # SQLite keeps its log while anybody has the file open, so somebody else took it
        if self._connections and self._there(self._log_path) != self._log:
            raise UnreadableError(
                f"{self._log_path} was deleted or replaced while it was open, so other "
                "programs do not see what is written here; close() the store class, "
                "which saves what the log had"
            )

    def open(self, *, writes: bool) -> sqlite3.Connection:
        """Open the file, made when missing."""
        with self._opening:  # the two connections of a program one after the other
            self.check()
            self._drop_log()
            connection = sqlite3.connect(
                self.path,
                timeout=self.patience,
                # no transaction that Python begins unasked
                isolation_level=None,
                # one thread opens it, and another may close it
                check_same_thread=False,
            )
            try:
                self._prepare(connection, writes=writes)
            except BaseException:
                connection.close()
                raise
            self._which, self._is_open = self._there(self.path), True
            self._log = self._there(self._log_path)
            self._connections += 1
            return connection

    def close(self, connection: sqlite3.Connection) -> None:
        """Close one of its connections."""
        with self._opening:
            self._connections -= 1
            connection.close()

    def let_go(self) -> None:
        """Take whatever file is at the path from now on."""
        self._is_open = False

    def error(self, error: Exception) -> Exception:
        """Return what is raised in place of SQLite's own error."""
        if not isinstance(error, sqlite3.Error | OSError):
            return error
        mend = [mend for word, mend in _MENDS.items() if word in str(error)]
        return StoreUnavailableError(
            f"the sessions in {self.path} cannot be reached: "
            + "; ".join([str(error), *mend])
        )

    def _prepare(self, connection: sqlite3.Connection, *, writes: bool) -> None:
        if not self._is_ours(connection):
            self._wait_for_wal(connection)
            connection.execute("BEGIN IMMEDIATE")
            # another program may have made the tables meanwhile
            for statement in () if self._is_ours(connection) else SCHEMA:
                connection.execute(statement)
            connection.execute("COMMIT")
        # with WAL this loses no commit to a crash of the program, and to one of the
        # machine at most the last ones (https://www.sqlite.org/pragma.html)
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute(
            "SELECT max(place) FROM sessions"
        ).fetchone()  # makes the log
        if not writes:
            connection.execute("PRAGMA query_only = 1")

    def _is_ours(self, connection: sqlite3.Connection) -> bool:
        """Whether the file has our tables; not if it is empty."""
        # in this order: another program may make both, tables and version, between
        (count,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version == VERSION:
            return True
        if version or count:
            raise UnreadableError(
                f"{self.path} has no sessions of this version in it (it says {version} "
                f"where {VERSION} is needed), and was left as it is; give another "
                "path, or move the file away, and sessions begin anew"
            )
        return False

    def _wait_for_wal(self, connection: sqlite3.Connection) -> None:
        """Turn a new file to WAL, which another program may do at the same time.

        The two are told at once that it is locked, however long they would wait
        (https://www.sqlite.org/wal.html).
        """
        give_up = time.monotonic() + self.patience
        while True:
            try:
                connection.execute("PRAGMA journal_mode = WAL")
            except sqlite3.OperationalError as error:
                if "locked" not in str(error) or time.monotonic() > give_up:
                    raise
                time.sleep(POLL)
            else:
                return

    def _drop_log(self) -> None:
        """Delete the log of a file that another one took the place of.

        SQLite leaves it there, and would read it as the log of the new one.
        """
        log = self._log_path
        was_replaced = self._which not in (None, self._there(self.path))
        if was_replaced and self._log and self._log == self._there(log):
            for stale in (log, f"{self.path}-shm"):
                with contextlib.suppress(FileNotFoundError):
                    os.unlink(stale)

    def _there(self, path: str) -> tuple[int, int] | None:
        """Tell which file is at the path now; it may have been moved or replaced."""
        if self.path == MEMORY:
            return None
        try:
            found = os.stat(path)
        except FileNotFoundError:
            return None
        return found.st_dev, found.st_ino


class Connection:
    """One connection to the file, which runs steps.

    With ``writes`` there are steps among them that write.
    """

    def __init__(self, file: File, *, writes: bool) -> None:
        self._file = file
        self._writes = writes
        self._connection: sqlite3.Connection | None = None
        # one thread may close it while the next one begins
        self._using = RLock()

    def run(self, steps: list[Step], *, writes: bool) -> list[Done]:
        """Run the steps as one transaction, and one that fails for itself alone.

        A step that is alone is one statement, or begins the transaction itself.
        """
        with self._using:
            try:
                return self._together(steps, writes=writes)
            except StoreError as refused:  # by the file, and so until it is closed
                return [(False, refused)] * len(steps)
            except Exception as error:  # noqa: BLE001  # else all would wait for ever
                self.close()
                # one step must not pay for another; but a locked file is locked for all
                if len(steps) > 1 and "locked" not in str(error):
                    alone = [self.run([step], writes=writes) for step in steps]
                    return [done for (done,) in alone]
                return [(False, self._file.error(error))] * len(steps)

    def close(self) -> None:
        """Close it; the next step opens it again."""
        with self._using:
            if self._connection is not None:
                self._file.close(self._connection)
                self._connection = None

    def _together(self, steps: list[Step], *, writes: bool) -> list[Done]:
        if self._connection is None:
            self._connection = self._file.open(writes=self._writes)
        else:
            # each time, since SQLite goes on with a file that is gone
            self._file.check()
        if len(steps) > 1:
            self._connection.execute("BEGIN IMMEDIATE" if writes else "BEGIN")
        done = [_done(step, self._connection) for step in steps]
        if self._connection.in_transaction:
            self._connection.execute("COMMIT")
        return done


def _done(step: Step, connection: sqlite3.Connection) -> Done:
    try:
        return True, step(connection)
    except StoreError as refused:  # which is no fault of the steps beside it
        return False, refused
