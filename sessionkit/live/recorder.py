"""The recorder: what the stores of a class do becomes a growing trace."""

import inspect
import time
from collections import deque
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from typing import Any, Final

from sessionkit.contract import METHODS, SessionStore, StoreClass
from sessionkit.live.as_test import as_test
from sessionkit.live.history import Change, History, changes
from sessionkit.memory import MemorySessionStore
from sessionkit.traces.operation import ASSIGN_ID, OPEN, Operation
from sessionkit.traces.trace import Answer, Step, Trace
from sessionkit.traces.values import Opaque, same, snapshot

MOST: Final = 10_000
"""Operations that a recorder keeps."""
MASKED: Final = Opaque("masked")

State = dict[Any, Any] | None


@dataclass(frozen=True, slots=True)
class Entry:
    """An operation with its answer, when it was done, and what changed.

    ``number`` counts from 1 over the recorder's life, ``at`` is in seconds since 1970.
    ``outside`` are changes found before the operation that came through none: somebody
    changed what the store had handed out or been given.
    """

    number: int
    at: float
    step: Step
    changes: tuple[Change, ...]
    outside: tuple[Change, ...]


class Recorder:
    """Records what the stores of watched classes do: the last ``most`` operations.

    The values of keys in ``mask`` are never kept: they are masked while recording. What
    a store holds is read from the store itself, around each operation, so a faulty one
    is shown as it is. Where two operations on one session overlap, on a store that
    waits, each may be shown with what the other changed.
    """

    def __init__(self, *, most: int = MOST, mask: Collection[str] = ()) -> None:
        self._mask = frozenset(mask)
        self._log: deque[Entry] = deque()
        self.most = most
        self._number = 0
        self._states: dict[str | None, State] = {}
        self._listeners: list[Callable[[], None]] = []
        self.store_class: StoreClass = MemorySessionStore
        """The class watched last, itself."""
        self.history = History()

    def watch(self, store_class: StoreClass) -> StoreClass:
        """Return a store class whose stores do what those of ``store_class`` do.

        Answers, errors and aliasing are the same; each operation is recorded.
        """

        def watched(session_id: str | None) -> SessionStore:
            store = store_class(session_id)
            if session_id in self._states:
                self._add(Operation(session_id, OPEN), Answer(), (), ())
            self._states.setdefault(session_id, None)
            return _Watched(self, store)

        self.store_class = store_class
        watched.__name__ = getattr(store_class, "__name__", type(store_class).__name__)
        watched.__doc__ = store_class.__doc__
        return watched

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What is kept, oldest first."""
        return tuple(self._log)

    @property
    def name(self) -> str:
        """The name of the class watched last."""
        return getattr(self.store_class, "__name__", type(self.store_class).__name__)

    @property
    def number(self) -> int:
        """How many operations there were: the number of the last."""
        return self._number

    def entry(self, number: int) -> Entry:
        """Return what is kept of operation ``number``; ``LookupError`` if nothing."""
        if not self.dropped < number <= self._number:
            raise LookupError(
                f"operation {number} is not kept: the recorder has "
                f"{self.dropped + 1} to {self._number}"
                if self._log
                else f"operation {number} is not kept: nothing was recorded yet"
            )
        return self._log[number - self.dropped - 1]

    def masks(self, key: Any) -> bool:
        """Tell whether the values of ``key`` are never kept."""
        return _is_in((key,), self._mask)

    def state(self, session_id: str | None) -> State:
        """Return what a session held at the last look; ``None`` if there was none."""
        return self._states.get(session_id)

    def listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call ``listener`` after each operation; return what ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    @property
    def dropped(self) -> int:
        """How many operations, the oldest, are kept no more."""
        return self._number - len(self._log)

    @property
    def trace(self) -> Trace:
        """What is kept, as a trace: to print, to save, to replay on another store."""
        return Trace(entry.step for entry in self._log)

    def as_test(self) -> str:
        """Write what is kept as a pytest function, for the class watched last.

        It imports the class, but for one that a notebook or a function defines, which
        must be known where the test runs. Raises ``TraceError`` for what a test cannot
        expect, as a masked value.
        """
        name = getattr(
            self.store_class, "__qualname__", type(self.store_class).__name__
        )
        module = getattr(self.store_class, "__module__", "__main__")
        local = module == "__main__" or "<locals>" in name
        return as_test(self.trace, name.split(".")[-1], None if local else module)

    async def call(
        self, store: SessionStore, operation: Operation, awaitable: Awaitable[Any]
    ) -> Any:
        """Await what a method of ``store`` gave, and record it; pass its error on."""
        session_id = operation.session_id
        outside = self._seen(session_id, await _state(store))
        try:
            value = await awaitable
        except BaseException as error:
            made = self._seen(session_id, await _state(store))
            self._add(operation, Answer.raised(error), made, outside)
            raise
        made = self._seen(session_id, await _state(store))
        answer = Answer(self._masked_answer(operation, snapshot(value)))
        self._add(operation, answer, made, outside)
        return value

    def add(self, operation: Operation, answer: Answer) -> None:
        """Record an operation that was answered at once, and changed nothing known."""
        self._add(operation, answer, (), ())

    def assign(self, operation: Operation, session_id: str | None) -> None:
        """Record that the framework gave a store another id."""
        self._states.setdefault(session_id, None)
        self.add(operation, Answer())

    def _seen(self, session_id: str | None, state: State) -> tuple[Change, ...]:
        """Take over the state of a session; return what changed since the last look."""
        known = self._states.get(session_id)
        if state is not None:
            state = {
                key: MASKED if key in self._mask else _kept_once(known, key, value)
                for key, value in state.items()
            }
        self._states[session_id] = state
        return changes(session_id, known, state)

    def _add(
        self,
        operation: Operation,
        answer: Answer,
        made: tuple[Change, ...],
        outside: tuple[Change, ...],
    ) -> None:
        self._number += 1
        arguments = self._masked_arguments(operation)
        operation = Operation(operation.session_id, operation.method, arguments)
        step = Step(operation, answer)
        entry = Entry(self._number, time.time(), step, made, outside)
        exists = self._states.get(operation.session_id) is not None
        both = (*outside, *made)
        self.history.add(entry.number, operation.session_id, exists, both)
        self._log.append(entry)
        if len(self._log) > self.most:
            oldest = self._log.popleft()
            of = oldest.step.operation.session_id
            self.history.forget(oldest.number, of, (*oldest.outside, *oldest.changes))
        for listener in self._listeners:
            listener()

    def _masked_arguments(self, operation: Operation) -> tuple[Any, ...]:
        arguments: tuple[Any, ...] = snapshot(operation.arguments)
        if operation.method == "set" and _is_in(arguments[:1], self._mask):
            return (*arguments[:1], *(MASKED for _ in arguments[1:]))
        if operation.method == "set_many":
            return tuple(map(self._masked_dict, arguments))
        return arguments

    def _masked_answer(self, operation: Operation, value: Any) -> Any:
        if operation.method == "get" and _is_in(operation.arguments[:1], self._mask):
            return MASKED
        return self._masked_dict(value) if operation.method == "get_all" else value

    def _masked_dict(self, value: Any) -> Any:
        if not isinstance(value, dict) or not self._mask:
            return value
        return {
            key: MASKED if key in self._mask else item for key, item in value.items()
        }


def _is_in(first: tuple[Any, ...], mask: frozenset[str]) -> bool:
    return bool(first) and isinstance(first[0], str) and first[0] in mask


def _kept_once(known: State, key: Any, value: Any) -> Any:
    held = (known or {}).get(key)
    return held if held is not None and same(held, value) else value


async def _state(store: SessionStore) -> State:
    """Return a copy of what the store really holds; ``None`` without a session."""
    try:
        # asked first: the get_all of a faulty store may create the session
        if not await store.is_any_exist():
            return None
        values = await store.get_all()
        state: State = snapshot(values) if isinstance(values, dict) else None
        return state
    except Exception:  # a store whose reading is broken shows nothing
        return None


class _Watched:
    """A store that records; what is no method of the contract is the store's own."""

    def __init__(self, recorder: Recorder, store: SessionStore) -> None:
        self.__dict__.update(_recorder=recorder, _store=store)

    def __getattr__(self, name: str) -> Any:
        attribute = getattr(self._store, name)
        if name not in METHODS:
            return attribute

        def method(*arguments: Any, **named: Any) -> Any:
            if named:
                head = inspect.signature(getattr(SessionStore, name))
                bound = head.bind_partial(None, *arguments, **named).args[1:]
            operation = Operation(
                self._store.session_id, name, bound if named else arguments
            )
            return self._call(operation, lambda: attribute(*arguments, **named))

        return method

    def _call(self, operation: Operation, call: Callable[[], Any]) -> Any:
        try:
            result = call()
        except BaseException as error:
            self._recorder.add(operation, Answer.raised(error))
            raise
        if inspect.isawaitable(result):
            return self._recorder.call(self._store, operation, result)
        self._recorder.add(operation, Answer(snapshot(result)))
        return result

    def __setattr__(self, name: str, value: Any) -> None:
        if name == "session_id":
            operation = Operation(self._store.session_id, ASSIGN_ID, (value,))
            self._store.session_id = value
            self._recorder.assign(operation, value)
        else:
            setattr(self._store, name, value)
