"""The contract of a session store as numbered cases for anyone's pytest.

Use it so::

    @pytest.mark.parametrize("case", cases())
    async def test_contract(case: Case) -> None:
        await case.check(MyStore)
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pytest
from _pytest.mark import ParameterSet

from sessionkit.checking.checker import LIMIT, check, first_difference
from sessionkit.contract import StoreClass
from sessionkit.rules import RULES
from sessionkit.running.replay import run
from sessionkit.suite.scenarios import SCENARIOS, Scenario

RANDOM_TRACES: Final = "random-traces"


@dataclass(frozen=True)
class Case:
    """One numbered clause of the contract: a scenario, or the search at the end."""

    number: int
    name: str
    scenario: Scenario | None
    does_not: Mapping[str, str]

    def __str__(self) -> str:
        return f"{self.number:02}-{self.name}"

    async def check(self, store_class: StoreClass, *, limit: float = LIMIT) -> None:
        """Run this case on empty sessions of ``store_class``, for ``limit`` seconds.

        Raises ``AssertionError`` that shows both answers if the store differs from
        FortJs, and also if it declares to differ and does not.
        """
        if self.scenario is None:
            report = await check(store_class, does_not=self.does_not, limit=limit)
            if not report.passed:
                raise AssertionError(str(report))
            return
        trace = await run(self.scenario.operations, store_class, limit=limit)
        failure = first_difference(self.scenario, trace, self.does_not)
        if failure is not None and failure.rule not in self.does_not:
            raise AssertionError(str(failure))


def cases(does_not: Mapping[str, str] | None = None) -> list[ParameterSet]:
    """Return the cases as parameters for ``pytest.mark.parametrize``, each with an id.

    ``does_not`` declares rules that the store departs from on purpose, each with the
    reason. The last case holds the declarations to what the store does, and searches.
    Raises ``ValueError`` for a rule that there is not.
    """
    declared = does_not or {}
    unknown = [rule for rule in declared if rule not in RULES]
    if unknown:
        raise ValueError(f"no rule {unknown[0]!r}; there are: {', '.join(RULES)}")
    named = [(scenario.name, scenario) for scenario in SCENARIOS]
    return [
        pytest.param(case, id=str(case))
        for number, (name, scenario) in enumerate([*named, (RANDOM_TRACES, None)], 1)
        for case in [Case(number, name, scenario, declared)]
    ]
