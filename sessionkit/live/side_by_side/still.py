"""Two stores beside each other, as tables: what nbval compares, and a page shows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from sessionkit.live.history import ABSENT
from sessionkit.live.side_by_side.pair import Pair
from sessionkit.live.swimlanes.play import State
from sessionkit.traces.answer import Answer
from sessionkit.traces.shown import Columns, Part, Shown, Verdict
from sessionkit.traces.values import same, show, visible

TEXT: Final = 120
"""The longest text of a cell, in characters."""
GONE: Final = repr(ABSENT)
KEYS: Final = 30
"""How many keys of a session are shown."""
LAST: Final = 20
"""How many steps the still form shows: the last up to the one in question."""


@dataclass(frozen=True, repr=False)
class Compared(Shown):
    """What two stores answered to the same operations, and what they held.

    ``at`` is the number of the step whose keys are shown, or ``None`` for the first
    that differs, else the last; ``note`` is a line about the other store, or "".
    """

    names: tuple[str, str]
    pairs: tuple[Pair, ...]
    note: str = ""
    at: int | None = None

    between = "\n\n"

    @cached_property
    def difference(self) -> int | None:
        """The number, from 1, of the first step that is answered otherwise."""
        return _first(not one.answered_alike for one in self.pairs)

    @cached_property
    def held(self) -> int | None:
        """The number of the first step after which the stores hold different values."""
        return _first(not one.hold_alike for one in self.pairs)

    @property
    def number(self) -> int:
        """The number of the step that is shown; 0 without any."""
        first = min(filter(None, (self.difference, self.held)), default=None)
        at = self.at or first or len(self.pairs)
        return min(at, len(self.pairs))

    def verdict(self) -> str:
        """Say in one line where they differ first."""
        count = "1 step" if len(self.pairs) == 1 else f"{len(self.pairs)} steps"
        if self.difference is None and self.held is None:
            return f"= both alike in {count}" if self.pairs else "nothing was done yet"
        if self.difference is None:
            held = f"from step {self.held} on they hold different values"
            return f"≠ {held}; no answer tells"
        mine, other = self.pairs[self.difference - 1].answers
        said = (
            f"≠ the first difference is at step {self.difference}: "
            f"{self.names[0]} answers {_text(mine)}, {self.names[1]} {_text(other)}"
        )
        if self.held is None or self.held >= self.difference:
            return said
        return f"{said}; they hold different values from step {self.held} on"

    def word(self, number: int) -> str:
        """Say how the two differ in a step, by a sign and in words; "" if alike."""
        pair = self.pairs[number - 1]
        said = []
        if pair.outside:
            said.append(f"⚠ {self.names[0]} was changed before, through no operation")
        if not pair.answered_alike:
            said.append("≠ differs first" if number == self.difference else "≠ differs")
        if not pair.hold_alike:
            said.append("≠ holds another value")
        return "; ".join(said)

    def keys(self, number: int) -> list[tuple[str, str, str, str]]:
        """Return the keys of a step's session: in both stores, and a sign if unlike."""
        states = self.pairs[number - 1].states
        rows = []
        if None in states and states != (None, None):
            there = ["no session" if one is None else "a session" for one in states]
            rows.append(("(the session)", there[0], there[1], "≠ differs"))
        keys = list(dict.fromkeys(key for one in states for key in one or {}))
        rows += [self._key(key, states) for key in keys[:KEYS]]
        if len(keys) > KEYS:
            rows.append((f"… and {len(keys) - KEYS:,} more keys", "", "", ""))
        return rows

    def _key(self, key: Any, states: tuple[State, State]) -> tuple[str, str, str, str]:
        mine, other = [(one or {}).get(key, ABSENT) for one in states]
        alike = mine is other or (ABSENT not in (mine, other) and same(mine, other))
        shown = [
            show(one, limit=TEXT) if one is not ABSENT else GONE
            for one in (mine, other)
        ]
        return show(key, limit=TEXT), shown[0], shown[1], "" if alike else "≠ differs"

    def rows(self) -> list[tuple[str, ...]]:
        """Return all steps: the operation, both answers, and how they differ."""
        return [
            (
                visible(str(pair.operation), limit=TEXT),
                *(_text(one) if pair.tells else "" for one in pair.answers),
                self.word(number),
            )
            for number, pair in enumerate(self.pairs, 1)
        ]

    def parts(self) -> Iterator[Part]:
        """Describe it: the verdict, the steps up to the one shown, and its keys."""
        mine, other = self.names
        title = f"{mine} beside {other}"
        yield Verdict([title, self.verdict(), *([self.note] if self.note else [])])
        if not self.pairs:
            return
        until = max(self.number, min(LAST, len(self.pairs)))
        shown = list(enumerate(self.rows(), 1))[:until][-LAST:]
        rows = [(f"{number} {row[0]}", *row[1:]) for number, row in shown]
        head = ["operation", *self.names, "this step"]
        yield Columns(f"Steps, of {len(self.pairs)}", head, rows)
        title = f"What the session holds after step {self.number}"
        keys = ["key", *self.names, "this key"]
        yield Columns(title, keys, self.keys(self.number))


def _first(differs: Iterator[bool] | Sequence[bool]) -> int | None:
    return next((number for number, one in enumerate(differs, 1) if one), None)


def _text(answer: Answer) -> str:
    return visible(str(answer), limit=TEXT)
