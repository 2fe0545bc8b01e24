"""What makes the difference: a trace done again with one thing in place of another.

A store that goes wrong with the key ``a.b``, and does not with ``k1`` in its place,
goes wrong for that key. So a reason is found that no answer alone tells, and none is
guessed.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, TypeVar
from unicodedata import normalize

from sessionkit.checking.alphabet import PLAIN_KEYS, PLAIN_VALUES
from sessionkit.checking.counterexample import (
    CROWD,
    Counterexamples,
    Difference,
    on_one_object,
)
from sessionkit.checking.explain import seen, signed
from sessionkit.checking.report import VAGUE, Failure
from sessionkit.contract import METHODS, SessionStore, StoreClass
from sessionkit.memory import MemorySessionStore
from sessionkit.rules import (
    ANY_NAME_IS_A_KEY,
    SESSIONS_APART,
    SET_REPLACES,
    STATE_IS_SHARED,
)
from sessionkit.running.replay import run
from sessionkit.traces.operation import (
    AssignId,
    Call,
    Change,
    Open,
    Operation,
    method_of,
    on,
    session_ids,
    who,
)
from sessionkit.traces.trace import Trace
from sessionkit.traces.values import show, snapshot

LATER: Final = 0.01
"""Seconds that a method is asked later, to see whether something is still going on."""
MANY: Final = 6
"""Calls of one method, nearly all of a trace, whose number makes the difference."""
LONG: Final = 64
"""Characters of a text that is called long."""
_PLAIN_IDS: Final = ("ada", "bob")
_PLAIN_NAMES: Final = {*PLAIN_KEYS, "user", "cart", "visits", "note", "member"}

T = TypeVar("T")


class Variations:
    """Tries what a failure hangs on, and names it for that."""

    def __init__(
        self, store_class: StoreClass, counterexamples: Counterexamples
    ) -> None:
        self._store_class = store_class
        self._counterexamples = counterexamples

    async def named(self, failure: Failure) -> Failure:
        """Return a failure with its reason, if one thing in its trace makes it."""
        if failure.kind not in VAGUE:
            return failure
        if _is_a_crowd(failure.trace):
            return _counted(failure)
        failure = seen(await self._as_the_whole(failure), self._store_class)
        for experiment in (
            self._a_moment_later,
            self._with_one_object,
            self._with_plain_ids,
            self._with_plain_keys,
            self._with_plain_values,
        ):
            found = await experiment(failure)
            if found is not None:
                # by chance, or by the clock, what went wrong may be right this time
                again = await self._counterexamples.again(failure.trace.operations)
                return failure if again is None else found
        return failure

    async def _as_the_whole(self, failure: Failure) -> Failure:
        """Look at the whole session, where a no may only mean that a key is lost."""
        *before, last = failure.trace.operations
        if method_of(last) != "is_exist" or failure.answered.value is not False:
            return failure
        look = on(*session_ids(last)).get_all()
        seen = await self._counterexamples.again([*before, look])
        if seen is None or len(seen.trace) != len(failure.trace):
            return failure
        if seen.trace[-1].answer.error is not None:  # get_all may be a later step
            return failure
        bare = replace(failure, trace=seen.trace, expected=seen.expected, kind="")
        return signed(bare, self._store_class)

    async def _a_moment_later(self, failure: Failure) -> Failure | None:
        if failure.answered.error is not None:
            return None
        patient = Counterexamples.of(self._counterexamples, later(self._store_class))
        if await patient.again(failure.trace.operations) is not None:
            return None
        return replace(
            failure,
            kind="something is done after the answer",
            hint=f"Asked {LATER * 1000:g} ms later each time, it answers as FortJs: a "
            "method answers before its work is done. Await what it began, a task, a "
            "thread or a callback.",
        )

    async def _with_one_object(self, failure: Failure) -> Failure | None:
        operations = [
            one
            for one in failure.trace.operations
            if not (isinstance(one, Open) and one.store)
        ]
        if not any(getattr(one, "store", "") for one in operations) or any(
            isinstance(one, Change) for one in operations
        ):
            return None
        alone = [on_one_object(one) for one in operations]
        if not await self._is_right(alone):
            return None
        return replace(
            failure,
            kind="something kept on the store object",
            rule=STATE_IS_SHARED,
            hint="On one store object in place of two, all this is answered as by "
            "FortJs: a store object keeps something for itself that another one "
            "changes. Look it up in each call.",
        )

    async def _with_plain_ids(self, failure: Failure) -> Failure | None:
        odd = [one for one in _ids(failure.trace) if one not in _PLAIN_IDS]
        blamed = await self._blamed(
            failure, odd, lambda x, one: _with_id(x, one, "cyd")
        )
        if not blamed:
            return None
        others = [one for one in _ids(failure.trace) if one not in blamed]
        return replace(
            failure,
            kind="an id that is not taken as it is",
            rule=SESSIONS_APART,
            hint=f"With the id cyd in place of {_named(map(_id, blamed))}"
            f"{_peculiar(blamed, others)}, all this is answered as by FortJs: take "
            "each id just as it is given.",
        )

    async def _with_plain_keys(self, failure: Failure) -> Failure | None:
        odd = [one for one in _keys(failure.trace) if one not in _PLAIN_NAMES]
        blamed = await self._blamed(
            failure, odd, lambda x, one: _with_key(x, one, "k1")
        )
        if not blamed:
            return None
        others = [one for one in _keys(failure.trace) if one not in blamed]
        return replace(
            failure,
            kind="a key that is not taken as it is",
            rule=ANY_NAME_IS_A_KEY,
            hint=f'With "k1" in place of the key {_named(map(_shown, blamed))}'
            f"{_peculiar(blamed, others)}, all this is answered as by FortJs: take "
            "each key just as it is given.",
        )

    async def _blamed(
        self,
        failure: Failure,
        suspects: Sequence[T],
        swapped: Callable[[Operation, T], Operation],
    ) -> list[T]:
        """Return those of which each alone makes the difference."""
        return [
            one
            for one in suspects
            if await self._is_right(
                [swapped(step, one) for step in failure.trace.operations]
            )
        ]

    async def _with_plain_values(self, failure: Failure) -> Failure | None:
        if any(isinstance(one, Change) for one in failure.trace.operations):
            return None
        for one in _values(failure.trace):
            if not await self._is_right(
                [_with_value(step, one) for step in failure.trace.operations]
            ):
                continue
            why = _peculiar([one], []) if isinstance(one, str) else ""
            return replace(
                failure,
                kind="a value that is not kept as it is",
                rule=failure.rule or SET_REPLACES,
                hint=f"With 1 in place of {_shown(one)}{why}, all this is answered as "
                "by FortJs: keep the value itself, not what something makes of it.",
            )
        return None

    async def _is_right(self, operations: Sequence[Operation]) -> bool:
        """Whether these operations mean something, and are answered as by FortJs."""
        fortjs = await run(operations, MemorySessionStore)
        if any(one.error is not None for one in fortjs.answers):
            return False
        found: Difference | None = await self._counterexamples.again(operations)
        return found is None


def _is_a_crowd(trace: Trace) -> bool:
    methods = Counter(map(method_of, trace.operations))
    most = max(methods.values())
    nearly_all = most >= MANY and len(trace) - most <= MANY // 2
    return nearly_all or len(trace) > CROWD


def _counted(failure: Failure) -> Failure:
    return replace(
        failure,
        kind="something that is counted",
        hint=f"After {len(failure.trace) - 1} operations it goes wrong, and after "
        "fewer of them it was not seen to: is there a bound on how many sessions, keys "
        "or writes there may be, or a counter?",
    )


def later(store_class: StoreClass) -> StoreClass:
    """Return the class with stores of which each method is asked a moment later."""

    def make(session_id: str | None) -> SessionStore:
        return _Later(store_class(session_id))

    return make


class _Later:
    def __init__(self, store: SessionStore) -> None:
        self.__dict__["_store"] = store

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._store, name)
        return _slowly(found) if name in METHODS else found

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(self._store, name, value)


def _slowly(method: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    async def ask(*arguments: Any) -> Any:
        await asyncio.sleep(LATER)
        return await method(*arguments)

    return ask


def _ids(trace: Trace) -> list[str | None]:
    named: dict[str | None, None] = {}
    for one in trace.operations:
        if isinstance(one, Call | Open | AssignId):
            named[one.session_id] = None
        if isinstance(one, AssignId):
            named[one.new_id] = None
    return [*named]


def _calls(trace: Trace) -> list[Call]:
    return [one for one in trace.operations if isinstance(one, Call)]


def _keys(trace: Trace) -> list[str]:
    found: dict[str, None] = {}
    for one in _calls(trace):
        for argument in one.arguments[:1]:
            names = argument if isinstance(argument, dict) else [argument]
            found |= dict.fromkeys(map(str, names))
    return [*found]


def _values(trace: Trace) -> list[Any]:
    """Return the values that were set and are not plain, each once."""
    found: list[Any] = []
    for one in _calls(trace):
        given = _given(one)
        found += [x for x in given if not _is_in(x, [*found, *PLAIN_VALUES])]
    return [one for one in found if one not in ([], {})]


def _given(call: Call) -> Iterable[Any]:
    if call.method == "set":
        return call.arguments[1:]
    many = call.method == "set_many" and isinstance(call.arguments[0], dict)
    return call.arguments[0].values() if many else ()


def _is_in(value: Any, values: Iterable[Any]) -> bool:
    return any(_shown(value) == _shown(one) for one in values)


def _with_id(operation: Operation, old: str | None, new: str) -> Operation:
    if isinstance(operation, AssignId) and operation.new_id == old:
        operation = replace(operation, new_id=new)
    if isinstance(operation, Call | Open | AssignId) and operation.session_id == old:
        return replace(operation, session_id=new)
    return operation


def _with_key(operation: Operation, old: str, new: str) -> Operation:
    if isinstance(operation, Change):
        path = tuple(new if one == old else one for one in operation.path)
        return replace(operation, path=path)
    if not isinstance(operation, Call) or not operation.arguments:
        return operation
    first, *rest = operation.arguments
    if isinstance(first, Mapping):
        first = {new if key == old else key: one for key, one in first.items()}
    return replace(operation, arguments=(new if first == old else first, *rest))


def _with_value(operation: Operation, old: Any) -> Operation:
    if not isinstance(operation, Call):
        return operation

    def plain(value: Any) -> Any:
        return 1 if _is_in(value, [old]) else value

    if operation.method == "set":
        key, value = operation.arguments
        return replace(operation, arguments=(key, plain(value)))
    if operation.method == "set_many" and isinstance(operation.arguments[0], dict):
        many = {key: plain(one) for key, one in operation.arguments[0].items()}
        return replace(operation, arguments=(many,))
    return operation


def _shown(value: Any) -> str:
    return show(snapshot(value), limit=40)


def _id(session_id: str | None) -> str:
    return "no id" if session_id is None else who(session_id)


def _named(names: Iterable[str]) -> str:
    return " or of ".join(names)


def _peculiar(blamed: Sequence[str | None], others: Sequence[str | None]) -> str:
    """Say what is peculiar about the one text blamed; nothing of several or none."""
    if len(blamed) > 1 or blamed[0] is None:
        return ""
    text = blamed[0]
    beside = next(filter(None, (_beside(text, one) for one in others)), "")
    return f", {beside or _alone(text)}" if beside or _alone(text) else ""


def _beside(text: str, other: str | None) -> str:
    if other is None:
        return "beside a visitor with no id" if text in ("", "None") else ""
    for fold, what in _FOLDS:
        if fold(text) == fold(other):
            return f"which differs from {_shown(other)} {what}"
    if len(text) <= LONG and text.startswith(other):
        return f"which begins as {_shown(other)} does"
    return f"with which {_shown(other)} begins" if other.startswith(text) else ""


def _alone(text: str) -> str:
    odd = [one for one in text if not (one.isalnum() or one == "_")]
    for holds, said in (
        (not text, "the empty text"),
        (len(text) > LONG, f"a text of {len(text)} characters"),
        (not text.isascii(), "which has characters beyond ASCII"),
        (text in _OWN or text[:2] == "__", "a name that the store object has itself"),
        (bool(odd), f"which has {_shown(odd[0]) if odd else ''} in it"),
        (text.isdigit(), "which looks like a number"),
    ):
        if holds:
            return said
    return ""


_OWN: Final = {*METHODS, "session_id"}
_FOLDS: Final[tuple[tuple[Callable[[str], str], str], ...]] = (
    (str.casefold, "in case alone"),
    (str.strip, "in spaces at the ends alone"),
    (lambda text: normalize("NFC", text), "in how a letter is composed alone"),
)
