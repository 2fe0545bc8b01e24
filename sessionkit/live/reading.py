"""Read what a store holds, as it answers itself, and notice what reading would do.

Reading is done with each operation, of several sessions. So a session that holds the
very values of before is noticed without a copy.
"""

import inspect
import math
from collections.abc import Awaitable, Coroutine, Generator
from contextlib import AbstractContextManager
from operator import is_
from types import CoroutineType
from typing import Any, Final

from sessionkit.contract import SessionStore
from sessionkit.live.mask import MASKED, Mask
from sessionkit.running.call import stops_the_caller
from sessionkit.running.unawaited import unawaited
from sessionkit.traces.values import Opaque, same, snapshot

State = dict[Any, Any] | None
_ATOMS: Final = frozenset({str, int, float, bool, type(None)})


class Reader:
    """Reads stores, within ``with reader:``; ``waits`` once a reading had to wait.

    The values of masked keys are not kept.
    """

    def __init__(self, mask: Mask) -> None:
        self.waits = False
        self._mask = mask
        self._quiet: list[AbstractContextManager[list[str]]] = []

    def __enter__(self) -> None:
        # a store that forgets an `await` is not to warn of it once more for each read
        quiet = unawaited()
        quiet.__enter__()
        self._quiet.append(quiet)

    def __exit__(self, *error: object) -> None:
        self._quiet.pop().__exit__(None, None, None)

    async def read(self, store: SessionStore, known: State = None) -> State:
        """Return a copy of what the store holds; ``None`` without a session.

        It is ``known`` itself if all is as it was, and has its values as far as they
        are as they were.
        """
        reading = self._read(store, known)
        try:
            pending = reading.send(None)
        except StopIteration as done:
            state: State = done.value
            return state
        self.waits = True
        return await _Begun(reading, pending)

    def may_read(self, store: SessionStore) -> bool:
        """Whether reading leaves the store as it is: sessions that end unused do not.

        A reading counts as a use there, and would keep the session alive.
        """
        sessions = getattr(store, "_sessions", None)
        terms = getattr(store, "_terms", None) or getattr(sessions, "terms", None)
        idle: float = getattr(terms, "idle", math.inf)
        return idle == math.inf

    async def _read(self, store: SessionStore, known: State) -> State:
        try:
            # asked first: the get_all of a faulty store may create the session
            if not await _awaitable(store.is_any_exist()):
                return None
            values = await _awaitable(store.get_all())
        except BaseException as error:  # a store may also raise SystemExit
            if stops_the_caller(error):
                raise
            # one error that is raised each time would drag all its past frames along
            BaseException.with_traceback(error, None)
            return None  # a store whose reading is broken shows nothing
        if type(values) is dict and known is not None and _are(known, values):
            return known
        return self._copied(values, known)

    def _copied(self, values: Any, known: State) -> State:
        """Copy key by key, so that one value that cannot be copied hides no other."""
        if not isinstance(values, dict):
            return None
        held = known or {}
        copied = {}
        for key, value in values.items():
            name = key if type(key) is str else kept(key)
            masked = MASKED if name in self._mask else value
            copied[name] = _kept_once(held.get(name), masked)
        return known if known is not None and _alike(known, copied) else copied


class _Begun:
    """The rest of a coroutine that has begun, and waits."""

    def __init__(self, coroutine: Coroutine[Any, Any, State], pending: Any) -> None:
        self._coroutine = coroutine
        self._pending = pending

    def __await__(self) -> Generator[Any, Any, State]:
        try:
            while True:
                try:
                    sent = yield self._pending
                except BaseException as error:  # noqa: BLE001  # the loop cancels so
                    self._pending = self._coroutine.throw(error)
                else:
                    self._pending = self._coroutine.send(sent)
        except StopIteration as done:
            state: State = done.value
            return state


def _awaitable(result: Awaitable[Any]) -> Awaitable[Any]:
    if type(result) is CoroutineType or inspect.isawaitable(result):
        return result
    raise TypeError("a method of a store is a coroutine: nothing else is read")


def _are(known: dict[Any, Any], values: dict[Any, Any]) -> bool:
    """Whether the very same keys and values are there: most often so, and soon seen.

    A dict or list is never the same, as what is known is a copy.
    """
    return (
        len(known) == len(values)
        and all(map(is_, known, values))
        and all(map(is_, known.values(), values.values()))
    )


def _alike(known: dict[Any, Any], copied: dict[Any, Any]) -> bool:
    """Whether a copy has the known values, under keys that are written alike."""
    return all(map(is_, known.values(), copied.values())) and same([*known], [*copied])


def _kept_once(held: Any, value: Any) -> Any:
    """Return what is held if the value is the same, else a copy of it."""
    if held is value and type(value) in _ATOMS:
        return held
    return held if held is not None and _same(held, value) else kept(value)


def _same(held: Any, value: Any) -> bool:
    try:
        return same(held, value)
    except Exception:  # noqa: BLE001  # whatever the value's own methods raise
        return False


def kept(value: Any) -> Any:
    """Return a snapshot: recording must not fail where a value refuses to be read."""
    try:
        return snapshot(value)
    except Exception:  # noqa: BLE001  # whatever its own methods raise
        return Opaque("a value that cannot be read")
