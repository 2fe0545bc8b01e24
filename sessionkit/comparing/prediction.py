"""Predict, run, explain: a learner's guess beside what FortJs answered."""

from collections.abc import Iterator
from dataclasses import dataclass
from types import EllipsisType
from typing import Any

from sessionkit.fortjs import expected
from sessionkit.suite.scenarios import Scenario, named
from sessionkit.traces.shown import Part, Shown, Steps, Verdict
from sessionkit.traces.trace import Trace
from sessionkit.traces.values import same, show, snapshot


@dataclass(frozen=True, repr=False)
class Prediction(Shown):
    """A guess at one answer in a scenario, and the answer once there is a guess.

    Until then, with ``...`` as the guess, it shows the question alone. The answer is
    the one to operation ``at``, from 1; later operations are not shown.
    """

    scenario: Scenario
    guess: Any
    at: int

    @property
    def made(self) -> bool:
        """Whether there is a guess at all."""
        return not isinstance(self.guess, EllipsisType)

    @property
    def right(self) -> bool:
        """Whether the guess is FortJs's answer in Python, by value and type."""
        answer = self._trace[-1].answer
        return self.made and same(snapshot(self.guess), answer.value)

    @property
    def _trace(self) -> Trace:
        return expected(self.scenario)[: self.at]

    def _verdict(self) -> tuple[str, ...]:
        if not self.made:
            return (
                "Not predicted yet: put your answer in the place of ... "
                "and run this cell again.",
            )
        said = f"You said {_said(self.guess)}"
        answer = self._trace[-1].answer
        here = self.at in dict(self.scenario.in_python)
        who = "here, unlike in FortJs, the answer is" if here else "FortJs answers"
        verdict = ", and so it is." if self.right else f"; {who} {answer}."
        return (said + verdict, self.scenario.hint, self.scenario.why)

    def parts(self) -> Iterator[Part]:
        """Describe it: the operations, with the answer once there is a guess."""
        rows = self._trace.rows
        if not self.made:
            rows[-1] = (rows[-1][0], "?")
        yield Steps(self.scenario.question, rows, indent="  ")
        yield Verdict(self._verdict())


def _said(guess: Any) -> str:
    if isinstance(guess, type) and issubclass(guess, BaseException):
        return guess.__name__
    return show(snapshot(guess))


def reveal(scenario: Scenario | str, guess: Any, *, at: int = 0) -> Prediction:
    """Show what FortJs answered in ``scenario``, beside ``guess``.

    ``scenario`` is one of ``sessionkit.SCENARIOS``, or its name. The question is about
    its last answer, or about operation ``at``, counted from 1. With ``...`` as the
    guess the answer stays hidden. Raises ``LookupError``, which lists the names, for an
    unknown name.
    """
    scenario = named(scenario)
    return Prediction(scenario, guess, at or len(scenario.operations))
