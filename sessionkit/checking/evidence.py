"""What is known of a wrong answer: the trace, FortJs's answer, the store's own code."""

import difflib
import dis
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from sessionkit.checking.bytecode import (
    Fixed,
    attributes_in,
    fixed_in,
    made_in,
    only_compares,
    returns_bools,
    returns_something,
    sets_none_by_id,
    uncalled_in,
)
from sessionkit.checking.interface import head
from sessionkit.checking.store_code import StoreCode
from sessionkit.contract import METHODS, SessionStore
from sessionkit.memory import MemorySessionStore
from sessionkit.memory import sessions as kits_sessions
from sessionkit.running.replay import run
from sessionkit.running.time_limit import drive
from sessionkit.traces.answer import READS, Answer
from sessionkit.traces.operation import Operation, method_of, on, session_ids
from sessionkit.traces.trace import Trace
from sessionkit.traces.values import Opaque, same, show

WRITES: Final = frozenset(METHODS) - READS
ASKS_FOR_A_BOOL: Final = frozenset({"is_any_exist", "is_exist"})
_IN_PYTHON: Final = {
    **dict.fromkeys(("null", "Null", "NULL", "nil", "undefined"), "None"),
    **{"true": "True", "false": "False", "this": "self"},
}
_ABSENT_NAME: Final = re.compile(
    r"(?:name|local variable) '(\w+)'|has no attribute '(\w+)'"
)


@dataclass(frozen=True)
class Evidence(StoreCode):
    """A trace whose last answer is not FortJs's, ``expected``; all before it are.

    ``store_class`` gave the answers.
    """

    trace: Trace
    expected: Answer

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
    def lost(self) -> str:
        """The first key that FortJs's answer has, and this one has not."""
        return next((show(one) for one in self._beyond(self.expected, self.answer)), "")

    @property
    def more(self) -> str:
        """The first key that this answer has, and FortJs's has not."""
        return next((show(one) for one in self._beyond(self.answer, self.expected)), "")

    @staticmethod
    def _beyond(one: Answer, other: Answer) -> list[Any]:
        if not isinstance(one.value, dict) or not isinstance(other.value, dict):
            return []
        return [key for key in one.value if key not in other.value]

    @cached_property
    def _altered(self) -> tuple[Any, Any, Any] | None:
        """A key, FortJs's value of it and the store's, which is another."""
        value, wanted = self.value, self.expected.value
        if self.method == "get" and self.error is None and wanted is not None:
            return (self.key, wanted, value)
        if self.method != "get_all" or not isinstance(value, dict):
            return None
        changed = [key for key in wanted if not same(value.get(key), wanted[key])]
        return next(((key, wanted[key], value.get(key)) for key in changed), None)

    @property
    def altered(self) -> str:
        """What became of a value, in a sentence."""
        if self._altered is None:
            return ""
        key, wanted, value = self._altered
        was, came = show(wanted, limit=40), show(value, limit=40)
        return f"{show(key)} was set to {was}, and {came} came: keep the value itself."

    @property
    def stale(self) -> str:
        """Where a value came that a key had before, in a sentence."""
        if self._altered is None:
            return ""
        key, _, value = self._altered
        # snapshots are as FortJs's dict was at each moment
        was = [before.get(key) for before in self._before if key in before]
        if value is None or not any(same(one, value) for one in was):
            return ""
        return (
            f"{show(value, limit=40)} is what {show(key)} had before: something looks "
            "at a copy, or at what an earlier call kept."
        )

    @cached_property
    def _before(self) -> list[dict[str, Any]]:
        """What the session held in FortJs after each operation but the last."""
        look = on(self.session_id).get_all()
        steps = self.trace.operations[:-1]
        held = (
            drive(run([*steps[:number], look], MemorySessionStore)).answers[-1].value
            for number in range(1, len(steps) + 1)
        )
        return [one for one in held if isinstance(one, dict)]

    @property
    def unawaited(self) -> str:
        """The function that was called without ``await`` last, if one was."""
        names = [name for answer in self.trace.answers for name in answer.unawaited]
        return names[-1] if names else ""

    @property
    def unawaited_call(self) -> str:
        """How a call of that function is to be written."""
        name, code = self.unawaited, self.code(self.unawaited)
        if code is not None and {"super", name} <= {*code.co_names}:
            return f"super().{name}(...)"
        own = name in self.attributes or name in METHODS
        return f"self.{name}(...)" if own else f"{name}(...)"

    @property
    def gathers_and_goes_on(self) -> bool:
        """Whether a method of the trace calls ``gather`` and awaits nothing."""
        return any(
            "gather" in code.co_names
            and not any("AWAIT" in one.opname for one in dis.get_instructions(code))
            for code in self.codes_of(self._reached)
        )

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
        if not any(self.absent in code.co_names for code in self.codes):
            return ""  # as `getattr` asks for what nobody wrote
        others = self.attributes - {self.absent}  # which `super()` may lack
        names = difflib.get_close_matches(self.absent, others, n=1)
        return names[0] if names else ""

    @property
    def in_python(self) -> str:
        """How Python writes what the absent name is in other languages."""
        return _IN_PYTHON.get(self.absent, "")

    @property
    def uncalled(self) -> str:
        """A method that those in the trace, or one they use, await without a call."""
        codes = self.codes_of(self._reached)
        names = {name for code in codes for name in uncalled_in(code)}
        return min(names & {*METHODS}, default="")

    @property
    def uncalled_call(self) -> str:
        """How a call of that method is to be written."""
        plain = head(getattr(SessionStore, self.uncalled, _no_method)) == "(self)"
        return f"self.{self.uncalled}({'' if plain else '...'})"

    @property
    def forgetful(self) -> str:
        """A method that gets, sets or removes a key in the trace, and knows no id."""
        keyed = self._reached & {"get", "set", "remove"}
        return min(filter(self.forgets_self, keyed), default="")

    def sets_the_session_to_none(self, method: str) -> bool:
        """Whether a method, used in the trace, writes ``[self.session_id] = None``."""
        code = self.code(method)
        return code is not None and method in self._reached and sets_none_by_id(code)

    @property
    def assigner(self) -> str:
        """A method of the trace that assigns or deletes ``self.session_id``."""
        return min(filter(self.assigns_the_id, self._reached), default="")

    @property
    def clear_removes_the_id(self) -> bool:
        """Whether ``clear``, used in the trace, calls ``remove(self.session_id)``."""
        code = self.code("clear") if "clear" in self._reached else None
        found = code is not None and ("remove", "session_id") in attributes_in(code)
        return found and "remove" in self.calls("clear")

    @property
    def fixed(self) -> "Fixed | None":
        """A text in the place of a name, in a method of the trace."""
        found = [(one, self.code(one)) for one in sorted(self._reached)]
        texts = (fixed_in(one, code) for one, code in found if code is not None)
        return next((one for one in texts if one is not None), None)

    @property
    def comparing(self) -> str:
        """A method of the trace that writes, and has ``==`` or ``is`` for ``=``."""
        found = [(one, self.code(one)) for one in sorted(self._reached & WRITES)]
        return next(
            (one for one, code in found if code is not None and only_compares(code)),
            "",
        )

    @property
    def self_for_id(self) -> str:
        """A method of the trace that looks up ``self`` in a shared dict."""
        return min(filter(self.looks_up_self, self._reached), default="")

    @property
    def stray(self) -> str:
        """Where a method uses the kit's own dict, and another one another dict."""
        found = {
            method: self.shared(method)
            for method in sorted(self._reached)
            if self.code(method)
            and self.function(method) is not vars(MemorySessionStore).get(method)
        }
        kits = {
            method: [name for name, one in used.items() if one is kits_sessions]
            for method, used in found.items()
        }
        others = any(used and not kits[method] for method, used in found.items())
        words = [f"`{names[0]}` in {method}" for method, names in kits.items() if names]
        return words[0] if words and others else ""

    @property
    def shadowed(self) -> str:
        """A shared dict of whose name a method of the trace makes a dict of its own."""
        found = (
            name
            for method in sorted(self._reached)
            if (code := self.code(method)) is not None and not self.shared(method)
            for name in made_in(code)
            if isinstance(self.function(method).__globals__.get(name), Mapping)
        )
        return next(found, "")

    @property
    def _reached(self) -> set[str]:
        """The methods of the trace, and those that they use."""
        called = {method_of(one) or "" for one in self.trace.operations}
        used = {name for code in self.codes_of(called) for name in code.co_names}
        return (called | used) & {*METHODS}

    @property
    def returns_bools(self) -> bool:
        """Whether each ``return`` of the method has a bool behind it, or nothing."""
        code = self.code(self.method)
        return code is not None and returns_bools(code)

    @property
    def value_is_written(self) -> bool:
        """Whether the value stands in the method's code as it is."""
        code = self.code(self.method)
        found = () if code is None else code.co_consts
        return any(type(one) is type(self.value) and one == self.value for one in found)

    @property
    def never_returns(self) -> bool:
        """Whether the method has no ``return`` with something behind it."""
        code = self.code(self.method)
        return code is not None and not returns_something(code)


def _no_method(self: object) -> None: ...
