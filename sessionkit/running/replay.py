"""Run operations on a store class and keep the answers: how a trace comes about."""

import copy
import itertools
import time
from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any

from sessionkit.contract import SessionStore, StoreClass
from sessionkit.running.call import TIME_LIMIT, call, close, guarded, within
from sessionkit.traces.answer import Answer, Step
from sessionkit.traces.operation import (
    AssignId,
    Call,
    Change,
    Open,
    Operation,
    session_ids,
)
from sessionkit.traces.trace import Trace, operations_of
from sessionkit.traces.values import show, snapshot

_run_numbers = itertools.count(1)


async def run(
    operations: Iterable[Operation] | Trace,
    store_class: StoreClass,
    *,
    limit: float | None = None,
) -> Trace:
    """Run ``operations`` on stores that ``store_class`` makes; return the trace.

    Given a trace, its operations are run; the answers in it play no part.

    Sessions start empty: each id stands for a fresh one, and the sessions with no id
    or an empty one are cleared before and after. Whatever a store does wrong becomes an
    answer, never an exception of ours. With ``limit`` the run ends after that many
    seconds, with a ``TimeLimit`` error as its last answer.
    """
    replay = Replay(store_class, f"·{next(_run_numbers)}", limit)
    asked = operations_of(operations)
    shared = {one for operation in asked for one in session_ids(operation) if not one}
    await replay.clear(shared)
    steps = []
    for operation in asked:
        answer = await replay.answer(operation)
        steps.append(Step(operation, answer))
        if answer.error == TIME_LIMIT:
            return Trace(steps)
    await replay.clear({*shared, *replay.stores})
    return Trace(steps)


class Replay:
    """Runs operations one by one, on stores that it makes and keeps.

    ``suffix`` is put to each session id that the store class gets, and taken from the
    messages of errors. ``limit`` is in seconds, from the making of the replay.
    """

    def __init__(
        self, store_class: StoreClass, suffix: str = "", limit: float | None = None
    ) -> None:
        self.stores: dict[str | None, SessionStore] = {}
        self._store_class = store_class
        self._end = None if limit is None else time.monotonic() + limit
        self._suffix = suffix
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
        if not self._suffix or answer.error is None:
            return answer
        return replace(answer, message=answer.message.replace(self._suffix, ""))

    async def clear(self, session_ids: Collection[str | None]) -> None:
        """Clear sessions, each through a store made for that."""
        for session_id in tuple(session_ids):
            self.stores.pop(session_id, None)
            await self.answer(Call(session_id, "clear"))
            self.stores.pop(session_id, None)
            self._given.pop()
            self._came.pop()

    async def _answer(self, operation: Operation) -> Answer:
        match operation:
            case Change():
                return self._change(operation)
            case Open(session_id):
                self.stores.pop(session_id, None)
                self._store(session_id)
                return Answer()
            case AssignId(session_id, new_id):
                store = self._store(session_id)
                store.session_id = self._own_id(new_id)
                self.stores[new_id] = self.stores.pop(session_id)
                return Answer()
            case Call(session_id):
                return await call(self._store(session_id), operation, take=self._keep)

    def _keep(self, value: Any) -> Any:
        self._came[-1] = value
        return snapshot(value)

    def _store(self, session_id: str | None) -> SessionStore:
        if session_id not in self.stores:
            store = self._store_class(self._own_id(session_id))
            close(store)
            self.stores[session_id] = store
        return self.stores[session_id]

    def _own_id(self, session_id: str | None) -> str | None:
        return f"{session_id}{self._suffix}" if session_id else session_id

    def _change(self, change: Change) -> Answer:
        target = (self._came if change.part == "answer" else self._given)[
            change.number - 1
        ]
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
