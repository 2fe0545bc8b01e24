"""One change to a store's syntax tree: caught, or no change at all."""

import warnings
from typing import Any

import pytest

from sessionkit import StoreClass, check
from sessionkit.testing import RANDOM_TRACES, cases
from tests.checking.mutator import MEMORY, SQLITE, Subject, mutants

CASES: list[Any] = [one.values[0] for one in cases() if one.id != RANDOM_TRACES]
# as check orders them: the first session of a new file is one that is cleared
SCENARIOS = sorted(CASES, key=lambda one: "clear" not in str(one))
TWICE = "done a second time at once, it finds and leaves what the first did"
COPY_READ = "only looked at: of a copy the answer is the same"
DEFAULT = "the default of pop is dropped"
EQUIVALENT = {
    "__init__: twice self.session_id = session_id": TWICE,
    "__init__: session_id → copy.deepcopy(session_id)": "a copy of text is that text",
    "is_any_exist: sessions → dict(sessions)": COPY_READ,
    "is_any_exist: sessions → copy.deepcopy(sessions)": COPY_READ,
    "set: twice values = sessions.get(self.session_id)": TWICE,
    "set: sessions.get as setdefault": "its None is replaced at once",
    "set: twice if values is None:": TWICE,
    "set: twice sessions[self.session_id] = {key: value}": TWICE,
    "set: twice values[key] = value": TWICE,
    "set: values → copy.deepcopy(values)": COPY_READ,
    "get: twice values = sessions.get(self.session_id)": TWICE,
    "get: values → copy.deepcopy(values)": COPY_READ,
    "is_exist: twice values = sessions.get(self.session_id, {})": TWICE,
    "is_exist: sessions.get(self.session_id, {}) → "
    "dict(sessions.get(self.session_id, {}))": COPY_READ,
    "is_exist: sessions.get(self.session_id, {}) → "
    "copy.deepcopy(sessions.get(self.session_id, {}))": COPY_READ,
    "is_exist: values.get(key) → copy.deepcopy(values.get(key))": COPY_READ,
    "remove: twice values = sessions.get(self.session_id)": TWICE,
    "remove: twice if values is not None:": TWICE,
    "remove: twice values[key] = None": TWICE,
    "remove: values → copy.deepcopy(values)": COPY_READ,
    "clear: twice sessions.pop(self.session_id, None)": TWICE,
    "clear: None → not (None)": DEFAULT,
    "clear: None → True": DEFAULT,
    "clear: None → {}": DEFAULT,
    "clear: None → 0": DEFAULT,
    "clear: None → ''": DEFAULT,
    "set_many: twice for key, value in values.items():": TWICE,
    "set_many: twice await self.set(key, value)": TWICE,
}

ONE_TO_ONE = "another text for each id is an id as good"
UPSERT = "ON CONFLICT comes first, and no other constraint is there"
NEVER_NULL = "no session is NULL: IS and = are the same"
ANY_ROW = "all that counts is whether there is a row"
TRUTH = "only its truth counts, or it is a bool"
TEXT = "it is text"
COPY = "a copy is as good: it is text, or new, or only looked at"
EQUIVALENT_IN_SQLITE = {
    "__init__: twice self.session_id = session_id": TWICE,
    "__init__: session_id → copy.deepcopy(session_id)": COPY,
    "_rows: json.dumps(self.session_id) → str(json.dumps(self.session_id))": TEXT,
    "_rows: json.dumps(self.session_id) → "
    "copy.deepcopy(json.dumps(self.session_id))": COPY,
    "_rows: json.dumps(self.session_id) → "
    "json.dumps(json.dumps(self.session_id))": ONE_TO_ONE,
    "_rows: values → copy.deepcopy(values)": COPY,
    "_rows: (json.dumps(self.session_id), *values) → "
    "copy.deepcopy((json.dumps(self.session_id), *values))": COPY,
    "_rows: self.database.execute(sql, values).fetchall() → "
    "copy.deepcopy(self.database.execute(sql, values).fetchall())": COPY,
    "_rows: sql → copy.deepcopy(sql)": COPY,
    "_rows: sql → str(sql)": TEXT,
    "_rows: values → copy.deepcopy(values) (2)": COPY,
    "is_any_exist: bool → copy.deepcopy(bool)": COPY,
    "is_any_exist: 'SELECT 1 FROM items WHERE session = ?' → 'SELECT NULL "
    "FROM items WHERE session = ?'": ANY_ROW,
    "is_any_exist: 'SELECT 1 FROM items WHERE session = ?' → 'SELECT value "
    "FROM items WHERE session = ?'": ANY_ROW,
    "is_any_exist: 'SELECT 1 FROM items WHERE session = ?' → 'SELECT 1 "
    "FROM items WHERE session IS ?'": NEVER_NULL,
    "is_any_exist: bool(self._rows(select)) → bool(bool(self._rows(select)))": TRUTH,
    "is_any_exist: bool(self._rows(select)) → "
    "copy.deepcopy(bool(self._rows(select)))": COPY,
    "is_any_exist: select → copy.deepcopy(select)": COPY,
    "is_any_exist: select → str(select)": TEXT,
    "is_any_exist: self._rows(select) → copy.deepcopy(self._rows(select))": COPY,
    "is_any_exist: twice select = 'SELECT 1 FROM items WHERE session = ?'": TWICE,
    "set: json.dumps(value) → str(json.dumps(value))": TEXT,
    "set: json.dumps(value) → copy.deepcopy(json.dumps(value))": COPY,
    "set: value → copy.deepcopy(value)": COPY,
    "set: twice with self.database:": TWICE,
    "set: 'INSERT INTO items VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value "
    "= excluded.value' → 'INSERT OR IGNORE INTO items VALUES (?, ?, ?) ON "
    "CONFLICT DO UPDATE SET value = excluded.value'": UPSERT,
    "set: 'INSERT INTO items VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value "
    "= excluded.value' → 'INSERT OR REPLACE INTO items VALUES (?, ?, ?) ON "
    "CONFLICT DO UPDATE SET value = excluded.value'": UPSERT,
    "set: 'INSERT INTO items VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value "
    "= excluded.value' → 'REPLACE INTO items VALUES (?, ?, ?) ON CONFLICT DO "
    "UPDATE SET value = excluded.value'": UPSERT,
    "set: twice self._rows(write, key, json.dumps(value))": TWICE,
    "set: twice write = 'INSERT INTO items VALUES (?, ?, ?) ON CONFLICT DO "
    "UPDATE SET value = excluded.value'": TWICE,
    "set: write → copy.deepcopy(write)": COPY,
    "set: write → str(write)": TEXT,
    "get: json.loads(rows[0][0]) if rows else None → "
    "copy.deepcopy(json.loads(rows[0][0]) if rows else None)": COPY,
    "get: rows → bool(rows)": TRUTH,
    "get: rows → copy.deepcopy(rows)": COPY,
    "get: json.loads(rows[0][0]) → copy.deepcopy(json.loads(rows[0][0]))": COPY,
    "get: rows[0][0] → str(rows[0][0])": TEXT,
    "get: rows[0][0] → copy.deepcopy(rows[0][0])": COPY,
    "get: rows[0] → copy.deepcopy(rows[0])": COPY,
    "get: rows → copy.deepcopy(rows) (2)": COPY,
    "get: 'SELECT value FROM "
    "items WHERE session = ?' "
    '→ "SELECT value FROM '
    "items WHERE session = ? "
    "AND value <> 'null'\"": "a key without a value and one with None answer alike",
    "get: 'SELECT value FROM items WHERE session = ?' → 'SELECT value "
    "FROM items WHERE session IS ?'": NEVER_NULL,
    "get: f'{select} AND key = ?' → copy.deepcopy(f'{select} AND key = ?')": COPY,
    "get: f'{select} AND key = ?' → str(f'{select} AND key = ?')": TEXT,
    "get: select → copy.deepcopy(select)": COPY,
    "get: select → str(select)": TEXT,
    "get: self._rows(f'{select} AND key = ?', key) → "
    "copy.deepcopy(self._rows(f'{select} AND key = ?', key))": COPY,
    "get: twice rows = self._rows(f'{select} AND key = ?', key)": TWICE,
    "get: twice select = 'SELECT value FROM items WHERE session = ?'": TWICE,
    "is_exist: await self.get(key) → copy.deepcopy(await self.get(key))": COPY,
    "get_all: {key: json.loads(value) for key, value in rows} "
    "→ dict({key: json.loads(value) for key, value in rows})": "a dict of a new dict",
    "get_all: {key: json.loads(value) for key, value in rows} → "
    "copy.deepcopy({key: json.loads(value) for key, value in rows})": COPY,
    "get_all: json.loads(value) → copy.deepcopy(json.loads(value))": COPY,
    "get_all: value → str(value)": TEXT,
    "get_all: value → copy.deepcopy(value)": COPY,
    "get_all: rows → copy.deepcopy(rows)": COPY,
    "get_all: 'WHERE session = ? ORDER BY rowid' → 'WHERE session IS ? "
    "ORDER BY rowid'": NEVER_NULL,
    "get_all: f'{select} {order}' → copy.deepcopy(f'{select} {order}')": COPY,
    "get_all: f'{select} {order}' → str(f'{select} {order}')": TEXT,
    "get_all: order → copy.deepcopy(order)": COPY,
    "get_all: order → str(order)": TEXT,
    "get_all: select → copy.deepcopy(select)": COPY,
    "get_all: select → str(select)": TEXT,
    "get_all: self._rows(f'{select} {order}') → "
    "copy.deepcopy(self._rows(f'{select} {order}'))": COPY,
    "get_all: twice order = 'WHERE session = ? ORDER BY rowid'": TWICE,
    "get_all: twice rows = self._rows(f'{select} {order}')": TWICE,
    "get_all: twice select = 'SELECT key, value FROM items'": TWICE,
    "remove: twice if await self.is_any_exist():": TWICE,
    "remove: await self.is_any_exist() → bool(await self.is_any_exist())": TRUTH,
    "remove: await self.is_any_exist() → copy.deepcopy(await "
    "self.is_any_exist())": COPY,
    "remove: twice await self.set(key, None)": TWICE,
    "clear: twice self._rows('DELETE FROM items WHERE session = ?')": TWICE,
    "clear: 'DELETE FROM items WHERE session = ?' → 'DELETE FROM items "
    "WHERE session IS ?'": NEVER_NULL,
    "clear: twice with self.database:": TWICE,
    "set_many: twice for key, value in values.items():": TWICE,
    "set_many: twice await self.set(key, value)": TWICE,
    "set_many: value → copy.deepcopy(value)": COPY,
}


pytestmark = pytest.mark.slow


async def _alive(subject: Subject, *, of_at_least: int) -> set[str]:
    """Return the names of the mutants that pass."""
    every = {one.name: one.store_class for one in mutants(subject)}
    assert len(every) >= of_at_least
    with warnings.catch_warnings():
        # a call that a mutant leaves without await, and text compared with `is`
        warnings.simplefilter("ignore")
        return {name for name, one in every.items() if await _passes(one)}


async def _passes(store_class: StoreClass) -> bool:
    """Whether check calls a mutant right; most fall at a case, which is quicker."""
    try:
        for case in SCENARIOS:
            await case.check_async(store_class)
    except Exception:  # whatever a case raises, the mutant is caught
        return False
    return (await check(store_class)).passed


async def test_every_mutant_but_the_equivalent_is_caught() -> None:
    assert await _alive(MEMORY, of_at_least=500) == EQUIVALENT.keys()


async def test_every_mutant_of_the_lessons_sqlite_store_is_caught_too() -> None:
    alive = await _alive(SQLITE, of_at_least=700)

    assert alive == EQUIVALENT_IN_SQLITE.keys()
