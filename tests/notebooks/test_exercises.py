"""A lesson is its solution with the answers, and only the answers, taken out."""

from pathlib import Path

import pytest

from tests.notebooks import exercises, samples
from tests.notebooks.disk import SOLUTIONS
from tests.notebooks.exercises import ExerciseError
from tests.notebooks.normalform import parse

FUNCTIONS = '''\
@traced
def outer(
    key: str,
) -> str:
    """Give the value of a key.

    More.
    """
    # Hint 1: look it up.
    # Hint 2: in a dict.

    # The answer begins.
    @cached
    def inner() -> str:
        return key

    return inner()  # the answer
    # The answer ends.


class Store:
    def get(self) -> int:
        return 1

    def size(self) -> int:  # given
        return 2


class Given:  # given
    def get(self) -> int:
        return 3


async def hinted() -> None:
    # Hint: nothing to do.
    if True:
        pass


def promised() -> None:
    """Do nothing."""


if check:

    def inside() -> int:
        return 4


check(outer)'''

STUBS = '''\
@traced
def outer(
    key: str,
) -> str:
    """Give the value of a key.

    More.
    """
    # Hint 1: look it up.
    # Hint 2: in a dict.
    ...


class Store:
    def get(self) -> int: ...

    def size(self) -> int:  # given
        return 2


class Given:  # given
    def get(self) -> int:
        return 3


async def hinted() -> None:
    # Hint: nothing to do.
    ...


def promised() -> None:
    """Do nothing."""


if check:

    def inside() -> int: ...


check(outer)'''

ANSWERS = """\
größe: int = 3  # a number
first = second = (
    "a"
    "b"
)  # a word
parts["a=b"] = f(x=1)
start = 3  # given
count += 1
print(start)"""

QUESTIONS = """\
größe: int = ...  # a number
first = second = ...  # a word
parts["a=b"] = ...
start = 3  # given
count += 1
print(start)"""


def test_bodies_are_cut_and_tasks_kept() -> None:
    assert exercises.cut_bodies(FUNCTIONS) == STUBS


def test_right_sides_are_cut_and_comments_kept() -> None:
    assert exercises.cut_answers(ANSWERS) == QUESTIONS


def test_cutting_twice_changes_nothing_more() -> None:
    assert exercises.cut_bodies(STUBS) == STUBS
    assert exercises.cut_answers(QUESTIONS) == QUESTIONS


@pytest.mark.parametrize(
    ("source", "tag", "why"),
    [
        ("print(1)", "exercise", "nothing in it is left"),
        ("def f():  # given\n    return 1", "exercise", "nothing in it is left"),
        ("print(1)", "prediction", "nothing in it is left"),
        ("def f(): return 1", "exercise", "lines of its own"),
    ],
)
def test_a_cell_with_nothing_to_do_is_refused(source: str, tag: str, why: str) -> None:
    page = samples.notebook(samples.code("a", source, tags=[tag]))
    with pytest.raises(ExerciseError, match=rf"cell 1 \(id a\): .*{why}"):
        exercises.derive(page)


@pytest.mark.parametrize(
    ("in_solution", "in_lesson"),
    [
        ("[a](../02_b.ipynb#A-b)", "[a](02_b.ipynb#A-b)"),
        ("[a](01_a.ipynb)", "[a](solutions/01_a.ipynb)"),
        ('![a](../images/a.svg "b")', '![a](images/a.svg "b")'),
        ("[a](../../README.md)", "[a](../README.md)"),
        ("[a]: ../02_b.ipynb", "[a]: 02_b.ipynb"),
        ("[a](https://example.org/a)", "[a](https://example.org/a)"),
        ("[a](#Here)", "[a](#Here)"),
        ("`[a](../b)` [c](../d)", "`[a](../b)` [c](d)"),
        ("```\n[a](../b)\n```", "```\n[a](../b)\n```"),
    ],
)
def test_links_are_rewritten_for_the_lessons_folder(
    in_solution: str, in_lesson: str
) -> None:
    page = exercises.derive(samples.notebook(samples.markdown("a", in_solution)))
    assert page.cells[0].source == in_lesson


def test_the_sample_lesson_keeps_ids_and_tags_and_loses_the_note() -> None:
    solution, lesson = samples.solution(), exercises.derive(samples.solution())
    left = [cell for cell in solution.cells if cell.id != "note"]
    assert [(c.id, c.metadata) for c in lesson.cells] == [
        (c.id, c.metadata) for c in left
    ]
    assert not any(cell.get("outputs") for cell in lesson.cells)
    assert "sum(letter" not in str(lesson)


def test_only_a_lesson_that_differs_is_written(tmp_path: Path) -> None:
    path = samples.write_course(tmp_path)
    before = path.read_bytes()
    assert exercises.write_lessons(tmp_path) == []
    assert path.read_bytes() == before

    page = samples.solution()
    page.cells[0].source += "\n\nOne more line."
    samples.write(tmp_path / SOLUTIONS / samples.NAME, page)
    assert exercises.write_lessons(tmp_path) == [path]
    assert "One more line." in parse(path.read_text(encoding="utf-8")).cells[0].source


def test_a_lesson_that_is_not_there_yet_is_written(tmp_path: Path) -> None:
    path = samples.write_course(tmp_path)
    path.unlink()
    assert exercises.write_lessons(tmp_path) == [path]


def test_a_solution_that_cannot_be_derived_is_named(tmp_path: Path) -> None:
    samples.write_course(tmp_path)
    bad = samples.notebook(samples.code("a", "1", tags=["exercise"]))
    samples.write(tmp_path / SOLUTIONS / "02_bad.ipynb", bad)
    with pytest.raises(ExerciseError, match=r"02_bad\.ipynb, cell 1 \(id a\)"):
        exercises.write_lessons(tmp_path)
