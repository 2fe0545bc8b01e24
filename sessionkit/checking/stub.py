"""Tell a method that nobody has written yet from one that does something."""

import dis
import inspect
from collections.abc import Callable, Collection
from itertools import pairwise
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


def waits_for(store_class: object, method: str, stubs: Collection[str]) -> bool:
    """Whether ``method`` calls ``self.one`` for one of ``stubs``, not written yet.

    Nothing can be said of it before. The memory store's ``set_many`` waits for ``set``.
    """
    function = inspect.getattr_static(store_class, method, None)
    if not inspect.isfunction(function) or not function.__code__.co_varnames:
        return False
    own = function.__code__.co_varnames[0]
    return any(
        first.opname.startswith("LOAD_FAST")
        and first.argval == own
        # LOAD_ATTR, or LOAD_METHOD up to Python 3.11
        and second.opname in ("LOAD_ATTR", "LOAD_METHOD")
        and second.argval in stubs
        for first, second in pairwise(dis.get_instructions(function))
    )
