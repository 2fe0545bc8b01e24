"""A thread that runs steps in the order in which they come, as many at once as wait."""

import asyncio
from collections.abc import Callable, Iterable
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, Final, TypeAlias

from sessionkit.stores.sqlite.file import Connection, Done, Step

MOST: Final = 500
"""Steps of one transaction."""

ROUNDS: Final = 100
"""How often a lane closes that is asked for more each time."""

_Future: TypeAlias = asyncio.Future[Any]
_Item: TypeAlias = tuple[Step, _Future | Callable[[], None]]
"""A step, and who is to be told its answer, or what is to be done after it."""


class Lane:
    """Runs steps on one connection, in a thread of its own that begins with the first.

    All that wait are handed over together, run as one transaction, and their answers
    are handed back together: a hand-over costs more than a step.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._queue: SimpleQueue[_Item | None] = SimpleQueue()
        self._thread: Thread | None = None

    async def run(self, step: Step) -> Any:
        """Run a step; return its answer, or raise its error."""
        future = asyncio.get_running_loop().create_future()
        self._put((step, future))
        return await future

    def post(self, step: Step, then: Callable[[], None]) -> None:
        """Have a step run some time, and ``then`` whatever became of it."""
        self._put((step, then))

    async def close(self) -> None:
        """Run what waits, and what comes meanwhile, then close the connection."""
        for _ in range(ROUNDS):
            if self._thread is None:
                return
            thread, self._thread = self._thread, None
            self._queue.put(None)
            self._queue = SimpleQueue()
            await asyncio.get_running_loop().run_in_executor(None, thread.join)

    def stop(self) -> None:
        """Let the thread end, some time."""
        self._queue.put(None)

    def _put(self, item: _Item) -> None:
        self._queue.put(item)
        if self._thread is None:
            # a daemon, so that a program that forgets to close it ends
            self._thread = Thread(
                target=_work,
                args=(self._queue, self._connection),
                name="sessionkit-sqlite",
                daemon=True,
            )
            self._thread.start()


def _work(queue: SimpleQueue[_Item | None], connection: Connection) -> None:
    is_last = False
    while not is_last:
        items = [queue.get()]
        try:
            while items[-1] is not None and len(items) < MOST:
                items.append(queue.get_nowait())
        except Empty:
            pass
        is_last = items[-1] is None
        waiting = [item for item in items if item is not None]
        if waiting:
            done = connection.run([step for step, _ in waiting])
            _hand_back(zip((future for _, future in waiting), done, strict=True))
    connection.close()


def _hand_back(answers: Iterable[tuple[_Future | Callable[[], None], Done]]) -> None:
    by_loop: dict[asyncio.AbstractEventLoop, list[tuple[_Future, Done]]] = {}
    for told, done in answers:
        if isinstance(told, asyncio.Future):
            by_loop.setdefault(told.get_loop(), []).append((told, done))
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
    """Runs each step at once: where there are no threads, or no file to share."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def run(self, step: Step) -> Any:
        """Run a step; return its answer, or raise its error."""
        ((is_done, answer),) = self._connection.run([step])
        if not is_done:
            raise answer
        return answer

    def post(self, step: Step, then: Callable[[], None]) -> None:
        """Run a step, and ``then`` whatever became of it."""
        self._connection.run([step])
        then()

    async def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def stop(self) -> None:
        """Close the connection."""
        self._connection.close()
