"""Trials of lesson 06's store: what shows only in the file that it writes.

The store class has its connection in the attribute ``database``. Each question here has
files of its own, and gives the class a connection to them for as long as it asks.
"""

import re
import sqlite3
import tempfile
from collections.abc import Awaitable, Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from sessionkit.checking.checker import check
from sessionkit.checking.report import Failure, Report
from sessionkit.contract import METHODS
from sessionkit.memory import MemorySessionStore
from sessionkit.running.call import call, computing
from sessionkit.running.replay import run
from sessionkit.running.time_limit import WaitsError, drive
from sessionkit.teaching.trial import Outcome, Trial, error_line
from sessionkit.traces.answer import Answer, Step
from sessionkit.traces.html import Markup
from sessionkit.traces.operation import Call, on
from sessionkit.traces.values import show, snapshot

OpenFile = Callable[[Path], sqlite3.Connection]
LIMIT: Final = 2.0
"""Seconds that a store has for one question."""
MOST: Final = 30
"""How many statements of one operation another program is let in before."""
TEXTS: Final = ("it's", 'say "hi"', "' OR '1'='1", "?")
PLAIN: Final = "tea"
"""A text that no statement can take for anything else."""
_ada, _bob = on("ada"), on("bob")


class FaultError(Exception):
    """What is wrong with a store on a file, in sentences."""


@dataclass(frozen=True, repr=False)
class FileReport(Trial):
    """The outcome on the file; before it, what ``check`` says of the answers."""

    report: Report | None = None

    def __str__(self) -> str:
        return f"{self.report}\n\n{super().__str__()}"

    def _repr_html_(self) -> Markup:
        found = "" if self.report is None else self.report._repr_html_()
        return Markup(found + super()._repr_html_())


async def check_file(
    store_class: Any, open_file: OpenFile, *, methods: Collection[str] = METHODS
) -> Report | Trial:
    """Check a store on SQLite: its answers, then what becomes of its file.

    ``store_class`` keeps its connection in ``database``, and ``open_file`` makes one
    for a path. ``methods`` are those that are asked. After ``check`` the program ends
    and begins again, texts hold quotes, and another program writes at the same time.
    Never raises; says what is wrong.
    """
    if not isinstance(store_class, type):
        return await check(store_class, methods=methods)
    with tempfile.TemporaryDirectory() as folder:
        fault = _cannot_open(open_file, Path(folder))
        if fault:
            return Trial(store_class.__name__, Outcome.NOT_YET, (fault,))
        programs = Programs(store_class, open_file, Path(folder))
        with programs.fresh() as database, using(store_class, database):
            report = await check(store_class, methods=methods)
        if not report.passed:
            return await _named(programs, report, methods) or _in_sql(report)
        questions = [
            *_restarts(methods),
            _quotes(methods),
            _two_programs,
        ]
        return await _asked(programs, report, questions, _FILE_IS_RIGHT)


def _cannot_open(open_file: OpenFile, folder: Path) -> str:
    try:
        open_file(folder / "0.db").close()
    except Exception as error:  # noqa: BLE001  # the learner's function may raise any
        said = Answer.raised(error)
        return f"`open_file` opened no file ({said}): run its cell of the page again."
    return ""


async def check_failures(store_class: Any, open_file: OpenFile) -> Report | Trial:
    """Check a store on SQLite where something fails, or comes between.

    As ``check_file``, and then: ``set_many`` fails half way, and a logout comes while
    ``remove`` is under way. Never raises; says what is wrong.
    """
    checked = await check_file(store_class, open_file)
    if not checked.passed or not isinstance(checked, FileReport):
        return checked
    with tempfile.TemporaryDirectory() as folder:
        programs = Programs(store_class, open_file, Path(folder))
        questions = [_half_a_value, _half_a_file, _logout_meanwhile]
        return await _asked(programs, checked.report, questions, _FAILURES_ARE_RIGHT)


_FILE_IS_RIGHT: Final = (
    "After a restart everything is there; quotes are text and not SQL; two programs "
    "that write at once keep both writes."
)
_FAILURES_ARE_RIGHT: Final = (
    "A `set_many` that fails leaves nothing behind, and a logout that comes during "
    "`remove` stays."
)


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
        with using(self.store_class, database):
            doing = call(self.store_class(operation.session_id), operation)
            return await computing(doing, LIMIT)

    async def must(
        self, database: sqlite3.Connection, *operations: Call, locked: str = ""
    ) -> None:
        """Do operations that nothing prevents; ``locked`` explains a locked file."""
        for operation in operations:
            answer = await self.do(database, operation)
            if answer.error is not None:
                why = locked if "database is locked" in answer.message else ""
                raise FaultError(
                    f"`{operation}` raised {error_line(answer)}.", *filter(None, [why])
                )


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


async def _named(
    programs: Programs, report: Report, methods: Collection[str]
) -> Trial | None:
    """Name what the file shows of why ``check`` failed, if it does."""
    said = " ".join(one.answered.message for one in report.failures)
    questions: list[Question] = []
    if _BROKEN_SQL.search(said):
        questions = [_injection(methods)]
    elif _NESTED in said:
        questions = _restarts(methods)
    asked = await _asked(programs, report, questions, "")
    # what only raises once more is told better by the report
    return None if asked.passed or _NESTED in str(asked) else asked


_NESTED: Final = "within a transaction"
_BROKEN_SQL: Final = re.compile(
    "null character|syntax error|unrecognized token|no such column"
)
_RAISED: Final = (
    (
        "no such column: excluded",
        "`excluded` outside of ON CONFLICT",
        "`excluded` is the row that an INSERT could not write, and only its `ON "
        "CONFLICT` knows it: write the INSERT of the comment.",
    ),
    (
        "UNIQUE constraint failed",
        "a second INSERT of one key",
        "The key has a row, and `INSERT` alone raises: the statement goes on with the "
        "`ON CONFLICT` line of the comment in `set`.",
    ),
    (
        "must be str, bytes or bytearray, not list",
        "rows in place of a value",
        "`_rows` gives a list of rows, and `json.loads` takes one text: go through the "
        "rows, and take the value out of each.",
    ),
    (
        r"no such column: (\S+)",
        "a text taken for a column",
        r"SQLite takes `\1` for the name of a column. If the call brought that text, "
        "write `?` in its place, and hand the text to `_rows`.",
    ),
    (
        r"no such table: (?!items$)(\S+)",
        "another table",
        r"The table's name is `items`, and this statement says `\1`.",
    ),
    (
        r'near "(.*)": syntax error',
        "a statement that SQLite cannot read",
        r"SQLite cannot go on at `\1`: the mistake is there, or just before it.",
    ),
    (
        r"incomplete input|unrecognized token",
        "a statement that SQLite cannot read",
        "Look for a quote or a bracket that is not closed, or for a text that the call "
        "brought: write `?` in its place.",
    ),
    (
        r"statement uses 0, and there are",
        "a value where there is no `?`",
        "`_rows` gives each statement the session, and this one has no `?` for it. If "
        "it is about a session, `WHERE session = ?` is missing; if it is about none, "
        "as BEGIN is, run it by `self.database.execute(...)`.",
    ),
    (
        r"statement uses (\d+), and there are (\d+) supplied",
        "another number of values than of `?`",
        r"Number of `?` in the statement: \1. Number of values: \2. `_rows` gives the "
        "session for the first `?`: hand it what the others stand for, in order.",
    ),
    (
        r"^IndexError: list index out of range",
        "a row where there is none",
        "Where there is nothing, no row comes: ask for that first, `... if rows else "
        "None`.",
    ),
    (
        _NESTED,
        "a transaction inside another",
        "A transaction is open already: begin one, once, around all that you write.",
    ),
)
"""What SQLite says, a name for that kind of mistake, and what to do."""
_OF_ROWS: Final = {
    "not a bool": "Rows came: `bool(rows)` is True if there is one.",
    "keys in another order": "End the SELECT in `ORDER BY rowid`: rows then come as "
    "they were first written. An `INSERT OR REPLACE` would write a new row.",
    "remove deletes the key": "remove keeps the row, and sets its value to `null`: no "
    "DELETE.",
    "a difference that is declared and not there": "What comes out is the very object "
    "that went in, which no file gives back: read from the file alone, and keep "
    "nothing in a variable.",
    "only the first key of a session is set": "The row that is there stays as it is, "
    "as by `INSERT OR IGNORE`: `ON CONFLICT DO UPDATE` puts the new value in it.",
    "a table that is not there": "`open_file` makes it: does a method drop it? `DELETE "
    "FROM items WHERE session = ?` takes out rows, and leaves the table.",
    "clear leaves an empty session": "There is a session where nobody has one: does "
    "`clear` change `self.session_id`, or write a row?",
    "a session without a key": "A row was written though no key was given: write the "
    "keys that are given, and no others.",
    "a key taken for a value": "None is kept as the text `null`, which is not SQL's "
    "NULL: ask what `get` answers.",
}
"""What to say of rows, for the kinds of mistake of which ``check`` speaks of dicts."""
_OF_STATEMENTS: Final = (
    "Read your statements word for word, beside those in the comments. `_rows` gives "
    "the session for the first `?`, and then what you hand it, in that order."
)
_A_ROW: Final = "a row in place of its value"
_OUT_OF_A_ROW: Final = (
    "Rows came, and each is a tuple: take the text of the value out, and give it to "
    "`json.loads`."
)
_OF_DICTS: Final = re.compile(r"\bdict\b|setdefault|\.get\(|\[key\]|sorted|\bpop\b")


def _in_sql(report: Report) -> Report:
    """Give a report the words of SQL, where ``check`` has those of a store of dicts."""
    return replace(report, failures=tuple(map(_of_rows, report.failures)))


def _has_rows(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(one, tuple) for one in value)


def _of_an_answer(failure: Failure) -> Failure:
    known = _OF_ROWS.get(failure.kind)
    if failure.kind != "not a bool" and _has_rows(failure.answered.value):
        return replace(failure, kind=_A_ROW, hint=_OUT_OF_A_ROW)
    if failure.kind == "not a bool" and not isinstance(failure.answered.value, list):
        return failure
    if failure.kind == "a call was not awaited":
        return failure
    if known is None and not _OF_DICTS.search(failure.hint):
        return failure
    return replace(failure, hint=known or _OF_STATEMENTS)


def _of_rows(failure: Failure) -> Failure:
    answered = failure.answered
    if answered.error is None:
        return _of_an_answer(failure)
    for pattern, kind, hint in _RAISED:
        found = re.search(pattern, f"{answered.error}: {answered.message}")
        if found:
            return replace(failure, kind=kind, hint=found.expand(hint))
    return replace(failure, hint=_OF_ROWS.get(failure.kind, failure.hint))


Question = Callable[[Programs], Awaitable[None]]


async def _asked(
    programs: Programs,
    report: Report | None,
    questions: Sequence[Question],
    right: str,
) -> Trial:
    name = getattr(programs.store_class, "__name__", "your store")
    for question in questions:
        try:
            await question(programs)
        except FaultError as fault:
            return Trial(name, Outcome.NOT_YET, fault.args)
        except sqlite3.Error as error:
            return Trial(name, Outcome.NOT_YET, (f"{type(error).__name__}: {error}",))
    return FileReport(f"{name}, on the file", Outcome.RIGHT, (right,), report)


_RESTARTS: Final = (
    (_ada.set("cart", 3), _ada.get("cart"), 3),
    (
        _ada.set_many({"cart": 3, "note": "hi"}),
        _ada.get_all(),
        {"cart": 3, "note": "hi"},
    ),
    (_ada.remove("user"), _ada.get_all(), {"user": None}),
    (_ada.clear(), _ada.is_any_exist(), False),
)
"""What is done, what is asked after a restart, and the answer that is wanted."""


def _restarts(methods: Collection[str]) -> list[Question]:
    return [_restart(*one) for one in _RESTARTS if one[0].method in methods]


def _restart(done: Call, asked: Call, wanted: Any) -> Question:
    async def question(programs: Programs) -> None:
        with programs.fresh() as database:
            if done.method in ("remove", "clear"):
                await programs.must(database, _ada.set("user", "Ada"))
                database.commit()
            written = database.total_changes
            await programs.must(database, done)
            if database.total_changes == written:
                raise FaultError(
                    f"`{done}` wrote nothing through `self.database`.",
                    "Use that connection alone: the check opens files of its own.",
                )
            answer = await programs.do(programs.restarted(), asked)
        if answer != Answer(wanted):
            raise FaultError(
                f"`{done}`, then the program ends and begins again: `{asked}` answers "
                f"{answer}, and not {show(wanted)}.",
                f"`{done.method}` does not commit, so the file never has what it "
                "wrote. Write inside `with self.database:`, which commits at its end.",
            )

    return question


def _quotes(methods: Collection[str]) -> Question:
    async def question(programs: Programs) -> None:
        for text in TEXTS:
            wrong = await _wrong_step(programs, text, methods)
            if wrong is not None:
                _, step, wanted = wrong
                raise FaultError(*_taken_for_sql(step.operation, step.answer, wanted))

    return question


def _has_a_quote(text: str) -> bool:
    return "'" in text or '"' in text


def _injection(methods: Collection[str]) -> Question:
    """Ask as ``_quotes`` does, unless a text without quotes goes wrong there, too."""

    async def question(programs: Programs) -> None:
        plain = await _wrong_step(programs, PLAIN, methods)
        for text in filter(_has_a_quote, TEXTS):
            quoted = await _wrong_step(programs, text, methods)
            if quoted is not None and (plain is None or quoted[0] < plain[0]):
                _, step, wanted = quoted
                raise FaultError(*_taken_for_sql(step.operation, step.answer, wanted))

    return question


async def _wrong_step(
    programs: Programs, text: str, methods: Collection[str]
) -> tuple[int, Step, Answer] | None:
    """Find the first step that goes wrong with a text, and the answer wanted there."""
    operations = [one for one in _with_text(text) if one.method in methods]
    right = drive(run(operations, MemorySessionStore))
    with programs.fresh() as database, using(programs.store_class, database):
        trace = await run(operations, programs.store_class, limit=LIMIT)
    number = trace.first_difference(right)
    if number is None:
        return None
    return number, trace[number - 1], right[number - 1].answer


def _with_text(text: str) -> list[Call]:
    odd = on(text)
    return [
        _bob.set("cart", 1),
        odd.set("cart", 2),
        odd.get(text),
        odd.set(text, text),
        odd.get(text),
        odd.is_exist(text),
        odd.remove(text),
        odd.set_many({text: text}),
        odd.get_all(),
        odd.is_any_exist(),
        odd.clear(),
        odd.is_any_exist(),
        _bob.get("cart"),
    ]


def _taken_for_sql(operation: Any, answer: Answer, wanted: Answer) -> tuple[str, ...]:
    raised = f"raised {error_line(answer)}."
    return (
        f"`{operation}` "
        + (raised if answer.error else f"answered {answer}, and not {wanted}."),
        "A text with a quote in it ended the text in your statement, and the rest was "
        "taken for SQL. This is called SQL injection: a visitor's text is run.",
        "Write `?` in the statement, and hand the text to `_rows` beside it.",
    )


async def _two_programs(programs: Programs) -> None:
    async for database in _meetings(
        programs, [_ada.set("user", "Ada")], _ada.set("cart", 3), _ada.set("note", "hi")
    ):
        for key, value in (("user", "Ada"), ("cart", 3), ("note", "hi")):
            answer = await programs.do(database, _ada.get(key))
            if answer != Answer(value):
                raise FaultError(
                    'Two programs write to one session at once: one sets "cart", the '
                    f'other "note". Afterwards `get("{key}")` answers {answer}: a lost '
                    "update.",
                    "Your `set` reads the whole session and writes all of it back. "
                    "Give each key a row of its own, and write that row alone.",
                )


async def _half_a_value(programs: Programs) -> None:
    values = {"cart": 3, "seats": {1, 2}}
    with programs.fresh() as database:
        await programs.must(database, _ada.set("cart", 1))
        answer = await programs.do(database, _ada.set_many(values))
        if answer.error is None:
            raise FaultError(
                f"`set_many({show(snapshot(values))})` raised nothing, and JSON cannot "
                "carry a set.",
                "Let the error of `json.dumps` out: who called must know.",
            )
        await _must_be_as_before(programs, database, "`json.dumps` refused the second")


async def _half_a_file(programs: Programs) -> None:
    refused: list[str] = []

    def is_full(key: str) -> bool:
        """Refuse "note", and then whatever comes: undoing needs the disk, too."""
        if "note" in key:
            refused.append(key)
        return bool(refused)

    with programs.fresh() as database:
        await programs.must(database, _ada.set("cart", 1))
        database.create_function("is_full", 1, is_full)
        database.execute(_REFUSE)
        database.commit()
        answer = await programs.do(database, _ada.set_many({"cart": 3, "note": "hi"}))
        refused.clear()
        if answer.error is None:
            raise FaultError(
                "The disk was full at the second key, and `set_many` raised nothing.",
                "Let the error out: who called must know.",
            )
        await _must_be_as_before(programs, database, "the disk was full at the second")


_REFUSE: Final = """
CREATE TEMP TRIGGER refuse BEFORE INSERT ON items WHEN is_full(NEW.key)
BEGIN SELECT RAISE(ABORT, 'the disk is full'); END
"""


async def _must_be_as_before(
    programs: Programs, database: sqlite3.Connection, why: str
) -> None:
    was_open = database.in_transaction
    await programs.must(database, _ada.set("later", 1))  # must not bring the half along
    answer = await programs.do(programs.restarted(), _ada.get("cart"))
    if answer == Answer(1):
        return
    raise FaultError(
        f'`set_many` failed: {why} of two keys. Afterwards `get("cart")` answers '
        f"{answer}, and not 1: {_half(answer)}.",
        "The transaction stayed open, and the next write committed it: write inside "
        "`with self.database:`, which takes everything back if an error comes."
        if was_open
        else "Each key was committed alone: by a `with` around it, or by one in a call "
        "that writes it, as `set` has. Write all of them in one `with self.database:`, "
        "which takes everything back if an error comes, and call nothing in it that "
        "has its own.",
    )


def _half(answer: Answer) -> str:
    written = answer == Answer(3)
    return "half of it was written" if written else "what was there before is lost"


async def _logout_meanwhile(programs: Programs) -> None:
    async for database in _meetings(
        programs, [_ada.set("cart", 1)], _ada.remove("cart"), _ada.clear(), _AT_ONCE
    ):
        answer = await programs.do(database, _ada.get_all())
        if answer != Answer({}):
            raise FaultError(
                "A logout came while `remove` was under way: Ada's session was there "
                f"when `remove` asked, and gone when it wrote. Now it holds {answer}: "
                "the logout is undone.",
                'Begin with `self.database.execute("BEGIN IMMEDIATE")` inside the '
                "`with`, and only then ask for the session: from there to the end of "
                "the `with` no other program writes.",
            )


_AT_ONCE: Final = (
    "Another program wrote after this transaction had read, so SQLite refuses its "
    "write. `BEGIN IMMEDIATE` keeps others from writing from its beginning; `BEGIN` "
    "alone does not."
)


async def _meetings(
    programs: Programs, before: list[Call], one: Call, other: Call, locked: str = ""
) -> Any:
    """Do ``one`` with ``other`` before each of its statements in turn, or after it.

    Gives, for each, a connection of a program that begins afterwards. ``locked`` is
    what to say where ``one`` finds the file locked.
    """
    for at in range(MOST):
        with programs.fresh() as database:
            await programs.must(database, *before)
            meeting = _Meeting(programs, programs.open(), other, at)
            database.set_trace_callback(meeting.statement)
            await programs.must(database, one, locked=locked)
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
