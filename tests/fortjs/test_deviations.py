"""Each deviation's example, pinned: what FortJs answers, and what the port does."""

from typing import Any

import pytest

from sessionkit import MemorySessionStore, run
from sessionkit.fortjs import DEVIATIONS, Deviation, recorded
from sessionkit.traces.answer import Answer
from sessionkit.traces.values import UNDEFINED, Opaque

NO_ITEMS = Answer(
    error="AttributeError", message="'list' object has no attribute 'items'"
)
USER = {"user": "Ada"}
PINNED: dict[str, tuple[list[Any], list[Any]]] = {
    "undefined-is-none": ([UNDEFINED, UNDEFINED], [None, None]),
    "set-many-answers-nothing": ([[UNDEFINED, UNDEFINED]], [None]),
    "inherited-names": (
        [UNDEFINED, True, Opaque("function valueOf")],
        [None, False, None],
    ),
    "prototype-key": (
        [UNDEFINED, UNDEFINED, True, USER],
        [None, None, False, {**USER, "__proto__": {"admin": True}}],
    ),
    "integer-like-keys-first": (
        [UNDEFINED, UNDEFINED, UNDEFINED, {"1": 3, "2": 2, "b": 1}],
        [None, None, None, {"b": 1, "2": 2, "1": 3}],
    ),
    "set-many-takes-a-dict": ([[UNDEFINED], {"0": "tea"}], [NO_ITEMS, {}]),
    "keys-stay-as-they-are": ([UNDEFINED, "text"], [None, None]),
    "one-kind-of-number": (
        [UNDEFINED, 9007199254740992, UNDEFINED, 2],
        [None, 9007199254740993, None, 2.0],
    ),
}


def _answers(pinned: list[Any]) -> list[Answer]:
    return [one if isinstance(one, Answer) else Answer(one) for one in pinned]


def test_every_deviation_is_pinned() -> None:
    assert list(PINNED) == [one.name for one in DEVIATIONS]


@pytest.mark.parametrize("deviation", DEVIATIONS, ids=lambda one: one.name)
async def test_the_example_shows_the_deviation(deviation: Deviation) -> None:
    fortjs, port = (_answers(pinned) for pinned in PINNED[deviation.name])
    theirs = recorded(f"deviation {deviation.name}")
    ours = await run(deviation.example, MemorySessionStore)

    assert len(fortjs) == len(port) == len(deviation.example)
    for recorded_step, answer in zip(theirs, fortjs, strict=True):
        assert recorded_step.answer == answer, recorded_step
    for own_step, answer in zip(ours, port, strict=True):
        assert own_step.answer == answer, own_step
    assert theirs[-1].answer != ours[-1].answer


@pytest.mark.parametrize("deviation", DEVIATIONS, ids=lambda one: one.name)
def test_a_deviation_says_what_and_why(deviation: Deviation) -> None:
    name, fortjs, here, why = str(deviation).split("\n")

    assert name == deviation.name
    assert fortjs == f"  FortJs: {deviation.fortjs}"
    assert here == f"  here:   {deviation.python}"
    assert why == f"  why:    {deviation.reason}"
    assert min(map(len, (deviation.fortjs, deviation.python, deviation.reason))) > 10
