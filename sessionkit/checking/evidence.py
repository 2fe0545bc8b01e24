"""What is known of a wrong answer: the trace, FortJs's answer, the store's own code."""

import difflib
import dis
import inspect
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import CodeType, FunctionType
from typing import Any, Final

from sessionkit.checking.interface import head
from sessionkit.contract import METHODS, SessionStore
from sessionkit.memory import MemorySessionStore
from sessionkit.running.replay import run
from sessionkit.running.time_limit import drive
from sessionkit.traces.answer import READS, Answer
from sessionkit.traces.operation import Operation, method_of, on, session_ids
from sessionkit.traces.trace import Trace
from sessionkit.traces.values import Opaque, show

WRITES: Final = frozenset(METHODS) - READS
ASKS_FOR_A_BOOL: Final = frozenset({"is_any_exist", "is_exist"})
_ABSENT_NAME: Final = re.compile(r"name '(\w+)' is not|has no attribute '(\w+)'")


@dataclass(frozen=True)
class Evidence:
    """A trace whose last answer is not FortJs's, ``expected``; all before it are.

    ``store_class`` gave the answers. Its code is read, and never run.
    """

    trace: Trace
    expected: Answer
    store_class: object

    @classmethod
    def of_code(cls, store_class: object) -> "Evidence":
        """Return the evidence that the code of a store class is, without an answer."""
        return cls(Trace(), Answer(), store_class)

    @property
    def operation(self) -> Operation:
        """The operation that was answered otherwise."""
        return self.trace[-1].operation

    @property
    def answer(self) -> Answer:
        """What the store answered."""
        return self.trace[-1].answer

    @property
    def value(self) -> Any:
        """The value that the store answered."""
        return self.answer.value

    @property
    def error(self) -> str | None:
        """The type of the error that the store answered with, if it is one."""
        return self.answer.error

    @property
    def shown(self) -> str:
        """The answer on one short line."""
        return show(self.value, limit=40)

    @property
    def opaque(self) -> str:
        """What came back that is no plain value, such as "a coroutine object"."""
        return self.value.text if isinstance(self.value, Opaque) else ""

    @property
    def method(self) -> str:
        """The method that was called, or what else was done."""
        return method_of(self.operation) or str(self.operation)

    @property
    def session_id(self) -> str | None:
        """Whose session it was."""
        return next(iter(session_ids(self.operation)), None)

    @property
    def key(self) -> Any:
        """The first argument of the call: a key, mostly."""
        return next(iter(getattr(self.operation, "arguments", ())), None)

    @cached_property
    def sessions(self) -> Mapping[str | None, dict[str, Any]]:
        """What each session holds in FortJs at that moment."""
        before = self.trace.operations[:-1]
        named = dict.fromkeys(
            one for operation in self.trace.operations for one in session_ids(operation)
        )
        looks = [
            look
            for one in named
            for look in (on(one).is_any_exist(), on(one).get_all())
        ]
        answers = drive(run([*before, *looks], MemorySessionStore)).answers
        found = [one.value for one in answers[len(before) :]]
        pairs = zip(named, found[::2], found[1::2], strict=True)
        return {one: values for one, there, values in pairs if there}

    @property
    def unawaited(self) -> str:
        """The function that was called without ``await`` last, if one was."""
        names = [name for answer in self.trace.answers for name in answer.unawaited]
        return names[-1] if names else ""

    @property
    def unawaited_call(self) -> str:
        """How a call of that function is to be written."""
        own = self.unawaited in self.attributes or self.unawaited in METHODS
        return f"self.{self.unawaited}(...)" if own else f"{self.unawaited}(...)"

    @property
    def store(self) -> str:
        """The name of the store class."""
        return str(getattr(self.store_class, "__name__", "Store"))

    @property
    def takes_the_id(self) -> bool:
        """Whether the class can be called with an id and nothing else."""
        try:
            inspect.signature(self.store_class).bind("id")  # type: ignore[arg-type]
        except TypeError:
            return False
        except ValueError:  # written in C
            return True
        return True

    @property
    def head(self) -> str:
        """How the contract writes the method's parameters: ``(self, key)``."""
        return head(getattr(SessionStore, self.method, _no_method))

    @property
    def absent(self) -> str:
        """The name that the error says is not there."""
        found = _ABSENT_NAME.search(self.answer.message)
        return (found[1] or found[2]) if found else ""

    @property
    def alike(self) -> str:
        """The attribute of the store whose name is most like the absent one."""
        names = difflib.get_close_matches(self.absent, self.attributes, n=1)
        return names[0] if names else ""

    @cached_property
    def assigned(self) -> frozenset[str]:
        """The attributes that the store's methods assign."""
        return frozenset(name for code in self._codes for name in _assigned(code))

    @cached_property
    def attributes(self) -> frozenset[str]:
        """The names that the class gives its stores, or has itself."""
        own = [name for one in _classes(self.store_class) for name in vars(one)]
        return self.assigned.union(own)

    @cached_property
    def globals(self) -> frozenset[str]:
        """The plain names that the store's methods can use."""
        return frozenset(
            name
            for function in _functions(self.store_class)
            for name in function.__globals__
        )

    @property
    def init_does_more(self) -> bool:
        """Whether ``__init__`` uses more than the store's own attributes."""
        made = getattr(self.store_class, "__init__", None)
        if not isinstance(made, FunctionType):
            return False
        return bool({*made.__code__.co_names} - self.assigned - {"super", "__init__"})

    def mentions(self, constant: object) -> bool:
        """Whether a constant stands in the code of the store."""
        return any(constant in code.co_consts for code in self._codes)

    @property
    def never_returns(self) -> bool:
        """Whether the method has no ``return`` with something behind it."""
        function = inspect.getattr_static(self.store_class, self.method, None)
        return isinstance(function, FunctionType) and not _returns(function.__code__)

    @cached_property
    def _codes(self) -> tuple[CodeType, ...]:
        return tuple(one.__code__ for one in _functions(self.store_class))


def _no_method(self: object) -> None: ...


def _classes(store_class: object) -> list[type]:
    if not inspect.isclass(store_class):
        return []
    return [one for one in type.mro(store_class) if one is not object]


def _functions(store_class: object) -> Iterator[FunctionType]:
    for one in _classes(store_class):
        for member in vars(one).values():
            if isinstance(member, FunctionType):
                yield member


def _assigned(code: CodeType) -> Iterator[str]:
    for one in dis.get_instructions(code):
        if one.opname == "STORE_ATTR":
            yield str(one.argval)


def _returns(code: CodeType) -> bool:
    before = None
    for one in dis.get_instructions(code):
        if one.opname == "RETURN_VALUE" and not (
            before is not None
            and not one.is_jump_target  # as at the end of `return x or None`
            and before.opname == "LOAD_CONST"
            and before.argval is None
        ):
            return True
        if one.opname == "RETURN_CONST" and one.argval is not None:
            return True
        before = one
    return False
