"""Call one method of a store and keep the answer, whatever the store does wrong."""

import asyncio
import dis
import inspect
import linecache
import sysconfig
import traceback
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from sessionkit.contract import SessionStore
from sessionkit.running.time_limit import Limited, TimeLimitError
from sessionkit.running.unawaited import unawaited
from sessionkit.traces.answer import Answer
from sessionkit.traces.operation import Call
from sessionkit.traces.values import show, snapshot, visible

MISSING_METHOD: Final = "MissingMethod"
NOT_ASYNC: Final = "NotAsync"
TIME_LIMIT: Final = "TimeLimit"
OURS: Final = (None, MISSING_METHOD, NOT_ASYNC, TIME_LIMIT)
"""The errors of an answer that no code of the store's raised."""

TOO_LATE: Final = Answer(error=TIME_LIMIT, message="no answer within the time limit")
_WAITS: Final = {"YIELD_VALUE", "SEND", "RESUME"}
_KIT = str(Path(__file__).parents[1])
_LIBRARIES = tuple(sysconfig.get_path(one) for one in ("stdlib", "purelib", "platlib"))


async def call(
    store: SessionStore, operation: Call, *, take: Callable[[Any], Any] = snapshot
) -> Answer:
    """Call the operation's method on ``store``; return the answer, and never raise.

    ``take`` makes the answer's value of what came back: by default a copy that later
    changes cannot reach. Only what stops the caller too passes: a time limit, a
    cancelled task, Ctrl+C.
    """
    with unawaited() as names:
        answer = await guarded(_called(store, operation, take))
    return replace(answer, unawaited=tuple(names)) if names else answer


async def _called(
    store: SessionStore, operation: Call, take: Callable[[Any], Any]
) -> Answer:
    method = getattr(store, operation.method, None)
    if method is None:
        message = f"the store has no method {operation.method}"
        return Answer(error=MISSING_METHOD, message=message)
    result = method(*operation.arguments)
    if not inspect.isawaitable(result):
        mend = f"begin it with `async def {operation.method}`"
        if inspect.isasyncgen(result):
            mend = "write `return` in place of `yield`"
        message = (
            f"{operation.method} gave {show(snapshot(result))} at once, with "
            f"nothing to await; {mend}"
        )
        return Answer(error=NOT_ASYNC, message=message)
    value = await result
    close(value)
    return Answer(take(value))


async def guarded(answering: Awaitable[Answer]) -> Answer:
    """Await an answer; an error on the way is the answer."""
    try:
        return await answering
    except BaseException as error:  # a store may also raise SystemExit
        if stops_the_caller(error):
            raise
        answer = Answer.raised(error, where=_where(error))
        # one error that is raised each time would drag all its past frames along
        BaseException.with_traceback(error, None)
        return answer


def stops_the_caller(error: BaseException) -> bool:
    """Whether an error is none of the store's: time is up, a task ends, Ctrl+C."""
    if isinstance(error, asyncio.CancelledError):
        return is_cancelled()
    return isinstance(error, TimeLimitError | KeyboardInterrupt) or _is_closed(error)


async def within(answering: Awaitable[Answer], seconds: float) -> Answer:
    """Await an answer for so many seconds; a ``TimeLimit`` error is one, too."""
    # made first: what the timeout cancels is to find its time up, or a store that
    # catches that and waits again would wait for ever
    limited = Limited(answering, seconds)
    try:
        async with asyncio.timeout(seconds) as timeout:
            return await _in_time(limited)
    except TimeoutError:
        if not timeout.expired():
            raise
        return TOO_LATE


async def computing(answering: Awaitable[Answer], seconds: float) -> Answer:
    """Await an answer that may compute, between two waits, for so many seconds.

    Unlike ``within`` it needs no event loop, and waits without a limit.
    """
    return await _in_time(Limited(answering, seconds))


async def _in_time(limited: Limited[Answer]) -> Answer:
    try:
        return await limited
    except TimeLimitError:
        return TOO_LATE


def close(value: object) -> None:
    """Close a coroutine that came back: else Python warns, at our line, of it."""
    if inspect.iscoroutine(value):
        value.close()


def _is_closed(error: BaseException) -> bool:
    """Whether Python closes the coroutine; a store may raise GeneratorExit, too.

    Closing throws the error in where the coroutine waits, which is no call and no
    ``raise``.
    """
    if not isinstance(error, GeneratorExit):
        return False
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return False
    code = dis.get_instructions(trace.tb_frame.f_code)
    return {one.offset: one.opname for one in code}[trace.tb_lasti] in _WAITS


def is_cancelled() -> bool:
    """Whether the task that runs is being cancelled, from outside of the store."""
    try:
        task = asyncio.current_task()
    except RuntimeError:  # no event loop runs
        return False
    return task is not None and task.cancelling() > 0


def _where(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    theirs = [frame for frame in frames if not frame.filename.startswith(_KIT)]
    if not theirs:
        return ""
    # an error that json raises is the fault of the line that called it
    own = [one for one in theirs if not one.filename.startswith(_LIBRARIES)]
    last = _line((own or theirs)[-1])
    # a helper may be given: the line that called it is where to look
    calls = [one for one in own if not one.name.startswith(("_", "<"))]
    is_helper = own and own[-1].name.startswith("_") and own[-1].name[:2] != "__"
    if not (is_helper and calls and last):
        return last
    return f"{_line(calls[-1])}; there, {last}"


def _line(frame: traceback.FrameSummary) -> str:
    line = linecache.getline(frame.filename, frame.lineno or 0).strip()
    return visible(f"line {frame.lineno}, in {frame.name}: {line}") if line else ""
