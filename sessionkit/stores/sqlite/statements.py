"""The steps on sessions as SQL, each in a transaction that is open, or as one.

A session is a row of ``sessions`` and its keys are rows of ``pairs``. A session that
ended keeps its row for a while, without keys: then ``ended`` is when.
"""

import json
import math
import sqlite3
from collections.abc import Collection, Mapping
from typing import Any, Final, TypeAlias

from sessionkit.stores.base import Need, taken
from sessionkit.stores.errors import UnreadableError
from sessionkit.stores.expiring import LATE, NOTHING, Met, Terms
from sessionkit.stores.texts import size_of, too_large

VERSION: Final = 2
"""The ``user_version`` of a file with these tables."""
SCHEMA: Final = (
    """
    CREATE TABLE sessions (
        place INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,
        until REAL NOT NULL,
        ends REAL NOT NULL,
        ended REAL,
        moved TEXT
    )
    """,
    "CREATE INDEX sessions_until ON sessions (until) WHERE until < 9e999",
    """
    CREATE TABLE pairs (
        place INTEGER PRIMARY KEY,
        session INTEGER NOT NULL,
        key TEXT NOT NULL,
        value TEXT NOT NULL,
        UNIQUE (session, key)
    )
    """,
    f"PRAGMA user_version = {VERSION}",
)
"""``until`` is when the session ends unless it is used, ``ends`` when it ends at most,
both in seconds since 1970."""

_Seen: TypeAlias = tuple[int, Met, float | None]
"""A session's place, what was met, and the time to which to put off its end."""

_WRITTEN: Final = Met(there=True)

_LOOK: Final = "SELECT place, until, ends, ended, moved FROM sessions WHERE name = ?"
_PUT_OFF: Final = "UPDATE sessions SET until = ? WHERE name = ? AND ended IS NULL"
_INSERT: Final = "INSERT INTO sessions (name, until, ends) VALUES (?, ?, ?)"
_SET: Final = """
INSERT INTO pairs (session, key, value) VALUES (?, ?, ?)
ON CONFLICT (session, key) DO UPDATE SET value = excluded.value
"""
_GET: Final = """
SELECT sessions.place, until, ends, ended, moved, key, value
FROM sessions LEFT JOIN pairs ON session = sessions.place AND key = ?
WHERE name = ?
"""
_GET_ALL: Final = """
SELECT sessions.place, until, ends, ended, moved, key, value
FROM sessions LEFT JOIN pairs ON session = sessions.place
WHERE name = ? ORDER BY pairs.place
"""
_SET_IN_ONE: Final = """
INSERT INTO pairs (session, key, value) SELECT place, ?, ? FROM sessions
WHERE name = ? AND ended IS NULL AND until > ? AND until >= min(ends, ?)
    AND typeof(until) = 'real' AND typeof(ends) = 'real'
    AND (
        SELECT total(length(CAST(key AS BLOB)) + length(value))
        FROM pairs WHERE session = sessions.place
    ) <= ?
ON CONFLICT (session, key) DO UPDATE SET value = excluded.value
"""
# bytes of keys, since length() of a text ends at its first zero: too many at most
_LOOK_AND_SIZE: Final = """
SELECT place, until, ends, ended, moved,
    (
        SELECT sum(length(CAST(key AS BLOB)) + length(value))
        FROM pairs WHERE session = sessions.place
    )
FROM sessions WHERE name = ?
"""
_SIZES: Final = "SELECT key, length(value) FROM pairs WHERE session = ?"
_CARRY: Final = """
INSERT INTO pairs (session, key, value)
SELECT ?, key, value FROM pairs
WHERE session = ? AND hex(key) NOT IN (SELECT value FROM json_each(?)) ORDER BY place
ON CONFLICT (session, key) DO UPDATE SET value = excluded.value
"""
_END: Final = """
UPDATE sessions SET ended = ?, until = ?, ends = ?, moved = ? WHERE place = ?
"""
_EMPTY: Final = "DELETE FROM pairs WHERE session = ?"
_DELETE: Final = "DELETE FROM sessions WHERE place = ?"
_DUE: Final = """
SELECT place FROM sessions WHERE until <= ? AND until < 9e999 ORDER BY until LIMIT ?
"""


def look(db: sqlite3.Connection, name: str, terms: Terms) -> _Seen:
    """Meet a session; return its place, and the time to which to put off its end."""
    return _meet(db.execute(_LOOK, (name,)).fetchone(), terms)


def read(
    db: sqlite3.Connection,
    name: str,
    keys: tuple[str, ...] | None,
    terms: Terms,
    put_off_to: float,
) -> tuple[Met, float | None]:
    """Meet a session, and the values of ``keys``, of all for ``None``, in their order.

    ``put_off_to`` is until when it is known to be kept, though that is not written yet.
    It is one statement, since a write of another program may come between two.
    """
    if keys is not None and len(keys) == 1:  # as mostly, and cheaper
        row = db.execute(_GET, (*keys, name)).fetchone()
        found = {row[5]: row[6]} if row and row[5] is not None else {}
        _, met, later = _meet(row, terms, put_off_to, found)
        return met, later
    rows = db.execute(_GET_ALL if keys != () else _LOOK, (name,)).fetchall()
    if not rows:
        return NOTHING, None
    pairs = {} if keys == () else {row[5]: row[6] for row in rows}
    pairs.pop(None, None)  # of a session without keys
    if keys is not None and len(keys) > 1:
        pairs = {key: pairs[key] for key in keys if key in pairs}
    _, met, later = _meet(rows[0], terms, put_off_to, pairs)
    return met, later


def _meet(row: Any, terms: Terms, put_off_to: float = 0.0, answer: Any = None) -> _Seen:
    if row is None:
        return 0, NOTHING, None
    place, until, ends, ended, moved = row[:5]
    now = terms.clock()
    if (
        type(until) is not float
        or type(ends) is not float
        or not (ended is None or type(ended) is float)
        or not (moved is None or type(moved) is str)
    ):
        raise UnreadableError(
            "a session's row says when it ends, and here it does not, so something "
            "else wrote it; clear the session"
        )
    if ended is not None:
        past = NOTHING if until <= now else Met(False, None, False, ended, moved)
        return place, past, None
    until = max(until, put_off_to)
    if until <= now:
        return place, Met(False, None, False, until), None
    later = terms.put_off(until, ends, now)
    return place, Met(True, answer, later is not None), later


def put_off(db: sqlite3.Connection, name: str, until: float) -> None:
    """Put off the end of a session."""
    db.execute(_PUT_OFF, (until, name))


def write(  # noqa: PLR0917  # as sqlite's one lane calls each step
    db: sqlite3.Connection,
    name: str,
    values: Mapping[str, str],
    terms: Terms,
    need: Need,
    size: int,
    most: int,
) -> Met:
    """Write all of ``values``, which are of ``size``, if the session is as needed.

    Raises ``NotStorableError`` before anything is written if the session would have
    more than ``most`` characters.
    """
    if len(values) == 1 and need is not Need.NEW:
        ((key, value),) = values.items()
        if _set_in_one(db, name, key, value, terms, most - size):
            return _WRITTEN
    _begin(db)
    row = db.execute(_LOOK_AND_SIZE, (name,)).fetchone()
    place, met, later = _meet(row, terms)
    is_refused = met.there or met.ended is not None
    if is_refused if need is Need.NEW else need is Need.THERE and not met.there:
        return met
    if met.there and (row[5] or 0) + size > most:
        _check_size(db, place, values, most)
    if not met.there:
        if place:
            _forget(db, place)
        place = _insert(db, name, *terms.first(terms.clock()))
    elif later is not None:
        put_off(db, name, later)
    for key, value in values.items():
        db.execute(_SET, (place, key, value))
    return met


def _set_in_one(  # noqa: PLR0917  # as sqlite's one lane calls each step
    db: sqlite3.Connection,
    name: str,
    key: str,
    value: str,
    terms: Terms,
    room: int,
) -> bool:
    """Write one value, as mostly: to a session that is there, ends late and has room.

    Answers whether it did. It looks and writes in one statement, which costs half.
    """
    now = terms.clock()
    least = now + terms.idle if terms.idle < math.inf else now
    given = (key, value, name, now, least, room)
    return db.execute(_SET_IN_ONE, given).rowcount == 1


def _begin(db: sqlite3.Connection) -> None:
    """Begin a transaction, unless one is open."""
    if not db.in_transaction:
        db.execute("BEGIN IMMEDIATE")


def _check_size(
    db: sqlite3.Connection, place: int, values: Mapping[str, str], most: int
) -> None:
    rows = db.execute(_SIZES, (place,)).fetchall()
    sizes = {key: len(key) + length for key, length in rows}
    kept = sum(size for key, size in sizes.items() if key not in values)
    size = kept + size_of(values)
    if most < size > sum(sizes.values()):  # what makes it smaller is always right
        raise too_large(values, size, most)


def copy(db: sqlite3.Connection, name: str, new: str, terms: Terms) -> Met:
    """Copy a session to the name ``new``."""
    _begin(db)
    place, met, _ = look(db, name, terms)
    if not met.there:
        return met
    if db.execute(_LOOK, (new,)).fetchone() is not None:
        raise taken("SQLiteSessions")
    _, until, ends, *_ = db.execute(_LOOK, (name,)).fetchone()
    db.execute(_CARRY, (_insert(db, new, until, ends), place, "[]"))
    return met


def leave(  # noqa: PLR0917  # as sqlite's one lane calls each step
    db: sqlite3.Connection,
    name: str,
    new: str,
    moved: str,
    keep: Collection[str],
    terms: Terms,
) -> Met:
    """Move a session's values to ``new``, but for ``keep``, and end it."""
    _begin(db)
    place, met, _ = look(db, name, terms)
    if met.there:
        target, *_ = db.execute(_LOOK, (new,)).fetchone() or (0,)
        if target:
            # in hexadecimal, since a text of SQLite's JSON ends at its first zero
            kept = json.dumps([key.encode().hex().upper() for key in keep])
            db.execute(_CARRY, (target, place, kept))
        _end(db, place, terms.clock(), moved)
    return met


def end(db: sqlite3.Connection, name: str, terms: Terms, *, note: bool) -> Met:
    """Forget a session; with ``note``, remember for a while that it ended."""
    _begin(db)
    try:
        place, met, _ = look(db, name, terms)
    except UnreadableError:  # what nobody can read must end all the same
        place, met = db.execute(_LOOK, (name,)).fetchone()[0], Met(there=True)
    if met.there and note:
        _end(db, place, terms.clock(), None)
    elif met.there:
        _forget(db, place)
    return met


def forget_due(db: sqlite3.Connection, now: float, most: int) -> int:
    """Delete up to ``most`` sessions that have ended; return how many."""
    _begin(db)
    due = db.execute(_DUE, (now, most)).fetchall()
    for (place,) in due:
        _forget(db, place)
    return len(due)


def _insert(db: sqlite3.Connection, name: str, until: float, ends: float) -> int:
    place: Any = db.execute(_INSERT, (name, until, ends)).lastrowid
    return int(place)


def _end(db: sqlite3.Connection, place: int, now: float, moved: str | None) -> None:
    db.execute(_EMPTY, (place,))
    db.execute(_END, (now, now + LATE, now + LATE, moved, place))


def _forget(db: sqlite3.Connection, place: int) -> None:
    db.execute(_EMPTY, (place,))
    db.execute(_DELETE, (place,))
