"""hint: one at a time, and only for those who ask."""

from collections.abc import Iterator
from dataclasses import dataclass
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

    def parts(self) -> Iterator[Part]:
        """Describe it: the hint, and how to get the next one."""
        count = len(self.hints)
        yield Words(f"Hint {self.number} of {count}: {self.hints[self.number - 1]}")
        if self.number < count:
            yield Words(f'Still stuck? `hint("{self.step}", {self.number + 1})`')
        else:
            yield Words("That was the last hint of this step.")


def hint(step: str, number: Any = 1) -> Hint | Refused:
    """Give a hint for a step, such as ``"02.3"``: the first, or that of a number.

    A step or number that is not there is answered in one sentence.
    """
    steps = entries("hints")
    if not isinstance(step, str) or step not in steps:
        return Refused(_no_step(step, list(steps)))
    hints = tuple(steps[step])
    if type(number) is not int or not 1 <= number <= len(hints):
        count = "1 hint" if len(hints) == 1 else f"{len(hints)} hints"
        return Refused(f"Step {step} has {count}: there is no {_said(number)}.")
    return Hint(step, hints, number)


def _no_step(step: Any, steps: list[str]) -> str:
    lesson = str(step).partition(".")[0]
    near = [one for one in steps if one.startswith(f"{lesson}.")] or steps
    return f"There is no hint for step {_said(step)}; there are: {', '.join(near)}."


def _said(value: Any) -> str:
    return show(snapshot(value))
