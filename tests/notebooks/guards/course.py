"""Guards on the notebooks together: order, solutions, how much is not compared."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from tests.notebooks.disk import MAP, SOLUTIONS
from tests.notebooks.exercises import EXERCISES, PREDICTION
from tests.notebooks.guards.code import NOT_COMPARED
from tests.notebooks.guards.frame import ways
from tests.notebooks.guards.page import Page

MOST_EXEMPT: Final = 0.02
UNSOLVED: Final = re.compile(
    r"not (attempted|predicted) yet|your code raised|: differs from FortJs"
    r"|: (does not do what it declares|not the contract yet)"
    r"|You said .*; .*answer|[✗○◐] \w|\? (not understood|cannot tell yet)",
    re.IGNORECASE,
)


def few_exempt(pages: Sequence[Page]) -> list[str]:
    """Require that at most one code cell in fifty is left out of comparing."""
    cells = [cell for page in pages for cell in page.code]
    exempt = [cell for cell in cells if NOT_COMPARED in cell.tags]
    if len(exempt) <= MOST_EXEMPT * len(cells):
        return []
    share = f"one of {len(exempt)} cells left out, of {len(cells)} in all"
    return [cell.fault(f"is {share}; make its output exact.") for cell in exempt]


def lessons_lead_on(pages: Sequence[Page]) -> list[str]:
    """Require Back and Next by the files' numbers; both ends lead to the map."""
    lessons = sorted({page.path.name for page in pages if _numbered(page)})
    faults = []
    for page in filter(_numbered, pages):
        here = lessons.index(page.path.name)
        around = [MAP, *lessons, MAP]
        wanted = {"Back": around[here], "Next": around[here + 2], "Map": MAP}
        for label, name in wanted.items():
            url = ways(page).get(label, "")
            target = (page.path.parent / url).resolve()
            if target != (_lessons_folder(page.path) / name).resolve():
                faults.append(page.fault(f"leads {label} to '{url}'; lead to {name}."))
    return faults


def exercises_have_solutions(pages: Sequence[Page]) -> list[str]:
    """Require a solution for each lesson with exercises, and a lesson for it."""
    solved = {page.path.name for page in pages if _is_solution(page.path)}
    lessons = {page.path.name for page in pages if not _is_solution(page.path)}
    faults = [
        page.fault(f"has exercises but no notebook in {SOLUTIONS}; write that one.")
        for page in pages
        if page.path.name not in solved
        and any(cell.tags & {*EXERCISES, PREDICTION} for cell in page.code)
    ]
    faults += [
        page.fault("has no lesson; run python -m tests.notebooks.exercises.")
        for page in pages
        if _is_solution(page.path) and page.path.name not in lessons
    ]
    return faults


def _is_solution(path: Path) -> bool:
    return path.parent.name == SOLUTIONS


def _lessons_folder(path: Path) -> Path:
    return path.parent.parent if _is_solution(path) else path.parent


def _numbered(page: Page) -> bool:
    return re.match(r"\d\d_", page.path.name) is not None


def solutions_are_right(pages: Sequence[Page]) -> list[str]:
    """Require that a solution's exercises and predictions are solved, and rightly."""
    return [
        cell.fault(f"is not solved rightly: it says {found[0]!r}.")
        for page in pages
        if page.path.parent.name == SOLUTIONS
        for cell in page.code
        if cell.tags & {*EXERCISES, PREDICTION}
        for output in cell.node.outputs
        if (found := UNSOLVED.search(output.get("data", {}).get("text/plain", "")))
    ]
