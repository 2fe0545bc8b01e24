"""The inventory: two parallel forms with a key, each false choice a wrong store's."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from sessionkit import MemorySessionStore, teaching
from sessionkit.running.replay import run
from sessionkit.running.time_limit import drive
from sessionkit.teaching import surveyed
from sessionkit.teaching.inventories import FORMS, document, form
from sessionkit.teaching.questions import Question
from sessionkit.traces.values import show

inventory: Any = teaching.inventory

ITEMS = document()["items"]
KEY = {name: "".join(item[name]["key"] for item in ITEMS) for name in FORMS}
QUESTIONS = [question for name in FORMS for question in form(name)]


@pytest.fixture(autouse=True)
def _nothing_pressed() -> Iterator[None]:
    surveyed._pressed.clear()
    yield
    surveyed._pressed.clear()


@pytest.mark.parametrize("name", FORMS)
def test_the_key_that_is_written_is_the_one_that_is_computed(name: str) -> None:
    assert "".join(one.right.letter for one in form(name)) == KEY[name]
    assert len(KEY[name]) == 20
    assert max(Counter(KEY[name]).values()) <= 8


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda one: one.id)
def test_each_false_choice_is_what_a_wrong_store_answers(question: Question) -> None:
    texts = [one.text for one in question.choices]

    assert 3 <= len(texts) <= 4
    assert len(set(texts)) == len(texts)
    for choice in question.choices:
        if not choice.right:
            trace = choice.wrong_trace()
            said = [one.answer.error or show(one.answer.value) for one in trace]
            told = [one for one, step in zip(said, trace, strict=True) if step.tells]
            assert choice.text == ", then ".join(f"`{one}`" for one in told)
            assert choice.because


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda one: one.id)
def test_the_right_choice_is_the_memory_stores_answer(question: Question) -> None:
    right = question.right
    if right.on:  # a question about another store says so
        assert "copied" in question.text
        return
    trace = drive(run(right.operations, MemorySessionStore))
    told = [show(step.answer.value) for step in trace if step.tells]

    assert right.text == ", then ".join(f"`{one}`" for one in told)
    assert [answer for _, answer in question.rows].count("?") == len(told)


def test_the_forms_are_parallel_and_have_no_lines_in_common() -> None:
    themes = [[one.theme for one in form(name)] for name in FORMS]

    assert themes[0] == themes[1]
    assert Counter(themes[0]) == dict.fromkeys(document()["themes"], 4)
    for item in ITEMS:
        assert item["A"]["operations"] != item["B"]["operations"]
        assert item["A"]["text"] != item["B"]["text"]


def test_a_score_by_theme_with_what_is_wrong_refuted() -> None:
    wrong = "b" if KEY["A"][1] == "a" else "a"
    given = KEY["A"][0] + wrong + "-" + KEY["A"][3:]
    shown = str(inventory("A", given, explain=True))

    assert shown.startswith("◐ 18 of 20 right")
    assert "When is there a session?   2 of 4" in shown
    assert "Live or copied?            4 of 4" in shown
    assert f"✗ wrong: {wrong}  " in shown
    assert "≠ differs" in shown
    assert "○ not attempted: The answer is " in shown
    assert shown.count("\n2. ") == shown.count("\n3. ") == 1
    assert "\n4. " not in shown
    assert "✓ 20 of 20 right" in str(inventory("A", *KEY["A"].upper()))


def test_the_score_before_the_workshop_gives_no_answer_away() -> None:
    shown = str(inventory("A", "-" * 20))
    explain = f'inventory("A", "{"-" * 20}", explain=True)'

    assert shown.startswith("✗ 0 of 20 right") or shown.startswith("◐ 0 of 20 right")
    assert explain in shown
    assert not [one for one in form("A") if one.because in shown]
    assert "The answer is" not in shown
    assert "The answer is" in str(inventory("B", "-" * 20))
    assert "not shown yet" not in str(inventory("A", KEY["A"]))


def test_before_and_after_are_compared() -> None:
    none = "-" * 20

    better = str(inventory("B", KEY["B"], before=KEY["A"][:5] + none[5:]))
    assert "✓ 20 of 20 right: 15 more than the 5 in form A." in better
    assert "When is there a session?   4 of 4  4 of 4" in better
    assert "Many keys at once          0 of 4  4 of 4" in better
    assert "20 fewer than the 20" in str(inventory("A", none, before=KEY["B"]))
    assert "as many as before" in str(inventory("A", none, before=none))


def test_nothing_is_told_before_the_score() -> None:
    shown = str(inventory("A"))

    assert shown.count("\n   a  ") == 20
    assert "✓" not in shown
    assert ITEMS[0]["because"] not in shown
    assert str(inventory("A", ...)) == shown


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("C",), 'There is no form "C": before the workshop it is'),
        (([],), "There is no form []"),
        (("A", "abc"), "Form A has 20 questions, not 3."),
        (("A", "z" * 20), 'Question 1 of form A has no choice "z": take one of a, b'),
        (("A", 3), "Answers to form A are letters in one text"),
        (("A", None), "Answers to form A are letters in one text"),
    ],
)
def test_what_makes_no_sense_is_answered_in_one_sentence(
    arguments: Any, said: str
) -> None:
    assert str(inventory(*arguments)).startswith(f"? not understood: {said}")
    assert "of form B" in str(inventory("A", before="z" * 20))


def test_by_buttons_an_answer_may_change_until_the_score() -> None:
    asked = inventory("A")
    for place, letter in enumerate(KEY["A"]):
        asked.press(place, letter)
    asked.press(0, "a").press(0, KEY["A"][0])
    again = inventory("A")

    assert again.inventory.all_answers == tuple(KEY["A"])
    assert "right" not in _texts(again)
    again.score()
    assert "20 of 20 right" in _texts(again)
    assert f'inventory("A", "{KEY["A"]}")' in str(again)
    again.again()
    assert inventory("A").inventory.answers == ()


def test_the_score_may_be_asked_for_early() -> None:
    asked = inventory("B").press(0, KEY["B"][0])

    assert "19 not answered yet" in _texts(asked)
    assert "1 of 20 right" in _texts(asked.score())


def _texts(widget: Any) -> str:
    return "\n".join(str(getattr(one, "value", "")) for one in widget.children)
