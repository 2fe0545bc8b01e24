"""The values of every session at every operation, without replaying anything."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from sessionkit.traces.values import same, show


class Absent:
    """The value of a key that is not there."""

    def __repr__(self) -> str:
        return "(not there)"


ABSENT: Final = Absent()


@dataclass(frozen=True, slots=True)
class Change:
    """One key of one session, before and after; ``ABSENT`` where there is no key."""

    session_id: str | None
    key: Any
    before: Any
    after: Any

    @property
    def sign(self) -> str:
        """``+`` for a new key, ``-`` for one that is gone, ``~`` for a new value."""
        if self.before is ABSENT:
            return "+"
        return "-" if self.after is ABSENT else "~"

    @property
    def word(self) -> str:
        """The same in a word."""
        return {"+": "added", "-": "deleted", "~": "changed"}[self.sign]

    def __str__(self) -> str:
        return (
            f"{self.sign} {show(self.key)} {self.word}: "
            f"{show(self.before)} → {show(self.after)}"
        )


def changes(
    session_id: str | None, before: dict[Any, Any] | None, after: dict[Any, Any] | None
) -> tuple[Change, ...]:
    """Return the keys whose values differ between two states of a session, in order."""
    old, new = before or {}, after or {}
    keys = [*old, *(key for key in new if key not in old)]
    pairs = ((key, old.get(key, ABSENT), new.get(key, ABSENT)) for key in keys)
    return tuple(
        Change(session_id, key, was, now)
        for key, was, now in pairs
        if was is not now and not same(was, now)
    )


class History:
    """What each key of each session held, by the number of the operation.

    The state at number ``n`` is the one after operation ``n``; 0 is before the first.
    Finding it takes a binary search for each key of the session, however long the log.
    """

    def __init__(self) -> None:
        self.ids: list[str | None] = []
        """The id of each session seen so far, in the order in which they were seen."""
        self.existing = 0
        """How many sessions there are now."""
        # a number, what holds from then on, and for a key the number at which it came
        self._keys: dict[str | None, dict[Any, list[tuple[int, Any, float]]]] = {}
        self._exists: dict[str | None, list[tuple[int, bool]]] = {}

    def add(
        self, number: int, session_id: str | None, exists: bool, made: Iterable[Change]
    ) -> None:
        """Add what operation ``number`` changed in a session, and whether it exists."""
        known = self._exists.get(session_id)
        if known is None:
            known = self._exists[session_id] = []
            self._keys[session_id] = {}
            self.ids.append(session_id)
        if exists != bool(known and known[-1][1]):
            known.append((number, exists))
            self.existing += 1 if exists else -1
        keys = self._keys[session_id]
        for place, change in enumerate(made):
            held = keys.setdefault(change.key, [])
            # the fraction orders keys that came together
            now = number + place / (place + 1)
            came = held[-1][2] if held and held[-1][1] is not ABSENT else now
            held.append((number, change.after, came))

    def forget(
        self, number: int, session_id: str | None, made: Iterable[Change]
    ) -> None:
        """Keep only the last change up to ``number`` of each key of ``made``."""
        _keep_last(self._exists[session_id], number)
        for change in made:
            _keep_last(self._keys[session_id][change.key], number)

    def exists(self, session_id: str | None, number: int) -> bool:
        """Return whether the session existed after operation ``number``."""
        held = _at(self._exists.get(session_id, []), number)
        return held is not None and held[1]

    def sessions(self, number: int) -> list[str | None]:
        """Return the ids of the sessions that existed after operation ``number``."""
        return [one for one in self.ids if self.exists(one, number)]

    def session(self, session_id: str | None, number: int) -> dict[Any, Any] | None:
        """Return a session's values after operation ``number``; ``None`` for none."""
        if not self.exists(session_id, number):
            return None
        there = []
        for key, known in self._keys[session_id].items():
            held = _at(known, number)
            if held is not None and held[1] is not ABSENT:
                there.append((held[2], key, held[1]))
        # a key that was deleted and came again stands last, as in a dict
        return {key: value for _, key, value in sorted(there, key=lambda one: one[0])}

    def came(self, session_id: str | None, key: Any, number: int) -> float:
        """Return the number of the operation that added a key.

        The key exists at ``number``. A fraction orders keys that one operation added.
        """
        held = _at(self._keys[session_id].get(key, []), number)
        return held[2] if held is not None else 0

    def numbers(self, session_id: str | None, key: Any) -> list[int]:
        """Return the numbers of the operations that changed a key, as far as kept."""
        known = self._keys.get(session_id, {}).get(key, [])
        return [number for number, _, _ in known]

    def set_at(self, session_id: str | None, key: Any, number: int) -> int:
        """Return the operation that gave a key its value at ``number``; 0 for none."""
        held = _at(self._keys.get(session_id, {}).get(key, []), number)
        return held[0] if held is not None else 0

    def difference(self, earlier: int, later: int) -> Iterator[Change]:
        """Yield what differs between two points, session by session."""
        for session_id in self.ids:
            yield from changes(
                session_id,
                self.session(session_id, earlier),
                self.session(session_id, later),
            )


_Held = TypeVar("_Held", tuple[int, bool], tuple[int, Any, float])


def _at(known: list[_Held], number: int) -> _Held | None:
    place = bisect_right(known, number, key=lambda one: one[0])
    return known[place - 1] if place else None


def _keep_last(known: list[_Held], number: int) -> None:
    # one after the other is forgotten, so there is never much to go past
    while len(known) > 1 and known[1][0] <= number:
        del known[0]
