"""A value, whole, as a tree that a page can open part by part."""

from collections.abc import Iterator
from typing import Any, Final

from sessionkit.live.inspector.shapes import TreeData
from sessionkit.traces.values import show

PARTS: Final = 100
"""Parts of one dict or list that are sent."""
DEEPEST: Final = 8
"""Levels that are sent."""
ALL: Final = 2_000
"""Parts that are sent in all."""
TEXT: Final = 5_000
"""Characters of a text that are sent."""


def tree(name: str, value: Any) -> TreeData:
    """Return a snapshot as a tree within the bounds above; ``name`` is the root's."""
    return _Tree().node(name, value, 0)


class _Tree:
    def __init__(self) -> None:
        self._left = ALL

    def node(self, name: str, value: Any, depth: int) -> TreeData:
        parts = list(_parts(value))
        fit = min(PARTS, self._left) if depth < DEEPEST else 0
        self._left -= min(fit, len(parts))
        nodes = [self.node(key, part, depth + 1) for key, part in parts[:fit]]
        limit = 60 if parts else TEXT
        shown = show(value, limit=limit)
        return {
            "name": name,
            "value": shown,
            "parts": nodes,
            "more": len(parts) - len(nodes),
        }


def _parts(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        yield from ((show(key, limit=120), part) for key, part in value.items())
    elif isinstance(value, list | tuple):
        yield from ((str(place), part) for place, part in enumerate(value))
