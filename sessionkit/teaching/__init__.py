"""Devices that help to learn: questions, hints, puzzles, and stores to expose."""

from typing import TYPE_CHECKING

from sessionkit.face import lazy

if TYPE_CHECKING:
    from sessionkit.teaching.asked import recall, why
    from sessionkit.teaching.hints import hint

__all__ = ["hint", "recall", "why"]

__getattr__ = lazy(
    __name__,
    {"hint": "hints", "recall": "asked", "why": "asked"},
    extra="lab",
)
