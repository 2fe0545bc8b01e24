"""Programs that have one file open, for trials of lesson 06's store on it.

Each has the learner's store class with a connection of its own.
"""

import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager, suppress
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from sessionkit.running.call import call, computing
from sessionkit.running.time_limit import WaitsError, drive
from sessionkit.teaching.trial import error_line
from sessionkit.traces.answer import Answer
from sessionkit.traces.operation import Call

OpenFile = Callable[[Path], sqlite3.Connection]
LIMIT: Final = 2.0
"""Seconds that a store has for one question."""
MOST: Final = 30
"""How many statements of one operation another program is let in before."""


class FaultError(Exception):
    """What is wrong with a store on a file, in sentences."""


@dataclass
class Programs:
    """Programs that have one file open, all with the learner's store class."""

    store_class: Any
    open_file: OpenFile
    folder: Path
    number: int = 0
    opened: list[sqlite3.Connection] = field(default_factory=list)

    @contextmanager
    def fresh(self) -> Iterator[sqlite3.Connection]:
        """Open a file that nobody used yet; close all connections to it at the end."""
        self.number += 1
        try:
            yield self.open()
        finally:
            self.end()

    def open(self) -> sqlite3.Connection:
        """Begin a program: open the file."""
        database = self.open_file(self.folder / f"{self.number}.db")
        database.execute("PRAGMA busy_timeout = 0")
        self.opened.append(database)
        return database

    def end(self) -> None:
        """End all programs: what they did not commit is lost."""
        for database in self.opened:
            database.close()
        self.opened.clear()

    def restarted(self) -> sqlite3.Connection:
        """End all programs, and begin a new one."""
        self.end()
        return self.open()

    async def do(self, database: sqlite3.Connection, operation: Call) -> Answer:
        """Do an operation in the program of that connection."""
        given = deepcopy(operation)
        with using(self.store_class, database):
            doing = call(self.store_class(operation.session_id), given)
            answer = await computing(doing, LIMIT)
        if given != operation:
            raise FaultError(
                f"`{operation}` changed what it was given: it is then `{given}`.",
                "What the caller hands over stays the caller's: read it, and leave it "
                "as it is.",
            )
        return answer

    async def must(self, database: sqlite3.Connection, *operations: Call) -> None:
        """Do operations that nothing prevents."""
        for operation in operations:
            answer = await self.do(database, operation)
            if answer.error is not None:
                why = [why for said, why in _WHY.items() if said in answer.message]
                raise FaultError(f"`{operation}` raised {error_line(answer)}.", *why)


_WHY: Final = {
    "database is locked": "Another program wrote after your transaction had read, so "
    "SQLite refuses your write. From its start `BEGIN IMMEDIATE` keeps others from "
    "writing; `BEGIN` alone does not.",
    "UNIQUE constraint": "Another program wrote this key in between. Let one statement "
    "do all of it: `INSERT` with `ON CONFLICT DO UPDATE`.",
}
"""Why one of two programs that write at once may find an error."""


@contextmanager
def using(store_class: Any, database: sqlite3.Connection) -> Iterator[None]:
    """Give a store class another connection for a while."""
    has_own, own = "database" in vars(store_class), vars(store_class).get("database")
    store_class.database = database
    try:
        yield
    finally:
        if has_own:
            store_class.database = own
        else:
            del store_class.database


async def meetings(
    programs: Programs, before: list[Call], one: Call, other: Call
) -> AsyncIterator[sqlite3.Connection]:
    """Do ``one`` with ``other`` before each of its statements in turn, or after it.

    Gives, for each, a connection of a program that begins afterwards.
    """
    for at in range(MOST):
        with programs.fresh() as database:
            await programs.must(database, *before)
            meeting = _Meeting(programs, programs.open(), other, at)
            database.set_trace_callback(meeting.statement)
            await programs.must(database, one)
            database.set_trace_callback(None)
            if not meeting.done:
                await programs.must(meeting.database, other)
            yield programs.restarted()
        if meeting.count <= at:
            return


@dataclass
class _Meeting:
    """Another program, which writes just before a statement of the first."""

    programs: Programs
    database: sqlite3.Connection
    operation: Call
    at: int
    count: int = 0
    done: bool = False

    def statement(self, _: str) -> None:
        """Note a statement of the first program that is about to run."""
        self.count += 1
        if self.count == self.at + 1:
            with suppress(WaitsError):  # it goes on when the first program is done
                answer = drive(self.programs.do(self.database, self.operation))
                # a lock of the first program's makes it wait
                self.done = answer.error is None
                self.database.rollback()
