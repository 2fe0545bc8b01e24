"""Stores that are wrong on purpose, found by name for the entries of a lesson."""

from typing import Any

from sessionkit.checking.lookalikes import BY_NAME
from sessionkit.contract import StoreClass
from sessionkit.memory import MemorySessionStore
from sessionkit.stores import variants


def wrong_store(name: str) -> StoreClass:
    """Return the wrong store of that name; ``LookupError`` if there is none."""
    found: StoreClass | None = BY_NAME.get(name) or vars(variants).get(name)
    if isinstance(found, type):
        return _anew(found)
    raise LookupError(f"no wrong store {name!r} in lookalikes or variants.py")


def right_store(name: str) -> StoreClass:
    """Return the memory store, or the store that a question is about by its name."""
    return wrong_store(name) if name else MemorySessionStore


def _anew(store_class: Any) -> StoreClass:
    """Return the class with nothing left in it of what was asked before."""
    kept = {
        # each of these begins empty, and was perhaps asked by somebody else before
        name: dict[Any, Any]()
        for one in reversed(store_class.__mro__)
        for name, value in vars(one).items()
        if isinstance(value, dict) and not name.startswith("_")
    }
    anew: StoreClass = type(store_class.__name__, (store_class,), kept)
    return anew
