"""Derive the lessons that have exercises from their solutions.

    python -m tests.notebooks.exercises

The one authored source of such a lesson is `notebooks/solutions/NN_name.ipynb`; the
lesson `notebooks/NN_name.ipynb` is written from it, without outputs, and only if its
sources differ; `python -m tests.notebooks.execute` then runs it. A lesson without a
solution notebook is its own source. Cell ids, order and tags are the solution's.

- In a code cell tagged `exercise` the body of each function and method becomes `...`.
  Decorators, signature, docstring and the comment lines right below them (no blank
  line between) stay: they are the task and its hints. A function or class with
  `# given` at the end of its `def` or `class` line stays whole.
- In a code cell tagged `exercise-class` the same happens to the body of each class.
- In a code cell tagged `prediction` the right side of each top-level assignment
  becomes `...`, save where the statement ends in a comment `# given`.
- A cell tagged `solution-only` is left out of the lesson.
- Relative links in Markdown are written from the solutions' folder: `../X` becomes
  `X`, and `Y`, a sibling solution, becomes `solutions/Y`.
"""

import ast
import io
import re
import sys
import tokenize
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from nbformat import NotebookNode

from tests.notebooks.disk import NOTEBOOKS, SOLUTIONS, notebooks_in, shown
from tests.notebooks.markdown import rewrite_links
from tests.notebooks.normalform import normalise, parse, to_text

EXERCISE: Final = "exercise"
EXERCISE_CLASS: Final = "exercise-class"
EXERCISES: Final = frozenset({EXERCISE, EXERCISE_CLASS})
PREDICTION: Final = "prediction"
SOLUTION_ONLY: Final = "solution-only"
STUB: Final = "..."

Function = ast.FunctionDef | ast.AsyncFunctionDef
Definition = Function | ast.ClassDef


class ExerciseError(ValueError):
    """A solution cell that no exercise can be derived from; the message says why."""


def derive(solution: NotebookNode) -> NotebookNode:
    """Give the lesson, without outputs, that a solution notebook holds.

    Raises `ExerciseError` for an `exercise` or `prediction` cell with nothing to do.
    """
    lesson = normalise(solution)
    lesson.cells = [c for c in lesson.cells if SOLUTION_ONLY not in tags(c)]
    for number, cell in enumerate(lesson.cells, start=1):
        if cell.cell_type == "markdown":
            cell.source = rewrite_links(cell.source, lesson_link)
        if cell.cell_type != "code":
            continue
        cell.execution_count, cell.outputs = None, []
        try:
            cell.source = stub(cell.source, tags(cell))
        except (ExerciseError, SyntaxError) as error:
            message = f"cell {number} (id {cell.id}): {error}"
            raise ExerciseError(message) from error
    return lesson


def stub(source: str, cell_tags: frozenset[str]) -> str:
    """Give what a learner gets for the source of a code cell with these tags.

    Raises `ExerciseError` when an `exercise` has no function or a `prediction` no
    assignment to empty, and `SyntaxError` for source that is not plain Python.
    """
    for tag, cut in (
        (EXERCISE, cut_bodies),
        (EXERCISE_CLASS, cut_classes),
        (PREDICTION, cut_answers),
    ):
        if tag not in cell_tags:
            continue
        shorter = cut(source)
        if shorter == source:
            message = f"tagged `{tag}`, but nothing in it is left to the learner"
            raise ExerciseError(message)
        source = shorter
    return source


def cut_bodies(source: str) -> str:
    """Replace the bodies of functions and methods by `...`, keeping task and hints."""
    lines = source.splitlines()
    return _cut(list(_functions(ast.parse(source), lines)), lines)


def cut_classes(source: str) -> str:
    """Replace the bodies of classes by `...`, keeping task and hints."""
    body = ast.parse(source).body
    classes = [one for one in body if isinstance(one, ast.ClassDef)]
    return _cut(classes, source.splitlines())


def _cut(definitions: Sequence[Definition], lines: list[str]) -> str:
    for function in reversed(definitions):
        signature_end = _signature_end(function, lines)
        if any(_is_given(line) for line in lines[function.lineno - 1 : signature_end]):
            continue
        statements = function.body
        kept = signature_end
        if ast.get_docstring(function) is not None:
            kept, statements = _last_line(statements[0]), statements[1:]
        if not statements or _is_stub(statements):
            continue
        if _first_line(statements[0]) <= kept:
            message = f"write the body of `{function.name}` on lines of its own"
            raise ExerciseError(message)
        if isinstance(function, ast.ClassDef) and not lines[kept].strip():
            kept += 1  # the formatter's blank line after a class's docstring
        while _is_comment(lines[kept]):
            kept += 1
        end = _last_line(statements[-1])
        end += _trailing_comments(lines[end:], function.col_offset)
        if kept == signature_end and lines[kept - 1].endswith(":"):
            # The formatter's form of a body that is nothing but `...`.
            lines[kept - 1 : end] = [f"{lines[kept - 1]} {STUB}"]
        else:
            lines[kept:end] = [" " * (function.col_offset + 4) + STUB]
    return "\n".join(lines)


def cut_answers(source: str) -> str:
    """Replace the right side of each top-level assignment by `...`."""
    lines = source.splitlines()
    for statement in reversed(ast.parse(source).body):
        if not isinstance(statement, ast.Assign | ast.AnnAssign):
            continue
        if statement.value is None or _is_given(lines[_last_line(statement) - 1]):
            continue
        row, column = _right_side(source, statement)
        end = lines[_last_line(statement) - 1].encode()[statement.end_col_offset :]
        answer = f"{lines[row - 1][:column]} {STUB}{end.decode()}"
        lines[row - 1 : _last_line(statement)] = [answer]
    return "\n".join(lines)


def lesson_link(url: str) -> str:
    """Give a link written in the solutions' folder as the lesson has to write it."""
    if re.match(r"[a-z][a-z0-9+.-]*:|[#/]", url, re.IGNORECASE):
        return url
    return url[3:] if url.startswith("../") else f"{SOLUTIONS}/{url}"


def tags(cell: NotebookNode) -> frozenset[str]:
    """Give the tags of a cell."""
    return frozenset(cell.metadata.get("tags", []))


def sources(notebook: NotebookNode) -> list[str]:
    """Give each cell's id, kind, tags and source as one text: what is authored."""
    return [
        f"{c.id} ({c.cell_type}) {' '.join(sorted(tags(c)))}\n{c.source}"
        for c in notebook.cells
    ]


def write_lessons(notebooks: Path = NOTEBOOKS) -> list[Path]:
    """Write the lessons of a folder that differ from their solutions; give them.

    Raises `ExerciseError`, naming file and cell, as `derive` does.
    """
    written = []
    for path in notebooks_in([notebooks / SOLUTIONS]):
        try:
            lesson = derive(parse(path.read_text(encoding="utf-8")))
        except ValueError as error:
            message = f"{shown(path)}, {error}"
            raise ExerciseError(message) from error
        target = notebooks / path.name
        if target.exists():
            old = parse(target.read_text(encoding="utf-8"))
            if sources(old) == sources(lesson):
                continue
        target.write_bytes(to_text(lesson).encode("utf-8"))
        written.append(target)
    return written


def main() -> int:
    """Write the workshop's lessons and say which; give the exit status."""
    try:
        written = write_lessons()
    except (ExerciseError, FileNotFoundError) as error:
        print(error, file=sys.stderr)
        return 1
    for path in written:
        print(f"{shown(path)}: written; now run python -m tests.notebooks.execute")
    return 0


def _functions(tree: ast.AST, lines: list[str]) -> Iterator[Function]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, Function):
            yield node
        elif not isinstance(node, ast.ClassDef) or not _is_given(
            lines[node.lineno - 1]
        ):
            yield from _functions(node, lines)


def _first_line(statement: ast.stmt) -> int:
    if isinstance(statement, Function | ast.ClassDef) and statement.decorator_list:
        return statement.decorator_list[0].lineno
    return statement.lineno


def _last_line(statement: ast.stmt) -> int:
    return statement.end_lineno or statement.lineno


def _is_stub(statements: list[ast.stmt]) -> bool:
    match statements:
        case [ast.Expr(value=ast.Constant(value=value))]:
            return value is ...
    return False


def _signature_end(function: Definition, lines: list[str]) -> int:
    end = _first_line(function.body[0]) - 1
    while end > function.lineno and (
        not lines[end - 1].strip() or _is_comment(lines[end - 1])
    ):
        end -= 1
    return max(end, function.lineno)


def _trailing_comments(lines: list[str], outer_indent: int) -> int:
    count = 0
    for number, line in enumerate(lines, start=1):
        if _is_comment(line) and len(line) - len(line.lstrip()) > outer_indent:
            count = number
        elif line.strip():
            break
    return count


def _is_comment(line: str) -> bool:
    return line.lstrip().startswith("#")


def _is_given(line: str) -> bool:
    return re.search(r"\S\s*#\s*given\s*$", line) is not None


def _right_side(source: str, statement: ast.Assign | ast.AnnAssign) -> tuple[int, int]:
    """Give the row and column just after the last `=` before the value."""
    value = statement.value
    start = (statement.lineno, 0)
    equals = start
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if value is not None and token.start[0] > value.lineno:
            break
        before = token.line.encode()[: value.col_offset].decode() if value else ""
        if value and token.start >= (value.lineno, len(before)):
            break
        if token.start >= start and token.type == tokenize.OP and token.string == "=":
            equals = token.end
    return equals


if __name__ == "__main__":
    sys.exit(main())
