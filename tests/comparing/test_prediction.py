"""Predict first; then see what FortJs answered."""

from typing import Any

import pytest

from sessionkit import SCENARIOS, Scenario, reveal
from sessionkit.errors import SessionkitError
from sessionkit.fortjs import expected
from sessionkit.suite.scenarios import BY_NAME

NAME = "remove-then-get-all"


def test_without_a_guess_the_answer_stays_hidden() -> None:
    shown = reveal(NAME, ...)

    assert not shown.made
    assert not shown.right
    for text in (str(shown), shown._repr_html_()):
        assert "None" not in text
        assert "Not predicted yet: replace the three dots with your answer" in text
    assert str(shown).split("\n")[:4] == [
        "What does get_all show of a key that was removed?",
        '  1 ada set("cart", 3)',
        '  2 ada remove("cart")',
        "  3 ada get_all() → ?",
    ]


@pytest.mark.parametrize("scenario", SCENARIOS, ids=str)
def test_no_scenario_gives_its_last_answer_away(scenario: Scenario) -> None:
    hidden = reveal(scenario, ...)

    assert str(hidden).count("→ ?") == 1
    assert scenario.hint not in str(hidden)
    assert scenario.why not in str(hidden)


def test_a_right_guess() -> None:
    shown = reveal(NAME, {"cart": None})

    assert shown.right
    assert '  3 ada get_all() → {"cart": None}' in str(shown)
    assert 'You said `{"cart": None}`.' in str(shown)
    assert shown.scenario.why in str(shown)


@pytest.mark.parametrize("guess", [{}, None, {"cart": 0}, "{}", object()])
def test_a_wrong_guess(guess: Any) -> None:
    shown = reveal(NAME, guess)

    assert shown.made
    assert not shown.right
    assert '; FortJs answers `{"cart": None}`.' in str(shown)
    assert " at 0x" not in str(shown)


def test_the_type_counts() -> None:
    assert reveal("falsy-values", False).right
    assert not reveal("falsy-values", 0).right
    assert reveal("set-then-get", True).right
    assert not reveal("set-then-get", 1).right


@pytest.mark.parametrize("scenario", SCENARIOS, ids=str)
def test_the_answer_of_the_port_is_right(scenario: Scenario) -> None:
    answer = expected(scenario)[-1].answer.value

    assert reveal(scenario, answer).right
    assert reveal(scenario.name, answer).right


def test_the_table_is_escaped_and_has_headings() -> None:
    html = reveal(NAME, "<script>")._repr_html_()

    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert ">What does get_all show of a key that was removed?</span></caption>" in html
    assert html.count('scope="row"') == 3
    assert html.count('scope="col"') == 3


def test_an_unknown_scenario_names_those_there_are() -> None:
    with pytest.raises(LookupError, match="no scenario 'x'; there are: new-"):
        reveal("x", None)


def test_a_mistyped_scenario_is_one_line_with_the_likely_name() -> None:
    with pytest.raises(SessionkitError) as told:
        reveal("two-session-same-key", None)

    assert told.value._render_traceback_() == [
        "UnknownNameError: no scenario 'two-session-same-key'; did you mean "
        "'two-sessions-same-key'?"
    ]


@pytest.mark.parametrize("at", [-1, 4, 9])
def test_an_operation_that_is_not_there_is_no_question(at: int) -> None:
    with pytest.raises(LookupError, match=f"no operation {at} in {NAME}: it has 3"):
        reveal(NAME, None, at=at)


def test_the_order_alone_is_told_as_such() -> None:
    name = "remove-key-never-set"
    right = expected(BY_NAME[name])[-1].answer.value
    told = "Keys and values are right; their order is not."

    assert len(right) > 1
    assert told in str(reveal(name, dict(reversed(right.items()))))
    assert told not in str(reveal(name, right))
    assert told not in str(reveal(name, {}))


def test_an_error_is_a_guess_too() -> None:
    assert "You said `KeyError`; FortJs answers `None`." in str(
        reveal("remove-then-get", KeyError)
    )
