"""A sentence of the learner's beside one of ours."""

import pytest

from sessionkit.teaching.entries import entries
from sessionkit.teaching.sentence import explain


def test_ours_stays_hidden_until_there_is_one() -> None:
    said = str(explain("03.alias", ...))
    assert "Not written yet" in said
    assert "very list" not in said


def test_both_stand_side_by_side_with_what_to_look_for() -> None:
    said = explain("03.alias", "It is <one> list.")
    assert "You wrote: It is <one> list." in str(said)
    assert "We wrote: In memory `get` hands out the very list" in str(said)
    assert "  3. only `set` writes the copy back" in str(said)
    assert "It is &lt;one&gt; list." in said._repr_html_()


@pytest.mark.parametrize("sentence", [None, 3, "", ["a"]])
def test_what_is_no_text_is_answered_in_one_sentence(sentence: object) -> None:
    assert "Write your sentence in quotes" in str(explain("03.alias", sentence))


def test_a_question_that_is_not_there_is_one_sentence() -> None:
    assert 'There is no question "03.no"' in str(explain("03.no", "a"))


def test_each_question_has_a_sentence_and_points() -> None:
    for name, told in entries("sentences").items():
        assert told["question"], name
        assert told["model"], name
        assert len(told["points"]) >= 2, name
