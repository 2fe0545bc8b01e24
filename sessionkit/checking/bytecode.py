"""What the code of a method does, as far as its bytecode tells: it is never run."""

import dis
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from types import CodeType
from typing import Any, Final

_BOOLS: Final = ("CONTAINS_OP", "IS_OP", "COMPARE_OP", "UNARY_NOT")
_BOOLS_OR_NONE: Final = (True, False, None)
_ASKS: Final = ("GET_AWAIT", "TO_BOOL", "UNARY_NOT", "POP_JUMP", "JUMP_IF")


@dataclass(frozen=True)
class Fixed:
    """A text that stands in a method in the place of a name that it never uses."""

    method: str
    name: str
    text: str


@lru_cache(maxsize=256)
def instructions(code: CodeType) -> tuple[dis.Instruction, ...]:
    """Return the instructions of code: all that is asked of it begins with these."""
    return (*dis.get_instructions(code),)


def assigned_in(code: CodeType) -> Iterator[str]:
    """Find the attributes, of whatever, that code assigns or deletes."""
    for one in instructions(code):
        if one.opname in ("STORE_ATTR", "DELETE_ATTR"):
            yield str(one.argval)


def changes_the_id(code: CodeType) -> bool:
    """Whether code assigns ``self.session_id`` other than its second argument."""
    steps, as_it_is = instructions(code), [*reversed(code.co_varnames[:2])]
    assigned = (
        [name for load in steps[max(number - 2, 0) : number] for name in _names(load)]
        for number, one in enumerate(steps)
        if (one.opname, one.argval) == ("STORE_ATTR", "session_id")
    )
    return any(names[-2:] != as_it_is for names in assigned)


def _names(one: dis.Instruction) -> tuple[Any, ...]:
    """Return what an instruction is about, which may be two names at once."""
    return one.argval if isinstance(one.argval, tuple) else (one.argval,)


def uncalled_in(code: CodeType) -> Iterator[str]:
    """Find the attributes that are awaited, or asked whether they are true, as such."""
    for one, after in pairwise(instructions(code)):
        # to call a method, Python 3.11 has LOAD_METHOD, and later ones push a NULL
        loads = one.opname == "LOAD_ATTR" and "NULL" not in one.argrepr
        if loads and after.opname.startswith(_ASKS):
            yield str(one.argval)


def uses_self(code: CodeType) -> bool:
    """Whether code uses its first argument, or ``super()``."""
    return "__class__" in code.co_freevars or uses_name(code, code.co_varnames[0])


def uses_name(code: CodeType, name: str) -> bool:
    """Whether code uses a local name."""
    used = (
        one.argval
        for one in instructions(code)
        if one.opname.startswith(("LOAD_FAST", "LOAD_CLOSURE", "MAKE_CELL"))
        or "DEREF" in one.opname
    )
    # from Python 3.13 on one instruction may load two names
    return any(name == one or (isinstance(one, tuple) and name in one) for one in used)


def fixed_in(method: str, code: CodeType) -> Fixed | None:
    """Find a text in code that never uses the name which it is, or its key."""
    own = code.co_varnames[1:]
    unused = [name for name in own if not uses_name(code, name)]
    used = (one.argval for one in instructions(code))
    texts = [one for one in used if isinstance(one, str) and one in code.co_consts]
    texts += _keywords(code)
    for name in ["self.session_id", *unused]:
        if name in texts:
            return Fixed(method, name, name)
    if "session_id" in texts and not uses_self(code):
        return Fixed(method, "self.session_id", "session_id")
    words = [one for one in texts if one.isidentifier()]
    if unused[:1] == ["key"] and words and not _tells(code):
        return Fixed(method, "key", words[0])
    return None


def _tells(code: CodeType) -> bool:
    """Whether a text in code may be said to somebody, printed or in an error."""
    steps = {one.opname for one in instructions(code)}
    return "print" in code.co_names or "RAISE_VARARGS" in steps


def _keywords(code: CodeType) -> Iterator[str]:
    """Find the names of keywords with which code calls others."""
    for one in code.co_consts:
        if isinstance(one, tuple):
            yield from (name for name in one if isinstance(name, str))


def only_compares(code: CodeType) -> bool:
    """Whether a line of code asks ``==`` or ``is``, and drops what comes of it."""
    return any(
        (one.opname == "IS_OP" or (one.opname == "COMPARE_OP" and "==" in one.argrepr))
        and after.opname == "POP_TOP"
        for one, after in pairwise(instructions(code))
    )


def returns_bools(code: CodeType) -> bool:
    """Whether whatever is returned is True, False, or a None that is written out."""
    before = None
    for one in instructions(code):
        if one.opname == "RETURN_VALUE" and before is not None:
            const = before.opname == "LOAD_CONST" and before.argval in _BOOLS_OR_NONE
            # at the end of `return x and y` either may come
            if one.is_jump_target or not (const or before.opname in _BOOLS):
                return False
        if one.opname == "RETURN_CONST" and one.argval not in _BOOLS_OR_NONE:
            return False
        before = one
    return True


def attributes_in(code: CodeType) -> list[tuple[str, str]]:
    """Return each two attributes that are loaded one after the other, and called."""
    loads = ("LOAD_ATTR", "LOAD_METHOD")
    steps = [
        one for one in instructions(code) if one.opname in loads or "CALL" in one.opname
    ]
    return [
        (str(first.argval), str(second.argval))
        for first, second, called in zip(steps, steps[1:], steps[2:], strict=False)
        if first.opname in loads and second.opname in loads and "CALL" in called.opname
    ]


def of_self(code: CodeType) -> Iterator[str]:
    """Find the attributes of ``self`` that code uses."""
    own = code.co_varnames[:1]
    for one, after in pairwise(instructions(code)):
        last = _last(one)
        if (last,) == own and after.opname in ("LOAD_ATTR", "LOAD_METHOD"):
            yield str(after.argval)


def uses_only_self(code: CodeType) -> bool:
    """Whether code uses ``self`` itself, and none of its attributes."""
    own, alone = code.co_varnames[0], False
    for one, after in pairwise(instructions(code)):
        last = _last(one)
        if last == own and after.opname in ("LOAD_ATTR", "LOAD_METHOD", "STORE_ATTR"):
            return False
        alone = alone or last == own
    # what a comprehension or a generator inside does with it is not seen here
    return alone and own not in code.co_cellvars and "__class__" not in code.co_freevars


def _last(one: dis.Instruction) -> Any:
    """Return what an instruction is about: of two names at once the second."""
    # a constant may be a tuple, too, and have nothing in it
    several = isinstance(one.argval, tuple) and one.argval
    return one.argval[-1] if several else one.argval


def made_in(code: CodeType) -> Iterator[str]:
    """Find the local names that an empty dict, or one that is written out, is given."""
    for one, after in pairwise(instructions(code)):
        if one.opname == "BUILD_MAP" and after.opname == "STORE_FAST":
            yield str(after.argval)


def tests_name(code: CodeType, name: str) -> bool:
    """Whether code asks a local name whether it is true, or None."""
    for one, after in pairwise(instructions(code)):
        none = after.opname == "LOAD_CONST" and after.argval is None
        if _last(one) == name and (none or after.opname.startswith(_ASKS)):
            return True
    return False


def sets_none_by_id(code: CodeType) -> bool:
    """Whether the first item that code sets is ``[self.session_id] = None``."""
    statement: list[dis.Instruction] = []
    for one in instructions(code):
        if one.opname == "STORE_SUBSCR":
            first, index = statement[:1], statement[-1:]
            none = any(x.opname == "LOAD_CONST" and x.argval is None for x in first)
            return none and any(x.argval == "session_id" for x in index)
        loads = one.opname.startswith(("LOAD", "PUSH_NULL"))
        statement = [*statement, one] if loads else []
    return False


def returns_something(code: CodeType) -> bool:
    """Whether code has a ``return`` with more than a ``None`` behind it."""
    before = None
    for one in instructions(code):
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
