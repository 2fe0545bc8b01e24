"""What a trial of a learner's code says: one word for all of it, then the reason."""

from collections.abc import Awaitable, Iterator
from dataclasses import dataclass, replace
from enum import Enum

from sessionkit.traces.answer import Answer
from sessionkit.traces.marks import Mark
from sessionkit.traces.shown import Marked, Part, Shown, Words


class Outcome(Enum):
    """How a trial ended: its mark, and its words."""

    RIGHT = (Mark.RIGHT, "right")
    NOT_YET = (Mark.WRONG, "not right yet")
    RAISED = (Mark.RAISED, "your code raised")
    NOT_ATTEMPTED = (Mark.NOT_ATTEMPTED, "not attempted yet")


@dataclass(frozen=True, repr=False)
class Trial(Shown):
    """The outcome for a function or class of the learner's, and sentences on why."""

    name: str
    outcome: Outcome
    words: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether all that was asked is right."""
        return self.outcome is Outcome.RIGHT

    def if_right(self, *words: str) -> "Trial":
        """Return it with these words if all is right; else as it is."""
        return replace(self, words=words) if self.passed else self

    def parts(self) -> Iterator[Part]:
        """Describe it: the outcome, then why."""
        mark, said = self.outcome.value
        yield Marked(mark, f"`{self.name}`", [*map(Words, self.words)], said)


class StopError(Exception):
    """Ends a trial: the learner's code cannot go on. ``of`` says why."""

    def __init__(self, outcome: Outcome, *words: str) -> None:
        super().__init__(*words)
        self._trial = Trial("", outcome, words)

    def of(self, name: str) -> Trial:
        """Return the outcome, with the name of whose it is."""
        return replace(self._trial, name=name)


async def tried(name: str, fault: Awaitable[tuple[str, ...]], *right: str) -> Trial:
    """Return the outcome for ``name``: the ``fault`` that is found, or ``right``.

    What ends the trial, as ``StopError``, is its outcome.
    """
    try:
        words = await fault
    except StopError as stop:
        return stop.of(name)
    return Trial(name, Outcome.NOT_YET if words else Outcome.RIGHT, words or right)


def error_line(answer: Answer) -> str:
    """Return an error of the learner's code on one line, with their own line of it."""
    return f"{answer} ({answer.where})" if answer.where else str(answer)
