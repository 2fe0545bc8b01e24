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
from sessionkit.workshop.checkpoint import below_the_note
from sessionkit.workshop.lab import KEPT, LabError
from sessionkit.workshop.lessons import (
    Cell,
    Lesson,
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
    lesson that is not in the folder, counts as not attempted. Of a lesson begun at a
    section only what the learner was left to do counts.
    """
    done = []
    for one in lessons(shipped):
        cells = [cell for path in _notebooks(one, folder) for cell in _cells(path)]
        done += [Done(task, _state(task, cells)) for task in one.tasks()]
    return done


def unread(shipped: Path, folder: Path) -> list[str]:
    """Return a sentence on each notebook that cannot be read, and on lessons not there.

    Raises ``LabError`` if there is no lesson in ``folder`` at all.
    """
    found = {one: _notebooks(one, folder) for one in lessons(shipped)}
    if not any(found.values()):
        raise LabError(
            f"There are no lessons in {folder}: name the folder that has yours, or let "
            "`sessionkit lab` make one."
        )
    said = [
        f"{path} cannot be read as a notebook, so nothing in it counts. It is left as "
        f"it is; `sessionkit reset {one.number}` gives you a new one and keeps this."
        for one, paths in found.items()
        for path in paths
        if _all_cells(path) is None
    ]
    missing = [one.number for one, paths in found.items() if not paths]
    if missing:
        which = f"lesson{'s' * (len(missing) > 1)} {', '.join(missing)}"
        said.append(
            f"Not in {folder}: {which}. The name of a lesson's "
            "notebook has to begin with the lesson's number."
        )
    return said


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
    unjudged = [
        f"{one.task.lesson}, {one.task.section}"
        for one in done
        if one.state == "not judged" and one.task.kind == "exercise"
    ]
    if unjudged:
        return f"No exercise is left. Not judged: {'; '.join(unjudged)}."
    return "All exercises are right."


def _notebooks(one: Lesson, folder: Path) -> list[Path]:
    """Return a lesson's notebooks, renamed ones and copies too; none that a reset kept.

    All that is known of a file is its name: the number of the lesson stands first.
    """
    return [
        path
        for path in sorted(folder.glob(f"{one.number}*.ipynb"))
        if not path.name.startswith(f"{one.path.stem}{KEPT}")
    ]


def _all_cells(path: Path) -> list[Any] | None:
    """Return whatever a notebook has for cells; ``None`` where it cannot be read."""
    try:
        cells = read(path)["cells"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return cells if isinstance(cells, list) else None


def _cells(path: Path) -> list[Cell]:
    """Return the learner's code cells of a notebook; none where it is spoilt."""
    cells = _all_cells(path) or []
    known = [cell for cell in cells if isinstance(cell, dict) and _text(cell)]
    return [c for c in below_the_note(known) if c.get("cell_type") == "code"]


def _text(cell: Cell) -> str:
    """Return a cell's source; empty where another program left no text there."""
    try:
        return source(cell)
    except (KeyError, TypeError):
        return ""


def _outputs(cell: Cell) -> list[dict[str, Any]]:
    given = cell.get("outputs")
    known = given if isinstance(given, list) else []
    return [one for one in known if isinstance(one, dict)]


def _said(output: dict[str, Any]) -> str:
    """Return what an output says; empty as in ``_text``."""
    try:
        return output_text(output)
    except (TypeError, AttributeError):
        return ""


def _state(task: Task, cells: Sequence[Cell]) -> State:
    mine = [cell for cell in cells if cell.get("id") == task.cell]
    others = [cell for cell in cells if last_line(source(cell)) == task.asks]
    # a cell that was copied may be right where the first one is not
    states = [_verdict(cell) for cell in [*mine, *others]]
    return min(states, key=STATES.index, default="left")


def _verdict(cell: Cell) -> State:
    outputs = _outputs(cell)
    if any(one.get("output_type") == "error" for one in outputs):
        return "not right"
    said = "\n".join(map(_said, outputs))
    found = _VERDICT.search(said)
    if found is None:
        return "not judged" if said.strip() else "left"
    return _MEANS.get((found[1] or found[2]).lower(), "not right")
