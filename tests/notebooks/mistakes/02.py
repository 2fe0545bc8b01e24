"""Mistakes of lesson 02, build the memory store."""

from textwrap import indent

from tests.notebooks.mistakes import Mistake
from tests.notebooks.one_exercise import solution

HEADS = {
    "any-write": "is_any_exist(self)",
    "set-write": "set(self, key, value)",
    "get-write": "get(self, key)",
    "exist-write": "is_exist(self, key)",
    "all-write": "get_all(self)",
    "remove-write": "remove(self, key)",
    "clear-write": "clear(self)",
    "many-write": "set_many(self, values)",
}
"""The head of the method that an exercise asks for."""

(MY_STORE,) = (one.source for one in solution("02").cells if one.id == "together-write")

NO_SESSION = "An index where there is no session"
NOT_AWAITED = "A call was not awaited"
NOT_KEPT = "A value that is not kept"
READS_CREATE = "Reading creates a session"
NO_ID = "set never uses `self`, so it cannot know whose session it is"
EMPTY = "An empty session taken for none"
TRUTH = "Truth in place of existence"


def body(exercise: str, name: str, lines: str, verdict_says: str) -> Mistake:
    """Write another body of the method that an exercise asks for."""
    method = f"async def {HEADS[exercise]}:\n{indent(lines, '    ')}"
    code = f"class Store(Store):\n{indent(method, '    ')}"
    return Mistake(exercise, name, code, verdict_says)


def whole(name: str, right: str, instead: str, verdict_says: str) -> Mistake:
    """Put something else in place of one part of the whole store."""
    assert MY_STORE.count(right) == 1, right
    code = MY_STORE.replace(right, instead)
    return Mistake("together-write", name, code, verdict_says)


IS_ANY_EXIST = [
    body("any-write", "always True", "return True", "True without a session"),
    body(
        "any-write",
        "the dict for a bool",
        "return sessions.get(self.session_id)",
        "Not a bool",
    ),
    body("any-write", "no return", "self.session_id in sessions", "A missing `return`"),
    body(
        "any-write",
        "a bare session_id",
        "return session_id in sessions",
        "write `self.session_id`",
    ),
    body(
        "any-write",
        "self.sessions",
        "return self.session_id in self.sessions",
        "write it without `self.`",
    ),
    body(
        "any-write",
        "brackets",
        "return bool(sessions[self.session_id])",
        NO_SESSION,
    ),
]

SET = [
    body(
        "set-write",
        "values on the object",
        "self.values = {**getattr(self, 'values', {}), key: value}",
        NOT_KEPT,
    ),
    body(
        "set-write",
        "needs a session",
        "if self.session_id in sessions:\n    sessions[self.session_id][key] = value",
        NOT_KEPT,
    ),
    body(
        "set-write",
        "brackets",
        "sessions[self.session_id][key] = value",
        NO_SESSION,
    ),
    body(
        "set-write",
        "skips None",
        "if value is not None:\n"
        "    sessions.setdefault(self.session_id, {})[key] = value",
        "None is not written",
    ),
    body("set-write", "the key for the id", "sessions[key] = value", NO_ID),
    body(
        "set-write",
        "a new dict that goes nowhere",
        "values = sessions.get(self.session_id)\n"
        "if values is None:\n    values = {}\n"
        "values[key] = value",
        "a value on the object, or in a new dict, is gone",
    ),
    Mistake(
        "set-write",
        "a new dict that goes nowhere, with later steps not written yet",
        """
        class Store(Store):
            async def get(self, key): ...

            async def set(self, key, value):
                sessions.get(self.session_id, {})[key] = value
        """,
        "a value on the object, or in a new dict, is gone",
    ),
    body(
        "set-write",
        "answers the value",
        "sessions.setdefault(self.session_id, {})[key] = value\nreturn value",
        "set answers nothing: remove its `return`",
    ),
    Mistake(
        "set-write",
        "any session at all, seen now",
        """
        class Store(Store):
            async def is_any_exist(self):
                return bool(sessions)

            async def set(self, key, value):
                sessions.setdefault(self.session_id, {})[key] = value
        """,
        "ask about any session or another id",
    ),
]

GET = [
    body("get-write", "brackets", "return sessions[self.session_id][key]", NO_SESSION),
    body(
        "get-write",
        "begins a session by reading",
        "return sessions.setdefault(self.session_id, {}).get(key)",
        READS_CREATE,
    ),
    body(
        "get-write",
        "brackets for the key",
        "return sessions.get(self.session_id, {})[key]",
        "An index where there is no such key",
    ),
    body(
        "get-write",
        "goes on with None",
        "return sessions.get(self.session_id).get(key)",
        "None in place of a dict",
    ),
    body(
        "get-write",
        "or None",
        "return sessions.get(self.session_id, {}).get(key) or None",
        TRUTH,
    ),
    body(
        "get-write",
        "no return",
        "sessions.get(self.session_id, {}).get(key)",
        "A missing `return`",
    ),
    Mistake(
        "get-write",
        "a set that overwrites the session, seen now",
        """
        class Store(Store):
            async def set(self, key, value):
                sessions[self.session_id] = {key: value}

            async def get(self, key):
                return sessions.get(self.session_id, {}).get(key)
        """,
        "Set replaces the whole session",
    ),
    Mistake(
        "get-write",
        "a set that stores an empty dict first, seen now",
        """
        class Store(Store):
            async def set(self, key, value):
                if self.session_id not in sessions:
                    sessions[self.session_id] = {}
                else:
                    sessions[self.session_id][key] = value

            async def get(self, key):
                return sessions.get(self.session_id, {}).get(key)
        """,
        "A value that is lost",
    ),
]

IS_EXIST = [
    body(
        "exist-write",
        "asks for the key",
        "return key in sessions.get(self.session_id, {})",
        "A key taken for a value",
    ),
    body(
        "exist-write",
        "asks for truth",
        "return bool(sessions.get(self.session_id, {}).get(key))",
        TRUTH,
    ),
    body(
        "exist-write",
        "no await",
        "return self.get(key) is not None",
        "`get` was called without `await`",
    ),
    body("exist-write", "the value itself", "return await self.get(key)", "Not a bool"),
    body(
        "exist-write",
        "brackets",
        "return sessions[self.session_id][key] is not None",
        NO_SESSION,
    ),
    body(
        "exist-write",
        "begins a session by reading",
        "return sessions.setdefault(self.session_id, {}).get(key) is not None",
        READS_CREATE,
    ),
]

GET_ALL = [
    body(
        "all-write",
        "or an empty dict",
        "return sessions.get(self.session_id) or {}",
        EMPTY,
    ),
    body(
        "all-write",
        "a copy",
        "return dict(sessions.get(self.session_id, {}))",
        "A copy in place of the live dict",
    ),
    body("all-write", "everybody's dict", "return sessions", "Everybody's dict"),
    body(
        "all-write",
        "None without a session",
        "return sessions.get(self.session_id)",
        "None in place of an empty dict",
    ),
    body(
        "all-write",
        "begins a session by reading",
        "return sessions.setdefault(self.session_id, {})",
        READS_CREATE,
    ),
    body(
        "all-write",
        "leaves out None",
        "values = sessions.get(self.session_id, {})\n"
        "return {key: one for key, one in values.items() if one is not None}",
        "Removed keys are left out",
    ),
    body("all-write", "brackets", "return sessions[self.session_id]", NO_SESSION),
    Mistake(
        "all-write",
        "one empty dict for all",
        """
        EMPTY = {}

        class Store(Store):
            async def get_all(self):
                return sessions.get(self.session_id, EMPTY)
        """,
        "One empty dict for all",
    ),
]

REMOVE = [
    body(
        "remove-write",
        "deletes the key",
        "sessions.get(self.session_id, {}).pop(key, None)",
        "Remove deletes the key",
    ),
    body(
        "remove-write",
        "begins a session",
        "await self.set(key, None)",
        "Remove begins a session",
    ),
    body(
        "remove-write",
        "only what is there",
        "values = sessions.get(self.session_id, {})\n"
        "if key in values:\n    values[key] = None",
        "A key never set is not removed",
    ),
    body(
        "remove-write",
        "ends the session",
        "values = sessions.get(self.session_id)\n"
        "if values is not None:\n"
        "    values[key] = None\n"
        "    if all(one is None for one in values.values()):\n"
        "        del sessions[self.session_id]",
        "Remove ends the session",
    ),
    body(
        "remove-write",
        "asks whether there are keys",
        "values = sessions.get(self.session_id)\nif values:\n    values[key] = None",
        EMPTY,
    ),
    body(
        "remove-write", "brackets", "sessions[self.session_id][key] = None", NO_SESSION
    ),
    body(
        "remove-write",
        "no await before set",
        "if await self.is_any_exist():\n    self.set(key, None)",
        "`set` was called without `await`",
    ),
    body(
        "remove-write",
        "no await before is_any_exist",
        "if self.is_any_exist():\n    await self.set(key, None)",
        "`is_any_exist` was called without `await`",
    ),
]

CLEAR = [
    body(
        "clear-write",
        "asks whether there are keys",
        "if sessions.get(self.session_id):\n    del sessions[self.session_id]",
        EMPTY,
    ),
    body(
        "clear-write",
        "empties the dict",
        "(await self.get_all()).clear()",
        "Clear leaves an empty session",
    ),
    body(
        "clear-write",
        "leaves an empty dict",
        "sessions[self.session_id] = {}",
        "Clear leaves an empty session",
    ),
    body(
        "clear-write",
        "everybody's session",
        "sessions.clear()",
        "Clear forgets everybody's session",
    ),
    body("clear-write", "del", "del sessions[self.session_id]", NO_SESSION),
    body(
        "clear-write",
        "removes each key",
        "for key in await self.get_all():\n    await self.remove(key)",
        "Clear only removes the keys",
    ),
    body(
        "clear-write",
        "changes what it loops over",
        "values = await self.get_all()\nfor key in values:\n    del values[key]",
        "A dict changed while it was looped over",
    ),
    body(
        "clear-write",
        "answers the dict",
        "return sessions.pop(self.session_id, None)",
        "clear answers nothing: remove its `return`",
    ),
]

SET_MANY = [
    body(
        "many-write",
        "replaces the session",
        "sessions[self.session_id] = dict(values)",
        "Set_many replaces the whole session",
    ),
    body(
        "many-write",
        "keeps the caller's dict",
        "sessions[self.session_id] = values",
        "The caller's dict kept as the session",
    ),
    body(
        "many-write",
        "no items()",
        "for key, value in values:\n    await self.set(key, value)",
        "A loop over a dict without `.items()`",
    ),
    body(
        "many-write",
        "no await",
        "for key, value in values.items():\n    self.set(key, value)",
        NOT_AWAITED,
    ),
    Mistake(
        "many-write",
        "gathers, and does not wait",
        """
        from asyncio import gather

        class Store(Store):
            async def set_many(self, values):
                gather(*(self.set(key, value) for key, value in values.items()))
        """,
        "write `await asyncio.gather(...)`",
    ),
    body(
        "many-write",
        "the keys as names of arguments",
        "await self.set(**values)",
        "Other arguments than the method takes",
    ),
    body(
        "many-write",
        "begins a session without a key",
        "sessions.setdefault(self.session_id, {}).update(values)",
        "A session without a key",
    ),
    body(
        "many-write",
        "skips None",
        "for key, value in values.items():\n"
        "    if value is not None:\n        await self.set(key, value)",
        "None is not written",
    ),
    body(
        "many-write",
        "returns in the loop",
        "for key, value in values.items():\n    await self.set(key, value)\n    return",
        "Only one key is set",
    ),
]

TOGETHER = [
    whole(
        "an __init__ without the id",
        "(self, session_id: str | None) -> None:  # given\n"
        "        self.session_id = session_id",
        "(self) -> None:\n        self.session_id = None",
        "__init__",
    ),
    whole(
        "an __init__ with two arguments",
        "(self, session_id: str | None) -> None:  # given",
        "(self, session_id, sessions) -> None:",
        "__init__",
    ),
    whole(
        "a remove that begins a session",
        "        if await self.is_any_exist():\n            await self.set(key, None)",
        "        await self.set(key, None)",
        "Remove begins a session",
    ),
    whole(
        "a clear that empties",
        "sessions.pop(self.session_id, None)",
        "(await self.get_all()).clear()",
        "Clear leaves an empty session",
    ),
    whole(
        "a read that begins a session",
        "return sessions.get(self.session_id, {}).get(key)",
        "return sessions.setdefault(self.session_id, {}).get(key)",
        READS_CREATE,
    ),
    whole(
        "a set that overwrites the session",
        "sessions.setdefault(self.session_id, {})[key] = value",
        "sessions[self.session_id] = {key: value}",
        "Set replaces the whole session",
    ),
    whole(
        "a copy",
        "return sessions.get(self.session_id, {})\n",
        "return dict(sessions.get(self.session_id, {}))\n",
        "A copy in place of the live dict",
    ),
    whole(
        "a method forgotten",
        "        sessions.pop(self.session_id, None)\n",
        "        ...\n",
        "Write clear, then run this cell again.",
    ),
]

OF_BEGINNERS = [
    body(
        "any-write",
        "no answer without a session",
        "if self.session_id in sessions:\n    return True",
        "Write `return False` there",
    ),
    body(
        "set-write",
        "a local dict",
        "sessions = {}\nsessions[self.session_id] = {key: value}",
        "inside a method makes a new, local dict",
    ),
    body(
        "get-write",
        "the key in quotes",
        'return sessions.get(self.session_id, {}).get("key")',
        "`key` is never used in get",
    ),
    body(
        "get-write",
        "pops the value",
        "return sessions.get(self.session_id, {}).pop(key, None)",
        "Reading takes the value away",
    ),
    body(
        "exist-write",
        "the session for the value",
        "return self.session_id in sessions",
        "A session taken for a value",
    ),
    body(
        "exist-write",
        "the empty text for no value",
        'return (await self.get(key)) not in (None, "")',
        "anything other than None is one, even an empty string",
    ),
    body(
        "get-write",
        "a dict on the object",
        "return self.values.get(key)",
        "`self.values` is not set on this store object",
    ),
    body(
        "all-write",
        "the session inside another dict",
        "return {self.session_id: sessions.get(self.session_id, {})}",
        "The session inside another dict",
    ),
    body(
        "remove-write",
        "the session becomes None",
        "if self.session_id in sessions:\n    sessions[self.session_id] = None",
        "None in place of the whole session",
    ),
    body(
        "remove-write",
        "None in quotes",
        'if self.session_id in sessions:\n    sessions[self.session_id][key] = "None"',
        'in quotes, `"None"` is a string',
    ),
    body(
        "remove-write",
        "null in quotes",
        'if self.session_id in sessions:\n    sessions[self.session_id][key] = "null"',
        "`None` is Python's null",
    ),
    body(
        "clear-write",
        "the store forgets its id",
        "self.session_id = None",
        "A method that changes the id",
    ),
    body(
        "clear-write",
        "the store for its id",
        "sessions.pop(self, None)",
        "The store in place of its id",
    ),
    body(
        "many-write",
        "by number",
        "for one in range(len(values)):\n    await self.set(one, values[one])",
        "An index that is not a key of the dict",
    ),
]

OF_THE_WHOLE = [
    body(
        "clear-write",
        "removes each key before",
        "for key in await self.get_all():\n    await self.remove(key)\n"
        "sessions.pop(self.session_id, None)",
        "Clear empties what was handed out",
    ),
    body(
        "many-write",
        "pairs the keys with themselves",
        "for key, value in zip(values, values):\n    await self.set(key, value)",
        "did an operation above write the key as its own value?",
    ),
    body(
        "get-write",
        "looks for an attribute",
        "return getattr(self, key, None)",
        "do the others look in that dict, for that key?",
    ),
    body(
        "set-write",
        "calls the dict",
        "sessions(self.session_id)[key] = value",
        "A dict that is called",
    ),
    Mistake(
        "together-write",
        "keeps the id under another name",
        """
        class MyStore(Store):
            def __init__(self, session_id):
                self._id = session_id
        """,
        "`self.session_id = session_id`",
    ),
    whole(
        "keeps the first value of a key",
        "sessions.setdefault(self.session_id, {})[key] = value",
        "sessions.setdefault(self.session_id, {}).setdefault(key, value)",
        "a setdefault, or a line that runs only without",
    ),
]

HALF_UNDERSTOOD = [
    Mistake(
        "any-write",
        "forgets self",
        """
        class Store(Store):
            async def is_any_exist():
                return self.session_id in sessions
        """,
        "Begin it with `async def is_any_exist(self):`",
    ),
    Mistake(
        "get-write",
        "forgets self, and has another parameter",
        """
        class Store(Store):
            async def get(key):
                return sessions.get(self.session_id, {}).get(key)
        """,
        "Begin it with `async def get(self, key):`",
    ),
    Mistake(
        "set-write",
        "looks in the kit's own dict",
        """
        class Store(Store):
            async def is_any_exist(self):
                return self.session_id in shelf

            async def set(self, key, value):
                sessions.setdefault(self.session_id, {})[key] = value
        """,
        "`shelf` in is_any_exist is the dict of the kit's own store",
    ),
    Mistake(
        "get-write",
        "a dict in place of the value, seen now",
        """
        class Store(Store):
            async def set(self, key, value):
                sessions.setdefault(self.session_id, {})[key] = {key: value}

            async def get(self, key):
                return sessions.get(self.session_id, {}).get(key)
        """,
        "or was `{key: value}` written in place of the value?",
    ),
    Mistake(
        "get-write",
        "a comma at the end, seen now",
        """
        class Store(Store):
            async def set(self, key, value):
                sessions.setdefault(self.session_id, {})[key] = value,

            async def get(self, key):
                return sessions.get(self.session_id, {}).get(key)
        """,
        "a comma at the end of a line",
    ),
    body(
        "exist-write",
        "pops the value",
        "return sessions.get(self.session_id, {}).pop(key, None) is not None",
        "Reading takes the value away",
    ),
    body(
        "exist-write",
        "compares, and answers nothing",
        "await self.get(key) == None",
        "is a `return` missing in is_exist?",
    ),
    body(
        "all-write",
        "False without a session",
        "return sessions.get(self.session_id, False)",
        "as in `.get(self.session_id, False)`",
    ),
    body(
        "remove-write",
        "empties the value",
        "value = await self.get(key)\nif value:\n    value.clear()",
        "An error in place of an answer",
    ),
    body(
        "remove-write",
        "null only where there is no such key",
        "if self.session_id in sessions:\n"
        "    sessions[self.session_id].setdefault(key, None)",
        "`setdefault` leaves a value that is there",
    ),
    body(
        "remove-write",
        "the null of another language",
        "if self.session_id in sessions:\n    sessions[self.session_id][key] = null",
        "in Python it is `None`",
    ),
    body(
        "clear-write",
        "deletes the id of the store object",
        "del self.session_id",
        "clear changes `self.session_id`",
    ),
    body(
        "clear-write",
        "asks the dict as if it were a list",
        "sessions.remove(self.session_id)",
        "A dict has no `remove`",
    ),
    body(
        "many-write",
        "an async loop over a dict",
        "async for key, value in values.items():\n    await self.set(key, value)",
        "a dict is looped over with a plain `for`",
    ),
    body(
        "many-write",
        "removes the other keys",
        "for key in await self.get_all():\n"
        "    if key not in values:\n        await self.remove(key)\n"
        "for key, value in values.items():\n    await self.set(key, value)",
        "Set_many replaces the whole session",
    ),
    Mistake(
        "get-write",
        "keeps what update answers, seen now",
        """
        class Store(Store):
            async def set(self, key, value):
                sessions[self.session_id] = sessions.get(self.session_id, {}).update(
                    {key: value}
                )

            async def get(self, key):
                return sessions.get(self.session_id, {}).get(key)
        """,
        "which changes a dict and answers None",
    ),
    Mistake(
        "any-write",
        "a property",
        """
        class Store(Store):
            @property
            async def is_any_exist(self):
                return self.session_id in sessions
        """,
        "Remove the line with `@` above is_any_exist",
    ),
    body(
        "set-write",
        "a key and a value for update",
        "sessions.setdefault(self.session_id, {}).update(key, value)",
        "`.update({key: value})` takes one dict",
    ),
    body(
        "all-write",
        "the values of the ids",
        "return {key: await self.get(key) for key in sessions}",
        "Everybody's dict",
    ),
    body(
        "all-write",
        "the class of a dict",
        "return sessions.get(self.session_id, dict)",
        "its call, `(...)`, is missing",
    ),
    body(
        "remove-write",
        "keeps what pop answers",
        "if self.session_id in sessions:\n"
        "    sessions[self.session_id] = sessions[self.session_id].pop(key, None)",
        "No dict where one is needed",
    ),
    body(
        "remove-write",
        "asks whether it is None",
        "if self.session_id in sessions:\n    sessions[self.session_id][key] is None",
        "A comparison in place of an assignment",
    ),
    whole(
        "an id of its own for visitors without one",
        "self.session_id = session_id\n",
        'self.session_id = session_id or "guest"\n',
        "`__init__` keeps a different id from the one it is given",
    ),
    whole(
        "an __init__ that answers the id",
        "self.session_id = session_id\n",
        "self.session_id = session_id\n        return session_id\n",
        "Remove the `return` from `__init__`",
    ),
    Mistake(
        "together-write",
        "has no session_id at all",
        MY_STORE.replace("self.session_id", "self.id"),
        "`self.session_id = session_id`",
    ),
    whole(
        "begins the session, and leaves out None",
        "sessions.setdefault(self.session_id, {})[key] = value",
        "values = sessions.setdefault(self.session_id, {})\n"
        "        if value is not None:\n            values[key] = value",
        "None is a value to write like any other",
    ),
    body(
        "set-write",
        "leaves it to super",
        "await super().set(key, value)",
        "`super()` looks in the class above, which has no `set`",
    ),
    body(
        "get-write",
        "brackets behind a method",
        "return sessions.get[self.session_id].get(key)",
        "uses a method in place of what it answers: its call, `(...)`, is missing",
    ),
    body(
        "clear-write",
        "does the opposite",
        "if self.session_id not in sessions:\n    sessions.pop(self.session_id)",
        "Did an operation above write it, or leave it there",
    ),
]

MISTAKES = [
    *IS_ANY_EXIST,
    *SET,
    *GET,
    *IS_EXIST,
    *GET_ALL,
    *REMOVE,
    *CLEAR,
    *SET_MANY,
    *TOGETHER,
    *OF_BEGINNERS,
    *OF_THE_WHOLE,
    *HALF_UNDERSTOOD,
]
