"""The contract of a session store as numbered cases for anyone's pytest.

It needs pytest and no plugin: ``pip install "./sessionkit[testing]"``, where
``./sessionkit`` is a clone of the repository. Use it so::

    import pytest
    from my_project import MyStore
    from sessionkit.testing import Case, cases

    @pytest.mark.parametrize("case", cases())
    def test_contract(case: Case) -> None:
        case.check(MyStore)

``check`` takes a class, or any factory that makes a store from a session id. It may
come from a fixture::

    @pytest.fixture
    def sessions(tmp_path):
        return MySessions(tmp_path / "sessions.db")

    @pytest.mark.parametrize("case", cases(overlap=True))
    def test_contract_in_a_file(case: Case, sessions) -> None:
        case.check(sessions)

A case keeps its number, such as ``R9.2``, for ever; ``CONTRACT_VERSION`` says which
cases there are. All clauses are in ``sessionkit/suite/clauses.md``.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pytest
from _pytest.mark import ParameterSet

from sessionkit.checking.checker import LIMIT, check, declarations, first_difference
from sessionkit.contract import StoreClass
from sessionkit.rules import RULES
from sessionkit.running.replay import run
from sessionkit.suite import cases as suite
from sessionkit.suite.answering import CAN, Wait, ask_store
from sessionkit.suite.clauses import VERSION as CONTRACT_VERSION
from sessionkit.suite.outcome import State
from sessionkit.suite.scenarios import BY_NAME, Scenario

__all__ = ["CONTRACT_VERSION", "RANDOM_TRACES", "Case", "cases"]

RANDOM_TRACES: Final = "random-traces"


@dataclass(frozen=True)
class Case:
    """One case of the contract, or the search at the end.

    ``does_not`` has the store's declarations; with ``None`` they are its own.
    """

    id: str
    name: str
    asked: suite.Case | None
    does_not: Mapping[str, str] | None = None
    wait: Wait | None = None

    def __str__(self) -> str:
        return f"{self.id}-{self.name}" if self.id else self.name

    def check(self, store_class: StoreClass, *, limit: float = LIMIT) -> None:
        """Run this case on empty sessions of ``store_class``, for ``limit`` seconds.

        Raises ``AssertionError`` that shows both answers if the store differs from
        FortJs, and also if it declares to differ and does not. Raises ``RuntimeError``
        in an ``async`` test, where ``check_async`` does the same.
        """
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            asyncio.run(self.check_async(store_class, limit=limit))
            return
        raise RuntimeError(
            "check runs the store itself, in a test that is not async; "
            "in this one write: await case.check_async(...)"
        )

    async def check_async(
        self, store_class: StoreClass, *, limit: float = LIMIT
    ) -> None:
        """Do as ``check``, in an ``async`` test and its event loop."""
        declared = declarations(store_class) if self.does_not is None else self.does_not
        if self.asked is None:
            report = await check(store_class, does_not=declared, limit=limit)
            _hold(report.passed, report)
        elif self.name in BY_NAME:
            await _scenario(BY_NAME[self.name], store_class, declared, limit)
        else:
            has = (*CAN, *self.asked.needs)
            outcome = await ask_store(
                self.asked, store_class, does_not=declared, has=has, wait=self.wait
            )
            shown = f"{outcome}\n{outcome.trace}\nhint: {self.asked.hint}"
            _hold(outcome.state is not State.DEPARTS, shown)


async def _scenario(
    scenario: Scenario,
    store_class: StoreClass,
    declared: Mapping[str, str],
    limit: float,
) -> None:
    trace = await run(scenario.operations, store_class, limit=limit)
    failure = first_difference(scenario, trace, declared)
    _hold(failure is None or failure.rule in declared, failure)


def _hold(holds: bool, shown: object) -> None:
    if not holds:
        raise AssertionError(str(shown))


def cases(
    does_not: Mapping[str, str] | None = None,
    *,
    overlap: bool = False,
    wait: Wait | None = None,
) -> list[ParameterSet]:
    """Return the cases as parameters for ``pytest.mark.parametrize``, each with an id.

    ``does_not`` declares rules that the store departs from on purpose, each with the
    reason; without it the store class's own attribute of that name counts. The last
    case holds the declarations to what the store does, and searches.

    With ``overlap`` the store is asked what two requests at once leave. With ``wait``
    it is asked whether its sessions end: ``await wait(1.5)`` lets one and a half times
    the time pass that a session lives, by setting a clock forward or by sleeping.

    Raises ``ValueError`` for a rule that there is not.
    """
    unknown = [rule for rule in does_not or {} if rule not in RULES]
    if unknown:
        raise ValueError(f"no rule {unknown[0]!r}; there are: {', '.join(RULES)}")
    has = {*CAN, *(["overlap"] if overlap else []), *(["expiry"] if wait else [])}
    asked = [
        Case(one.id, one.name, one, does_not, wait)
        for one in suite.CASES
        if one.needs <= has
    ]
    every = [*asked, Case("", RANDOM_TRACES, None, does_not)]
    return [pytest.param(case, id=str(case)) for case in every]
