"""Devices that help to learn: questions, hints, puzzles, and stores to expose."""

from typing import TYPE_CHECKING

from sessionkit.face import lazy

if TYPE_CHECKING:
    from sessionkit.teaching.asked import recall, why
    from sessionkit.teaching.exposing import expose
    from sessionkit.teaching.hints import hint
    from sessionkit.teaching.puzzles import puzzle

__all__ = ["expose", "hint", "puzzle", "recall", "why"]

__getattr__ = lazy(
    __name__,
    {
        "expose": "exposing",
        "hint": "hints",
        "puzzle": "puzzles",
        "recall": "asked",
        "why": "asked",
    },
    extra="lab",
)
