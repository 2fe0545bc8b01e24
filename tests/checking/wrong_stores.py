"""Session stores with one mistake each that a learner would make, by scenario group."""

import copy
import json
from collections import defaultdict
from typing import Any, Final

from sessionkit.suite.scenarios import (
    ALIASING,
    APART,
    CLEARING,
    NAMES,
    NO_ID,
    READING,
    REMOVING,
    SETTING_MANY,
    WRITING,
)

kept: dict[Any, dict[str, Any]] = {}


class Right:
    """A right store, from which the wrong ones depart."""

    def __init__(self, session_id: str | None) -> None:
        self.session_id = session_id

    async def is_any_exist(self) -> bool:
        return self.session_id in kept

    async def set(self, key: str, value: Any) -> Any:
        kept.setdefault(self.session_id, {})[key] = value

    async def get(self, key: str) -> Any:
        return kept.get(self.session_id, {}).get(key)

    async def is_exist(self, key: str) -> Any:
        return kept.get(self.session_id, {}).get(key) is not None

    async def get_all(self) -> Any:
        return kept.get(self.session_id, {})

    async def remove(self, key: str) -> None:
        if self.session_id in kept:
            kept[self.session_id][key] = None

    async def clear(self) -> None:
        kept.pop(self.session_id, None)

    async def set_many(self, values: dict[str, Any]) -> None:
        for key, value in values.items():
            await self.set(key, value)


# Reading before anything was set ------------------------------------------------------


class GetIndexes(Right):
    async def get(self, key: str) -> Any:
        return kept[self.session_id].get(key)


class GetAllIndexes(Right):
    async def get_all(self) -> Any:
        return kept[self.session_id]


class GetAllGivesNone(Right):
    async def get_all(self) -> Any:
        return kept.get(self.session_id)


class IsExistIndexes(Right):
    async def is_exist(self, key: str) -> Any:
        return kept[self.session_id].get(key) is not None


class ReadingCreates(Right):
    async def get(self, key: str) -> Any:
        return kept.setdefault(self.session_id, {}).get(key)


class GetAllCreates(Right):
    async def get_all(self) -> Any:
        return kept.setdefault(self.session_id, {})


class AnyExistGivesTheSession(Right):
    async def is_any_exist(self) -> Any:
        return kept.get(self.session_id)


class IsExistGivesNone(Right):
    async def is_exist(self, key: str) -> Any:
        values = kept.get(self.session_id)
        return values and values.get(key) is not None


# Writing and reading back -------------------------------------------------------------


class SetForgets(Right):
    async def set(self, key: str, value: Any) -> Any:
        kept.setdefault(self.session_id, {})


class SetKeepsTheFirst(Right):
    async def set(self, key: str, value: Any) -> Any:
        kept.setdefault(self.session_id, {}).setdefault(key, value)


class SetReplacesTheSession(Right):
    async def set(self, key: str, value: Any) -> Any:
        kept[self.session_id] = {key: value}


class TruthIsExistence(Right):
    async def is_exist(self, key: str) -> Any:
        return bool(kept.get(self.session_id, {}).get(key))


class SetSkipsNone(Right):
    async def set(self, key: str, value: Any) -> Any:
        if value is not None:
            await super().set(key, value)


class SetMerges(Right):
    async def set(self, key: str, value: Any) -> Any:
        values = kept.setdefault(self.session_id, {})
        if isinstance(values.get(key), dict) and isinstance(value, dict):
            values[key].update(value)
        else:
            values[key] = value


class GetOrFalse(Right):
    async def get(self, key: str) -> Any:
        return kept.get(self.session_id, {}).get(key) or None


class KeysExist(Right):
    async def is_exist(self, key: str) -> Any:
        return key in kept.get(self.session_id, {})


class AnyValueIsASession(Right):
    async def is_any_exist(self) -> bool:
        values = kept.get(self.session_id, {}).values()
        return any(value is not None for value in values)


class StoresText(Right):
    async def set(self, key: str, value: Any) -> Any:
        await super().set(key, str(value))


class SetAnswersTheValue(Right):
    async def set(self, key: str, value: Any) -> Any:
        await super().set(key, value)
        return value


# One session, many stores -------------------------------------------------------------


class KeptOnTheObject(Right):
    def __init__(self, session_id: str | None) -> None:
        super().__init__(session_id)
        self._values: dict[str, Any] | None = None

    async def is_any_exist(self) -> bool:
        return self._values is not None

    async def set(self, key: str, value: Any) -> Any:
        self._values = self._values if self._values is not None else {}
        self._values[key] = value

    async def get(self, key: str) -> Any:
        return (self._values or {}).get(key)

    async def is_exist(self, key: str) -> Any:
        return (self._values or {}).get(key) is not None

    async def get_all(self) -> Any:
        return self._values if self._values is not None else {}

    async def remove(self, key: str) -> None:
        if self._values is not None:
            self._values[key] = None

    async def clear(self) -> None:
        self._values = None


class OneForAll(Right):
    @property
    def session_id(self) -> str:
        """Always the same id."""
        return "all"

    @session_id.setter
    def session_id(self, value: str | None) -> None:
        pass


class ConstructorClears(Right):
    def __init__(self, session_id: str | None) -> None:
        super().__init__(session_id)
        kept.pop(session_id, None)


class ConstructorCreates(Right):
    def __init__(self, session_id: str | None) -> None:
        super().__init__(session_id)
        kept[session_id] = {}


class GetAllOfEverybody(Right):
    async def get_all(self) -> Any:
        if self.session_id not in kept:
            return {}
        if len(kept) == 1:
            return kept[self.session_id]
        return {key: value for one in kept.values() for key, value in one.items()}


class KeyedByKeyAlone(Right):
    _last: dict[str, Any] = {}  # noqa: RUF012

    async def set(self, key: str, value: Any) -> Any:
        await super().set(key, value)
        self._last[key] = value

    async def get(self, key: str) -> Any:
        found = await super().get(key)
        return found if found is None else self._last.get(key, found)


class IdByFirstLetter(Right):
    def __init__(self, session_id: str | None) -> None:
        super().__init__(session_id and str(len(session_id)))


# Removing -----------------------------------------------------------------------------


class RemoveDeletes(Right):
    async def remove(self, key: str) -> None:
        kept.get(self.session_id, {}).pop(key, None)


class RemoveOnlyWhatIsThere(Right):
    async def remove(self, key: str) -> None:
        if key in kept.get(self.session_id, {}):
            kept[self.session_id][key] = None


class RemoveCreates(Right):
    async def remove(self, key: str) -> None:
        await self.set(key, None)


class RemoveIndexes(Right):
    async def remove(self, key: str) -> None:
        kept[self.session_id][key] = None


class RemoveClearsTheLast(Right):
    async def remove(self, key: str) -> None:
        await super().remove(key)
        if not any(kept.get(self.session_id, {"": 1}).values()):
            await self.clear()


class RemoveLeavesEmptyText(Right):
    async def remove(self, key: str) -> None:
        if self.session_id in kept:
            kept[self.session_id][key] = ""


class RemoveDoesNothing(Right):
    async def remove(self, key: str) -> None:
        kept.get(self.session_id)


class RemoveDel(Right):
    async def remove(self, key: str) -> None:
        if self.session_id in kept:
            del kept[self.session_id][key]


# Clearing -----------------------------------------------------------------------------


class ClearEmpties(Right):
    async def clear(self) -> None:
        if self.session_id in kept:
            kept[self.session_id] = {}


class ClearInPlace(Right):
    async def clear(self) -> None:
        kept.get(self.session_id, {}).clear()


class ClearDel(Right):
    async def clear(self) -> None:
        del kept[self.session_id]


class ClearAll(Right):
    async def clear(self) -> None:
        kept.clear()


class ClearSetsNone(Right):
    async def clear(self) -> None:
        for key in kept.get(self.session_id, {}):
            await self.remove(key)


class ClearDoesNothing(Right):
    async def clear(self) -> None:
        kept.get(self.session_id)


class ClearCreates(Right):
    async def clear(self) -> None:
        kept[self.session_id] = {}


# Setting many at once -----------------------------------------------------------------


class SetManyReplaces(Right):
    async def set_many(self, values: dict[str, Any]) -> None:
        kept[self.session_id] = dict(values)


class SetManyKeepsTheDict(Right):
    async def set_many(self, values: dict[str, Any]) -> None:
        if self.session_id in kept:
            kept[self.session_id].update(values)
        elif values:
            kept[self.session_id] = values


class SetManyOfNothingCreates(Right):
    async def set_many(self, values: dict[str, Any]) -> None:
        kept.setdefault(self.session_id, {}).update(values)


class SetManySkipsNone(Right):
    async def set_many(self, values: dict[str, Any]) -> None:
        for key, value in values.items():
            if value is not None:
                await self.set(key, value)


class SetManyDoesNotAwait(Right):
    async def set_many(self, values: dict[str, Any]) -> None:
        for key, value in values.items():
            self.set(key, value).close()


class SetManyOfTheFirst(Right):
    async def set_many(self, values: dict[str, Any]) -> None:
        for key, value in values.items():
            await self.set(key, value)
            return


class SetManyNeedsASession(Right):
    async def set_many(self, values: dict[str, Any]) -> None:
        if self.session_id in kept:
            await super().set_many(values)


class SetManyIterates(Right):
    async def set_many(self, values: dict[str, Any]) -> None:
        for key, value in values:  # type: ignore[str-unpack]
            await self.set(key, value)


# Changes from outside -----------------------------------------------------------------


class GetAllCopies(Right):
    async def get_all(self) -> Any:
        return dict(kept.get(self.session_id, {}))


class SetDeepCopies(Right):
    async def set(self, key: str, value: Any) -> Any:
        await super().set(key, copy.deepcopy(value))


class GetDeepCopies(Right):
    async def get(self, key: str) -> Any:
        return copy.deepcopy(await super().get(key))


class JsonInAndOut(Right):
    async def set(self, key: str, value: Any) -> Any:
        await super().set(key, json.loads(json.dumps(value)))


class SharedEmpty(Right):
    _nothing: dict[str, Any] = {}  # noqa: RUF012

    async def get_all(self) -> Any:
        return kept.get(self.session_id, self._nothing)


class SetRebuilds(Right):
    async def set(self, key: str, value: Any) -> Any:
        kept[self.session_id] = {**kept.get(self.session_id, {}), key: value}

    async def get_all(self) -> Any:
        return {**kept.get(self.session_id, {})}


class GetAllLeavesTombstonesOut(Right):
    async def get_all(self) -> Any:
        values = kept.get(self.session_id, {})
        return {key: one for key, one in values.items() if one is not None}


# Visitors without an id ---------------------------------------------------------------


class NoIdNoSession(Right):
    async def set(self, key: str, value: Any) -> Any:
        if self.session_id is not None:
            await super().set(key, value)


class NoIdRaises(Right):
    async def set(self, key: str, value: Any) -> Any:
        if not self.session_id:
            raise ValueError("a session needs an id")
        await super().set(key, value)


class IdFixedWhenMade(Right):
    def __init__(self, session_id: str | None) -> None:
        super().__init__(session_id)
        self._first_id = session_id

    async def set(self, key: str, value: Any) -> Any:
        kept.setdefault(self._first_id, {})[key] = value


class ConstructorNeedsAnId(Right):
    def __init__(self, session_id: str | None) -> None:
        if session_id is None:
            raise ValueError("no session id")
        super().__init__(session_id)


class NewIdForNone(Right):
    _made = 0

    def __init__(self, session_id: str | None) -> None:
        if session_id is None:
            NewIdForNone._made += 1
            session_id = f"new {NewIdForNone._made}"
        super().__init__(session_id)


class NoneIsText(Right):
    _before: dict[str, Any] = {}  # noqa: RUF012

    async def get(self, key: str) -> Any:
        if self.session_id is None:
            return None
        return await super().get(key)


class IdReadOnly(Right):
    session_id = property(lambda self: self._id)

    def __init__(self, session_id: str | None) -> None:
        self._id = session_id


# Names that are special elsewhere -----------------------------------------------------


class SortsKeys(Right):
    async def set(self, key: str, value: Any) -> Any:
        values = kept.setdefault(self.session_id, {})
        values[key] = value
        ordered = sorted(values.items())
        values.clear()
        values.update(ordered)


class EmptyKeyIsNone(Right):
    async def set(self, key: str, value: Any) -> Any:
        if key:
            await super().set(key, value)


class EmptyKeyRaises(Right):
    async def set(self, key: str, value: Any) -> Any:
        if not key:
            raise ValueError("a key needs a name")
        await super().set(key, value)


class RefusesUnderscores(Right):
    async def set(self, key: str, value: Any) -> Any:
        if not key.startswith("__"):
            await super().set(key, value)


class KeysAreAttributes(Right):
    async def is_exist(self, key: str) -> Any:
        return (
            key == "toString" and self.session_id in kept
        ) or await super().is_exist(key)


class LastSetLast(Right):
    async def set(self, key: str, value: Any) -> Any:
        values = kept.setdefault(self.session_id, {})
        values.pop(key, None)
        values[key] = value


class NumbersAreKeys(Right):
    async def set(self, key: str, value: Any) -> Any:
        await super().set(int(key) if key.isdigit() else key, value)  # type: ignore[arg-type]


class LowerCase(Right):
    async def set(self, key: str, value: Any) -> Any:
        await super().set(key.lower(), value)


WRONG: Final[dict[type, tuple[str, str, str]]] = {
    GetIndexes: (READING, "new-session-get", "KeyError: 'ada'"),
    GetAllIndexes: (READING, "new-session-get-all", "KeyError: 'ada'"),
    GetAllGivesNone: (READING, "new-session-get-all", "answers an empty dict"),
    IsExistIndexes: (READING, "new-session-is-exist", "return kept[self.session_id]"),
    ReadingCreates: (READING, "reading-creates-nothing", "a setdefault in a read"),
    GetAllCreates: (READING, "reading-creates-nothing", "must not create"),
    AnyExistGivesTheSession: (READING, "new-session-is-any-exist", "answers   None"),
    IsExistGivesNone: (READING, "new-session-is-exist", "it never raises"),
    SetForgets: (WRITING, "set-then-get", "the value that the last set gave"),
    SetKeepsTheFirst: (WRITING, "overwrite", "A second set replaces the value"),
    SetReplacesTheSession: (WRITING, "overwrite", "leaves the other keys alone"),
    TruthIsExistence: (WRITING, "falsy-values", "truth is the wrong test"),
    SetSkipsNone: (WRITING, "set-null-creates-the-session", "None included"),
    SetMerges: (WRITING, "overwrite", '{"tea": 1, "milk": 2}'),
    GetOrFalse: (WRITING, "falsy-values", "Compare with None"),
    KeysExist: (WRITING, "set-null", "is_exist is False for a stored None"),
    AnyValueIsASession: (WRITING, "set-null-creates-the-session", "None included"),
    StoresText: (WRITING, "falsy-values", '"0"'),
    SetAnswersTheValue: (WRITING, "set-creates-the-session", '"Ada"'),
    KeptOnTheObject: (APART, "another-store-same-id", "die with it"),
    OneForAll: (APART, "two-sessions-same-key", "its own values"),
    ConstructorClears: (APART, "another-store-same-id", "where all stores look"),
    ConstructorCreates: (APART, "another-store-same-id", "where all stores look"),
    GetAllOfEverybody: (APART, "two-sessions-get-all", "of its own session only"),
    KeyedByKeyAlone: (APART, "two-sessions-same-key", '"Bob"'),
    IdByFirstLetter: (APART, "two-sessions-same-key", "Each session id has its own"),
    RemoveDeletes: (REMOVING, "remove-then-get-all", "keeps the key"),
    RemoveOnlyWhatIsThere: (REMOVING, "remove-key-never-set", "keeps the key"),
    RemoveCreates: (REMOVING, "remove-first", "Without a session remove does nothing"),
    RemoveIndexes: (REMOVING, "remove-first", "KeyError: 'ada'"),
    RemoveClearsTheLast: (REMOVING, "remove-last-key-is-any-exist", "remove never end"),
    RemoveLeavesEmptyText: (REMOVING, "remove-then-get", "None for a removed key"),
    RemoveDoesNothing: (REMOVING, "remove-then-get", "None for a removed key"),
    RemoveDel: (REMOVING, "remove-key-never-set", "KeyError: 'cart'"),
    ClearEmpties: (CLEARING, "clear-then-read", "forgets the session itself"),
    ClearInPlace: (CLEARING, "clear-then-read", "forgets the session itself"),
    ClearDel: (CLEARING, "clear-nothing", "del kept[self.session_id]"),
    ClearAll: (CLEARING, "clear-one-of-two", "of its own id only"),
    ClearSetsNone: (CLEARING, "clear-then-read", "forgets the session itself"),
    ClearDoesNothing: (CLEARING, "clear-then-set", "starts an empty session"),
    ClearCreates: (CLEARING, "clear-nothing", "does nothing, and raises nothing"),
    SetManyReplaces: (SETTING_MANY, "set-many-keeps-other-keys", "and no other"),
    SetManyKeepsTheDict: (
        SETTING_MANY,
        "set-many-then-change-the-dict",
        "do not keep the dict itself",
    ),
    SetManyOfNothingCreates: (SETTING_MANY, "set-many-of-nothing", "no session comes"),
    SetManySkipsNone: (SETTING_MANY, "set-many-with-null", "filter nothing"),
    SetManyDoesNotAwait: (SETTING_MANY, "set-many-on-a-new-session", "a set for each"),
    SetManyOfTheFirst: (SETTING_MANY, "set-many-on-a-new-session", "a set for each"),
    SetManyNeedsASession: (SETTING_MANY, "set-many-on-a-new-session", "a set for each"),
    SetManyIterates: (SETTING_MANY, "set-many-on-a-new-session", "ValueError: "),
    GetAllCopies: (ALIASING, "change-what-get-all-gave", "not a copy"),
    SetDeepCopies: (ALIASING, "change-a-value-that-was-stored", "makes no copy"),
    GetDeepCopies: (ALIASING, "change-a-value-that-was-got", "makes no copy"),
    JsonInAndOut: (ALIASING, "change-a-value-that-was-stored", "makes no copy"),
    SharedEmpty: (ALIASING, "change-the-empty-answer", "a fresh dict"),
    SetRebuilds: (ALIASING, "get-all-then-set", "the same mapping"),
    GetAllLeavesTombstonesOut: (ALIASING, "add-to-what-get-all-gave", "not a copy"),
    NoIdNoSession: (NO_ID, "no-id-is-shared", "None is an id like any other"),
    NoIdRaises: (NO_ID, "no-id-is-shared", "ValueError: a session needs an id"),
    IdFixedWhenMade: (NO_ID, "assign-an-id", "Look up session_id at each call"),
    ConstructorNeedsAnId: (NO_ID, "no-id-is-shared", "ValueError: no session id"),
    NewIdForNone: (NO_ID, "no-id-is-shared", "one session for all who have it"),
    NoneIsText: (NO_ID, "no-id-is-shared", "None is an id like any other"),
    IdReadOnly: (NO_ID, "assign-an-id", "AttributeError: "),
    SortsKeys: (NAMES, "key-order", "in which they were first set"),
    EmptyKeyIsNone: (NAMES, "empty-key", "`if key:` forgets it"),
    EmptyKeyRaises: (NAMES, "empty-key", "ValueError: a key needs a name"),
    RefusesUnderscores: (NAMES, "the-prototype-key", "a key like any other"),
    KeysAreAttributes: (NAMES, "inherited-names", "Only what was set is there"),
    LastSetLast: (NAMES, "key-order", "in which they were first set"),
    NumbersAreKeys: (NAMES, "integer-like-keys", "10: 2"),
    LowerCase: (NAMES, "set-an-inherited-name", "a key like any other"),
}
"""Each with its group, a scenario that catches it, and what the report says there."""


class DefaultDictStore(Right):
    """Right, with a defaultdict that no read method touches by index."""

    _all: defaultdict[Any, dict[str, Any]] = defaultdict(dict)  # noqa: RUF012

    async def is_any_exist(self) -> bool:
        return self.session_id in self._all

    async def set(self, key: str, value: Any) -> Any:
        self._all[self.session_id][key] = value

    async def get(self, key: str) -> Any:
        return self._all.get(self.session_id, {}).get(key)

    async def is_exist(self, key: str) -> Any:
        return await self.get(key) is not None

    async def get_all(self) -> Any:
        return self._all.get(self.session_id, {})

    async def remove(self, key: str) -> None:
        if self.session_id in self._all:
            self._all[self.session_id][key] = None

    async def clear(self) -> None:
        self._all.pop(self.session_id, None)
