"""Sessions in an SQLite file: they outlive the program, and several programs share it.

``SQLiteSessions`` has the steps of ``sessionkit.stores.base``. ``statements`` has them
in SQL, ``file`` the file and its connections, ``lane`` the threads.
"""

import math
import os
import sqlite3
import time
import weakref
from collections.abc import Awaitable, Callable, Collection, Mapping
from typing import Any, Final

from sessionkit.in_a_cell import in_a_cell
from sessionkit.page import in_page
from sessionkit.stores.base import Need, is_seconds, plain_terms
from sessionkit.stores.expiring import Met, Terms
from sessionkit.stores.names import PREFIX, checked_prefix
from sessionkit.stores.sqlite import statements
from sessionkit.stores.sqlite.file import MEMORY, File
from sessionkit.stores.sqlite.lane import Lanes, NoLane
from sessionkit.stores.texts import SESSION_SIZE, TextSessions, checked_size

AT_ONCE: Final = 2
"""Sessions that one write may delete: more end than begin, and none waits long."""

LOOK_EVERY: Final = 1.0
"""Seconds between two looks for such sessions, once there are none."""

_of_parents: list[object] = []


class SQLiteSessions(TextSessions):
    """A store class whose sessions are kept in the file ``path``, made when missing.

    Call it with a session id for a store: ``SQLiteSessions("sessions.db")("ada")``. Use
    it in ``async with``, or ``await close()`` at the end; a program that does neither
    loses nothing.

    ``expires_after`` is the number of seconds after the last read or write at which a
    session is forgotten, never earlier and at most 5 % later; without it, never, until
    ``expiring`` says when. All programs that share the file must agree on it, or use a
    ``prefix`` each, which keeps their sessions apart. ``session_size`` is how many
    characters the keys and values of one session have at most, values as JSON.
    ``patience`` is for how many seconds a write waits while other processes write;
    reads do not wait. ``clock`` gives the seconds since 1970.

    The file is for sessions alone, and in WAL mode (https://sqlite.org/wal.html): what
    was answered survives the end of the process, however sudden. A power cut may take
    the last writes of all. Operations that overlap share one transaction. A process
    that was forked opens the file anew. ``":memory:"`` is a database that ends with the
    program.

    Raises ``ValueError`` for an ``expires_after`` or ``patience`` that is no time, for
    a ``session_size`` that is no size, and for an empty path. Operations raise
    ``StoreUnavailableError`` while the file cannot be used, ``UnreadableError`` for a
    file or a value that is not of this store, or for a file or a log, ``-wal``, that
    somebody took away while it was open, and ``NotStorableError`` for what JSON cannot
    carry, or is too large.
    """

    _look_again: float

    @in_a_cell
    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        expires_after: float | None = None,
        prefix: str = PREFIX,
        session_size: int = SESSION_SIZE,
        patience: float = 10.0,
        clock: Callable[[], float] = time.time,
    ) -> None:
        if not isinstance(path, str | os.PathLike):
            raise ValueError(f'path names a file, such as "sessions.db", not {path!r}')
        self.path = os.fspath(path)
        if not self.path or "\0" in self.path:
            raise ValueError(
                f'path names a file, such as "sessions.db", not {self.path!r}'
            )
        if not is_seconds(patience) or not 0 <= patience < math.inf:
            raise ValueError(f"patience is 0 seconds or more, not {patience}")
        self.terms = plain_terms(expires_after, clock)
        self.prefix = checked_prefix(prefix)
        self.session_size = checked_size(session_size)
        self._patience = patience
        self._begin()

    def __repr__(self) -> str:
        return f"SQLiteSessions({self.path!r})"

    async def close(self) -> None:
        """Do what waits and close the file; the next operation would open it again."""
        await self._lanes.close()
        self._file.let_go()

    def read(
        self, name: Any, keys: tuple[str, ...] | None, terms: Terms
    ) -> Awaitable[Met]:
        def step(db: sqlite3.Connection) -> Met:
            known = self._put_off.get(name, 0.0)
            met, later = statements.read(db, name, keys, terms, known)
            if later is not None:
                self._put_off_later(name, later)
            return met

        self._stay_in_process()
        return self._lanes.read(step)

    def write(
        self, name: Any, values: Mapping[str, Any], terms: Terms, need: Need
    ) -> Awaitable[Met]:
        size, most = self.checked_size(values), self.session_size
        return self._write(
            terms,
            lambda db: statements.write(db, name, values, terms, need, size, most),
        )

    async def copy(self, name: Any, new: Any, terms: Terms) -> Met:
        return await self._write(
            terms, lambda db: statements.copy(db, name, new, terms)
        )

    async def leave(
        self, name: Any, new: Any, moved: str, keep: Collection[str], terms: Terms
    ) -> Met:
        return await self._write(
            terms, lambda db: statements.leave(db, name, new, moved, keep, terms)
        )

    async def end(self, name: Any, terms: Terms, *, note: bool) -> Met:
        return await self._write(
            terms, lambda db: statements.end(db, name, terms, note=note)
        )

    def _write(
        self, terms: Terms, step: Callable[[sqlite3.Connection], Met]
    ) -> Awaitable[Met]:
        def forget_and_step(db: sqlite3.Connection) -> Met:
            now = terms.clock()
            if now >= self._look_again:
                found = statements.forget_due(db, now, AT_ONCE)
                self._look_again = now if found == AT_ONCE else now + LOOK_EVERY
            return step(db)

        self._stay_in_process()
        return self._lanes.write(forget_and_step)

    def _put_off_later(self, name: str, until: float) -> None:
        """Put off the end of a session that was read; nobody waits for that."""

        def forget() -> None:
            if self._put_off.get(name) == until:
                del self._put_off[name]

        self._put_off[name] = until
        self._lanes.post(lambda db: statements.put_off(db, name, until), forget)

    def _begin(self) -> None:
        self._process = os.getpid()
        self._file = File(self.path, self._patience)
        # until when sessions are kept whose rows do not say so yet
        self._put_off: dict[str, float] = {}
        self._look_again = 0.0
        self._lanes: Lanes | NoLane
        if in_page() or self.path == MEMORY:
            self._lanes = NoLane(self._file, hands_over=self.path != MEMORY)
        else:
            self._lanes = Lanes(self._file)
        weakref.finalize(self, self._lanes.stop).atexit = False

    def _stay_in_process(self) -> None:
        """Leave to a parent process what is its own; none of it works after a fork."""
        if self._process != os.getpid():
            # kept, since to close them would take the parent's files away
            _of_parents.append(self._lanes)
            self._begin()
