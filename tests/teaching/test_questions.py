"""Every question of every lesson: its key is right, each false choice refuted."""

import pytest

from sessionkit import MemorySessionStore
from sessionkit.running.replay import run
from sessionkit.running.time_limit import drive
from sessionkit.teaching.entries import LESSONS
from sessionkit.teaching.questions import Choice, Question, reasons, recalled
from sessionkit.traces.answer import Answer
from sessionkit.traces.values import same

RECALLED = {number: recalled(number) for number in LESSONS}
QUESTIONS = [*(one for some in RECALLED.values() for one in some), *reasons().values()]
FALSE = [
    pytest.param(one, choice, id=f"{one.id}-{choice.letter}")
    for one in QUESTIONS
    for choice in one.choices
    if not choice.right
]


def _right_answer(choice: Choice) -> Answer:
    return drive(run(choice.operations, MemorySessionStore))[-1].answer


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda one: one.id)
def test_one_choice_is_right_and_gives_the_stores_own_answer(
    question: Question,
) -> None:
    (right,) = (one for one in question.choices if one.right)

    assert 2 <= len(question.choices) <= 5
    assert question.because
    assert len({one.text for one in question.choices}) == len(question.choices)
    if right.value is not ...:
        assert same(_right_answer(right).value, right.value)


@pytest.mark.parametrize(("question", "choice"), FALSE)
def test_a_false_choice_is_a_wrong_stores_answer_or_says_why_it_is_false(
    question: Question, choice: Choice
) -> None:
    assert choice.because
    assert choice.store or choice.value is ...
    if choice.store:
        answer = choice.wrong_trace()[-1].answer
        assert answer != _right_answer(choice)
        assert choice.value is ... or same(answer.value, choice.value)
        shown = choice.refutation()
        assert shown is not None
        assert "≠ differs" in shown.text()


def test_ids_are_used_once() -> None:
    ids = [one.id for one in QUESTIONS]

    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("number", LESSONS)
def test_a_lesson_recalls_three_things_one_of_them_from_two_back(number: str) -> None:
    asked = RECALLED[number]
    if not asked:
        return
    back = [int(number) - int(one.lesson) for one in asked]

    assert len(asked) == 3
    assert min(back) >= 1
    assert int(number) < 2 or 2 in back
