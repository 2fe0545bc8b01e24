"""The scenarios, in lesson order: a question on semantics each, and why it matters.

They are in the file ``cases.json`` beside this one, made to be read: open it.
"""

from dataclasses import dataclass
from typing import Any, Final

from sessionkit.errors import no_such
from sessionkit.suite.clauses import clause_of
from sessionkit.suite.document import CASES, operations, read
from sessionkit.traces.operation import Operation
from sessionkit.traces.values import decode


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A named run of operations that asks one question about semantics.

    ``rule`` is the clause of the contract that it tests, one of
    ``sessionkit.rules.RULES``; a store that
    departs from it can declare so. Where Python answers otherwise than FortJs,
    ``deviation`` names the entry of ``sessionkit.fortjs.DEVIATIONS`` that says why, and
    ``in_python`` gives the number (from 1) of each such operation with its answer here.
    ``id`` is its number in the contract, which no other case ever gets; a scenario of
    your own has none.
    """

    name: str
    group: str
    rule: str
    question: str
    why: str
    hint: str
    operations: tuple[Operation, ...]
    deviation: str | None = None
    in_python: tuple[tuple[int, Any], ...] = ()
    id: str = ""

    def __str__(self) -> str:
        return self.name


READING: Final = "Reading before anything was set"
WRITING: Final = "Writing and reading back"
APART: Final = "One session, many stores"
REMOVING: Final = "Removing"
CLEARING: Final = "Clearing"
SETTING_MANY: Final = "Setting many at once"
ALIASING: Final = "Changes from outside"
NO_ID: Final = "Visitors without an id"
NAMES: Final = "Names that are special elsewhere"

OPTIONAL: Final = ("overlap", "expiry")
"""What a store is asked only if it says that it can: see ``sessionkit.suite.cases``."""


def scenario(case: dict[str, Any]) -> Scenario:
    """Make the scenario of a case in ``cases.json``."""
    told = {
        key: case[key] for key in ("id", "name", "group", "question", "why", "hint")
    }
    return Scenario(
        **told,
        rule=clause_of(case["id"]).rule,
        operations=operations(case["operations"]),
        deviation=case.get("deviation"),
        in_python=tuple(
            (int(number), decode(answer))
            for number, answer in case.get("elsewhere", {}).items()
        ),
    )


SCENARIOS: Final = tuple(
    scenario(case)
    for case in read(CASES)["cases"]
    if clause_of(case["id"]).needs not in OPTIONAL
)

BY_NAME: Final = {scenario.name: scenario for scenario in SCENARIOS}


def named(scenario: Scenario | str) -> Scenario:
    """Return ``scenario``, looked up if it is given by its name.

    Raises ``UnknownNameError``, a ``LookupError``, for another name.
    """
    if isinstance(scenario, Scenario):
        return scenario
    if scenario not in BY_NAME:
        raise no_such("scenario", scenario, BY_NAME)
    return BY_NAME[scenario]
