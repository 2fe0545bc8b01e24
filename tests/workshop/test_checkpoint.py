"""A lesson can be begun at each of its sections, with what comes before solved."""

import json
from typing import Any

import pytest

from sessionkit.workshop.checkpoint import BEGIN, begun_at, file_name, place
from sessionkit.workshop.lessons import LessonError, heading, lessons, source
from tests.notebooks.disk import NOTEBOOKS
from tests.slow import sample

LESSONS = lessons(NOTEBOOKS)
PLACES = [f"{one.number}.{section}" for one in LESSONS for section in one.sections()]


def cells(name: str) -> list[dict[str, Any]]:
    """Give the cells of a lesson that begins at a section."""
    begun: list[dict[str, Any]]
    sign, *begun = json.loads(begun_at(*place(NOTEBOOKS, name)))["cells"]
    assert f"you begin at “{place(NOTEBOOKS, name)[1]}”" in source(sign)
    return begun


@pytest.mark.parametrize("name", sample(5, PLACES))
def test_what_comes_before_is_the_solution_and_the_rest_the_lesson(name: str) -> None:
    found, section = place(NOTEBOOKS, name)
    begun = cells(name)
    notes = [n for n, cell in enumerate(begun) if source(cell) == BEGIN]
    assert len(notes) == 1
    assert heading(begun[notes[0] + 1]) == section
    shipped = {cell["id"]: source(cell) for cell in found.cells()}
    solved = {key: source(cell) for key, cell in found.solved().items()}
    for number, cell in enumerate(begun):
        if number == notes[0]:
            continue
        code = number < notes[0] and cell["cell_type"] == "code" and solved
        assert source(cell) == (solved if code else shipped)[cell["id"]]
        assert not cell.get("outputs")


def test_a_place_is_named_by_the_number_that_the_heading_has() -> None:
    found, section = place(NOTEBOOKS, "2.6")
    assert section == "6. remove"
    assert file_name(found, section) == "02_build_the_memory_store_from_6.ipynb"
    before = "".join(source(cell) for cell in cells("02.6") if "write" in cell["id"])
    assert "async def get_all" in before


@pytest.mark.parametrize("name", ["02", "02.", "02.99", "02.x", "2.6.1", "", ".1", "²"])
def test_what_is_no_place_is_told(name: str) -> None:
    with pytest.raises(LessonError, match=r"Begin it at one of|There are: 00"):
        place(NOTEBOOKS, name)
