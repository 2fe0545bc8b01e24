"""What lanes show: steps in order, each in its lane, with what it did in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from sessionkit.live.history import ABSENT, Change, changes
from sessionkit.traces.answer import Answer, Step
from sessionkit.traces.values import show, visible

TEXT: Final = 120
"""The longest text of a cell, in characters."""
SESSION: Final = object()
"""In the place of a key: the whole session."""
State: TypeAlias = dict[Any, Any] | None
"""What a session holds; ``None`` without a session."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands out in a step: ``kind`` is a change, an error, outside or waits."""

    kind: str
    words: str

    def __str__(self) -> str:
        return self.words


@dataclass(frozen=True, slots=True)
class Row:
    """One step: its lane, from 0, what was done, the answer or "", and the state after.

    ``state`` is what the session holds then, as text.
    """

    lane: int
    what: str
    answer: str
    marks: tuple[Mark, ...]
    state: str

    @property
    def cell(self) -> str:
        """What stands in the lane: the operation, and the answer if it says a thing."""
        return f"{self.what} → {self.answer}" if self.answer else self.what

    @property
    def words(self) -> str:
        """All marks, in words."""
        return "; ".join(map(str, self.marks))


def marks(
    made: Iterable[Change], outside: Iterable[Change] = (), answer: Answer | None = None
) -> tuple[Mark, ...]:
    """Return the marks of a step: an error, changes from outside, and its changes."""
    found = []
    if answer is not None and answer.error is not None:
        words = visible(answer.message, limit=TEXT) or "without a word"
        found.append(Mark("error", f"! raised: {words}"))
    found += [
        Mark("outside", f"{_change(one)}, through no operation") for one in outside
    ]
    return (*found, *(Mark("change", _change(one)) for one in made))


def _change(change: Change) -> str:
    if change.key is SESSION:
        return f"{change.sign} session {change.word}"
    was = "" if change.before is ABSENT else f", was {show(change.before, limit=TEXT)}"
    return f"{change.sign} {show(change.key, limit=TEXT)} {change.word}{was}"


def said(step: Step) -> str:
    """Write an answer, an error by its type alone; "" where it says nothing."""
    answer = step.answer
    if not step.tells:
        return ""
    return answer.error or show(answer.value, limit=TEXT)


def became(before: State, after: State) -> tuple[Change, ...]:
    """Return what differs between two states of the session.

    The whole session is one change where it ends, or begins without a key.
    """
    if (before is None) != (after is None) and not after:
        was, now = (ABSENT if one is None else one for one in (before, after))
        return (Change(None, SESSION, was, now),)
    return changes(None, before, after)


def state_text(state: State) -> str:
    """Write what a session holds; ``None`` is no session."""
    return "no session" if state is None else show(state, limit=TEXT)
