"""The mistakes that each exercise is there for, as data: a file a lesson, `NN.py`.

    MISTAKES = [
        Mistake(
            "set-write",
            "overwrites the session",
            '''
            class Store(Store):
                async def set(self, key, value):
                    sessions[self.session_id] = {key: value}
            ''',
            "a second set loses the first key",
        ),
        ...
    ]

`exercise` is the id of a cell of the solution. `code` takes the place of what it
defines there: statements that bind the same names are replaced, the rest of the cell,
its check too, stays. Code that ends in an expression is the whole cell.
`verdict_says` is in what the cell then shows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from textwrap import dedent

FEWEST = 5
"""The least number of mistakes for each exercise."""


@dataclass(frozen=True)
class Mistake:
    """What somebody may write in an exercise's cell, and what must be said of it."""

    exercise: str
    name: str
    code: str
    verdict_says: str

    @property
    def source(self) -> str:
        """The code without the indentation of the data file."""
        return dedent(self.code).strip()


def lessons() -> list[str]:
    """List the lessons whose mistakes are written down, by number: "01"."""
    return sorted(one.stem for one in Path(__file__).parent.glob("[0-9][0-9].py"))


def mistakes_of(lesson: str) -> Sequence[Mistake]:
    """Give the mistakes of a lesson, by its number."""
    found: Sequence[Mistake] = import_module(f"{__name__}.{lesson}").MISTAKES
    return found
