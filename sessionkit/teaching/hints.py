"""The hints of a step, and what is told with each of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from types import EllipsisType
from typing import Any

from sessionkit.teaching.entries import entries
from sessionkit.traces.shown import Part, Refused, Shown, Words
from sessionkit.traces.values import show, snapshot


@dataclass(frozen=True, repr=False)
class Hint(Shown):
    """One hint of a step; ``number`` counts from 1."""

    step: str
    hints: tuple[str, ...]
    number: int

    @property
    def last(self) -> bool:
        """Whether there are no more."""
        return self.number == len(self.hints)

    def live(self) -> Iterator[Part]:
        """Describe it where there is a button for the next one."""
        told = self.hints[self.number - 1]
        yield Words(f"Hint {self.number} of {len(self.hints)}: {told}")
        if self.last:
            yield Words("That was the last hint of this step.")

    def parts(self) -> Iterator[Part]:
        """Describe it: the hint, and how to get the next one."""
        yield from self.live()
        if not self.last:
            yield Words(f'Still stuck? `hint("{self.step}", {self.number + 1})`')


@dataclass(frozen=True, repr=False)
class NotAsked(Shown):
    """How to ask for the first of a step's hints."""

    step: str
    hints: tuple[str, ...]

    @property
    def first(self) -> Hint:
        """The first hint."""
        return Hint(self.step, self.hints, 1)

    def live(self) -> Iterator[Part]:
        """Describe it where there is a button."""
        count = len(self.hints)
        there = "is 1 hint" if count == 1 else f"are {count} hints"
        yield Words(f"There {there} for step {self.step}.")

    def parts(self) -> Iterator[Part]:
        """Describe it in one sentence."""
        (there,) = self.live()
        yield Words(f"{there.text()[:-1]}: replace the three dots with 1.")


def find(step: Any, number: Any) -> Hint | NotAsked | Refused:
    """Find the hint of a step by its number, from 1, as ``hint`` does."""
    steps = entries("hints")
    if not isinstance(step, str) or step not in steps:
        return Refused(_no_step(step, list(steps)))
    hints = tuple(steps[step])
    if isinstance(number, EllipsisType):
        return NotAsked(step, hints)
    if type(number) is not int or not 1 <= number <= len(hints):
        count = "1 hint" if len(hints) == 1 else f"{len(hints)} hints"
        return Refused(f"Step {step} has {count}: there is no {_said(number)}.")
    return Hint(step, hints, number)


def _no_step(step: Any, steps: list[str]) -> str:
    lesson = step.partition(".")[0] if isinstance(step, str) else ""
    near = [one for one in steps if one.startswith(f"{lesson}.")] or steps
    return f"There is no hint for step {_said(step)}; there are: {', '.join(near)}."


def _said(value: Any) -> str:
    return show(snapshot(value))
