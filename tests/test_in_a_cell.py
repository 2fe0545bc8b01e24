"""Whatever a lesson calls, a wrong call is told in one sentence."""

import ast
import inspect
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from types import EllipsisType
from typing import Any

import pytest

import sessionkit
from sessionkit import MemorySessionStore, live, teaching
from sessionkit.errors import CallError, SessionkitError
from sessionkit.in_a_cell import in_a_cell
from sessionkit.stores import SQLiteSessions
from sessionkit.teaching.sentence import explain
from tests.notebooks.disk import NOTEBOOKS, SOLUTIONS
from tests.notebooks.normalform import parse

kit: Any = teaching
root: Any = sessionkit
seen: Any = live
CONTRACTS = ("MemorySessionStore", "SessionStore", "RemoveDeletesStore")
"""Classes that are made by a learner's own code, as by any program."""


def called() -> Iterator[tuple[str, Any]]:
    """Give what the lessons import from the kit and call."""
    for path in (NOTEBOOKS / SOLUTIONS).glob("*.ipynb"):
        cells = parse(path.read_text(encoding="utf-8")).cells
        for cell in (one for one in cells if one.cell_type == "code"):
            for one in ast.walk(ast.parse(cell.source)):
                if isinstance(one, ast.ImportFrom) and "sessionkit" in str(one.module):
                    for alias in one.names:
                        module = import_module(str(one.module))
                        found = getattr(module, alias.name, None)
                        yield f"{one.module}.{alias.name}", found


CALLED = {
    name: found
    for name, found in sorted(called())
    if callable(found)
    and name.rpartition(".")[2] not in CONTRACTS
    and not (isinstance(found, type) and issubclass(found, Exception))
}


async def answer(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Call as a cell does, with ``await`` if that is wanted."""
    answered = function(*args, **kwargs)
    return await answered if inspect.isawaitable(answered) else answered


@pytest.mark.parametrize("name", CALLED)
async def test_too_many_and_unknown_arguments_are_told(name: str) -> None:
    parameters = inspect.signature(CALLED[name]).parameters.values()
    with pytest.raises(CallError, match=r"got .*: write \w+"):
        await answer(CALLED[name], nonsense=1)
    if not any(one.kind == one.VAR_POSITIONAL for one in parameters):
        with pytest.raises(CallError, match=r"got too many .*: write \w+"):
            await answer(CALLED[name], *range(20))


@pytest.mark.parametrize("name", CALLED)
async def test_too_few_arguments_are_told(name: str) -> None:
    wanted = [
        one.name
        for one in inspect.signature(CALLED[name]).parameters.values()
        if one.default is one.empty and one.kind != one.VAR_POSITIONAL
    ]
    if wanted:
        with pytest.raises(CallError, match="needs " + " and ".join(wanted)):
            await answer(CALLED[name])


WRONG: list[tuple[Callable[..., Any], tuple[Any, ...], str]] = [
    (explain, ("08.first",), "explain needs sentence, too: write explain(name, sen"),
    (explain, ([], 3), "explain takes a string as name, and not []."),
    (root.beside, ("remove-then-get", MemorySessionStore("a")), "takes the class"),
    (root.beside, ("remove-then-get", 3), "beside takes a store class, and this is no"),
    (root.beside, ([], MemorySessionStore), "takes a Scenario or a string as scenario"),
    (root.run, ([], MemorySessionStore("a")), "run takes the class, not a store made"),
    (
        root.compare,
        ("x",),
        "compare takes a list, each a Scenario, as scenarios, and not",
    ),
    (root.compare, ([3],), "and not [3]."),
    (
        root.on("ada").set,
        ("cart",),
        "on.set needs value, too: write on.set(key, value)",
    ),
    (root.delete_answer, (1,), "needs path, too: write delete_answer(number, path)."),
    (root.together, (3, 4), "together takes a list, each a Call or a"),
    (root.together, (["x"], []), "x is no call"),
    (seen.moment, (3,), "moment takes a Recorder as recorder, and not 3."),
    (seen.explore, (None,), "and not None."),
    (seen.lanes, (3,), "lanes of a store class need two requests"),
    (seen.predict, ([],), "predict takes a Scenario or a string as asked, and not []."),
    (SQLiteSessions, (3,), 'path names a file, such as "sessions.db", not 3'),
    (seen.explore, (3,), "explore takes a Table or a Report or an Answers as what"),
    (seen.predict("remove-then-get").answer, (), "Predict.answer needs guess, too"),
    (kit.recall, (), "recall needs lesson, too: write recall(lesson, *answers)."),
]


@pytest.mark.parametrize(("function", "passed", "said"), WRONG)
async def test_another_kind_is_told(
    function: Callable[..., Any], passed: tuple[Any, ...], said: str
) -> None:
    with pytest.raises(SessionkitError) as raised:
        await answer(function, *passed)

    assert said in str(raised.value)
    assert raised.value._render_traceback_()[0].count("\n") == 0


async def test_an_operation_that_is_awaited_is_told() -> None:
    with pytest.raises(SessionkitError, match="leave its await out"):
        await root.on("ada").get("cart")


@in_a_cell
def twice(numbers: Sequence[float], by: int | EllipsisType = 2) -> list[float]:
    """Fail at what is no number, or raises an error of its own."""
    return [2 * one.real for one in numbers]


def test_errors_of_right_calls_pass_as_they_are() -> None:
    class Own(float):
        @property
        def real(self) -> float:
            raise KeyError(3)

    with pytest.raises(KeyError):
        twice([Own()])
    with pytest.raises(CallError, match="takes a list, each a number, as numbers"):
        twice(["x"])  # type: ignore[list-item]
    assert twice([1.5], ...) == [3.0]
    assert twice.__name__ == "twice"
