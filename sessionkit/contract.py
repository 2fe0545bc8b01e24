"""What a session store is: FortJs's ``ISessionStore`` in Python."""

from collections.abc import Callable
from typing import Any, Protocol, TypeAlias, runtime_checkable


@runtime_checkable
class SessionStore(Protocol):
    """The values of one session: an id and eight async methods.

    The rules are FortJs's (https://fortjs.net, ``ISessionStore``); what its memory
    store answers, at the version that is tested, is recorded in ``sessionkit.fortjs``.
    """

    session_id: str | None
    """Whose session this is; ``None`` for a visitor who brought no id.

    Mutable: a framework gives the store its new id when it creates a session.
    """

    async def is_any_exist(self) -> bool:
        """Answer whether this id has a session, even if all its keys were removed."""

    async def get(self, key: str) -> Any:
        """Answer the value of ``key``; ``None`` without one, or without a session."""

    async def get_all(self) -> dict[str, Any]:
        """Answer every key and value, removed keys included as ``None``.

        With a session this is the live dict, not a copy; without one, a new empty dict.
        """

    async def is_exist(self, key: str) -> bool:
        """Answer whether ``key`` has a value other than ``None``; 0 and "" count."""

    async def set(self, key: str, value: Any) -> None:
        """Give ``key`` a value; the first key creates the session."""

    async def set_many(self, values: dict[str, Any]) -> None:
        """``set`` each key of ``values``; an empty dict does nothing at all."""

    async def remove(self, key: str) -> None:
        """Set ``key`` to ``None`` if there is a session, even a key never set."""

    async def clear(self) -> None:
        """Forget the session and everything in it."""


StoreClass: TypeAlias = Callable[[str | None], SessionStore]
"""Anything that makes a store from a session id: a class, a partial, a method."""


def no_class(asked: str, store_class: object) -> str:
    """Say that what was given to the function ``asked`` makes no stores, or nothing."""
    if callable(store_class):
        return ""
    made = type(store_class).__name__
    if type(store_class).__module__ == "builtins":
        return f"{asked} takes a store class, and this is no class: {made}."
    return f"{asked} takes the class, not a store made from it: {made}."


METHODS = (
    "is_any_exist",
    "set",
    "get",
    "is_exist",
    "get_all",
    "remove",
    "clear",
    "set_many",
)
"""The eight methods, in the order in which lesson 02 writes them."""
