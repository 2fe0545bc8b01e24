"""Stores with one misconception each: what a wrong store is recognised by.

If a store answers as one of these does, wherever both were asked, the misconception is
its reason. The memory store with one thing changed makes each of them.
"""

import copy
from typing import Any, ClassVar, Final

from sessionkit.checking.store_code import StoreCode
from sessionkit.rules import (
    ANY_NAME_IS_A_KEY,
    CLEAR_FORGETS,
    FALSY_IS_THERE,
    GET_ALL_IS_LIVE,
    ID_IS_ASSIGNED,
    KEYS_KEEP_ORDER,
    NO_ID_IS_ONE_SESSION,
    NULL_IS_NOT_THERE,
    READING_CREATES_NOTHING,
    REMOVE_CREATES_NO_SESSION,
    REMOVE_SETS_NULL,
    REMOVE_TOUCHES_ONE,
    SESSIONS_APART,
    SET_CREATES,
    SET_MANY_IS_SETS,
    SET_REPLACES,
    STATE_IS_SHARED,
    VALUES_ARE_LIVE,
)


class Lookalike:
    """A right store with sessions of its own, and what its heirs are known by."""

    kind: ClassVar[str]
    words: ClassVar[str]
    rule: ClassVar[str]
    held: ClassVar[dict[Any, dict[str, Any]]]

    def __init_subclass__(cls) -> None:
        cls.held = {}

    def __init__(self, session_id: str | None) -> None:
        self.session_id = session_id

    @classmethod
    def may_be(cls, code: StoreCode) -> bool:
        """Whether a store with this code can have the misconception."""
        return True

    @property
    def id(self) -> Any:
        """Under what the values are held."""
        return self.session_id

    @property
    def values(self) -> dict[str, Any] | None:
        """The values of the session, if there is one."""
        return self.held.get(self.id)

    async def is_any_exist(self) -> bool:
        return self.values is not None

    async def set(self, key: str, value: Any) -> None:
        self.held.setdefault(self.id, {})[key] = value

    async def get(self, key: str) -> Any:
        return (self.values or {}).get(key)

    async def is_exist(self, key: str) -> bool:
        return (self.values or {}).get(key) is not None

    async def get_all(self) -> dict[str, Any]:
        return self.values if self.values is not None else {}

    async def remove(self, key: str) -> None:
        if self.values is not None:
            self.values[key] = None

    async def clear(self) -> None:
        self.held.pop(self.id, None)

    async def set_many(self, values: dict[str, Any]) -> None:
        for key, value in values.items():
            await self.set(key, value)


# Reading ------------------------------------------------------------------------------


class AnybodysSession(Lookalike):
    kind = "a session of anybody in place of this id's"
    words = (
        "is_any_exist asks for the session of `self.session_id`, not for any at all."
    )
    rule = SESSIONS_APART

    async def is_any_exist(self) -> bool:
        return bool(self.held)


class AlwaysASession(AnybodysSession):
    kind = "True before anything was set"
    words = "is_any_exist asks whether this very id has a session: does yours always "
    words += "say True, ask for any session or another id, or have one `not` too many?"

    async def is_any_exist(self) -> bool:
        return True


class NeverASession(AnybodysSession):
    kind = "False even after a set"
    words = "is_any_exist is True once this id has a session, and was False even then: "
    words += "does it look for `self.session_id`, and among the ids?"

    @classmethod
    def may_be(cls, code: StoreCode) -> bool:
        """Not where is_any_exist looks for the id: then set may not have begun one."""
        return code.looks_elsewhere("is_any_exist") or not code.attributes

    async def is_any_exist(self) -> bool:
        return False


class NoValueNoSession(Lookalike):
    kind = "a session of nulls taken for none"
    words = (
        "A session of nulls is a session: is_any_exist asks whether there is a dict."
    )
    rule = SET_CREATES

    @classmethod
    def may_be(cls, code: StoreCode) -> bool:
        """Not where set itself asks for the value: then None was never written."""
        return not code.tests("set", "value")

    async def is_any_exist(self) -> bool:
        return any(one is not None for one in (self.values or {}).values())


class NoTruthNoSession(NoValueNoSession):
    kind = "truth in place of existence"

    async def is_any_exist(self) -> bool:
        return any((self.values or {}).values())


class GetCreates(Lookalike):
    kind = "reading creates a session"
    words = "A read method made the session: use `.get(...)` there, no setdefault, and "
    words += "no defaultdict with `[...]`."
    rule = READING_CREATES_NOTHING

    async def get(self, key: str) -> Any:
        self.held.setdefault(self.id, {})
        return await super().get(key)


class IsExistCreates(GetCreates):
    async def is_exist(self, key: str) -> bool:
        self.held.setdefault(self.id, {})
        return await super().is_exist(key)

    get = Lookalike.get


class GetAllCreates(GetCreates):
    async def get_all(self) -> dict[str, Any]:
        return self.held.setdefault(self.id, {})

    get = Lookalike.get


class ReadsCreate(GetAllCreates, IsExistCreates):
    get = GetCreates.get


class KeysExist(Lookalike):
    kind = "a key taken for a value"
    words = "is_exist asks for a value, and None is none: `.get(key) is not None`, not "
    words += "`key in ...`."
    rule = NULL_IS_NOT_THERE

    async def is_exist(self, key: str) -> bool:
        return key in (self.values or {})


class SessionExists(Lookalike):
    kind = "a session taken for a value"
    words = "is_exist asks for the value of one key; that there is a session is not "
    words += "enough."
    rule = NULL_IS_NOT_THERE

    async def is_exist(self, key: str) -> bool:
        return self.values is not None


class SessionHoldsAKey(SessionExists):
    async def is_exist(self, key: str) -> bool:
        return bool(self.values)


class NothingExists(SessionExists):
    kind = "False even for a key with a value"
    words = "is_exist is True where the key has a value, and was False even then: does "
    words += "it look in the session of `self.session_id`, and for this `key`?"

    async def is_exist(self, key: str) -> bool:
        return False


class EverythingExists(SessionExists):
    kind = "True even for a key without a value"
    words = (
        "is_exist is False where the key was never set, or holds None, and was True "
    )
    words += "even then: what does it compare with None?"

    async def is_exist(self, key: str) -> bool:
        return True


class TurnedRound(Lookalike):
    kind = "the opposite answer"
    words = "is_exist is True where there is a value, and False where there is none: "
    words += "`is not None`, no `not in`, no `== None`."
    rule = NULL_IS_NOT_THERE

    async def is_exist(self, key: str) -> bool:
        return (self.values or {}).get(key) is None


class KeyIsNotIn(TurnedRound):
    async def is_exist(self, key: str) -> bool:
        return key not in (self.values or {})


class NoSessionIsOne(TurnedRound):
    words = "is_any_exist is True where there is a session, and False where there is "
    words += "none: `in`, no `not in`."
    rule = SET_CREATES

    async def is_any_exist(self) -> bool:
        return self.values is None

    is_exist = Lookalike.is_exist


class TruthExists(Lookalike):
    kind = "truth in place of existence"
    words = "0, an empty text and False are values: compare with None (`... is not "
    words += "None`), do not ask `if value`."
    rule = FALSY_IS_THERE

    async def is_exist(self, key: str) -> bool:
        return bool((self.values or {}).get(key))


class OnlyTrueExists(TruthExists):
    words = "Any value exists, and not True alone: compare with None (`... is not "
    words += "None`), not with True."

    async def is_exist(self, key: str) -> bool:
        return (self.values or {}).get(key) is True


class OnlyOneExists(OnlyTrueExists):
    async def is_exist(self, key: str) -> bool:
        return bool((self.values or {}).get(key) == 1)


class TruthIsGot(TruthExists):
    async def get(self, key: str) -> Any:
        return (self.values or {}).get(key) or None

    is_exist = Lookalike.is_exist


class GetTakesAway(Lookalike):
    kind = "reading takes the value away"
    words = "get leaves the value where it is: `.get(key)`, and no `.pop(...)`."
    rule = READING_CREATES_NOTHING

    async def get(self, key: str) -> Any:
        return (self.values or {}).pop(key, None)


class GetAllTakesAway(GetTakesAway):
    kind = "reading takes the session away"
    words = "get_all leaves the session where it is: `.get(...)`, and no `.pop(...)`."

    async def get_all(self) -> dict[str, Any]:
        return self.held.pop(self.id, {})

    get = Lookalike.get


class SharedEmpty(Lookalike):
    kind = "one empty dict for all"
    words = "Without a session answer a new, empty dict each time: one that is kept is "
    words += "changed by whoever gets it."
    rule = READING_CREATES_NOTHING
    empty: ClassVar[dict[str, Any]] = {}

    async def get_all(self) -> dict[str, Any]:
        return self.empty if self.values is None else self.values


# Writing ------------------------------------------------------------------------------


class SetForgets(Lookalike):
    kind = "a value that is not kept"
    words = "set made the session and did not keep the value: `[key] = value`."
    rule = SET_CREATES

    async def set(self, key: str, value: Any) -> None:
        self.held.setdefault(self.id, {})


class SetDoesNothing(SetForgets):
    words = "set changed nothing that another call sees: a value on the object, or in "
    words += "a new dict, is gone. Write it where all stores look, under "
    words += "`self.session_id`."

    async def set(self, key: str, value: Any) -> None: ...


class SetOverwritesTheSession(Lookalike):
    kind = "set replaces the whole session"
    words = "A second key has to leave the first where it is: set one key of the "
    words += "session's dict, do not make a new dict."
    rule = SET_REPLACES

    async def set(self, key: str, value: Any) -> None:
        self.held[self.id] = {key: value}


class SetManyReplaces(Lookalike):
    kind = "set_many replaces the whole session"
    words = "set_many changes the keys that it names, and leaves the others."
    rule = SET_MANY_IS_SETS

    async def set_many(self, values: dict[str, Any]) -> None:
        self.held[self.id] = dict(values)


class SetManyReplacesUnlessEmpty(SetManyReplaces):
    async def set_many(self, values: dict[str, Any]) -> None:
        if values:
            self.held[self.id] = dict(values)


class SetManyKeepsTheDict(Lookalike):
    kind = "the caller's dict kept as the session"
    words = (
        "The dict given to set_many stays the caller's, who may change it: take its "
    )
    words += "values out, one by one."
    rule = SET_MANY_IS_SETS

    async def set_many(self, values: dict[str, Any]) -> None:
        if self.values is not None:
            self.values.update(values)
        elif values:
            self.held[self.id] = values


class SetManyKeepsAnyDict(SetManyKeepsTheDict):
    async def set_many(self, values: dict[str, Any]) -> None:
        self.held[self.id] = values


class SetOnlyBegins(Lookalike):
    kind = "only the first key of a session is set"
    words = "set writes only where it begins the session: is the line that sets the "
    words += "key inside the `if`? It belongs after it."
    rule = SET_REPLACES

    async def set(self, key: str, value: Any) -> None:
        if self.values is None:
            self.held[self.id] = {key: value}


class TheFirstStays(Lookalike):
    kind = "the first value stays"
    words = "A second set replaces the value: a setdefault, or a line that runs only "
    words += "without a session or a key, keeps the first one."
    rule = SET_REPLACES

    async def set(self, key: str, value: Any) -> None:
        self.held.setdefault(self.id, {}).setdefault(key, value)


class DictsAreMerged(Lookalike):
    kind = "values are merged"
    words = "A second set replaces the value: dicts and lists are not joined."
    rule = SET_REPLACES

    async def set(self, key: str, value: Any) -> None:
        old = (self.values or {}).get(key)
        if isinstance(old, dict) and isinstance(value, dict):
            old.update(value)
        else:
            await super().set(key, value)


class ListsAreJoined(DictsAreMerged):
    async def set(self, key: str, value: Any) -> None:
        old = (self.values or {}).get(key)
        if isinstance(old, list) and isinstance(value, list):
            old.extend(value)
        else:
            await Lookalike.set(self, key, value)


class KeepsText(Lookalike):
    kind = "text in place of the value"
    words = "`str(...)` makes text of the value: keep the value itself."
    rule = SET_CREATES

    async def set(self, key: str, value: Any) -> None:
        await super().set(key, str(value))


class NoneIsNotSet(Lookalike):
    kind = "None is not written"
    words = "None is a value to write like any other: set it, and the key is there."
    rule = SET_CREATES

    async def set(self, key: str, value: Any) -> None:
        if value is not None:
            await super().set(key, value)


class FalsyIsNotSet(NoneIsNotSet):
    kind = "truth in place of existence"
    words = "0, an empty text, False and None are written too: do not ask `if value`."

    async def set(self, key: str, value: Any) -> None:
        if value:
            await super().set(key, value)


class SetNeedsASession(Lookalike):
    kind = "no session is begun"
    words = "The first set on an id creates its session: nothing else does."
    rule = SET_CREATES

    async def set(self, key: str, value: Any) -> None:
        if self.values is not None:
            self.values[key] = value


class SetManyNeedsASession(SetNeedsASession):
    words = "set_many is a set for each key: the first creates the session."
    rule = SET_MANY_IS_SETS

    async def set_many(self, values: dict[str, Any]) -> None:
        if self.values is not None:
            self.values.update(values)

    set = Lookalike.set


class SetManyBeginsAlways(Lookalike):
    kind = "a session without a key"
    words = "set_many of an empty dict has nothing to set, so it begins no session."
    rule = SET_MANY_IS_SETS

    async def set_many(self, values: dict[str, Any]) -> None:
        self.held.setdefault(self.id, {}).update(values)


class SetManySkipsNone(NoneIsNotSet):
    words = "set_many sets None too: filter nothing."
    rule = SET_MANY_IS_SETS

    async def set_many(self, values: dict[str, Any]) -> None:
        for key, value in values.items():
            if value is not None:
                await Lookalike.set(self, key, value)

    set = Lookalike.set


class SetManySkipsFalsy(SetManySkipsNone):
    async def set_many(self, values: dict[str, Any]) -> None:
        for key, value in values.items():
            if value:
                await Lookalike.set(self, key, value)


class SetManyOfTheFirst(Lookalike):
    kind = "only one key is set"
    words = "set_many is a set for each key: does the loop end after the first?"
    rule = SET_MANY_IS_SETS

    async def set_many(self, values: dict[str, Any]) -> None:
        for key, value in values.items():
            return await self.set(key, value)


class SetManyOfTheLast(SetManyOfTheFirst):
    words = "set_many is a set for each key: is the set inside the loop?"

    async def set_many(self, values: dict[str, Any]) -> None:
        for key, value in list(values.items())[-1:]:
            await self.set(key, value)


class SetManyDoesNothing(SetManyOfTheFirst):
    kind = "nothing is set"
    words = "set_many is a set for each key, and here it changed nothing."

    async def set_many(self, values: dict[str, Any]) -> None: ...


class SetManyGivesTheDict(Lookalike):
    kind = "the whole dict in place of each value"
    words = "set_many gives each key its own value: `self.set(key, value)`."
    rule = SET_MANY_IS_SETS

    async def set_many(self, values: dict[str, Any]) -> None:
        for key in values:
            await self.set(key, values)


class SetManyKeepsOld(Lookalike):
    kind = "the first value stays"
    words = "set_many gives each key that it names its new value, whatever was there."
    rule = SET_MANY_IS_SETS

    async def set_many(self, values: dict[str, Any]) -> None:
        for key, value in values.items():
            if key not in (self.values or {}):
                await self.set(key, value)


class SetManyKeepsOldValues(SetManyKeepsOld):
    async def set_many(self, values: dict[str, Any]) -> None:
        for key, value in values.items():
            if not await self.is_exist(key):
                await self.set(key, value)


class SetManyChangesOldOnly(SetManyKeepsOld):
    kind = "new keys are not set"
    words = "set_many sets each key that it names, also one that was never set."

    async def set_many(self, values: dict[str, Any]) -> None:
        for key, value in values.items():
            if key in (self.values or {}):
                await self.set(key, value)


# One session, many stores -------------------------------------------------------------


class OnTheObject(Lookalike):
    kind = "values kept on the store object"
    words = "The next request makes a store of its own, and values on `self` are not "
    words += "there: keep them where all stores look, by the id."
    rule = STATE_IS_SHARED

    def __init__(self, session_id: str | None) -> None:
        self.session_id = session_id
        self.held = {}  # type: ignore[misc]  # hides the one of all stores

    @classmethod
    def may_be(cls, code: StoreCode) -> bool:
        """Only a store that assigns other attributes can keep values in them."""
        return bool(code.assigned - {"session_id"}) or not code.attributes

    @property
    def id(self) -> Any:
        return "mine"


class OnTheObjectById(OnTheObject):
    @property
    def id(self) -> Any:
        return self.session_id


class InitEmpties(Lookalike):
    kind = "`__init__` ends the session"
    words = (
        "A store is made for every request: `__init__` keeps the id, and touches no "
    )
    words += "session."
    rule = STATE_IS_SHARED

    @classmethod
    def may_be(cls, code: StoreCode) -> bool:
        """Only an ``__init__`` that does more than keep the id can touch a session."""
        return code.init_does_more or not code.attributes

    def __init__(self, session_id: str | None) -> None:
        super().__init__(session_id)
        self.held.pop(session_id, None)


class InitResets(InitEmpties):
    def __init__(self, session_id: str | None) -> None:
        super().__init__(session_id)
        self.held[session_id] = {}


class InitBegins(InitEmpties):
    kind = "`__init__` begins a session"

    def __init__(self, session_id: str | None) -> None:
        Lookalike.__init__(self, session_id)
        self.held.setdefault(session_id, {})


class OneForAll(Lookalike):
    kind = "one dict for all visitors"
    words = "Each id has its own values: keep a dict of dicts, and look under "
    words += "`self.session_id`."
    rule = SESSIONS_APART

    @property
    def id(self) -> Any:
        return "all"


class OneForAllWithAnId(OneForAll):
    @property
    def id(self) -> Any:
        return "all" if self.session_id else None


class GetAllMerges(OneForAll):
    async def get_all(self) -> dict[str, Any]:
        if len(self.held) == 1:
            return await super().get_all()
        return {key: one for each in self.held.values() for key, one in each.items()}

    @property
    def id(self) -> Any:
        return self.session_id


class LastSetOfAnybody(OneForAll):
    last: ClassVar[dict[str, Any]] = {}

    async def set(self, key: str, value: Any) -> None:
        await super().set(key, value)
        self.last[key] = value

    async def get(self, key: str) -> Any:
        return self.last.get(key) if self.values is not None else None

    @property
    def id(self) -> Any:
        return self.session_id


# Removing and clearing ----------------------------------------------------------------


class RemoveDeletes(Lookalike):
    kind = "remove deletes the key"
    words = "remove sets the value to None and keeps the key: no `del`, no `pop`."
    rule = REMOVE_SETS_NULL

    async def remove(self, key: str) -> None:
        (self.values or {}).pop(key, None)


class RemoveDeletesTheSession(RemoveDeletes):
    async def remove(self, key: str) -> None:
        await super().remove(key)
        if not self.values:
            await self.clear()


class NullsAreLeftOut(Lookalike):
    kind = "removed keys are left out"
    words = "get_all answers removed keys too, as None: filter nothing."
    rule = REMOVE_SETS_NULL

    async def get_all(self) -> dict[str, Any]:
        values = self.values or {}
        return {key: one for key, one in values.items() if one is not None}


class RemoveOnlyWhatIsThere(Lookalike):
    kind = "a key never set is not removed"
    words = "remove sets None even for a key never set, if there is a session."
    rule = REMOVE_SETS_NULL

    async def remove(self, key: str) -> None:
        if key in (self.values or {}):
            self.held[self.id][key] = None


class RemoveOnlyValues(RemoveOnlyWhatIsThere):
    async def remove(self, key: str) -> None:
        if (self.values or {}).get(key):
            self.held[self.id][key] = None


class RemoveBegins(Lookalike):
    kind = "remove begins a session"
    words = "Without a session remove does nothing: ask first whether there is one."
    rule = REMOVE_CREATES_NO_SESSION

    async def remove(self, key: str) -> None:
        await self.set(key, None)


class RemoveDeletesAndBegins(RemoveBegins):
    async def remove(self, key: str) -> None:
        self.held.setdefault(self.id, {}).pop(key, None)


class RemoveEnds(Lookalike):
    kind = "remove ends the session"
    words = "A session of removed keys is a session: only clear ends it."
    rule = REMOVE_SETS_NULL

    async def remove(self, key: str) -> None:
        await super().remove(key)
        if self.values and all(one is None for one in self.values.values()):
            await self.clear()


class RemoveEndsWithoutTruth(RemoveEnds):
    async def remove(self, key: str) -> None:
        await Lookalike.remove(self, key)
        if not any((self.values or {}).values()):
            await self.clear()


class RemoveClears(RemoveEnds):
    kind = "remove forgets the whole session"
    words = "remove is about its key alone; the other keys and the session stay."
    rule = REMOVE_TOUCHES_ONE

    async def remove(self, key: str) -> None:
        await self.clear()


class RemoveEmpties(RemoveClears):
    kind = "remove forgets the other keys"
    words = "remove is about its key alone; the other keys stay."

    async def remove(self, key: str) -> None:
        (self.values or {}).clear()


class RemoveReplaces(RemoveEmpties):
    words = "remove is about its key alone: set that key in the session's dict, and "
    words += "make no new dict."

    async def remove(self, key: str) -> None:
        if self.values is not None:
            self.held[self.id] = {key: None}


class RemoveReplacesAndBegins(RemoveReplaces):
    async def remove(self, key: str) -> None:
        self.held[self.id] = {key: None}


class RemoveAllKeys(RemoveClears):
    async def remove(self, key: str) -> None:
        for one in self.values or {}:
            await Lookalike.remove(self, one)


class RemoveDoesNothing(Lookalike):
    kind = "remove changes nothing"
    words = "The session's own dict still has the old value after remove: change that "
    words += "dict, not a copy of it."
    rule = REMOVE_SETS_NULL

    async def remove(self, key: str) -> None: ...


class RemoveLeavesText(RemoveDoesNothing):
    kind = "another value than None after remove"
    words = "remove sets None, and no empty text, 0 or False."

    async def remove(self, key: str) -> None:
        if self.values is not None:
            self.values[key] = ""


class RemoveLeavesTheWord(RemoveLeavesText):
    words = 'remove sets None: in quotes, `"None"` is a text.'

    async def remove(self, key: str) -> None:
        if self.values is not None:
            self.values[key] = "None"


class RemoveLeavesZero(RemoveLeavesText):
    async def remove(self, key: str) -> None:
        if self.values is not None:
            self.values[key] = 0


class RemoveLeavesFalse(RemoveLeavesText):
    async def remove(self, key: str) -> None:
        if self.values is not None:
            self.values[key] = False


class RemoveLeavesEmptyDict(RemoveLeavesText):
    async def remove(self, key: str) -> None:
        if self.values is not None:
            self.values[key] = {}


class ClearEmpties(Lookalike):
    kind = "clear leaves an empty session"
    words = "clear forgets the session itself: take its id out (`sessions.pop(id, "
    words += "None)`), do not empty its dict."
    rule = CLEAR_FORGETS

    async def clear(self) -> None:
        if self.values is not None:
            self.held[self.id] = {}


class ClearInPlace(ClearEmpties):
    async def clear(self) -> None:
        (self.values or {}).clear()


class ClearBegins(ClearEmpties):
    async def clear(self) -> None:
        self.held[self.id] = {}


class ClearRemoves(ClearEmpties):
    kind = "clear only removes the keys"
    words = "Removed keys stay as None: clear has to forget the session itself."

    async def clear(self) -> None:
        for key in self.values or {}:
            await self.remove(key)


class ClearEverybody(Lookalike):
    kind = "clear forgets everybody's session"
    words = "clear forgets the session of `self.session_id` alone."
    rule = SESSIONS_APART

    async def clear(self) -> None:
        self.held.clear()


class ClearDoesNothing(Lookalike):
    kind = "clear changes nothing"
    words = "After clear there is no session: no key, no None, no dict."
    rule = CLEAR_FORGETS

    async def clear(self) -> None: ...


# Changes from outside -----------------------------------------------------------------


class GetAllCopies(Lookalike):
    kind = "a copy in place of the live dict"
    words = "get_all hands out the very dict that the store keeps, not a copy."
    rule = GET_ALL_IS_LIVE

    async def get_all(self) -> dict[str, Any]:
        return dict(await super().get_all())


class SetRebuilds(GetAllCopies):
    kind = "a new dict at each set"
    words = (
        "set changes the session's dict itself: who holds it from get_all sees that."
    )

    async def set(self, key: str, value: Any) -> None:
        self.held[self.id] = {**(self.values or {}), key: value}

    get_all = Lookalike.get_all


class RemoveRebuilds(GetAllCopies):
    kind = "a new dict at each remove"
    words = "remove changes the session's dict itself: who holds it from get_all sees "
    words += "that."

    async def remove(self, key: str) -> None:
        if self.values is not None:
            self.held[self.id] = {**self.values, key: None}

    get_all = Lookalike.get_all


class SetCopies(Lookalike):
    kind = "a copy in place of the value itself"
    words = "set keeps the very object that it was given, and makes no copy."
    rule = VALUES_ARE_LIVE

    async def set(self, key: str, value: Any) -> None:
        await super().set(key, copy.deepcopy(value))


class GetCopies(SetCopies):
    words = "get hands out the very object that is stored, and makes no copy."

    async def get(self, key: str) -> Any:
        # no super(): SetAndGetCopy takes this method and is no heir
        return copy.deepcopy((self.values or {}).get(key))

    set = Lookalike.set


class SetAndGetCopy(SetCopies):
    words = "The value itself is kept and handed out: no copy, no JSON."
    get = GetCopies.get


class AllIsCopied(SetAndGetCopy):
    kind = "copies in place of the live dict and its values"
    words = "get_all hands out the very dict that the store keeps, and get the very "
    words += "value: no copy, no JSON."

    async def get_all(self) -> dict[str, Any]:
        return copy.deepcopy(await super().get_all())


class GetAllCopiesDeep(AllIsCopied, GetAllCopies):
    kind = GetAllCopies.kind
    words = GetAllCopies.words
    rule = GET_ALL_IS_LIVE
    get = Lookalike.get
    set = Lookalike.set


# The id -------------------------------------------------------------------------------


class NobodyKeepsNothing(Lookalike):
    kind = "the session with no id is refused"
    words = "None is an id like any other: one session for all who have it."
    rule = NO_ID_IS_ONE_SESSION

    async def set(self, key: str, value: Any) -> None:
        if self.session_id is not None:
            await super().set(key, value)


class NobodyGetsNothing(NobodyKeepsNothing):
    async def get(self, key: str) -> Any:
        return None if self.session_id is None else await super().get(key)

    set = Lookalike.set


class NobodyHasNoSession(NobodyKeepsNothing):
    async def is_any_exist(self) -> bool:
        return self.session_id is not None and self.values is not None

    set = Lookalike.set


class NobodyIsNew(NobodyKeepsNothing):
    kind = "a new session for each visitor with no id"
    made: ClassVar[int] = 0

    def __init__(self, session_id: str | None) -> None:
        if session_id is None:
            NobodyIsNew.made += 1
            session_id = f"new {NobodyIsNew.made}"
        super().__init__(session_id)

    set = Lookalike.set


class IdOfTheStart(Lookalike):
    kind = "the id is looked up only once"
    words = "A framework assigns `session_id` later: look it up at each call, and do "
    words += "not fetch the session in `__init__`."
    rule = ID_IS_ASSIGNED

    def __init__(self, session_id: str | None) -> None:
        super().__init__(session_id)
        self.first = session_id

    @property
    def id(self) -> Any:
        return self.first


class SetUnderTheFirstId(IdOfTheStart):
    async def set(self, key: str, value: Any) -> None:
        self.held.setdefault(self.first, {})[key] = value

    @property
    def id(self) -> Any:
        return self.session_id


# Keys ---------------------------------------------------------------------------------


class NoEmptyKey(Lookalike):
    kind = "the empty text is no key"
    words = "The empty text is a key like any other; `if key:` forgets it."
    rule = ANY_NAME_IS_A_KEY

    async def set(self, key: str, value: Any) -> None:
        if key:
            await super().set(key, value)


class NoUnderscores(NoEmptyKey):
    kind = "some names are refused"
    words = "Any text is a key, `__proto__` too."

    async def set(self, key: str, value: Any) -> None:
        if not key.startswith("__"):
            await Lookalike.set(self, key, value)


class LowerCaseKeys(Lookalike):
    kind = "a key that was changed"
    words = "A key is kept just as it is given: no `lower()`, no `strip()`."
    rule = ANY_NAME_IS_A_KEY

    def folded(self, key: str) -> str:
        return key.lower()

    async def set(self, key: str, value: Any) -> None:
        await super().set(self.folded(key), value)


class StrippedKeys(LowerCaseKeys):
    def folded(self, key: str) -> str:
        return key.strip()


class LowerCaseEverywhere(LowerCaseKeys):
    kind = "two keys made one"

    async def get(self, key: str) -> Any:
        return await super().get(self.folded(key))

    async def is_exist(self, key: str) -> bool:
        return await super().is_exist(self.folded(key))

    async def remove(self, key: str) -> None:
        await super().remove(self.folded(key))


class StrippedEverywhere(LowerCaseEverywhere):
    def folded(self, key: str) -> str:
        return key.strip()


class Sorted(Lookalike):
    kind = "keys in another order"
    words = "Keys stand in the order in which they were first set: no `sorted`."
    rule = KEYS_KEEP_ORDER

    async def get_all(self) -> dict[str, Any]:
        return dict(sorted((await super().get_all()).items()))


class SetSorts(Sorted):
    async def set(self, key: str, value: Any) -> None:
        await super().set(key, value)
        values = self.held[self.id]
        ordered = sorted(values.items())
        values.clear()
        values.update(ordered)

    get_all = Lookalike.get_all


class LastSetLast(Sorted):
    words = "Keys stand in the order in which they were first set: a second set leaves "
    words += "a key in its place."

    async def set(self, key: str, value: Any) -> None:
        (self.values or {}).pop(key, None)
        await super().set(key, value)

    get_all = Lookalike.get_all


def _heirs(of: type[Lookalike]) -> dict[type[Lookalike], None]:
    found: dict[type[Lookalike], None] = {}
    for one in of.__subclasses__():
        found |= {one: None, **_heirs(one)}
    return found


LOOKALIKES: Final = tuple(_heirs(Lookalike))
"""All of them; of two that fit, the first is the likelier mistake."""
