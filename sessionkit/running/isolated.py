"""The same store class on sessions of its own, under the ids that you know."""

import functools
import itertools
from typing import Any, Final

from sessionkit.contract import SessionStore, StoreClass

_numbers = itertools.count(1)
NOBODY: Final = "(no id)"


def apart(store_class: StoreClass) -> StoreClass:
    """Return a class whose stores show the ids they are given but use others.

    Nothing done with them touches a session that ``store_class`` has elsewhere, not
    even the session of visitors without an id.
    """
    suffix = f"·apart-{next(_numbers)}"

    def own(session_id: str | None) -> str:
        return f"{session_id or NOBODY}{suffix}"

    def make(session_id: str | None) -> SessionStore:
        return _Apart(store_class(own(session_id)), session_id, own)

    make.__name__ = type(store_class).__name__  # for what has no name of its own
    names = ("__module__", "__name__", "__qualname__", "__doc__")
    functools.update_wrapper(make, store_class, assigned=names, updated=())
    return make


class _Apart:
    def __init__(self, store: SessionStore, session_id: str | None, own: Any) -> None:
        # past __setattr__, which hands everything on to the store
        self.__dict__.update(_store=store, session_id=session_id, _own=own)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def __setattr__(self, name: str, value: Any) -> None:
        if name == "session_id":
            self.__dict__["session_id"] = value
            value = self._own(value)
        setattr(self._store, name, value)
