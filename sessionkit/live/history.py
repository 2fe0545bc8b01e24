"""The values of every session at every operation, without replaying anything."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from sessionkit.values import same, show


class Absent:
    """The value of a key that is not there."""

    def __repr__(self) -> str:
        return "(not there)"


ABSENT: Final = Absent()


@dataclass(frozen=True, slots=True)
class Change:
    """One key of one session with its value before and after; ``ABSENT`` for no key."""

    session_id: str | None
    key: Any
    before: Any
    after: Any

    @property
    def sign(self) -> str:
        """``+`` for a key that came, ``-`` for one that went, ``~`` for a new value."""
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
    """Return the keys that differ between two states of a session, in their order."""
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
        self._keys: dict[str | None, dict[Any, list[tuple[int, Any]]]] = {}
        self._exists: dict[str | None, list[tuple[int, Any]]] = {}

    def add(
        self, number: int, session_id: str | None, exists: bool, made: Iterable[Change]
    ) -> None:
        """Add what operation ``number`` changed in a session, and if there is one."""
        known = self._exists.setdefault(session_id, [])
        if not known or known[-1][1] != exists:
            known.append((number, exists))
        keys = self._keys.setdefault(session_id, {})
        for change in made:
            keys.setdefault(change.key, []).append((number, change.after))

    def forget(
        self, number: int, session_id: str | None, made: Iterable[Change]
    ) -> None:
        """Keep of what was up to ``number`` only the last, for the keys of ``made``."""
        _keep_last(self._exists[session_id], number)
        for change in made:
            _keep_last(self._keys[session_id][change.key], number)

    def sessions(self, number: int) -> list[str | None]:
        """Return the ids of the sessions that there were at ``number``."""
        return [
            one for one, known in self._exists.items() if _at(known, number) is True
        ]

    def session(self, session_id: str | None, number: int) -> dict[Any, Any] | None:
        """Return the values of a session at ``number``; ``None`` if there was none."""
        if _at(self._exists.get(session_id, []), number) is not True:
            return None
        held = (
            (_since(known, number), key, _at(known, number))
            for key, known in self._keys[session_id].items()
        )
        there = [one for one in held if one[2] is not ABSENT]
        return {key: value for _, key, value in sorted(there, key=lambda one: one[0])}

    def difference(self, earlier: int, later: int) -> Iterator[Change]:
        """Yield what differs between two points, session by session."""
        for session_id in self._exists:
            yield from changes(
                session_id,
                self.session(session_id, earlier),
                self.session(session_id, later),
            )


def _at(known: list[tuple[int, Any]], number: int) -> Any:
    place = bisect_right(known, number, key=lambda one: one[0])
    return known[place - 1][1] if place else ABSENT


def _since(known: list[tuple[int, Any]], number: int) -> int:
    """Return the number at which the key that is there at ``number`` came."""
    place = bisect_right(known, number, key=lambda one: one[0]) - 1
    while place > 0 and known[place - 1][1] is not ABSENT:
        place -= 1
    return known[place][0] if place >= 0 else 0


def _keep_last(known: list[tuple[int, Any]], number: int) -> None:
    place = bisect_right(known, number, key=lambda one: one[0])
    del known[: place - 1 if place else 0]
