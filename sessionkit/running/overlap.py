"""Two requests that overlap on stores of one class, with every switch tried.

While one request waits, the other starts and finishes. This is repeated at each await
of either request until the answers are ones that no sequential order of the two
requests could give.
"""

import asyncio
import contextlib
import itertools
import math
import types
from collections.abc import Awaitable, Callable, Coroutine, Generator
from inspect import iscoroutinefunction
from typing import Any, Final, TypeVar

from sessionkit.contract import METHODS, SessionStore, StoreClass
from sessionkit.running.call import call
from sessionkit.traces.answer import Step
from sessionkit.traces.operation import Call
from sessionkit.traces.trace import Trace

T = TypeVar("T")
Pause = Callable[[], Awaitable[None]]
Request = tuple[str, tuple[Call, ...]]
"""Who does it, as a trace shows it, and the operations."""

PATIENCE: Final = 0.2
"""Seconds that one request waits for the other, which may hold a lock it needs."""
MOST: Final = 100
"""How many awaits of a request are tried; a store that polls has no last one."""

_numbers = itertools.count(1)


async def overlap(
    store_class: StoreClass,
    before: tuple[Call, ...],
    first: tuple[Call, ...],
    second: tuple[Call, ...],
    after: tuple[Call, ...],
) -> Trace:
    """Run ``before``, then ``first`` and ``second`` as two requests, then ``after``.

    Returns a trace whose answers no order of the two requests explains. If no switch
    leads to one, returns the trace of the first request followed by the second.
    """

    async def attempt(
        outer: Request, inner: Request, at: float = math.inf
    ) -> tuple[Trace, int]:
        tried = _Attempt(store_class, at)
        await tried.each(("ada", before))
        await tried.both(outer, inner)
        await tried.each(("ada", after))
        await call(tried.store(), Call("ada", "clear"))
        return Trace(tried.steps), tried.awaits

    one, other = ("ada, request 1", first), ("ada, request 2", second)
    # either order is right, as nobody promises which of two requests comes first
    in_order = [(await attempt(one, other))[0], (await attempt(other, one))[0]]
    for outer, inner in ((other, one), (one, other)):
        for at in range(MOST):
            trace, awaits = await attempt(outer, inner, at)
            if not any(_same(trace, ordered) for ordered in in_order):
                return trace
            # it was not held, since it has no more awaits than these
            if awaits <= at:
                break
    return in_order[0]


def _same(mine: Trace, other: Trace) -> bool:
    """Whether each operation has the same answer, in whatever order they ran."""

    def by_name(trace: Trace) -> Trace:
        return Trace(sorted(trace, key=lambda step: str(step.operation)))

    return by_name(mine).first_difference(by_name(other), ordered=False) is None


class _Attempt:
    """A session of its own, in which one request is held at its await number ``at``."""

    def __init__(self, store_class: StoreClass, at: float) -> None:
        self.steps: list[Step] = []
        self.awaits = 0
        self._store_class = store_class
        self._at = at
        self._id = f"ada·overlap {next(_numbers)}"

    def store(self) -> SessionStore:
        """Make a store of the session."""
        return self._store_class(self._id)

    async def each(self, request: Request, store: SessionStore | None = None) -> None:
        """Run a request, on a store of its own."""
        who, operations = request
        store = store or self.store()
        for operation in operations:
            shown = Call(who, operation.method, operation.arguments)
            self.steps.append(Step(shown, await call(store, operation)))

    async def both(self, outer: Request, inner: Request) -> None:
        """Run ``outer``, and ``inner`` while that waits, or else after it."""
        began = False
        async with asyncio.TaskGroup() as group:

            async def pause() -> None:
                nonlocal began
                self.awaits += 1
                if self.awaits > self._at and not began:
                    began = True
                    inner_task = group.create_task(self.each(inner))
                    # it may need a lock of the outer one, which goes on to free it
                    await asyncio.wait({inner_task}, timeout=PATIENCE)

            await pausing(self.each(outer, paused(self.store(), pause)), pause)
        if not began:
            await self.each(inner)


@types.coroutine
def pausing(coroutine: Coroutine[Any, Any, T], pause: Pause) -> Generator[Any, Any, T]:
    """Run ``coroutine``, and ``pause`` after each time it really waited."""
    error: BaseException | None = None
    while True:
        try:
            waits = coroutine.throw(error) if error else coroutine.send(None)
        except StopIteration as stop:
            answer: T = stop.value
            return answer
        error = None
        try:
            yield waits
            yield from pause().__await__()
        except BaseException as thrown:  # noqa: BLE001  # goes on to the coroutine
            error = thrown


def paused(store: SessionStore, pause: Pause) -> SessionStore:
    """Pause before and after each method, and each method that a method awaits.

    An await that does not wait is no switch: without these pauses a store in memory
    would pass by luck.
    """
    kind = type(store)
    own = (name for name in dir(kind) if iscoroutinefunction(getattr(kind, name, None)))
    for name in {*METHODS, *own}:
        with contextlib.suppress(AttributeError):  # __slots__, or no such method
            setattr(store, name, _with_pauses(getattr(store, name), pause))
    return store


def _with_pauses(
    original: Callable[..., Awaitable[Any]], pause: Pause
) -> Callable[..., Awaitable[Any]]:
    async def method(*arguments: Any, **named: Any) -> Any:
        await pause()
        answer = await original(*arguments, **named)
        await pause()
        return answer

    return method
