"""What a learner has attempted, got right, and still has before them.

All of it is read from the notebooks in their folder; nothing leaves the machine.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final, Literal, get_args

from sessionkit.traces.shown import columns
from sessionkit.workshop.lessons import (
    Cell,
    Task,
    last_line,
    lessons,
    output_text,
    read,
    source,
)

State = Literal["right", "not right", "not judged", "left"]
STATES: Final[tuple[State, ...]] = get_args(State)
"""The best first. Not judged is what has an output, but no verdict."""

_VERDICT: Final = re.compile(
    r"^\W*?([✓✗≠!?○]) "
    r"|(?:^\W?|: )(right|differs from|does not do|not the|your code raised|cannot tell"
    r"|not (?:att|pred))",
    re.IGNORECASE | re.MULTILINE,
)
"""What a verdict begins with: a sign, or a word; the first one in a text counts."""
_MEANS: Final[dict[str, State]] = {
    "✓": "right",
    "right": "right",
    "?": "not judged",
    "cannot tell": "not judged",
    "○": "left",
    "not att": "left",
    "not pred": "left",
}
HEADINGS: Final = ("lesson", "predictions", "exercises")


@dataclass(frozen=True)
class Done:
    """A task of a lesson, and how far the learner is with it."""

    task: Task
    state: State


def progress(shipped: Path, folder: Path) -> list[Done]:
    """Return each task of the lessons, by what the notebooks in ``folder`` hold.

    A cell is known by its id, or else by its last line, as learners copy, split and
    delete cells. What a saved output says counts: a notebook that was not saved, or a
    lesson that is not in the folder, counts as not attempted.
    """
    return [
        Done(task, _state(task, _cells(folder / one.path.name)))
        for one in lessons(shipped)
        for task in one.tasks()
    ]


def table(done: Sequence[Done]) -> str:
    """Return a line for each lesson that has tasks, and what comes next."""
    numbers = dict.fromkeys(one.task.lesson for one in done)
    rows = [HEADINGS, *(_row(number, done) for number in numbers)]
    return "\n".join([*columns(rows), "", _next(done)])


def data(done: Iterable[Done]) -> list[dict[str, str]]:
    """Return the tasks as data: lesson, section, kind, cell and state of each."""
    return [
        {
            **{
                key: value for key, value in asdict(one.task).items() if key != "source"
            },
            "state": one.state,
        }
        for one in done
    ]


def _row(number: str, done: Sequence[Done]) -> tuple[str, str, str]:
    def count(kind: str) -> str:
        states = [
            one.state
            for one in done
            if (one.task.lesson, one.task.kind) == (number, kind)
        ]
        found = Counter(states)
        said = [f"{found[state]} {state}" for state in STATES]
        return ", ".join(one for one in said if not one.startswith("0 ")) or "none"

    return number, count("prediction"), count("exercise")


def _next(done: Sequence[Done]) -> str:
    for one in done:
        if one.state in ("not right", "left") and one.task.kind == "exercise":
            return f"Next exercise: lesson {one.task.lesson}, {one.task.section}."
    return "All exercises are right."


def _cells(path: Path) -> list[Cell]:
    """Return the code cells of a notebook; none where it is missing or spoilt."""
    try:
        cells: list[Any] = read(path)["cells"]
        return [cell for cell in cells if cell["cell_type"] == "code" and source(cell)]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return []


def _state(task: Task, cells: Sequence[Cell]) -> State:
    mine = [cell for cell in cells if cell.get("id") == task.cell]
    others = [cell for cell in cells if last_line(source(cell)) == task.asks]
    # a cell that was copied may be right where the first one is not
    states = [_verdict(cell) for cell in [*mine, *others]]
    return min(states, key=STATES.index, default="left")


def _verdict(cell: Cell) -> State:
    outputs = cell.get("outputs", [])
    if any(one.get("output_type") == "error" for one in outputs):
        return "not right"
    said = "\n".join(output_text(one) for one in outputs)
    found = _VERDICT.search(said)
    if found is None:
        return "not judged" if said else "left"
    return _MEANS.get((found[1] or found[2]).lower(), "not right")
