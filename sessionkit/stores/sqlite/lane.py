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
from typing import Final

from sessionkit.stores.errors import StoreUnavailableError
from sessionkit.stores.sqlite.batch import SHORT, Batch, Future, Loop, tell
from sessionkit.stores.sqlite.file import Connection, File, Step

MOST: Final = 500
"""Steps of one batch; a transaction begins no further one once it has as many."""

ROUNDS: Final = 100
"""How often a lane closes that is asked for more each time."""


class Lanes:
    """Two threads with a connection each, so that no read waits behind a write.

    A write may wait for other programs. While none is under way, reads go where the
    writes go: a connection knows what it wrote itself, and another one has to look.
    """

    def __init__(self, file: File) -> None:
        self._writer = Lane(Connection(file, writes=True))
        self._reader = Lane(Connection(file, writes=False))
        # what is handed over at the end of this turn of a loop: reads, and writes
        self._begun: tuple[dict[Loop, Batch], dict[Loop, Batch]] = {}, {}

    def read(self, step: Step) -> Future:
        """Run a step that is one statement and writes nothing; give its answer."""
        return self._put(step, writes=False)

    def write(self, step: Step) -> Future:
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

    def _put(self, step: Step, *, writes: bool) -> Future:
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

    def _hand_over(self, loop: Loop, batch: Batch) -> None:
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

    def read(self, step: Step) -> Future:
        """Run a step that is one statement and writes nothing; give its answer."""
        return self._run(step, writes=False)

    def write(self, step: Step) -> Future:
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

    def _run(self, step: Step, *, writes: bool) -> Future:
        loop = asyncio.get_running_loop()
        future = loop.create_future()
        (done,) = self._connection.run([step], writes=writes)
        if self._hands_over:
            loop.call_soon(tell, future, done)
        else:
            tell(future, done)
        return future
