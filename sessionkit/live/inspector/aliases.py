"""Two names, one dict: which names lead to the same dict or list, now."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from sessionkit.contract import SessionStore
from sessionkit.live.inspector.shapes import AliasData
from sessionkit.live.mask import MASKED
from sessionkit.live.recorder import Recorder
from sessionkit.running.call import guarded
from sessionkit.traces.answer import Answer
from sessionkit.traces.operation import who
from sessionkit.traces.values import show, snapshot

GROUPS: Final = 5
"""Dicts and lists that are shown."""
NAMES: Final = 8
"""Names of one that are shown."""
VARIABLES: Final = 2_000
"""Variables of a notebook that are looked at."""


@dataclass
class _Thing:
    value: Any  # kept, so that nothing else gets its id
    names: list[str] = field(default_factory=list)


async def aliases(recorder: Recorder) -> list[AliasData]:
    """Return the dicts and lists in the sessions used last that have several names.

    A name is a session, a key of one, or a variable of the notebook. A store that gives
    a copy each time it is asked has no alias by its session's name.
    """
    things: dict[int, _Thing] = {}
    for session_id, store in recorder.stores.items():
        if recorder.state(session_id) is None or not recorder.may_read(store):
            continue
        for name, value in _named(session_id, await _twice(store)):
            things.setdefault(id(value), _Thing(value)).names.append(name)
    for name, value in _variables():
        if id(value) in things:
            things[id(value)].names.append(name)
    shared = [one for one in things.values() if len(one.names) > 1]
    return [
        {
            "kind": type(one.value).__name__,
            "value": show(_masked(recorder, one.value), limit=60),
            "names": one.names[:NAMES],
        }
        for one in shared[:GROUPS]
    ]


async def _twice(store: SessionStore) -> tuple[Any, Any]:
    """Ask for all values twice: if these are one dict, it is the store's own."""

    async def ask() -> Answer:
        return Answer(await store.get_all())

    return (await guarded(ask())).value, (await guarded(ask())).value


def _named(session_id: str | None, asked: tuple[Any, Any]) -> Iterator[tuple[str, Any]]:
    values, again = asked
    if not isinstance(values, dict):
        return
    name = f"session {who(session_id)}"
    if values is again:
        yield name, values
    for key, value in values.items():
        if type(value) in (dict, list):
            yield f"{name}, key {show(snapshot(key), limit=40)}", value


def _variables() -> Iterator[tuple[str, Any]]:
    """Yield the notebook's dicts and lists, by the names that its user gave them."""
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    names = getattr(shell, "user_ns", {})
    for name in tuple(names)[-VARIABLES:]:
        # what IPython itself keeps there, such as _ and In, is nobody's alias
        if not name.startswith("_") and type(names[name]) in (dict, list):
            yield f"variable {name}", names[name]


def _masked(recorder: Recorder, value: Any) -> Any:
    kept = snapshot(value)
    if not isinstance(kept, dict):
        return kept
    return {key: MASKED if recorder.masks(key) else item for key, item in kept.items()}
