"""What a trial of a learner's code says: one word for all of it, then the reason."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sessionkit.traces.answer import Answer
from sessionkit.traces.html import Markup
from sessionkit.traces.shown import Part, Shown, Verdict

NOT_ATTEMPTED = "not attempted yet"
RAISED = "your code raised"
NOT_YET = "not right yet"
RIGHT = "right"


@dataclass(frozen=True, repr=False)
class Trial(Shown):
    """The outcome for a function or class of the learner's, and lines that say why."""

    name: str
    outcome: str
    words: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether all that was asked is right."""
        return self.outcome == RIGHT

    def parts(self) -> Iterator[Part]:
        """Describe it: the outcome, then why."""
        yield Verdict((f"{self.name}: {self.outcome}", *self.words))

    def _repr_html_(self) -> Markup:
        return Markup(super()._repr_html_())


class StopError(Exception):
    """Ends a trial: the learner's code cannot go on. ``trial`` says why."""

    def __init__(self, outcome: str, *words: str) -> None:
        super().__init__(*words)
        self.trial = Trial("", outcome, words)

    def of(self, name: str) -> Trial:
        """Return the outcome, with the name of whose it is."""
        return replace(self.trial, name=name)


def error_line(answer: Answer) -> str:
    """Return an error of the learner's code on one line, with their own line of it."""
    return f"{answer} ({answer.where})" if answer.where else str(answer)
