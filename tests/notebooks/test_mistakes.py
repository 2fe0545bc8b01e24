"""Each exercise refuses the mistakes that it is there for, and names them."""

from collections import Counter
from functools import cache

import pytest
from nbformat import NotebookNode

from sessionkit.memory import sessions
from tests.notebooks import samples
from tests.notebooks.mistakes import FEWEST, Mistake, lessons, mistakes_of
from tests.notebooks.one_exercise import exercises, solution, verdict, with_code
from tests.slow import rest_slow

MISTAKES = [(lesson, one) for lesson in lessons() for one in mistakes_of(lesson)]


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """Empty the kit's own store, in which another test's mistake may leave sessions."""
    sessions.clear()


@cache
def read(lesson: str) -> NotebookNode:
    """Read the solution of a lesson once."""
    return solution(lesson)


def cell_of(lesson: str, exercise: str) -> NotebookNode:
    """Give the exercise's cell, by its id."""
    (cell,) = (one for one in exercises(read(lesson)) if one.id == exercise)
    return cell


@pytest.mark.parametrize(
    ("lesson", "mistake"),
    rest_slow(5, MISTAKES),
    ids=[f"{lesson} {one.exercise} {one.name}" for lesson, one in MISTAKES],
)
def test_the_verdict_names_the_mistake(lesson: str, mistake: Mistake) -> None:
    source = with_code(cell_of(lesson, mistake.exercise).source, mistake.source)
    assert mistake.verdict_says in verdict(read(lesson), mistake.exercise, source)


@pytest.mark.parametrize("lesson", lessons())
def test_the_solution_is_not_taken_for_a_mistake(lesson: str) -> None:
    for mistake in mistakes_of(lesson):
        stored = str(cell_of(lesson, mistake.exercise).outputs)
        assert mistake.verdict_says not in stored, mistake


@pytest.mark.parametrize("lesson", lessons())
def test_each_exercise_has_its_mistakes(lesson: str) -> None:
    known = Counter(one.exercise for one in mistakes_of(lesson))
    few = {one.id: known[one.id] for one in exercises(read(lesson))}
    assert {name: count for name, count in few.items() if count < FEWEST} == {}


@pytest.mark.slow
@pytest.mark.parametrize("lesson", lessons())
def test_each_exercise_done_alone_shows_what_the_lesson_shows(lesson: str) -> None:
    for cell in exercises(read(lesson)):
        shown = verdict(read(lesson), cell.id, cell.source)
        (output,) = cell.outputs
        assert shown == output.data["text/plain"]


PAGE = samples.notebook(
    samples.code("imports", "from math import sqrt"),
    samples.code("elsewhere", "1 / 0"),
    samples.code("start", "seen = []"),
    samples.code(
        "before",
        "async def twice(x):\n    seen.append(x)\n    return 2 * x\n\n\n1 / 0",
        tags=["exercise"],
    ),
    samples.code(
        "exercise", "def root(x):\n    return sqrt(x)\n\n\nawait twice(root(4))"
    ),
)


def test_only_the_cells_that_an_exercise_needs_are_run() -> None:
    assert verdict(PAGE, "exercise", PAGE.cells[-1].source) == "4.0"


def test_code_takes_the_place_of_what_it_defines() -> None:
    source = with_code(
        PAGE.cells[-1].source, "def root(x):\n    print(x)\n    return 1"
    )
    assert verdict(PAGE, "exercise", source) == "4\n2"


def test_code_that_ends_in_an_expression_is_the_whole_cell() -> None:
    assert verdict(PAGE, "exercise", with_code("1 / 0", "sqrt(9)")) == "3.0"
