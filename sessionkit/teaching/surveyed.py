"""The inventory with buttons, and ``inventory``, which asks it."""

from dataclasses import replace
from functools import partial
from typing import Any, Final

import ipywidgets

from sessionkit.in_a_cell import in_a_cell
from sessionkit.teaching.buttons import Device, button, html, row
from sessionkit.teaching.inventories import FIRST, FORMS, LEFT_OUT, Inventory, letters
from sessionkit.traces.shown import Refused
from sessionkit.traces.values import show, snapshot

_pressed: Final[dict[str, tuple[str, ...]]] = {}
"""What was pressed, by form, for the next run of the cell."""


class Surveyed(Device):
    """An inventory with buttons; nothing is told before the score is asked for.

    ``inventory`` is what is known so far.
    """

    result = "inventory"

    def __init__(self, inventory: Inventory) -> None:
        self.inventory = inventory
        self._left = ipywidgets.Label()
        super().__init__()
        self._build()

    def press(self, place: int, letter: str) -> "Surveyed":
        """Answer the question at ``place``, from 0, as a button does; return it.

        An answer can be changed until the score is asked for.
        """
        self.inventory = self.inventory.answer(place, letter)
        _pressed[self.inventory.form] = self.inventory.answers
        for one in self._rows[place].children:
            one.button_style = "info" if one.description == letter else ""
        self._count()
        return self

    def score(self) -> "Surveyed":
        """Show the score; what was not answered counts as left out."""
        self.inventory = replace(self.inventory, scored=True)
        self._build()
        return self

    def again(self) -> "Surveyed":
        """Forget the answers and ask once more."""
        _pressed.pop(self.inventory.form, None)
        self.inventory = replace(self.inventory, answers=(), scored=False)
        self._build()
        return self

    def _build(self) -> None:
        if self.inventory.scored:
            again = button("Answer again", "Forget these answers", self.again)
            self.children = [html(self.inventory._repr_html_()), again]
            return
        shown = self.inventory
        self._rows = [self._buttons(place) for place in range(len(shown.questions))]
        children = [html("".join(part.html() for part in shown.intro()))]
        for place, buttons in enumerate(self._rows):
            asked = "".join(part.html() for part in shown.asked(place))
            children += [html(asked), buttons]
        score = button("Show my score", "Score all answers", self.score)
        self.children = [*children, self._left, score]
        self._count()

    def _buttons(self, place: int) -> Any:
        chosen = self.inventory.all_answers[place]
        buttons = []
        for one in self.inventory.questions[place].choices:
            made = button(
                one.letter,
                f"Answer {one.letter}: {one.text}",
                partial(self.press, place, one.letter),
            )
            made.button_style = "info" if one.letter == chosen else ""
            buttons.append(made)
        return row(buttons)

    def _count(self) -> None:
        left = self.inventory.all_answers.count(LEFT_OUT)
        self._left.value = f"{left} not answered yet" if left else "All answered."


@in_a_cell
def inventory(
    form: Any = None, *answers: Any, before: Any = ..., explain: bool | None = None
) -> Surveyed | Refused:
    """Ask twenty questions in form ``"A"``, or twenty alike in form ``"B"``.

    ``answers`` are letters, in one text or many, ``"-"`` for what is left out; with
    them the score comes back, by theme. ``before`` are the letters given to the other
    form, to compare with. What was wrong is told with the score of form B; of form A,
    which is asked before the workshop, with ``explain=True``. Nothing is sent anywhere;
    what makes no sense is answered in one sentence.
    """
    if not isinstance(form, str) or form not in FORMS:
        return Refused(
            f"There is no form {show(snapshot(form))}: "
            'before the workshop it is `inventory("A")`, after it `inventory("B")`.'
        )
    other = next(one for one in FORMS if one != form)
    given, earlier = letters(form, answers), letters(other, [before])
    for one in (given, earlier):
        if isinstance(one, str):
            return Refused(one)
    answered = tuple(given) or _pressed.get(form, ())
    told = form != FIRST if explain is None else explain
    return Surveyed(Inventory(form, answered, tuple(earlier), bool(given), told))
