"""hint: one at a time, and a sentence where there is none."""

from typing import Any

import pytest

from sessionkit import teaching
from sessionkit.teaching.entries import entries

hint: Any = teaching.hint


def test_one_hint_at_a_time_with_the_way_to_the_next() -> None:
    first, last = str(hint("02.1")), str(hint("02.1", 3))

    assert first.startswith("Hint 1 of 3: The question is about one id.")
    assert first.endswith('Still stuck? `hint("02.1", 2)`')
    assert "return" not in first
    assert last.endswith("That was the last hint of this step.")
    html = hint("02.1")._repr_mimebundle_()["text/html"]
    assert "<code>hint(&quot;02.1&quot;, 2)</code>" in html


@pytest.mark.parametrize("number", [0, 4, -1, True, "2", None, 10**9])
def test_another_number_is_answered_in_one_sentence(number: Any) -> None:
    assert "Step 02.1 has 3 hints: there is no " in str(hint("02.1", number))


@pytest.mark.parametrize("step", ["02.99", "2", 2.1, None, []])
def test_another_step_names_those_there_are(step: Any) -> None:
    shown = str(hint(step))

    assert "There is no hint for step" in shown
    assert "02.1" in shown


@pytest.mark.parametrize(("step", "hints"), entries("hints").items())
def test_each_step_has_one_to_three_hints_and_no_two_alike(
    step: str, hints: list[str]
) -> None:
    assert 1 <= len(hints) <= 3, step
    assert len(set(hints)) == len(hints)
    assert all(one.strip() for one in hints)


def test_nothing_is_told_before_a_number_is_written() -> None:
    said = str(hint("02.1", ...))
    assert said.startswith("There are 3 hints for step 02.1")
    assert str(hint("02.1")).splitlines()[0] not in said


def test_a_button_gives_the_next_until_the_last() -> None:
    asked = hint("02.1", ...)

    assert asked.children[1].description == "Show the first hint"
    asked.children[1].click()
    assert str(asked) == str(hint("02.1"))
    assert "Still stuck" not in asked.children[0].value
    asked.children[1].click()
    asked.children[1].click()
    assert str(asked) == str(hint("02.1", 3))
    assert len(asked.children) == 1
    assert str(asked.press()) == str(hint("02.1", 3))
