"""Lanes that stand still: tables that nbval compares and a page needs no kernel for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sessionkit.live.swimlanes.play import Row
from sessionkit.live.swimlanes.switches import Switch, Switches
from sessionkit.traces.html import EMPTY, Markup, code, table
from sessionkit.traces.shown import Columns, Part, Shown, Verdict


@dataclass(frozen=True)
class Grid(Columns):
    """Steps down, lanes across; what was done is set as code, the step is a number."""

    def html(self) -> Markup:
        """Write a table."""
        rows = [
            [number, *(code(cell) if cell else EMPTY for cell in cells), words]
            for number, *cells, words in self.rows
        ]
        return table(self.caption, self.head, rows)


@dataclass(frozen=True)
class Words(Columns):
    """Rows of words."""

    def html(self) -> Markup:
        """Write a table."""
        return table(self.caption, self.head, self.rows)


def grid(
    caption: str, names: Sequence[str], rows: Sequence[Row], first: int = 1
) -> Grid:
    """Return steps as a table: a row a step, a column a lane, the state after it."""
    head = ["step", *names, "the session then", "what changed"]
    cells = [
        (
            str(number),
            *(row.cell if row.lane == lane else "" for lane in range(len(names))),
            row.state,
            row.words,
        )
        for number, row in enumerate(rows, first)
    ]
    return Grid(caption, head, cells)


@dataclass(frozen=True, repr=False)
class Overlap(Shown):
    """Two requests, one switch of them in full, and all of them in a line each."""

    name: str
    names: tuple[str, str]
    switches: Switches
    number: int

    between = "\n\n"

    @property
    def switch(self) -> Switch:
        """The switch that is shown."""
        return self.switches.tried[self.number]

    def parts(self) -> Iterator[Part]:
        """Describe it: what comes of the switch, its steps, and every other switch."""
        yield Verdict([f"{self.name}: {self.switch.outcome}", self.where(self.number)])
        ends = (0, len(self.switches.tried) - 1)
        caption = "No switch" if self.number in ends else f"Switch {self.number}"
        yield grid(caption, self.names, self.switch.play.rows)
        yield self.every()

    def where(self, number: int) -> str:
        """Say where one request is held, or which of them runs first."""
        switch = self.switches.tried[number]
        if switch.held is not None:
            held, other = switch.held + 1, 2 - switch.held
            if switch.back:
                return (
                    f"request {held} is held {switch.where}, request {other} runs and "
                    f"is held {switch.back}, and request {held} ends first"
                )
            return f"request {held} is held {switch.where}, and request {other} runs"
        one, two = (1, 2) if number == 0 else (2, 1)
        return f"request {one}, then request {two}"

    def every(self) -> Words:
        """Return the table of all switches."""
        rows = [
            (str(number), self.where(number), str(one.outcome))
            for number, one in enumerate(self.switches.tried)
        ]
        head = ["switch", "where", "result"]
        return Words(self.switches.summary(), head, rows)
