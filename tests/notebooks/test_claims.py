"""What the lessons say of themselves is so."""

import ast
import re
from functools import cache
from itertools import pairwise
from typing import Any

import pytest
from nbformat import NotebookNode

from sessionkit.checking.search import Search
from sessionkit.contract import METHODS
from sessionkit.teaching.entries import LESSONS, entries
from sessionkit.teaching.questions import recalled
from sessionkit.traces.operation import Open
from tests.notebooks.disk import MAP, NOTEBOOKS
from tests.notebooks.exercises import EXERCISES, PREDICTION, tags
from tests.notebooks.markdown import word_count
from tests.notebooks.normalform import parse
from tests.notebooks.one_exercise import done, exercises, solution
from tests.slow import rest_slow

LABELS = ("Find", "Without one", "With one", "Answer")
"""What every method of a store does, in the words of lesson 02."""


@cache
def read(lesson: str) -> NotebookNode:
    """Read the solution of a lesson once."""
    return solution(lesson)


def code_cells(lesson: str) -> list[NotebookNode]:
    """List the code cells of a solution."""
    return [one for one in read(lesson).cells if one.cell_type == "code"]


def source(lesson: str, name: str) -> str:
    """Give the source of a cell of a solution, by its id."""
    (found,) = (one.source for one in read(lesson).cells if one.id == name)
    return str(found)


def calling(lesson: str, name: str) -> list[NotebookNode]:
    """List the code cells whose last line calls a function."""
    last = re.compile(rf"^(await )?{name}\(", re.MULTILINE)
    return [one for one in code_cells(lesson) if last.search(one.source)]


async def shortest(store_class: Any) -> int:
    """Count the calls of the shortest trace that tells a store from FortJs."""
    found = await Search(store_class, METHODS, limit=2.0, examples=0).run()
    assert found is not None
    return len(found.trace)


@pytest.mark.parametrize(
    "cell", rest_slow(3, calling("02", "beside")), ids=lambda one: one.id
)
async def test_no_shorter_trace_exposes_a_wrong_method(cell: NotebookNode) -> None:
    shown, names = await done(read("02"), cell.id, cell.source)
    operations = shown.trace.operations[: shown.difference]
    calls = [one for one in operations if not isinstance(one, Open)]

    assert len(calls) == await shortest(names[shown.system])
    assert 1 <= len(calls) <= 4


async def test_the_trace_written_in_step_4_is_the_shortest() -> None:
    (cell,) = calling("02", "expose")
    shown, names = await done(read("02"), cell.id, cell.source)

    assert shown.needed == len(shown.trace) == shown.shortest == 2
    assert await shortest(names["ValueIsTrue"]) == 2


@pytest.mark.parametrize("cell", calling("03", "expose"), ids=lambda one: one.id)
async def test_the_traces_that_expose_in_lesson_03_are_the_shortest(
    cell: NotebookNode,
) -> None:
    shown, _ = await done(read("03"), cell.id, cell.source)

    assert shown.needed == len(shown.trace) == shown.shortest
    assert shown.proven


@pytest.mark.parametrize("lesson", ["03", "04", "05", "06", "07", "08"])
def test_a_question_that_a_cell_computes_has_a_verdict(lesson: str) -> None:
    for cell in code_cells(lesson):
        if PREDICTION in tags(cell) and "guess" in cell.source:
            (output,) = cell.outputs
            assert "✓ right" in output.data["text/plain"], cell.id


def test_every_method_has_the_same_four_labels() -> None:
    for cell in exercises(read("02"))[:8]:
        assert f"# {'. '.join(LABELS)}." in cell.source, cell.id


def test_the_labels_are_spelt_out_in_order_until_the_learner_says_them() -> None:
    said = [
        tuple(re.findall(r"^- \*\*(.+)\*\*:", one.source, re.MULTILINE))
        for one in read("02").cells
        if "**Exercise.**" in one.source
    ]
    assert said == [*[LABELS] * 6, ("Find", "With one"), (), ()]


@pytest.mark.parametrize(
    ("lesson", "name"), [("00", "right-check"), ("02", "many-write")]
)
def test_what_a_whole_check_did_is_told_with_its_numbers(
    lesson: str, name: str
) -> None:
    (written,) = (one for one in code_cells(lesson) if one.id == name)
    shown, told = written.outputs[0].data["text/plain"], source("00", "right-note")

    assert "every sequence of up to 3 operations chosen from 14" in shown
    assert "up to three operations from a list of 14" in told
    assert "300 longer sequences" in shown
    assert "300 longer sequences" in told


def test_hints_fade_from_step_to_step() -> None:
    hints = entries("hints")
    counts = [len(hints.get(f"02.{step}", ())) for step in range(1, 9)]

    assert counts == sorted(counts, reverse=True)
    assert (counts[0], counts[5:]) == (3, [1, 0, 0])


def test_there_is_a_puzzle_for_each_method() -> None:
    assert {f"02.{method}" for method in METHODS} <= entries("puzzles").keys()


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_prediction_that_a_coin_could_win_is_followed_by_why(lesson: str) -> None:
    for cell, after in pairwise(code_cells(lesson)):
        if PREDICTION in tags(cell) and isinstance(_guess(cell), bool):
            assert after.source.startswith("why("), cell.id


def _guess(cell: NotebookNode) -> Any:
    first = ast.parse(cell.source).body[0]
    assert isinstance(first, ast.Assign)
    return first.value.value if isinstance(first.value, ast.Constant) else None


@pytest.mark.parametrize("lesson", LESSONS)
def test_the_minutes_are_counted_from_the_page(lesson: str) -> None:
    (path,) = NOTEBOOKS.glob(f"{lesson}_*.ipynb")
    page = parse(path.read_text(encoding="utf-8"))
    (said,) = re.findall(r"Reading takes (\d+) minutes", page.cells[0].source)
    reading = f"[^|]*\\| {said} min \\|"

    assert abs(minutes(page) - int(said)) <= 2.5
    assert re.search(rf"\({path.name}\) \|{reading}", (NOTEBOOKS / MAP).read_text())


def minutes(page: NotebookNode) -> float:
    """Count what reading takes, by the map's figures."""
    total = 0.0
    for cell in page.cells:
        if cell.cell_type == "markdown":
            total += word_count(cell.source) / 150
            continue
        if not EXERCISES & tags(cell):
            total += len(cell.source.splitlines()) / 12
        shown = [one.get("text") or one.data["text/plain"] for one in cell.outputs]
        total += sum(len(one.splitlines()) for one in shown) / 20
        questions = {"why": 1, "recall": 3, "explain": 2}.get(
            cell.source.partition("(")[0], 0
        )
        total += ((PREDICTION in tags(cell)) + questions) / 2
    return total


@pytest.mark.parametrize("lesson", LESSONS[1:])
def test_a_lesson_begins_with_what_is_remembered(lesson: str) -> None:
    assert code_cells(lesson)[1].source == f'recall("{lesson}")'
    taught = [one.lesson for one in recalled(lesson)]

    assert len(taught) == 3
    assert max(taught) < lesson
    assert min(taught) == f"{max(int(lesson) - 2, 0):02}"
