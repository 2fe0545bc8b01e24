"""What makes the difference: a trace done again with one thing in place of another.

A store that goes wrong with the key ``a.b``, and does not with ``k1`` in its place,
goes wrong for that key. So a reason is found that no answer alone tells, and none is
guessed.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

from sessionkit.checking.alphabet import PLAIN_KEYS
from sessionkit.checking.counterexample import (
    CROWD,
    Counterexamples,
    Difference,
    moved,
    on_one_object,
    without,
)
from sessionkit.checking.explain import seen, signed
from sessionkit.checking.peculiar import peculiar
from sessionkit.checking.report import DECLARED, VAGUE, Failure
from sessionkit.checking.swaps import (
    ids,
    keys,
    shown,
    values,
    with_id,
    with_key,
    with_value,
)
from sessionkit.contract import METHODS, SessionStore, StoreClass
from sessionkit.memory import MemorySessionStore
from sessionkit.rules import (
    ANY_NAME_IS_A_KEY,
    ID_IS_ASSIGNED,
    SESSIONS_APART,
    SET_REPLACES,
    STATE_IS_SHARED,
    VALUES_ARE_LIVE,
)
from sessionkit.running.replay import run
from sessionkit.traces.operation import (
    AssignId,
    Change,
    Open,
    Operation,
    method_of,
    on,
    session_ids,
    who,
)
from sessionkit.traces.trace import Trace
from sessionkit.traces.written import written

LATER: Final = 0.01
"""Seconds that a method is asked later, to see whether something is still going on."""
MANY: Final = 6
"""Calls of one method, nearly all of a trace, whose number makes the difference."""


@dataclass(frozen=True)
class _Texts:
    """A kind of texts, and what to say of one that a store does not take."""

    kind: str
    rule: str
    of: Callable[[Trace], Sequence[Any]]
    plain: Collection[str]
    """Those that a store is not blamed for."""
    without: Callable[[Operation, Any], Operation]
    """An operation with a plain one in the place of this."""
    instead_of: str
    named: Callable[[Any], str]
    mend: str


_IDS: Final = _Texts(
    kind="an id that is not taken as it is",
    rule=SESSIONS_APART,
    of=ids,
    plain=("ada", "bob"),
    without=partial(with_id, new="cyd"),
    instead_of="the id cyd in place of",
    named=lambda one: "no id" if one is None else who(one),
    mend="take each id just as it is given.",
)
_KEYS: Final = _Texts(
    kind="a key that is not taken as it is",
    rule=ANY_NAME_IS_A_KEY,
    of=keys,
    plain={*PLAIN_KEYS, "user", "cart", "visits", "note", "member"},
    without=partial(with_key, new="k1"),
    instead_of='"k1" in place of the key',
    named=shown,
    mend="take each key just as it is given.",
)


class Variations:
    """Tries what a failure hangs on, and names it for that."""

    def __init__(
        self, store_class: StoreClass, counterexamples: Counterexamples
    ) -> None:
        self._store_class = store_class
        self._counterexamples = counterexamples

    async def named(self, failure: Failure) -> Failure:
        """Return a failure with its reason, if one thing in its trace makes it."""
        if found := await self._with_a_key_left(failure):
            return found
        if failure.kind not in VAGUE:
            return failure
        if _is_a_crowd(failure.trace):
            return _counted(failure)
        failure = seen(await self._as_the_whole(failure), self._store_class)
        for experiment in (
            self._a_moment_later,
            self._with_one_object,
            self._with_a_new_object,
            self._without_changes,
            partial(self._with_plain, _IDS),
            partial(self._with_plain, _KEYS),
            self._with_plain_values,
        ):
            found = await experiment(failure)
            if found is not None:
                # by chance, or by the clock, what went wrong may be right this time
                again = await self._counterexamples.again(failure.trace.operations)
                return failure if again is None else found
        return failure

    async def _with_a_key_left(self, failure: Failure) -> Failure | None:
        operations = failure.trace.operations
        if not failure.deletes or failure.expected.error == DECLARED:
            return None
        ids = {one for step in operations for one in session_ids(step)}
        sets = [on(one).set("left", 1) for one in ids]
        left = [*sets, *(moved(one, len(sets)) for one in operations)]
        if not await self._is_right(left):
            return None
        return replace(
            failure,
            kind="an empty session taken for none",
            hint="With one more key in the session, the store answers all of this as "
            "FortJs does. A dict without keys is false: `if values` and `values or {}` "
            "take it for none. Ask whether there is a dict: `is None`, or `in`.",
        )

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
            hint="With one store object in place of two, the store answers all of this "
            "as FortJs does: an object keeps something for itself that another one "
            "changes. Look it up in each call.",
        )

    async def _with_a_new_object(self, failure: Failure) -> Failure | None:
        operations: list[Operation] = []
        for one in failure.trace.operations:
            operations.append(one)
            if isinstance(one, AssignId):
                operations.append(Open(one.new_id, one.store))
        assigns = len(operations) > len(failure.trace)
        held = any(isinstance(one, Change) for one in operations)
        if not assigns or held or not await self._is_right(operations):
            return None
        return replace(
            failure,
            kind="something kept from before the id was assigned",
            rule=ID_IS_ASSIGNED,
            hint="With a new store object in place of the one that got another id, the "
            "store answers all of this as FortJs does: the object keeps something from "
            "before. Read `self.session_id` in each call, and use it for every lookup.",
        )

    async def _without_changes(self, failure: Failure) -> Failure | None:
        operations = failure.trace.operations
        changes = [n for n, one in enumerate(operations, 1) if isinstance(one, Change)]
        if not changes or failure.answered.error is not None:
            return None
        unchanged = without(operations, *changes)
        before = (await run(unchanged, MemorySessionStore))[-1].answer
        change = written(failure.trace)[changes[-1] - 1]
        if failure.answered == before:
            return replace(
                failure,
                kind="a change from outside that is not seen",
                rule=failure.rule or VALUES_ARE_LIVE,
                hint=f"FortJs gives this answer without `{change}`, so that was missed "
                "here: it changed a copy, or the answer comes from one, such as a "
                "cache. Keep the very object that you are given, hand out the very "
                "object that is kept, and put no other in its place.",
            )
        if failure.expected == before and await self._is_right(unchanged):
            return replace(
                failure,
                kind="two values that are one object",
                rule=failure.rule or VALUES_ARE_LIVE,
                hint=f"Without `{change}`, the store answers all of this as FortJs "
                "does. The last operation asks for something else, so two values share "
                "one object: make a new dict for each new session, and keep the very "
                "value that you are given, even if an equal one is there.",
            )
        return None

    async def _with_plain(self, texts: _Texts, failure: Failure) -> Failure | None:
        found = texts.of(failure.trace)
        blamed = [
            one
            for one in found
            if one not in texts.plain
            and await self._is_right(
                [texts.without(step, one) for step in failure.trace.operations]
            )
        ]
        if not blamed:
            return None
        why = peculiar(blamed, [one for one in found if one not in blamed])
        return replace(
            failure,
            kind=texts.kind,
            rule=texts.rule,
            hint=f"With {texts.instead_of} {' or of '.join(map(texts.named, blamed))}"
            f"{why}, the store answers all of this as FortJs does: {texts.mend}",
        )

    async def _with_plain_values(self, failure: Failure) -> Failure | None:
        if any(isinstance(one, Change) for one in failure.trace.operations):
            return None
        for one in values(failure.trace):
            if not await self._is_right(
                [with_value(step, one) for step in failure.trace.operations]
            ):
                continue
            why = peculiar([one], []) if isinstance(one, str) else ""
            return replace(
                failure,
                kind="a value that is not kept as it is",
                rule=failure.rule or SET_REPLACES,
                hint=f"With 1 in place of {shown(one)}{why}, the store answers all of "
                "this as FortJs does: keep the value itself, not what is made of it.",
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
