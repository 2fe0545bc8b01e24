"""Masks: what stands in the place of values that are never kept, such as a password."""

from dataclasses import replace
from typing import Any, Final

from sessionkit.traces.operation import Call
from sessionkit.traces.values import Opaque

MASKED: Final = Opaque("masked")


class Mask(frozenset[str]):
    """The keys whose values are never kept."""

    def has(self, key: object) -> bool:
        """Whether this is one of them, whatever a caller gave as a key."""
        return isinstance(key, str) and key in self

    def operation(self, operation: Call) -> Call:
        """Return a call without the values that it sets under these keys."""
        arguments = operation.arguments
        if operation.method == "set" and self._has_first(arguments):
            arguments = (*arguments[:1], *(MASKED for _ in arguments[1:]))
        elif operation.method == "set_many":
            arguments = tuple(map(self._dict, arguments))
        return replace(operation, arguments=arguments)

    def answer(self, operation: Call, value: Any) -> Any:
        """Return what an operation answered, without the values of these keys."""
        if operation.method == "get" and self._has_first(operation.arguments):
            return MASKED
        return self._dict(value) if operation.method == "get_all" else value

    def _has_first(self, arguments: tuple[Any, ...]) -> bool:
        return bool(arguments) and self.has(arguments[0])

    def _dict(self, value: Any) -> Any:
        if not isinstance(value, dict) or not self:
            return value
        return {key: MASKED if key in self else item for key, item in value.items()}
