"""Operations with one thing in place of another, and what there is to replace."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from sessionkit.checking.alphabet import PLAIN_VALUES
from sessionkit.traces.operation import AssignId, Call, Change, Open, Operation
from sessionkit.traces.trace import Trace
from sessionkit.traces.values import show, snapshot


def shown(value: Any) -> str:
    return show(snapshot(value), limit=40)


def ids(trace: Trace) -> list[str | None]:
    named: dict[str | None, None] = {}
    for one in trace.operations:
        if isinstance(one, Call | Open | AssignId):
            named[one.session_id] = None
        if isinstance(one, AssignId):
            named[one.new_id] = None
    return [*named]


def _calls(trace: Trace) -> list[Call]:
    return [one for one in trace.operations if isinstance(one, Call)]


def keys(trace: Trace) -> list[str]:
    found: dict[str, None] = {}
    for one in _calls(trace):
        for argument in one.arguments[:1]:
            names = argument if isinstance(argument, dict) else [argument]
            found |= dict.fromkeys(map(str, names))
    return [*found]


def values(trace: Trace) -> list[Any]:
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
    return any(shown(value) == shown(one) for one in values)


def with_id(operation: Operation, old: str | None, new: str) -> Operation:
    if isinstance(operation, AssignId) and operation.new_id == old:
        operation = replace(operation, new_id=new)
    if isinstance(operation, Call | Open | AssignId) and operation.session_id == old:
        return replace(operation, session_id=new)
    return operation


def with_key(operation: Operation, old: str, new: str) -> Operation:
    if isinstance(operation, Change):
        path = tuple(new if one == old else one for one in operation.path)
        return replace(operation, path=path)
    if not isinstance(operation, Call) or not operation.arguments:
        return operation
    first, *rest = operation.arguments
    if isinstance(first, Mapping):
        first = {new if key == old else key: one for key, one in first.items()}
    return replace(operation, arguments=(new if first == old else first, *rest))


def with_value(operation: Operation, old: Any) -> Operation:
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
