"""puzzle: the lines, an order checked, and a distractor named."""

from typing import Any

import pytest

from sessionkit import check
from sessionkit.teaching import puzzle
from sessionkit.teaching.entries import entries
from sessionkit.teaching.puzzles import Given, built, given

SET = "02.set"
PUZZLES = [given(*entry) for entry in entries("puzzles").items()]


async def test_the_lines_have_letters_in_a_neutral_order() -> None:
    shown = str(await puzzle(SET)).split("\n")

    assert shown[0] == "Put `set` together: 5 lines in order; 2 lines of no use."
    assert shown[1] == "   async def set(self, key: str, value: Any) -> None:"
    assert [line[0] for line in shown[2:9]] == [*"ABCDEFG"]
    assert shown[2] == "A      else:"
    assert shown[9] == 'Write the letters: `await puzzle("02.set", "A B C")`.'
    assert str(await puzzle(SET, ...)) == "\n".join(shown)


@pytest.mark.parametrize("asked", PUZZLES, ids=lambda one: one.name)
async def test_the_order_of_the_lesson_is_right(asked: Given) -> None:
    shown: Any = await puzzle(asked.name, asked.right)

    assert shown.right
    assert str(shown).startswith(f"✓ right: with this `{asked.method}` the store does")


async def test_a_distractor_is_named_and_seen_at_work() -> None:
    shown: Any = await puzzle(SET, "e")

    assert not shown.right
    assert "≠ differs: with this `set` the store does not do as FortJs." in str(shown)
    assert "so a second key throws the first away." in str(shown)
    assert "FortJs answers to " in str(shown)
    assert ">≠ differs</strong>" in shown._repr_html_()


async def test_right_lines_in_a_wrong_order_get_the_report_of_check() -> None:
    shown = str(await puzzle(SET, "F, B, D"))

    assert "≠ differs" in shown
    assert "this store answers" in shown


async def test_lines_that_are_no_python_are_told_with_the_line() -> None:
    assert "! raised: Python cannot read this: unexpected indent, in line 3." in str(
        await puzzle(SET, "FG")
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
async def test_no_distractor_is_right_in_the_place_of_a_line(asked: Given) -> None:
    for wrong in (line for line in asked.lines if line.because):
        read = 0
        for letter in asked.right:
            try:
                store = built(
                    asked, asked.taken(asked.right.replace(letter, wrong.letter))
                )
            except SyntaxError:
                continue
            read += 1
            assert not (await check(store)).passed, wrong.code
        assert read, wrong.code


@pytest.mark.parametrize("asked", PUZZLES, ids=lambda one: one.name)
def test_no_two_lines_of_a_puzzle_are_alike(asked: Given) -> None:
    assert len({line.code for line in asked.lines}) == len(asked.lines)
    assert len(set(asked.right)) == len(asked.right)
