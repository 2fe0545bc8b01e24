"""The inspectors that a lesson shows, saved as pages that need no Python.

``python -m sessionkit.workshop.site.snapshots LESSON FOLDER`` runs a lesson's cells as
they are shipped, in a process of its own, and writes a page for each inspector that a
cell shows, as it is when the last cell has run.
"""

import ast
import asyncio
import inspect
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from sessionkit.workshop.lessons import Lesson, source
from sessionkit.workshop.site.errors import SiteError

SHOWS: Final = "inspect("
"""What the source of each lesson with an inspector has."""
TOP_LEVEL: Final = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT


def save(lesson: Lesson, folder: Path) -> list[str]:
    """Write the inspectors of a lesson into a folder; return the ids of their cells.

    A page is named by the lesson's number and the cell. Raises ``SiteError`` if a cell
    of the lesson fails.
    """
    if not any(SHOWS in code for _, code in _code(lesson)):
        return []
    folder.mkdir(parents=True, exist_ok=True)
    # a lesson may write files: not where somebody builds a site
    with tempfile.TemporaryDirectory() as scratch:
        done = subprocess.run(
            [sys.executable, "-m", __name__, lesson.path.resolve(), folder.resolve()],
            cwd=scratch,
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        said = done.stderr.strip().splitlines() or ["it did not say why"]
        raise SiteError(f"Lesson {lesson.number} cannot be run: {said[-1]}")
    return [path.stem[3:] for path in sorted(folder.glob(f"{lesson.number}-*.html"))]


def _code(lesson: Lesson) -> Iterator[tuple[str, str]]:
    for cell in lesson.cells():
        if cell["cell_type"] == "code":
            yield cell["id"], source(cell)


async def _run(lesson: Lesson, folder: Path) -> None:
    from sessionkit.live.inspector.widget import Inspector

    names: dict[str, Any] = {"__name__": "__main__", "display": lambda *_, **__: None}
    shown: dict[str, Inspector] = {}
    for cell, code in _code(lesson):
        value = await _value(code, names)
        if isinstance(value, Inspector):
            shown[cell] = value
    for cell, one in shown.items():
        one.save(folder / f"{lesson.number}-{cell}.html")


async def _value(code: str, names: dict[str, Any]) -> Any:
    """Run a cell; return the value of the expression that it ends with, if it does."""
    body = ast.parse(code).body
    last = body.pop() if body and isinstance(body[-1], ast.Expr) else None
    await _done(ast.Module(body, []), "exec", names)
    if isinstance(last, ast.Expr):
        return await _done(ast.Expression(last.value), "eval", names)
    return None


async def _done(tree: Any, mode: str, names: dict[str, Any]) -> Any:
    made = eval(compile(tree, "cell", mode, TOP_LEVEL), names)
    return await made if inspect.iscoroutine(made) else made


if __name__ == "__main__":
    asyncio.run(_run(Lesson(Path(sys.argv[1])), Path(sys.argv[2])))
