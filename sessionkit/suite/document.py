"""The files of the contract: how they are read, and in which form they are written.

``clauses.json`` has the clauses, ``cases.json`` the cases of each and ``schema.json``
the form of both. One operation is one line there: ``["ada", "set", "cart", 3]``.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from importlib.resources import files
from typing import Any, Final

from sessionkit.contract import METHODS
from sessionkit.traces.operation import (
    AssignId,
    Call,
    Change,
    OnSession,
    Open,
    Operation,
    Together,
    calls,
)
from sessionkit.traces.values import decode, encode

CLAUSES: Final = "clauses.json"
CASES: Final = "cases.json"
SCHEMA: Final = "schema.json"
WAIT: Final = "wait"
"""The operation that lets time pass: by how many times what a session lives."""

_LISTED: Final = ("operations", "before", "first", "second")


def read(name: str) -> dict[str, Any]:
    """Read one of the files."""
    text = (files("sessionkit.suite") / name).read_text("utf-8")
    data: dict[str, Any] = json.loads(text)
    return data


def operation(line: list[Any]) -> Operation:
    """Turn ``["ada", "set", "cart", 3]`` into the operation; ``ValueError`` for none.

    The session comes first, then the method, then the arguments. Around the calls there
    are ``["ada", "open"]``, ``["ada", "assign_id", "bob"]``, ``["ada", "wait", 1.5]``
    and, of no session, ``["change_answer", 2, ["user"], "Eve"]``,
    ``["delete_answer", 2, ["user"]]`` and ``["together", [LINE], [LINE]]``. A second
    store object of a session is written ``{"session": "ada", "store": "another"}``.
    """
    match line:
        case ["together", [*first], [*second]]:
            return Together(calls(operations(first)), calls(operations(second)))
        case [{"session": session, "store": str() as store}, *rest]:
            return _named(operation([session, *rest]), store)
    match [decode(one) for one in line]:
        case [str() as name, *given] if change := Change.read(name, given):
            return change
        case [str() | None as session_id, "open"]:
            return Open(session_id)
        case [str() | None as session_id, "assign_id", str() | None as new_id]:
            return AssignId(session_id, new_id)
        case [str() | None as session_id, method, *arguments] if method in (
            *METHODS,
            WAIT,
        ):
            return Call(session_id, method, tuple(arguments))
    raise ValueError(f"no operation: {json.dumps(line)}")


def _named(operation: Operation, store: str) -> Operation:
    if isinstance(operation, Change | Together):
        raise ValueError(f"no operation: of no store object: {operation}")
    return replace(operation, store=store)


def line(operation: Operation) -> list[Any]:
    """Turn an operation into its line; inverse of ``operation``."""
    match operation:
        case Change():
            return [operation.name, *map(encode, operation.arguments)]
        case Together(first, second):
            return ["together", list(map(line, first)), list(map(line, second))]
        case Open():
            return [_who(operation), "open"]
        case AssignId(_, new_id):
            return [_who(operation), "assign_id", new_id]
        case Call(_, method, arguments):
            return [_who(operation), method, *map(encode, arguments)]


def _who(operation: OnSession) -> Any:
    session_id, store = operation.session_id, operation.store
    return {"session": session_id, "store": store} if store else session_id


def operations(lines: Iterable[list[Any]]) -> tuple[Operation, ...]:
    """Turn lines into operations."""
    return tuple(map(operation, lines))


def text(document: dict[str, Any], listed: str) -> str:
    """Write a file: a field a line in what is ``listed``, and an operation a line."""
    rest = {key: value for key, value in document.items() if key != listed}
    head = json.dumps(rest, indent=1, ensure_ascii=False)[1:-2]
    entries = ",\n".join(_entry(entry) for entry in document[listed])
    return f'{{{head},\n "{listed}": [\n{entries}\n ]\n}}\n'


def _entry(entry: dict[str, Any]) -> str:
    fields = ",\n".join(f"   {one}" for one in _fields(entry))
    return f"  {{\n{fields}\n  }}"


def _fields(entry: dict[str, Any]) -> Iterator[str]:
    for key, value in entry.items():
        if key in _LISTED:
            lines = ",\n".join(f"    {_short(one)}" for one in value)
            yield f'"{key}": [\n{lines}\n   ]'
        else:
            yield f'"{key}": {_short(value)}'


def _short(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
