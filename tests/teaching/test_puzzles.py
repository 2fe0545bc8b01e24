"""puzzle: the lines, an order checked, and a distractor named."""

import contextlib
from collections.abc import Iterator
from typing import Any

import pytest

from sessionkit import check
from sessionkit.contract import StoreClass
from sessionkit.teaching import puzzle, puzzled
from sessionkit.teaching.entries import entries
from sessionkit.teaching.puzzles import Given, built, given

SET = "02.set"
PUZZLES = [given(*entry) for entry in entries("puzzles").items()]


@pytest.fixture(autouse=True)
def _nothing_pressed() -> Iterator[None]:
    puzzled._pressed.clear()
    yield
    puzzled._pressed.clear()


async def test_the_lines_have_letters_in_a_neutral_order() -> None:
    shown = str(await puzzle(SET)).split("\n")

    assert shown[0] == "Put `set` together from 5 of these 7 lines, in the right order."
    assert shown[1] == "   async def set(self, key: str, value: Any) -> None:"
    assert [line[0] for line in shown[2:9]] == [*"ABCDEFG"]
    assert shown[2] == "A      else:"
    assert shown[9] == (
        "Write the letters in your order into the call, as in "
        '`await puzzle("02.set", "ABCDE")`.'
    )
    assert str(await puzzle(SET, ...)) == "\n".join(shown)


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param(one, marks=() if one.name == SET else pytest.mark.slow)
        for one in PUZZLES
    ],
    ids=lambda one: one.name,
)
async def test_the_order_of_the_lesson_is_right(asked: Given) -> None:
    shown: Any = await puzzle(asked.name, asked.right)

    assert shown.shown.right
    assert str(shown).startswith(f"✓ right: with this `{asked.method}` the store does")


async def test_a_distractor_is_named_and_seen_at_work() -> None:
    shown: Any = await puzzle(SET, "e")

    assert not shown.shown.right
    assert "≠ differs: with this `set` the store does not do what FortJs does." in str(
        shown
    )
    assert "so a second key throws the first away." in str(shown)
    assert "FortJs answers to " in str(shown)
    assert ">≠ differs</strong>" in shown._repr_mimebundle_()["text/html"]


async def test_right_lines_in_a_wrong_order_get_the_report_of_check() -> None:
    shown = str(await puzzle(SET, "F, B, D"))

    assert "≠ differs" in shown
    assert "this store answers" in shown


async def test_lines_that_are_no_python_are_told_with_the_line() -> None:
    assert "! raised: Python cannot read this: unexpected indent, in line 3." in str(
        await puzzle(SET, "FG")
    )


async def test_a_line_is_counted_as_it_is_shown_and_only_once() -> None:
    shown = str(await puzzle(SET, "FBE"))

    assert "expected an indented block after 'if' statement, in line 4." in shown
    assert "(line 3, in get: return values[key])" in str(await puzzle("02.get", "CB"))


async def test_one_line_has_no_order() -> None:
    shown = str(await puzzle("02.is_any_exist")).split("\n")

    assert shown[0] == "Which one of these 3 lines makes `is_any_exist` right?"
    assert shown[-1] == (
        'Write the letter into the call, as in `await puzzle("02.is_any_exist", "A")`.'
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("02.sett",), 'There is no puzzle "02.sett"; there are: '),
        ((None,), "There is no puzzle None"),
        ((SET, "AXB"), 'There is no line "X"; there are A B C D E F G.'),
        ((SET, "ABA"), "Line A is there twice"),
        ((SET, 3), "Write the letters of the lines in one text"),
        ((SET, " "), "Write the letters of the lines in one text"),
    ],
)
async def test_what_makes_no_sense_is_answered_in_one_sentence(
    arguments: Any, said: str
) -> None:
    assert str(await puzzle(*arguments)).startswith(f"? not understood: {said}")


@pytest.mark.slow
@pytest.mark.parametrize("asked", PUZZLES, ids=lambda one: one.name)
async def test_no_distractor_is_right_in_the_place_of_a_line_or_of_all(
    asked: Given,
) -> None:
    for wrong in (line for line in asked.lines if line.because):
        replaced = [asked.right.replace(one, wrong.letter) for one in asked.right]
        stores = [*_readable(asked, [*replaced, wrong.letter])]

        assert stores, wrong.code
        for store in stores:
            assert not (await check(store)).passed, wrong.code


def _readable(asked: Given, orders: list[str]) -> Iterator[StoreClass]:
    for letters in dict.fromkeys(orders):
        with contextlib.suppress(SyntaxError):
            yield built(asked, asked.taken(letters))


@pytest.mark.parametrize("asked", PUZZLES, ids=lambda one: one.name)
def test_no_two_lines_of_a_puzzle_are_alike(asked: Given) -> None:
    assert len({line.code for line in asked.lines}) == len(asked.lines)
    assert len(set(asked.right)) == len(asked.right)


async def test_by_buttons_the_method_grows_line_by_line() -> None:
    shown: Any = await puzzle(SET)
    for letter in next(one for one in PUZZLES if one.name == SET).right:
        _labelled(shown, letter).click()
    assert _labelled(shown, "A").disabled
    again: Any = await puzzle(SET)
    assert again.letters == shown.letters
    assert "values[key] = value" in again.children[2].value

    _labelled(again, "Check").click()
    await again._task
    assert str(again).startswith("✓ right")
    assert f"{shown.letters}&quot;)</code>" in again.children[1].value
    again.back()
    assert again.letters == shown.letters[:-1]


def _labelled(shown: Any, label: str) -> Any:
    buttons = [one for part in shown.children for one in getattr(part, "children", ())]
    return next(one for one in buttons if one.description == label)
