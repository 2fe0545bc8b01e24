"""What came of two requests that overlapped, judged by what one order alone gives.

Nothing is said by the look of it. A play is compared with both orders, one request
after the other, and with each request alone:

- in order: all answers, and what is left, are those of one of the two orders;
- a write is lost: what is left of a key is what the other request alone leaves, and
  neither order leaves that;
- undone: a value that a request took away is back, and neither order leaves it there;
- again: a session that a request cleared is there again, with other values;
- untold: the requests run differently each time, so nothing can be said;
- told: a request ended with an error, and what is left is what the other alone leaves.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from sessionkit.live.history import ABSENT
from sessionkit.live.swimlanes.play import State
from sessionkit.live.swimlanes.requests import Play
from sessionkit.traces.answer import Step
from sessionkit.traces.values import same, show

IN_ORDER: Final = "in order"
TOLD: Final = "told"
UNTOLD: Final = "untold"
SIGNS: Final = {
    IN_ORDER: "=",
    TOLD: "!",
    "lost": "≠",
    "undone": "≠",
    "again": "≠",
    "other": "≠",
    UNTOLD: "?",
}
"""The kinds of outcomes, each with the sign before its words."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it: a kind of ``SIGNS``, and one line of words."""

    kind: str
    words: str

    def __str__(self) -> str:
        return f"{SIGNS[self.kind]} {self.words}"


@dataclass(frozen=True)
class Known:
    """What one order alone gives: both orders, and each request without the other.

    ``again`` is the first order, played a second time.
    """

    orders: tuple[Play, Play]
    alone: tuple[Play, Play]
    again: Play

    def judge(self, play: Play) -> Outcome:
        """Say what came of a play."""
        if not alike(self.again, self.orders[0]):
            return Outcome(UNTOLD, "the requests run differently each time")
        order = [alike(play, one) for one in self.orders]
        if any(order):
            return Outcome(IN_ORDER, _which(*order))
        undone, lost = [*self._undone(play)], [*self._lost(play)]
        if undone or lost:
            kind = "undone" if undone else "lost"
            return Outcome(kind, "; ".join([*undone, *lost]))
        return (
            self._told(play)
            or _again(play)
            or Outcome("other", self._unexplained(play))
        )

    def _undone(self, play: Play) -> Iterator[str]:
        for number in (0, 1):
            taken = play.cleared[number] or {}
            back = [key for key in taken if self._is_back(play, key, taken[key])]
            if back:
                yield f"the clear of request {number + 1} is undone: {_keys(back)}"
            for key in _removed(play.answers[number]):
                if key not in back and self._is_back(play, key, _at(play.start, key)):
                    undone = f"the remove of request {number + 1} is undone"
                    yield f"{undone}: {_keys([key])}"

    def _is_back(self, play: Play, key: Any, value: Any) -> bool:
        if value is ABSENT or value is None:
            return False
        left = [_at(one.end, key) for one in self.orders]
        return _same(_at(play.end, key), value) and not any(
            _same(one, value) for one in left
        )

    def _lost(self, play: Play) -> Iterator[str]:
        for number in (0, 1):
            mine, other = self.alone[number], self.alone[1 - number]
            keys = [
                key for key in _written(mine, number) if self._is_lost(play, other, key)
            ]
            if keys:
                named = ", ".join(show(key) for key in keys)
                yield f"the write of request {number + 1} is lost: {named}"

    def _is_lost(self, play: Play, other: Play, key: Any) -> bool:
        without = _at(other.end, key)
        return _same(_at(play.end, key), without) and not any(
            _same(_at(one.end, key), without) for one in self.orders
        )

    def _told(self, play: Play) -> Outcome | None:
        for number in (0, 1):
            error = play.errors[number]
            if error is not None and same(play.end, self.alone[1 - number].end):
                return Outcome(
                    TOLD,
                    f"request {number + 1} gets {error.error} and writes nothing; "
                    f"request {2 - number} stands",
                )
        return None

    def _unexplained(self, play: Play) -> str:
        raised = [
            f"request {number + 1} ends with {error.error}"
            for number, error in enumerate(play.errors)
            if error is not None
        ]
        if not any(same(play.end, one.end, ordered=False) for one in self.orders):
            return "; ".join([*raised, "neither order leaves this"])
        return "; ".join([*raised, "neither order gives these answers"])


def _again(play: Play) -> Outcome | None:
    for number in (0, 1):
        if play.cleared[number] is not None and play.end is not None:
            clear = f"the clear of request {number + 1}"
            words = (
                f"request {2 - number} writes after {clear}: a session is there again"
            )
            return Outcome("again", words)
    return None


def alike(mine: Play, other: Play) -> bool:
    """Whether both requests were answered alike, and the same is left."""
    return same(mine.end, other.end, ordered=False) and all(
        _answered_alike(mine, other, number) for number in (0, 1)
    )


def _answered_alike(mine: Play, other: Play, number: int) -> bool:
    if mine.errors[number] != other.errors[number]:
        return False
    steps, others = mine.answers[number], other.answers[number]
    return len(steps) == len(others) and all(
        one.operation == two.operation and one.answer.same_as(two.answer, ordered=False)
        for one, two in zip(steps, others, strict=True)
    )


def _which(first: bool, second: bool) -> str:
    if first and second:
        return "as in either order"
    return f"as request {1 if first else 2} before request {2 if first else 1}"


def _removed(steps: tuple[Step, ...]) -> list[Any]:
    operations: list[Any] = [step.operation for step in steps]
    return [one.arguments[0] for one in operations if one.method == "remove"]


def _written(play: Play, number: int) -> list[Any]:
    """Return the keys to which a request, alone, gives another value."""
    taken = _removed(play.answers[number])
    return [
        key
        for key, value in (play.end or {}).items()
        if not _same(_at(play.start, key), value) and key not in taken
    ]


def _at(state: State, key: Any) -> Any:
    return ABSENT if state is None else state.get(key, ABSENT)


def _same(left: Any, right: Any) -> bool:
    return left is right or (
        ABSENT not in (left, right) and same(left, right, ordered=False)
    )


def _keys(keys: list[Any]) -> str:
    named = ", ".join(show(key) for key in keys)
    return f"{named} {'is' if len(keys) == 1 else 'are'} back"
