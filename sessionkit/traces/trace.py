"""The trace: operations on session stores, in order, with the answer to each."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from typing import get_args, overload

from sessionkit.errors import NotAnOperationError
from sessionkit.traces import json
from sessionkit.traces.answer import Answer, Step
from sessionkit.traces.operation import Operation, method_of, on
from sessionkit.traces.shown import Part, Shown, Steps
from sessionkit.traces.values import Undefined, show, snapshot
from sessionkit.traces.written import written


class Trace(Sequence[Step], Shown):
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

    def first_difference(self, other: "Trace", *, ordered: bool = True) -> int | None:
        """Return the number, from 1, of the first operation answered differently.

        Only the operations that both traces have are compared: a store that hangs
        leaves the rest unanswered. Returns ``None`` if those agree. Without ``ordered``
        the keys of a dict may be in any order.
        """
        pairs = zip(count(1), self.answers, other.answers)
        return next((n for n, a, b in pairs if not a.same_as(b, ordered=ordered)), None)

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
        """Whether both hold equal operations with equal answers."""
        return isinstance(other, Trace) and self.steps == other.steps

    __hash__ = None  # type: ignore[assignment]  # an answer may be a dict

    @property
    def rows(self) -> list[tuple[str, str]]:
        """Each operation as text with its answer, "" where that says nothing."""
        answers = [str(step.answer) if step.tells else "" for step in self]
        return list(zip(written(self.steps), answers, strict=True))

    def parts(self) -> Iterator[Part]:
        """Describe it: one line an operation."""
        caption = f"Trace of {len(self)} operation{'' if len(self) == 1 else 's'}"
        yield Steps(caption, self.rows)

    def to_json(self, *, indent: int | None = None) -> str:
        """Write the trace as JSON (pure ASCII), which ``from_json`` reads back.

        Raises ``TraceError``, which names the operation, for what JSON cannot carry.
        """
        return json.write(self, indent=indent)

    @classmethod
    def from_json(cls, text: str) -> "Trace":
        """Read a trace that ``to_json`` wrote; ``TraceError`` for any other text."""
        return cls(json.read(text))


def operations_of(operations: Iterable[Operation] | Trace) -> tuple[Operation, ...]:
    """Return the operations alone, whether they come with their answers or not.

    Raises ``NotAnOperationError``, a ``TypeError`` that names the element, for what is
    no operation.
    """
    if isinstance(operations, Trace):
        return operations.operations
    if not isinstance(operations, Iterable):
        raise NotAnOperationError(_no_list(operations))
    listed = tuple(operations)
    for number, one in enumerate(listed, 1):
        if not isinstance(one, get_args(Operation)):
            raise NotAnOperationError(f"element {number} is {_no_operation(one)}")
    return listed


def _no_list(given: object) -> str:
    if isinstance(given, get_args(Operation)):
        return f"{given} stands alone: put [ ] around it, for a list of one operation"
    return f"A trace is a list of operations, and this is {_no_operation(given)}"


def _no_operation(given: object) -> str:
    if isinstance(getattr(given, "__self__", None), on):
        name = given.__name__  # type: ignore[attr-defined]  # a method has one
        return f"the method {name}, which was not called: write {name}(...)"
    return (
        f"{show(snapshot(given))}, which is not an operation: "
        'write one with on, as on("ada").set("cart", 3)'
    )


def in_python(step: Step) -> Answer:
    """Return an answer of JavaScript's as Python gives it: without ``undefined``."""
    if step.answer.error is None and method_of(step.operation) == "set_many":
        return Answer()
    return Answer() if isinstance(step.answer.value, Undefined) else step.answer


def without_undefined(trace: Trace) -> Trace:
    """Return a trace of JavaScript as Python gives it: ``None`` for ``undefined``."""
    return Trace(Step(step.operation, in_python(step)) for step in trace)
