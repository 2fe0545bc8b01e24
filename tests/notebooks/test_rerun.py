"""Running again finds what is not reproducible, and says in which cell."""

from pathlib import Path

import pytest

from tests.notebooks import samples
from tests.notebooks.execute import run
from tests.notebooks.exercises import derive
from tests.notebooks.guards.page import Page
from tests.notebooks.normalform import to_text
from tests.notebooks.rerun import lesson_differences, rerun_differences


def ran(folder: Path, *cells: str, tags: tuple[str, ...] = ()) -> Page:
    page = samples.notebook(
        *(samples.code(f"c{n}", text, tags=tags) for n, text in enumerate(cells))
    )
    return Page(folder / "a.ipynb", to_text(run(page, folder)))


@pytest.mark.slow
def test_the_sample_gives_its_outputs_twice(tmp_path: Path) -> None:
    page = Page.read(samples.write_course(tmp_path / "course"))
    assert rerun_differences(page, tmp_path) == []


@pytest.mark.slow
def test_an_output_that_depends_on_the_folder_is_found(tmp_path: Path) -> None:
    page = ran(tmp_path, "1", "import os\n\nlen(os.listdir())")
    (tmp_path / "new").touch()
    (fault,) = rerun_differences(page, tmp_path)
    assert "a.ipynb, cell 2 (id c1): gives other outputs" in fault
    assert "-text/plain: 0\n+text/plain: 1" in fault


@pytest.mark.slow
def test_a_cell_that_raises_elsewhere_is_found(tmp_path: Path) -> None:
    (tmp_path / "data").touch()
    page = ran(tmp_path, 'open("data").close()')
    (tmp_path / "data").unlink()
    (fault,) = rerun_differences(page, tmp_path)
    assert "cell 1 (id c0) failed with FileNotFoundError" in fault


@pytest.mark.slow
@pytest.mark.parametrize(
    ("cells", "says"),
    [
        (["count = 0", "count += 1\ncount"], "cell 2 (id c1): is not safe"),
        (["print({'a', 'b', 'c', 'd'})"], "cell 1 (id c0): gives other outputs"),
        (["a = []", "a.append(1)", "a"], "cell 3 (id c2): gives other outputs"),
        (["a = [1]", "a.pop()"], "with each cell run twice, cell 4"),
    ],
)
def test_a_cell_that_must_run_once_is_found(
    cells: list[str], says: str, tmp_path: Path
) -> None:
    (fault,) = rerun_differences(ran(tmp_path, *cells), tmp_path)
    assert says in fault


@pytest.mark.slow
def test_a_cell_left_out_of_the_comparison_is_left_out(tmp_path: Path) -> None:
    page = ran(tmp_path, "import os\n\nos.getpid()", tags=("nbval-ignore-output",))
    assert rerun_differences(page, tmp_path) == []


def test_a_lesson_edited_by_hand_is_found(tmp_path: Path) -> None:
    lesson = Page.read(samples.write_course(tmp_path))
    assert lesson_differences(derive(samples.solution()), lesson) == []

    edited = Page(lesson.path, lesson.text.replace("Hint 1:", "Hint:"))
    (fault,) = lesson_differences(derive(samples.solution()), edited)
    assert "cell 6 is not what the solution gives" in fault
    assert "-    # Hint 1: `sum`" in fault


def test_a_cell_missing_at_the_end_is_found(tmp_path: Path) -> None:
    longer = derive(samples.solution())
    lesson = Page.read(samples.write_course(tmp_path))
    longer.cells.append(samples.markdown("more", "More."))
    (fault,) = lesson_differences(longer, lesson)
    assert "cell 8 is not what the solution gives" in fault
