"""A store's trace of a scenario beside FortJs's, operation by operation."""

from collections.abc import Iterator
from dataclasses import dataclass

from sessionkit.comparing.pairs import side_by_side
from sessionkit.contract import StoreClass, no_class
from sessionkit.errors import CallError
from sessionkit.fortjs import recorded, without_undefined
from sessionkit.in_a_cell import in_a_cell
from sessionkit.running.replay import run
from sessionkit.suite.scenarios import Scenario, named
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

    def parts(self) -> Iterator[Part]:
        """Describe it: a row an operation, both answers, and whether they differ."""
        head = ["operation", "FortJs", self.system, "this step"]
        rows = side_by_side(self.trace, self.fortjs)
        yield Columns(self.scenario.question, head, rows)


@in_a_cell
async def beside(scenario: Scenario | str, store_class: StoreClass) -> Beside:
    """Run ``scenario``, or the one of that name, on a store class, beside FortJs.

    Raises ``UnknownNameError``, a ``LookupError``, for an unknown name, and
    ``CallError`` for a store in the place of its class.
    """
    scenario = named(scenario)
    if said := no_class("beside", store_class):
        raise CallError(said)
    trace = await run(scenario.operations, store_class, limit=LIMIT)
    name = getattr(store_class, "__name__", type(store_class).__name__)
    return Beside(scenario, name, trace, fortjs_trace(scenario))
