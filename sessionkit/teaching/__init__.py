"""Devices that help to learn: questions, hints, puzzles, and stores to expose."""

from typing import TYPE_CHECKING

from sessionkit.face import lazy

if TYPE_CHECKING:
    from sessionkit.teaching.asked import recall, why
    from sessionkit.teaching.exposing import expose
    from sessionkit.teaching.hinted import hint
    from sessionkit.teaching.puzzled import puzzle
    from sessionkit.teaching.surveyed import inventory

__all__ = ["expose", "hint", "inventory", "puzzle", "recall", "why"]

__getattr__ = lazy(
    __name__,
    {
        "asked": "recall why",
        "exposing": "expose",
        "hinted": "hint",
        "puzzled": "puzzle",
        "surveyed": "inventory",
    },
    extra="lab",
)
