"""Read what a store holds, as it answers itself, and notice what reading would do."""

import inspect
import math
from collections.abc import Awaitable, Callable, Generator
from contextlib import AbstractContextManager
from typing import Any, Final, TypeVar

from sessionkit.contract import SessionStore
from sessionkit.running.call import close, guarded
from sessionkit.running.unawaited import unawaited
from sessionkit.traces.answer import Answer
from sessionkit.traces.values import Opaque, snapshot

T = TypeVar("T")
State = dict[Any, Any] | None
_ATOMS: Final = frozenset({str, int, float, bool, type(None)})


class Reader:
    """Reads stores, within ``with reader:``; ``waits`` once a reading had to wait."""

    def __init__(self) -> None:
        self.waits = False
        self._quiet: list[AbstractContextManager[list[str]]] = []

    def __enter__(self) -> None:
        # a store that forgets an `await` is not to warn of it once more for each read
        quiet = unawaited()
        quiet.__enter__()
        self._quiet.append(quiet)

    def __exit__(self, *error: object) -> None:
        self._quiet.pop().__exit__(None, None, None)

    async def read(self, store: SessionStore) -> State:
        """Return a copy of what the store holds; ``None`` without a session."""
        reading = _Noticed(_state(store))
        state = await reading
        self.waits = self.waits or reading.waited
        return state

    def may_read(self, store: SessionStore) -> bool:
        """Whether reading leaves the store as it is: sessions that end unused do not.

        A reading counts as a use there, and would keep the session alive.
        """
        sessions = getattr(store, "_sessions", None)
        terms = getattr(store, "_terms", None) or getattr(sessions, "terms", None)
        idle: float = getattr(terms, "idle", math.inf)
        return idle == math.inf


class _Noticed(Awaitable[T]):
    """Awaits, and knows then whether that had to wait for anything."""

    def __init__(self, awaitable: Awaitable[T]) -> None:
        self._awaitable = awaitable
        self.waited = False

    def __await__(self) -> Generator[Any, Any, T]:
        stretches = self._awaitable.__await__()
        resume: BaseException | None = None
        while True:
            try:
                pending = next(stretches) if resume is None else stretches.throw(resume)
            except StopIteration as stop:
                result: T = stop.value
                return result
            self.waited, resume = True, None
            try:
                yield pending
            except BaseException as error:  # noqa: BLE001  # the loop cancels by this
                resume = error


async def _state(store: SessionStore) -> State:
    # asked first: the get_all of a faulty store may create the session
    exists = await _ask(store, "is_any_exist", snapshot)
    if exists.error is not None or not exists.value:
        return None
    # a store whose reading is broken shows nothing
    state: State = (await _ask(store, "get_all", _copied)).value
    return state


async def _ask(store: SessionStore, method: str, take: Callable[[Any], Any]) -> Answer:
    return await guarded(_asked(store, method, take))


async def _asked(
    store: SessionStore, method: str, take: Callable[[Any], Any]
) -> Answer:
    result = getattr(store, method)()
    if not inspect.isawaitable(result):
        raise TypeError(f"{method} gave nothing to await")
    value = await result
    close(value)
    return Answer(take(value))


def _copied(values: Any) -> State:
    """Copy key by key, so that one value that cannot be copied hides no other."""
    if not isinstance(values, dict):
        return None
    return {
        key if type(key) is str else kept(key): (
            value if type(value) in _ATOMS else kept(value)
        )
        for key, value in values.items()
    }


def kept(value: Any) -> Any:
    """Return a snapshot: recording must not fail where a value refuses to be read."""
    try:
        return snapshot(value)
    except Exception:  # noqa: BLE001  # whatever its own methods raise
        return Opaque("a value that cannot be read")
