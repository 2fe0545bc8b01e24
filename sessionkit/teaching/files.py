"""Trials of lesson 06's store: what shows only in the file that it writes.

The store class has its connection in the attribute ``database``. Each question here has
files of its own, and gives the class a connection to them for as long as it asks.
"""

import json
import re
import sqlite3
import tempfile
from collections.abc import Awaitable, Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sessionkit.checking.checker import check
from sessionkit.checking.report import Report
from sessionkit.contract import METHODS
from sessionkit.in_a_cell import in_a_cell
from sessionkit.memory import MemorySessionStore
from sessionkit.running.replay import run
from sessionkit.running.time_limit import drive
from sessionkit.teaching.in_sql import in_sql
from sessionkit.teaching.programs import (
    LIMIT,
    FaultError,
    OpenFile,
    Programs,
    meetings,
    using,
)
from sessionkit.teaching.trial import Outcome, Trial, error_line
from sessionkit.traces.answer import Answer, Step
from sessionkit.traces.html import Markup
from sessionkit.traces.operation import Call, on
from sessionkit.traces.values import show, snapshot

TEXTS: Final = ("it's", 'say "hi"', "' OR '1'='1", "?")
PLAIN: Final = "tea"
"""A text that no statement can take for anything else."""
_ada, _bob = on("ada"), on("bob")


@dataclass(frozen=True, repr=False)
class FileReport(Trial):
    """The outcome on the file; before it, what ``check`` says of the answers."""

    report: Report | None = None

    def __str__(self) -> str:
        return f"{self.report}\n\n{super().__str__()}"

    def _repr_html_(self) -> Markup:
        found = "" if self.report is None else self.report._repr_html_()
        return Markup(found + super()._repr_html_())


@in_a_cell
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
            return await _named(programs, report, methods) or in_sql(report)
        questions = [
            *_restarts(methods),
            _as_json(methods),
            _in_its_place,
            _quotes(methods),
            *_lockings(methods),
            _two_programs,
            _one_key,
        ]
        return await _asked(programs, report, questions, _FILE_IS_RIGHT)


def _cannot_open(open_file: OpenFile, folder: Path) -> str:
    try:
        open_file(folder / "0.db").close()
    except Exception as error:  # noqa: BLE001  # the learner's function may raise any
        said = Answer.raised(error)
        return f"`open_file` opened no file ({said}): run its cell of the page again."
    return ""


@in_a_cell
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
        questions = [_half_a_value, _half_a_file, _left_open, _logout_meanwhile]
        return await _asked(programs, checked.report, questions, _FAILURES_ARE_RIGHT)


_FILE_IS_RIGHT: Final = (
    "After a restart everything is there; quotes are text and not SQL; two programs "
    "that write at once keep both writes."
)
_FAILURES_ARE_RIGHT: Final = (
    "A `set_many` that fails leaves nothing behind, and a logout that comes during "
    "`remove` stands."
)


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
                    "Use only that connection: the check opens files of its own.",
                )
            answer = await programs.do(programs.restarted(), asked)
        if answer != Answer(wanted):
            raise FaultError(
                f"`{done}`, then the program ends and begins again: `{asked}` answers "
                f"{answer}, and not {show(wanted)}.",
                f"`{done.method}` does not commit, so the file never gets what it "
                "wrote. Write inside `with self.database:`, which commits at its end.",
            )

    return question


def _as_json(methods: Collection[str]) -> Question:
    async def question(programs: Programs) -> None:
        with programs.fresh() as database:
            await programs.must(database, _ada.set("note", "hi"))
            for (kept,) in database.execute("SELECT value FROM items").fetchall():
                _must_be_json(kept)
            for value in ({1, 2}, {(1, 2): 3}):
                for one in (_ada.set("seats", value), _ada.set_many({"seats": value})):
                    if one.method in methods:
                        await _must_refuse(programs, database, one)

    return question


def _must_be_json(kept: Any) -> None:
    try:
        json.loads(kept)
    except (TypeError, ValueError):
        raise FaultError(
            f'`set("note", "hi")` kept {show(snapshot(kept))}, which is not JSON.',
            "Keep `json.dumps(value)`: any program can read it, and, unlike with "
            "`pickle` and `eval`, nothing is run when it is read.",
        ) from None


async def _must_refuse(
    programs: Programs, database: sqlite3.Connection, setting: Call
) -> None:
    if (await programs.do(database, setting)).error is None:
        raise FaultError(
            f"`{setting}` raised nothing, and JSON cannot carry that.",
            "Let the error of `json.dumps` out: the caller must know.",
        )


async def _in_its_place(programs: Programs) -> None:
    with programs.fresh() as database:
        for key, value in (("cart", 3), ("note", "hi"), ("cart", 4)):
            await programs.must(database, _ada.set(key, value))
        rows = database.execute("SELECT key FROM items ORDER BY rowid").fetchall()
    if rows == [("note",), ("cart",)]:
        raise FaultError(
            'Ada has "cart" and then "note", and sets "cart" once more: its row is '
            'now behind that of "note", and so would be its key in `get_all`.',
            "`INSERT OR REPLACE`, and a `DELETE` before an `INSERT`, make a new row. "
            "`ON CONFLICT DO UPDATE` writes into the row that is there.",
        )


def _lockings(methods: Collection[str]) -> list[Question]:
    return [_locking(one) for one, *_ in _RESTARTS if one.method in methods]


def _locking(done: Call) -> Question:
    async def question(programs: Programs) -> None:
        with programs.fresh() as database:
            await programs.must(database, _ada.set("user", "Ada"))
            programs.open().execute("BEGIN IMMEDIATE")
            if (await programs.do(database, done)).error is None:
                raise FaultError(
                    "Another program was writing, and had the file locked: "
                    f"`{done}` raised nothing, and wrote nothing.",
                    "Let SQLite's error out: the caller must know.",
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
    async for database in meetings(
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
                    "Give each key a row of its own, and write only that row.",
                )


async def _one_key(programs: Programs) -> None:
    async for database in meetings(
        programs, [], _ada.set("cart", 3), _ada.set("cart", 4)
    ):
        answer = await programs.do(database, _ada.get("cart"))
        if answer not in (Answer(3), Answer(4)):
            raise FaultError(
                "Two programs set one key at once, to 3 and to 4. Afterwards "
                f'`get("cart")` answers {answer}.'
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
                "Let the error of `json.dumps` out: the caller must know.",
            )
        await _must_be_as_before(programs, database, "`json.dumps` refused the second")


@contextmanager
def _full_disk(database: sqlite3.Connection) -> Iterator[None]:
    """Refuse "note", and then whatever comes: undoing needs the disk, too."""
    refused: list[str] = []

    def is_full(key: str) -> bool:
        if "note" in key:
            refused.append(key)
        return bool(refused)

    database.create_function("is_full", 1, is_full)
    database.execute(_REFUSE)
    database.commit()
    yield
    refused.clear()


async def _left_open(programs: Programs) -> None:
    with programs.fresh() as database:
        await programs.must(database, _ada.set("cart", 1))
        with _full_disk(database):
            await programs.do(database, _ada.remove("note"))
        if database.in_transaction:
            raise FaultError(
                "The disk was full, `remove` failed, and its transaction is still "
                "open: no other program can write.",
                "Write inside `with self.database:`, which takes everything back if an "
                "error comes.",
            )


async def _half_a_file(programs: Programs) -> None:
    with programs.fresh() as database:
        await programs.must(database, _ada.set("cart", 1))
        with _full_disk(database):
            setting = _ada.set_many({"cart": 3, "note": "hi"})
            answer = await programs.do(database, setting)
        if answer.error is None:
            raise FaultError(
                "The disk was full at the second key, and `set_many` raised nothing.",
                "Let the error out: the caller must know.",
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
        else "Each key was committed alone, by a `with` or a commit of its own, maybe "
        "inside the method that writes it, such as `set`. Write all of them in one "
        "`with self.database:`, which takes everything back if an error comes, and "
        "call nothing in it that commits.",
    )


def _half(answer: Answer) -> str:
    written = answer == Answer(3)
    return "half of it was written" if written else "what was there before is lost"


async def _logout_meanwhile(programs: Programs) -> None:
    async for database in meetings(
        programs, [_ada.set("cart", 1)], _ada.remove("cart"), _ada.clear()
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
