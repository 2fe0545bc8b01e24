"""A guess beside what a cell computed."""

import pytest

from sessionkit.teaching.entries import entries
from sessionkit.teaching.predicted import predicted
from sessionkit.traces.values import show


def test_the_reason_stays_hidden_until_there_is_a_guess() -> None:
    asked = predicted("04.fork", "3 and 3")
    assert "How many operations do the original and the fork have?" in repr(asked)
    assert "The original keeps its three" not in repr(asked)
    assert "The original keeps its three" in repr(asked.answer("2 and 1"))


def test_a_right_guess_and_a_wrong_one_do_not_look_alike() -> None:
    assert "✓ right" in repr(predicted("04.keys", 2).answer(2))
    assert "✗ wrong" in repr(predicted("04.keys", 2).answer(1))


def test_a_question_that_is_not_there_lists_those_that_are() -> None:
    with pytest.raises(LookupError, match=r"no question '04\.no'; there are: 03\.json"):
        predicted("04.no", 1)


def test_each_question_says_why_and_offers_different_choices() -> None:
    for name, told in entries("predicted").items():
        listed = list(map(show, told["choices"]))
        assert told["question"], name
        assert told["because"], name
        assert len(set(listed)) == len(listed) > 2, name
