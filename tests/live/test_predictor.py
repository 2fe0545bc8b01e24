"""predict: the choices, the choice by a button and from code, and what is shown."""

from typing import Any

import pytest

from sessionkit import SCENARIOS, Scenario
from sessionkit.fortjs import expected
from sessionkit.live.choices import MOST, RAISES, choices
from sessionkit.live.predictor import Predict, predict
from sessionkit.traces.values import same, show

NAME = "remove-then-get"


@pytest.mark.parametrize("scenario", SCENARIOS, ids=str)
def test_the_right_answer_is_among_plausible_ones(scenario: Scenario) -> None:
    at = len(scenario.operations)
    right = expected(scenario)[-1].answer.value
    shown = choices(scenario, at)

    assert sum(same(one, right) for one in shown) == 1
    assert 2 <= len(shown) <= MOST
    assert len(set(map(show, shown))) == len(shown)
    assert list(shown) == sorted(shown, key=lambda one: (len(show(one)), show(one)))


def test_what_other_stores_answer_is_a_choice() -> None:
    assert choices(predict(NAME).prediction.scenario, 3) == (3, None, False, RAISES)


def test_without_a_choice_nothing_is_told() -> None:
    asked = predict(NAME).answer(...)

    assert not asked.prediction.made
    assert "Not predicted yet" in str(asked)
    assert str(asked).endswith(
        "To choose from:\n  - 3\n  - None\n  - False\n  - <an error: KeyError>"
    )
    assert len(asked.children) == 2


@pytest.mark.parametrize("guess", ["null", None, "None"])
def test_a_right_answer_from_code(guess: object) -> None:
    answered = predict(NAME).answer(guess)

    assert answered.prediction.right
    assert "You said None, and so it is." in str(answered)
    assert len(answered.children) == 1


@pytest.mark.parametrize(
    ("guess", "said"),
    [
        (3, "You said 3; FortJs answers None."),
        ("3", "You said 3; FortJs answers None."),
        ("KeyError", "You said <an error: KeyError>; FortJs answers None."),
        ("a phrase of one's own", 'You said "a phrase of one\'s own"; FortJs answers'),
        ([1], "You said [1]; FortJs answers None."),
    ],
)
def test_a_wrong_answer_is_shown_beside_the_right_one(guess: object, said: str) -> None:
    answered = predict(NAME).answer(guess)

    assert not answered.prediction.right
    assert said in str(answered)


def test_true_is_not_one() -> None:
    assert predict("remove-then-is-exist").answer(False).prediction.right
    assert not predict("remove-then-is-exist").answer(0).prediction.right


def _buttons(asked: Predict) -> dict[str, Any]:
    _, listed = tuple[Any, ...](asked.children)
    return {button.description: button for button in listed.children}


def test_by_a_button_it_goes_the_same_way() -> None:
    pressed = predict(NAME)
    _buttons(pressed)["None"].click()

    assert str(pressed) == str(predict(NAME).answer("null"))
    (shown,) = tuple[Any, ...](pressed.children)
    assert shown.value == pressed.prediction._repr_html_()


def test_each_button_says_what_it_is_for() -> None:
    buttons = _buttons(predict(NAME))

    assert list(buttons) == ["3", "None", "False", "<an error: KeyError>"]
    assert buttons["3"].tooltip == "Predict that the answer is 3"


def test_what_is_committed_is_text_and_a_table() -> None:
    data = predict(NAME)._repr_mimebundle_()

    assert data["text/plain"] == str(predict(NAME))
    assert "<code" in data["text/html"]
    assert "&lt;an error: KeyError&gt;" in data["text/html"]
    assert "application/vnd.jupyter.widget-view+json" in data


def test_another_operation_is_asked_with_at() -> None:
    asked = predict("falsy-values", at=5)

    assert asked.prediction.at == 5
    with pytest.raises(LookupError, match="no scenario 'nope'"):
        predict("nope")
