"""The cases of the contract, those included that a store is asked only if it can."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sessionkit.suite.clauses import Clause, clause_of
from sessionkit.suite.document import CASES as NAME
from sessionkit.suite.document import operations, read
from sessionkit.suite.scenarios import SCENARIOS, Scenario, scenario
from sessionkit.traces.answer import Answer
from sessionkit.traces.operation import Operation, on, together
from sessionkit.traces.values import decode, same


@dataclass(frozen=True, slots=True, kw_only=True)
class AtOnce:
    """Two requests of Ada's at once, each on a store object of its own.

    ``left`` has what may be there afterwards: values that are not null, by their keys.
    """

    before: tuple[Operation, ...]
    first: tuple[Operation, ...]
    second: tuple[Operation, ...]
    left: tuple[dict[str, Any], ...]

    @property
    def operations(self) -> tuple[Operation, ...]:
        """All of it as operations; the last asks what is left."""
        both = together(self.first, self.second)
        return (*self.before, both, on("ada").get_all())

    def allows(self, values: object) -> bool:
        """Whether these ``values``, as ``get_all`` answers them, may be left."""
        if not isinstance(values, dict):
            return False
        # whether a removed key stays, as null, another clause asks
        there = {key: value for key, value in values.items() if value is not None}
        return any(same(there, one, ordered=False) for one in self.left)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One case: a scenario with its answers, or two requests at once.

    ``answers`` are FortJs's, with null for its undefined; ``elsewhere`` has those, by
    the number of the operation, from 1, that the scenario's deviation allows.
    """

    id: str
    name: str
    question: str
    hint: str
    needs: frozenset[str]
    scenario: Scenario | None = None
    answers: tuple[Answer, ...] = ()
    at_once: AtOnce | None = None

    @property
    def clause(self) -> Clause:
        """The clause that it asks for."""
        return clause_of(self.id)

    @property
    def elsewhere(self) -> Mapping[int, Answer]:
        """The answers that differ where the scenario's deviation holds."""
        deviating = self.scenario.in_python if self.scenario else ()
        return {number: Answer(value) for number, value in deviating}

    def __str__(self) -> str:
        return f"{self.id}-{self.name}"


_BY_NAME: Final = {one.name: one for one in SCENARIOS}


def _case(data: dict[str, Any]) -> Case:
    needed = clause_of(data["id"]).needs
    told = {key: data[key] for key in ("id", "name", "question", "hint")}
    needs = frozenset([*data.get("needs", ()), *([needed] if needed else [])])
    if "operations" in data:
        asked = _BY_NAME.get(data["name"]) or scenario(data)
        answers = tuple(Answer(decode(value)) for value in data["answers"])
        return Case(**told, needs=needs, scenario=asked, answers=answers)
    parts = {key: operations(data[key]) for key in ("before", "first", "second")}
    at_once = AtOnce(**parts, left=tuple(map(decode, data["left"])))
    return Case(**told, needs=needs, at_once=at_once)


CASES: Final = tuple(map(_case, read(NAME)["cases"]))
CASE: Final = {case.id: case for case in CASES}
