"""Gather bursts: the first changes at once, then so many a second, and the last."""

import asyncio
import threading
import time
from collections.abc import Callable
from typing import Final

INTERVAL: Final = 1 / 30
"""Seconds from one call to the next, on the whole."""
AT_ONCE: Final = 20
"""Calls that may come at once after a rest: a cell that does a little shows it all."""
_MOMENT: Final = 1e-6
SHARE: Final = 5
"""A call may take one part in so many of the processor's time."""


class Gather:
    """Calls ``function`` for many ``poke``s: soon after the first, never too often.

    The first calls are made within ``poke`` itself, since a loop that never waits lets
    no other code run; the last by the event loop, as soon as that is free. A poke from
    another thread is handed to the loop. Without a loop each poke calls at once.
    ``interval`` gives the seconds from one call to the next.
    """

    def __init__(
        self,
        function: Callable[[], None],
        interval: Callable[[], float] = lambda: INTERVAL,
        clock: Callable[[], float] = time.perf_counter,
        spent: Callable[[], float] = time.process_time,
    ) -> None:
        self._function = function
        self._interval = interval
        self._clock = clock
        self._spent = spent
        self._full = 0.0  # when all calls of ``AT_ONCE`` are to be had again
        self._next = 0.0
        self._later: asyncio.TimerHandle | None = None
        self._thread = threading.get_ident()
        try:
            self._loop: asyncio.AbstractEventLoop | None = asyncio.get_running_loop()
        except RuntimeError:
            self._loop = None

    @property
    def wait(self) -> float:
        """Seconds from now within which a poke, but for the last, calls nothing."""
        if self._loop is None or self._loop.is_closed():
            return 0.0
        return max(0.0, self._next - self._clock())

    def poke(self) -> None:
        """Say that something changed."""
        if self._loop is None or self._loop.is_closed():
            self._call()
        elif threading.get_ident() != self._thread:
            self._loop.call_soon_threadsafe(self.poke)
        elif self._clock() >= self._next:
            self._call()
        elif self._later is None:
            self._later = self._loop.call_later(self.wait, self._call)

    def rested(self) -> None:
        """Take it that a rest has passed: a call that is due is made at once."""
        self._full = self._next = 0.0
        if self._later is not None:
            self._call()

    def close(self) -> None:
        """Forget a call that is due."""
        if self._later is not None:
            self._later.cancel()
            self._later = None

    def _call(self) -> None:
        self.close()
        start, spent, interval = self._clock(), self._spent(), self._interval()
        full = max(start, self._full)
        self._spend(
            start, full + interval
        )  # before, as the call tells how long to wait
        self._function()
        took = self._spent() - spent
        self._spend(start, full + max(interval, SHARE * took))

    def _spend(self, now: float, full: float) -> None:
        self._full = full
        # sums of fractions are not exact: a moment too early is near enough
        self._next = max(now, full - (AT_ONCE - 1) * self._interval() - _MOMENT)
