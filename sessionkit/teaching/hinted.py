"""hint: one at a time, with a button for the next."""

from dataclasses import replace
from typing import Any

from sessionkit.in_a_cell import in_a_cell
from sessionkit.teaching.buttons import Device, button, html
from sessionkit.teaching.hints import Hint, NotAsked, find
from sessionkit.traces.shown import Refused


class Hinted(Device):
    """A hint, and a button that gives the next one.

    ``hint`` is the one that is shown; before the first, it tells how many there are.
    """

    result = "hint"

    def __init__(self, hint: Hint | NotAsked) -> None:
        self.hint = hint
        super().__init__()
        self._show()

    def press(self) -> "Hinted":
        """Show the next hint, as the button does; return it."""
        if isinstance(self.hint, NotAsked):
            self.hint = self.hint.first
        elif not self.hint.last:
            self.hint = replace(self.hint, number=self.hint.number + 1)
        self._show()
        return self

    def _show(self) -> None:
        shown = html("".join(part.html() for part in self.hint.live()))
        if isinstance(self.hint, NotAsked):
            label = "Show the first hint"
        elif self.hint.last:
            self.children = [shown]
            return
        else:
            label = "Show the next hint"
        self.children = [shown, button(label, label, self.press)]


@in_a_cell
def hint(step: Any, number: Any = 1) -> Hinted | Refused:
    """Give a hint for a step, such as ``"02.3"``: the first, or that of a number.

    With ``...`` as the number it only says how many there are. A step or number that is
    not there is answered in one sentence.
    """
    found = find(step, number)
    return found if isinstance(found, Refused) else Hinted(found)
