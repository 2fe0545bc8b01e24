"""Do one exercise of a lesson in this process: the cells that it needs, then its own.

No kernel is started. A cell is needed if it binds, or assigns into, a name that a
needed cell uses. Of the other exercises and of predictions only what they define is
run, and not the check at their end.
"""

import ast
import asyncio
import contextlib
import inspect
import io
import linecache
from collections.abc import Iterator, Sequence
from itertools import count
from types import CodeType
from typing import Any, Final

from nbformat import NotebookNode

from tests.notebooks.disk import NOTEBOOKS, SOLUTIONS
from tests.notebooks.exercises import EXERCISES, PREDICTION, tags
from tests.notebooks.normalform import parse

Namespace = dict[str, Any]

_numbers: Final = count(1)


def solution(lesson: str) -> NotebookNode:
    """Read the solution of a lesson, by its number."""
    (path,) = (NOTEBOOKS / SOLUTIONS).glob(f"{lesson}_*.ipynb")
    return parse(path.read_text(encoding="utf-8"))


def exercises(notebook: NotebookNode) -> list[NotebookNode]:
    """List the cells that a learner fills in."""
    return [cell for cell in notebook.cells if EXERCISES & tags(cell)]


def with_code(cell: str, code: str) -> str:
    """Put `code` in the place of what the source of a cell defines by the same names.

    Code that ends in an expression is a cell of its own.
    """
    new = ast.parse(code).body
    if isinstance(new[-1], ast.Expr):
        return code
    names = {name for one in new for name in _bound(one)}
    old = [one for one in ast.parse(cell).body if not names & {*_bound(one)}]
    return "\n\n".join([code, *map(ast.unparse, old)])


def verdict(notebook: NotebookNode, exercise: str, source: str) -> str:
    """Run `source` as the cell with the id `exercise`; give what it shows, as text."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        shown, _ = asyncio.run(done(notebook, exercise, source))
    return said.getvalue() + ("" if shown is None else str(shown))


async def done(
    notebook: NotebookNode, exercise: str, source: str
) -> tuple[Any, Namespace]:
    """Run `source` as that cell; give the value of its last line, and all names."""
    namespace: Namespace = {"__name__": "__main__"}
    for needed in _needed(notebook, exercise, source):
        await _run(needed, namespace)
    return await _run(source, namespace), namespace


def _needed(notebook: NotebookNode, exercise: str, source: str) -> list[str]:
    before = []
    for cell in notebook.cells:
        if cell.id == exercise:
            break
        if cell.cell_type == "code":
            before.append(_definitions(cell))
    used, needed = _used(source), list[str]()
    for one in reversed(before):
        if used & {name for part in ast.parse(one).body for name in _bound(part)}:
            used |= _used(one)
            needed.append(one)
    return needed[::-1]


def _definitions(cell: NotebookNode) -> str:
    body = ast.parse(cell.source).body
    if {*EXERCISES, PREDICTION} & tags(cell) and isinstance(body[-1], ast.Expr):
        return ast.unparse(body[:-1])
    return str(cell.source)


def _used(source: str) -> set[str]:
    names = (one for one in ast.walk(ast.parse(source)) if isinstance(one, ast.Name))
    return {one.id for one in names if isinstance(one.ctx, ast.Load)}


def _bound(statement: ast.stmt) -> Iterator[str]:
    """Give the names that a statement at the top of a cell binds or assigns into."""
    match statement:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            yield statement.name
        case ast.Import() | ast.ImportFrom():
            for alias in statement.names:
                yield (alias.asname or alias.name).partition(".")[0]
        case ast.Assign(targets=targets):
            yield from _targets(targets)
        case ast.AnnAssign(target=target) | ast.AugAssign(target=target):
            yield from _targets([target])
        case ast.With() | ast.AsyncWith() | ast.For() | ast.If() | ast.Try():
            for one in ast.walk(statement):
                if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store):
                    yield one.id


def _targets(targets: Sequence[ast.expr]) -> Iterator[str]:
    for target in targets:
        for one in ast.walk(target):
            if isinstance(one, ast.Name):
                yield one.id


async def _run(source: str, namespace: Namespace) -> Any:
    """Run a cell, which may await at its top; give the value of its last line."""
    name = f"<cell {next(_numbers)}>"
    lines = source.splitlines(keepends=True)
    linecache.cache[name] = (len(source), None, lines, name)  # as IPython does
    body = ast.parse(source).body
    last = body.pop() if isinstance(body[-1], ast.Expr) else None
    flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    await _do(compile(ast.Module(body, []), name, "exec", flags), namespace)
    if not isinstance(last, ast.Expr):
        return None
    shown = ast.Expression(last.value)
    return await _do(compile(shown, name, "eval", flags), namespace)


async def _do(code: CodeType, namespace: Namespace) -> Any:
    value = eval(code, namespace)
    return await value if code.co_flags & inspect.CO_COROUTINE else value
