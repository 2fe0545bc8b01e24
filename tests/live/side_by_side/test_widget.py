"""inspect(..., beside=...): two stores on one trace, and the first difference."""

import asyncio
import threading
from typing import Any

import pytest

from sessionkit import SCENARIOS, MemorySessionStore, check, compare, on
from sessionkit.comparing.table import FORTJS, StoreSystem
from sessionkit.live import FortJs, SideBySide, explore, inspect
from sessionkit.live.side_by_side.widget import MOST
from sessionkit.stores import (
    CopyingGetAllStore,
    JsonValuesStore,
    RaisingGetStore,
    RemoveDeletesStore,
)

STILL = """\
RemoveDeletesStore beside FortJs
≠ the first difference is at step 4: RemoveDeletesStore answers {"user": "ada"}, FortJs {"user": "ada", "cart": None}; they hold different values from step 3 on
FortJs stands here as its port in Python, which answers as it does, but for 8 named deviations.

Steps, of 4
                          RemoveDeletesStore  FortJs
1 ada set("user", "ada")
2 ada set("cart", 3)
3 ada remove("cart")                                                         ≠ holds another value
4 ada get_all()           {"user": "ada"}     {"user": "ada", "cart": None}  ≠ differs first; ≠ holds another value

What the session holds after step 3
        RemoveDeletesStore  FortJs
"user"  "ada"               "ada"
"cart"  (not there)         None    ≠ differs"""  # noqa: E501  # as it is printed


@pytest.fixture
def both() -> SideBySide:
    return inspect(RemoveDeletesStore, beside=FortJs)


async def test_what_is_done_with_mine_is_done_beside_it(both: SideBySide) -> None:
    ada = both.watched("ada")
    await ada.set("user", "ada")
    await ada.set("cart", 3)
    await ada.remove("cart")

    assert await ada.get_all() == {"user": "ada"}
    assert str(both) == STILL
    assert both.difference == 4
    bundle, _ = both._repr_mimebundle_()
    assert bundle["text/plain"] == STILL
    assert "<td" in bundle["text/html"]
    assert both.data["first"] == 3


async def test_the_page_is_told_at_once(both: SideBySide) -> None:
    assert both.data["verdict"] == "nothing was done yet"
    await both.watched("ada").set("user", "ada")

    assert both.data["verdict"] == "= both alike in 1 step"
    assert both.data["steps"][0] == {
        "cells": ['ada set("user", "ada")', "", "", ""],
        "keys": [['"user"', '"ada"', '"ada"', ""]],
    }


async def test_a_failure_of_check_is_one_call_away(both: SideBySide) -> None:
    report = await check(RemoveDeletesStore)
    failure = report.failures[0]
    await both.run(failure)

    assert both.difference == len(failure.trace)
    mine, fortjs = both.compared.pairs[-1].answers
    assert (mine, fortjs) == (failure.answered, failure.expected)


async def test_a_failure_and_a_cell_are_one_click_away() -> None:
    report = await check(RemoveDeletesStore)
    pasted = "explore(await check(RemoveDeletesStore), RemoveDeletesStore)"
    assert f">{pasted}</code>" in report._repr_html_()
    explorer = explore(report, RemoveDeletesStore)
    explorer._beside.click()
    await explorer._task
    (shown,) = explorer._place.children
    assert shown.difference == len(report.failures[0].trace)

    system = StoreSystem("json", JsonValuesStore)
    table = await compare(SCENARIOS, [FORTJS, system])
    explorer = explore(table, systems=[FORTJS, system])
    cell = next(row.cells[0] for row in table.rows if row.cells[0].differs)
    shown = await explorer.beside()
    assert shown.difference == cell.difference


async def test_run_begins_anew_and_takes_a_scenario(both: SideBySide) -> None:
    await both.watched("ada").set("user", "ada")
    await both.run([on("ada").is_any_exist()])

    assert str(both.compared.verdict()) == "= both alike in 1 step"
    assert both.compared.pairs[0].answers[0].value is False
    await both.run(SCENARIOS[0])
    assert both.compared.pairs[-1].operation == SCENARIOS[0].operations[-1]


async def test_a_change_through_no_operation_is_told() -> None:
    both = inspect(MemorySessionStore, beside=FortJs)
    ada = both.watched("ada")
    await ada.set("user", "ada")
    (await ada.get_all())["cart"] = 3
    await ada.get("cart")

    assert both.compared.word(3) == (
        "⚠ MemorySessionStore was changed before, through no operation; "
        "≠ differs first; ≠ holds another value"
    )


async def test_changes_of_an_answer_are_done_on_both() -> None:
    scenario = next(one for one in SCENARIOS if one.name == "change-what-get-all-gave")
    both = await inspect(CopyingGetAllStore, beside=FortJs).run(scenario)

    assert both.difference is not None
    alike = await inspect(MemorySessionStore, beside=FortJs).run(scenario)
    assert alike.difference is None


async def test_an_error_of_mine_reaches_its_caller() -> None:
    both = inspect(RaisingGetStore, beside=FortJs)
    with pytest.raises(KeyError):
        await both.watched("ada").get("cart")

    mine, other = both.compared.pairs[0].answers
    assert (mine.error, other.value) == ("KeyError", None)


async def test_the_other_store_gets_what_mine_was_given() -> None:
    class Spoils(MemorySessionStore):
        async def set_many(self, values: dict[str, Any]) -> None:
            values.clear()

    both = inspect(Spoils, beside=FortJs)
    await both.watched("ada").set_many({"user": "ada"})

    assert both.compared.pairs[0].states == (None, {"user": "ada"})
    assert both.compared.keys(1)[0] == (
        "(the session)",
        "no session",
        "a session",
        "≠ differs",
    )
    assert both.compared.verdict() == (
        "≠ from step 1 on they hold different values; no answer tells"
    )


async def test_what_cannot_be_copied_is_set_all_the_same() -> None:
    lock = threading.Lock()
    both = inspect(MemorySessionStore, beside=FortJs)
    ada = both.watched("ada")
    await ada.set("lock", lock)

    assert await ada.get("lock") is lock
    assert both.compared.pairs[0].states[1] == both.compared.pairs[0].states[0]


async def test_where_an_answer_differs_no_later_than_a_value_it_is_said_once() -> None:
    class NoSet(MemorySessionStore):
        async def set(self, key: str, value: Any) -> None:
            raise OSError("full")

    both = await inspect(NoSet, beside=FortJs).run([on("ada").set("user", "ada")])

    assert both.compared.verdict() == (
        "≠ the first difference is at step 1: NoSet answers OSError: full, FortJs None"
    )


async def test_any_other_store_class_and_a_store_that_hangs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sessionkit.live.side_by_side.pair.LIMIT", 0.05)

    class Hangs(MemorySessionStore):
        async def set(self, key: str, value: Any) -> None:
            await asyncio.Event().wait()

    ada = on("ada")
    asked = [ada.is_any_exist(), ada.set("cart", 3), ada.get("cart")]
    both = await inspect(Hangs, beside=RemoveDeletesStore).run(asked)

    assert both.difference == len(both.compared.pairs) == 2
    assert both.compared.note == ""


async def test_a_step_is_chosen(both: SideBySide) -> None:
    await both.run([on("ada").set("user", 1), on("ada").get("user")])

    assert "after step 2" in str(both)
    assert "after step 1" in str(both.look(1))
    with pytest.raises(LookupError, match="there is no step 3: 2 were done"):
        both.look(3)
    with pytest.raises(LookupError, match="there is no step 0"):
        both.look(0)


async def test_fortjs_itself_answers_a_scenario_from_its_records() -> None:
    name = "remove-then-get-all"
    scenario = next(one for one in SCENARIOS if one.name == name)
    both = await inspect(RemoveDeletesStore, beside=FortJs).run(scenario)

    both._heard(both, {"kind": "fortjs"}, [])

    assert f"recorded as {name}" in both.said
    assert f"Operation {both.difference}," in both.said


async def test_a_long_trace_is_cut_for_the_page_alone(both: SideBySide) -> None:
    await both.run([on("ada").is_any_exist()] * (MOST + 1))

    assert len(both.data["steps"]) == MOST
    assert both.data["left"] == "Only the first 1,000 steps are shown."
    assert both.data["verdict"] == "= both alike in 1001 steps"


async def test_what_has_no_operations_is_refused(both: SideBySide) -> None:
    wrong: Any = 5
    with pytest.raises(TypeError, match="5 has no operations: give a failure"):
        await both.run(wrong)
    with pytest.raises(TypeError, match="element 1 is 5, which is not an operation"):
        await both.run([wrong])


def test_what_is_no_store_class_is_refused() -> None:
    with pytest.raises(TypeError, match="the store class is 5; give a store class"):
        inspect(5, beside=FortJs)  # type: ignore[call-overload]
    with pytest.raises(TypeError, match="beside is 'FortJs'; give a store class"):
        inspect(FortJs, beside="FortJs")  # type: ignore[call-overload]
