"""Stores that are wrong on purpose, found by name for the entries of a lesson."""

from sessionkit.checking import lookalikes
from sessionkit.contract import StoreClass
from sessionkit.stores import variants


def wrong_store(name: str) -> StoreClass:
    """Return the wrong store of that name; ``LookupError`` if there is none."""
    for module in (lookalikes, variants):
        found: StoreClass | None = vars(module).get(name)
        if isinstance(found, type):
            return found
    raise LookupError(f"no wrong store {name!r} in lookalikes.py or variants.py")
