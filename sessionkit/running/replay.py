"""Run operations on a store class and keep the answers: how a trace comes about."""

import asyncio
import copy
import inspect
import itertools
import linecache
import sysconfig
import time
import traceback
from collections.abc import Coroutine, Iterable
from pathlib import Path
from typing import Any, Final

from sessionkit.contract import SessionStore, StoreClass
from sessionkit.running.time_limit import Limited, TimeLimitError
from sessionkit.traces.operation import (
    ASSIGN_ID,
    CHANGE_ANSWER,
    CHANGES,
    OPEN,
    Operation,
)
from sessionkit.traces.trace import Answer, Step, Trace, operations_of
from sessionkit.traces.values import show, snapshot, visible

MISSING_METHOD: Final = "MissingMethod"
NOT_ASYNC: Final = "NotAsync"
TIME_LIMIT: Final = "TimeLimit"

_run_numbers = itertools.count(1)


async def run(
    operations: Iterable[Operation] | Trace,
    store_class: StoreClass,
    *,
    limit: float | None = None,
) -> Trace:
    """Run ``operations`` on stores that ``store_class`` makes; return the trace.

    Given a trace, its operations are run; the answers in it play no part.

    Sessions start empty: each id stands for a fresh one, and the sessions with no id
    or an empty one are cleared before and after. Whatever a store does wrong becomes an
    answer, never an exception of ours. With ``limit`` the run ends after that many
    seconds, with a ``TimeLimit`` error as its last answer.
    """
    replay = Replay(store_class, f"·{next(_run_numbers)}", limit)
    asked = operations_of(operations)
    shared = {
        session_id
        for operation in asked
        for session_id in (operation.session_id, *_assigned(operation))
        if not session_id and operation.method not in CHANGES
    }
    await replay.clear(shared)
    steps = []
    for operation in asked:
        answer = await replay.answer(operation)
        steps.append(Step(operation, answer))
        if answer.error == TIME_LIMIT:
            return Trace(steps)
    await replay.clear({*shared, *replay.stores})
    return Trace(steps)


class Replay:
    """Runs operations one by one, on stores that it makes and keeps.

    ``suffix`` is put to each session id that the store class gets, and taken from the
    messages of errors. ``limit`` is in seconds, from the making of the replay.
    """

    def __init__(
        self, store_class: StoreClass, suffix: str = "", limit: float | None = None
    ) -> None:
        self.stores: dict[str | None, SessionStore] = {}
        self._store_class = store_class
        self._end = None if limit is None else time.monotonic() + limit
        self._suffix = suffix
        self._arguments: list[tuple[Any, ...]] = []
        self._results: list[Any] = []

    async def answer(self, operation: Operation) -> Answer:
        """Run ``operation``; whatever a store does wrong is an answer."""
        self._arguments.append(copy.deepcopy(operation.arguments))
        self._results.append(None)
        try:
            return await self._in_time(self._guarded(operation))
        except TimeLimitError:
            message = "no answer within the time limit"
            return Answer(error=TIME_LIMIT, message=message)

    async def clear(self, session_ids: Iterable[str | None]) -> None:
        """Clear sessions, each through a store made for that."""
        for session_id in session_ids:
            operation = Operation(session_id, "clear")
            self.stores.pop(session_id, None)
            await self.answer(operation)
            self.stores.pop(session_id, None)
            self._arguments.pop()
            self._results.pop()

    async def _guarded(self, operation: Operation) -> Answer:
        try:
            if operation.method in CHANGES:
                return self._change(operation)
            return await self._call(operation)
        except (TimeLimitError, KeyboardInterrupt, GeneratorExit):
            raise
        except BaseException as error:
            if isinstance(error, asyncio.CancelledError) and _is_cancelled():
                raise
            answer = Answer.raised(error, _where(error))
            message = answer.message.replace(self._suffix, "")
            return Answer(error=answer.error, message=message, where=answer.where)

    async def _call(self, operation: Operation) -> Answer:
        session_id, arguments = operation.session_id, self._arguments[-1]
        if operation.method == OPEN:
            self.stores.pop(session_id, None)
            self._store(session_id)
            return Answer()
        store = self._store(session_id)
        if operation.method == ASSIGN_ID:
            store.session_id = self._own_id(arguments[0])
            self.stores[arguments[0]] = self.stores.pop(session_id)
            return Answer()
        method = getattr(store, operation.method, None)
        if method is None:
            message = f"the store has no method {operation.method}"
            return Answer(error=MISSING_METHOD, message=message)
        result = method(*arguments)
        if not inspect.isawaitable(result):
            message = (
                f"{operation.method} gave {show(snapshot(result))} at once, with "
                f"nothing to await; begin it with `async def {operation.method}`"
            )
            return Answer(error=NOT_ASYNC, message=message)
        value = await result
        _close(value)
        self._results[-1] = value
        return Answer(snapshot(value))

    async def _in_time(self, answering: Coroutine[Any, Any, Answer]) -> Answer:
        if self._end is None:
            return await answering
        left = self._end - time.monotonic()
        try:
            async with asyncio.timeout(left) as timeout:
                return await Limited(answering, left)
        except TimeoutError:
            if timeout.expired():
                raise TimeLimitError from None
            raise

    def _store(self, session_id: str | None) -> SessionStore:
        if session_id not in self.stores:
            store = self._store_class(self._own_id(session_id))
            _close(store)
            self.stores[session_id] = store
        return self.stores[session_id]

    def _own_id(self, session_id: str | None) -> str | None:
        return f"{session_id}{self._suffix}" if session_id else session_id

    def _change(self, operation: Operation) -> Answer:
        number, path, value = self._arguments[-1]
        *way, last = path
        answered = operation.method == CHANGE_ANSWER
        target = (
            self._results[number - 1] if answered else self._arguments[number - 1][-1]
        )
        for key in way:
            target = target[key]
        if isinstance(target, list) and last == len(target):
            target.append(value)
        elif isinstance(target, dict | list):
            target[last] = value
        else:
            message = f"there is no dict or list to change: {show(snapshot(target))}"
            return Answer(error="TypeError", message=message)
        return Answer()


def _close(value: object) -> None:
    if inspect.iscoroutine(value):
        value.close()  # else Python warns, at our line, that nobody awaited it


def _assigned(operation: Operation) -> tuple[Any, ...]:
    return operation.arguments if operation.method == ASSIGN_ID else ()


def _is_cancelled() -> bool:
    try:
        task = asyncio.current_task()
    except RuntimeError:  # no event loop runs
        return False
    return task is not None and task.cancelling() > 0


def _where(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    theirs = [frame for frame in frames if not frame.filename.startswith(_OURS)]
    if not theirs:
        return ""
    # an error that json raises is the fault of the line that called it
    own = [one for one in theirs if not one.filename.startswith(_LIBRARIES)]
    frame = (own or theirs)[-1]
    line = linecache.getline(frame.filename, frame.lineno or 0).strip()
    return visible(f"line {frame.lineno} of {frame.name}: {line}") if line else ""


_OURS = str(Path(__file__).parents[1])
_LIBRARIES = tuple(sysconfig.get_path(one) for one in ("stdlib", "purelib", "platlib"))
