"""The lessons that the kit ships: their sections, tasks and solutions."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from sessionkit.errors import SessionkitError

SOLUTIONS: Final = "solutions"
KINDS: Final[dict[str, "Kind"]] = {
    "prediction": "prediction",
    "exercise": "exercise",
    "exercise-class": "exercise",
}
"""What a tag of a code cell asks of the learner."""

Cell = dict[str, Any]
Kind = Literal["prediction", "exercise"]


class LessonError(SessionkitError, ValueError):
    """No lesson or section has that name; the message lists those that there are."""


@dataclass(frozen=True)
class Task:
    """A cell of a lesson in which the learner writes something.

    ``cell`` is the cell's id, ``asks`` its last line, which gives the verdict.
    """

    lesson: str
    section: str
    kind: Kind
    cell: str
    source: str

    @property
    def asks(self) -> str:
        """Return the line that gives the verdict."""
        return last_line(self.source)


@dataclass(frozen=True)
class Lesson:
    """A lesson as it is shipped: ``path`` is the notebook, ``number`` is "02"."""

    path: Path

    @property
    def number(self) -> str:
        """Return the two digits that the name begins with."""
        return self.path.name[:2]

    @property
    def title(self) -> str:
        """Return the lesson's heading."""
        for cell in self.cells():
            if cell["cell_type"] == "markdown":
                return source(cell).splitlines()[0].removeprefix("# ")
        return self.path.stem

    def cells(self) -> list[Cell]:
        """Return the cells as they are shipped."""
        cells: list[Cell] = read(self.path)["cells"]
        return cells

    def solved(self) -> dict[str, Cell]:
        """Return the cells of the solution by id; none where there is no solution."""
        path = self.path.parent / SOLUTIONS / self.path.name
        if not path.is_file():
            return {}
        return {cell["id"]: cell for cell in read(path)["cells"]}

    def sections(self) -> dict[str, str]:
        """Return the sections' headings by the numbers that name them.

        A heading that begins with a number has that number; where a lesson numbers
        none, they are counted.
        """
        headings = [text for cell in self.cells() if (text := heading(cell))]
        written = [(found[1], text) for text in headings if (found := _NUMBER(text))]
        counted = [(str(n), text) for n, text in enumerate(headings, start=1)]
        return dict(written or counted)

    def tasks(self) -> Iterator[Task]:
        """Yield what the learner is asked to write, in the lesson's order."""
        section = self.title
        for cell in self.cells():
            section = heading(cell) or section
            for tag in cell.get("metadata", {}).get("tags", ()):
                if tag in KINDS:
                    yield Task(
                        self.number, section, KINDS[tag], cell["id"], source(cell)
                    )


_NUMBER: Final = re.compile(r"(\d+)\. ").match


def lessons(folder: Path) -> list[Lesson]:
    """Return the lessons in a folder, in order."""
    return [Lesson(path) for path in sorted(folder.glob("[0-9][0-9]_*.ipynb"))]


def lesson(folder: Path, name: str) -> Lesson:
    """Return the lesson of a number ("02", "2") or a file name.

    Raises ``LessonError`` if there is none.
    """
    found = lessons(folder)
    for one in found:
        if name in {one.path.name, one.path.stem} or (
            name.isascii() and name.isdigit() and int(name) == int(one.number)
        ):
            return one
    there = ", ".join(one.number for one in found) or "none"
    wrong = f"There is no lesson {name}" if name else "A lesson's number is missing"
    raise LessonError(f"{wrong}. There are: {there}.")


def read(path: Path) -> dict[str, Any]:
    """Return a notebook as data."""
    notebook: dict[str, Any] = json.loads(path.read_bytes())
    return notebook


def bare(notebook: dict[str, Any]) -> bytes:
    """Return a notebook as the text of a file, without the outputs of its cells."""
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"] = []
            cell["execution_count"] = None
    return f"{json.dumps(notebook, indent=1, ensure_ascii=False)}\n".encode()


def source(cell: Cell) -> str:
    """Return a cell's source as one text; a notebook may keep it as lines."""
    return "".join(cell["source"])


def heading(cell: Cell) -> str | None:
    """Return the section heading that a cell opens with, without its marks."""
    if cell["cell_type"] != "markdown":
        return None
    first = source(cell).split("\n", 1)[0]
    return first.removeprefix("## ") if first.startswith("## ") else None


def output_text(output: dict[str, Any]) -> str:
    """Return what an output of a cell says as plain text."""
    return "".join(output.get("data", {}).get("text/plain", output.get("text", "")))


def last_line(text: str) -> str:
    """Return the last line with something on it; empty if there is none."""
    return next((line for line in reversed(text.splitlines()) if line.strip()), "")
