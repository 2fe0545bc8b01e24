"""What the own code of a store class shows: it is read, and never run."""

import inspect
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import CodeType, FunctionType
from typing import Any, Final

from sessionkit.checking.bytecode import (
    assigned_in,
    instructions,
    of_self,
    tests_name,
    uses_name,
    uses_only_self,
    uses_self,
)
from sessionkit.checking.stub import is_stub
from sessionkit.contract import METHODS, SessionStore

_MAKES: Final = {"BUILD_LIST", "BUILD_TUPLE", "BUILD_SET"}


@dataclass(frozen=True)
class StoreCode:
    """The code of a store class."""

    store_class: object

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

    @cached_property
    def assigned(self) -> frozenset[str]:
        """The attributes that the store's methods assign."""
        return frozenset(name for code in self.codes for name in assigned_in(code))

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
        return any(constant in code.co_consts for code in self.codes)

    def forgets_self(self, method: str) -> bool:
        """Whether a method never uses ``self``, so that it knows no id."""
        code = self.code(method)
        if code is None or is_stub(self.store_class, method):
            return False
        return bool(code.co_argcount) and not uses_self(code)

    def assigns_the_id(self, method: str) -> bool:
        """Whether a method assigns ``self.session_id``."""
        code = self.code(method)
        return code is not None and "session_id" in assigned_in(code)

    def looks_up_self(self, method: str) -> bool:
        """Whether a method looks up ``self`` in a shared dict, and nothing else."""
        code = self.code(method)
        wanted = inspect.signature(getattr(SessionStore, method)).parameters
        if code is None or code.co_argcount != len(wanted):  # the first may be no self
            return False
        return bool(self.shared(method)) and uses_only_self(code)

    def shared(self, method: str) -> dict[str, Mapping[Any, Any]]:
        """Return the shared dicts that a method uses, by the names that it uses."""
        function = self.function(method)
        used = {
            name: function.__globals__.get(name) for name in function.__code__.co_names
        }
        return {name: one for name, one in used.items() if isinstance(one, Mapping)}

    def ignores(self, method: str, parameter: str) -> bool:
        """Whether a method never uses an argument of this name."""
        code = self.code(method)
        return code is not None and not uses_name(code, parameter)

    def calls(self, method: str) -> set[str]:
        """Return the methods of the contract that a method uses of ``self``."""
        code = self.code(method)
        return set() if code is None else {*METHODS} & {*of_self(code)}

    def looks_elsewhere(self, method: str) -> bool:
        """Whether a method loops, compares with ``==``, or does not use the id."""
        code = self.code(method)
        if code is None:
            return False
        found = {one.opname for one in instructions(code)}
        odd = {"FOR_ITER", "COMPARE_OP"} & found or {"values", "items"} & {
            *code.co_names
        }
        return bool(odd) or "session_id" not in code.co_names

    def hands_on(self, method: str) -> bool:
        """Whether a method answers what it finds under the id, and makes nothing."""
        code = self.code(method)
        if code is None or any(isinstance(one, CodeType) for one in code.co_consts):
            return False
        makes = {one.opname for one in instructions(code)} & _MAKES
        looks = {"get", "setdefault", "session_id", *self.shared(method)}
        return not makes and {*code.co_names} <= looks

    def tests(self, method: str, parameter: str) -> bool:
        """Whether a method asks an argument whether it is true, or None."""
        code = self.code(method)
        return code is not None and tests_name(code, parameter)

    def uses(self, method: str, name: str) -> bool:
        """Whether a method uses an attribute or a global of this name."""
        code = self.code(method)
        return code is not None and name in code.co_names

    def codes_of(self, methods: Iterable[str]) -> list[CodeType]:
        """Return the code of those methods that are written in Python."""
        return [code for one in methods if (code := self.code(one)) is not None]

    def code(self, method: str) -> CodeType | None:
        """Return the code of a method; ``None`` if it is not written in Python."""
        function = inspect.getattr_static(self.store_class, method, None)
        return function.__code__ if isinstance(function, FunctionType) else None

    def function(self, method: str) -> FunctionType:
        """Return a method that is written in Python."""
        function = inspect.getattr_static(self.store_class, method, None)
        assert isinstance(function, FunctionType)
        return function

    @cached_property
    def codes(self) -> tuple[CodeType, ...]:
        """The code of all functions that the class can run, its own and inherited."""
        return tuple(one.__code__ for one in _functions(self.store_class))


def _classes(store_class: object) -> list[type]:
    if not inspect.isclass(store_class):
        return []
    return [one for one in type.mro(store_class) if one is not object]


def _functions(store_class: object) -> Iterator[FunctionType]:
    """Yield the functions, except those that another replaces without ``super``."""
    replaced: set[str] = set()
    for one in _classes(store_class):
        for name, member in vars(one).items():
            if isinstance(member, FunctionType) and name not in replaced:
                yield member
                if "super" not in member.__code__.co_names:
                    replaced.add(name)
