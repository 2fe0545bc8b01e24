"""Mistakes of lesson 03, semantics."""

from tests.notebooks.mistakes import Mistake


def _remove(name: str, body: str, verdict_says: str, does_not: str = "") -> Mistake:
    rule = '{"remove sets null and keeps the key": "a removed key should go"}'
    code = f"""
class Deleting(MemorySessionStore):
    does_not = {does_not or rule}

    async def remove(self, key):
        {body}
"""
    return Mistake("deleting", name, code, verdict_says)


MISTAKES = [
    _remove(
        "pops from a copy",
        "dict(await self.get_all()).pop(key, None)",
        "The session's own dict still has the old value after remove",
    ),
    _remove(
        "leaves it to super",
        "await super().remove(key)",
        "Your remove still leaves a tombstone",
    ),
    _remove(
        "ends an emptied session",
        """values = await self.get_all()
        values.pop(key, None)
        if not values:
            await self.clear()""",
        "A session without keys is still a session",
    ),
    _remove(
        "raises for a key that is not there",
        "(await self.get_all()).pop(key)",
        "remove of a key that is not there does nothing",
    ),
    _remove(
        "asks for the session alone",
        """values = await self.get_all()
        if values:
            del values[key]""",
        "remove of a key that is not there does nothing",
    ),
    _remove(
        "deletes without asking",
        "del (await self.get_all())[key]",
        "remove of a key that is not there does nothing",
    ),
    _remove(
        "forgets await",
        "self.get_all().pop(key, None)",
        "`get_all` was called without `await`",
    ),
    _remove(
        "forgets await before super",
        """super().remove(key)
        (await self.get_all()).pop(key)""",
        "write `await super().remove(...)`",
    ),
    _remove(
        "uses the dict of lesson 02",
        "sessions.get(self.session_id, {}).pop(key, None)",
        "`sessions` belongs to lesson 02 and is not here",
    ),
    _remove(
        "begins a session",
        "await self.set(key, None)",
        "Remove begins a session",
    ),
    _remove(
        "asks for a value first",
        """if await self.is_exist(key):
            (await self.get_all()).pop(key)""",
        "A key that was set to None is a key, too",
    ),
    _remove(
        "takes every None along",
        """values = await self.get_all()
        for one in [*values]:
            if one == key or values[one] is None:
                del values[one]""",
        "leave all others as they are, even those with None",
    ),
    _remove(
        "answers what it removed",
        "return (await self.get_all()).pop(key, None)",
        "remove answers nothing: remove its `return`",
    ),
    _remove(
        "ends the session",
        "await self.clear()",
        "Remove forgets the whole session",
    ),
    _remove(
        "empties the session",
        "(await self.get_all()).clear()",
        "remove is about its key alone",
    ),
    _remove(
        "declares nothing",
        "(await self.get_all()).pop(key, None)",
        "Declare it: `does_not` names the rule",
        does_not="{}",
    ),
    _remove("is not written", "...", "Write remove, then run this cell again"),
    _remove(
        "asks the dict as if it were a list",
        "(await self.get_all()).remove(key)",
        "A dict has no `remove`",
    ),
    _remove(
        "deletes and writes None again",
        """(await self.get_all()).pop(key, None)
        await super().remove(key)""",
        "a deleting store answers to 3  {}",
    ),
    _remove(
        "deletes one key, whichever is named",
        '(await self.get_all()).pop("cart", None)',
        '`key` is never used in remove, which has the string "cart"',
    ),
    _remove(
        "deletes what begins with the key",
        """values = await self.get_all()
        for one in [*values]:
            if one.startswith(key):
                del values[one]""",
        "leave all others as they are, even those with None",
    ),
    _remove(
        "takes the last key",
        """await super().remove(key)
        if values := await self.get_all():
            values.popitem()""",
        "remove is about its key alone",
    ),
    _remove(
        "deletes a key that is like it",
        "(await self.get_all()).pop(key.lower(), None)",
        "The key is still there: delete the very key that is given",
    ),
    _remove(
        "forgets the visitors without an id",
        """if self.session_id:
            (await self.get_all()).pop(key, None)""",
        "The key is still there: delete the very key that is given",
    ),
    _remove(
        "writes the others again, in another order",
        """values = await self.get_all()
        others = [(one, values[one]) for one in sorted(values) if one != key]
        values.clear()
        values.update(others)""",
        "even those with None, and in their order",
    ),
    _remove(
        "makes a new dict of the others",
        """from sessionkit.memory import sessions
        values = sessions.get(self.session_id)
        if values is not None:
            values = {one: values[one] for one in values if one != key}
            sessions[self.session_id] = values""",
        "Delete the key from the dict that the store keeps",
    ),
    _remove(
        "gives no reason",
        "(await self.get_all()).pop(key, None)",
        'does_not gives no reason for "remove sets null and keeps the key"',
        does_not='{"remove sets null and keeps the key": ""}',
    ),
    _remove(
        "strips the key",
        "(await self.get_all()).pop(key.strip(), None)",
        "The key is still there: delete the very key that is given",
    ),
    _remove(
        "takes along what differs in case alone",
        """values = await self.get_all()
        for one in [*values]:
            if one.lower() == key.lower():
                del values[one]""",
        "remove does more than delete the key: leave all others as they are",
    ),
    _remove(
        "empties the value, too",
        """value = (await self.get_all()).pop(key, None)
        if isinstance(value, (dict, list)):
            value.clear()""",
        "whoever got the value from get keeps it",
    ),
    _remove(
        "does not call the method",
        "self.get_all.pop(key, None)",
        "uses a method in place of what it answers: its call, `(...)`, is missing",
    ),
    _remove(
        "takes along what stands under the key in a path",
        """values = await self.get_all()
        for one in [*values]:
            if one == key or one.startswith(f"{key}."):
                del values[one]""",
        "remove does more than delete the key: leave all others as they are",
    ),
]
