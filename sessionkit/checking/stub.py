"""Tell a method that nobody has written yet from one that does something."""

import dis
import inspect
from collections.abc import Callable
from typing import Any


async def _ellipsis() -> None: ...


async def _not_implemented() -> None:
    raise NotImplementedError


async def _not_implemented_call() -> None:
    raise NotImplementedError()


def _sync_ellipsis() -> None: ...


def _sync_not_implemented() -> None:
    raise NotImplementedError


def _steps(function: Callable[..., Any]) -> list[tuple[str, Any]]:
    return [(one.opname, one.argval) for one in dis.get_instructions(function)]


_STUBS = [
    _steps(function)
    for function in (
        _ellipsis,
        _not_implemented,
        _not_implemented_call,
        _sync_ellipsis,
        _sync_not_implemented,
    )
]


def is_stub(store_class: object, method: str) -> bool:
    """Whether ``method`` is there and its body is only ``...``, ``pass`` or a text.

    ``raise NotImplementedError`` counts too. What is no plain function is no stub.
    """
    return is_empty(inspect.getattr_static(store_class, method, None))


def is_empty(function: object) -> bool:
    """Whether the body of a plain function is one that ``is_stub`` means."""
    return inspect.isfunction(function) and _steps(function) in _STUBS
