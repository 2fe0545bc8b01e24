"""Begin a lesson at any section, with what comes before it filled in."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from sessionkit.workshop.lessons import (
    Cell,
    Lesson,
    LessonError,
    bare,
    heading,
    lesson,
    read,
)

BEGIN = (
    "**You begin here.** Choose *Run*, then *Run All Above Selected Cell*: all that "
    "comes before this section is solved, and has to run first."
)
_NOTE: Final[Cell] = {
    "cell_type": "markdown",
    "id": "begin-here",
    "metadata": {},
    "source": BEGIN,
}


def _sign(section: str) -> Cell:
    """Return the first cell of a lesson begun at a section: the section is far below.

    A link would not do: JupyterLab has not drawn the heading yet.
    """
    said = (
        f"**In this copy of the lesson you begin at “{section}”.** To go there, choose "
        "*View*, then *Table of Contents*, and click that heading."
    )
    return {**_NOTE, "id": "begin-sign", "source": said}


def place(folder: Path, name: str) -> tuple[Lesson, str]:
    """Return the lesson and the section's heading that ``name`` ("02.6") means.

    Raises ``LessonError`` if there is no such lesson or section.
    """
    number, _, section = name.strip().partition(".")
    found = lesson(folder, number)
    sections = found.sections()
    if section not in sections:
        wrong = f"has no section {section}" if section else "needs a section too"
        there = (
            f"{found.number}.{one} ({said.removeprefix(f'{one}. ')})"
            for one, said in sections.items()
        )
        raise LessonError(
            f"Lesson {found.number} {wrong}. Begin it at one of: {', '.join(there)}."
        )
    return found, sections[section]


def begun_at(found: Lesson, section: str) -> bytes:
    """Return the lesson as a notebook without outputs, solved up to a section."""
    solved = found.solved()
    notebook: dict[str, Any] = read(found.path)
    cells: list[Cell] = [_sign(section)]
    before = True
    for cell in notebook["cells"]:
        if heading(cell) == section:
            before = False
            cells.append(_NOTE)
        code = before and cell["cell_type"] == "code"
        filled = solved.get(cell["id"], cell) if code else cell
        cells.append({**cell, "source": filled["source"]})
    return bare({**notebook, "cells": cells})


def below_the_note(cells: Sequence[Cell]) -> Sequence[Cell]:
    """Return the cells that were left to the learner; all, in any other notebook."""
    ids = [cell.get("id") for cell in cells]
    return cells[ids.index(_NOTE["id"]) + 1 :] if _NOTE["id"] in ids else cells


def file_name(found: Lesson, section: str) -> str:
    """Return the name of the file for a lesson begun at a section."""
    numbers = {said: number for number, said in found.sections().items()}
    return f"{found.path.stem}_from_{numbers[section]}.ipynb"
