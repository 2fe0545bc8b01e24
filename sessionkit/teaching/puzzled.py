"""puzzle: a method put together from its lines, by buttons or by letters."""

import asyncio
from types import EllipsisType
from typing import Any, Final

from sessionkit.in_a_cell import in_a_cell
from sessionkit.teaching.buttons import Device, button, html, row
from sessionkit.teaching.puzzles import (
    Code,
    Given,
    Puzzle,
    Solved,
    find,
    solve,
    written,
)
from sessionkit.traces.html import paragraph
from sessionkit.traces.shown import Refused

_pressed: Final[dict[str, str]] = {}
"""The letters that were pressed, by puzzle, for the next run of the cell."""


class Puzzled(Device):
    """A puzzle: a button for each line, and the method as it grows.

    ``letters`` are those chosen so far, ``shown`` is the puzzle, or what became of it.
    """

    result = "shown"

    def __init__(self, given: Given, shown: Puzzle | Solved, letters: str = "") -> None:
        self.given = given
        self.shown = shown
        self.letters = letters
        super().__init__()
        self._show()

    def press(self, letter: str) -> "Puzzled":
        """Add a line below the others, as its button does; return it."""
        return self._chosen(self.letters + letter)

    def back(self) -> "Puzzled":
        """Take the last line away; return it."""
        return self._chosen(self.letters[:-1])

    async def check(self) -> "Puzzled":
        """Check the method as it is now; return it."""
        solved = await solve(self.given, self.letters)
        if isinstance(solved, Solved):
            self.shown = solved
        self._show()
        return self

    def _chosen(self, letters: str) -> "Puzzled":
        self.letters = _pressed[self.given.name] = letters
        self.shown = Puzzle(self.given)
        self._show()
        return self

    def _checks(self) -> None:
        # kept, since the loop alone lets go of a task that nobody holds
        self._task = asyncio.get_running_loop().create_task(self.check())

    def _show(self) -> None:
        if isinstance(self.shown, Solved):
            children = [html(self.shown._repr_html_())]
            if self.letters:
                keep = f'await puzzle("{self.given.name}", "{self.letters}")'
                children += [html(paragraph(f"To keep your answer: `{keep}`."))]
                children += [button("Change it", "Take the last line away", self.back)]
            self.children = children
            return
        code = Code(written(self.given, self.given.taken(self.letters)))
        self.children = [
            html("".join(part.html() for part in Puzzle(self.given).live())),
            row([self._line(line.letter, line.code) for line in self.given.lines]),
            html(code.html()),
            row(self._actions()),
        ]

    def _line(self, letter: str, code: str) -> Any:
        made = button(letter, f"Add {code.strip()}", lambda: self.press(letter))
        made.disabled = letter in self.letters
        return made

    def _actions(self) -> list[Any]:
        back = button("Back", "Take the last line away", self.back)
        check = button("Check", "Check the store with this method", self._checks)
        back.disabled = check.disabled = not self.letters
        return [back, check]


@in_a_cell
async def puzzle(name: Any, letters: Any = ...) -> Puzzled | Refused:
    """Show a method as shuffled lines, or check the order in which ``letters`` put it.

    ``name`` is such as ``"02.set"``; ``letters`` such as ``"C A F"``, each at most
    once. The lines keep their indentation. Whatever is passed, nothing is raised.
    """
    asked = find(name)
    if isinstance(asked, Refused):
        return asked
    if isinstance(letters, EllipsisType):
        return Puzzled(asked, Puzzle(asked), _pressed.get(asked.name, ""))
    solved = await solve(asked, letters)
    return solved if isinstance(solved, Refused) else Puzzled(asked, solved)
