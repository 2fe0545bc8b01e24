"""An operation: one call on a session store, or a thing that happens around one.

There are five: ``Call``, ``Open``, ``AssignId``, ``Change`` and ``Together``. Code
that treats them apart matches on their types. Write them with ``on``, ``together``,
``change_answer``, ``change_argument``, ``delete_answer`` and ``delete_argument``.
"""

from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass, fields
from enum import Enum
from typing import Any, Final, Literal, Never, TypeAlias

from sessionkit.errors import NotAnOperationError
from sessionkit.in_a_cell import in_a_cell
from sessionkit.traces.values import same, show, snapshot, visible

_LONGEST_ID: Final = 200


class _Written:
    """Operations are equal if they are written alike: 1 is not True, nor 1.0."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and same(_values(self), _values(other))

    def __hash__(self) -> int:
        # arguments may be dicts, which have no hash; equal ones are written alike
        return hash(str(self))

    def __await__(self) -> Generator[Never, None, Never]:
        # whoever learned to write `await` before each call writes it here, too
        message = f"{self} is only written down here, not run: leave its await out"
        raise NotAnOperationError(message)


def _values(operation: Any) -> list[Any]:
    return [snapshot(getattr(operation, one.name)) for one in fields(operation)]


class _InSession(_Written):
    """What is done in one session."""

    __slots__ = ()
    session_id: str | None
    store: str

    @property
    def who(self) -> str:
        """The session's id as text on one line, and which store object if named."""
        return who(self.session_id, self.store)


@dataclass(frozen=True, slots=True, eq=False)
class Call(_InSession):
    """A call of one of the eight methods, with its arguments by position."""

    session_id: str | None
    method: str
    arguments: tuple[Any, ...] = ()
    store: str = ""

    @property
    def what(self) -> str:
        """What is done, without whose session it is."""
        return f"{self.method}({', '.join(map(_shown, self.arguments))})"

    def __str__(self) -> str:
        return f"{self.who} {self.what}"


@dataclass(frozen=True, slots=True, eq=False)
class Open(_InSession):
    """Another store object for the same id, as the next request gets."""

    session_id: str | None
    store: str = ""

    @property
    def what(self) -> str:
        """What is done, without whose session it is."""
        return "opens another store"

    def __str__(self) -> str:
        return f"{self.who} {self.what}"


@dataclass(frozen=True, slots=True, eq=False)
class AssignId(_InSession):
    """The framework gives the session's store object another id."""

    session_id: str | None
    new_id: str | None
    store: str = ""

    @property
    def what(self) -> str:
        """What is done, without whose session it is."""
        return f"session_id = {_shown(self.new_id)}"

    def __str__(self) -> str:
        return f"{self.who} {self.what}"


Part: TypeAlias = Literal["answer", "argument"]
"""What of an earlier operation is changed from outside."""


class Deleted(Enum):
    """In place of a value: the key is taken out of its dict."""

    DELETED = "deleted"


DELETED: Final = Deleted.DELETED


@dataclass(frozen=True, slots=True, eq=False)
class Change(_Written):
    """A change from outside, of what was answered or given in operation ``number``.

    ``number`` counts from 1. ``path`` leads to the place that gets ``value``: dict keys
    and list indexes, at least one. Of the arguments it is the last that changes. With
    ``DELETED`` for a value, the key is taken out of its dict, if it is there.
    """

    part: Part
    number: int
    path: tuple[str | int, ...]
    value: Any

    @classmethod
    def read(cls, name: str, arguments: Sequence[Any]) -> "Change | None":
        """Return the change of that ``name`` and ``arguments``; ``None`` for none."""
        match name, arguments:
            case "change_answer" | "change_argument", [number, [*path], value]:
                pass
            case "delete_answer" | "delete_argument", [number, [*path]]:
                value = DELETED
            case _:
                return None
        if type(number) is not int or not path or {*map(type, path)} - {str, int}:
            return None
        part: Part = "answer" if name.endswith("answer") else "argument"
        return cls(part, number, tuple(path), value)

    @property
    def deletes(self) -> bool:
        """Whether a key is taken out."""
        return self.value is DELETED

    @property
    def name(self) -> str:
        """The function that writes it: ``change_answer``, ``delete_answer``, ..."""
        return f"{'delete' if self.deletes else 'change'}_{self.part}"

    @property
    def arguments(self) -> tuple[Any, ...]:
        """What that function is given: the number, the path and, if any, the value."""
        value = () if self.deletes else (self.value,)
        return (self.number, list(self.path), *value)

    def __str__(self) -> str:
        if self.deletes:
            return f"del {self._place(self.path)}"
        return f"{self._place(self.path)} = {_shown(self.value)}"

    @property
    def appending(self) -> str:
        """How to write it where the path leads just behind the end of a list."""
        return f"{self._place(self.path[:-1])}.append({_shown(self.value)})"

    def _place(self, path: tuple[str | int, ...]) -> str:
        keys = "".join(f"[{_shown(key)}]" for key in path)
        return f"(the {self.part} of {self.number}){keys}"


@dataclass(frozen=True, slots=True, eq=False)
class Together(_Written):
    """Two requests at once, each with store objects of its own.

    Both begin before either ends, and take turns: while one awaits, the other goes on.
    Nothing is answered but an error; what they leave, later operations ask.
    """

    first: tuple[Call, ...]
    second: tuple[Call, ...]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Together) and (
            (self.first, self.second) == (other.first, other.second)
        )

    __hash__ = _Written.__hash__

    @property
    def calls(self) -> tuple[Call, ...]:
        """The calls of both."""
        return (*self.first, *self.second)

    def __str__(self) -> str:
        first, second = (
            ", ".join(map(str, calls)) for calls in (self.first, self.second)
        )
        return f"at once: {first} | {second}"


OnSession: TypeAlias = Call | Open | AssignId
"""What is done in one session; a ``Change`` reaches into one without a store."""
Operation: TypeAlias = OnSession | Change | Together


def who(session_id: str | None, store: str = "") -> str:
    """Write a session's id as text on one line, cut if it is very long.

    A second store object of the id is told by its name: ``ada, another store``.
    """
    if session_id is None:
        shown = "(no id)"
    else:
        shown = visible(session_id, limit=_LONGEST_ID) or '""'
    return f"{shown}, {visible(store, limit=_LONGEST_ID)} store" if store else shown


def method_of(operation: Operation) -> str | None:
    """Return the method that an operation calls; ``None`` if it calls none."""
    return operation.method if isinstance(operation, Call) else None


def calls(operations: Iterable[Operation]) -> tuple[Call, ...]:
    """Return operations that are all calls; ``TypeError``, which names it, for another.

    Requests that overlap, and systems without a store object, know nothing else.
    """
    listed = tuple(operations)
    for one in listed:
        if not isinstance(one, Call):
            raise NotAnOperationError(f'{one} is no call, as on("ada").get("cart") is')
    return tuple(one for one in listed if isinstance(one, Call))


def session_ids(operation: Operation) -> tuple[str | None, ...]:
    """Return the ids of the sessions that an operation names."""
    match operation:
        case Change():
            return ()
        case Together():
            return tuple(dict.fromkeys(one.session_id for one in operation.calls))
        case AssignId(session_id, new_id):
            return (session_id, new_id)
        case Call(session_id) | Open(session_id):
            return (session_id,)


def _shown(argument: Any) -> str:
    # arguments are the caller's own objects, which may be of any kind and depth
    return show(snapshot(argument))


def _refuse_no_id(session_id: object, example: str) -> None:
    if not isinstance(session_id, str | None):
        raise NotAnOperationError(
            f"an id is a string, or None, and not {_shown(session_id)}: write it in "
            f"quotes, as in {example}"
        )


@in_a_cell
class on:  # noqa: N801  # reads as a sentence: on("ada").get("cart")
    """Write operations on one session: ``on("ada").set("cart", 3)``.

    ``store`` names a second store object of the same id, alive beside the first, as two
    requests of one visitor have: ``on("ada", store="another").get("cart")``.
    """

    def __init__(self, session_id: str | None, *, store: str = "") -> None:
        _refuse_no_id(session_id, 'on("ada")')
        self._session_id = session_id
        self._store = store

    def _call(self, method: str, *arguments: Any) -> Call:
        return Call(self._session_id, method, arguments, self._store)

    def is_any_exist(self) -> Call:
        """Write a call of ``is_any_exist``."""
        return self._call("is_any_exist")

    def get(self, key: str) -> Call:
        """Write a call of ``get``."""
        return self._call("get", key)

    def get_all(self) -> Call:
        """Write a call of ``get_all``."""
        return self._call("get_all")

    def is_exist(self, key: str) -> Call:
        """Write a call of ``is_exist``."""
        return self._call("is_exist", key)

    def set(self, key: str, value: Any) -> Call:
        """Write a call of ``set``."""
        return self._call("set", key, value)

    def set_many(self, values: Any) -> Call:
        """Write a call of ``set_many``."""
        return self._call("set_many", values)

    def remove(self, key: str) -> Call:
        """Write a call of ``remove``."""
        return self._call("remove", key)

    def clear(self) -> Call:
        """Write a call of ``clear``."""
        return self._call("clear")

    def open(self) -> Open:
        """Make another store object for the same id, as the next request does."""
        return Open(self._session_id, self._store)

    def assign_id(self, session_id: str | None) -> AssignId:
        """Give the store another id, as a framework does for a new session.

        Raises ``TypeError`` for what is no id.
        """
        _refuse_no_id(session_id, 'bob.assign_id("ada")')
        return AssignId(self._session_id, session_id, self._store)


@in_a_cell
def change_answer(number: int, path: Sequence[str | int], value: Any) -> Change:
    """Write a change, from outside, of what operation ``number`` (from 1) answered.

    ``path`` leads to the place: dict keys and list indexes, at least one.
    """
    return Change("answer", number, tuple(path), value)


@in_a_cell
def change_argument(number: int, path: Sequence[str | int], value: Any) -> Change:
    """Write a change, from outside, of the last argument of operation ``number``."""
    return Change("argument", number, tuple(path), value)


@in_a_cell
def delete_answer(number: int, path: Sequence[str | int]) -> Change:
    """Write that a key is deleted, from outside, from the answer of ``number``.

    ``path`` leads to the key. A key that is not there is no error.
    """
    return Change("answer", number, tuple(path), DELETED)


@in_a_cell
def delete_argument(number: int, path: Sequence[str | int]) -> Change:
    """Write that a key is deleted from the last argument of operation ``number``."""
    return Change("argument", number, tuple(path), DELETED)


@in_a_cell
def together(first: Iterable[Operation], second: Iterable[Operation]) -> Together:
    """Write two requests at once, each the calls that it makes, one after the other.

    Each has store objects of its own. Raises ``TypeError``, which names it, for an
    operation that is no call.
    """
    return Together(calls(first), calls(second))
