"""A batch: steps that are handed to a thread together, and their answers."""

import asyncio
import contextlib
from collections.abc import Callable
from threading import Lock
from typing import Any, Final, TypeAlias

from sessionkit.stores.sqlite.file import Done, Step

SHORT: Final = 0.0005
"""Seconds for which a loop waits for a thread, and only for one that was quick before.

So a disk that is slow holds a loop this long once, and not again while it stays slow.
"""

Future: TypeAlias = asyncio.Future[Any]
Loop: TypeAlias = asyncio.AbstractEventLoop


class Batch:
    """Steps that are handed over together: all of them read, or all of them write.

    Their answers are told in the event loop ``loop``; without one nobody waits.
    """

    def __init__(self, loop: Loop | None, *, writes: bool) -> None:
        self.writes = writes
        self.steps: list[Step] = []
        self.told: list[Future | Callable[[], None]] = []
        """Who is to be told the answer of a step, or what is to be done after it."""
        self._loop = loop
        self._done: list[Done] = []
        self.is_awaited = loop is not None
        self._is_left = True  # by a loop that does not wait, or does no more
        self._running = Lock()

    def expect(self) -> None:
        """Say, before it is handed over, that ``wait`` is going to be called."""
        self._is_left = False
        self._running.acquire()

    def wait(self) -> None:
        """Tell the answers if they come within ``SHORT``; later the thread does it."""
        if self._is_left:
            return
        try:
            self._running.acquire(timeout=SHORT)
        finally:  # also where somebody interrupts a cell of a notebook
            if not self._done:
                self._is_left = True
            # perhaps only just now; told twice is told once
            if self._done:
                self._tell()

    def hand_back(self, done: list[Done]) -> None:
        """Give the answers, in the thread that has them."""
        self._done = done
        if not self._is_left:
            self._running.release()
            if not self._is_left:  # meanwhile
                return
        if self._loop is None:
            self._tell()
            return
        # a loop may have ended, and whoever waited with it
        with contextlib.suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._tell)

    def _tell(self) -> None:
        for told, done in zip(self.told, self._done, strict=True):
            if isinstance(told, asyncio.Future):
                tell(told, done)
            else:
                told()

    def refuse(self, error: Exception) -> None:
        """Tell each that nothing was done."""
        self._done = [(False, error)] * len(self.steps)
        self._tell()


def tell(future: Future, done: Done) -> None:
    """Give a future the answer of a step, or its error."""
    is_done, answer = done
    if future.done():  # whoever waited was cancelled
        return
    if is_done:
        future.set_result(answer)
    else:
        future.set_exception(answer)
