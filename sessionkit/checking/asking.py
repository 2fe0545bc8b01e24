"""Ask a store a sequence of operations, fast: answers are compared as bytes.

``sessionkit.running.replay`` asks so that each answer can be shown. Here nothing is
kept but whether it is the expected one; what differs is then done again with the other.
"""

import asyncio
from collections.abc import Sequence
from marshal import dumps, loads
from typing import Any, Final, NamedTuple

from sessionkit.checking.alphabet import HANDS_OUT, Held, Letter
from sessionkit.contract import SessionStore, StoreClass
from sessionkit.running.call import close, is_cancelled
from sessionkit.running.replay import SHARED, apply, fresh_prefix
from sessionkit.running.time_limit import TimeLimitError
from sessionkit.traces.answer import Answer
from sessionkit.traces.operation import AssignId, Call, Change, Open, session_ids
from sessionkit.traces.values import same, snapshot

_FORM: Final = 2
"""The last form of ``marshal`` in which equal values are equal bytes."""
NOTHING: Final = dumps(None, _FORM)


class Step(NamedTuple):
    """A letter made ready: which store object, which method, and its arguments.

    They are no bytes where there are none, as in most of what is asked.
    """

    which: tuple[str | None, str]
    method: str
    arguments: bytes
    letter: Letter


def ready(letter: Letter) -> Step:
    """Make a letter ready to be asked many times, each with arguments of its own."""
    match letter:
        case Call(session_id, method, arguments, store):
            given = dumps(arguments, _FORM) if arguments else b""
            return Step((session_id, store), method, given, letter)
        case Open(session_id, store) | AssignId(session_id, _, store):
            return Step((session_id, store), "", b"", letter)
        case Held(method):
            return Step((None, method), "", b"", letter)


def written(value: Any) -> bytes:
    """Write an answer as bytes that are equal only for equal values, types and order.

    What is no plain value is no bytes: it equals nothing that a store may answer.
    """
    try:
        return dumps(value, _FORM)
    except ValueError:  # also a subclass of dict, which is as good
        try:
            return dumps(snapshot(value), _FORM)
        except ValueError:
            return b""


def decoded(expected: bytes) -> Any:
    """Return the value that was ``written``."""
    return loads(expected)


class Asking:
    """Store objects of one class on sessions of their own, while a sequence is asked.

    Without ``holds`` nothing is kept of what goes in and comes out.
    """

    def __init__(self, store_class: StoreClass, *, holds: bool) -> None:
        self.given: dict[str, Any] = {}
        self._prefix = fresh_prefix()
        self._store_class = store_class
        self._stores: dict[tuple[str | None, str], SessionStore] = {}
        self._used: set[str | None] = set()
        self._holds = holds

    def own_id(self, session_id: str | None) -> str | None:
        """Return the id that the store class gets for ``session_id``."""
        return session_id if session_id in SHARED else f"{self._prefix}{session_id}"

    async def answer(self, step: Step) -> Any:
        """Return what came back; whatever the store raises passes."""
        which, method, arguments, letter = step
        if not method:
            return self._around(which, letter)
        store = self._stores.get(which) or self._store(which)
        given = loads(arguments) if arguments else ()
        value = await getattr(store, method)(*given)
        if self._holds:
            self._hold(method, value, given)
        return value

    def _store(self, which: tuple[str | None, str]) -> SessionStore:
        # a store object may be false
        if which not in self._stores:
            self._used.add(which[0])
            self._stores[which] = self._store_class(self.own_id(which[0]))
            close(self._stores[which])
        return self._stores[which]

    def _around(self, which: tuple[str | None, str], letter: Letter) -> None:
        match letter:
            case Held(method, path, value):
                answer = apply(Change("answer", 1, path, value), self.given[method])
                if answer.error is not None:
                    raise TypeError(answer.message)
            case AssignId(_, new_id, name):
                store = self._store(which)
                self._used.add(new_id)
                store.session_id = self.own_id(new_id)
                self._stores[new_id, name] = self._stores.pop(which)
            case _:
                self._stores.pop(which, None)
                self._store(which)

    async def clear(self) -> None:
        """Clear the sessions that were asked; it is no matter whether that works."""
        for session_id in self._used:
            try:
                await self._store_class(self.own_id(session_id)).clear()
            except Exception:  # noqa: BLE001  # whatever the store raises
                continue

    async def difference(
        self, steps: Sequence[Step], expected: Sequence[bytes], *, ordered: bool
    ) -> tuple[int, Answer] | None:
        """Return the first step, from 0, that is answered otherwise, and its answer.

        Only what stops the caller too passes: a time limit, a cancelled task, Ctrl+C.
        """
        stores, number = self._stores, 0
        try:
            # the loop in which a check spends its time: as ``answer``, without the call
            for number, (which, method, arguments, letter) in enumerate(steps):
                if not method:
                    self._around(which, letter)
                    continue
                given = loads(arguments) if arguments else ()
                store = stores.get(which) or self._store(which)
                value = await getattr(store, method)(*given)
                if self._holds:
                    self._hold(method, value, given)
                try:
                    if dumps(value, _FORM) == expected[number]:
                        continue
                except ValueError:
                    pass
                if not _as_good(value, expected[number], ordered=ordered):
                    close(value)
                    return number, Answer(snapshot(value))
        except (TimeLimitError, KeyboardInterrupt, GeneratorExit):
            raise
        except BaseException as error:  # a store may also raise SystemExit
            if isinstance(error, asyncio.CancelledError) and is_cancelled():
                raise
            return number, Answer.raised(error)
        return None

    def _hold(self, method: str, value: Any, given: tuple[Any, ...]) -> None:
        if method in HANDS_OUT:
            self.given[method] = value
        elif given:
            self.given[method] = given[-1]


def _as_good(value: Any, expected: bytes, *, ordered: bool) -> bool:
    bytes_ = written(value)
    if bytes_ == expected:
        return True
    return bool(bytes_) and same(loads(bytes_), loads(expected), ordered=ordered)


class Asked(NamedTuple):
    """A sequence with its expected answers: ready to be asked."""

    steps: Sequence[Step]
    expected: Sequence[bytes]
    holds: bool


def is_apart(asked: Asked) -> bool:
    """Whether no other sequence touches the sessions of this one."""
    return all(
        isinstance(one.letter, Held) or SHARED.isdisjoint(session_ids(one.letter))
        for one in asked.steps
    )


async def difference(
    asked: Asked, store_class: StoreClass, *, ordered: bool, clears: bool
) -> tuple[int, Answer] | None:
    """Return the first step of ``asked``, from 0, that a store answers otherwise.

    With it comes the answer. What stops the caller too passes, as of ``Asking``.
    """
    asking = Asking(store_class, holds=asked.holds)
    found = await asking.difference(asked.steps, asked.expected, ordered=ordered)
    # after an error, one more call may only make it worse
    if clears and (found is None or found[1].error is None):
        await asking.clear()
    return found
