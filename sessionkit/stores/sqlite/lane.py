"""Threads that run steps in the order in which they come, as many at once as wait.

To hand a step to a thread, and its answer back, costs more than the step. So all steps
of one turn of an event loop are handed over together, and then the loop waits for their
answers, for ``SHORT`` at most: to sleep and to be woken by a thread would cost it more.
"""

import asyncio
import contextlib
import os
import sys
from collections.abc import Callable
from queue import SimpleQueue
from threading import Lock, Thread
from time import perf_counter
from typing import Any, Final, TypeAlias

from sessionkit.stores.errors import StoreUnavailableError
from sessionkit.stores.sqlite.file import Connection, Done, File, Step

MOST: Final = 500
"""Steps of one batch; a transaction begins no further one once it has as many."""

SHORT: Final = 0.0005
"""Seconds for which a loop waits for a thread, and only for one that was quick before.

So a disk that is slow holds a loop this long once, and not again while it stays slow.
"""

ROUNDS: Final = 100
"""How often a lane closes that is asked for more each time."""

_Future: TypeAlias = asyncio.Future[Any]
_Loop: TypeAlias = asyncio.AbstractEventLoop


class Batch:
    """Steps that are handed over together: all of them read, or all of them write.

    Their answers are told in the event loop ``loop``; without one nobody waits.
    """

    def __init__(self, loop: _Loop | None, *, writes: bool) -> None:
        self.writes = writes
        self.steps: list[Step] = []
        self.told: list[_Future | Callable[[], None]] = []
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
                _tell(told, done)
            else:
                told()

    def refuse(self, error: Exception) -> None:
        """Tell each that nothing was done."""
        self._done = [(False, error)] * len(self.steps)
        self._tell()


class Lanes:
    """Two threads with a connection each, so that no read waits behind a write.

    A write may wait for other programs. While none is under way, reads go where the
    writes go: a connection knows what it wrote itself, and another one has to look.
    """

    def __init__(self, file: File) -> None:
        self._writer = Lane(Connection(file, writes=True))
        self._reader = Lane(Connection(file, writes=False))
        # what is handed over at the end of this turn of a loop: reads, and writes
        self._begun: tuple[dict[_Loop, Batch], dict[_Loop, Batch]] = {}, {}

    def read(self, step: Step) -> _Future:
        """Run a step that is one statement and writes nothing; give its answer."""
        return self._put(step, writes=False)

    def write(self, step: Step) -> _Future:
        """Run a step; give its answer, or its error."""
        return self._put(step, writes=True)

    def post(self, step: Step, then: Callable[[], None]) -> None:
        """Have a step run some time, and ``then`` whatever became of it."""
        batch = Batch(None, writes=True)
        batch.steps.append(step)
        batch.told.append(then)
        self._writer.put(batch)

    async def close(self) -> None:
        """Run what waits, and what comes meanwhile, then close the connections."""
        await asyncio.sleep(0)  # what was begun in this turn comes first
        # in this order, as a read may have something written
        for lane in (self._reader, self._writer):
            await lane.close()

    def stop(self) -> None:
        """Let the threads end, some time."""
        for lane in (self._writer, self._reader):
            lane.stop()

    def _put(self, step: Step, *, writes: bool) -> _Future:
        loop = asyncio.get_running_loop()
        begun = self._begun[writes]
        batch = begun.get(loop)
        if batch is None or len(batch.steps) == MOST:
            batch = begun[loop] = Batch(loop, writes=writes)
            # behind all that is ready to run, which may have steps as well
            loop.call_soon(self._hand_over, loop, batch)
        future = loop.create_future()
        batch.steps.append(step)
        batch.told.append(future)
        return future

    def _hand_over(self, loop: _Loop, batch: Batch) -> None:
        begun = self._begun[batch.writes]
        if begun.get(loop) is batch:
            del begun[loop]
        try:
            if not self._writer.put(batch, waits=batch.writes):
                self._reader.put(batch)
        except RuntimeError as error:  # no thread can begin
            away = f"the sessions cannot be reached: {error}"
            batch.refuse(StoreUnavailableError(away))
        else:
            batch.wait()


class Lane:
    """Runs steps on one connection, in a thread of its own that begins with the first.

    All that wait are run as one transaction, reads before writes.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._queue: SimpleQueue[Batch | None] = SimpleQueue()
        self._thread: Thread | None = None
        self._is_quick = False
        self._writes = 0
        self._counting = Lock()

    def put(self, batch: Batch, *, waits: bool = True) -> bool:
        """Have a batch run; answer ``False`` if that would wait for a write.

        Raises ``RuntimeError`` if no thread can begin.
        """
        with self._counting:
            if self._writes and not waits:
                return False
            if self._thread is None:
                self._thread = self._start()
            if self._is_quick and batch.is_awaited:
                self._is_quick = False  # one is waited for, until it is done
                batch.expect()
            self._writes += batch.writes
            self._queue.put(batch)
            return True

    async def close(self) -> None:
        """Run what waits, and what comes meanwhile, then close the connection."""
        # what comes while a thread ends begins another one
        for _ in range(ROUNDS):
            if self._thread is None:
                return
            with self._counting:
                thread, self._thread = self._thread, None
                self._queue.put(None)
                self._queue = SimpleQueue()
            await asyncio.get_running_loop().run_in_executor(None, thread.join)

    def stop(self) -> None:
        """Let the thread end, some time."""
        self._queue.put(None)

    def _start(self) -> Thread:
        # a daemon, so that a program that forgets to close it ends
        thread = Thread(
            target=self._work,
            args=(self._queue,),
            name="sessionkit-sqlite",
            daemon=True,
        )
        thread.start()
        return thread

    def _work(self, queue: SimpleQueue[Batch | None]) -> None:
        _interrupt_nobody()
        # in a method of its own, so that nothing is kept of what was done
        while self._run_next(queue):
            pass
        self._connection.close()

    def _run_next(self, queue: SimpleQueue[Batch | None]) -> bool:
        """Run the next batch, with what waits behind it; answer whether to go on."""
        batch = queue.get()
        if batch is None:
            return False
        batches, size = [batch], len(batch.steps)
        while size < MOST and not queue.empty():
            batch = queue.get()
            if batch is None:
                break
            batches.append(batch)
            size += len(batch.steps)
        for writes in (False, True):
            alike = [one for one in batches if one.writes is writes]
            if alike:
                self._run(alike, writes=writes)
        return batch is not None

    def _run(self, batches: list[Batch], *, writes: bool) -> None:
        steps = batches[0].steps
        for batch in batches[1:]:
            steps = [*steps, *batch.steps]
        self._is_quick = False  # nobody waits for what comes meanwhile
        begun = perf_counter()
        done = self._connection.run(steps, writes=writes)
        self._is_quick = perf_counter() - begun < SHORT
        if writes:
            # first, as whoever is told may read next, and need not take the other lane
            with self._counting:
                self._writes -= len(batches)
        for batch in batches:
            batch.hand_back(done[: len(batch.steps)])
            done = done[len(batch.steps) :]


def _interrupt_nobody() -> None:
    """Let this thread begin when the one that wakes it goes to sleep, and not before.

    It could do nothing yet, as the other one has Python's lock (sched(7), SCHED_BATCH).
    """
    if sys.platform == "linux" and os.sched_getscheduler(0) == os.SCHED_OTHER:
        with contextlib.suppress(OSError):  # which a sandbox may raise
            os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))


class NoLane:
    """Runs each step at once: where there are no threads, or no file to share.

    With ``hands_over`` others get a turn before a step is answered, as with a thread.
    """

    def __init__(self, file: File, *, hands_over: bool = False) -> None:
        self._connection = Connection(file, writes=True)
        self._hands_over = hands_over

    def read(self, step: Step) -> _Future:
        """Run a step that is one statement and writes nothing; give its answer."""
        return self._run(step, writes=False)

    def write(self, step: Step) -> _Future:
        """Run a step; give its answer, or its error."""
        return self._run(step, writes=True)

    def post(self, step: Step, then: Callable[[], None]) -> None:
        """Run a step, and ``then`` whatever became of it."""
        self._connection.run([step], writes=True)
        then()

    async def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def stop(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _run(self, step: Step, *, writes: bool) -> _Future:
        loop = asyncio.get_running_loop()
        future = loop.create_future()
        (done,) = self._connection.run([step], writes=writes)
        if self._hands_over:
            loop.call_soon(_tell, future, done)
        else:
            _tell(future, done)
        return future


def _tell(future: _Future, done: Done) -> None:
    is_done, answer = done
    if future.done():  # whoever waited was cancelled
        return
    if is_done:
        future.set_result(answer)
    else:
        future.set_exception(answer)
