"""FortJs's memory store as the Python port plus each named deviation, as code.

With no deviation switched on the model is the port; with all of them it is FortJs, that
is: JavaScript's objects. So what makes the two differ is what is written here, and all
of it has a name in ``sessionkit.fortjs.DEVIATIONS``.
"""

import math
from collections.abc import Callable, Collection, Iterable, Iterator
from decimal import Decimal
from typing import Any, Final

from sessionkit.fortjs.deviations import (
    DEVIATIONS,
    INHERITED_NAMES,
    INTEGER_LIKE_KEYS_FIRST,
    KEYS_STAY_AS_THEY_ARE,
    ONE_KIND_OF_NUMBER,
    PROTOTYPE_KEY,
    SET_MANY_ANSWERS_NOTHING,
    SET_MANY_TAKES_A_DICT,
    UNDEFINED_IS_NONE,
    Deviation,
)
from sessionkit.traces.answer import Answer
from sessionkit.traces.operation import (
    AssignId,
    Call,
    Change,
    Open,
    Operation,
    Together,
)
from sessionkit.traces.values import UNDEFINED, Opaque

PROTO: Final = "__proto__"
OBJECT_METHODS: Final = (
    "__defineGetter__",
    "__defineSetter__",
    "__lookupGetter__",
    "__lookupSetter__",
    "hasOwnProperty",
    "isPrototypeOf",
    "propertyIsEnumerable",
    "toLocaleString",
    "toString",
    "valueOf",
)
INHERITED: Final = (*OBJECT_METHODS, "constructor", PROTO)
LARGEST_INDEX: Final = 2**32 - 2


class _Absent:
    """No property of that name."""


ABSENT: Final = _Absent()


class Thing:
    """A JavaScript object: own properties, and the object it inherits from."""

    def __init__(
        self, own: dict[Any, Any], parent: "Thing | None", *, built_in: bool = False
    ) -> None:
        self.own = own
        self.parent = parent
        self.built_in = built_in

    def own_property(self, key: Any) -> Any:
        """Return an own property's value, or ``ABSENT``."""
        return self.own.get(key, ABSENT)


class Array(Thing):
    """A JavaScript array: its items are properties too, and so is its length."""

    def __init__(self, items: list[Any]) -> None:
        super().__init__({}, ARRAY_PROTOTYPE)
        self.items = items

    def own_property(self, key: Any) -> Any:
        """Return an item, the length, or ``ABSENT``."""
        if key == "length":
            return len(self.items)
        if is_index(key):
            index = int(key)
            return self.items[index] if index < len(self.items) else ABSENT
        return ABSENT


def _functions(names: Iterable[str], constructor: str) -> dict[Any, Any]:
    own: dict[Any, Any] = {name: Opaque(f"function {name}") for name in names}
    return {**own, "constructor": Opaque(f"function {constructor}")}


OBJECT_PROTOTYPE: Final = Thing(
    _functions(OBJECT_METHODS, "Object"), None, built_in=True
)
ARRAY_PROTOTYPE: Final = Thing(
    {**_functions(("map", "toString", "toLocaleString"), "Array"), "length": 0},
    OBJECT_PROTOTYPE,
    built_in=True,
)


def is_index(key: Any) -> bool:
    """Whether JavaScript takes a key for a whole number, and puts it first."""
    return (
        isinstance(key, str)
        and key.isascii()
        and key.isdigit()
        and str(int(key)) == key
        and int(key) <= LARGEST_INDEX
    )


def number_in_javascript(value: float) -> Any:
    """Return the number that comes back from JavaScript, as JSON writes it."""
    try:
        double = float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf
    if not math.isfinite(double) or not double.is_integer() or abs(double) >= 1e21:
        return double
    if double == 0 and math.copysign(1, double) < 0:
        return double
    # the fewest digits that mean this double, then zeros: not all of its digits
    return int(Decimal(repr(double)))


def text_of(key: Any) -> str:
    """Return the text that JavaScript makes of a key."""
    if isinstance(key, bool) or key is None:
        return {None: "null", True: "true", False: "false"}[key]
    return key if isinstance(key, str) else str(number_in_javascript(key))


class Model:
    """One run from empty sessions, with the ``deviations`` that are switched on."""

    def __init__(self, deviations: Collection[Deviation] = DEVIATIONS) -> None:
        self._on = {one.name for one in deviations}
        self._sessions: dict[str | None, Thing] = {}
        self._arguments: list[list[Any]] = []
        self._results: list[Any] = []

    def run(self, operations: Iterable[Operation]) -> list[Answer]:
        """Return the answer to each operation."""
        return [self._answer(operation) for operation in operations]

    def _has(self, deviation: Deviation) -> bool:
        return deviation.name in self._on

    def _answer(self, operation: Operation) -> Answer:
        given = operation.arguments if isinstance(operation, Call) else ()
        arguments = [self._import(one) for one in given]
        self._arguments.append(arguments)
        self._results.append(None)
        match operation:
            case Change():
                return self._change(operation)
            case Open() | AssignId():
                return Answer()
            case Together():
                raise TypeError(f"no trace drawn here has two requests: {operation}")
        method: Callable[..., Any] = getattr(self, f"_{operation.method}")
        result = method(operation.session_id, *arguments)
        if isinstance(result, Answer):
            return result
        self._results[-1] = result
        return Answer(self._export(result))

    # The methods, as FortJs has them ------------------------------------------------

    def _is_any_exist(self, session: str | None) -> bool:
        return session in self._sessions

    def _get(self, session: str | None, key: Any) -> Any:
        values = self._sessions.get(session)
        return None if values is None else self._read(values, key)

    def _get_all(self, session: str | None) -> Thing:
        return self._sessions.get(session) or Thing({}, OBJECT_PROTOTYPE)

    def _is_exist(self, session: str | None, key: Any) -> bool:
        values = self._sessions.get(session)
        return values is not None and self._read(values, key) not in (None, UNDEFINED)

    def _set(self, session: str | None, key: Any, value: Any) -> Any:
        values = self._sessions.get(session)
        if values is None:
            own = {self._key(key): value}
            self._sessions[session] = Thing(own, OBJECT_PROTOTYPE)
        else:
            self._write(values, key, value)
        return self._nothing()

    def _set_many(self, session: str | None, given: Any) -> Any:
        if type(given) is not Thing and not self._has(SET_MANY_TAKES_A_DICT):
            kind = "list" if isinstance(given, Array) else type(given).__name__
            message = f"'{kind}' object has no attribute 'items'"
            return Answer(error="AttributeError", message=message)
        if given is None:
            message = "Cannot convert undefined or null to object"
            return Answer(error="TypeError", message=message)
        items = list(self._items(given))
        for key, value in items:
            self._set(session, key, value)
        if self._has(SET_MANY_ANSWERS_NOTHING):
            return Array([self._nothing() for _ in items])
        return self._nothing()

    def _remove(self, session: str | None, key: Any) -> Any:
        values = self._sessions.get(session)
        if values is not None:
            self._write(values, key, None)
        return self._nothing()

    def _clear(self, session: str | None) -> Any:
        self._sessions.pop(session, None)
        return self._nothing()

    def _change(self, change: Change) -> Answer:
        (key,) = change.path
        place = change.number - 1
        answered = change.part == "answer"
        target = self._results[place] if answered else self._arguments[place][-1]
        # the driver refuses to change what every object of its process shares
        assert isinstance(target, Thing)
        assert not target.built_in
        if change.deletes:
            target.own.pop(self._key(key), None)
            return Answer()
        value = self._import(change.value)
        if isinstance(target, Array):
            assert isinstance(key, int)
            target.items[key : key + 1] = [value]
        else:
            self._write(target, key, value)
        return Answer()

    # What JavaScript's objects do ---------------------------------------------------

    def _nothing(self) -> Any:
        return UNDEFINED if self._has(UNDEFINED_IS_NONE) else None

    def _key(self, key: Any) -> Any:
        return text_of(key) if self._has(KEYS_STAY_AS_THEY_ARE) else key

    def _chain(self, thing: Thing | None) -> Iterator[Thing]:
        while thing is not None:
            if not thing.built_in or self._has(INHERITED_NAMES):
                yield thing
            thing = thing.parent

    def _read(self, thing: Thing, key: Any) -> Any:
        key = self._key(key)
        for holder in self._chain(thing):
            if key == PROTO and holder is OBJECT_PROTOTYPE:
                return thing.parent
            value = holder.own_property(key)
            if value is not ABSENT:
                return value
        return self._nothing()

    def _write(self, thing: Thing, key: Any, value: Any) -> None:
        key = self._key(key)
        if key == PROTO and self._has(PROTOTYPE_KEY) and self._sets_parent(thing):
            if value is None or isinstance(value, Thing):
                thing.parent = value
        else:
            thing.own[key] = value

    def _sets_parent(self, thing: Thing) -> bool:
        """Whether the first ``__proto__`` on the chain is the built-in setter."""
        holder: Thing | None = thing
        while holder is not None:
            if holder is OBJECT_PROTOTYPE:
                return True
            if holder.own_property(PROTO) is not ABSENT:
                return False
            holder = holder.parent
        return False

    def _items(self, given: Any) -> Iterator[tuple[Any, Any]]:
        if isinstance(given, Array):
            yield from ((str(n), item) for n, item in enumerate(given.items))
        elif isinstance(given, Thing):
            yield from ((key, given.own[key]) for key in self._ordered(given.own))
        elif isinstance(given, str):
            yield from ((str(n), character) for n, character in enumerate(given))

    def _ordered(self, keys: Iterable[Any]) -> list[Any]:
        keys = list(keys)
        if not self._has(INTEGER_LIKE_KEYS_FIRST):
            return keys
        first = sorted(filter(is_index, keys), key=int)
        return [*first, *(key for key in keys if not is_index(key))]

    def _import(self, value: Any) -> Any:
        if isinstance(value, dict):
            own = {key: self._import(item) for key, item in value.items()}
            return Thing(own, OBJECT_PROTOTYPE)
        if isinstance(value, list):
            return Array([self._import(item) for item in value])
        if isinstance(value, int | float) and not isinstance(value, bool):
            return (
                number_in_javascript(value) if self._has(ONE_KIND_OF_NUMBER) else value
            )
        return value

    def _export(self, value: Any) -> Any:
        if isinstance(value, Array):
            return [self._export(item) for item in value.items]
        if isinstance(value, Thing):
            if value.built_in:
                return {}  # nothing in it can be enumerated
            keys = self._ordered(value.own)
            return {key: self._export(value.own[key]) for key in keys}
        return value


def fired(operations: Collection[Operation], number: int) -> set[str]:
    """Return the deviations that make a difference to the answer of one operation.

    Those are the ones that change it when they alone are left out, or put in.
    """

    def answer(deviations: Collection[Deviation]) -> Answer:
        return Model(deviations).run(list(operations)[:number])[-1]

    return {
        one.name
        for one in DEVIATIONS
        if answer([other for other in DEVIATIONS if other is not one])
        != answer(DEVIATIONS)
        or answer([one]) != answer(())
    }
