"""Predict, run, explain: a learner's guess beside what was answered."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import EllipsisType
from typing import Any, Final

from sessionkit.errors import UnknownNameError
from sessionkit.fortjs import expected
from sessionkit.in_a_cell import in_a_cell
from sessionkit.suite.scenarios import Scenario, named
from sessionkit.traces.marks import Mark
from sessionkit.traces.shown import Marked, Part, Shown, Steps, Words
from sessionkit.traces.trace import Trace
from sessionkit.traces.values import same, show, snapshot

BY_WRITING: Final = (
    "Not predicted yet: replace the three dots with your answer and run this cell "
    "again."
)
_ORDER: Final = (
    "Keys and values are right; their order is not. Keys keep the order in which "
    "they were first set."
)
SURE: Final = ("guessing", "fairly sure", "certain")
"""How sure one can be of a guess."""
_SURPRISES: Final = {
    ("certain", False): "You were certain: this is the one to remember.",
    ("guessing", True): "You were guessing: say in one sentence why it is so.",
}


@dataclass(frozen=True, repr=False, kw_only=True)
class Guess(Shown, ABC):
    """A guess at an answer; ``...`` while there is none, and the answer stays hidden.

    ``sure`` is one of ``SURE``, or empty; ``how`` tells how to make the guess.
    """

    guess: Any = ...
    sure: str = ""
    how: str = BY_WRITING

    @property
    @abstractmethod
    def value(self) -> Any:
        """The right answer, as a snapshot."""

    @property
    def made(self) -> bool:
        """Whether there is a guess at all."""
        return not isinstance(self.guess, EllipsisType)

    @property
    def right(self) -> bool:
        """Whether the guess is the answer, by value and type."""
        return self.made and same(snapshot(self.guess), self.value)

    @property
    def _differs_in_order(self) -> bool:
        return not self.right and same(snapshot(self.guess), self.value, ordered=False)

    def verdict(self, who: str, because: Sequence[str]) -> Part:
        """Describe what became of the guess, or how to make one."""
        if not self.made:
            return Words(self.how)
        said = f"You said `{_said(self.guess)}`"
        surprise = _SURPRISES.get((self.sure, self.right), "")
        order = _ORDER if self._differs_in_order else ""
        more = [Words(one) for one in (order, surprise, *because) if one]
        if self.right:
            return Marked(Mark.RIGHT, f"{said}.", more)
        return Marked(Mark.WRONG, f"{said}; {who} `{show(self.value)}`.", more)


@dataclass(frozen=True, repr=False, kw_only=True)
class Prediction(Guess):
    """A guess at one answer in a scenario, and the answer once there is a guess.

    Until then it shows the question alone. The answer is the one to operation ``at``,
    from 1; later operations are not shown. With a ``reason``, the id of a question that
    asks why, the scenario's own reasons are not told: they would answer it.
    """

    scenario: Scenario
    at: int
    reason: str = ""

    @property
    def value(self) -> Any:
        """FortJs's answer in Python."""
        return self._trace[-1].answer.value

    @property
    def _trace(self) -> Trace:
        return expected(self.scenario)[: self.at]

    def parts(self) -> Iterator[Part]:
        """Describe it: the operations, with the answer once there is a guess."""
        rows = self._trace.rows
        if not self.made:
            rows[-1] = (rows[-1][0], "?")
        yield Steps(self.scenario.question, rows, indent="  ")
        here = self.at in dict(self.scenario.in_python)
        who = "here, unlike in FortJs, the answer is" if here else "FortJs answers"
        told = (self.scenario.hint, self.scenario.why)
        asked = (f'And why? `why("{self.reason}")` asks you.',)
        yield self.verdict(who, asked if self.reason else told)


@dataclass(frozen=True, repr=False, kw_only=True)
class PlainGuess(Guess):
    """A guess at the answer to a question in words; ``answer`` is that answer."""

    question: str
    answer: Any
    because: str = ""

    @property
    def value(self) -> Any:
        """The answer."""
        return snapshot(self.answer)

    def parts(self) -> Iterator[Part]:
        """Describe it: the question, then what became of the guess."""
        yield Words(self.question)
        yield self.verdict("the answer is", (self.because,))


def _said(guess: Any) -> str:
    if isinstance(guess, type) and issubclass(guess, BaseException):
        return guess.__name__
    return show(snapshot(guess))


@in_a_cell
def reveal(scenario: Scenario | str, guess: Any, *, at: int = 0) -> Prediction:
    """Show what FortJs answered in ``scenario``, beside ``guess``.

    ``scenario`` is one of ``sessionkit.SCENARIOS``, or its name. The question is about
    its last answer, or about operation ``at``, counted from 1. With ``...`` as the
    guess the answer stays hidden. Raises ``UnknownNameError``, a ``LookupError``, for a
    name that is not known or a number that no operation has.
    """
    scenario = named(scenario)
    number = len(scenario.operations)
    if at not in range(number + 1):
        raise UnknownNameError(f"no operation {at!r} in {scenario}: it has {number}")
    return Prediction(scenario=scenario, guess=guess, at=at or number)
