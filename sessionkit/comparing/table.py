"""compare: the same scenarios on several systems, side by side."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from sessionkit.comparing.beside import LIMIT, Beside, fortjs_trace
from sessionkit.contract import StoreClass
from sessionkit.fortjs import VERSION, expected
from sessionkit.in_a_cell import in_a_cell
from sessionkit.memory import MemorySessionStore
from sessionkit.running.replay import run
from sessionkit.stores.variants import VARIANTS
from sessionkit.suite.scenarios import SCENARIOS, Scenario
from sessionkit.traces.html import (
    Markup,
    breakable,
    code,
    lines,
    paragraph,
    table,
    text,
)
from sessionkit.traces.marks import Mark
from sessionkit.traces.trace import Trace


class System(Protocol):
    """Something that answers scenarios; it becomes one column of the table."""

    @property
    def name(self) -> str:
        """The heading of the column, with a version if there is one."""

    async def answer(self, scenario: Scenario) -> Trace:
        """Run the scenario's operations from empty sessions; return the trace."""


@dataclass(frozen=True)
class FortJsSystem:
    """FortJs, by its recorded answers, with ``None`` for its ``undefined``."""

    name: str = f"FortJs {VERSION}"

    async def answer(self, scenario: Scenario) -> Trace:
        """Return the recorded trace."""
        return fortjs_trace(scenario)


@in_a_cell
@dataclass(frozen=True)
class StoreSystem:
    """Any store class; ``limit`` is in seconds, for one scenario."""

    name: str
    store_class: StoreClass
    limit: float = LIMIT

    async def answer(self, scenario: Scenario) -> Trace:
        """Run the scenario on stores that the class makes."""
        return await run(scenario.operations, self.store_class, limit=self.limit)


FORTJS = FortJsSystem()
SYSTEMS: tuple[System, ...] = (
    FORTJS,
    StoreSystem("MemorySessionStore", MemorySessionStore),
    *(StoreSystem(name, variant) for name, variant in VARIANTS.items()),
)
"""FortJs, the port, and the port with one behaviour changed each."""


class Cell(Beside):
    """What one system answered to one scenario, with a short form for the table."""

    @property
    def differs(self) -> bool:
        """Whether the system answers differently from FortJs."""
        return self.difference is not None

    @property
    def deviation(self) -> str | None:
        """The named deviation that explains the difference for any store in Python."""
        # a deviation is Python's, so it explains only what the port answers too
        as_port = self.trace.first_difference(expected(self.scenario)) is None
        return self.scenario.deviation if self.differs and as_port else None

    @property
    def marked(self) -> Markup:
        """What ``short`` says, in HTML, with the outcome's colour."""
        if self.difference is None:
            return text(self.short)
        badge = Mark.DIFFERS.badge()
        if self.deviation:
            badge = Markup(f"{Mark.NAMED.badge('deviation')} {text(self.deviation)}")
        return Markup(f"{badge}<br>{code(breakable(self.trace[self.difference - 1]))}")

    @property
    def short(self) -> str:
        """A sign and words: as FortJs, or the first answer that differs."""
        if self.difference is None:
            return "= as FortJs"
        what = f"deviation {self.deviation}" if self.deviation else "differs"
        return f"≠ {what}: {self.trace[self.difference - 1]}"


@dataclass(frozen=True)
class Row:
    """One scenario: FortJs's own trace, and a cell for each other system."""

    scenario: Scenario
    fortjs: Trace
    cells: tuple[Cell, ...]

    @property
    def differs(self) -> bool:
        """Whether any system answers differently from FortJs."""
        return any(cell.differs for cell in self.cells)


@dataclass(frozen=True)
class Table:
    """Scenarios down, systems across; each difference has a sign and words."""

    rows: tuple[Row, ...]
    systems: tuple[str, ...]

    def cell(self, scenario: str, system: str) -> Cell:
        """Return one cell; ``KeyError`` if there is no such row or column."""
        for row in self.rows:
            for cell in row.cells:
                if (cell.scenario.name, cell.system) == (scenario, system):
                    return cell
        raise KeyError(f"no cell for scenario {scenario!r} and system {system!r}")

    def differing(self) -> "Table":
        """Return the table with only those rows in which some system differs."""
        return Table(tuple(row for row in self.rows if row.differs), self.systems)

    def _count(self, system: str) -> str:
        cells = [cell for row in self.rows for cell in row.cells]
        wrong = [cell for cell in cells if cell.system == system and cell.differs]
        named = sum(cell.deviation is not None for cell in wrong)
        by_deviation = f", {named} of them by a named deviation" if named else ""
        of = f"{len(wrong)} of {len(self.rows)} scenarios"
        return f"{system}: differs from FortJs in {of}{by_deviation}"

    def summary(self) -> str:
        """Return one line for each system: in how many scenarios it differs."""
        return "\n".join(map(self._count, self.systems))

    def __str__(self) -> str:
        text = [self.summary()]
        for row in self.rows:
            for cell in row.cells:
                if cell.differs:
                    text += [
                        "",
                        f"{row.scenario.name} · {cell.system}",
                        f"  {cell.short}",
                    ]
                    step = row.fortjs[(cell.difference or 1) - 1]
                    text.append(f"  = FortJs: {step}")
        return "\n".join(text)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        rows = [
            [
                row.scenario.name,
                lines(code(breakable(step)) for step in row.fortjs if step.tells),
                *(cell.marked for cell in row.cells),
            ]
            for row in self.rows
        ]
        counts = paragraph(lines(self._count(system) for system in self.systems))
        head = ["scenario", f"FortJs {VERSION}", *map(breakable, self.systems)]
        return Markup(table("Scenarios on several systems", head, rows) + counts)


@in_a_cell
async def compare(
    scenarios: Iterable[Scenario] = SCENARIOS, systems: Sequence[System] = SYSTEMS
) -> Table:
    """Run ``scenarios`` on ``systems`` and compare each answer with FortJs's.

    To add a system, pass another object that has a name and answers scenarios.
    """
    others = [system for system in systems if system is not FORTJS]
    rows = []
    for scenario in scenarios:
        fortjs = await FORTJS.answer(scenario)
        cells = [
            Cell(scenario, system.name, await system.answer(scenario), fortjs)
            for system in others
        ]
        rows.append(Row(scenario, fortjs, tuple(cells)))
    return Table(tuple(rows), tuple(system.name for system in others))
