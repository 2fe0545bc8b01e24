"""Traces as JSON, in pure ASCII: what is recorded, and what goes to Node and back."""

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from sessionkit.contract import METHODS
from sessionkit.errors import SessionkitError
from sessionkit.traces.answer import Answer, Step
from sessionkit.traces.operation import (
    AssignId,
    Call,
    Change,
    Open,
    Operation,
    Together,
)
from sessionkit.traces.values import decode, encode, show, snapshot

FORMAT: Final = "sessionkit trace 1"


AROUND: Final = (
    *("open", "assign_id", "together"),
    *("change_answer", "change_argument", "delete_answer", "delete_argument"),
)
"""The names that stand for operations that are not calls."""


class TraceError(SessionkitError, ValueError):
    """A trace cannot be written as JSON, or a text is no trace."""


def write(steps: Iterable[Step], *, indent: int | None = None) -> str:
    """Write steps as the JSON text of a trace, which ``read`` reads back.

    Raises ``TraceError``, which names the operation, for what JSON cannot carry.
    """
    data = [_encode_step(number, step) for number, step in enumerate(steps, 1)]
    return json.dumps({"format": FORMAT, "steps": data}, indent=indent)


def read(text: str) -> Iterator[Step]:
    """Read the steps that ``write`` wrote; ``TraceError`` for any other text."""
    try:
        data = json.loads(text)
        if data["format"] != FORMAT:
            raise TraceError(f"not a trace of format {FORMAT!r}")
        for step in data["steps"]:
            yield Step(decode_operation(step), decode_answer(step["answer"]))
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        if isinstance(error, TraceError):
            raise
        raise TraceError(f"not a trace: {error!r}") from None


def encode_operation(
    number: int, operation: Operation, *, javascript: bool = False
) -> dict[str, Any]:
    """Turn operation ``number`` into JSON data, with ``javascript`` as ``encode`` does.

    Raises ``TraceError``, which names the operation, for what JSON cannot carry.
    """
    return _encodable(number, operation, lambda: _operation_data(operation, javascript))


def decode_operation(data: dict[str, Any]) -> Operation:
    """Turn an operation's JSON data back into it; ``TraceError`` for other data."""
    session_id, method, arguments = data["session"], data["method"], data["arguments"]
    if not isinstance(session_id, str | None):
        raise TraceError(f"not a trace: no session id: {show(snapshot(session_id))}")
    store = data.get("store", "")
    if not isinstance(store, str):
        raise TraceError(f"not a trace: no store's name: {show(snapshot(store))}")
    if not isinstance(arguments, list):
        raise TraceError(f"not a trace: no arguments of {method}: {show(arguments)}")
    match method, list(map(decode, arguments)):
        case "open", _:
            return Open(session_id, store)
        case "assign_id", [str() | None as new_id]:
            return AssignId(session_id, new_id, store)
        case _, decoded if change := Change.read(method, decoded):
            return change
        case "together", [[*first], [*second]]:
            return Together(*(tuple(map(_called, one)) for one in (first, second)))
        case _, decoded if method in METHODS:
            return Call(session_id, method, tuple(decoded), store)
        case _ if method not in AROUND:
            raise TraceError(f"not a trace: no operation: {show(snapshot(method))}")
    raise TraceError(f"not a trace: no arguments of {method}: {show(arguments)}")


def _called(data: Any) -> Call:
    match data:
        case {
            "session": str() | None as session_id,
            "method": method,
            "arguments": [*given],
        } if method in METHODS:
            if isinstance(store := data.get("store", ""), str):
                return Call(session_id, method, tuple(given), store)
    raise TraceError(f"not a trace: no call: {show(snapshot(data))}")


def decode_answer(data: dict[str, Any]) -> Answer:
    """Turn an answer's JSON data back into the answer."""
    if "error" in data:
        error, message = data["error"], data["message"]
        if not isinstance(error, str) or not isinstance(message, str):
            raise TraceError(f"not a trace: no error: {show(snapshot(error))}")
        return Answer(error=error, message=message)
    return Answer(decode(data["value"]))


def _operation_data(operation: Operation, javascript: bool = False) -> dict[str, Any]:
    session_id, method, arguments = written(operation)
    store = "" if isinstance(operation, Change | Together) else operation.store
    return {
        "session": session_id,
        **({"store": store} if store else {}),
        "method": method,
        "arguments": [encode(one, javascript=javascript) for one in arguments],
    }


def written(operation: Operation) -> tuple[str | None, str, tuple[Any, ...]]:
    """Return the session, the method and the arguments that stand for an operation."""
    match operation:
        case Call(session_id, method, arguments):
            return session_id, method, arguments
        case Open(session_id):
            return session_id, "open", ()
        case AssignId(session_id, new_id):
            return session_id, "assign_id", (new_id,)
        case Change():
            return None, operation.name, operation.arguments
        case Together(first, second):
            return None, "together", (_calling(first), _calling(second))


def _calling(calls: Iterable[Call]) -> list[dict[str, Any]]:
    return [
        {
            "session": one.session_id,
            **({"store": one.store} if one.store else {}),
            "method": one.method,
            "arguments": list(one.arguments),
        }
        for one in calls
    ]


def _encode_step(number: int, step: Step) -> dict[str, Any]:
    def data() -> dict[str, Any]:
        answer = (
            {"value": encode(step.answer.value)}
            if step.answer.error is None
            else {"error": step.answer.error, "message": step.answer.message}
        )
        return {**_operation_data(step.operation), "answer": answer}

    return _encodable(number, step.operation, data)


def _encodable(
    number: int, operation: Operation, make: Callable[[], dict[str, Any]]
) -> dict[str, Any]:
    try:
        data = make()
        # the encoder has limits of its own: nesting, and numbers of very many digits
        json.dumps(data)
    except RecursionError:
        reason = "JSON cannot carry a value nested this deep, or one inside itself"
    except ValueError as error:
        reason = str(error)
    else:
        return data
    raise TraceError(f"operation {number}, {operation}: {reason}")
