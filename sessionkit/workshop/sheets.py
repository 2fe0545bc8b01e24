"""Pages to print: the predictions of each lesson, and the contract on one page."""

import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from sessionkit.contract import METHODS, SessionStore
from sessionkit.suite.clauses import CLAUSES
from sessionkit.traces.html import Markup, code, lines, table, text
from sessionkit.workshop.lessons import Lesson, lessons, output_text

PREDICTIONS: Final = "predictions.html"
HANDOUT: Final = "handout.html"
CHOICE: Final = "  - "
UNPREDICTED: Final = "Not predicted yet"
_NUMBERED: Final = re.compile(r" +\d+ ")
_STYLE: Final = """
@page { size: A4; margin: 15mm }
body { font: 11pt/1.4 sans-serif; color: #000; background: #fff; max-width: 180mm;
  margin: auto }
h1 { font-size: 16pt } h2 { font-size: 13pt; break-after: avoid }
section { break-inside: avoid; margin-bottom: 6mm }
code { font-size: 10pt }
table { border-collapse: collapse; width: 100% }
caption { text-align: left; font-weight: bold; padding: 3mm 0 1mm }
th, td { border-bottom: 0.3mm solid #999; padding: 0.7mm 2mm 0.7mm 0;
  vertical-align: top; font-size: 9pt }
.handout { font-size: 9pt; line-height: 1.3 }
.line { border-bottom: 0.3mm solid #999; height: 8mm }
"""


def predictions(folder: Path) -> str:
    """Return a page with each prediction of the lessons in ``folder``, to be ticked.

    The questions are what the lessons' cells printed before anybody predicted.
    """
    body = "".join(
        f"<h2>{text(f'{one.number} {one.title}')}</h2>{''.join(asked)}"
        for one in lessons(folder)
        if (asked := list(_questions(one)))
    )
    lead = "Tick your guess before the cell is run. A wrong one is worth the most."
    return _page("What do you predict?", f"<p>{lead}</p>{body}")


def handout() -> str:
    """Return the contract on one page: the eight methods and what holds of them."""
    methods = table(
        "The eight methods", ["method", "what it does"], map(_method, METHODS)
    )
    clauses = table(
        "What FortJs's memory store keeps; null is Python's None",
        ["clause", "what holds"],
        ((clause.id, clause.sentence) for clause in CLAUSES if clause.needs is None),
    )
    return _page(
        "The session store",
        f'<div class="handout">{methods}{clauses}</div>',
    )


def _questions(lesson: Lesson) -> Iterator[Markup]:
    for cell in lesson.cells():
        said = "\n".join(map(output_text, cell.get("outputs", ())))
        if UNPREDICTED in said and CHOICE in said:
            yield _question(said.splitlines())


def _question(said: list[str]) -> Markup:
    operations = [line.strip() for line in said if _NUMBERED.match(line)]
    choices = [f"☐ {line.removeprefix(CHOICE)}" for line in said if CHOICE in line]
    return Markup(
        f"<section><p><strong>{text(said[0])}</strong></p>"
        f"<p>{lines(map(code, operations))}</p><p>{lines(map(code, choices))}</p>"
        '<p>Why?</p><div class="line"></div></section>'
    )


def _method(name: str) -> tuple[Markup, str]:
    method = getattr(SessionStore, name)
    signature = re.sub(r"self(, )?|typing\.", "", str(inspect.signature(method)))
    first = (inspect.getdoc(method) or "").splitlines()[0]
    return code(f"{name}{signature}"), first.replace("``", "")


def _page(title: str, body: str) -> str:
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f"<title>{text(title)}</title><style>{_STYLE}</style></head>"
        f"<body><h1>{text(title)}</h1>{body}</body></html>\n"
    )
