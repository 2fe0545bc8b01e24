"""recall and why: from code and by buttons, right, wrong, and not understood."""

from collections.abc import Iterator
from typing import Any

import pytest

from sessionkit import teaching
from sessionkit.teaching import asked

recall: Any = teaching.recall
why: Any = teaching.why
REMOVE = "why-remove"


@pytest.fixture(autouse=True)
def _nothing_pressed() -> Iterator[None]:
    asked._pressed.clear()
    yield
    asked._pressed.clear()


def test_before_an_answer_nothing_is_told() -> None:
    shown = str(recall("02"))

    assert shown.count("\n   a  ") == 3
    assert "✓" not in shown
    assert "Only the id travels" not in shown
    assert shown.endswith(
        'write letters into the call, as in `recall("02", "a", "a", "a")`.'
    )


def test_answers_get_verdicts_each_with_its_reason() -> None:
    shown = str(recall("02", "A", "b", ...))

    assert "✗ wrong: a  Her name and her cart" in shown
    assert "Many people think that the session is in the cookie." in shown
    assert "The answer is b: The id of her session" in shown
    assert "✓ right: b  `False`" in shown
    assert "   c  Nothing" in shown
    assert "of 3 right" not in shown
    assert str(recall("02", "b", "b", "c")).endswith("✓ 3 of 3 right")


def test_a_wrong_store_refutes_a_wrong_choice() -> None:
    shown = why(REMOVE, "d")

    assert '3 ada get_all()       {"cart": None}  {"cart": 3}   ≠' in str(shown)
    html = shown._repr_mimebundle_()["text/html"]
    assert "✗ wrong</strong>" in html
    assert "<code>remove</code>" in html


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        (lambda: recall("12"), 'There is no lesson "12"; there are: 00, 01'),
        (lambda: recall(2), "There is no lesson 2;"),
        (lambda: recall("00"), "Lesson 00 has nothing to recall"),
        (lambda: recall("02", "x"), 'There is no choice "x": take one of a, b, c'),
        (lambda: recall("02", 1), "There is no choice 1: take one of"),
        (lambda: recall("02", *"abca"), "There are 3 questions, and 1 answer too many"),
        (lambda: why("why-not"), 'There is no question "why-not"; there are: '),
        (lambda: why([]), "There is no question []"),
        (lambda: why(REMOVE, None), "There is no choice None"),
    ],
)
def test_what_makes_no_sense_is_answered_in_one_sentence(shown: Any, said: str) -> None:
    assert said in str(shown())
    assert "? not understood" in str(shown())


def test_what_is_pressed_stays_for_the_next_run_and_says_how_to_keep_it() -> None:
    first = recall("02")
    _press(first, "c")
    again = recall("02")

    assert again.quiz.answers == ("c", ..., ...)
    html = "".join(one.value for one in _of(again, "HTML"))
    assert 'cell: <code>recall("02", "c", ..., ...)</code>' in html.replace(
        "&quot;", '"'
    )
    assert "To answer, write" not in html
    _press(again, "Answer again")
    assert recall("02").quiz.answers == ()
    assert [one.description for one in _of(again, "Button")] == [*"abcababc"]


def test_letters_in_the_cell_come_before_what_was_pressed() -> None:
    _press(why(REMOVE), "a")

    assert why(REMOVE, "b").quiz.answers == ("b",)


def test_what_is_committed_is_text_and_html_that_need_no_kernel() -> None:
    data = recall("02")._repr_mimebundle_()

    assert data["text/plain"] == str(recall("02"))
    assert "To answer, write letters into the call" in data["text/html"]
    assert "application/vnd.jupyter.widget-view+json" in data


def _of(widget: Any, kind: str) -> list[Any]:
    found = [widget] if type(widget).__name__ == kind else []
    for child in getattr(widget, "children", ()):
        found += _of(child, kind)
    return found


def _press(widget: Any, label: str) -> None:
    next(one for one in _of(widget, "Button") if one.description == label).click()
