"""predict: choose what will be answered, then see what was, and why."""

import asyncio
import inspect
import json
from collections.abc import Awaitable, Callable, Generator, Sequence
from dataclasses import replace
from types import EllipsisType
from typing import Any, Final

import ipywidgets

from sessionkit.comparing.prediction import (
    BY_WRITING,
    SURE,
    Guess,
    PlainGuess,
    Prediction,
    reveal,
)
from sessionkit.in_a_cell import in_a_cell
from sessionkit.live.choices import RAISES, choices
from sessionkit.page import cannot, lacks_programs
from sessionkit.suite.scenarios import Scenario
from sessionkit.teaching.asked import Asked, why
from sessionkit.teaching.buttons import button, html, row
from sessionkit.teaching.questions import reason_for
from sessionkit.traces.html import code, lines, paragraph
from sessionkit.traces.values import Opaque, same, show, snapshot

BY_PRESSING: Final = "Press what you expect."
NOT_OFFERED: Final = (
    "Not predicted yet: {} is none of the choices. Put one of them in its place, as it "
    "is written below, and run this cell again."
)
_pressed: Final[dict[str, tuple[Any, str]]] = {}
"""The choice that was pressed for a question, and how sure: for the cell's next run."""

Finds = Callable[[Any], Guess | Awaitable[Guess]]
"""Puts the answer into a guess that was made."""


class Predict(ipywidgets.VBox):  # type: ignore[misc]
    """Asks for an answer, with buttons to choose from and to say how sure one is.

    ``answer`` makes the choice from code. Once there is a choice, the right answer
    appears beside it, with the reason; where the kit has reasons to choose from, it
    asks for them after a press. ``prediction`` is what is known so far.
    """

    def __init__(
        self, prediction: Guess, options: Sequence[Any], name: str, finds: Finds
    ) -> None:
        self.prediction = prediction
        self.choices = tuple(options)
        self._name = name
        self._finds = finds
        self._waiting: Awaitable[Guess] | None = None
        self._reason: Asked | None = None
        self._in_code = False
        self._by_press = name in _pressed
        self._shown = html("")
        self._sure = ipywidgets.ToggleButtons(
            options=SURE,
            value=None,
            description="How sure?",
            style={"button_width": "auto", "description_width": "initial"},
        )
        # buttons, since JupyterLab takes the arrow keys from radio buttons
        self._buttons = [self._button(one) for one in self.choices]
        self._again = button("Predict again", "Forget this answer", self.again)
        super().__init__()
        if self._by_press:
            value, sure = _pressed[name]
            self._make(value, sure)
        self._show()

    @in_a_cell
    def answer(self, guess: Any, *, sure: str = "") -> "Predict":
        """Take ``guess`` as the choice and show the answer; return ``self``.

        ``guess`` is a value, or its text as JSON or as on the buttons (``"null"`` and
        ``None`` are the same); ``sure`` is one of "guessing", "fairly sure" and
        "certain". With ``...`` the answer stays hidden, unless a button was pressed.
        """
        if isinstance(guess, EllipsisType):
            self._in_code = True
        elif self._offers(guess):
            self._by_press = False
            self._make(guess, sure)
        else:
            how = NOT_OFFERED.format(show(snapshot(guess)))
            self.prediction = replace(self.prediction, guess=..., how=how)
        self._show()
        return self

    def press(self, value: Any) -> "Predict":
        """Choose as a button does, and keep that for the cell's next run."""
        self._by_press, sure = True, self._sure.value or ""
        _pressed[self._name] = (value, sure)
        self._make(value, sure)
        if self._waiting is not None:
            # kept, since the loop alone lets go of a task that nobody holds
            self._task = asyncio.get_running_loop().create_task(self._finished())
        self._show()
        self._focus()
        return self

    def again(self) -> "Predict":
        """Forget the choice, and ask once more."""
        _pressed.pop(self._name, None)
        self.prediction = replace(self.prediction, guess=..., sure="")
        self._show()
        for first in self._buttons[:1]:
            first.focus()
        return self

    def __await__(self) -> Generator[Any, None, "Predict"]:
        """Wait for an answer that an async function gives."""
        return self._finished().__await__()

    async def _finished(self) -> "Predict":
        if self._waiting is not None:
            waiting, self._waiting = self._waiting, None
            self.prediction = await waiting
            self._show()
            self._focus()
        return self

    def _focus(self) -> None:
        """Give the keyboard's focus to what is left: the pressed button is gone."""
        if self._by_press and self.prediction.made:
            self._again.focus()

    def _make(self, guess: Any, sure: str) -> None:
        guess = _meant(guess)
        place = self._place(guess)
        value = guess if place is None else _meant(self.choices[place])
        made = replace(self.prediction, guess=value, sure=_sure(sure))
        found = self._finds(made)
        if isinstance(found, Guess):
            self.prediction = found
        else:
            self._waiting = found

    def _offers(self, guess: Any) -> bool:
        """Whether a question in words has this choice; a scenario takes any guess."""
        words = isinstance(self.prediction, PlainGuess) and self.choices
        return not words or self._place(_meant(guess)) is not None

    def _place(self, guess: Any) -> int | None:
        """Return the choice that ``guess`` means; ``None`` if it is none of them."""
        meant = [snapshot(guess)]
        if isinstance(guess, str):
            meant.append(RAISES if guess == "KeyError" else _read(guess))
        options = [snapshot(_meant(one)) for one in self.choices]
        for place, one in enumerate(options):
            if same(meant[0], one):  # a text that is a choice is no other's label
                return place
        for value in meant:
            for place, one in enumerate(options):
                # a button's label is an answer, too: somebody may copy it from the page
                if same(value, one) or value == show(one) or _is_json(value, one):
                    return place
        return None

    def _button(self, value: Any) -> Any:
        label = show(snapshot(value))
        tooltip = f"Predict that the answer is {label}"
        return button(label, tooltip, lambda: self.press(value))

    def _show(self) -> None:
        rows = self._answered() if self.prediction.made else self._asked()
        self.children = tuple(rows)

    def _asked(self) -> list[Any]:
        if not self.choices:
            self._shown.value = self.prediction._repr_html_()
            return [self._shown]
        asked = self.prediction
        if asked.how == BY_WRITING:
            asked = replace(asked, how=BY_PRESSING)
        self._shown.value = asked._repr_html_()
        return [self._shown, self._sure, row(self._buttons)]

    def _answered(self) -> list[Any]:
        self._shown.value = self.prediction._repr_html_()
        if not self._by_press:
            return [self._shown]
        self._shown.value += paragraph(self._kept())
        return [self._shown, self._again, *self._why()]

    def _kept(self) -> str:
        guess = _written(self.prediction.guess)
        if self._in_code:
            return f"To keep your answer, write `{guess}` instead of the three dots."
        return f"To keep your answer, write `.answer({guess})` after `predict(...)`."

    def _why(self) -> tuple[Asked, ...]:
        if self._reason is None and isinstance(self.prediction, Prediction):
            name = self.prediction.reason
            asked = why(name) if name else None
            self._reason = asked if isinstance(asked, Asked) else None
        return () if self._reason is None else (self._reason,)

    def __repr__(self) -> str:
        if self._waiting is not None:
            return "The answer is still awaited: write `await` before `predict`."
        if self.prediction.made or not self.choices:
            return str(self.prediction)
        listed = [f"  - {show(snapshot(one))}" for one in self.choices]
        return "\n".join([str(self.prediction), "To choose from:", *listed])

    __str__ = __repr__

    def _repr_mimebundle_(self, **options: Any) -> Any:
        shown = self.prediction._repr_html_()
        if self._waiting is not None:
            shown = paragraph(repr(self))
        elif self.choices and not self.prediction.made:
            listed = (code(show(snapshot(one))) for one in self.choices)
            shown += paragraph(lines(["To choose from:", *listed]))
        data = super()._repr_mimebundle_(**options) or {}
        return {**data, "text/plain": repr(self), "text/html": shown}


@in_a_cell
def predict(
    asked: Scenario | str,
    *,
    at: int = 0,
    choices: Sequence[Any] = (),
    answer: Any = ...,
    because: str = "",
) -> Predict:
    """Ask what FortJs answers in a scenario, or any question that a cell can answer.

    A scenario may be given by its name; the question is about its last answer, or about
    operation ``at``, counted from 1. Raises ``LookupError``, which lists the names, for
    an unknown name.

    A question in words comes with its ``answer``: the value, a function that gives it,
    or an async one (then ``await`` the prediction). The function runs once there is a
    guess; an error that it raises is an answer, too. ``choices`` are values to choose
    from, ``because`` says why the answer is so.
    """
    if isinstance(answer, EllipsisType):
        return _in_a_scenario(reveal(asked, ..., at=at))
    question = asked.question if isinstance(asked, Scenario) else str(asked)
    guess = PlainGuess(question=question, answer=..., because=because)
    return Predict(guess, choices, question, lambda made: _found(made, answer))


def _in_a_scenario(prediction: Prediction) -> Predict:
    scenario, at = prediction.scenario, prediction.at
    prediction = replace(prediction, reason=reason_for(scenario.name))
    options = choices(scenario, at)
    return Predict(prediction, options, f"{scenario.name} {at}", lambda made: made)


def _found(made: PlainGuess, answer: Any) -> Guess | Awaitable[Guess]:
    try:
        value = answer() if callable(answer) else answer
    except Exception as error:  # noqa: BLE001  # an error is an answer
        return _raised(made, error)
    if inspect.isawaitable(value):
        return _awaited(made, value)
    return replace(made, answer=value)


async def _awaited(made: PlainGuess, answer: Awaitable[Any]) -> Guess:
    try:
        value = await answer
    except Exception as error:  # noqa: BLE001  # an error is an answer
        return _raised(made, error)
    return replace(made, answer=value)


def _raised(made: PlainGuess, error: Exception) -> Guess:
    if lacks_programs(error):
        # neither right nor wrong: nothing was tried
        return replace(made, guess=..., how=cannot("start another program"))
    return replace(made, answer=_error(type(error)))


def _meant(guess: Any) -> Any:
    """Take the class of an error for the answer that it is."""
    is_error = isinstance(guess, type) and issubclass(guess, BaseException)
    return _error(guess) if is_error else guess


def _error(error: type[BaseException]) -> Opaque:
    return Opaque(f"an error: {error.__name__}")


def _sure(said: Any) -> str:
    return said if isinstance(said, str) and said in SURE else ""


def _written(guess: Any) -> str:
    """Write a guess as Python; an error by its name."""
    said = show(snapshot(guess))
    return said.removeprefix("<an error: ").removesuffix(">")


def _is_json(value: Any, text: Any) -> bool:
    """Whether a choice is JSON text for a dict or list, however it is spaced."""
    texts = isinstance(text, str) and isinstance(value, dict | list)
    return texts and same(value, _read(text))


def _read(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text
