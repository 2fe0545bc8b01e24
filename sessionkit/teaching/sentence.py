"""explain: the learner writes a sentence, then holds it against one of ours.

No program can judge a sentence. So both stand side by side, with what a good one has.
The questions are in the lessons' files, under ``sentences``: ``question``, ``points``,
``model``.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from types import EllipsisType
from typing import Any

from sessionkit.in_a_cell import in_a_cell
from sessionkit.teaching.entries import entries
from sessionkit.traces.marks import Mark
from sessionkit.traces.shown import Marked, Part, Refused, Shown, Words
from sessionkit.traces.values import show, snapshot


@dataclass(frozen=True, repr=False)
class Explanation(Shown):
    """A question, the learner's sentence, ours, and what to look for in both."""

    question: str
    sentence: str | EllipsisType
    model: str
    points: tuple[str, ...]

    def parts(self) -> Iterator[Part]:
        """Describe it; our sentence stays hidden until the learner has written one."""
        yield Words(self.question)
        if isinstance(self.sentence, EllipsisType):
            words = "replace the three dots with your sentence, in quotes."
            yield Marked(Mark.NOT_ATTEMPTED, words, said="Not written yet")
            return
        yield Words(f"You wrote: {self.sentence}")
        yield Words(f"We wrote: {self.model}")
        yield Words("Compare them yourself. Does your sentence say:")
        for number, point in enumerate(self.points, 1):
            yield Words(f"{number}. {point}", indent="  ")


@in_a_cell
def explain(name: str, sentence: Any) -> Explanation | Refused:
    """Show ``sentence`` beside ours, once there is one; ``name`` is the question's.

    Another name, or what is no text, is answered in one sentence.
    """
    questions = entries("sentences")
    if name not in questions:
        there = ", ".join(questions)
        return Refused(f"There is no question {_said(name)}; there are: {there}.")
    told = questions[name]
    if not isinstance(sentence, str | EllipsisType) or sentence == "":
        return Refused('Write your sentence in quotes, as in "Because ...".')
    return Explanation(told["question"], sentence, told["model"], tuple(told["points"]))


def _said(value: Any) -> str:
    return show(snapshot(value))
