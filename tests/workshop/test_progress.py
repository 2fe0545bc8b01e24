"""What progress says is what the saved notebooks show."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from sessionkit.workshop.checkpoint import begun_at, file_name, place
from sessionkit.workshop.lessons import lesson, lessons
from sessionkit.workshop.progress import Done, data, progress, table, unread
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
    assert table(done).endswith(
        "No exercise is left. Not judged: 02, 1. is_any_exist; 02, 2. set."
    )


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


@pytest.mark.parametrize(
    "cell",
    rest_slow(
        2,
        [
            {"outputs": [5, {"data": None}, {"text": None}]},
            {"source": 5},
            {"outputs": 3},
            {"outputs": [{"data": {"text/plain": 5}}]},
            {"source": [5]},
            {"id": 5},
        ],
    ),
    ids=str,
)
def test_a_cell_of_another_program_is_no_verdict(
    solved: Path, cell: dict[str, Any]
) -> None:
    spoilt = {"cell_type": "code", "id": CELL, "source": "x", **cell}
    change(solved, lambda _: [spoilt])
    assert state(solved) == "left"


def test_a_notebook_is_found_by_the_number_of_its_lesson(solved: Path) -> None:
    (solved / STORE).rename(solved / "02 of Bob-Copy1.ipynb")
    assert state(solved) == "right"
    (solved / "02 of Bob-Copy1.ipynb").rename(
        solved / "02_build_the_memory_store_mine.ipynb"
    )
    assert state(solved) == "left"


def test_of_a_lesson_begun_at_a_section_only_the_rest_counts(tmp_path: Path) -> None:
    found, section = place(NOTEBOOKS, "02.4")
    begun = json.loads(begun_at(found, section))
    for cell in begun["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"] = found.solved()[cell["id"]]["outputs"]
    (tmp_path / file_name(found, section)).write_text(json.dumps(begun))
    done = [one for one in progress(NOTEBOOKS, tmp_path) if one.task.lesson == "02"]
    states = {one.task.section: one.state for one in exercises(done)}
    assert states["3. get"] == "left"
    assert {states[one] for one in list(states)[3:]} == {"right"}


def test_what_cannot_be_read_is_told(solved: Path) -> None:
    assert not unread(NOTEBOOKS, solved)
    (solved / STORE).write_bytes(b'{"cells": [{"cell_type"')
    (solved / "08_scale_it.ipynb").unlink()
    spoilt, missing = unread(NOTEBOOKS, solved)
    assert spoilt.startswith(f"{solved / STORE} cannot be read as a notebook")
    assert "`sessionkit reset 02`" in spoilt
    assert missing.startswith(f"Not in {solved}: lesson 08.")


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
