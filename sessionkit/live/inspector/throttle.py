"""Gather bursts: the first change at once, then so many a second, and the last."""

import asyncio
import threading
import time
from collections.abc import Callable
from typing import Final

INTERVAL: Final = 1 / 30
"""Seconds from one call to the next, at least."""
SHARE: Final = 5
"""A call may take one part in so many of the time."""


class Gather:
    """Calls ``function`` for many ``poke``s: soon after the first, never too often.

    The first call is made within ``poke`` itself, since a loop that never waits lets no
    other code run; the last by the event loop, as soon as that is free. A poke from
    another thread is handed to the loop. Without a loop each poke calls at once.
    """

    def __init__(self, function: Callable[[], None]) -> None:
        self._function = function
        self._next = 0.0
        self._later: asyncio.TimerHandle | None = None
        self._thread = threading.get_ident()
        try:
            self._loop: asyncio.AbstractEventLoop | None = asyncio.get_running_loop()
        except RuntimeError:
            self._loop = None

    def poke(self) -> None:
        """Say that something changed."""
        if self._loop is None or self._loop.is_closed():
            self._call()
        elif threading.get_ident() != self._thread:
            self._loop.call_soon_threadsafe(self.poke)
        elif time.perf_counter() >= self._next:
            self._call()
        elif self._later is None:
            self._later = self._loop.call_later(INTERVAL, self._call)

    def close(self) -> None:
        """Forget a call that is due."""
        if self._later is not None:
            self._later.cancel()
            self._later = None

    def _call(self) -> None:
        self.close()
        start = time.perf_counter()
        self._function()
        end = time.perf_counter()
        self._next = end + max(INTERVAL, (SHARE - 1) * (end - start))
