"""A time limit for code that may never return; it works without threads, too."""

import contextlib
import signal
import sys
import threading

# signal.signal asks its enumerations, which takes ten times as long as all the rest
from _signal import signal as handle  # type: ignore[import-not-found]
from collections.abc import Awaitable, Generator, Iterator
from time import monotonic
from types import FrameType
from typing import Any, TypeVar

from sessionkit.errors import SessionkitError

T = TypeVar("T")

REPEAT = 0.05
"""Seconds until the alarm rings again, for code that catches it and carries on."""
LEAST = 0.001
"""The shortest limit, in seconds: the alarm must not ring while it is being cleared."""


class TimeLimitError(BaseException):
    """The code ran longer than it was allowed to.

    Not an ``Exception``: code that catches those in a loop must end, too.
    """


class WaitsError(SessionkitError, RuntimeError):
    """The awaitable waits for something: it needs an event loop."""


@contextlib.contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise ``TimeLimitError`` in the block once ``seconds`` have passed.

    Uses an alarm signal where one is free. Elsewhere it traces each line that runs,
    which also works in a browser and on Windows but cannot interrupt one long call into
    C.
    """
    if _alarm_is_free():
        previous = handle(signal.SIGALRM, _ring)
        try:
            signal.setitimer(signal.ITIMER_REAL, max(seconds, LEAST), REPEAT)
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            handle(signal.SIGALRM, previous)
    else:
        yield from _traced_limit(seconds)


def _alarm_is_free() -> bool:
    return (
        hasattr(signal, "setitimer")
        and sys.platform != "emscripten"
        and threading.current_thread() is threading.main_thread()
        and signal.getitimer(signal.ITIMER_REAL)[0] == 0
    )


def _ring(_: int, frame: FrameType | None) -> None:
    # the alarm must not interrupt the code that sets and clears it
    if frame is None or frame.f_code.co_filename not in _OURS:
        raise TimeLimitError


_OURS = (__file__, contextlib.__file__)


def _traced_limit(seconds: float) -> Iterator[None]:
    end = monotonic() + seconds

    def trace(frame: FrameType, _event: str, _argument: object) -> Any:
        if monotonic() > end and frame.f_code.co_filename not in _OURS:
            raise TimeLimitError
        return trace

    previous = sys.gettrace()
    sys.settrace(trace)
    try:
        yield
    finally:
        sys.settrace(previous)


class Limited(Awaitable[T]):
    """Await ``awaitable``, with a limit on each stretch that runs without waiting.

    The limit covers the awaited code only, never the event loop between its stretches;
    bound the waiting itself with ``asyncio.timeout``. What is cancelled after so many
    seconds from when this was made, and waits again, is closed.
    """

    def __init__(self, awaitable: Awaitable[T], seconds: float) -> None:
        self._awaitable = awaitable
        self._seconds = seconds
        self._end = monotonic() + seconds

    def __await__(self) -> Generator[Any, Any, T]:
        """Drive the awaited code a stretch at a time."""
        stretches = self._awaitable.__await__()
        resume = None
        while True:
            thrown = resume is not None
            try:
                with time_limit(self._seconds):
                    pending = (
                        next(stretches) if resume is None else stretches.throw(resume)
                    )
            except StopIteration as stop:
                result: T = stop.value
                return result
            if thrown and monotonic() >= self._end:  # cancelled, it waits again
                with contextlib.suppress(RuntimeError):
                    stretches.close()
                raise TimeLimitError
            resume = None
            try:
                yield pending
            except BaseException as error:  # noqa: BLE001  # the loop cancels by this
                resume = error


def drive(awaitable: Awaitable[T]) -> T:
    """Run an awaitable that never waits, without an event loop; return its result.

    Raises ``WaitsError`` if it waits.
    """
    stretches = awaitable.__await__()
    try:
        next(stretches)
    except StopIteration as stop:
        result: T = stop.value
        return result
    stretches.close()
    raise WaitsError
