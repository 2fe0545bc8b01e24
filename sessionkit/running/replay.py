"""Run operations on a store class and keep the answers: how a trace comes about."""

import asyncio
import copy
import itertools
import re
from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any, Final

from sessionkit.contract import SessionStore, StoreClass, no_class
from sessionkit.errors import CallError
from sessionkit.in_a_cell import in_a_cell
from sessionkit.running.call import TOO_LATE, call, close, computing, guarded, within
from sessionkit.running.overlap import paused
from sessionkit.traces.answer import Answer, Step
from sessionkit.traces.operation import (
    AssignId,
    Call,
    Change,
    OnSession,
    Open,
    Operation,
    Together,
    session_ids,
)
from sessionkit.traces.trace import Trace, operations_of
from sessionkit.traces.values import show, snapshot

SHARED: Final = frozenset({None, "", "None"})
"""The ids that a store gets as they are: with more to them they would be other ids."""

PREFIXED: Final = re.compile(r"\d+·")
"""How an id begins that a store got from ``run``."""

_numbers = itertools.count(1)


def fresh_prefix() -> str:
    """Return what to put before ids so that their sessions are nobody else's."""
    return f"{next(_numbers)}·"


@in_a_cell
async def run(
    operations: Iterable[Operation] | Trace,
    store_class: StoreClass,
    *,
    limit: float | None = None,
) -> Trace:
    """Run ``operations`` on stores that ``store_class`` makes; return the trace.

    Given a trace, its operations are run; the answers in it play no part.

    Sessions start empty: each id stands for a fresh one, but for the ``SHARED`` ones,
    whose sessions are cleared before and after. Whatever a store does wrong becomes an
    answer, never an exception of ours. With ``limit`` the run ends after that many
    seconds, with a ``TimeLimit`` error as its last answer. Raises ``CallError`` for a
    store in the place of its class.
    """
    asked = operations_of(operations)
    if said := no_class("run", store_class):
        raise CallError(said)
    # copied first: that takes long for millions of values, and no time of the store's
    own = [own_copy(one) for one in asked]
    named = {one for operation in asked for one in session_ids(operation)}
    replay = Replay(store_class, fresh_prefix(), limit)
    steps: list[Step] = []

    async def each() -> Answer:
        await replay.clear(named & SHARED)
        for operation, copied in zip(asked, own, strict=True):
            steps.append(Step(operation, await replay.do(copied)))
        await replay.clear(named)  # an id that was assigned away has a session, too
        return Answer()

    if limit is None:
        await each()
    elif (await within(each(), limit)).error is not None and len(steps) < len(asked):
        steps.append(Step(asked[len(steps)], TOO_LATE))
    return Trace(steps)


def _object(operation: OnSession) -> tuple[str | None, str]:
    return operation.session_id, operation.store


def own_copy(operation: Operation) -> Operation:
    """Copy what a store may change or keep, so that the operation stays as written."""
    match operation:
        case Call(session_id, method, arguments, store) if arguments:
            return Call(session_id, method, copy.deepcopy(arguments), store)
        case Change(part, number, path, value):
            return Change(part, number, path, copy.deepcopy(value))
        case Together():
            return copy.deepcopy(operation)
    return operation


class Replay:
    """Runs operations one by one, on stores that it makes and keeps.

    ``prefix`` is put before each session id that the store class gets, but for the
    ``SHARED`` ones, and taken from the messages of errors. So an id that begins as
    another still does. ``limit`` is how many seconds a request may compute between two
    waits, if two overlap; the caller bounds all else.
    """

    def __init__(
        self, store_class: StoreClass, prefix: str = "", limit: float | None = None
    ) -> None:
        self.stores: dict[tuple[str | None, str], SessionStore] = {}
        self._store_class = store_class
        self._prefix = prefix
        self._limit = limit
        self._given: list[Any] = []
        self._came: list[Any] = []

    async def answer(self, operation: Operation) -> Answer:
        """Run ``operation``; whatever a store does wrong is an answer."""
        return await self.do(own_copy(operation))

    async def do(self, operation: Operation) -> Answer:
        """Run ``operation``, as ``answer`` does; what it gives, the store may keep."""
        arguments = operation.arguments if isinstance(operation, Call) else ()
        self._given.append(arguments[-1] if arguments else None)
        self._came.append(None)
        answer = await guarded(self._answer(operation))
        if not self._prefix or answer.error is None:
            return answer
        return replace(answer, message=answer.message.replace(self._prefix, ""))

    async def clear(self, session_ids: Collection[str | None]) -> None:
        """Clear sessions, each through a store made for that."""
        for session_id in tuple(session_ids):
            # an object that is there may remember more than the session holds
            self.stores.pop((session_id, ""), None)
            await self.answer(Call(session_id, "clear"))
            self.stores.pop((session_id, ""), None)
            # the numbers in a Change count what was asked, and this was not
            self._given.pop()
            self._came.pop()

    async def _answer(self, operation: Operation) -> Answer:
        match operation:
            case Change():
                return self._change(operation)
            case Open():
                self.stores.pop(_object(operation), None)
                # made at once, so that an error in making it is the answer to this
                self._store(operation)
                return Answer()
            case AssignId(_, new_id, name):
                store = self._store(operation)
                store.session_id = self.own_id(new_id)
                self.stores[new_id, name] = self.stores.pop(_object(operation))
                return Answer()
            case Call():
                return await call(self._store(operation), operation, take=self._keep)
            case Together(first, second):
                return await self._together(first, second)

    async def _together(self, *requests: Collection[Call]) -> Answer:
        await asyncio.sleep(0)  # tasks need an event loop: this tells ``drive`` so
        tasks = [self._request(one) for one in requests]
        if self._limit is not None:
            tasks = [computing(one, self._limit) for one in tasks]
        answers = await asyncio.gather(*tasks)
        return next((one for one in answers if one.error is not None), Answer())

    async def _request(self, calls: Collection[Call]) -> Answer:
        """Make calls on store objects that wait at every await; return the error."""
        stores: dict[tuple[str | None, str], SessionStore] = {}
        for one in calls:
            which = _object(one)
            if which not in stores:
                store = self._store_class(self.own_id(one.session_id))
                stores[which] = paused(store, lambda: asyncio.sleep(0))
            answer = await call(stores[which], one)
            if answer.error is not None:
                return answer
        return Answer()

    def _keep(self, value: Any) -> Any:
        # a Change changes the very object that came back; a trace gets a copy
        self._came[-1] = value
        return snapshot(value)

    def _store(self, operation: OnSession) -> SessionStore:
        which = _object(operation)
        if which not in self.stores:
            store = self._store_class(self.own_id(operation.session_id))
            # a class whose making is async by mistake gives a coroutine
            close(store)
            self.stores[which] = store
        return self.stores[which]

    def own_id(self, session_id: str | None) -> str | None:
        """Return the id that the store class gets for ``session_id``."""
        return session_id if session_id in SHARED else f"{self._prefix}{session_id}"

    def _change(self, change: Change) -> Answer:
        kept = self._came if change.part == "answer" else self._given
        return apply(change, kept[change.number - 1])


def apply(change: Change, target: Any) -> Answer:
    """Make a change of ``target``, what was answered or given; return the answer."""
    *way, last = change.path
    for key in way:
        target = target[key]
    if change.deletes:
        if not isinstance(target, dict):
            return _nothing_to_change("dict", target)
        target.pop(last, None)
    # as in JavaScript, where the index behind the last one adds an item
    elif isinstance(target, list) and last == len(target):
        target.append(change.value)
    elif isinstance(target, dict | list):
        target[last] = change.value  # type: ignore[index]  # or it raises, as here
    else:
        return _nothing_to_change("dict or list", target)
    return Answer()


def _nothing_to_change(wanted: str, found: Any) -> Answer:
    message = f"there is no {wanted} to change: {show(snapshot(found))}"
    return Answer(error="TypeError", message=message)
