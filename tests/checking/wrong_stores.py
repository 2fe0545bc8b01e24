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

KINDS: Final = " | "
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
    GetIndexes: (READING, "new-session-get", "an index where there is no session"),
    GetAllIndexes: (
        READING,
        "new-session-get-all",
        "an index where there is no session",
    ),
    GetAllGivesNone: (
        READING,
        "new-session-get-all",
        "None in place of an empty dict",
    ),
    IsExistIndexes: (
        READING,
        "new-session-is-exist",
        "an index where there is no session",
    ),
    ReadingCreates: (READING, "read-methods-first", "reading creates a session"),
    GetAllCreates: (READING, "read-methods-first", "reading creates a session"),
    AnyExistGivesTheSession: (READING, "new-session-is-any-exist", "not a bool"),
    IsExistGivesNone: (READING, "new-session-is-exist", "not a bool"),
    SetForgets: (WRITING, "set-then-get", "a value that is not kept"),
    SetKeepsTheFirst: (WRITING, "overwrite", "the first value stays"),
    SetReplacesTheSession: (WRITING, "overwrite", "set replaces the whole session"),
    TruthIsExistence: (WRITING, "falsy-values", "truth in place of existence"),
    SetSkipsNone: (WRITING, "set-null-creates-the-session", "None is not written"),
    SetMerges: (WRITING, "overwrite", "values are merged"),
    GetOrFalse: (WRITING, "falsy-values", "truth in place of existence"),
    KeysExist: (WRITING, "set-null", "a key taken for a value"),
    AnyValueIsASession: (
        WRITING,
        "set-null-creates-the-session",
        "a session of nulls taken for none",
    ),
    StoresText: (WRITING, "falsy-values", "text in place of the value"),
    SetAnswersTheValue: (
        WRITING,
        "set-creates-the-session",
        "an answer where none is wanted",
    ),
    KeptOnTheObject: (
        APART,
        "another-store-same-id",
        "values kept on the store object",
    ),
    OneForAll: (APART, "two-sessions-same-key", "one dict for all visitors"),
    ConstructorClears: (APART, "another-store-same-id", "`__init__` ends the session"),
    ConstructorCreates: (APART, "another-store-same-id", "`__init__` ends the session"),
    GetAllOfEverybody: (APART, "two-sessions-get-all", "one dict for all visitors"),
    KeyedByKeyAlone: (
        APART,
        "two-sessions-same-key",
        "another session's values | a change from outside that is not seen",
    ),
    IdByFirstLetter: (APART, "two-sessions-same-key", "one dict for all visitors"),
    RemoveDeletes: (REMOVING, "remove-then-get-all", "remove deletes the key"),
    RemoveOnlyWhatIsThere: (
        REMOVING,
        "remove-key-never-set",
        "a key never set is not removed",
    ),
    RemoveCreates: (REMOVING, "remove-first", "remove begins a session"),
    RemoveIndexes: (REMOVING, "remove-first", "an index where there is no session"),
    RemoveClearsTheLast: (
        REMOVING,
        "remove-last-key-is-any-exist",
        "remove ends the session",
    ),
    RemoveLeavesEmptyText: (
        REMOVING,
        "remove-then-get",
        "a value other than None after remove",
    ),
    RemoveDoesNothing: (REMOVING, "remove-then-get", "remove changes nothing"),
    RemoveDel: (
        REMOVING,
        "remove-key-never-set",
        "an index where there is no such key | removed keys are gone | "
        "removed keys in another place",
    ),
    ClearEmpties: (CLEARING, "clear-then-read", "clear leaves an empty session"),
    ClearInPlace: (CLEARING, "clear-then-read", "clear leaves an empty session"),
    ClearDel: (CLEARING, "clear-nothing", "an index where there is no session"),
    ClearAll: (CLEARING, "clear-one-of-two", "clear forgets everybody's session"),
    ClearSetsNone: (CLEARING, "clear-then-read", "clear only removes the keys"),
    ClearDoesNothing: (CLEARING, "clear-then-set", "clear changes nothing"),
    ClearCreates: (CLEARING, "clear-nothing", "clear leaves an empty session"),
    SetManyReplaces: (
        SETTING_MANY,
        "set-many-and-other-keys",
        "set_many replaces the whole session",
    ),
    SetManyKeepsTheDict: (
        SETTING_MANY,
        "set-many-then-change-the-dict",
        "the caller's dict kept as the session",
    ),
    SetManyOfNothingCreates: (
        SETTING_MANY,
        "set-many-of-nothing",
        "a session without a key",
    ),
    SetManySkipsNone: (SETTING_MANY, "set-many-with-null", "None is not written"),
    SetManyDoesNotAwait: (SETTING_MANY, "set-many-on-a-new-session", "nothing is set"),
    SetManyOfTheFirst: (
        SETTING_MANY,
        "set-many-on-a-new-session",
        "only one key is set",
    ),
    SetManyNeedsASession: (
        SETTING_MANY,
        "set-many-on-a-new-session",
        "no session is begun",
    ),
    SetManyIterates: (
        SETTING_MANY,
        "set-many-on-a-new-session",
        "a loop over a dict without `.items()`",
    ),
    GetAllCopies: (
        ALIASING,
        "change-what-get-all-gave",
        "a copy in place of the live dict",
    ),
    SetDeepCopies: (
        ALIASING,
        "change-a-value-that-was-stored",
        "a copy in place of the value itself",
    ),
    GetDeepCopies: (
        ALIASING,
        "change-a-value-that-was-got",
        "a copy in place of the value itself",
    ),
    JsonInAndOut: (
        ALIASING,
        "change-a-value-that-was-stored",
        "a copy in place of the value itself",
    ),
    SharedEmpty: (
        ALIASING,
        "change-the-empty-answer",
        "one empty dict for all",
    ),
    SetRebuilds: (ALIASING, "get-all-then-set", "a copy in place of the live dict"),
    GetAllLeavesTombstonesOut: (
        ALIASING,
        "add-to-what-get-all-gave",
        "removed keys are left out",
    ),
    NoIdNoSession: (NO_ID, "no-id-another-store", "the session with no id is refused"),
    NoIdRaises: (NO_ID, "no-id-another-store", "the session with no id is refused"),
    IdFixedWhenMade: (NO_ID, "assign-an-id", "the id is looked up only once"),
    ConstructorNeedsAnId: (NO_ID, "no-id-another-store", "`__init__` raised an error"),
    NewIdForNone: (
        NO_ID,
        "no-id-another-store",
        "a new session for each visitor with no id",
    ),
    NoneIsText: (NO_ID, "no-id-another-store", "the session with no id is refused"),
    IdReadOnly: (NO_ID, "assign-an-id", "`session_id` cannot be assigned"),
    SortsKeys: (NAMES, "key-order", "keys in another order"),
    EmptyKeyIsNone: (NAMES, "empty-key", "the empty string is not a key"),
    EmptyKeyRaises: (NAMES, "empty-key", "the empty string is not a key"),
    RefusesUnderscores: (NAMES, "the-prototype-key", "some names are refused"),
    KeysAreAttributes: (NAMES, "inherited-names", "a key that is not taken as it is"),
    LastSetLast: (NAMES, "key-order", "keys in another order"),
    NumbersAreKeys: (NAMES, "integer-like-keys", "a key that was changed"),
    LowerCase: (NAMES, "set-an-inherited-name", "a key that was changed"),
}
"""Each with its group, a scenario that catches it, and the kinds that are named."""


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
