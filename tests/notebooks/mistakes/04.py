"""Mistakes of lesson 04, watch it live."""

from tests.notebooks.mistakes import Mistake


def _set(name: str, body: str, verdict_says: str) -> Mistake:
    code = f"""
class Mended(MemorySessionStore):
    first = {{"currency": "EUR", "coupons": []}}

    async def set(self, key, value):
        {body}
"""
    return Mistake("mended", name, code, verdict_says)


MISTAKES = [
    _set(
        "drops the first values",
        "sessions.setdefault(self.session_id, {})[key] = value",
        "The shop's first values are gone",
    ),
    _set(
        "leaves it to super",
        "await super().set(key, value)",
        "The shop's first values are gone",
    ),
    _set(
        "keeps the alias",
        "sessions.setdefault(self.session_id, self.first)[key] = value",
        "Bob's session is still the same dict as Ada's",
    ),
    _set(
        "copies the dict alone",
        "sessions.setdefault(self.session_id, dict(self.first))[key] = value",
        "The copy is shallow",
    ),
    _set(
        "begins a session with each set",
        """sessions[self.session_id] = copy.deepcopy(self.first)
        sessions[self.session_id][key] = value""",
        "A second set loses what the first one wrote",
    ),
    _set(
        "puts the first values back",
        """values = sessions.setdefault(self.session_id, {})
        values.update(copy.deepcopy(self.first))
        values[key] = value""",
        "A second set puts the first values back",
    ),
    _set(
        "writes the first values down again",
        """mine = {"currency": "EUR", "coupons": []}
        sessions.setdefault(self.session_id, mine)[key] = value""",
        "them from `self.first`",
    ),
    _set(
        "writes the coupons down again",
        """mine = {**self.first, "coupons": []}
        sessions.setdefault(self.session_id, mine)[key] = value""",
        "them from `self.first`",
    ),
    _set(
        "begins with coupons in each shop",
        """mine = {**self.first, "coupons": list(self.first.get("coupons", []))}
        sessions.setdefault(self.session_id, mine)[key] = value""",
        "copy all of `self.first`, and name none of its keys",
    ),
    _set(
        "copies the coupons by their name",
        """mine = {**self.first, "coupons": [*self.first["coupons"]]}
        sessions.setdefault(self.session_id, mine)[key] = value""",
        "copy all of `self.first`, and name none of its keys",
    ),
    _set(
        "begins with the key",
        """values = sessions.setdefault(self.session_id, {})
        values[key] = value
        for name, one in copy.deepcopy(self.first).items():
            values.setdefault(name, one)""",
        "The key that is set stands before the first values",
    ),
    Mistake(
        "mended",
        "inherits nothing",
        """
class Mended:
    first = {"currency": "EUR", "coupons": []}

    async def set(self, key, value):
        sessions.setdefault(self.session_id, copy.deepcopy(self.first))[key] = value
""",
        "begin with `class Mended(MemorySessionStore):`",
    ),
    Mistake(
        "mended",
        "drops the coupons",
        """
class Mended(MemorySessionStore):
    first = {"currency": "EUR"}

    async def set(self, key, value):
        if self.session_id not in sessions:
            sessions[self.session_id] = copy.deepcopy(self.first)
        sessions[self.session_id][key] = value
""",
        '`first` is {"currency": "EUR"}; the shop\'s first values are',
    ),
    _set(
        "forgets the value",
        "sessions.setdefault(self.session_id, copy.deepcopy(self.first))",
        "The value that was set is not in the session",
    ),
    _set(
        "answers something",
        """sessions.setdefault(self.session_id, copy.deepcopy(self.first))[key] = value
        return value""",
        "set answers nothing: remove its `return`",
    ),
    _set(
        "forgets self",
        "sessions.setdefault(self.session_id, copy.deepcopy(first))[key] = value",
        "Your code raised NameError: name 'first' is not defined",
    ),
    _set(
        "writes into the first values",
        """self.first[key] = value
        sessions[self.session_id] = copy.deepcopy(self.first)""",
        "write into the copy alone, and leave `first` as it is",
    ),
    _set(
        "begins with another type",
        """mine = {"currency": "EUR", "coupons": ()}
        sessions.setdefault(self.session_id, mine)[key] = value""",
        "The session begins with something other than what `self.first` holds",
    ),
    _set(
        "calls set_many, which calls set",
        """await self.set_many({**copy.deepcopy(self.first), key: value})""",
        "This `set` calls itself forever",
    ),
    _set(
        "forgets the await",
        """if not self.is_any_exist():
            sessions[self.session_id] = copy.deepcopy(self.first)
        await super().set(key, value)""",
        "`is_any_exist` was called without `await`",
    ),
    _set(
        "calls itself for the first values",
        """for name, value_of in copy.deepcopy(self.first).items():
            await self.set(name, value_of)
        await super().set(key, value)""",
        "This `set` calls itself forever, directly or through `set_many`",
    ),
    _set(
        "forgets the await, and writes into the dict",
        """if not self.is_any_exist():
            sessions[self.session_id] = copy.deepcopy(self.first)
        sessions[self.session_id][key] = value""",
        "KeyError: 'ada' (line 7, in set: sessions[self.session_id][key] = value). "
        "`is_any_exist` was called without `await`",
    ),
    _set(
        "keeps the copy on the store object",
        """self.first = copy.deepcopy(self.first)
        sessions.setdefault(self.session_id, self.first)[key] = value""",
        "The cart from before the `clear` is back",
    ),
    _set("is not written", "...", "Write `set`, then run this cell again"),
    Mistake(
        "mended",
        "begins the first session of all alone",
        """
class Mended(MemorySessionStore):
    first = {"currency": "EUR", "coupons": []}

    async def set(self, key, value):
        if not sessions:
            sessions[self.session_id] = copy.deepcopy(self.first)
        sessions.setdefault(self.session_id, {})[key] = value
""",
        "Bob's session, the second one, begins without the first values",
    ),
    Mistake(
        "mended",
        "computes the first values",
        """
class Mended(MemorySessionStore):
    @property
    def first(self):
        return {"currency": "EUR", "coupons": []}

    async def set(self, key, value):
        if self.session_id not in sessions:
            sessions[self.session_id] = self.first
        sessions[self.session_id][key] = value
""",
        "`first` is <a property object>",
    ),
    _set(
        "keeps one copy on the store object",
        """if not hasattr(self, "own"):
            self.own = copy.deepcopy(self.first)
        sessions.setdefault(self.session_id, self.own)[key] = value""",
        "it was written into something that outlives the session",
    ),
    _set(
        "writes the first values over the key",
        """if self.session_id not in sessions:
            sessions[self.session_id] = {key: value, **copy.deepcopy(self.first)}
        else:
            sessions[self.session_id][key] = value""",
        "The first values overwrite the value that is set",
    ),
    _set(
        "copies the first values of the quick store",
        """mine = copy.deepcopy(Quick.first)
        sessions.setdefault(self.session_id, mine)[key] = value""",
        "The session begins with something other than what `self.first` holds",
    ),
    _set(
        "writes the key in quotes",
        """mine = copy.deepcopy(self.first)
        sessions.setdefault(self.session_id, mine)["key"] = value""",
        "write `key`, without quotes",
    ),
    _set(
        "asks the method, and does not call it",
        """if not self.is_any_exist:
            sessions[self.session_id] = copy.deepcopy(self.first)
        await super().set(key, value)""",
        "`self.is_any_exist` is the method itself, which is always true",
    ),
    _set(
        "writes without a session",
        "sessions[self.session_id][key] = value",
        "`[self.session_id]` raises where there is no session, and set begins one",
    ),
    Mistake(
        "mended",
        "forgets to take self",
        """
class Mended(MemorySessionStore):
    first = {"currency": "EUR", "coupons": []}

    async def set(key, value):
        sessions.setdefault(self.session_id, copy.deepcopy(self.first))[key] = value
""",
        "Begin it with `async def set(self, key, value):`",
    ),
    _set(
        "copies the lists alone, and not what is in them",
        """mine = {one: copy.copy(own) for one, own in self.first.items()}
        sessions.setdefault(self.session_id, mine)[key] = value""",
        "The copy ends too early",
    ),
    _set(
        "forgets the visitors without an id",
        """if self.session_id and self.session_id not in sessions:
            sessions[self.session_id] = copy.deepcopy(self.first)
        sessions.setdefault(self.session_id, {})[key] = value""",
        "None is an id like any other",
    ),
    _set(
        "remembers on the store object that it has begun",
        """if not hasattr(self, "begun"):
            self.begun = True
            sessions.setdefault(self.session_id, copy.deepcopy(self.first))
        sessions.setdefault(self.session_id, {})[key] = value""",
        "After a `clear` a new session begins, and here it lacks the first values",
    ),
    Mistake(
        "mended",
        "writes set_many as well, past set",
        """
class Mended(MemorySessionStore):
    first = {"currency": "EUR", "coupons": []}

    async def set(self, key, value):
        sessions.setdefault(self.session_id, copy.deepcopy(self.first))[key] = value

    async def set_many(self, values):
        if values:
            sessions.setdefault(self.session_id, {}).update(values)
""",
        "A session that `set_many` begins lacks the first values",
    ),
    Mistake(
        "mended",
        "gives the first values away, and writes them down again",
        """
class Mended(MemorySessionStore):
    first = {"currency": "EUR", "coupons": []}

    async def set(self, key, value):
        own = sessions.setdefault(self.session_id, Mended.first)
        own[key] = value
        Mended.first = {"currency": "EUR", "coupons": []}
""",
        "read them from `self.first`, and leave that as it is",
    ),
    _set(
        "calls the module",
        "sessions.setdefault(self.session_id, copy(self.first))[key] = value",
        "write the function behind its name and a dot, as in `copy.deepcopy(...)`",
    ),
    _set(
        "leaves out None",
        """own = sessions.setdefault(self.session_id, copy.deepcopy(self.first))
        if value is not None:
            own[key] = value""",
        "None is a value to write like any other",
    ),
    _set(
        "begins with the first values only for a key that is not among them",
        """if self.session_id not in sessions and key not in self.first:
            sessions[self.session_id] = copy.deepcopy(self.first)
        sessions.setdefault(self.session_id, {})[key] = value""",
        "whatever key is set first, and to whatever value",
    ),
    _set(
        "begins with the first values only for a value that is true",
        """if value and self.session_id not in sessions:
            sessions[self.session_id] = copy.deepcopy(self.first)
        sessions.setdefault(self.session_id, {})[key] = value""",
        "whatever key is set first, and to whatever value",
    ),
    _set(
        "fills an emptied session again",
        """own = sessions.setdefault(self.session_id, {})
        if not own:
            own.update(copy.deepcopy(self.first))
        own[key] = value""",
        "A session that was emptied gets the first values again",
    ),
    _set(
        "takes each first value for a list",
        """mine = {one: list(own) for one, own in self.first.items()}
        sessions.setdefault(self.session_id, mine)[key] = value""",
        "The shop's first values are gone, or are not as they were",
    ),
]
