"""The trace: operations on session stores, in order, with the answer to each."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, overload

from sessionkit.contract import METHODS
from sessionkit.errors import SessionkitError
from sessionkit.traces.html import EMPTY, code, table
from sessionkit.traces.operation import (
    ASSIGN_ID,
    CHANGES,
    OPEN,
    Operation,
)
from sessionkit.traces.values import (
    Undefined,
    decode,
    encode,
    same,
    show,
    snapshot,
    visible,
)

FORMAT: Final = "sessionkit trace 1"
_LONGEST_MESSAGE: Final = 1_000
_ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")


class TraceError(SessionkitError, ValueError):
    """A trace cannot be written as JSON, or a text is no trace."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: a value, or an error by its type and message.

    ``where`` says in which line of the store an error arose; it is for the reader and
    counts in no comparison.
    """

    value: Any = None
    error: str | None = None
    message: str = ""
    where: str = field(default="", compare=False)

    @classmethod
    def raised(cls, error: BaseException, where: str = "") -> "Answer":
        """Make the answer of a call that raised ``error``."""
        try:
            message = _ADDRESS.sub("", str(error))
        except Exception:
            message = "(an error whose text cannot be read)"
        return cls(error=type(error).__name__, message=message, where=where)

    def same_as(self, other: "Answer", *, ordered: bool = True) -> bool:
        """Whether both are the same value of the same type, or the same error."""
        mine, others = (self.error, self.message), (other.error, other.message)
        return mine == others and same(self.value, other.value, ordered=ordered)

    def __str__(self) -> str:
        if self.error is None:
            return show(self.value)
        said = f"{self.error}: {self.message}" if self.message else self.error
        return visible(said, limit=_LONGEST_MESSAGE)


@dataclass(frozen=True, slots=True)
class Step:
    """An operation and the answer to it."""

    operation: Operation
    answer: Answer

    def __str__(self) -> str:
        return (
            f"{self.operation} → {self.answer}" if self.tells else str(self.operation)
        )

    @property
    def tells(self) -> bool:
        """Whether the answer says something: not the nothing that a set answers."""
        nothing = self.answer.value is None or isinstance(self.answer.value, Undefined)
        return self.reads or self.answer.error is not None or not nothing

    @property
    def reads(self) -> bool:
        """Whether the operation is one whose answer is its purpose."""
        return self.operation.method in ("is_any_exist", "get", "get_all", "is_exist")


class Trace(Sequence[Step]):
    """Operations on session stores, in order, with the answer to each.

    Printed, it is one line an operation; shown in a notebook, a table.
    """

    def __init__(self, steps: Iterable[Step] = ()) -> None:
        self.steps = tuple(steps)

    @property
    def operations(self) -> tuple[Operation, ...]:
        """The operations alone, to run on another store."""
        return tuple(step.operation for step in self.steps)

    @property
    def answers(self) -> tuple[Answer, ...]:
        """The answers alone."""
        return tuple(step.answer for step in self.steps)

    def __len__(self) -> int:
        return len(self.steps)

    def __iter__(self) -> Iterator[Step]:
        return iter(self.steps)

    @overload
    def __getitem__(self, index: int) -> Step: ...
    @overload
    def __getitem__(self, index: slice) -> "Trace": ...
    def __getitem__(self, index: int | slice) -> "Step | Trace":
        if isinstance(index, slice):
            return Trace(self.steps[index])
        return self.steps[index]

    def __eq__(self, other: object) -> bool:
        """Whether both hold the same operations with the same answers, by type too."""
        if not isinstance(other, Trace):
            return NotImplemented
        return len(self) == len(other) and all(
            mine.operation.session_id == others.operation.session_id
            and mine.operation.method == others.operation.method
            and same(
                snapshot(mine.operation.arguments),
                snapshot(others.operation.arguments),
            )
            and mine.answer.same_as(others.answer)
            for mine, others in zip(self, other, strict=True)
        )

    __hash__ = None  # type: ignore[assignment]

    def __str__(self) -> str:
        width = len(str(len(self)))
        lines = (f"{n:>{width}} {step}" for n, step in enumerate(self, 1))
        return "\n".join(lines) or "(an empty trace)"

    __repr__ = __str__

    def _repr_html_(self) -> str:
        rows = (
            [
                str(number),
                code(step.operation),
                code(step.answer) if step.tells else EMPTY,
            ]
            for number, step in enumerate(self, 1)
        )
        caption = f"Trace of {len(self)} operation{'' if len(self) == 1 else 's'}"
        return table(caption, ["step", "operation", "answer"], rows)

    def to_json(self, *, indent: int | None = None) -> str:
        """Write the trace as JSON (pure ASCII), which ``from_json`` reads back.

        Raises ``TraceError``, which names the operation, for what JSON cannot carry.
        """
        steps = [_encode_step(number, step) for number, step in enumerate(self, 1)]
        return json.dumps({"format": FORMAT, "steps": steps}, indent=indent)

    @classmethod
    def from_json(cls, text: str) -> "Trace":
        """Read a trace that ``to_json`` wrote; ``TraceError`` for any other text."""
        try:
            data = json.loads(text)
            if data["format"] != FORMAT:
                raise TraceError(f"not a trace of format {FORMAT!r}")
            return cls(_decode_step(step) for step in data["steps"])
        except (KeyError, TypeError, ValueError, RecursionError) as error:
            if isinstance(error, TraceError):
                raise
            raise TraceError(f"not a trace: {error!r}") from None


def operations_of(operations: Iterable[Operation] | Trace) -> tuple[Operation, ...]:
    """Return the operations alone, whether they come with their answers or not.

    Raises ``TypeError``, which names the element, for what is no operation.
    """
    if isinstance(operations, Trace):
        return operations.operations
    listed = tuple(operations)
    for number, one in enumerate(listed, 1):
        if not isinstance(one, Operation):
            raise TypeError(
                f"element {number} is {show(snapshot(one))}, which is no operation: "
                'write one with on, as on("ada").set("cart", 3)'
            )
    return listed


def encode_operation(
    number: int, operation: Operation, *, javascript: bool = False
) -> dict[str, Any]:
    """Turn operation ``number`` into JSON data, with ``javascript`` as ``encode`` does.

    Raises ``TraceError``, which names the operation, for what JSON cannot carry.
    """
    return _encodable(number, operation, lambda: _operation_data(operation, javascript))


def _operation_data(operation: Operation, javascript: bool = False) -> dict[str, Any]:
    return {
        "session": operation.session_id,
        "method": operation.method,
        "arguments": [
            encode(argument, javascript=javascript) for argument in operation.arguments
        ],
    }


def decode_answer(data: dict[str, Any]) -> Answer:
    """Turn an answer's JSON data back into the answer."""
    if "error" in data:
        error, message = data["error"], data["message"]
        if not isinstance(error, str) or not isinstance(message, str):
            raise TraceError(f"not a trace: no error: {show(snapshot(error))}")
        return Answer(error=error, message=message)
    return Answer(decode(data["value"]))


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


def _decode_step(data: dict[str, Any]) -> Step:
    session_id, method, arguments = data["session"], data["method"], data["arguments"]
    if not isinstance(session_id, str | None):
        raise TraceError(f"not a trace: no session id: {show(snapshot(session_id))}")
    if method not in (*METHODS, OPEN, ASSIGN_ID, *CHANGES):
        raise TraceError(f"not a trace: no operation: {show(snapshot(method))}")
    if not isinstance(arguments, list) or not _fits(method, arguments):
        raise TraceError(f"not a trace: no arguments of {method}: {show(arguments)}")
    operation = Operation(session_id, method, tuple(map(decode, arguments)))
    return Step(operation, decode_answer(data["answer"]))


def _fits(method: str, arguments: list[Any]) -> bool:
    match method, arguments:
        case (("change_answer" | "change_argument"), [number, [_, *_] as path, _]):
            return type(number) is int and all(type(one) in (str, int) for one in path)
        case "assign_id", [session_id]:
            return isinstance(session_id, str | None)
        case (("change_answer" | "change_argument" | "assign_id"), _):
            return False
    return True
