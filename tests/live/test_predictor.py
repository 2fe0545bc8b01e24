"""predict: the choices, the choice by a button and from code, and what is shown."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from sessionkit import SCENARIOS, Scenario
from sessionkit.fortjs import expected
from sessionkit.live import predictor
from sessionkit.live.choices import MOST, RAISES, choices
from sessionkit.live.predictor import Predict, predict
from sessionkit.suite.scenarios import BY_NAME
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
    assert choices(BY_NAME[NAME], 3) == (3, None, False, RAISES)


def test_the_tempting_answer_is_among_the_choices() -> None:
    changed = BY_NAME["set-many-then-change-the-dict"]
    assert "Eve" in choices(changed, len(changed.operations))

    merged = {"cart": {"tea": 1, "milk": 2}, "user": "Ada"}
    again = BY_NAME["overwrite"]
    assert merged in choices(again, len(again.operations))


def test_without_a_choice_nothing_is_told() -> None:
    asked = predict(NAME).answer(...)

    assert not asked.prediction.made
    assert "Not predicted yet" in str(asked)
    assert str(asked).endswith(
        "To choose from:\n  - 3\n  - None\n  - False\n  - <an error: KeyError>"
    )
    assert len(asked.children) == 3


@pytest.mark.parametrize("guess", ["null", None, "None"])
def test_a_right_answer_from_code(guess: object) -> None:
    answered = predict(NAME).answer(guess)

    assert answered.prediction.right
    assert "You said `None`." in str(answered)
    assert len(answered.children) == 1


@pytest.mark.parametrize(
    ("guess", "said"),
    [
        (3, "You said `3`; FortJs answers `None`."),
        ("3", "You said `3`; FortJs answers `None`."),
        ("KeyError", "You said `<an error: KeyError>`; FortJs answers `None`."),
        (
            "a phrase of one's own",
            'You said `"a phrase of one\'s own"`; FortJs answers',
        ),
        ([1], "You said `[1]`; FortJs answers `None`."),
    ],
)
def test_a_wrong_answer_is_shown_beside_the_right_one(guess: object, said: str) -> None:
    answered = predict(NAME).answer(guess)

    assert not answered.prediction.right
    assert said in str(answered)


def test_true_is_not_one() -> None:
    assert predict("remove-then-is-exist").answer(False).prediction.right
    assert not predict("remove-then-is-exist").answer(0).prediction.right


@pytest.fixture(autouse=True)
def _nothing_pressed() -> Iterator[None]:
    predictor._pressed.clear()
    yield
    predictor._pressed.clear()


def _shown(asked: Predict) -> str:
    shown: str = tuple[Any, ...](asked.children)[0].value
    return shown


def _buttons(asked: Predict) -> dict[str, Any]:
    *_, listed = tuple[Any, ...](asked.children)
    return {button.description: button for button in listed.children}


def test_by_a_button_it_goes_the_same_way() -> None:
    pressed = predict(NAME)
    _buttons(pressed)["None"].click()

    assert str(pressed) == str(predict(NAME).answer("null"))
    shown = _shown(pressed)
    assert shown.startswith(pressed.prediction._repr_html_())
    assert "write <code>.answer(None)</code> after <code>predict(...)</code>" in shown


def test_the_buttons_do_not_stand_beside_words_on_writing() -> None:
    asked = predict(NAME).answer(...)

    assert "Press what you expect." in _shown(asked)
    assert "replace the three dots" not in _shown(asked)
    assert "replace the three dots" in asked._repr_mimebundle_()["text/html"]


def test_what_was_pressed_stays_for_the_next_run_of_the_cell() -> None:
    _buttons(predict(NAME).answer(...))["3"].click()
    again = predict(NAME).answer(...)

    assert "You said `3`; FortJs answers `None`." in str(again)
    assert (
        "To keep your answer, write <code>3</code> instead of the three dots."
    ) in _shown(again)
    in_code = predict(NAME).answer(None)
    assert in_code.prediction.right
    assert "To keep" not in _shown(in_code)
    again.again()
    assert not predict(NAME).answer(...).prediction.made


def test_how_sure_one_was_is_told_where_it_matters() -> None:
    asked: Any = predict(NAME)
    asked.children[1].value = "certain"
    _buttons(asked)["3"].click()

    assert "You were certain: this is the one to remember." in str(asked)
    right = predict(NAME).answer(None, sure="guessing")
    assert "You were guessing: say in one sentence why it is so." in str(right)
    assert "You were" not in str(predict(NAME).answer(None, sure="certain"))
    assert "You were" not in str(predict(NAME).answer(3, sure="fairly sure"))
    assert "You were" not in str(predict(NAME).answer(3, sure="no word of it"))


def test_after_a_press_it_asks_why_where_there_are_reasons() -> None:
    asked: Any = predict("remove-then-get-all").press({"cart": None})

    assert 'What did `remove("cart")` do?' in str(asked.children[-1])
    assert len(predict(NAME).press(None).children) == 2
    assert len(predict("remove-then-get-all").answer({}).children) == 1


def test_any_question_that_a_cell_answers_can_be_predicted() -> None:
    def asked() -> Predict:
        return predict(
            "What is 1 + 1?", choices=[2, 11], answer=lambda: 1 + 1, because="It adds."
        )

    assert str(asked()).split("\n") == [
        "What is 1 + 1?",
        "Not predicted yet: replace the three dots with your answer "
        "and run this cell again.",
        "To choose from:",
        "  - 2",
        "  - 11",
    ]
    assert str(asked().answer(2)).endswith("✓ right: You said `2`.\nIt adds.")
    assert "✗ wrong: You said `11`; the answer is `2`." in str(asked().answer("11"))
    assert ">✗ wrong</strong>" in asked().answer(11)._repr_mimebundle_()["text/html"]
    assert "✗ wrong" in str(predict("What?", answer=True).answer(1))


@pytest.mark.parametrize("guess", ['{"a":null}', '{ "a": null }', {"a": None}])
def test_json_text_is_chosen_however_it_is_spaced(guess: Any) -> None:
    text = '{"a": null}'
    asked = predict("Which text?", choices=['{"a": 1}', text], answer=text)

    assert "✓ right" in str(asked.answer(guess))
    assert "✗ wrong" in str(asked.answer('{"a":1}'))
    assert "is none of the choices" in str(asked.answer('{"b":1}'))


def test_a_text_is_not_taken_for_the_choice_that_it_shows() -> None:
    made = predict("Which?", choices=[(1, 2), "(1, 2)"], answer=[1, 2]).answer("(1, 2)")

    assert made.prediction.guess == "(1, 2)"


@pytest.mark.parametrize("guess", [3, "3", "two", [2], KeyError])
def test_a_guess_that_is_no_choice_tells_nothing(guess: Any) -> None:
    asked = predict("What is 1 + 1?", choices=[2, 11], answer=2).answer(guess)

    assert "is none of the choices" in str(asked)
    assert "right" not in str(asked)
    assert "wrong" not in str(asked)
    assert "is none of the choices" in asked.children[0].value
    assert asked.answer(2).prediction.right


def test_the_answer_is_not_computed_before_there_is_a_guess() -> None:
    asked: list[int] = []
    predicted = predict("How many?", choices=[0, 1], answer=lambda: asked.append(1))

    assert str(predicted)
    assert asked == []
    assert "the answer is `None`" in str(predicted.answer(0))
    assert asked == [1]


def test_an_error_is_an_answer_too() -> None:
    def raising() -> Any:
        raise ValueError("no")

    asked = predict("What does it answer?", choices=[0, ValueError], answer=raising)

    assert asked.answer(ValueError).prediction.right
    assert "the answer is `<an error: ValueError>`" in str(asked.answer(0))


async def test_an_async_answer_is_awaited() -> None:
    async def later() -> int:
        await asyncio.sleep(0)
        return 3

    def asked() -> Predict:
        return predict("How many?", choices=[2, 3], answer=later)

    assert (await asked().answer(3)).prediction.right
    assert not (await asked().answer(...)).prediction.made
    unawaited = asked().answer(3)
    assert str(unawaited) == (
        "The answer is still awaited: write `await` before `predict`."
    )
    assert "<code>await</code>" in unawaited._repr_mimebundle_()["text/html"]
    await unawaited
    pressed = asked().press(2)
    await pressed._task
    assert "You said `2`; the answer is `3`." in str(pressed)


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
    asked: Any = predict("falsy-values", at=5)

    assert asked.prediction.at == 5
    with pytest.raises(LookupError, match="no scenario 'nope'"):
        predict("nope")
