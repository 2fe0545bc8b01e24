"""A store's trace of a scenario beside FortJs's, operation by operation."""

from collections.abc import Iterator
from dataclasses import dataclass

from sessionkit.contract import StoreClass
from sessionkit.fortjs import recorded, without_undefined
from sessionkit.running.replay import run
from sessionkit.suite.scenarios import Scenario, named
from sessionkit.traces.answer import Step
from sessionkit.traces.shown import Columns, Part, Shown
from sessionkit.traces.trace import Trace

LIMIT = 2.0
"""Seconds that a store has for one scenario."""


def fortjs_trace(scenario: Scenario) -> Trace:
    """Return FortJs's recorded trace, with ``None`` for its ``undefined``."""
    return without_undefined(recorded(scenario.name))


@dataclass(frozen=True, repr=False)
class Beside(Shown):
    """What a system answered to a scenario, beside FortJs's recorded answers."""

    scenario: Scenario
    system: str
    trace: Trace
    fortjs: Trace

    @property
    def difference(self) -> int | None:
        """The number, from 1, of the first operation answered differently."""
        return self.trace.first_difference(self.fortjs)

    def _pairs(self) -> list[tuple[Step, Step]]:
        # a system that hangs leaves the rest unanswered
        return list(zip(self.trace, self.fortjs, strict=False))

    def _rows(self) -> list[tuple[str, str, str, str]]:
        rows = []
        operations = [operation for operation, _ in self.trace.rows]
        for number, (mine, fortjs) in enumerate(self._pairs(), 1):
            differs = mine.answer != fortjs.answer
            tells = differs or mine.tells or fortjs.tells
            rows.append(
                (
                    f"{number} {operations[number - 1]}",
                    str(fortjs.answer) if tells else "",
                    str(mine.answer) if tells else "",
                    "≠ differs" if differs else "",
                )
            )
        return rows

    def parts(self) -> Iterator[Part]:
        """Describe it: a row an operation, both answers, and whether they differ."""
        head = ["operation", "FortJs", self.system, "this step"]
        yield Columns(self.scenario.question, head, self._rows())


async def beside(scenario: Scenario | str, store_class: StoreClass) -> Beside:
    """Run ``scenario``, or the one of that name, on a store class, beside FortJs.

    Raises ``LookupError``, which lists the names, for an unknown name.
    """
    scenario = named(scenario)
    trace = await run(scenario.operations, store_class, limit=LIMIT)
    name = getattr(store_class, "__name__", type(store_class).__name__)
    return Beside(scenario, name, trace, fortjs_trace(scenario))
