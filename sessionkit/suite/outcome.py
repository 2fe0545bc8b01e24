"""How a case ended: kept, departs by declaration, departs, or not asked."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sessionkit.suite.cases import Case
from sessionkit.traces.answer import Answer, Step
from sessionkit.traces.trace import Trace


class State(StrEnum):
    """A sign and a word each."""

    KEPT = "= kept"
    DECLARED = "≈ departs by declaration"
    DEPARTS = "≠ departs"
    NOT_ASKED = "– not asked"  # noqa: RUF001


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a system answered one case; ``why`` says it in words.

    ``trace`` has its answers up to the one that differs, or all; of two requests at
    once, what was done and what was left.
    """

    case: Case
    state: State
    why: str
    trace: Trace

    def __str__(self) -> str:
        return f"{self.state}: {self.case.id} {self.case.name}: {self.why}"


def lacking(case: Case, has: Collection[str]) -> Outcome | None:
    """Return the outcome of a case that is not asked; ``None`` if it is to be."""
    lacked = sorted(case.needs - {*has})
    if not lacked:
        return None
    return Outcome(case, State.NOT_ASKED, f"it lacks {', '.join(lacked)}", Trace())


def in_order(
    case: Case, trace: Trace, does_not: Mapping[str, str], *, ordered: bool = True
) -> Outcome:
    """Judge the answers to a case whose operations came one after the other.

    ``does_not`` has the reasons by the ids of clauses. Without ``ordered`` the order of
    keys counts for nothing.
    """
    number = _first(case.answers, trace, ordered=ordered)
    if number is None:
        return Outcome(case, State.KEPT, "answers as FortJs", trace)
    elsewhere = tuple(
        case.elsewhere.get(n, answer) for n, answer in enumerate(case.answers, 1)
    )
    # all of them: who answers half as the deviation has no name for the rest
    if case.elsewhere and _first(elsewhere, trace, ordered=ordered) is None:
        assert case.scenario is not None
        reason = f"the deviation {case.scenario.deviation}"
        return Outcome(case, State.DECLARED, reason, trace)
    fortjs = case.answers[number - 1]
    told = f"operation {number}: FortJs answers {fortjs}"
    return _departs(case, told, trace[:number], does_not)


def at_once(
    case: Case, left: Any, trace: Trace, does_not: Mapping[str, str]
) -> Outcome:
    """Judge what two requests at once have left."""
    assert case.at_once is not None
    if case.at_once.allows(left):
        return Outcome(case, State.KEPT, "as one after the other", trace)
    told = "no order of the two requests leaves this"
    return _departs(case, told, trace, does_not)


def _first(answers: tuple[Answer, ...], trace: Trace, *, ordered: bool) -> int | None:
    wanted = Trace(map(Step, trace.operations, answers))
    return trace.first_difference(wanted, ordered=ordered)


def _departs(
    case: Case, told: str, trace: Trace, does_not: Mapping[str, str]
) -> Outcome:
    reason = does_not.get(case.clause.id)
    if reason is None:
        return Outcome(case, State.DEPARTS, told, trace)
    return Outcome(case, State.DECLARED, f"{reason} ({told})", trace)
