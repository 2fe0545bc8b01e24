"""Threads that run steps in the order in which they come, as many at once as wait."""

import asyncio
from collections.abc import Callable
from queue import SimpleQueue
from threading import Lock, Thread
from typing import Any, Final, TypeAlias

from sessionkit.stores.sqlite.file import Connection, Done, File, Step

MOST: Final = 500
"""Steps of one transaction."""

ROUNDS: Final = 100
"""How often a lane closes that is asked for more each time."""

_Future: TypeAlias = asyncio.Future[Any]
_Told: TypeAlias = _Future | Callable[[], None]
"""Who is to be told the answer of a step, or what is to be done after it."""


_Item: TypeAlias = tuple[Step, _Told, bool]
"""A step, who is told, and whether it writes."""


class Lanes:
    """Two threads with a connection each, so that no read waits behind a write.

    A write may wait for other programs. While none is under way, reads go where the
    writes go: a connection knows what it wrote itself, and another one has to look.
    """

    def __init__(self, file: File) -> None:
        self._writer = Lane(Connection(file, writes=True))
        self._reader = Lane(Connection(file, writes=False))

    def read(self, step: Step) -> _Future:
        """Run a step that is one statement and writes nothing; give its answer."""
        future = asyncio.get_running_loop().create_future()
        item = (step, future, False)
        if not self._writer.put_if_it_does_not_wait(item):
            self._reader.put(item)
        return future

    def write(self, step: Step) -> _Future:
        """Run a step; give its answer, or its error."""
        future = asyncio.get_running_loop().create_future()
        self._writer.put((step, future, True))
        return future

    def post(self, step: Step, then: Callable[[], None]) -> None:
        """Have a step run some time, and ``then`` whatever became of it."""
        self._writer.put((step, then, True))

    async def close(self) -> None:
        """Run what waits, and what comes meanwhile, then close the connections."""
        # in this order, as a read may have something written
        for lane in (self._reader, self._writer):
            await lane.close()

    def stop(self) -> None:
        """Let the threads end, some time."""
        for lane in (self._writer, self._reader):
            lane.stop()


class Lane:
    """Runs steps on one connection, in a thread of its own that begins with the first.

    All that wait are handed over together, run as one transaction, and their answers
    are handed back together: a hand-over costs more than a step. Reads come first.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._queue: SimpleQueue[_Item | None] = SimpleQueue()
        self._thread: Thread | None = None
        self._writes = 0
        self._counting = Lock()

    def put(self, item: _Item) -> None:
        """Have a step run."""
        with self._counting:
            self._put(item)

    def put_if_it_does_not_wait(self, item: _Item) -> bool:
        """Have a read run before any write; answer ``False`` if it cannot."""
        with self._counting:
            if self._writes:
                return False
            self._put(item)
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

    def _put(self, item: _Item) -> None:
        self._writes += item[2]
        self._queue.put(item)
        if self._thread is None:
            # a daemon, so that a program that forgets to close it ends
            self._thread = Thread(
                target=_work,
                args=(self._queue, self._connection, self._wrote),
                name="sessionkit-sqlite",
                daemon=True,
            )
            self._thread.start()

    def _wrote(self, count: int) -> None:
        with self._counting:
            self._writes -= count


def _work(
    queue: SimpleQueue[_Item | None],
    connection: Connection,
    wrote: Callable[[int], None],
) -> None:
    item = queue.get()
    while item is not None:
        reads: list[_Item] = []
        writes: list[_Item] = []
        while item is not None:
            (writes if item[2] else reads).append(item)
            if queue.empty() or len(reads) + len(writes) == MOST:
                break
            item = queue.get()
        if reads:
            done = connection.run([step for step, _, _ in reads], writes=False)
            _hand_back(reads, done)
        if writes:
            done = connection.run([step for step, _, _ in writes], writes=True)
            # first, as whoever is told may read next, and need not take the other lane
            wrote(len(writes))
            _hand_back(writes, done)
        item = item and queue.get()
    connection.close()


def _hand_back(items: list[_Item], done: list[Done]) -> None:
    by_loop: dict[asyncio.AbstractEventLoop, list[tuple[_Future, Done]]] = {}
    for (_, told, _), answer in zip(items, done, strict=True):
        if isinstance(told, asyncio.Future):
            by_loop.setdefault(told.get_loop(), []).append((told, answer))
        else:
            told()
    for loop, of_loop in by_loop.items():
        try:
            loop.call_soon_threadsafe(_tell, of_loop)
        except RuntimeError:  # a loop that ended, and whoever waited with it
            continue


def _tell(answers: list[tuple[_Future, Done]]) -> None:
    for future, (is_done, answer) in answers:
        if future.done():  # whoever waited was cancelled
            continue
        if is_done:
            future.set_result(answer)
        else:
            future.set_exception(answer)


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
            loop.call_soon(_tell, [(future, done)])
        else:
            _tell([(future, done)])
        return future
