"""predict: choose what the store will answer, then see what it did, and why."""

import json
from types import EllipsisType
from typing import Any

import ipywidgets

from sessionkit.comparing.prediction import Prediction, reveal
from sessionkit.live.choices import RAISES, choices
from sessionkit.suite.scenarios import Scenario
from sessionkit.traces.html import code, lines, paragraph
from sessionkit.traces.values import same, show, snapshot


class Predict(ipywidgets.VBox):  # type: ignore[misc]
    """Asks what FortJs answers in a scenario, with buttons to choose from.

    ``answer`` makes the choice from code. Once there is a choice, FortJs's answer
    appears beside it, with the reason. ``prediction`` is what is known so far.
    """

    def __init__(self, prediction: Prediction) -> None:
        self.prediction = prediction
        self.choices = choices(prediction.scenario, prediction.at)
        self._shown = ipywidgets.HTML()
        # buttons, since JupyterLab takes the arrow keys from radio buttons
        self._buttons = [self._button(one) for one in self.choices]
        super().__init__()
        self._show()

    def answer(self, guess: Any) -> "Predict":
        """Take ``guess`` as the choice and show the answer; return ``self``.

        ``guess`` is a value, or its text as JSON or as on the buttons (``"null"`` and
        ``None`` are the same). With ``...`` the answer stays hidden.
        """
        if isinstance(guess, EllipsisType):
            return self
        place = self._place(guess)
        value = guess if place is None else self.choices[place]
        self.prediction = Prediction(
            self.prediction.scenario, value, self.prediction.at
        )
        self._show()
        return self

    def _place(self, guess: Any) -> int | None:
        """Return the choice that ``guess`` means; ``None`` if it is none of them."""
        meant = [RAISES if guess is KeyError else snapshot(guess)]
        if isinstance(guess, str):
            meant.append(RAISES if guess == "KeyError" else _read(guess))
        for value in meant:
            for place, one in enumerate(self.choices):
                if same(value, one) or guess == show(one):
                    return place
        return None

    def _button(self, value: Any) -> Any:
        label = show(value)
        button = ipywidgets.Button(
            description=label,
            tooltip=f"Predict that the answer is {label}",
            layout={"width": "auto"},
        )
        button.on_click(lambda _button: self.answer(value))
        return button

    def _show(self) -> None:
        self._shown.value = self.prediction._repr_html_()
        listed = ipywidgets.HBox(self._buttons, layout={"flex_flow": "row wrap"})
        self.children = (
            (self._shown,) if self.prediction.made else (self._shown, listed)
        )

    def __repr__(self) -> str:
        if self.prediction.made:
            return str(self.prediction)
        listed = [f"  - {show(one)}" for one in self.choices]
        return "\n".join([str(self.prediction), "To choose from:", *listed])

    __str__ = __repr__

    def _repr_mimebundle_(self, **options: Any) -> Any:
        shown = self.prediction._repr_html_()
        if not self.prediction.made:
            choose = ["To choose from:", *(code(show(one)) for one in self.choices)]
            shown += paragraph(lines(choose))
        data = super()._repr_mimebundle_(**options) or {}
        return {**data, "text/plain": repr(self), "text/html": shown}


def predict(scenario: Scenario | str, *, at: int = 0) -> Predict:
    """Ask what FortJs answers in ``scenario``, which may be given by its name.

    The question is about its last answer, or about operation ``at``, counted from 1.
    Raises ``LookupError``, which lists the names, for an unknown name.
    """
    return Predict(reveal(scenario, ..., at=at))


def _read(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text
