"""What is known of a wrong answer: the trace, FortJs's answer, the store's own code."""

import difflib
import dis
import inspect
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from types import CodeType, FunctionType
from typing import Any, Final

from sessionkit.checking.interface import head
from sessionkit.checking.stub import is_stub
from sessionkit.contract import METHODS, SessionStore
from sessionkit.memory import MemorySessionStore
from sessionkit.running.replay import run
from sessionkit.running.time_limit import drive
from sessionkit.traces.answer import READS, Answer
from sessionkit.traces.operation import Operation, method_of, on, session_ids
from sessionkit.traces.trace import Trace
from sessionkit.traces.values import Opaque, same, show

WRITES: Final = frozenset(METHODS) - READS
ASKS_FOR_A_BOOL: Final = frozenset({"is_any_exist", "is_exist"})
_BOOLS_OR_NONE: Final = (True, False, None)
_BOOLS: Final = ("CONTAINS_OP", "IS_OP", "COMPARE_OP", "UNARY_NOT")
_ASKS: Final = ("GET_AWAIT", "TO_BOOL", "UNARY_NOT", "POP_JUMP", "JUMP_IF")
_MAKES: Final = {"BUILD_LIST", "BUILD_TUPLE", "BUILD_SET"}
_ABSENT_NAME: Final = re.compile(
    r"(?:name|local variable) '(\w+)'|has no attribute '(\w+)'"
)


@dataclass(frozen=True)
class Fixed:
    """A text that stands in a method in the place of a name that it never uses."""

    method: str
    name: str
    text: str


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
        own = self.unawaited in self.attributes or self.unawaited in METHODS
        return f"self.{self.unawaited}(...)" if own else f"{self.unawaited}(...)"

    @property
    def gathers_and_goes_on(self) -> bool:
        """Whether a method of the trace calls ``gather`` and awaits nothing."""
        return any(
            "gather" in code.co_names
            and not any("AWAIT" in one.opname for one in dis.get_instructions(code))
            for code in self._codes_of(self._reached)
        )

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
    def uncalled(self) -> str:
        """A method that those in the trace, or one they use, await without a call."""
        codes = self._codes_of(self._reached)
        names = {name for code in codes for name in _uncalled(code)}
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

    def forgets_self(self, method: str) -> bool:
        """Whether a method never uses ``self``, so that it knows no id."""
        code = self._code(method)
        if code is None or is_stub(self.store_class, method):
            return False
        return bool(code.co_argcount) and not _uses_self(code)

    def sets_the_session_to_none(self, method: str) -> bool:
        """Whether a method, used in the trace, writes ``[self.session_id] = None``."""
        code = self._code(method)
        return code is not None and method in self._reached and _sets_none_by_id(code)

    @property
    def assigner(self) -> str:
        """A method of the trace that assigns ``self.session_id``."""
        return min(filter(self._assigns_the_id, self._reached), default="")

    def _assigns_the_id(self, method: str) -> bool:
        code = self._code(method)
        return code is not None and "session_id" in _assigned(code)

    @property
    def clear_removes_the_id(self) -> bool:
        """Whether ``clear``, used in the trace, calls ``remove(self.session_id)``."""
        code = self._code("clear") if "clear" in self._reached else None
        return code is not None and ("remove", "session_id") in _attributes(code)

    @property
    def fixed(self) -> "Fixed | None":
        """A text in the place of a name, in a method of the trace."""
        found = [(one, self._code(one)) for one in sorted(self._reached)]
        texts = (_fixed(one, code) for one, code in found if code is not None)
        return next((one for one in texts if one is not None), None)

    @property
    def comparing(self) -> str:
        """A method of the trace that writes ``... == ...`` as a whole line."""
        found = [(one, self._code(one)) for one in sorted(self._reached)]
        return next(
            (one for one, code in found if code is not None and _only_compares(code)),
            "",
        )

    @property
    def self_for_id(self) -> str:
        """A method of the trace that looks up ``self`` in a shared dict."""
        return min(filter(self._looks_up_self, self._reached), default="")

    def _looks_up_self(self, method: str) -> bool:
        code = self._code(method)
        shares = code is not None and bool(self._shared(method))
        return shares and code is not None and _uses_only_self(code)

    @property
    def shadowed(self) -> str:
        """A shared dict of whose name a method of the trace makes a dict of its own."""
        found = (
            name
            for method in sorted(self._reached)
            if (code := self._code(method)) is not None and not self._shared(method)
            for name in _made(code)
            if isinstance(self._function(method).__globals__.get(name), Mapping)
        )
        return next(found, "")

    def _shared(self, method: str) -> set[str]:
        """Return the names of shared dicts that a method uses."""
        function = self._function(method)
        return {
            name
            for name in function.__code__.co_names
            if isinstance(function.__globals__.get(name), Mapping)
        }

    def ignores(self, method: str, parameter: str) -> bool:
        """Whether a method never uses an argument of this name."""
        code = self._code(method)
        return code is not None and not _uses(code, parameter)

    def calls(self, method: str) -> set[str]:
        """Return the methods of the contract that a method uses of ``self``."""
        code = self._code(method)
        return set() if code is None else {*METHODS} & {*_of_self(code)}

    def looks_elsewhere(self, method: str) -> bool:
        """Whether a method loops, compares with ``==``, or does not use the id."""
        code = self._code(method)
        if code is None:
            return False
        found = {one.opname for one in dis.get_instructions(code)}
        odd = {"FOR_ITER", "COMPARE_OP"} & found or {"values", "items"} & {
            *code.co_names
        }
        return bool(odd) or "session_id" not in code.co_names

    def hands_on(self, method: str) -> bool:
        """Whether a method answers what it finds under the id, and makes nothing."""
        code = self._code(method)
        if code is None or any(isinstance(one, CodeType) for one in code.co_consts):
            return False
        makes = {one.opname for one in dis.get_instructions(code)} & _MAKES
        looks = {"get", "setdefault", "session_id", *self._shared(method)}
        return not makes and {*code.co_names} <= looks

    def tests(self, method: str, parameter: str) -> bool:
        """Whether a method asks an argument whether it is true, or None."""
        code = self._code(method)
        return code is not None and _tests(code, parameter)

    def uses(self, method: str, name: str) -> bool:
        """Whether a method uses an attribute or a global of this name."""
        code = self._code(method)
        return code is not None and name in code.co_names

    @property
    def _reached(self) -> set[str]:
        """The methods of the trace, and those that they use."""
        called = {method_of(one) or "" for one in self.trace.operations}
        used = {name for code in self._codes_of(called) for name in code.co_names}
        return (called | used) & {*METHODS}

    def _codes_of(self, methods: Iterable[str]) -> list[CodeType]:
        return [code for one in methods if (code := self._code(one)) is not None]

    def _code(self, method: str) -> CodeType | None:
        function = inspect.getattr_static(self.store_class, method, None)
        return function.__code__ if isinstance(function, FunctionType) else None

    def _function(self, method: str) -> FunctionType:
        function = inspect.getattr_static(self.store_class, method, None)
        assert isinstance(function, FunctionType)
        return function

    @property
    def returns_bools(self) -> bool:
        """Whether each ``return`` of the method has a bool behind it, or nothing."""
        code = self._code(self.method)
        return code is not None and _returns_bools(code)

    @property
    def value_is_written(self) -> bool:
        """Whether the value stands in the method's code as it is."""
        code = self._code(self.method)
        found = () if code is None else code.co_consts
        return any(type(one) is type(self.value) and one == self.value for one in found)

    @property
    def never_returns(self) -> bool:
        """Whether the method has no ``return`` with something behind it."""
        code = self._code(self.method)
        return code is not None and not _returns(code)

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


def _uncalled(code: CodeType) -> Iterator[str]:
    """Find the attributes that are awaited, or asked whether they are true, as such."""
    for one, after in pairwise(dis.get_instructions(code)):
        # to call a method, Python 3.11 has LOAD_METHOD, and later ones push a NULL
        loads = one.opname == "LOAD_ATTR" and "NULL" not in one.argrepr
        if loads and after.opname.startswith(_ASKS):
            yield str(one.argval)


def _uses_self(code: CodeType) -> bool:
    return "__class__" in code.co_freevars or _uses(code, code.co_varnames[0])


def _uses(code: CodeType, name: str) -> bool:
    used = (
        one.argval
        for one in dis.get_instructions(code)
        if one.opname.startswith(("LOAD_FAST", "LOAD_CLOSURE", "MAKE_CELL"))
        or "DEREF" in one.opname
    )
    # from Python 3.13 on one instruction may load two names
    return any(name == one or (isinstance(one, tuple) and name in one) for one in used)


def _fixed(method: str, code: CodeType) -> Fixed | None:
    """Find a text in code that never uses the name which it is, or its key."""
    own = code.co_varnames[1:]
    unused = [name for name in own if not _uses(code, name)]
    used = (one.argval for one in dis.get_instructions(code))
    texts = [one for one in used if isinstance(one, str) and one in code.co_consts]
    texts += _keywords(code)
    for name in ["self.session_id", *unused]:
        if name in texts:
            return Fixed(method, name, name)
    if "session_id" in texts and not _uses_self(code):
        return Fixed(method, "self.session_id", "session_id")
    if unused[:1] == ["key"] and texts and not _tells(code):
        return Fixed(method, "key", texts[0])
    return None


def _tells(code: CodeType) -> bool:
    """Whether a text in code may be said to somebody, printed or in an error."""
    steps = {one.opname for one in dis.get_instructions(code)}
    return "print" in code.co_names or "RAISE_VARARGS" in steps


def _keywords(code: CodeType) -> Iterator[str]:
    for one in code.co_consts:
        if isinstance(one, tuple):
            yield from (name for name in one if isinstance(name, str))


def _only_compares(code: CodeType) -> bool:
    return any(
        one.opname == "COMPARE_OP" and "==" in one.argrepr and after.opname == "POP_TOP"
        for one, after in pairwise(dis.get_instructions(code))
    )


def _returns_bools(code: CodeType) -> bool:
    """Whether whatever is returned is True, False, or a None that is written out."""
    before = None
    for one in dis.get_instructions(code):
        if one.opname == "RETURN_VALUE" and before is not None:
            const = before.opname == "LOAD_CONST" and before.argval in (
                True,
                False,
                None,
            )
            # at the end of `return x and y` either may come
            if one.is_jump_target or not (const or before.opname in _BOOLS):
                return False
        if one.opname == "RETURN_CONST" and one.argval not in _BOOLS_OR_NONE:
            return False
        before = one
    return True


def _attributes(code: CodeType) -> list[tuple[str, str]]:
    """Return each two attributes that are loaded one after the other, and called."""
    loads = ("LOAD_ATTR", "LOAD_METHOD")
    steps = [
        one
        for one in dis.get_instructions(code)
        if one.opname in loads or "CALL" in one.opname
    ]
    return [
        (str(first.argval), str(second.argval))
        for first, second, called in zip(steps, steps[1:], steps[2:], strict=False)
        if first.opname in loads and second.opname in loads and "CALL" in called.opname
    ]


def _of_self(code: CodeType) -> Iterator[str]:
    """Find the attributes of ``self`` that code uses."""
    own = code.co_varnames[:1]
    for one, after in pairwise(dis.get_instructions(code)):
        last = one.argval[-1] if isinstance(one.argval, tuple) else one.argval
        if (last,) == own and after.opname in ("LOAD_ATTR", "LOAD_METHOD"):
            yield str(after.argval)


def _uses_only_self(code: CodeType) -> bool:
    """Whether code uses ``self`` itself, and none of its attributes."""
    own, alone = code.co_varnames[0], False
    for one, after in pairwise(dis.get_instructions(code)):
        last = one.argval[-1] if isinstance(one.argval, tuple) else one.argval
        if last == own and after.opname in ("LOAD_ATTR", "LOAD_METHOD", "STORE_ATTR"):
            return False
        alone = alone or last == own
    return alone and "__class__" not in code.co_freevars


def _made(code: CodeType) -> Iterator[str]:
    """Find the local names that an empty dict, or one that is written out, is given."""
    for one, after in pairwise(dis.get_instructions(code)):
        if one.opname == "BUILD_MAP" and after.opname == "STORE_FAST":
            yield str(after.argval)


def _tests(code: CodeType, name: str) -> bool:
    instructions = [*dis.get_instructions(code)]
    for one, after in pairwise(instructions):
        last = one.argval[-1] if isinstance(one.argval, tuple) else one.argval
        none = after.opname == "LOAD_CONST" and after.argval is None
        if last == name and (none or after.opname.startswith(_ASKS)):
            return True
    return False


def _sets_none_by_id(code: CodeType) -> bool:
    statement: list[dis.Instruction] = []
    for one in dis.get_instructions(code):
        if one.opname == "STORE_SUBSCR":
            first, index = statement[:1], statement[-1:]
            none = any(x.opname == "LOAD_CONST" and x.argval is None for x in first)
            return none and any(x.argval == "session_id" for x in index)
        loads = one.opname.startswith(("LOAD", "PUSH_NULL"))
        statement = [*statement, one] if loads else []
    return False


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
