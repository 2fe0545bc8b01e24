"""A guess beside what a cell computed."""

import pytest

from sessionkit.teaching.entries import entries
from sessionkit.teaching.predicted import predicted
from sessionkit.traces.values import show


def test_the_answer_stays_hidden_until_there_is_a_guess() -> None:
    said = str(predicted("04.fork", ..., "3 and 3"))
    assert "Not predicted yet" in said
    assert "To choose from: `'2 and 1'`, `'3 and 1'`, `'3 and 3'`" in said
    assert "The original keeps its three" not in said


def test_a_right_guess_and_a_wrong_one_do_not_look_alike() -> None:
    right, wrong = predicted("04.keys", 2, 2), predicted("04.keys", 1, 2)
    assert "✓ right: you said `2`, and so it is." in str(right)
    assert "✗ wrong: you said `1`; it is `2`." in str(wrong)
    assert "A tombstone is a key" in wrong._repr_html_()


@pytest.mark.parametrize("guess", ["2", 2.0, True, None, object(), [2]])
def test_a_guess_is_right_by_value_and_type(guess: object) -> None:
    assert "✗ wrong" in str(predicted("04.keys", guess, 2))


def test_a_question_that_is_not_there_is_one_sentence() -> None:
    assert str(predicted("04.no", 1, 1)).startswith(
        "? not understood: There is no question '04.no'; there are: 03.json"
    )


def test_each_question_says_why_and_offers_different_choices() -> None:
    for name, told in entries("predicted").items():
        listed = list(map(show, told.get("choices", ())))
        assert told["question"], name
        assert told["because"], name
        assert len(set(listed)) == len(listed) != 1, name
