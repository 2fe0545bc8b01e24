"""The recorder: what the stores of a class do becomes a growing trace."""

import inspect
import time
from collections import Counter, OrderedDict, deque
from collections.abc import Awaitable, Callable, Collection, Iterator
from typing import Any, Final

from sessionkit.contract import METHODS, SessionStore, StoreClass
from sessionkit.in_a_cell import in_a_cell
from sessionkit.live.entry import Entry, by_session
from sessionkit.live.history import Change, History, changes
from sessionkit.live.mask import Mask
from sessionkit.live.places import Place, caller
from sessionkit.live.python_code import as_test, name_of
from sessionkit.live.reading import Reader, State, kept
from sessionkit.memory import MemorySessionStore
from sessionkit.traces.answer import Answer
from sessionkit.traces.operation import AssignId, Call, OnSession, Open
from sessionkit.traces.trace import Trace

MOST: Final = 10_000
"""How many operations a recorder keeps."""
OTHERS: Final = 10
"""How many other sessions are read with each operation: those used last."""
OTHER_KEYS: Final = 200
"""How many keys these may have together."""


class Recorder:
    """Records what the stores of watched classes do: the last ``most`` operations.

    The values of keys in ``mask`` are never kept. What a store holds is read from the
    store itself, before and after each operation, so a faulty store is shown as it is.
    If two operations on one session overlap, each may be shown with what the other
    changed.

    With each operation up to ``others`` more sessions are read, those used last, as
    long as they have no more than 200 keys together: so a change that reaches another
    session is seen at the operation that made it. A session is not read for another's
    sake while an operation on it runs, if reading it waits (for a database, say), or if
    reading keeps it alive.

    With ``where`` each entry knows the line of code that called.
    """

    @in_a_cell
    def __init__(
        self,
        *,
        most: int = MOST,
        mask: Collection[str] = (),
        others: int = OTHERS,
        where: bool = True,
    ) -> None:
        self._mask = Mask(mask)
        self._others = others
        self.where = where
        # with each store whether it may be read for another's sake
        self._stores: OrderedDict[str | None, tuple[SessionStore, bool]] = OrderedDict()
        self._running: Counter[str | None] = Counter()
        self._reader = Reader(self._mask)
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
                self.add(Open(session_id), Answer(), caller() if self.where else None)
            self._states.setdefault(session_id, None)
            self._use(session_id, store)
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

    @property
    def has_mask(self) -> bool:
        """Whether the values of any key are masked."""
        return bool(self._mask)

    def masks(self, key: Any) -> bool:
        """Return whether the values of ``key`` are masked."""
        return self._mask.has(key)

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
        must be known where the test runs, as ``store_class`` if it has no
        name. Raises ``TraceError`` for what a test cannot expect, such as a mask.
        """
        return as_test(self.trace, *name_of(self.store_class))

    async def call(
        self,
        store: SessionStore,
        operation: Call,
        awaitable: Awaitable[Any],
        place: Place | None = None,
    ) -> Any:
        """Await and record what a store's method gave; an error passes through."""
        session_id = operation.session_id
        self._running[session_id] += 1
        try:
            found, elsewhere = await self._read(session_id, store)
            found += elsewhere
            try:
                value = await awaitable
            except BaseException as error:
                made = await self._read(session_id, store)
                answer = Answer.raised(error)
                self._add(operation, answer, (found, *made), place)
                raise
            made = await self._read(session_id, store)
        finally:
            self._running[session_id] -= 1
        answer = Answer(self._mask.answer(operation, kept(value)))
        self._add(operation, answer, (found, *made), place)
        return value

    def add(
        self, operation: OnSession, answer: Answer, place: Place | None = None
    ) -> None:
        """Record an operation that was answered at once and made no known change."""
        self._add(operation, answer, place=place)

    def assign(self, operation: AssignId, store: SessionStore) -> None:
        """Record that the framework assigned another id to a store."""
        self._states.setdefault(operation.new_id, None)
        if self._stores.get(operation.session_id, (None,))[0] is store:
            del self._stores[operation.session_id]
        self._use(operation.new_id, store)
        self.add(operation, Answer(), caller() if self.where else None)

    @property
    def stores(self) -> dict[str | None, SessionStore]:
        """The stores of the sessions used last, unwatched, the latest first."""
        return {one: store for one, (store, _) in reversed(self._stores.items())}

    def may_read(self, store: SessionStore) -> bool:
        """Whether a store can be read for another's sake: at once, changing nothing."""
        return not self._reader.waits and self._reader.may_read(store)

    def _use(self, session_id: str | None, store: SessionStore) -> None:
        if self._stores.get(session_id, (None,))[0] is not store:
            self._stores[session_id] = store, self._reader.may_read(store)
        self._stores.move_to_end(session_id)
        if len(self._stores) > self._others + 1:
            self._stores.popitem(last=False)

    async def _read(
        self, session_id: str | None, store: SessionStore
    ) -> tuple[tuple[Change, ...], tuple[Change, ...]]:
        """Read a session, and others; return what changed in it, and in the others."""
        self._use(session_id, store)
        with self._reader:
            own = await self._changed(session_id, store)
            others: tuple[Change, ...] = ()
            for other_id, other in self._to_read(session_id):
                others += await self._changed(other_id, other)
        return own, others

    def _to_read(
        self, session_id: str | None
    ) -> Iterator[tuple[str | None, SessionStore]]:
        """Yield the other sessions that may be read without harm, the latest first."""
        keys = 0
        for other_id, (store, may_be_read) in tuple(reversed(self._stores.items())):
            keys += len(self._states.get(other_id) or ())
            if other_id == session_id or keys > OTHER_KEYS or self._reader.waits:
                continue
            if may_be_read and not self._running.get(other_id):
                yield other_id, store

    async def _changed(
        self, session_id: str | None, store: SessionStore
    ) -> tuple[Change, ...]:
        """Read a session; return what changed since it was last read."""
        known = self._states.get(session_id)
        state = await self._reader.read(store, known)
        if self._states.get(session_id) is not known:  # another operation read it, too
            known = self._states.get(session_id)
        if state is known:
            return ()
        self._states[session_id] = state
        return changes(session_id, known, state)

    def _add(
        self,
        operation: OnSession,
        answer: Answer,
        seen: tuple[tuple[Change, ...], ...] = ((), (), ()),
        place: Place | None = None,
    ) -> None:
        self._number += 1
        if isinstance(operation, Call) and self._mask:
            operation = self._mask.operation(operation)
        found, made, elsewhere = seen
        entry = Entry(
            self._number, time.time(), operation, answer, made, found, elsewhere, place
        )
        for session_id, both in by_session(entry).items():
            exists = self._states.get(session_id) is not None
            self.history.add(entry.number, session_id, exists, both)
        self._log.append(entry)
        if len(self._log) > self.most:
            oldest = self._log.popleft()
            for session_id, both in by_session(oldest).items():
                self.history.forget(oldest.number, session_id, both)
        for listener in self._listeners:
            listener()


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
            given = tuple(map(kept, bound if named else arguments))
            operation = Call(self._store.session_id, name, given)
            return self._call(operation, lambda: attribute(*arguments, **named))

        return method

    def _call(self, operation: Call, call: Callable[[], Any]) -> Any:
        place = caller() if self._recorder.where else None
        try:
            result = call()
        except BaseException as error:
            self._recorder.add(operation, Answer.raised(error), place)
            raise
        if inspect.isawaitable(result):
            return self._recorder.call(self._store, operation, result, place)
        self._recorder.add(operation, Answer(kept(result)), place)
        return result

    def __setattr__(self, name: str, value: Any) -> None:
        if name == "session_id":
            operation = AssignId(self._store.session_id, value)
            self._store.session_id = value
            self._recorder.assign(operation, self._store)
        else:
            setattr(self._store, name, value)
