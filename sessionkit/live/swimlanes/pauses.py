"""Pauses before and after each async method that another method of a store awaits."""

import contextlib
from collections.abc import Awaitable, Callable, Iterator
from contextvars import ContextVar
from inspect import iscoroutinefunction
from typing import Any

from sessionkit.contract import SessionStore

Pause = Callable[[str], Awaitable[None]]
"""Pauses a request at an await, which it is told in words."""

_inside: ContextVar[tuple[str, ...]] = ContextVar("inside", default=())
"""The calls that run in this task, from the request's own to the one in its midst."""


def paused(
    store: SessionStore, pause: Pause, named: Callable[[str], str]
) -> SessionStore:
    """Pause before and after each async method that another method of it awaits.

    ``named`` gives the words for a method, which tell a second call of it apart.

    An await that does not wait is no switch: without these pauses a store in memory
    would pass by luck.
    """
    kind = type(store)
    for name in dir(kind):
        if iscoroutinefunction(getattr(kind, name, None)) and not name.startswith("__"):
            with contextlib.suppress(AttributeError):  # __slots__
                setattr(
                    store, name, _with_pauses(name, getattr(store, name), pause, named)
                )
    return store


def _with_pauses(
    name: str,
    original: Callable[..., Awaitable[Any]],
    pause: Pause,
    named: Callable[[str], str],
) -> Callable[..., Awaitable[Any]]:
    async def method(*arguments: Any, **options: Any) -> Any:
        outer = _inside.get()
        if len(outer) <= 1:  # the call that the request itself made
            with within((*outer, name)):
                return await original(*arguments, **options)
        named_here = named(name)
        await pause(f"in {outer[0]}, before {named_here}")
        with within((*outer, name)):
            answer = await original(*arguments, **options)
        await pause(f"in {outer[0]}, after {named_here}")
        return answer

    method.__qualname__ = name  # Python names it, if nobody awaits it
    return method


@contextlib.contextmanager
def within(names: tuple[str, ...]) -> Iterator[None]:
    """Note the calls that run in this task from here on."""
    token = _inside.set(names)
    try:
        yield
    finally:
        _inside.reset(token)
