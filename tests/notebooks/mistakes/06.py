"""Mistakes of lesson 06, store sessions elsewhere."""

from textwrap import dedent, indent
from typing import Final

from tests.notebooks.mistakes import Mistake

_HEAD: Final = """
class FileStore:
    database = open_file(folder / "items.db")
    does_not = {
        "get_all is live": "what it gives is a copy",
        "values are live": "values are kept as JSON",
    }

    def __init__(self, session_id):
        self.session_id = session_id
"""
_THREE: Final = {
    "_rows": """
        def _rows(self, statement, *values):
            session = json.dumps(self.session_id)
            return self.database.execute(statement, (session, *values)).fetchall()
        """,
    "is_any_exist": """
        async def is_any_exist(self):
            return bool(self._rows("SELECT 1 FROM items WHERE session = ?"))
        """,
    "set": """
        async def set(self, key, value):
            insert = "INSERT INTO items VALUES (?, ?, ?)"
            update = "ON CONFLICT DO UPDATE SET value = excluded.value"
            with self.database:
                self._rows(f"{insert} {update}", key, json.dumps(value))
        """,
    "get": """
        async def get(self, key):
            get = "SELECT value FROM items WHERE session = ? AND key = ?"
            rows = self._rows(get, key)
            return json.loads(rows[0][0]) if rows else None
        """,
}
_FIVE: Final = {
    "is_exist": """
        async def is_exist(self, key):
            return await self.get(key) is not None
        """,
    "get_all": """
        async def get_all(self):
            get = "SELECT key, value FROM items WHERE session = ? ORDER BY rowid"
            return {key: json.loads(value) for key, value in self._rows(get)}
        """,
    "remove": """
        async def remove(self, key):
            if await self.is_any_exist():
                await self.set(key, None)
        """,
    "clear": """
        async def clear(self):
            with self.database:
                self._rows("DELETE FROM items WHERE session = ?")
        """,
    "set_many": """
        async def set_many(self, values):
            for key, value in values.items():
                await self.set(key, value)
        """,
}
_WHOLE: Final = {
    "_write": """
        def _write(self, key, value):
            insert = "INSERT INTO items VALUES (?, ?, ?)"
            update = "ON CONFLICT DO UPDATE SET value = excluded.value"
            self._rows(f"{insert} {update}", key, json.dumps(value))
        """,
    "set_many": """
        async def set_many(self, values):
            with self.database:
                for key, value in values.items():
                    self._write(key, value)
        """,
    "remove": """
        async def remove(self, key):
            with self.database:
                self.database.execute("BEGIN IMMEDIATE")
                if await self.is_any_exist():
                    self._write(key, None)
        """,
}


def _with(head: str, right: dict[str, str], wrong: dict[str, str]) -> str:
    methods = {**right, **wrong}.values()
    return head + "\n".join(indent(dedent(one), "    ") for one in methods)


def three(name: str, verdict_says: str, **wrong: str) -> Mistake:
    """Make a mistake in the first three methods."""
    return Mistake("store", name, _with(_HEAD, _THREE, wrong), verdict_says)


def five(name: str, verdict_says: str, **wrong: str) -> Mistake:
    """Make a mistake in the five that follow."""
    head = "class FileStore(FileStore):\n"
    return Mistake("store-more", name, _with(head, _FIVE, wrong), verdict_says)


def whole(name: str, verdict_says: str, **wrong: str) -> Mistake:
    """Make a mistake in what is to be done as a whole or not at all."""
    head = "class FileStore(FileStore):\n"
    return Mistake("store-whole", name, _with(head, _WHOLE, wrong), verdict_says)


MISTAKES = [
    three(
        "ignores a second value",
        "The row that is there stays as it is: `ON CONFLICT DO UPDATE",
        set="""
        async def set(self, key, value):
            insert = "INSERT OR IGNORE INTO items VALUES (?, ?, ?)"
            with self.database:
                self._rows(insert, key, json.dumps(value))
        """,
    ),
    five(
        "clears by dropping the table",
        "`open_file` makes it: does a method drop it?",
        clear="""
        async def clear(self):
            with self.database:
                self.database.execute("DROP TABLE items")
        """,
    ),
    three(
        "answers the rows",
        "Rows came, and each is a tuple",
        get="""
        async def get(self, key):
            rows = self._rows(
                "SELECT value FROM items WHERE session = ? AND key = ?", key
            )
            return rows or None
        """,
    ),
    three(
        "updates where no row is",
        "`excluded` is the row that an INSERT could not write",
        set="""
        async def set(self, key, value):
            update = "UPDATE items SET value = excluded.value WHERE session = ?"
            with self.database:
                self._rows(f"{update} AND key = ?", key)
        """,
    ),
    five(
        "deletes everybody's rows through _rows",
        "`WHERE session = ?` is missing",
        clear="""
        async def clear(self):
            with self.database:
                self._rows("DELETE FROM items")
        """,
    ),
    five(
        "loads the rows in one piece",
        "`_rows` gives a list of rows, and `json.loads` takes one text",
        get_all="""
        async def get_all(self):
            return json.loads(
                self._rows("SELECT key, value FROM items WHERE session = ?")
            )
        """,
    ),
    three(
        "commits nothing",
        "`set` does not commit",
        set="""
        async def set(self, key, value):
            insert = "INSERT INTO items VALUES (?, ?, ?)"
            update = "ON CONFLICT DO UPDATE SET value = excluded.value"
            self._rows(f"{insert} {update}", key, json.dumps(value))
        """,
    ),
    three(
        "puts the key into the statement",
        "This is called SQL injection",
        get="""
        async def get(self, key):
            get = f"SELECT value FROM items WHERE session = ? AND key = '{key}'"
            rows = self._rows(get)
            return json.loads(rows[0][0]) if rows else None
        """,
    ),
    three(
        "puts the value into the statement",
        "This is called SQL injection",
        set="""
        async def set(self, key, value):
            insert = f"INSERT INTO items VALUES (?, ?, '{json.dumps(value)}')"
            update = "ON CONFLICT DO UPDATE SET value = excluded.value"
            with self.database:
                self._rows(f"{insert} {update}", key)
        """,
    ),
    three(
        "keeps one text for the session",
        "a lost update",
        get="""
        async def get(self, key):
            rows = self._rows("SELECT value FROM items WHERE session = ?")
            return json.loads(rows[0][0]).get(key) if rows else None
        """,
        set="""
        async def set(self, key, value):
            rows = self._rows("SELECT value FROM items WHERE session = ?")
            values = json.loads(rows[0][0]) if rows else {}
            values[key] = value
            insert = "INSERT INTO items VALUES (?, 'all', ?)"
            update = "ON CONFLICT DO UPDATE SET value = excluded.value"
            with self.database:
                self._rows(f"{insert} {update}", json.dumps(values))
        """,
    ),
    three(
        "has no ON CONFLICT",
        "the `ON CONFLICT` line of the comment in `set`",
        set="""
        async def set(self, key, value):
            with self.database:
                insert = "INSERT INTO items VALUES (?, ?, ?)"
                self._rows(insert, key, json.dumps(value))
        """,
    ),
    three(
        "keeps NULL for None",
        "None in place of JSON text",
        set="""
        async def set(self, key, value):
            insert = "INSERT INTO items VALUES (?, ?, ?)"
            update = "ON CONFLICT DO UPDATE SET value = excluded.value"
            text = None if value is None else json.dumps(value)
            with self.database:
                self._rows(f"{insert} {update}", key, text)
        """,
    ),
    three(
        "does not load the JSON",
        "`json.loads` is missing in get",
        get="""
        async def get(self, key):
            get = "SELECT value FROM items WHERE session = ? AND key = ?"
            rows = self._rows(get, key)
            return rows[0][0] if rows else None
        """,
    ),
    three(
        "loads a row",
        "A row of a table is a tuple",
        get="""
        async def get(self, key):
            get = "SELECT value FROM items WHERE session = ? AND key = ?"
            rows = self._rows(get, key)
            return json.loads(rows[0]) if rows else None
        """,
    ),
    three(
        "connects at each call",
        "makes a new, empty database",
        _rows="""
        def _rows(self, statement, *values):
            session = json.dumps(self.session_id)
            database = sqlite3.connect(":memory:")
            return database.execute(statement, (session, *values)).fetchall()
        """,
    ),
    three(
        "writes to a file of its own",
        "wrote nothing through `self.database`",
        _rows="""
        def _rows(self, statement, *values):
            session = json.dumps(self.session_id)
            with open_file(folder / "own.db") as database:
                return database.execute(statement, (session, *values)).fetchall()
        """,
    ),
    three(
        "forgets a word of the statement",
        "SQLite cannot go on at `UPDATE`: the mistake is there, or just before it.",
        set="""
        async def set(self, key, value):
            insert = "INSERT INTO items VALUES (?, ?, ?)"
            update = "ON CONFLICT UPDATE SET value = excluded.value"
            with self.database:
                self._rows(f"{insert} {update}", key, json.dumps(value))
        """,
    ),
    three(
        "loads a row that is not there",
        "where there is no row, answer None without it",
        get="""
        async def get(self, key):
            get = "SELECT value FROM items WHERE session = ? AND key = ?"
            rows = self._rows(get, key)
            return json.loads(rows[0][0] if rows else None)
        """,
    ),
    three(
        "asks a row for its columns",
        "A row is a tuple, and a tuple has no `value`",
        get="""
        async def get(self, key):
            get = "SELECT value FROM items WHERE session = ? AND key = ?"
            rows = self._rows(get, key)
            return json.loads(rows[0].value) if rows else None
        """,
    ),
    three(
        "misspells a column",
        "The columns are `session`, `key` and `value`.",
        set="""
        async def set(self, key, value):
            insert = "INSERT INTO items VALUES (?, ?, ?)"
            update = "ON CONFLICT DO UPDATE SET value = excluded.val"
            with self.database:
                self._rows(f"{insert} {update}", key, json.dumps(value))
        """,
    ),
    five(
        "answers None for no rows",
        "get_all answers an empty dict where there is no row, not None.",
        get_all="""
        async def get_all(self):
            get = "SELECT key, value FROM items WHERE session = ? ORDER BY rowid"
            return {key: json.loads(text) for key, text in self._rows(get)} or None
        """,
    ),
    three(
        "pastes the key without quotes",
        "SQLite takes `user` for the name of a column.",
        get="""
        async def get(self, key):
            get = f"SELECT value FROM items WHERE session = ? AND key = {key}"
            rows = self._rows(get)
            return json.loads(rows[0][0]) if rows else None
        """,
    ),
    three(
        "names another table",
        "The table's name is `items`, and this statement says `item`.",
        get="""
        async def get(self, key):
            get = "SELECT value FROM item WHERE session = ? AND key = ?"
            rows = self._rows(get, key)
            return json.loads(rows[0][0]) if rows else None
        """,
    ),
    three(
        "answers rows",
        "Rows came: `bool(rows)` is True if there is one.",
        is_any_exist="""
        async def is_any_exist(self):
            return self._rows("SELECT 1 FROM items WHERE session = ?")
        """,
    ),
    three(
        "hands the session over, too",
        "in the statement: 3. Number of values: 4.",
        set="""
        async def set(self, key, value):
            insert = "INSERT INTO items VALUES (?, ?, ?)"
            update = "ON CONFLICT DO UPDATE SET value = excluded.value"
            row = self.session_id, key, json.dumps(value)
            with self.database:
                self._rows(f"{insert} {update}", *row)
        """,
    ),
    three(
        "takes a row where there is none",
        "With no match, no row comes",
        get="""
        async def get(self, key):
            get = "SELECT value FROM items WHERE session = ? AND key = ?"
            return json.loads(self._rows(get, key)[0][0])
        """,
    ),
    five(
        "takes rows as they come",
        "End the SELECT with `ORDER BY rowid`",
        get_all="""
        async def get_all(self):
            get = "SELECT key, value FROM items WHERE session = ? ORDER BY key"
            return {key: json.loads(value) for key, value in self._rows(get)}
        """,
    ),
    five(
        "updates with the session for the value",
        "gives the session for the first `?`, and then what you hand it",
        remove="""
        async def remove(self, key):
            update = "UPDATE items SET value = ? WHERE session = ? AND key = ?"
            if await self.is_any_exist():
                with self.database:
                    self._rows(update, "null", key)
        """,
    ),
    five(
        "deletes columns",
        "SQLite cannot go on at `*`",
        clear="""
        async def clear(self):
            with self.database:
                self._rows("DELETE * FROM items WHERE session = ?")
        """,
    ),
    five(
        "takes JSON's null for NULL",
        "None is kept as the text `null`, which is not SQL's NULL",
        is_exist="""
        async def is_exist(self, key):
            ask = "SELECT 1 FROM items WHERE session = ? AND key = ?"
            return bool(self._rows(f"{ask} AND value IS NOT NULL", key))
        """,
    ),
    five(
        "commits no clear",
        "`clear` does not commit",
        clear="""
        async def clear(self):
            self._rows("DELETE FROM items WHERE session = ?")
        """,
    ),
    five(
        "commits no set_many",
        "`set_many` does not commit",
        set_many="""
        async def set_many(self, values):
            insert = "INSERT INTO items VALUES (?, ?, ?)"
            update = "ON CONFLICT DO UPDATE SET value = excluded.value"
            for key, value in values.items():
                self._rows(f"{insert} {update}", key, json.dumps(value))
        """,
    ),
    five(
        "commits no remove",
        "`remove` does not commit",
        remove="""
        async def remove(self, key):
            insert = "INSERT INTO items VALUES (?, ?, 'null')"
            update = "ON CONFLICT DO UPDATE SET value = excluded.value"
            if await self.is_any_exist():
                self._rows(f"{insert} {update}", key)
        """,
    ),
    five(
        "clears by an id in the statement",
        "This is called SQL injection",
        clear="""
        async def clear(self):
            session = json.dumps(self.session_id)
            with self.database:
                self.database.execute(f"DELETE FROM items WHERE session = '{session}'")
        """,
    ),
    five(
        "deletes on remove",
        "Remove deletes the key",
        remove="""
        async def remove(self, key):
            with self.database:
                self._rows("DELETE FROM items WHERE session = ? AND key = ?", key)
        """,
    ),
    five(
        "removes where there is no session",
        "Remove begins a session",
        remove="""
        async def remove(self, key):
            await self.set(key, None)
        """,
    ),
    whole(
        "commits each key",
        "Each key was committed alone,",
        set_many="""
        async def set_many(self, values):
            for key, value in values.items():
                await self.set(key, value)
        """,
    ),
    whole(
        "sets inside the transaction",
        "call nothing in it that commits",
        set_many="""
        async def set_many(self, values):
            with self.database:
                for key, value in values.items():
                    await self.set(key, value)
        """,
    ),
    whole(
        "commits each key, and undoes by hand",
        "what was there before is lost",
        set_many="""
        async def set_many(self, values):
            before = await self.get_all()
            try:
                for key, value in values.items():
                    await self.set(key, value)
            except Exception:
                await self.clear()
                for key, value in before.items():
                    await self.set(key, value)
                raise
        """,
    ),
    whole(
        "dumps first, and commits each key",
        "the disk was full at the second of two keys",
        set_many="""
        async def set_many(self, values):
            texts = {key: json.dumps(value) for key, value in values.items()}
            for key in texts:
                with self.database:
                    self._write(key, values[key])
        """,
    ),
    whole(
        "commits at the end, and takes nothing back",
        "The transaction stayed open, and the next write committed it",
        set_many="""
        async def set_many(self, values):
            for key, value in values.items():
                self._write(key, value)
            self.database.commit()
        """,
    ),
    whole(
        "begins, and never commits",
        "`set_many` does not commit",
        set_many="""
        async def set_many(self, values):
            self.database.execute("BEGIN IMMEDIATE")
            for key, value in values.items():
                self._write(key, value)
        """,
    ),
    whole(
        "begins twice",
        "A transaction is open already",
        _write="""
        def _write(self, key, value):
            insert = "INSERT INTO items VALUES (?, ?, ?)"
            update = "ON CONFLICT DO UPDATE SET value = excluded.value"
            self.database.execute("BEGIN")
            self._rows(f"{insert} {update}", key, json.dumps(value))
        """,
    ),
    whole(
        "hides the error",
        "Let the error of `json.dumps` out",
        set_many="""
        async def set_many(self, values):
            try:
                with self.database:
                    for key, value in values.items():
                        self._write(key, value)
            except Exception:
                pass
        """,
    ),
    whole(
        "asks, and then writes",
        "the logout is undone",
        remove="""
        async def remove(self, key):
            if await self.is_any_exist():
                with self.database:
                    self._write(key, None)
        """,
    ),
    whole(
        "asks before the lock",
        "and only then ask for the session",
        remove="""
        async def remove(self, key):
            if await self.is_any_exist():
                with self.database:
                    self.database.execute("BEGIN IMMEDIATE")
                    self._write(key, None)
        """,
    ),
    three(
        "has another table in set",
        "in set: self._rows(",
        set="""
        async def set(self, key, value):
            with self.database:
                self._rows("INSERT INTO item VALUES (?, ?, ?)", key, json.dumps(value))
        """,
    ),
    three(
        "keeps the values in a variable, too",
        "read only from the file, and keep nothing in a variable",
        set="""
        kept = {}

        async def set(self, key, value):
            insert = "INSERT INTO items VALUES (?, ?, ?)"
            update = "ON CONFLICT DO UPDATE SET value = excluded.value"
            with self.database:
                self._rows(f"{insert} {update}", key, json.dumps(value))
            self.kept[self.session_id, key] = value
        """,
        get="""
        async def get(self, key):
            get = "SELECT value FROM items WHERE session = ? AND key = ?"
            rows = self._rows(get, key)
            return self.kept.get((self.session_id, key)) if rows else None
        """,
    ),
    five(
        "forgets the await in is_exist",
        "`get` was called without `await`",
        is_exist="""
        async def is_exist(self, key):
            return self.get(key) is not None
        """,
    ),
    five(
        "forgets the id with the session",
        "clear changes `self.session_id`",
        clear="""
        async def clear(self):
            with self.database:
                self._rows("DELETE FROM items WHERE session = ?")
            self.session_id = None
        """,
    ),
    whole(
        "begins by `_rows`",
        "run it with `self.database.execute(...)`",
        remove="""
        async def remove(self, key):
            with self.database:
                self._rows("BEGIN IMMEDIATE")
                if await self.is_any_exist():
                    self._write(key, None)
        """,
    ),
    whole(
        "begins without IMMEDIATE",
        "`BEGIN` alone does not",
        remove="""
        async def remove(self, key):
            with self.database:
                self.database.execute("BEGIN")
                if await self.is_any_exist():
                    self._write(key, None)
        """,
    ),
    three(
        "keeps the first value",
        "The first value stays",
        set="""
        async def set(self, key, value):
            insert = "INSERT INTO items VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
            with self.database:
                self._rows(insert, key, json.dumps(value))
        """,
    ),
    three(
        "asks for no key",
        "does each statement ask for the session and the key",
        get="""
        async def get(self, key):
            rows = self._rows("SELECT value FROM items WHERE session = ?")
            return json.loads(rows[0][0]) if rows else None
        """,
    ),
    three(
        "answers an empty dict for no row",
        "get answers None where there is no row",
        get="""
        async def get(self, key):
            select = "SELECT value FROM items WHERE session = ? AND key = ?"
            rows = self._rows(select, key)
            return json.loads(rows[0][0]) if rows else {}
        """,
    ),
    five(
        "answers a list of pairs",
        "get_all answers a dict, from keys to values",
        get_all="""
        async def get_all(self):
            select = "SELECT key, value FROM items WHERE session = ? ORDER BY rowid"
            return [(key, json.loads(value)) for key, value in self._rows(select)]
        """,
    ),
    whole(
        "writes the last key first",
        "`set_many` take its keys in turn",
        set_many="""
        async def set_many(self, values):
            with self.database:
                for key in reversed(values):
                    self._write(key, values[key])
        """,
    ),
    whole(
        "commits within the loop",
        "by a `with` or a commit of its own",
        set_many="""
        async def set_many(self, values):
            with self.database:
                for key, value in values.items():
                    self._write(key, value)
                    self.database.commit()
        """,
    ),
    three(
        "asks, then inserts or updates",
        "Let one statement do all of it",
        set="""
        async def set(self, key, value):
            update = "UPDATE items SET value = ?3 WHERE session = ?1 AND key = ?2"
            insert = "INSERT INTO items VALUES (?, ?, ?)"
            one = "SELECT 1 FROM items WHERE session = ? AND key = ?"
            statement = update if self._rows(one, key) else insert
            with self.database:
                self._rows(statement, key, json.dumps(value))
        """,
    ),
    three(
        "pickles",
        "unlike with `pickle` and `eval`, nothing is run when it is read",
        set="""
        async def set(self, key, value):
            import pickle

            insert = "INSERT INTO items VALUES (?, ?, ?)"
            update = "ON CONFLICT DO UPDATE SET value = excluded.value"
            with self.database:
                self._rows(f"{insert} {update}", key, pickle.dumps(value))
        """,
        get="""
        async def get(self, key):
            import pickle

            get = "SELECT value FROM items WHERE session = ? AND key = ?"
            rows = self._rows(get, key)
            return pickle.loads(rows[0][0]) if rows else None
        """,
    ),
    three(
        "makes a text of what JSON cannot carry",
        "raised nothing, and JSON cannot carry that",
        set="""
        async def set(self, key, value):
            insert = "INSERT INTO items VALUES (?, ?, ?)"
            update = "ON CONFLICT DO UPDATE SET value = excluded.value"
            with self.database:
                self._rows(f"{insert} {update}", key, json.dumps(value, default=str))
        """,
    ),
    three(
        "swallows the error of a locked file",
        "had the file locked",
        set="""
        async def set(self, key, value):
            insert = "INSERT INTO items VALUES (?, ?, ?)"
            update = "ON CONFLICT DO UPDATE SET value = excluded.value"
            try:
                with self.database:
                    self._rows(f"{insert} {update}", key, json.dumps(value))
            except sqlite3.OperationalError:
                pass
        """,
    ),
    three(
        "fetches once more",
        "`_rows` has fetched",
        get="""
        async def get(self, key):
            get = "SELECT value FROM items WHERE session = ? AND key = ?"
            row = self._rows(get, key).fetchone()
            return json.loads(row[0]) if row else None
        """,
    ),
    three(
        "closes the connection",
        "leave it open",
        is_any_exist="""
        async def is_any_exist(self):
            rows = self._rows("SELECT 1 FROM items WHERE session = ?")
            self.database.close()
            return bool(rows)
        """,
    ),
    three(
        "sorts the keys of a value",
        "no `sort_keys`",
        set="""
        async def set(self, key, value):
            insert = "INSERT INTO items VALUES (?, ?, ?)"
            update = "ON CONFLICT DO UPDATE SET value = excluded.value"
            with self.database:
                self._rows(f"{insert} {update}", key, json.dumps(value, sort_keys=True))
        """,
    ),
    five(
        "selects all columns",
        "as many parts as the SELECT has columns",
        get_all="""
        async def get_all(self):
            rows = self._rows("SELECT * FROM items WHERE session = ? ORDER BY rowid")
            return {key: json.loads(value) for key, value in rows}
        """,
    ),
    whole(
        "commits a remove by hand",
        "its transaction is still open",
        remove="""
        async def remove(self, key):
            self.database.execute("BEGIN IMMEDIATE")
            if await self.is_any_exist():
                self._write(key, None)
            self.database.commit()
        """,
    ),
    three(
        "replaces the row",
        "its row is now behind that of",
        set="""
        async def set(self, key, value):
            insert = "INSERT OR REPLACE INTO items VALUES (?, ?, ?)"
            with self.database:
                self._rows(insert, key, json.dumps(value))
        """,
    ),
    five(
        "empties the dict that it was given",
        "changed what it was given: it is then `ada set_many({})`",
        set_many="""
        async def set_many(self, values):
            while values:
                key = next(iter(values))
                await self.set(key, values.pop(key))
        """,
    ),
]
