"""A function of the learner's: whether it is one to try, and what it answers."""

import inspect
from collections.abc import Awaitable, Callable
from typing import Any, Final

from sessionkit.checking.stub import is_empty
from sessionkit.running.call import TIME_LIMIT, guarded, within
from sessionkit.running.unawaited import unawaited
from sessionkit.teaching.trial import Outcome, StopError, Trial, error_line
from sessionkit.traces.answer import Answer
from sessionkit.traces.values import show, snapshot

LIMIT: Final = 2.0
"""Seconds that a function may take."""


def not_tried(
    function: Any, what_is_awaited: str = "The session's methods are"
) -> Trial | None:
    """Return why an async function cannot be tried, or None."""
    name = getattr(function, "__name__", "your function")
    trial = no_function(function, name)
    if trial is None and not inspect.iscoroutinefunction(function):
        head = f"async def {name}" if name.isidentifier() else "async def"
        words = f"{what_is_awaited} awaited: begin with `{head}`."
        if inspect.isasyncgenfunction(function):
            words = "`yield` makes it a generator: answer by `return`."
        return Trial(name, Outcome.NOT_YET, (words,))
    return trial


def no_function(function: Any, name: str) -> Trial | None:
    """Return that it is no function, or not written yet, or None."""
    if not callable(function):
        words = f"Give the function, not {shown(function)}."
        return Trial(name, Outcome.NOT_YET, (words,))
    if is_empty(function):
        words = "Replace the three dots with its body, then run this cell again."
        return Trial(name, Outcome.NOT_ATTEMPTED, (words,))
    return None


async def asked(function: Callable[..., Awaitable[Any]], *arguments: Any) -> Any:
    """Return what an async function answers.

    Raises ``StopError`` where it raises, computes too long or forgets an ``await``.
    """

    async def called() -> Answer:
        return Answer(await function(*arguments))

    return value_of(await awaited(called()))


async def awaited(answering: Awaitable[Answer]) -> Answer:
    """Return what the learner's code answers; ``StopError`` for a missing ``await``."""
    with unawaited() as names:
        answer = await within(guarded(answering), LIMIT)
    if names:
        words = f"`{names[0]}` was called without `await`, so it did nothing."
        raise StopError(Outcome.NOT_YET, words, "Write `await` before the call.")
    return answer


def value_of(answer: Answer, *hints: str) -> Any:
    """Return an answer's value; raise ``StopError`` for an error of the learner's."""
    if answer.error == TIME_LIMIT:
        words = f"It ran for {LIMIT:.0f} seconds; look for a loop without an end."
        raise StopError(Outcome.RAISED, words)
    if answer.error is not None:
        raise StopError(Outcome.RAISED, error_line(answer), *hints)
    return answer.value


def shown(value: Any) -> str:
    """Return a value as code, short enough for a sentence."""
    return f"`{show(snapshot(value))}`"
