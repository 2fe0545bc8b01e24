"""The implementation report as one page of HTML, which needs no script."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import Final

from sessionkit.fortjs import VERSION as FORTJS
from sessionkit.suite.clauses import CLAUSES, RECORDED, VERSION, Clause
from sessionkit.suite.outcome import Outcome, State


@dataclass(frozen=True)
class Reported:
    """What one system answered to the whole contract, and in which table it stands."""

    table: str
    system: str
    outcomes: tuple[Outcome, ...]

    def cell(self, clause: Clause) -> "Cell":
        """Return how it does with one clause."""
        return Cell(tuple(one for one in self.outcomes if one.case.clause == clause))


_WORST: Final = (State.DEPARTS, State.DECLARED, State.KEPT, State.NOT_ASKED)


@dataclass(frozen=True)
class Cell:
    """The cases of one clause, in one system."""

    outcomes: tuple[Outcome, ...]

    @property
    def state(self) -> State:
        """The worst of the cases' states."""
        states = {one.state for one in self.outcomes}
        return next(one for one in _WORST if one in states)

    @property
    def words(self) -> str:
        """A sign and words; how many cases, where it is not all."""
        number = sum(one.state is self.state for one in self.outcomes)
        asked = len(self.outcomes)
        of = "" if number == asked else f", {number} of {asked}"
        return f"{self.state.value}{of}"


STYLE: Final = """
:root { color-scheme: light dark; --ink: #1b1b1b; --paper: #fff; --line: #ccc;
  --kept: #e6f2e6; --declared: #fff3d6; --departs: #fbe0dc; --unasked: #eee; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e6e6; --paper: #16181b; --line: #444;
    --kept: #1d3322; --declared: #3d3217; --departs: #4a211d; --unasked: #2a2c2f; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 64rem; padding: 1rem; color: var(--ink);
  background: var(--paper); font: 16px/1.45 system-ui, sans-serif; }
a { color: inherit; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0 2rem; font-size: .82rem;
  table-layout: fixed; min-width: 38rem; }
thead th:first-child { width: 26%; }
caption { text-align: left; font-size: 1.1rem; font-weight: 600; padding: .4rem 0; }
th, td { border: 1px solid var(--line); padding: .25rem .35rem; text-align: left;
  vertical-align: top; hyphens: auto; overflow-wrap: anywhere; }
thead th { vertical-align: bottom; }
tbody th { font-weight: 400; }
.scroll { overflow-x: auto; }
.kept { background: var(--kept); }
.declared { background: var(--declared); }
.departs { background: var(--departs); font-weight: 600; }
.unasked { background: var(--unasked); }
pre { white-space: pre-wrap; overflow-wrap: anywhere; margin: .2rem 0 .8rem 1rem; }
section:target { outline: 3px solid currentColor; outline-offset: .3rem; }
h4 { margin: 1.5rem 0 .3rem; }
""".strip()
WIDEST: Final = 5
"""Systems in one table, so that words stay whole on a page of 700 pixels."""
_CLASS: Final = {
    State.KEPT: "kept",
    State.DECLARED: "declared",
    State.DEPARTS: "departs",
    State.NOT_ASKED: "unasked",
}


def page(
    reported: Sequence[Reported], missing: Iterable[str] = (), date: str | None = None
) -> str:
    """Write the page; ``missing`` says what could not be asked, ``date`` the day."""
    return "\n".join(
        [
            "<!DOCTYPE html>",
            '<html lang="en"><head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            "<title>How session systems keep the contract</title>",
            f"<style>{STYLE}</style></head><body><main>",
            *_head(reported, missing, date),
            *_counts(reported),
            *_tables(reported),
            *_traces(reported),
            "</main></body></html>",
            "",
        ]
    )


def _head(
    reported: Sequence[Reported], missing: Iterable[str], date: str | None
) -> Iterator[str]:
    made = f" Made on {escape(date)}." if date else ""
    yield "<h1>How session systems keep the contract</h1>"
    yield (
        f"<p>Version {VERSION} of the contract of a session store, asked of "
        f"{len(reported)} systems. FortJs {FORTJS} is the authority; its answers were "
        f"recorded on {RECORDED}.{made}</p>"
    )
    yield (
        "<p>The contract is FortJs's. A system that departs from it has no fault: most "
        "were made by other rules, and each has its reasons. Choose a cell to see what "
        "was done and answered.</p><ul>"
    )
    yield (
        f"<li><b>{State.KEPT}</b>: as FortJs in each case that was asked; the numbers "
        "say how many, if not all.</li>"
    )
    yield (
        f"<li><b>{State.DECLARED}</b>: otherwise, and the system or the language says "
        "so, with the reason.</li>"
    )
    yield (
        f"<li><b>{State.DEPARTS}</b>: otherwise in at least one case; the numbers say "
        "in how many.</li>"
    )
    yield f"<li><b>{State.NOT_ASKED}</b>: it cannot be asked, or not here.</li></ul>"
    yield from (f"<p>Not in this report: {escape(one)}</p>" for one in missing)


def _counts(reported: Sequence[Reported]) -> Iterator[str]:
    yield '<div class="scroll"><table><caption>Clauses, counted</caption><thead><tr>'
    yield '<th scope="col">system</th>'
    yield from (f'<th scope="col">{state}</th>' for state in State)
    yield "</tr></thead><tbody>"
    for one in reported:
        states = [one.cell(clause).state for clause in CLAUSES]
        counts = "".join(f"<td>{states.count(state)}</td>" for state in State)
        yield f'<tr><th scope="row">{escape(one.system)}</th>{counts}</tr>'
    yield "</tbody></table></div>"


def _tables(reported: Sequence[Reported]) -> Iterator[str]:
    for name, group in groupby(reported, key=lambda one: one.table):
        parts = list(_parts(list(group)))
        for number, columns in enumerate(parts, 1):
            of = f" ({number} of {len(parts)})" if len(parts) > 1 else ""
            yield from _table(reported, f"{name}{of}", columns)


def _parts(columns: Sequence[Reported]) -> Iterator[Sequence[Reported]]:
    """Cut into parts that are as wide as each other, and no wider than ``WIDEST``."""
    width = math.ceil(len(columns) / math.ceil(len(columns) / WIDEST))
    yield from (columns[n : n + width] for n in range(0, len(columns), width))


def _table(
    reported: Sequence[Reported], caption: str, columns: Sequence[Reported]
) -> Iterator[str]:
    heads = "".join(f'<th scope="col">{escape(one.system)}</th>' for one in columns)
    yield f'<div class="scroll"><table><caption>{escape(caption)}</caption>'
    yield f'<thead><tr><th scope="col">clause</th>{heads}</tr></thead><tbody>'
    for clause in CLAUSES:
        cells = "".join(_cell(reported, one, clause) for one in columns)
        yield (
            f'<tr><th scope="row"><a href="{clause.url}">{clause.id}</a> '
            f"{escape(clause.sentence)}</th>{cells}</tr>"
        )
    yield "</tbody></table></div>"


def _cell(reported: Sequence[Reported], one: Reported, clause: Clause) -> str:
    cell = one.cell(clause)
    words = cell.words.replace(" of ", "&nbsp;of&nbsp;")
    return (
        f'<td class="{_CLASS[cell.state]}">'
        f'<a href="#{_anchor(reported, one, clause)}">{words}</a></td>'
    )


def _anchor(reported: Sequence[Reported], one: Reported, clause: Clause) -> str:
    return f"s{reported.index(one) + 1}-{clause.id}"


def _traces(reported: Sequence[Reported]) -> Iterator[str]:
    yield "<h2>What was done, and what was answered</h2>"
    for one in reported:
        yield f"<h3>{escape(one.system)}</h3>"
        for clause in CLAUSES:
            cell = one.cell(clause)
            yield f'<section id="{_anchor(reported, one, clause)}">'
            yield (
                f"<h4>{clause.id} {escape(clause.sentence)}<br>"
                f"{escape(one.system)}: {cell.words}</h4>"
            )
            yield from map(_case, cell.outcomes)
            yield "</section>"


def _case(outcome: Outcome) -> str:
    case = outcome.case
    trace = f"<pre>{escape(str(outcome.trace))}</pre>" if outcome.trace else ""
    return (
        f"<div>{outcome.state.value[0]} {case.id} {escape(case.question)} "
        f"{escape(outcome.state.value[2:].capitalize())}: {escape(outcome.why)}."
        f"{trace}</div>"
    )
