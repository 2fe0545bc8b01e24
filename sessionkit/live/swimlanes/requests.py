"""Two requests of one session, one of them held at an await while the other runs.

No thread and no clock: the coroutine of the held request is driven by hand, and asked
at each await whether the other is to run now. Only where the other one waits for the
held one, as for a lock, time decides: after ``PATIENCE`` the held request goes on.
"""

import asyncio
import contextlib
import itertools
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from inspect import isawaitable, iscoroutinefunction
from typing import Any, Final

from sessionkit.contract import METHODS, SessionStore, StoreClass
from sessionkit.live.history import Change
from sessionkit.live.swimlanes.doing import (
    EndlessError,
    Request,
    RequestError,
    begun,
    done_of,
    given,
    look,
    snapshot_all,
)
from sessionkit.live.swimlanes.pauses import paused, within
from sessionkit.live.swimlanes.play import (
    Mark,
    Row,
    State,
    became,
    marks,
    said,
    state_text,
)
from sessionkit.running.call import call
from sessionkit.running.overlap import pausing
from sessionkit.running.time_limit import Limited, TimeLimitError
from sessionkit.traces.answer import Answer, Step
from sessionkit.traces.operation import Call

PATIENCE: Final = 0.4
"""Seconds that the held request waits for the other, which may wait for it."""
READING: Final = 0.2
"""Seconds that reading the session may take, while a request may hold a lock."""
LIMIT: Final = 10.0
"""Seconds that two requests have."""
BUSY: Final = 6.0
"""Seconds between two awaits, while nobody else runs; sqlite3 tells a lock after 5."""
NEVER: Final = 0
"""The place of a switch that is not to come: the requests run one after the other."""

_numbers = itertools.count(1)


@dataclass(frozen=True)
class Play:
    """What came about: the steps, what each request was answered, and what is left.

    ``places`` are the awaits of the held request, in words, and ``others`` those of the
    other while the held one waited; ``errors`` what a request ended with, or ``None``;
    ``cleared`` what each request's ``clear`` took away.
    """

    rows: tuple[Row, ...]
    places: tuple[str, ...]
    others: tuple[str, ...]
    answers: tuple[tuple[Step, ...], tuple[Step, ...]]
    errors: tuple[Answer | None, Answer | None]
    cleared: tuple[State, State]
    start: State
    end: State


async def play(
    store_class: StoreClass,
    before: Request | None,
    requests: tuple[Request | None, Request | None],
    held: int = 0,
    at: int = NEVER,
    *,
    back: int = NEVER,
) -> Play:
    """Run request ``held`` (0 or 1), and the other at await ``at``, from 1, or after.

    At its await ``back``, from 1, the other is held in turn until the first one ends.
    A request that is ``None`` does nothing. The session is one of its own, and cleared
    in the end. Raises ``TypeError`` for a request that is no async function, and what
    ``before`` raises; ``TimeoutError`` if they do not end, or hold up the program.
    """
    try:
        async with asyncio.timeout(LIMIT):
            return await _Play(store_class, held, at, back).run(before, requests)
    except TimeLimitError:
        raise EndlessError(
            f"a request held up the whole program for {BUSY:g} seconds: look for a "
            "loop without an end, or for a lock that blocks, as `threading.Lock` does "
            "where `asyncio.Lock` lets others run"
        ) from None
    except TimeoutError:
        raise EndlessError(
            f"the two requests did not end in {LIMIT:g} seconds: each may wait for the "
            "other, or for something that never comes"
        ) from None


class _Play:
    def __init__(self, store_class: StoreClass, held: int, at: int, back: int) -> None:
        self._store_class = store_class
        self._held, self._at, self._back = held, at, back
        self._returned, self._ended = asyncio.Event(), asyncio.Event()
        self._id = f"ada·lanes {next(_numbers)}"
        self._known: State = None
        self._blocked = False
        self._task: asyncio.Task[None] | None = None
        self._at_once = False
        self.is_ours = False
        self.places: list[str] = []
        self.others: list[str] = []
        self.rows: list[Row] = []
        self.lanes = (_Lane(self, 0), _Lane(self, 1))

    async def run(
        self, before: Request | None, requests: tuple[Request | None, Request | None]
    ) -> Play:
        self._other = requests[1 - self._held]
        try:
            if before is not None:
                await begun("before", before, self._store_class(self._id))
            start = self._known = await self._look()
            await self._both(requests[self._held])
            end = await self._look()
        finally:
            await call(self._store_class(self._id), Call(None, "clear"))
        one, two = self.lanes
        return Play(
            tuple(self.rows),
            tuple(self.places),
            tuple(self.others),
            (tuple(one.steps), tuple(two.steps)),
            (one.error, two.error),
            (one.cleared, two.cleared),
            start,
            end,
        )

    async def _both(self, request: Request | None) -> None:
        try:
            lane = self.lanes[self._held]
            await pausing(self._request(self._held, request), lane.waits)
            self._ended.set()
            await (self._task or self._request(1 - self._held, self._other))
        finally:
            if self._task is not None:
                self._task.cancel()

    async def _request(self, number: int, request: Request | None) -> None:
        if request is None:
            return
        lane, name = self.lanes[number], ("first", "second")[number]
        store = _Asked(
            lane, paused(self._store_class(self._id), lane.pause, lane.inside)
        )
        done = await Limited(done_of(begun(name, request, store)), BUSY)
        if isinstance(done.error, RequestError):
            raise done.error
        if done.error is not None:
            lane.ends(done.answer)
        await self.seen(number)

    async def pause(self, number: int, where: str) -> None:
        """Let the other request run, if this is the await at which it is to."""
        if number != self._held:
            await self._pause_other(where)
        if number != self._held or self._task is not None:
            return
        self.places.append(where)
        if len(self.places) == self._at:
            await self._switch()

    async def _pause_other(self, where: str) -> None:
        if self._ended.is_set() or self._returned.is_set():
            return
        self.others.append(where)
        if len(self.others) == self._back:
            await self.split(1 - self._held, "begins")
            self._returned.set()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(PATIENCE):  # the held one may wait for it
                    await self._ended.wait()

    async def _switch(self) -> None:
        await self.split(self._held, "begins")
        other = 1 - self._held
        self._task = asyncio.create_task(self._request(other, self._other))
        back = asyncio.create_task(self._returned.wait())
        with self._ours():
            await asyncio.wait(
                {self._task, back},
                timeout=PATIENCE,
                return_when=asyncio.FIRST_COMPLETED,
            )
        back.cancel()
        if not self._task.done() and not self._returned.is_set():
            await self.split(other, "waits")
            self._at_once = True
        self._blocked = False

    @contextlib.contextmanager
    def _ours(self) -> Iterator[None]:
        """Wait for something of our own, which is no await of the request's."""
        before, self.is_ours = self.is_ours, True
        try:
            yield
        finally:
            self.is_ours = before

    async def split(self, number: int, how: str) -> None:
        """Show the call in whose midst a request is held."""
        lane = self.lanes[number]
        if not lane.open:
            await self.seen(number)
            return
        made = await self._changes()
        waits = (Mark("waits", "… waits for the other"),) if how == "waits" else ()
        lane.add(f"{lane.open[-1]} {how}", (*marks(made), *waits))
        lane.split.add(lane.open[-1])

    async def seen(self, number: int) -> None:
        """Show what the request's own code changed, through no operation."""
        if self._at_once and self.lanes[1 - number].open:
            return  # it may be the other's call that changes it
        outside = await self._changes()
        if outside:
            self.lanes[number].add("(its own code)", marks((), outside))

    async def changed(self) -> tuple[tuple[Change, ...], State]:
        """Return what changed since the session was last read, and what was before."""
        before = self._known
        return await self._changes(), before

    async def _changes(self) -> tuple[Change, ...]:
        now = await self._look()  # meanwhile the other request may have read it, too
        before, self._known = self._known, now
        return became(before, now)

    async def _look(self) -> State:
        """Read the session; while it is locked, return what was last known."""
        if self._blocked:
            return self._known
        try:
            with self._ours():
                async with asyncio.timeout(READING):
                    return await look(self._store_class(self._id))
        except TimeoutError:
            self._blocked = True
            return self._known

    @property
    def state(self) -> str:
        """What the session holds, as text."""
        return "locked" if self._blocked else state_text(self._known)

    def plain(self, answer: Answer) -> Answer:
        """Return an answer without the id that only we know."""
        message = answer.message.replace(self._id, "ada")
        return replace(answer, message=message) if answer.error else answer


class _Lane:
    """What one request does, while it does it."""

    def __init__(self, whole: _Play, number: int) -> None:
        self.whole = whole
        self.number = number
        self.open: list[str] = []
        self.split: set[str] = set()
        self.inner: Counter[str] = Counter()
        self.steps: list[Step] = []
        self.error: Answer | None = None
        self.cleared: State = None

    async def called(
        self, name: str, arguments: tuple[Any, ...], calling: Callable[[], Any]
    ) -> Any:
        """Run a call of the request's, and show it."""
        whole, operation = self.whole, Call(None, name, snapshot_all(arguments))
        await whole.seen(self.number)
        text = operation.what
        self.open.append(text)
        self.inner.clear()
        with within((text,)):
            done = await done_of(calling())
        await self._answered(operation, done.answer)
        if done.error is not None:
            raise done.error
        await self.pause(f"after {text}")
        return done.value

    def inside(self, name: str) -> str:
        """Name a method that the call in hand awaits, the second time by a number."""
        self.inner[name] += 1
        number = self.inner[name]
        return name if number == 1 else f"{name} number {number}"

    async def _answered(self, operation: Call, answer: Answer) -> None:
        text = operation.what
        self.open.remove(text)
        made, before = await self.whole.changed()
        step = Step(operation, self.whole.plain(answer))
        self.steps.append(step)
        if operation.method == "clear" and answer.error is None:
            self.cleared = before
        shown = f"{text} ends" if text in self.split else text
        self.add(shown, marks(made, answer=step.answer), said(step))

    def add(self, what: str, marked: tuple[Mark, ...], answer: str = "") -> None:
        """Add a step to the lane."""
        row = Row(self.number, what, answer, marked, self.whole.state)
        self.whole.rows.append(row)

    def ends(self, error: Answer) -> None:
        """Note the error with which the request ends, and show it if it is its own."""
        self.error = self.whole.plain(error)
        last = self.steps[-1].answer if self.steps else Answer()
        if (last.error, last.message) != (self.error.error, self.error.message):
            self.add("ends", marks((), answer=self.error), str(self.error.error))

    async def pause(self, where: str) -> None:
        """Let the other request run, if this is the await at which it is to."""
        await self.whole.pause(self.number, where)

    async def waits(self) -> None:
        """Pause where the request really waits for something."""
        if self.whole.is_ours:
            return
        inner = f"in {self.open[-1]}, " if self.open else ""
        await self.pause(f"{inner}where it waits")


class _Asked:
    """A store as a request has it: calls of its async methods are shown."""

    def __init__(self, lane: _Lane, store: SessionStore) -> None:
        self.__dict__.update(_lane=lane, _store=store)

    def __getattr__(self, name: str) -> Any:
        attribute = getattr(self._store, name)
        if not (name in METHODS or iscoroutinefunction(attribute)):
            return attribute

        def method(*arguments: Any, **named: Any) -> Any:
            calling = partial(attribute, *arguments, **named)
            if not iscoroutinefunction(attribute):
                result = calling()
                if not isawaitable(result):
                    return result
                calling = partial(given, result)
            called = self._lane.called(name, (*arguments, *named.values()), calling)
            called.__qualname__ = name  # Python names it, if nobody awaits it
            return called

        return method

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(self._store, name, value)
