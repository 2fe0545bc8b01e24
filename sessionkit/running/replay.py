"""Run operations on a store class and keep the answers: how a trace comes about."""

import copy
import itertools
import time
from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any, Final

from sessionkit.contract import SessionStore, StoreClass
from sessionkit.running.call import TIME_LIMIT, call, close, guarded, within
from sessionkit.traces.answer import Answer, Step
from sessionkit.traces.operation import (
    AssignId,
    Call,
    Change,
    OnSession,
    Open,
    Operation,
    session_ids,
)
from sessionkit.traces.trace import Trace, operations_of
from sessionkit.traces.values import show, snapshot

SHARED: Final = frozenset({None, "", "None"})
"""The ids that a store gets as they are: with more to them they would be other ids."""

_numbers = itertools.count(1)


def fresh_prefix() -> str:
    """Return what to put before ids so that their sessions are nobody else's."""
    return f"{next(_numbers)}·"


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
    seconds, with a ``TimeLimit`` error as its last answer.
    """
    replay = Replay(store_class, fresh_prefix(), limit)
    asked = operations_of(operations)
    named = {one for operation in asked for one in session_ids(operation)}
    shared = named & SHARED
    await replay.clear(shared)
    steps = []
    for operation in asked:
        answer = await replay.answer(operation)
        steps.append(Step(operation, answer))
        if answer.error == TIME_LIMIT:
            return Trace(steps)
    await replay.clear(named)  # an id that was assigned away has a session, too
    return Trace(steps)


def _object(operation: OnSession) -> tuple[str | None, str]:
    return operation.session_id, operation.store


class Replay:
    """Runs operations one by one, on stores that it makes and keeps.

    ``prefix`` is put before each session id that the store class gets, but for the
    ``SHARED`` ones, and taken from the messages of errors. So an id that begins as
    another still does. ``limit`` is in seconds, from the making of the replay.
    """

    def __init__(
        self, store_class: StoreClass, prefix: str = "", limit: float | None = None
    ) -> None:
        self.stores: dict[tuple[str | None, str], SessionStore] = {}
        self._store_class = store_class
        self._end = None if limit is None else time.monotonic() + limit
        self._prefix = prefix
        self._given: list[Any] = []
        self._came: list[Any] = []

    async def answer(self, operation: Operation) -> Answer:
        """Run ``operation``; whatever a store does wrong is an answer."""
        # a store may change or keep what it is given; the operation stays as written
        own = copy.deepcopy(operation)
        arguments = own.arguments if isinstance(own, Call) else ()
        self._given.append(arguments[-1] if arguments else None)
        self._came.append(None)
        answering = guarded(self._answer(own))
        if self._end is None:
            answer = await answering
        else:
            answer = await within(answering, self._end - time.monotonic())
        if not self._prefix or answer.error is None:
            return answer
        return replace(answer, message=answer.message.replace(self._prefix, ""))

    async def clear(self, session_ids: Collection[str | None]) -> None:
        """Clear sessions, each through a store made for that."""
        for session_id in tuple(session_ids):
            self.stores.pop((session_id, ""), None)
            await self.answer(Call(session_id, "clear"))
            self.stores.pop((session_id, ""), None)
            self._given.pop()
            self._came.pop()

    async def _answer(self, operation: Operation) -> Answer:
        match operation:
            case Change():
                return self._change(operation)
            case Open():
                self.stores.pop(_object(operation), None)
                self._store(operation)
                return Answer()
            case AssignId(_, new_id, name):
                store = self._store(operation)
                store.session_id = self.own_id(new_id)
                self.stores[new_id, name] = self.stores.pop(_object(operation))
                return Answer()
            case Call():
                return await call(self._store(operation), operation, take=self._keep)

    def _keep(self, value: Any) -> Any:
        self._came[-1] = value
        return snapshot(value)

    def _store(self, operation: OnSession) -> SessionStore:
        which = _object(operation)
        if which not in self.stores:
            store = self._store_class(self.own_id(operation.session_id))
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
    if isinstance(target, list) and last == len(target):
        target.append(change.value)
    elif isinstance(target, dict | list):
        target[last] = change.value  # type: ignore[index]  # or it raises, as here
    else:
        message = f"there is no dict or list to change: {show(snapshot(target))}"
        return Answer(error="TypeError", message=message)
    return Answer()
