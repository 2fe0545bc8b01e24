"""Compare a notebook with itself run again, and a lesson with its solution."""

import difflib
from pathlib import Path
from typing import Any, Final

from nbformat import NotebookNode

from tests.notebooks.environment import KERNEL_ENVIRONMENT
from tests.notebooks.execute import NotebookFailedError, run
from tests.notebooks.exercises import sources, tags
from tests.notebooks.guards.code import NOT_COMPARED
from tests.notebooks.guards.page import Cell, Page
from tests.notebooks.normalform import normalise

# Another seed than the one the outputs were written with: set order must not show.
OTHER_ENVIRONMENT: Final = {**KERNEL_ENVIRONMENT, "PYTHONHASHSEED": "1"}
OTHER_OUTPUTS: Final = (
    "gives other outputs than stored; it depends on the folder, on the hash seed, "
    "or on a cell before it run twice"
)


def rerun_differences(page: Page, folder: Path) -> list[str]:
    """Say which cells give other outputs in a folder, run twice, with another seed."""
    try:
        doubled = run(_doubled(page.notebook), folder, OTHER_ENVIRONMENT)
    except NotebookFailedError as error:
        return [page.fault(f"with each cell run twice, {error}.")]
    faults = []
    for cell, first, second in zip(
        page.cells, doubled.cells[::2], doubled.cells[1::2], strict=True
    ):
        if difference := _difference(cell, first, second):
            faults.append(cell.fault("is not safe to run twice:\n" + difference))
        elif difference := _difference(cell, cell.node, first):
            faults.append(cell.fault(f"{OTHER_OUTPUTS}:\n{difference}"))
    return faults


def lesson_differences(derived: NotebookNode, lesson: Page) -> list[str]:
    """Say where a lesson differs from what its solution gives, cell by cell."""
    wanted, found = sources(derived), sources(lesson.notebook)
    mend = "change the solution, then run python -m tests.notebooks.exercises"
    faults = []
    for number in range(max(len(wanted), len(found))):
        left = wanted[number : number + 1]
        right = found[number : number + 1]
        if left != right:
            difference = _diff("".join(left), "".join(right), "derived", "lesson")
            what = f"cell {number + 1} is not what the solution gives; {mend}:\n"
            faults.append(lesson.fault(what + difference))
    return faults


def _doubled(page: NotebookNode) -> NotebookNode:
    twice = normalise(page)
    cells = []
    for cell in twice.cells:
        copy = cell.copy()
        copy["id"] = f"{cell.id}-again"[-64:]
        cells += [cell, copy]
    twice.cells = cells
    return normalise(twice)


def _difference(cell: Cell, old: NotebookNode, new: NotebookNode) -> str:
    if cell.node.cell_type != "code" or NOT_COMPARED in tags(cell.node):
        return ""
    before, after = (_outputs(node) for node in (old, new))
    return "" if before == after else _diff(before, after, "before", "after")


def _outputs(cell: NotebookNode) -> str:
    lines: list[str] = []
    for output in cell.outputs:
        content: dict[str, Any] = {**output, **output.get("data", {})}
        kinds = sorted(content.keys() - {"data", "execution_count", "metadata"})
        lines += [f"{kind}: {content[kind]}" for kind in kinds]
    return "\n".join(lines)


def _diff(old: str, new: str, old_name: str, new_name: str) -> str:
    lines = difflib.unified_diff(
        old.splitlines(), new.splitlines(), old_name, new_name, lineterm=""
    )
    return "\n".join(lines)
