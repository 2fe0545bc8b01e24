"""Whatever a learner passes in, a device answers; nothing is raised."""

from collections.abc import Callable
from typing import Any

import pytest

from sessionkit import MemorySessionStore, teaching
from sessionkit.live.predictor import predict

kit: Any = teaching


class Refusing:
    """Refuses to be compared, hashed and written."""

    __hash__ = None  # type: ignore[assignment]

    def __eq__(self, other: object) -> bool:
        raise ValueError

    def __repr__(self) -> str:
        raise ValueError


PASSED: list[Any] = [
    Refusing(),
    None,
    [],
    {},
    "",
    b"x",
    1.5,
    10**5000,
    object,
    KeyError,
    True,
]
ASKED: list[Callable[[Any], Any]] = [
    lambda one: kit.recall(one),
    lambda one: kit.recall("02", one, one, one, one),
    lambda one: kit.why(one),
    lambda one: kit.why("why-remove-keeps-the-key", one),
    lambda one: kit.hint(one),
    lambda one: kit.hint("02.1", one),
    lambda one: kit.inventory(one),
    lambda one: kit.inventory("A", one, before=one),
    lambda one: predict("remove-then-get").answer(one, sure=one),
    lambda one: predict("What?", answer=one, choices=[1, one]).answer(one),
]
AWAITED: list[Callable[[Any], Any]] = [
    lambda one: kit.puzzle(one),
    lambda one: kit.puzzle("02.set", one),
    lambda one: kit.expose(one, []),
    lambda one: kit.expose(MemorySessionStore, one),
]


@pytest.mark.parametrize("passed", PASSED, ids=lambda one: type(one).__name__)
async def test_an_answer_comes_back(passed: Any) -> None:
    shown = [ask(passed) for ask in ASKED]
    shown += [await ask(passed) for ask in AWAITED]

    for one in shown:
        assert str(one)
        bundle = getattr(one, "_repr_mimebundle_", None)
        assert bundle()["text/html"] if bundle else one._repr_html_()
