"""Whether a history of overlapping operations is one that some order explains.

Wing and Gong's search (Testing and verifying concurrent objects, 1993): an order in
which each operation takes effect at one moment between its call and its answer, and
answers as a session of the contract does. An operation without an answer, since its
process was killed or its server did not say, may have taken effect or not.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

NONE: tuple[Any, ...] = ("no session",)
State = tuple[Any, ...]
"""``NONE``, or the keys and values of a session, sorted."""


@dataclass(frozen=True, slots=True)
class Event:
    """An operation: when it was called and answered, and what the answer was."""

    called: float
    answered: float
    method: str
    arguments: tuple[Any, ...] = ()
    answer: Any = None

    @property
    def is_open(self) -> bool:
        """Whether nobody knows if it took effect."""
        return self.answered == math.inf


def apply(state: State, event: Event) -> State | None:
    """Return the state after an operation; ``None`` if it would answer otherwise.

    ``begin`` makes the session anew; ``write`` is a set that needs it to be there, and
    answers whether it was. ``get_all`` answers ``None`` without a session.
    """
    values = None if state is NONE or state == NONE else dict(state)
    answer: Any
    match event.method:
        case "begin":
            answer, values = None, dict(event.arguments)
        case "write":
            answer = values is not None
            if values is not None:
                values |= dict(event.arguments)
        case "set":
            answer, values = None, (values or {}) | dict(event.arguments)
        case "clear":
            answer, values = None, None
        case "get":
            answer = None if values is None else values.get(event.arguments[0])
        case "get_all":
            answer = None if values is None else dict(values)
        case _:
            raise ValueError(f"no such operation: {event.method}")
    if not event.is_open and answer != event.answer:
        return None
    return NONE if values is None else tuple(sorted(values.items()))


def explains(history: list[Event], begin: State = NONE) -> bool:
    """Whether some order of the operations gives all their answers."""
    events = sorted(history, key=lambda event: event.called)
    seen: set[tuple[int, State]] = set()
    waiting: list[tuple[int, State]] = [((1 << len(events)) - 1, begin)]
    while waiting:
        left, state = waiting.pop()
        if all(events[place].is_open for place in _places(left)):
            return True
        if (left, state) in seen:
            continue
        seen.add((left, state))
        # none may come before one that was answered before it was called
        first = min(events[place].answered for place in _places(left))
        for place in _places(left):
            if events[place].called <= first:
                after = apply(state, events[place])
                if after is not None:
                    waiting.append((left & ~(1 << place), after))
    return False


def _places(left: int) -> Iterator[int]:
    while left:
        yield (left & -left).bit_length() - 1
        left &= left - 1
