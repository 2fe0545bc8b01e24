"""A function as another process has it: the same code, with variables of its own.

A program that runs in two processes runs its cells twice. What a function keeps in a
variable, a lock, a counter, a dict, is there twice, and neither sees the other.
"""

import asyncio
import contextlib
import copy
import inspect
import itertools
import re
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from types import CellType, CodeType, FunctionType
from typing import Any, Final

LOCKS: Final = (asyncio.Lock, asyncio.Semaphore, asyncio.Event, asyncio.Condition)
_THREAD_LOCK: Final = type(threading.Lock())
_COUNT: Final = re.compile(r"count\((-?\d+)\)")


def in_another_process(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a twin of ``function`` whose variables are copies, as they are now.

    What it calls of the same module is copied with it. What is no plain function is
    returned as it is.
    """
    if not isinstance(function, FunctionType):
        return function
    theirs = function.__globals__
    ours = {**theirs}
    for name in _used(function, theirs):
        value = theirs[name]
        if isinstance(value, FunctionType) and value.__globals__ is theirs:
            ours[name] = _twin(value, ours)
        elif isinstance(value, type) and value.__module__ == function.__module__:
            ours[name] = _class_anew(value)
        else:
            ours[name] = anew(value)
    return _twin(function, ours)


def anew(value: Any) -> Any:
    """Return what the other process has for ``value``: a free lock, a copied dict."""
    if isinstance(value, _THREAD_LOCK):
        return threading.Lock()
    if isinstance(value, LOCKS):
        return type(value)()
    if isinstance(value, itertools.count) and (at := _COUNT.fullmatch(repr(value))):
        return itertools.count(int(at[1]))
    if isinstance(value, defaultdict):
        return defaultdict(
            value.default_factory, {key: anew(one) for key, one in value.items()}
        )
    if isinstance(value, dict):
        return {key: anew(one) for key, one in value.items()}
    if callable(value) or inspect.ismodule(value):
        return value
    with contextlib.suppress(Exception):  # whatever its class does
        return copy.deepcopy(value)
    return value


def _twin(function: FunctionType, variables: dict[str, Any]) -> FunctionType:
    twin = FunctionType(
        function.__code__,
        variables,
        function.__name__,
        tuple(map(anew, function.__defaults__ or ())),
        tuple(CellType(anew(one.cell_contents)) for one in function.__closure__ or ()),
    )
    twin.__kwdefaults__ = {
        name: anew(value) for name, value in (function.__kwdefaults__ or {}).items()
    }
    return twin


def _class_anew(kind: type) -> type:
    """Return a class with variables of its own; its methods stay as they are."""
    kept = {
        name: anew(value)
        for name, value in vars(kind).items()
        if name not in ("__dict__", "__weakref__")
    }
    return type(kind)(kind.__name__, kind.__bases__, kept)


def _used(function: FunctionType, variables: dict[str, Any]) -> set[str]:
    """Return the names of variables that a function uses, and those it calls."""
    found: set[str] = set()
    left = [function.__code__]
    while left:
        for name in _names(left.pop()):
            if name in found or name not in variables:
                continue
            found.add(name)
            value = variables[name]
            if isinstance(value, FunctionType) and value.__globals__ is variables:
                left.append(value.__code__)
    return found


def _names(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for one in code.co_consts:
        if isinstance(one, CodeType):
            yield from _names(one)
