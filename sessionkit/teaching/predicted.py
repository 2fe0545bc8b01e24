"""predicted: a guess beside what a cell computed, where no scenario asks the question.

The questions are in the lessons' files, under ``predicted``: ``question``, ``choices``
(optional), ``because``.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import EllipsisType
from typing import Any

from sessionkit.teaching.entries import entries
from sessionkit.traces.marks import Mark
from sessionkit.traces.shown import Marked, Part, Refused, Shown, Words
from sessionkit.traces.values import same, show, snapshot


@dataclass(frozen=True, repr=False)
class Predicted(Shown):
    """A question on what a cell computed, a guess, and the verdict.

    With ``...`` as the guess the answer stays hidden. ``because`` says why it is so.
    """

    question: str
    guess: Any
    answer: Any
    because: str
    choices: tuple[Any, ...] = ()

    @property
    def right(self) -> bool:
        """Whether the guess is the answer, by value and type."""
        return same(snapshot(self.guess), snapshot(self.answer))

    def parts(self) -> Iterator[Part]:
        """Describe it: the question, the verdict, and why."""
        yield Words(self.question)
        if isinstance(self.guess, EllipsisType):
            words = "put your answer in the place of `...` and run this cell again."
            yield Marked(Mark.NOT_ATTEMPTED, words, said="Not predicted yet")
            listed = ", ".join(f"`{_said(one)}`" for one in self.choices)
            if listed:
                yield Words(f"To choose from: {listed}")
        elif self.right:
            words = f"you said `{_said(self.guess)}`, and so it is."
            yield Marked(Mark.RIGHT, words, [Words(self.because)])
        else:
            words = f"you said `{_said(self.guess)}`; it is `{_said(self.answer)}`."
            yield Marked(Mark.WRONG, words, [Words(self.because)])


def predicted(name: str, guess: Any, answer: Any) -> Predicted | Refused:
    """Hold ``guess`` against ``answer``, which the cell has computed.

    ``name`` is that of the question, such as ``"04.fork"``; another one is answered in
    one sentence. With ``...`` as the guess the answer stays hidden.
    """
    questions: Mapping[str, Any] = entries("predicted")
    if name not in questions:
        there = ", ".join(questions)
        return Refused(f"There is no question {_said(name)}; there are: {there}.")
    told = questions[name]
    choices = tuple(told.get("choices", ()))
    return Predicted(told["question"], guess, answer, told["because"], choices)


def _said(value: Any) -> str:
    # a text that has quotes in it is easier to read in single ones
    return repr(value) if isinstance(value, str) else show(snapshot(value))
