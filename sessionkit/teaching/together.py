"""Trials of lesson 08's ``Together``: writes that wait at the same time share a commit.

The file is made up. It counts commits, can be held, and can be full, so a verdict
depends on no disk.
"""

import asyncio
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, Final

from sessionkit.in_a_cell import in_a_cell
from sessionkit.running.call import computing, guarded
from sessionkit.running.left_behind import collected
from sessionkit.running.unawaited import unawaited
from sessionkit.teaching.functions import LIMIT, no_function, shown, value_of
from sessionkit.teaching.trial import Outcome, StopError, Trial, tried
from sessionkit.traces.answer import Answer

PATIENCE: Final = 2.0
"""Seconds until a write counts as never answered."""
TURNS: Final = 50
"""Turns of the event loop in which all that can begin has begun."""
MANY: Final = 10
FULL: Final = "the disk is full"


class DiskFullError(Exception):
    """What a commit raises here when the disk is full."""


@in_a_cell
async def try_together(kind: Any) -> Trial:
    """Try lesson 08's class, made with ``commit``, an async function of a list of rows.

    A write is answered when the commit that its row is in is done. Never raises; says
    what is wrong.
    """
    name = getattr(kind, "__name__", "your class")
    if not isinstance(kind, type):
        words = f"Give the class, not {shown(kind)}."
        return Trial(name, Outcome.NOT_YET, (words,))
    if not hasattr(kind, "write"):
        return Trial(name, Outcome.NOT_YET, ("It has no method `write`.",))
    trial = no_function(kind.write, name)
    if trial is not None:
        return trial
    with unawaited() as names, collected():
        trial = _hinted(await tried(name, _first_fault(kind), _RIGHT))
    if names:
        said = f"`{names[0]}` was called without `await`, so it did nothing."
        return Trial(name, Outcome.NOT_YET, (said,))
    return trial


_RIGHT: Final = (
    "Writes that wait at the same time share a commit, and each is answered when its "
    "row is in the file. What comes during a commit goes into the next one. If a "
    "commit fails, all who wait for it are told; if one visitor leaves, the others "
    "stay."
)
_HINTS: Final = (
    (
        r"cannot reuse already awaited coroutine",
        "A coroutine runs once. Many can wait for a task: "
        "`asyncio.create_task(self._commit())`.",
    ),
    (r"'Lock' object does not support", "Write `async with self.lock:`."),
    (r"a coroutine was expected", "Call it: `asyncio.create_task(self._commit())`."),
    (
        r"NoneType can't be used in 'await' expression",
        "What is awaited begins with `async def`.",
    ),
)
"""What an error of a learner's class says, and what to do about it."""


def _hinted(trial: Trial) -> Trial:
    said = " ".join(trial.words)
    hints = [hint for pattern, hint in _HINTS if re.search(pattern, said)]
    return replace(trial, words=(*trial.words, *hints))


class _File:
    """A file that is written in commits."""

    def __init__(self) -> None:
        self.rows: list[str] = []
        self.given: list[Any] = []
        self.commits: list[list[str]] = []
        self.tasks: set[object] = set()
        self.under_way = 0
        self.overlapped = False
        self.full = False
        self.free = asyncio.Event()
        self.free.set()

    async def commit(self, rows: Any) -> None:
        taken = [*rows] if _several(rows) else [rows]
        self.given.append(rows)
        self.commits.append(taken)
        self.tasks.add(asyncio.current_task())
        self.overlapped |= self.under_way > 0
        self.under_way += 1
        try:
            await asyncio.sleep(0)
            await self.free.wait()
            if self.full and taken:
                raise DiskFullError(FULL)
            self.rows += taken
        finally:
            self.under_way -= 1


def _several(rows: Any) -> bool:
    return isinstance(rows, Iterable) and not isinstance(rows, str)


class _Desk:
    """The learner's object on a file, and what its writes were answered."""

    def __init__(self, kind: Callable[..., Any]) -> None:
        self.file = _File()
        self.writer = kind(self.file.commit)
        self.too_early: list[str] = []
        self.refused: list[str] = []

    def begin(self, *rows: str) -> list[asyncio.Task[Answer]]:
        """Begin a write for each row."""
        return [asyncio.create_task(self._write(row)) for row in rows]

    async def _write(self, row: str) -> Answer:
        answer = await computing(guarded(self._asked(row)), LIMIT)
        if answer.error is None and row not in self.file.rows:
            self.too_early.append(row)
        if answer.error is not None:
            self.refused.append(row)
        return answer

    async def _asked(self, row: str) -> Answer:
        await self.writer.write(row)
        return Answer()

    async def write(self, *rows: str) -> list[Answer]:
        """Write the rows at once; return the answers."""
        return await self.answers(self.begin(*rows))

    async def answers(self, tasks: list[asyncio.Task[Answer]]) -> list[Answer]:
        """Wait for writes that are under way; raise ``StopError`` if one never ends."""
        done, waiting = await asyncio.wait(tasks, timeout=PATIENCE)
        for one in waiting:
            one.cancel()
        if waiting:
            words = f"{len(waiting)} of {len(tasks)} writes were never answered."
            if len(tasks) == 1:
                words = "One write, alone, was never answered."
            raise StopError(Outcome.NOT_YET, words, self._stuck())
        return [one.result() for one in tasks if not one.cancelled() and one in done]

    def _stuck(self) -> str:
        """Say what to do about a write that is never answered."""
        lock = getattr(self.writer, "lock", None)
        if isinstance(lock, asyncio.Lock) and lock.locked() and not self.file.under_way:
            return "`self.lock` is taken, and no commit is under way: " + (
                "whoever took it did not give it back. `async with self.lock:` does, "
                "also after an error."
                if self.file.commits
                else "whoever has the lock waits for somebody who wants it. Take it in "
                "`_commit` alone."
            )
        if not self.file.commits:
            return (
                "No commit began. Whoever comes first begins a task for it, and waits "
                "for no other visitor."
            )
        return "Whoever waits for a commit has to be woken when it is done."


async def _first_fault(kind: type) -> tuple[str, ...]:
    for question in (
        _alone,
        _at_once,
        _meanwhile,
        _at_a_full_disk,
        _full_meanwhile,
        _one_leaves,
    ):
        answer = await guarded(_made(kind))
        words = await question(value_of(answer))
        if words:
            return words
    return ()


async def _made(kind: type) -> Answer:
    return Answer(_Desk(kind))


async def _alone(desk: _Desk) -> tuple[str, ...]:
    tasks = desk.begin("tea")
    await _turns()
    waited = not desk.file.commits
    [answer] = await desk.answers(tasks)
    value_of(answer)
    return (
        _of_the_commit(desk.file, desk.writer) or _early(desk, _ALONE) or _held(waited)
    )


_ALONE: Final = "One write, alone: "


def _of_the_commit(file: _File, writer: Any) -> tuple[str, ...]:
    """Find the fault in what one write, of ``tea``, gave to ``commit``."""
    if not file.commits:
        return (
            "One write, `tea`, was answered, and nothing was committed.",
            "`await self.commit(rows)` writes a list of rows as one transaction.",
        )
    if not _several(file.given[0]):
        return (
            f"`commit` got {shown(file.given[0])}, and not a list of rows.",
            "Hand it all the rows that wait: `await self.commit(rows)`.",
        )
    if file.commits == [[]]:
        one_list = file.given[0] is getattr(writer, "rows", None)
        return (
            "The commit got an empty list, and `tea` is in no commit.",
            _TWO_NAMES if one_list else _PUT_FIRST,
        )
    if other := [one for one in file.commits if one not in ([], ["tea"])]:
        return (
            f'One write, of `"tea"`: the commit got {shown(other[0])}, and not '
            '`["tea"]`.',
            "Put the row itself into the list: `self.rows.append(row)`.",
        )
    return ()


_TWO_NAMES: Final = (
    "`rows` and `self.rows` are two names of one list: give `self.rows` a new list, "
    "and leave the old one to the commit."
)
_PUT_FIRST: Final = (
    "A row has to be in `self.rows` when `_commit` takes them: put it there before you "
    "await the task."
)


def _held(waited: bool) -> tuple[str, ...]:
    if not waited:
        return ()
    return (
        "One write, alone: nothing was under way, and its commit did not begin at "
        "once. A visitor who is alone would wait for others who never come.",
        "Leave out the sleep: what comes during a commit is collected anyway, for the "
        "next one.",
    )


def _early(desk: _Desk, where: str) -> tuple[str, ...]:
    if not desk.too_early:
        return ()
    row = desk.too_early[0]
    return (
        f"{where}`{row}` was answered before it was in the file. If the program ends "
        "now, the visitor was told something false.",
        "Answer only when the commit of that row is done: await it.",
    )


async def _at_once(desk: _Desk) -> tuple[str, ...]:
    rows = [*(f"row {number}" for number in range(MANY - 1)), "row 0"]
    for answer in await desk.write(*rows):
        value_of(answer)
    file = desk.file
    # whoever comes first may be alone in a commit: the others come meanwhile
    first_alone = any(len(one) == 1 for one in file.commits[:1])
    if len(file.commits) > 1 + first_alone:
        return (
            f"{MANY} writes at once made {len(file.commits)} commits.",
            "One task made them all: hand `commit` the whole list, and not in parts."
            if len(file.tasks) == 1
            else "Let only the first of those who wait begin a commit; the others add "
            "their rows to it.",
        )
    return _early(desk, f"{MANY} writes at once: ") or _each_once(file, rows)


def _each_once(file: _File, rows: list[str]) -> tuple[str, ...]:
    asked, written = Counter(rows), Counter(file.rows)
    if missing := [row for row in rows if not written[row]]:
        return (f"`{missing[0]}` was answered and is not in the file.",)
    if lost := [row for row in rows if written[row] < asked[row]]:
        return (
            f"`{lost[0]}` came {_times(asked[lost[0]])} and was written "
            f"{_times(written[lost[0]])}: of two writes to one key the wrong one may "
            "last.",
            "Equal rows are separate writes: keep all of them, in their order.",
        )
    if twice := [row for row in rows if written[row] > asked[row]]:
        return (
            f"`{twice[0]}` was written {_times(written[twice[0]])}.",
            "What a commit has taken is no longer in `self.rows`.",
        )
    if file.rows != rows:
        return (
            "The rows are in the file in another order than they came in: of two "
            "writes to one key, the wrong one would last.",
            "Keep them in a list, and commit it from its beginning.",
        )
    return ()


def _times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


async def _meanwhile(desk: _Desk) -> tuple[str, ...]:
    file = desk.file
    tasks = await _begun_meanwhile(desk)
    if file.overlapped:
        file.free.set()
        await desk.answers(tasks)
        return (
            "A second commit began while the first was under way, and a connection "
            "has one transaction at a time.",
            "`async with self.lock:` lets one commit in, and the next one after it.",
        )
    late = await _late(desk, tasks)
    file.free.set()
    for answer in await desk.answers(tasks):
        value_of(answer)
    return (
        _early_meanwhile(desk)
        or late
        or _each_once(file, ["tea", "jam", "oil", "rye"])
        or _apart(file)
    )


async def _begun_meanwhile(desk: _Desk) -> list[asyncio.Task[Answer]]:
    """Hold the commit of two rows; begin two more writes, one after the other."""
    desk.file.free.clear()
    tasks = desk.begin("tea", "jam")
    await _turns()
    for row in ("oil", "rye"):
        tasks += desk.begin(row)
        await _turns()
    return tasks


async def _late(desk: _Desk, tasks: list[asyncio.Task[Answer]]) -> tuple[str, ...]:
    """Let the first commit end and hold the next one: say who still waits."""
    desk.file.free.set()
    await asyncio.sleep(0)
    desk.file.free.clear()
    await _turns()
    if "tea" not in desk.file.rows or tasks[0].done():
        return ()
    return (
        "`tea` is in the file, and its visitor still waits: for the next commit, which "
        "holds the rows of others.",
        "A task makes one commit, and ends. Whoever finds `self.rows` empty begins a "
        "new task, also while a commit is under way.",
    )


def _early_meanwhile(desk: _Desk) -> tuple[str, ...]:
    early = _early(desk, _DURING)
    if not early:
        return ()
    row, rows = desk.too_early[0], getattr(desk.writer, "rows", None)
    if isinstance(rows, list) and row in rows:
        advice = (
            f"`{row}` still waits in `self.rows`: the commit under way had taken its "
            "rows before. Whoever finds `self.rows` empty begins a new task, also "
            "while a commit is under way."
        )
    elif not any(row in commit for commit in desk.file.commits):
        advice = (
            f"`{row}` is in no commit, and no longer in `self.rows`. Give `self.rows` "
            "a new list *before* you await the commit, not after it."
        )
    else:
        return early
    return (early[0], advice)


def _apart(file: _File) -> tuple[str, ...]:
    if any({"oil", "rye"} <= {*commit} for commit in file.commits):
        return ()
    return (
        "`oil` and `rye` came while a commit was under way, and the next commit did "
        "not take both.",
        "Take the rows from `self.rows` when the lock is yours, not before.",
    )


_DURING: Final = "A write that came while a commit was under way: "


async def _turns() -> None:
    for _ in range(TURNS):
        await asyncio.sleep(0)


async def _at_a_full_disk(desk: _Desk) -> tuple[str, ...]:
    desk.file.full = True
    answers = await desk.write("tea", "jam", "oil")
    wrong = [one for one in answers if one.error != "DiskFullError"]
    if wrong:
        said = f"raised {wrong[0]}" if wrong[0].error else "ended without an error"
        return (
            f"The disk was full and the commit failed, and {len(wrong)} of 3 writes "
            f"{said}.",
            "The error belongs to all whose rows were in that commit: await it, and "
            "let it through.",
        )
    if again := _again(desk.file):
        return again
    desk.file.full = False
    [answer] = await desk.write("rye")
    if answer.error is not None:
        return (
            "After a commit that failed, a write on a disk with room fails, too.",
            "A task that failed fails everybody who awaits it: the next write needs "
            "a new task.",
        )
    return _all_the_same(desk) or _early(desk, "After a commit that failed: ")


def _all_the_same(desk: _Desk) -> tuple[str, ...]:
    if not (both := [row for row in desk.refused if row in desk.file.rows]):
        return ()
    return (
        f"A commit failed and the visitor of `{both[0]}` was told so, and a later "
        "commit wrote it all the same.",
        "Await the commit that takes your row, and no other, and drop its rows if it "
        "fails: whoever was told may write again.",
    )


def _again(file: _File) -> tuple[str, ...]:
    given = Counter(row for commit in file.commits for row in commit)
    if twice := [row for row, times in given.items() if times > 1]:
        return (
            f"The disk was full and the commit failed, and `{twice[0]}` was given to "
            "`commit` again: all who came meanwhile wait for that, too.",
            "Commit once and let the error through: whoever was told may write again.",
        )
    return ()


async def _full_meanwhile(desk: _Desk) -> tuple[str, ...]:
    tasks = await _begun_meanwhile(desk)
    desk.file.full = True
    desk.file.free.set()
    await desk.answers(tasks)
    if not desk.too_early:
        desk.file.full = False
        await desk.write("fig")
        return _all_the_same(desk)
    return (
        f"`{desk.too_early[0]}` came while a commit was under way. The disk was full, "
        "its row's commit failed, and its visitor was told that all is well.",
        "Await the task that takes your row. One task takes all that wait, so make a "
        "new one only when `self.rows` is empty.",
    )


async def _one_leaves(desk: _Desk) -> tuple[str, ...]:
    desk.file.free.clear()
    tasks = desk.begin("tea", "jam", "oil")
    await _turns()
    tasks[0].cancel()
    await _turns()
    desk.file.free.set()
    _, waiting = await asyncio.wait(tasks, timeout=PATIENCE)
    for one in waiting:
        one.cancel()
    if waiting:
        return (
            "Three writes wait for one commit, and the first visitor leaves: "
            f"{len(waiting)} of the others were never answered.",
            "What the first one awaited is cancelled, and a future that is cancelled "
            "takes no answer: look at `done()` before you set one.",
        )
    if any(one.cancelled() or one.result().error for one in tasks[1:] if one.done()):
        return (
            "Three writes wait for one commit, and the first visitor leaves: then the "
            "others' writes were cancelled, too.",
            "Cancelling a visitor who awaits a task cancels the task. "
            "`await asyncio.shield(self.task)` prevents that.",
        )
    await desk.answers(tasks)
    return _early(desk, "After one visitor left: ")
