"""What progress says is what the saved notebooks show."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from sessionkit.workshop.lessons import lesson, lessons
from sessionkit.workshop.progress import Done, data, progress, table
from tests.notebooks.disk import NOTEBOOKS, SOLUTIONS
from tests.slow import rest_slow

STORE = "02_build_the_memory_store.ipynb"
CELL = "get-write"


@pytest.fixture
def solved(tmp_path: Path) -> Path:
    """Give a folder of a learner who has solved everything."""
    for path in (NOTEBOOKS / SOLUTIONS).glob("*.ipynb"):
        shutil.copy(path, tmp_path)
    return tmp_path


def change(folder: Path, do: Any) -> None:
    """Change the cells of lesson 02 in a folder."""
    path = folder / STORE
    notebook = json.loads(path.read_bytes())
    notebook["cells"] = do(notebook["cells"])
    path.write_text(json.dumps(notebook))


def state(folder: Path, cell: str = CELL) -> str:
    """Give the state of a task of lesson 02."""
    (one,) = (
        one
        for one in progress(NOTEBOOKS, folder)
        if (one.task.lesson, one.task.cell) == ("02", cell)
    )
    return one.state


def exercises(done: list[Done]) -> list[Done]:
    """Give the exercises."""
    return [one for one in done if one.task.kind == "exercise"]


def test_each_solution_is_right(solved: Path) -> None:
    done = progress(NOTEBOOKS, solved)
    others = {one.task.cell: one.state for one in done if one.state != "right"}
    # the first method alone cannot be told apart yet; a sentence only its writer judges
    assert set(others.values()) == {"not judged"}
    assert "any-write" in others
    assert len(others) < 6
    assert table(done).endswith("All exercises are right.")


@pytest.mark.parametrize("one", lessons(NOTEBOOKS), ids=lambda one: one.number)
def test_each_lesson_as_shipped_is_left(one: Any, tmp_path: Path) -> None:
    shutil.copy(one.path, tmp_path)
    assert {done.state for done in progress(NOTEBOOKS, tmp_path)} == {"left"}


def said(text: str) -> Any:
    """Change what the exercise's cell printed, and its source's first line."""

    def do(cells: list[dict[str, Any]]) -> list[dict[str, Any]]:
        for cell in cells:
            if cell["id"] == CELL:
                cell["outputs"] = [
                    {"output_type": "execute_result", "data": {"text/plain": text}}
                ]
        return cells

    return do


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Store: right\nIt agrees with FortJs on 5 of 5 scenarios.", "right"),
        ("Store: differs from FortJs\n  1 ada get() → right", "not right"),
        ("Store: your code raised\nKeyError", "not right"),
        ("Store: not attempted yet\nWrite get.", "left"),
        ("<Store object>", "not judged"),
        ("✓ exposed: one.\n1 ada  ≠ differs", "right"),
        ("What is right?\n✗ wrong: You said so.", "not right"),
    ],
)
def test_the_verdict_is_read(solved: Path, text: str, expected: str) -> None:
    change(solved, said(text))
    assert state(solved) == expected


def test_an_error_is_not_right(solved: Path) -> None:
    def do(cells: list[dict[str, Any]]) -> list[dict[str, Any]]:
        for cell in cells:
            if cell["id"] == CELL:
                cell["outputs"] = [{"output_type": "error", "ename": "SyntaxError"}]
        return cells

    change(solved, do)
    assert state(solved) == "not right"


def test_cells_may_be_copied_split_and_deleted(solved: Path) -> None:
    """A cell under another id is known by its last line."""

    def do(cells: list[dict[str, Any]]) -> list[dict[str, Any]]:
        for cell in cells:
            if cell["id"] == CELL:
                cell["id"] = "made-anew"
        return cells[::-1]

    change(solved, do)
    assert state(solved) == "right"
    change(solved, lambda cells: [one for one in cells if one["id"] != "made-anew"])
    assert state(solved) == "left"


@pytest.mark.parametrize(
    "content", rest_slow(2, [b'{"cells": [3]}', b"", b"{}", b"[]", b"\xff"])
)
def test_a_spoilt_notebook_is_not_attempted(solved: Path, content: bytes) -> None:
    (solved / STORE).write_bytes(content)
    assert state(solved) == "left"


def test_the_table_counts_and_names_what_comes_next(tmp_path: Path) -> None:
    shutil.copy(NOTEBOOKS / SOLUTIONS / "01_the_contract.ipynb", tmp_path)
    lines = table(progress(NOTEBOOKS, tmp_path)).splitlines()
    assert lines[0].split() == ["lesson", "predictions", "exercises"]
    number = len(exercises(progress(NOTEBOOKS, tmp_path)))
    assert (lines[2][:2], lines[2][-7:]) == ("01", "1 right")
    assert lines[-1] == "Next exercise: lesson 02, 1. is_any_exist."
    assert number > 1


def test_data_names_each_task() -> None:
    tasks = list(lesson(NOTEBOOKS, "02").tasks())
    known = data(progress(NOTEBOOKS, Path("nowhere")))
    assert [one for one in known if one["lesson"] == "02"] == [
        {
            "lesson": "02",
            "section": task.section,
            "kind": task.kind,
            "cell": task.cell,
            "state": "left",
        }
        for task in tasks
    ]
