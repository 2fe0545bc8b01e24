"""What a page is sent of a recorder: bounded, cut, and plain data for JSON."""

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

from sessionkit.live.entry import Entry, by_session
from sessionkit.live.history import ABSENT, Change
from sessionkit.live.inspector.protocol import Update
from sessionkit.live.inspector.shapes import (
    ChangeData,
    EntryData,
    KeyData,
    SessionData,
    SessionsData,
    StateData,
    TouchedData,
    ValueData,
)
from sessionkit.live.inspector.words import WORDS, in_words
from sessionkit.live.moments import by_whom
from sessionkit.live.recorder import Recorder
from sessionkit.traces.operation import Call, who
from sessionkit.traces.values import show

PAGE: Final = 50
"""Sessions that a page lists at a time."""
KEYS: Final = 100
"""Keys of one session that are sent at a time."""
ENTRIES: Final = 100
"""Operations that are sent at a time."""
ALL_KEYS: Final = 500
"""Keys of all sessions together that a snapshot has."""
CHANGED: Final = 30
"""Changes of one operation that are sent."""
STATES: Final = 20
"""Sessions whose keys are sent at a time, beside the one that is looked at."""
TEXT: Final = 120
"""Characters of a value, key, id or answer that are sent."""


class View:
    """Makes the data; knows sessions and keys by numbers, whatever their names."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder
        self._keys: dict[tuple[str | None, Any], int] = {}
        self._named: list[tuple[str | None, Any]] = []  # by their numbers
        self._sizes: dict[str | None, tuple[object, int, int]] = {}
        self._places: dict[str | None, int] = {}
        self._find = ""
        self._found: list[int] = []
        self._searched = 0

    def place(self, session_id: str | None) -> int | None:
        """Return the number of a session, from 0; ``None`` if it was never seen."""
        ids = self._recorder.history.ids
        for place in range(len(self._places), len(ids)):
            self._places[ids[place]] = place
        return self._places.get(session_id)

    def known_place(self, session_id: str | None) -> int:
        """Return the number of a session that was seen."""
        place = self.place(session_id)
        assert place is not None, f"session {session_id!r} was never seen"
        return place

    def session_id(self, place: int) -> str | None:
        """Return the id of a session by its number; ``LookupError`` for no session."""
        ids = self._recorder.history.ids
        if not 0 <= place < len(ids):
            raise LookupError(f"there is no session number {place}")
        return ids[place]

    def key(self, place: int, number: int) -> Any:
        """Return a key by its number, in a session; ``LookupError`` for no key."""
        session_id = self.session_id(place)
        if 0 <= number < len(self._named):
            of, key = self._named[number]
            if of == session_id:
                return key
        raise LookupError(f"there is no key number {number}")

    def counts(self, last: int, wait: float = 0.0) -> Update:
        """Return an update that tells how much there is, and nothing else.

        ``last`` is the last operation that is shown; what comes within ``wait`` seconds
        may be sent only after them.
        """
        recorder = self._recorder
        return {
            "kind": "update",
            "number": last,
            "newer": recorder.number - last,
            "wait": round(wait, 3),
            "dropped": recorder.dropped,
            "known": len(recorder.history.ids),
            "existing": recorder.history.existing,
        }

    def entries(self, first: int, last: int) -> list[EntryData]:
        """Return what was done from ``first`` to ``last``: the last of it, if much."""
        first = max(first, self._recorder.dropped + 1, last - ENTRIES + 1)
        last = min(last, self._recorder.number)
        return [
            self._entry(self._recorder.entry(number))
            for number in range(first, last + 1)
        ]

    def last_entries(self, last: int, size: int) -> list[EntryData]:
        """Return the operations up to ``last`` that fit into ``size`` of JSON."""
        fit: list[EntryData] = []
        for number in range(last, self._recorder.dropped, -1):
            entry = self._entry(self._recorder.entry(number))
            size -= len(json.dumps(entry))
            if size < 0:
                break
            fit.append(entry)
        return fit[::-1]

    def all_states(self, number: int) -> list[StateData]:
        """Return the keys of the first sessions, as many as one page lists."""
        states, keys = [], 0
        for place in range(min(self._known, PAGE)):
            state = self.state(place, "", number)
            keys += len(state["keys"])
            if keys > ALL_KEYS:
                break
            states.append(state)
        return states

    def _entry(self, entry: Entry) -> EntryData:
        operation, place = entry.operation, entry.place
        history, of = self._recorder.history, operation.session_id
        made = list(by_whom(entry))
        others = [one for one in by_session(entry) if one != of]
        return {
            "number": entry.number,
            "session": self.place(of),
            "who": operation.who,
            "method": operation.method if isinstance(operation, Call) else "",
            "call": _cut(operation.what, 2 * TEXT),
            "answer": _cut(str(entry.step.answer)) if entry.step.tells else "",
            "failed": entry.step.answer.error is not None,
            "existed": history.exists(of, entry.number - 1),
            "exists": history.exists(of, entry.number),
            "changes": [
                self._change(entry.number, change, by) for change, by in made[:CHANGED]
            ],
            "more": max(0, len(made) - CHANGED),
            "touched": [self._touched(one, entry.number) for one in others[:CHANGED]],
            "mark": "; ".join(_marks(entry)),
            "place": "" if place is None else _cut(place.name),
            # a line of code may hold the very value that is masked
            "code": "" if place is None or self._recorder.has_mask else place.code,
        }

    def _touched(self, session_id: str | None, number: int) -> TouchedData:
        exists = self._recorder.history.exists
        return {
            "session": self.known_place(session_id),
            "name": _cut(who(session_id)),
            "existed": exists(session_id, number - 1),
            "exists": exists(session_id, number),
        }

    def _change(self, number: int, change: Change, by: str) -> ChangeData:
        before, after, history = change.before, change.after, self._recorder.history
        came, set_at = history.came, history.set_at
        return {
            "session": self.known_place(change.session_id),
            "key": self._key(change.session_id, change.key),
            "name": _shown(change.key),
            "words": in_words(change, by, limit=TEXT),
            "outside": bool(by),
            "before": None if before is ABSENT else self._value(before),
            "after": None if after is ABSENT else self._value(after),
            "cameBefore": came(change.session_id, change.key, number - 1),
            "cameAfter": came(change.session_id, change.key, number),
            "byBefore": set_at(change.session_id, change.key, number - 1),
        }

    def sessions(
        self, offset: int, find: str, number: int | None = None
    ) -> SessionsData:
        """Return a page of the sessions whose id has ``find`` in it.

        As they are now, or with ``number`` as they were after that operation.
        """
        found: Any = self._search(find) if find else range(self._known)
        offset = max(0, min(offset, len(found) - 1) // PAGE * PAGE)
        rows = [
            self._row(place, number) for place in islice(found, offset, offset + PAGE)
        ]
        return {"offset": offset, "total": len(found), "rows": rows}

    @property
    def _known(self) -> int:
        return len(self._recorder.history.ids)

    def _search(self, find: str) -> list[int]:
        if find != self._find:
            self._find, self._found, self._searched = find, [], 0
        ids = self._recorder.history.ids
        for place in range(self._searched, len(ids)):
            if find in (ids[place] or ""):
                self._found.append(place)
        self._searched = len(ids)
        return self._found

    def _row(self, place: int, number: int | None) -> SessionData:
        of = self._recorder.history.ids[place]
        if number is None:
            state = self._recorder.state(of)
        else:
            state = self._recorder.history.session(of, number)
        keys, nulls = self._size(of, state) if number is None else _size(state)
        return {
            "session": place,
            "name": _cut(who(of)),
            "exists": state is not None,
            "keys": keys,
            "nulls": nulls,
        }

    def _size(
        self, session_id: str | None, state: dict[Any, Any] | None
    ) -> tuple[int, int]:
        held = self._sizes.get(session_id)
        if held is None or held[0] is not state:
            held = self._sizes[session_id] = (state, *_size(state))
        return held[1:]

    def state(self, place: int, find: str = "", number: int | None = None) -> StateData:
        """Return the first keys of a session that have ``find`` in their name.

        As they are now, or with ``number`` as they were after that operation.
        ``complete`` tells whether these are all of the session's keys.
        """
        history, of = self._recorder.history, self.session_id(place)
        at = self._recorder.number if number is None else number
        now = number is None
        state = self._recorder.state(of) if now else history.session(of, at)
        there = ((key, value) for key, value in (state or {}).items())
        found = [one for one in there if not find or find in str(one[0])]
        keys: list[KeyData] = [
            {
                "key": self._key(of, key),
                "name": _shown(key),
                "came": history.came(of, key, at),
                "by": history.set_at(of, key, at),
                **self._value(value),
            }
            for key, value in found[:KEYS]
        ]
        return {
            "session": place,
            "name": _cut(who(of)),
            "number": at,
            "exists": state is not None,
            "total": len(found),
            "complete": len(keys) == len(state or {}),
            "keys": keys,
        }

    def sessions_since(self, first: int) -> list[int]:
        """Return the sessions used from operation ``first`` on, the last used first.

        They are no more than are sent at a time, with no more keys than one page has.
        """
        recorder = self._recorder
        first = max(recorder.dropped + 1, first, recorder.number - ENTRIES + 1)
        last = range(recorder.number, first - 1, -1)
        ids = dict.fromkeys(
            session_id for one in last for session_id in by_session(recorder.entry(one))
        )
        places, keys = [], 0
        for session_id in islice(ids, STATES):
            keys += len(recorder.state(session_id) or {})
            place = self.place(session_id)
            if keys > KEYS:
                break
            if place is not None:
                places.append(place)
        return places

    def session_at(self, number: int) -> int | None:
        """Return the session of operation ``number``; ``None`` before the first."""
        recorder = self._recorder
        if recorder.dropped:
            number = max(number, recorder.dropped + 1)  # the oldest that is kept
        return (
            self.place(recorder.entry(number).operation.session_id) if number else None
        )

    def key_at(self, place: int, number: int) -> tuple[Any, int] | None:
        """Return the key that was last named in a session up to ``number``.

        With its number; ``None`` where no operation of late named one.
        """
        of = self.session_id(place)
        for at in range(number, max(self._recorder.dropped, number - ENTRIES), -1):
            match self._recorder.entry(at).operation:
                case Call(session_id, arguments=(key, *_)) if session_id == of:
                    if isinstance(key, dict) and key:
                        key = next(iter(key))
                    if isinstance(key, str):
                        return key, self._key(of, key)
        return None

    def key_number(self, session_id: str | None, key: Any) -> int:
        """Return the number by which a page knows a key of a session."""
        return self._key(session_id, key)

    def _key(self, session_id: str | None, key: Any) -> int:
        number = self._keys.setdefault((session_id, key), len(self._keys))
        if number == len(self._named):
            self._named.append((session_id, key))
        return number

    def _value(self, value: Any) -> ValueData:
        shown = _shown(value)
        long = len(shown) > TEXT or (isinstance(value, dict | list) and bool(value))
        return {"value": shown, "null": value is None, "long": long}


def _marks(entry: Entry) -> Iterator[str]:
    """Yield what was changed that is not the operation's own."""
    for words, changed in (("found", entry.found), ("elsewhere", entry.elsewhere)):
        whose = [who(one) for one in dict.fromkeys(one.session_id for one in changed)]
        if whose:
            yield WORDS[words].format(who=_cut(", ".join(whose)))  # type: ignore[literal-required]


def _size(state: dict[Any, Any] | None) -> tuple[int, int]:
    values = (state or {}).values()
    return len(values), sum(value is None for value in values)


def _shown(value: Any) -> str:
    return show(value, limit=TEXT)


def _cut(text: str, limit: int = TEXT) -> str:
    return text if len(text) <= limit else f"{text[:limit]}…"
