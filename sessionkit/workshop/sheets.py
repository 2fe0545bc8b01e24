"""Pages to print: predictions, their answers, and the contract on one page."""

import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from sessionkit.contract import METHODS, SessionStore
from sessionkit.suite.clauses import CLAUSES
from sessionkit.traces.html import Markup, code, lines, prose, table, text
from sessionkit.workshop.lessons import Cell, Lesson, Task, lessons, output_text, source

PREDICTIONS: Final = "predictions.html"
ANSWERS: Final = "answers.html"
HANDOUT: Final = "handout.html"
CHOICE: Final = "  - "
UNPREDICTED: Final = "Not predicted yet"
NOT_KEPT: Final = "expiry"
"""What a clause needs that FortJs's memory store lacks: it never forgets by itself."""
_SHOWN: Final = re.compile(r" → (?!\?$).+")
"""An answer that a question shows: on paper, another question may ask for it."""
_NUMBERED: Final = re.compile(r" +\d+ ")
_RIGHT: Final = re.compile(r"✓ right: You said `(.+)`\.")
_WHY: Final = re.compile(r"And why\? `why\((.+)\)` asks you\.")
_STYLE: Final = """
@page { size: A4; margin: 15mm }
body { font: 11pt/1.4 sans-serif; color: #000; background: #fff; max-width: 180mm;
  margin: auto }
h1 { font-size: 16pt } h2 { font-size: 13pt; break-after: avoid }
article + article { break-before: page }
.asked { columns: 2; column-gap: 8mm; font-size: 10pt; line-height: 1.3 }
section { break-inside: avoid; margin-bottom: 5mm } section p { margin: 1mm 0 }
code { font-size: 9pt }
table { border-collapse: collapse; width: 100% }
.answers table { table-layout: fixed } .answers th:nth-child(2) { width: 24% }
caption { text-align: left; font-weight: bold; padding: 3mm 0 1mm }
tr { break-inside: avoid }
th, td { border-bottom: 0.3mm solid #999; padding: 0.7mm 2mm 0.7mm 0;
  vertical-align: top; font-size: 9pt }
.handout { font-size: 9pt; line-height: 1.3 }
.line { border-bottom: 0.3mm solid #999; height: 7mm }
"""


def predictions(folder: Path) -> str:
    """Return a page with each prediction of the lessons in ``folder``, to write on.

    The questions are what the lessons' cells printed before anybody predicted. Each
    lesson begins a new sheet, so that one can be printed alone.
    """
    body = "".join(
        f"<article><h2>{text(f'{one.number} {one.title}')}</h2>"
        f'<div class="asked">{"".join(asked)}</div></article>'
        for one in lessons(folder)
        if (asked := [_question(task, said) for task, said in _asked(one)])
    )
    lead = (
        "Write or tick your guess, and say why, before you run the cell. A wrong guess "
        "is worth the most. Some questions are about code above them in the lesson: "
        "read that first."
    )
    return _page("What do you predict?", f"<p>{lead}</p>{body}")


def answers(folder: Path) -> str:
    """Return a page for the teacher: what each prediction's answer is, and why.

    They are what the solutions' cells printed.
    """
    body = "".join(
        table(
            f"{one.number} {one.title}",
            ["question", "answer", "why"],
            [_answer(task, said, solved) for task, said in _asked(one)],
        )
        for one in lessons(folder)
        for solved in [one.solved()]
    )
    return _page(
        "For the teacher: the answers to all predictions",
        f'<div class="answers">{body}</div>',
    )


def handout() -> str:
    """Return the contract on one page: the eight methods and what holds of them."""
    methods = table(
        "The eight methods", ["method", "what it does"], map(_method, METHODS)
    )
    clauses = table(
        "What FortJs's memory store keeps; null is Python's None",
        ["clause", "what holds"],
        ((one.id, one.sentence) for one in CLAUSES if one.needs != NOT_KEPT),
    )
    lead = "Read this after lesson 03: it answers what lessons 01 to 03 ask."
    return _page(
        "The session store",
        f'<div class="handout"><p>{lead}</p>{methods}{clauses}</div>',
    )


def _asked(lesson: Lesson) -> Iterator[tuple[Task, list[str]]]:
    """Yield each prediction, and the lines that its cell printed."""
    cells = {cell["id"]: cell for cell in lesson.cells()}
    for task in lesson.tasks():
        said = _printed(cells[task.cell])
        if any(line.startswith(UNPREDICTED) for line in said):
            yield task, said


def _printed(cell: Cell) -> list[str]:
    return "\n".join(map(output_text, cell.get("outputs", ()))).splitlines()


def _question(task: Task, said: list[str]) -> Markup:
    operations = [
        _SHOWN.sub("", line.strip()) for line in said if _NUMBERED.match(line)
    ]
    choices = [f"☐ {line.removeprefix(CHOICE)}" for line in said if CHOICE in line]
    guess = f"<p>{lines(map(code, choices))}</p>" if choices else _line("Your guess:")
    return Markup(
        f"<section><p>{prose(_section(task))}<br><strong>{prose(said[0])}</strong></p>"
        f"<p>{lines(map(code, operations))}</p>{guess}{_line('Why?')}</section>"
    )


def _line(label: str) -> str:
    return f'<p>{label}</p><div class="line"></div>'


def _section(task: Task) -> str:
    number = f"{task.lesson}." if task.section[0].isdigit() else f"{task.lesson}, "
    return f"{number}{task.section}"


def _answer(
    task: Task, said: list[str], solved: dict[str, Any]
) -> tuple[Markup, Markup, Markup]:
    printed = _printed(solved[task.cell])
    (found,) = filter(None, map(_RIGHT.fullmatch, printed))
    below = printed[printed.index(found[0]) + 1 :]
    why = [reason for line in below for reason in _reason(line, solved)]
    why = why or ["The next cells of the lesson show it."]
    return lines([_section(task), said[0]]), code(found[1]), lines(why)


def _reason(line: str, solved: dict[str, Any]) -> list[str]:
    """Return a line of a reason, or what ``why`` tells where the line points to it."""
    if not (found := _WHY.fullmatch(line)):
        return [line]
    for cell in solved.values():
        if source(cell).startswith(f"why({found[1]}, "):
            _, _, *because = _printed(cell)
            return list(map(str.strip, because))
    return []


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
