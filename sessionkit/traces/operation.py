"""An operation: one call on a session store, or a thing that happens around one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sessionkit.traces.values import show, snapshot, visible

OPEN = "open"
ASSIGN_ID = "assign_id"
CHANGE_ANSWER = "change_answer"
CHANGE_ARGUMENT = "change_argument"
CHANGES = (CHANGE_ANSWER, CHANGE_ARGUMENT)
_LONGEST_ID = 200


@dataclass(frozen=True, slots=True)
class Operation:
    """One call on a session store: whose session, which method, what arguments.

    Besides the eight methods a trace holds four things that happen around a store:
    ``open`` (another store object for the same id, as the next request gets),
    ``assign_id`` (the framework gives the store a new id), and changes from outside,
    ``change_answer`` and ``change_argument``. Write them with ``on`` and the functions
    of those names.
    """

    session_id: str | None
    method: str
    arguments: tuple[Any, ...] = ()

    def __str__(self) -> str:
        if self.method in CHANGES:
            return self.call
        return f"{self.who} {self.call}"

    @property
    def who(self) -> str:
        """The session's id as text on one line."""
        return who(self.session_id)

    @property
    def call(self) -> str:
        """What was done, without whose session it was."""
        if self.method in CHANGES:
            number, path, value = self.arguments
            of = "answer" if self.method == CHANGE_ANSWER else "argument"
            keys = "".join(f"[{_shown(key)}]" for key in path)
            return f"(the {of} of {number}){keys} = {_shown(value)}"
        if self.method == OPEN:
            return "opens another store"
        if self.method == ASSIGN_ID:
            return f"session_id = {_shown(self.arguments[0])}"
        return f"{self.method}({', '.join(map(_shown, self.arguments))})"


def who(session_id: str | None) -> str:
    """Write a session's id as text on one line, cut if it is very long."""
    if session_id is None:
        return "(no id)"
    return visible(session_id, limit=_LONGEST_ID) or '""'


def _shown(argument: Any) -> str:
    # arguments are the caller's own objects, which may be of any kind and depth
    return show(snapshot(argument))


class on:
    """Write operations on one session: ``on("ada").set("cart", 3)``."""

    def __init__(self, session_id: str | None) -> None:
        self._session_id = session_id

    def _operation(self, method: str, *arguments: Any) -> Operation:
        return Operation(self._session_id, method, arguments)

    def is_any_exist(self) -> Operation:
        """Write a call of ``is_any_exist``."""
        return self._operation("is_any_exist")

    def get(self, key: str) -> Operation:
        """Write a call of ``get``."""
        return self._operation("get", key)

    def get_all(self) -> Operation:
        """Write a call of ``get_all``."""
        return self._operation("get_all")

    def is_exist(self, key: str) -> Operation:
        """Write a call of ``is_exist``."""
        return self._operation("is_exist", key)

    def set(self, key: str, value: Any) -> Operation:
        """Write a call of ``set``."""
        return self._operation("set", key, value)

    def set_many(self, values: Any) -> Operation:
        """Write a call of ``set_many``."""
        return self._operation("set_many", values)

    def remove(self, key: str) -> Operation:
        """Write a call of ``remove``."""
        return self._operation("remove", key)

    def clear(self) -> Operation:
        """Write a call of ``clear``."""
        return self._operation("clear")

    def open(self) -> Operation:
        """Make another store object for the same id, as the next request does."""
        return self._operation(OPEN)

    def assign_id(self, session_id: str | None) -> Operation:
        """Give the store another id, as a framework does for a new session."""
        return self._operation(ASSIGN_ID, session_id)


def change_answer(number: int, path: Sequence[str | int], value: Any) -> Operation:
    """Write a change, from outside, of what operation ``number`` (from 1) answered.

    ``path`` leads to the place: dict keys and list indexes, at least one.
    """
    return Operation(None, CHANGE_ANSWER, (number, list(path), value))


def change_argument(number: int, path: Sequence[str | int], value: Any) -> Operation:
    """Write a change, from outside, of the last argument of operation ``number``."""
    return Operation(None, CHANGE_ARGUMENT, (number, list(path), value))
