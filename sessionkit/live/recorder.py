"""The recorder: what the stores of a class do becomes a growing trace."""

import inspect
import time
from collections import deque
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, replace
from typing import Any, Final

from sessionkit.contract import METHODS, SessionStore, StoreClass
from sessionkit.live.history import Change, History, changes
from sessionkit.live.python_code import as_test
from sessionkit.memory import MemorySessionStore
from sessionkit.running.call import call
from sessionkit.traces.answer import Answer, Step
from sessionkit.traces.operation import AssignId, Call, OnSession, Open
from sessionkit.traces.trace import Trace
from sessionkit.traces.values import Opaque, same, snapshot

MOST: Final = 10_000
"""How many operations a recorder keeps."""
MASKED: Final = Opaque("masked")

State = dict[Any, Any] | None


@dataclass(frozen=True, slots=True)
class Entry:
    """An operation with its answer, when it was done, and what it changed.

    ``number`` counts from 1 over the recorder's life; ``at`` is in seconds since 1970.
    ``outside`` holds changes found before the operation that no operation made:
    somebody changed a dict or list that the store had handed out or been given.
    """

    number: int
    at: float
    operation: OnSession
    answer: Answer
    changes: tuple[Change, ...]
    outside: tuple[Change, ...]

    @property
    def step(self) -> Step:
        """The operation and its answer, as a step of a trace."""
        return Step(self.operation, self.answer)


class Recorder:
    """Records what the stores of watched classes do: the last ``most`` operations.

    The values of keys in ``mask`` are never kept. What a store holds is read from the
    store itself, before and after each operation, so a faulty store is shown as it is.
    If two operations on one session overlap, each may be shown with what the other
    changed.
    """

    def __init__(self, *, most: int = MOST, mask: Collection[str] = ()) -> None:
        self._mask = frozenset(mask)
        self._log: deque[Entry] = deque()
        self.most = most
        self._number = 0
        self._states: dict[str | None, State] = {}
        self._listeners: list[Callable[[], None]] = []
        self.store_class: StoreClass = MemorySessionStore
        """The class that was watched last, unwrapped."""
        self.history = History()

    def watch(self, store_class: StoreClass) -> StoreClass:
        """Return a store class whose stores do what those of ``store_class`` do.

        Answers, errors and aliasing are the same; each operation is recorded.
        """

        def watched(session_id: str | None) -> SessionStore:
            store = store_class(session_id)
            if session_id in self._states:
                self._add(Open(session_id), Answer(), (), ())
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
        """How many operations there have been: the number of the last one."""
        return self._number

    def entry(self, number: int) -> Entry:
        """Return operation ``number``; ``LookupError`` if it is not kept."""
        if not self.dropped < number <= self._number:
            raise LookupError(
                f"operation {number} is not kept: the recorder has "
                f"{self.dropped + 1} to {self._number}"
                if self._log
                else f"operation {number} is not kept: nothing was recorded yet"
            )
        return self._log[number - self.dropped - 1]

    def masks(self, key: Any) -> bool:
        """Return whether the values of ``key`` are masked."""
        return _is_in((key,), self._mask)

    def state(self, session_id: str | None) -> State:
        """Return what a session held when last read; ``None`` if it did not exist."""
        return self._states.get(session_id)

    def listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call ``listener`` after each operation; return a function that stops this."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    @property
    def dropped(self) -> int:
        """How many of the oldest operations have been dropped."""
        return self._number - len(self._log)

    @property
    def trace(self) -> Trace:
        """The kept operations as a trace: to print, save or replay elsewhere."""
        return Trace(entry.step for entry in self._log)

    def as_test(self) -> str:
        """Write the kept operations as a pytest function for the class watched last.

        It imports the class, unless a notebook or a function defines it: then the class
        must be known where the test runs. Raises ``TraceError`` for what a test cannot
        expect, such as a masked value.
        """
        name = getattr(
            self.store_class, "__qualname__", type(self.store_class).__name__
        )
        module = getattr(self.store_class, "__module__", "__main__")
        local = module == "__main__" or "<locals>" in name
        return as_test(self.trace, name.split(".")[-1], None if local else module)

    async def call(
        self, store: SessionStore, operation: Call, awaitable: Awaitable[Any]
    ) -> Any:
        """Await and record what a store's method gave; an error passes through."""
        session_id = operation.session_id
        outside = self._seen(session_id, await _state(store))
        try:
            value = await awaitable
        except BaseException as error:
            made = self._seen(session_id, await _state(store))
            self._add(operation, Answer.raised(error), made, outside)
            raise
        made = self._seen(session_id, await _state(store))
        answer = Answer(self._masked_answer(operation, _kept(value)))
        self._add(operation, answer, made, outside)
        return value

    def add(self, operation: OnSession, answer: Answer) -> None:
        """Record an operation that was answered at once and made no known change."""
        self._add(operation, answer, (), ())

    def assign(self, operation: AssignId) -> None:
        """Record that the framework assigned another id to a store."""
        self._states.setdefault(operation.new_id, None)
        self.add(operation, Answer())

    def _seen(self, session_id: str | None, state: State) -> tuple[Change, ...]:
        """Remember a session's state; return what changed since it was last read."""
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
        operation: OnSession,
        answer: Answer,
        made: tuple[Change, ...],
        outside: tuple[Change, ...],
    ) -> None:
        self._number += 1
        if isinstance(operation, Call):
            operation = replace(operation, arguments=self._masked_arguments(operation))
        entry = Entry(self._number, time.time(), operation, answer, made, outside)
        exists = self._states.get(operation.session_id) is not None
        both = (*outside, *made)
        self.history.add(entry.number, operation.session_id, exists, both)
        self._log.append(entry)
        if len(self._log) > self.most:
            oldest = self._log.popleft()
            of = oldest.operation.session_id
            self.history.forget(oldest.number, of, (*oldest.outside, *oldest.changes))
        for listener in self._listeners:
            listener()

    def _masked_arguments(self, operation: Call) -> tuple[Any, ...]:
        arguments = tuple(map(_kept, operation.arguments))
        if operation.method == "set" and _is_in(arguments[:1], self._mask):
            return (*arguments[:1], *(MASKED for _ in arguments[1:]))
        if operation.method == "set_many":
            return tuple(map(self._masked_dict, arguments))
        return arguments

    def _masked_answer(self, operation: Call, value: Any) -> Any:
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
    """Return a copy of what the store holds; ``None`` without a session."""
    # asked first: the get_all of a faulty store may create the session
    exists = await call(store, Call(None, "is_any_exist"))
    if exists.error is not None or not exists.value:
        return None
    # a store whose reading is broken shows nothing
    state: State = (await call(store, Call(None, "get_all"), take=_copied)).value
    return state


def _copied(values: Any) -> State:
    """Copy key by key, so that one value that cannot be copied hides no other."""
    if not isinstance(values, dict):
        return None
    return {_kept(key): _kept(value) for key, value in values.items()}


def _kept(value: Any) -> Any:
    """Return a snapshot: recording must not fail where a value refuses to be read."""
    try:
        return snapshot(value)
    except Exception:  # noqa: BLE001  # whatever its own methods raise
        return Opaque("a value that cannot be read")


class _Watched:
    """A store that records; any other attribute is the wrapped store's own."""

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
            operation = Call(
                self._store.session_id, name, bound if named else arguments
            )
            return self._call(operation, lambda: attribute(*arguments, **named))

        return method

    def _call(self, operation: Call, call: Callable[[], Any]) -> Any:
        try:
            result = call()
        except BaseException as error:
            self._recorder.add(operation, Answer.raised(error))
            raise
        if inspect.isawaitable(result):
            return self._recorder.call(self._store, operation, result)
        self._recorder.add(operation, Answer(_kept(result)))
        return result

    def __setattr__(self, name: str, value: Any) -> None:
        if name == "session_id":
            operation = AssignId(self._store.session_id, value)
            self._store.session_id = value
            self._recorder.assign(operation)
        else:
            setattr(self._store, name, value)
