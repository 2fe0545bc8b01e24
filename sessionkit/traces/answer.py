"""An answer: what came back from one operation; and a step, both together."""

import re
from dataclasses import dataclass
from typing import Any, Final

from sessionkit.traces.operation import Operation, method_of
from sessionkit.traces.values import Undefined, same, show, visible

READS: Final = frozenset({"is_any_exist", "get", "get_all", "is_exist"})
"""The methods whose answer is their purpose."""
_LONGEST_MESSAGE: Final = 1_000
_KEPT_OF_A_MESSAGE: Final = 10_000
_ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """What came back: a value, or an error by its type and message.

    Answers are equal if they are the same value of the same type (``True`` is not
    ``1``, keys stand in the same order), or the same error. ``where`` says in which
    line of the store an error arose, ``unawaited`` which functions it called without
    ``await``; both are for the reader and count in no comparison.
    """

    value: Any = None
    error: str | None = None
    message: str = ""
    where: str = ""
    unawaited: tuple[str, ...] = ()

    @classmethod
    def raised(cls, error: BaseException, where: str = "") -> "Answer":
        """Make the answer of a call that raised ``error``."""
        try:
            message = _ADDRESS.sub("", str(error)[:_KEPT_OF_A_MESSAGE])
        except Exception:  # noqa: BLE001  # __str__ is the store's own, too
            message = "(an error whose text cannot be read)"
        return cls(error=type(error).__name__, message=message, where=where)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Answer) and self.same_as(other, ordered=True)

    __hash__ = None  # type: ignore[assignment]  # a value may be a dict

    def same_as(self, other: "Answer", *, ordered: bool) -> bool:
        """Whether both are equal; without ``ordered`` keys may stand in any order."""
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
        return method_of(self.operation) in READS
