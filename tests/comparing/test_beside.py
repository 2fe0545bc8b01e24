"""beside: a store's answers beside FortJs's recorded ones."""

import sys
from typing import Any

import pytest

from sessionkit import MemorySessionStore, beside
from sessionkit.suite.scenarios import BY_NAME
from tests.checking.wrong_stores import RemoveDeletes, Right

REMOVED = "remove-then-get-all"


async def test_a_step_that_differs_is_marked_by_sign_and_word() -> None:
    shown = await beside(REMOVED, RemoveDeletes)

    assert shown.difference == 3
    assert str(shown).split("\n") == [
        "What does get_all show of a key that was removed?",
        "                      FortJs          RemoveDeletes",
        '1 ada set("cart", 3)',
        '2 ada remove("cart")',
        '3 ada get_all()       {"cart": None}  {}             ≠ differs',
    ]
    assert ">≠ differs</strong></td>" in shown._repr_html_()
    assert repr(shown) == str(shown)


async def test_a_right_store_differs_nowhere() -> None:
    shown = await beside(BY_NAME[REMOVED], MemorySessionStore)

    assert shown.difference is None
    assert "differs" not in str(shown)


async def test_fortjs_stands_unchanged_where_the_port_deviates() -> None:
    shown = await beside("the-prototype-key", MemorySessionStore)

    assert shown.difference == 3
    assert shown.fortjs[2].answer.value is True
    assert shown.trace[2].answer.value is None


async def test_a_store_that_hangs_leaves_the_rest_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Hanging(Right):
        async def remove(self, key: str) -> None:
            while True:
                pass

    monkeypatch.setattr(sys.modules["sessionkit.comparing.beside"], "LIMIT", 0.05)
    shown = await beside(REMOVED, Hanging)

    assert shown.difference == 2
    assert "TimeLimit: no answer within the time limit" in str(shown)
    assert "get_all" not in str(shown).split("\n", 1)[1]


async def test_an_unknown_scenario_names_those_there_are() -> None:
    with pytest.raises(LookupError, match="no scenario 'x'; there are: new-session"):
        await beside("x", MemorySessionStore)


async def test_a_step_at_which_the_store_raised_is_marked_so() -> None:
    class TwoBrackets(MemorySessionStore):
        async def get(self, key: str) -> Any:
            return (await self.get_all())[key]

    shown = await beside("new-session-get", TwoBrackets)

    assert str(shown).endswith("KeyError: 'user'  ! raised")
    assert ">! raised</strong></td>" in shown._repr_html_()
