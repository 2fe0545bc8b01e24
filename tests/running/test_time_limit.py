"""The time limit, by the alarm signal and by tracing lines."""

import asyncio
import contextlib
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from sessionkit.running import time_limit as deadline
from sessionkit.running.time_limit import (
    Limited,
    TimeLimitError,
    WaitsError,
    drive,
    time_limit,
)


@pytest.fixture(params=["alarm", "tracing"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Interrupt code in each way."""
    if request.param == "tracing":
        monkeypatch.setattr(deadline, "_alarm_is_free", lambda: False)
    elif not deadline._alarm_is_free():
        pytest.skip("no alarm signal here")
    return str(request.param)


@pytest.fixture(autouse=True)
def _nothing_left_behind() -> Iterator[None]:
    handler, tracing = signal.getsignal(signal.SIGALRM), sys.gettrace()
    yield
    assert signal.getsignal(signal.SIGALRM) is handler
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
    assert sys.gettrace() is tracing


def _for_ever() -> None:
    while True:
        pass


def _for_ever_and_catching() -> None:
    while True:
        try:
            _for_ever()
        except Exception:
            continue


@pytest.mark.usefixtures("way")
class TestBothWays:
    """What a limit does, however it is done."""

    def test_an_endless_loop_ends(self) -> None:
        with pytest.raises(TimeLimitError), time_limit(0.05):
            _for_ever()

    def test_an_endless_loop_that_catches_exceptions_ends(self) -> None:
        with pytest.raises(TimeLimitError), time_limit(0.05):
            _for_ever_and_catching()

    async def test_no_time_left_ends_at_once(self) -> None:
        async def endless() -> None:
            _for_ever()

        with pytest.raises(TimeLimitError):
            await Limited(endless(), -1)

    def test_code_in_time_is_left_alone(self) -> None:
        handler = signal.getsignal(signal.SIGALRM)
        tracing = sys.gettrace()
        with time_limit(60):
            total = sum(range(100))

        assert total == 4950
        assert signal.getsignal(signal.SIGALRM) is handler
        assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
        assert sys.gettrace() is tracing

    def test_an_error_passes_and_all_is_as_before(self) -> None:
        handler, tracing = signal.getsignal(signal.SIGALRM), sys.gettrace()
        with pytest.raises(KeyError), time_limit(60):
            raise KeyError
        assert signal.getsignal(signal.SIGALRM) is handler
        assert signal.getitimer(signal.ITIMER_REAL)[0] == 0
        assert sys.gettrace() is tracing

    async def test_limited_covers_each_stretch(self) -> None:
        async def endless_after_a_wait() -> None:
            await asyncio.sleep(0)
            _for_ever()

        with pytest.raises(TimeLimitError):
            await Limited(endless_after_a_wait(), 0.05)

    async def test_limited_gives_the_result(self) -> None:
        async def three() -> int:
            await asyncio.sleep(0)
            return 3

        assert await Limited(three(), 60) == 3

    async def test_limited_passes_a_cancellation_on(self) -> None:
        seen = []

        async def waits() -> None:
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                seen.append("cancelled")
                raise

        task = asyncio.ensure_future(_wrap(Limited(waits(), 60)))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert seen == ["cancelled"]

    async def test_who_is_cancelled_late_and_waits_again_is_closed(self) -> None:
        """However long it took from the making to the first wait."""

        async def waits_again() -> None:
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.Event().wait()
            await asyncio.sleep(1)  # and then it ends, so that this can be red

        limited = Limited(waits_again(), 0.1)
        await asyncio.sleep(0.06)
        task = asyncio.ensure_future(_wrap(limited))
        await asyncio.sleep(0.06)
        task.cancel()
        with pytest.raises(TimeLimitError):
            await task

    async def test_the_loop_between_stretches_is_not_limited(self) -> None:
        """Others may run for longer than the limit while the store waits."""
        begun = asyncio.Event()

        async def waits() -> str:
            begun.set()
            await asyncio.sleep(0.02)
            return "done"

        task = asyncio.ensure_future(_wrap(Limited(waits(), 0.01)))
        await begun.wait()
        for _ in range(200_000):
            pass
        assert await task == "done"


async def _wrap(awaitable: Any) -> Any:
    return await awaitable


def test_a_limit_works_in_a_thread() -> None:
    ended = []

    def target() -> None:
        try:
            with time_limit(0.05):
                _for_ever()
        except TimeLimitError:
            ended.append(True)

    thread = threading.Thread(target=target, daemon=True)
    thread.start()
    thread.join(30)
    assert ended == [True]


@pytest.fixture
def someones_alarm() -> Iterator[Callable[[], float]]:
    """Set an alarm that is not ours."""
    previous = signal.signal(signal.SIGALRM, lambda number, frame: None)
    signal.setitimer(signal.ITIMER_REAL, 60)
    yield lambda: signal.getitimer(signal.ITIMER_REAL)[0]
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, previous)


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no alarm signal here")
def test_someone_elses_alarm_is_left_alone(someones_alarm: Any) -> None:
    with pytest.raises(TimeLimitError), time_limit(0.05):
        _for_ever()
    assert someones_alarm() > 0


def test_an_alarm_does_not_break_off_the_code_that_puts_it_away() -> None:
    ring = "deadline._ring(14, sys._getframe())"
    names = {"deadline": deadline, "sys": sys}
    for ours in (deadline.__file__, contextlib.__file__):
        exec(compile(ring, ours, "exec"), names)
    theirs = compile(ring, "their_store.py", "exec")
    with pytest.raises(TimeLimitError):
        exec(theirs, names)


def test_drive_runs_what_never_waits() -> None:
    async def three() -> int:
        return 3

    assert drive(three()) == 3


def test_drive_tells_what_waits_and_closes_it() -> None:
    closed = []

    async def waits() -> None:
        try:
            await asyncio.sleep(0)
        finally:
            closed.append(True)

    with pytest.raises(WaitsError):
        drive(waits())
    assert closed == [True]
