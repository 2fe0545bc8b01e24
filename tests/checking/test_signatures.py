"""What a report names: typical mistakes over all methods, each with its true reason."""

import asyncio
import copy
import gc
import json
import sqlite3
import sys
from collections import UserDict, defaultdict
from collections.abc import Mapping
from string import Formatter
from types import MappingProxyType
from typing import Any, ClassVar, Final

import pytest

from sessionkit import check
from sessionkit.checking import conditions
from sessionkit.checking.checker import LIMIT
from sessionkit.checking.evidence import Evidence
from sessionkit.checking.report import Report
from sessionkit.checking.signatures import signatures
from tests.checking.wrong_stores import WRONG, Right, kept
from tests.slow import rest_slow

sessions = kept


class NotAwaitedInIsExist(Right):
    async def is_exist(self, key: str) -> Any:
        return self.get(key) is not None


class NotAwaitedInRemove(Right):
    async def remove(self, key: str) -> None:
        if self.is_any_exist():
            await self.set(key, None)


class NotAwaitedInSetMany(Right):
    async def set_many(self, values: dict[str, Any]) -> None:
        for key, value in values.items():
            self.set(key, value)  # type: ignore[unused-coroutine]


class NotAwaitedHelper(Right):
    async def _values(self) -> dict[str, Any]:
        return kept.get(self.session_id, {})

    async def get(self, key: str) -> Any:
        return self._values().get(key)  # type: ignore[attr-defined]


class NotAwaitedSubscript(Right):
    async def is_exist(self, key: str) -> Any:
        return self.get_all()[key] is not None  # type: ignore[index]


class CoroutineComesBack(Right):
    async def get_all(self) -> Any:
        return super().get_all()


class RemoveAnswersThePopped(Right):
    async def remove(self, key: str) -> Any:
        values = kept.get(self.session_id)
        if values is not None:
            old = values.get(key)
            values[key] = None
            return old
        return None


class ClearAnswersTrue(Right):
    async def clear(self) -> Any:
        kept.pop(self.session_id, None)
        return True


class SetManyAnswersTheNumber(Right):
    async def set_many(self, values: dict[str, Any]) -> Any:
        await super().set_many(values)
        return len(values)


class AnyExistAnswersANumber(Right):
    async def is_any_exist(self) -> Any:
        return 1 if self.session_id in kept else 0


class IsExistAnswersTheValue(Right):
    async def is_exist(self, key: str) -> Any:
        return kept.get(self.session_id, {}).get(key)


class AnyExistForgetsReturn(Right):
    async def is_any_exist(self) -> Any:
        self.session_id in kept  # noqa: B015


class GetForgetsReturn(Right):
    async def get(self, key: str) -> Any:
        kept.get(self.session_id, {}).get(key)


class InitWithoutId(Right):
    def __init__(self) -> None:
        self.session_id = None


class InitOfTwo(Right):
    def __init__(self, session_id: str | None, secret: str) -> None:
        super().__init__(session_id)


class InitIsAsync(Right):
    async def __init__(self, session_id: str | None) -> None:  # type: ignore[misc]
        self.session_id = session_id


class InitForgetsTheId:
    def __init__(self, session_id: str | None) -> None:
        pass

    is_any_exist = Right.is_any_exist
    set = Right.set
    get = Right.get
    is_exist = Right.is_exist
    get_all = Right.get_all
    remove = Right.remove
    clear = Right.clear
    set_many = Right.set_many


class PlainSessionId(Right):
    async def is_any_exist(self) -> bool:
        return session_id in kept  # type: ignore[name-defined]  # noqa: F821


class PlainMethodName(Right):
    async def is_exist(self, key: str) -> Any:
        return await get(key) is not None  # type: ignore[name-defined]  # noqa: F821


class SelfSessions(Right):
    async def get_all(self) -> Any:
        return self.sessions.get(self.session_id, {})  # type: ignore[attr-defined]


class Misspelt(Right):
    async def clear(self) -> None:
        kept.pop(self.sesion_id, None)  # type: ignore[attr-defined]


class UnknownName(Right):
    async def get_all(self) -> Any:
        return the_sessions.get(self.session_id, {})  # type: ignore[name-defined]  # noqa: F821


class AssignsTheGlobal(Right):
    async def clear(self) -> None:
        sessions = dict(sessions)  # noqa: F823, F841


class ChangedWhileLooped(Right):
    async def clear(self) -> None:
        for one in kept:
            if one == self.session_id:
                del kept[one]


class NextFindsNothing(Right):
    async def get(self, key: str) -> Any:
        items = kept.get(self.session_id, {}).items()
        return next(value for name, value in items if name == key)


class NoneGoesOn(Right):
    async def get(self, key: str) -> Any:
        return kept.get(self.session_id).get(key)  # type: ignore[union-attr]


class NoneIsIndexed(Right):
    async def remove(self, key: str) -> None:
        kept.get(self.session_id)[key] = None  # type: ignore[index]


class GetIndexesTheKey(Right):
    async def get(self, key: str) -> Any:
        return kept.get(self.session_id, {})[key]


class IsExistIndexesTheKey(Right):
    async def is_exist(self, key: str) -> Any:
        return kept.get(self.session_id, {})[key] is not None


class SetTakesADict(Right):
    async def set(self, values: Any) -> Any:  # type: ignore[override]
        kept.setdefault(self.session_id, {}).update(values)


class SetManyTakesKeywords(Right):
    async def set_many(self, **values: Any) -> None:  # type: ignore[override]
        kept.setdefault(self.session_id, {}).update(values)


class CallsItself(Right):
    async def get_all(self) -> Any:
        return await self.get_all()


class NotAsync(Right):
    def is_exist(self, key: str) -> Any:
        return kept.get(self.session_id, {}).get(key) is not None


class Yields(Right):
    async def get(self, key: str) -> Any:
        yield kept.get(self.session_id, {}).get(key)


class AwaitsTheDict(Right):
    async def get_all(self) -> Any:
        return await kept.get(self.session_id, {})  # type: ignore[misc]


class NoClear(Right):
    clear = None  # type: ignore[assignment]


class Exits(Right):
    async def clear(self) -> None:
        sys.exit()


class KeepsJson(Right):
    async def set(self, key: str, value: Any) -> Any:
        kept.setdefault(self.session_id, {})[key] = json.dumps(value)


class GetAllGivesKeys(Right):
    async def get_all(self) -> Any:
        return list(kept.get(self.session_id, {}))


class GetAllGivesItems(Right):
    async def get_all(self) -> Any:
        return kept.get(self.session_id, {}).items()


class GetAllGivesAProxy(Right):
    async def get_all(self) -> Any:
        return MappingProxyType(kept.get(self.session_id, {}))


class GetAllGivesAUserDict(Right):
    async def get_all(self) -> Any:
        return UserDict(kept.get(self.session_id, {}))


class KeepsTuples(Right):
    async def set(self, key: str, value: Any) -> Any:
        kept.setdefault(self.session_id, {})[key] = (value,)


class EverybodysDict(Right):
    async def get_all(self) -> Any:
        return kept


class TrueBecomesOne(Right):
    async def set(self, key: str, value: Any) -> Any:
        await super().set(key, int(value) if isinstance(value, bool) else value)


class CallIsMissing(Right):
    async def get_all(self) -> Any:
        return kept.get(self.session_id, {}).copy


class DefaultDictReads(Right):
    _all: ClassVar[dict[Any, dict[str, Any]]] = defaultdict(dict)

    async def is_any_exist(self) -> bool:
        return self.session_id in self._all

    async def set(self, key: str, value: Any) -> Any:
        self._all[self.session_id][key] = value

    async def get(self, key: str) -> Any:
        return self._all[self.session_id].get(key)

    async def is_exist(self, key: str) -> Any:
        return self._all[self.session_id].get(key) is not None

    async def get_all(self) -> Any:
        return self._all[self.session_id]

    async def remove(self, key: str) -> None:
        if self.session_id in self._all:
            self._all[self.session_id][key] = None

    async def clear(self) -> None:
        self._all.pop(self.session_id, None)


class AnybodysSession(Right):
    async def is_any_exist(self) -> bool:
        return bool(kept)


class CopiesDeep(Right):
    async def get_all(self) -> Any:
        return copy.deepcopy(await super().get_all())


class SetMovesToTheEnd(Right):
    async def set_many(self, values: Mapping[str, Any]) -> None:
        await super().set_many(dict(reversed(values.items())))  # type: ignore[call-overload]


class Hangs(Right):
    async def remove(self, key: str) -> None:
        await asyncio.Event().wait()


class AwaitsTheMethod(Right):
    async def remove(self, key: str) -> None:
        if await self.is_any_exist:  # type: ignore[misc]
            kept[self.session_id][key] = None


class AsksTheMethod(Right):
    async def set(self, key: str, value: Any) -> Any:
        if not self.is_any_exist:  # type: ignore[truthy-function]
            kept[self.session_id] = {}
        kept[self.session_id][key] = value


class NotThereYet:
    def __init__(self, session_id: str | None) -> None:
        self.session_id = session_id

    async def is_exist(self, key: str) -> Any:
        return key in await self.get_all()  # type: ignore[attr-defined]

    is_any_exist = Right.is_any_exist
    set = Right.set
    get = Right.get
    remove = Right.remove
    clear = Right.clear
    set_many = Right.set_many


class ClearDeletes(Right):
    async def clear(self) -> None:
        del kept[self.session_id]


class ClearPops(Right):
    async def clear(self) -> None:
        kept.pop(self.session_id)


class ClearSetsNone(Right):
    async def clear(self) -> None:
        kept[self.session_id] = None  # type: ignore[assignment]


class SetIndexes(Right):
    async def set(self, key: str, value: Any) -> Any:
        kept[self.session_id][key] = value


class GetForgetsTheSession(Right):
    async def get(self, key: str) -> Any:
        return kept.get(key)


class SetForgetsTheSession(Right):
    async def set(self, key: str, value: Any) -> Any:
        kept[key] = value


class RemoveForgetsTheSession(Right):
    async def remove(self, key: str) -> None:
        kept[key] = None  # type: ignore[assignment]


class SetManyGivesKeys(Right):
    async def set_many(self, values: dict[str, Any]) -> None:
        for key in values:
            await self.set(key)  # type: ignore[call-arg]


class GetWithADefault(Right):
    async def get(self, key: str) -> Any:
        return kept.get(self.session_id, {}).get(key, {})


class SetOfPython(Right):
    async def set_many(self, values: dict[str, Any]) -> None:
        for key, value in values.items():
            await set(key, value)  # type: ignore[call-overload]


class SetManySetsAll(Right):
    async def set_many(self, values: dict[str, Any]) -> None:
        for key in values:
            await self.set(key, values)


class IsExistTurnedRound(Right):
    async def is_exist(self, key: str) -> Any:
        return kept.get(self.session_id, {}).get(key) is None


class IsExistNotIn(Right):
    async def is_exist(self, key: str) -> Any:
        return key not in kept.get(self.session_id, {})


class AnyExistTurnedRound(Right):
    async def is_any_exist(self) -> bool:
        return self.session_id not in kept


class EverybodysDictWithLeftovers(Right):
    async def get_all(self) -> Any:
        return kept | {"user": "Bob"}


class Sql(Right):
    """Right but for copies; its heirs hold SQL that learners write."""

    database: ClassVar[sqlite3.Connection]
    upsert = "ON CONFLICT (id, key) DO UPDATE SET value = excluded.value"

    def __init_subclass__(cls) -> None:
        cls.database = sqlite3.connect(":memory:", check_same_thread=False)
        cls.database.execute(
            "CREATE TABLE kept (id, key, value, PRIMARY KEY (id, key))"
        )

    @property
    def name(self) -> str:
        return json.dumps(self.session_id)

    def rows(self) -> list[Any]:
        sql = "SELECT key, value FROM kept WHERE id = ? ORDER BY rowid"
        return self.database.execute(sql, [self.name]).fetchall()

    def write(self, value: Any) -> Any:
        return json.dumps(value)

    async def is_any_exist(self) -> bool:
        return bool(self.rows())

    async def set(self, key: str, value: Any) -> Any:
        sql = f"INSERT INTO kept VALUES (?, ?, ?) {self.upsert}"
        self.database.execute(sql, [self.name, key, self.write(value)])

    async def get(self, key: str) -> Any:
        return (await self.get_all()).get(key)

    async def is_exist(self, key: str) -> Any:
        return await self.get(key) is not None

    async def get_all(self) -> Any:
        return {key: json.loads(value) for key, value in self.rows()}

    async def remove(self, key: str) -> None:
        if self.rows():
            await self.set(key, None)

    async def clear(self) -> None:
        self.database.execute("DELETE FROM kept WHERE id = ?", [self.name])


class SqlWithoutOnConflict(Sql):
    upsert = ""


class SqlNull(Sql):
    def write(self, value: Any) -> Any:
        return None if value is None else json.dumps(value)


class SqlWithoutDumps(Sql):
    def write(self, value: Any) -> Any:
        return value

    async def get_all(self) -> Any:
        return dict(self.rows())


class SqlWithoutLoads(Sql):
    async def get_all(self) -> Any:
        return dict(self.rows())


class SqlRow(Sql):
    async def get(self, key: str) -> Any:
        sql = "SELECT value FROM kept WHERE id = ? AND key = ?"
        row = self.database.execute(sql, [self.name, key]).fetchone()
        return None if row is None else json.loads(row)


class SqlRowComesBack(Sql):
    async def get(self, key: str) -> Any:
        sql = "SELECT value FROM kept WHERE id = ? AND key = ?"
        return self.database.execute(sql, [self.name, key]).fetchone()


class SqlNoRow(Sql):
    async def get(self, key: str) -> Any:
        sql = "SELECT value FROM kept WHERE id = ? AND key = ?"
        row = self.database.execute(sql, [self.name, key]).fetchone()
        return json.loads(row[0])


class SqlMemoryPerCall(Sql):
    def rows(self) -> list[Any]:
        with sqlite3.connect(":memory:") as database:
            sql = "SELECT key, value FROM kept WHERE id = ?"
            return database.execute(sql, [self.name]).fetchall()


class SqlPasted(Sql):
    def rows(self) -> list[Any]:
        sql = f"SELECT key, value FROM kept WHERE id = {self.session_id}"
        return self.database.execute(sql).fetchall()


class SqlText(Sql):
    async def set(self, key: str, value: Any) -> Any:
        sql = f"INSERT INTO kept VALUES (?, ?, ?) {self.upsert}"
        self.database.execute(sql, [self.name, key, str(value)])


class AnyExistSaysTrueOnly(Right):
    async def is_any_exist(self) -> Any:
        if self.session_id in kept:
            return True
        return None


class AnyExistEndsItsLoop(Right):
    async def is_any_exist(self) -> bool:
        for one in kept:
            return bool(one == self.session_id)
        return False


class AnyExistLooksForSelf(Right):
    async def is_any_exist(self) -> bool:
        return self in kept


class AnyExistCounts(Right):
    async def is_any_exist(self) -> Any:
        return sum(one == self.session_id for one in kept)


class RemoveRebuilds(Right):
    async def remove(self, key: str) -> None:
        if self.session_id in kept:
            kept[self.session_id] = {**kept[self.session_id], key: None}


class AnyExistInQuotes(Right):
    async def is_any_exist(self) -> bool:
        return "self.session_id" in kept


class AnyExistRefusesNone(Right):
    async def is_any_exist(self) -> bool:
        return self.session_id is not None and self.session_id in kept


class SetInQuotes(Right):
    async def set(self, key: str, value: Any) -> Any:
        kept.setdefault(self.session_id, {})["key"] = value


class SetByKeyword(Right):
    async def set(self, key: str, value: Any) -> Any:
        kept.setdefault(self.session_id, {}).update(key=value)


class SetOnlyBegins(Right):
    async def set(self, key: str, value: Any) -> Any:
        if self.session_id not in kept:
            kept[self.session_id] = {}
            kept[self.session_id][key] = value


class SetInALocalDict(Right):
    async def set(self, key: str, value: Any) -> Any:
        kept = {}
        kept[self.session_id] = {key: value}


class SetChangesTheId(Right):
    async def set(self, key: str, value: Any) -> Any:
        kept.setdefault(self.session_id, {})[key] = value
        self.session_id = key


class SetCompares(Right):
    async def set(self, key: str, value: Any) -> Any:
        kept.setdefault(self.session_id, {})[key] == value  # noqa: B015


class GetRaises(Right):
    async def get(self, key: str) -> Any:
        raise RuntimeError(f"no {key}")


class GetAnswersNoText(Right):
    async def get(self, key: str) -> Any:
        return str()  # noqa: UP018  # as some function that gives none


class ClearsLater(Right):
    async def clear(self) -> None:
        asyncio.get_running_loop().call_soon(kept.pop, self.session_id, None)


class SetRaises(Right):
    async def set(self, key: str, value: Any) -> Any:
        if key in kept.setdefault(self.session_id, {}):
            raise KeyError(key)
        kept[self.session_id][key] = value


class SetPutsAList(Right):
    async def set(self, key: str, value: Any) -> Any:
        kept[self.session_id] = [key, value]  # type: ignore[assignment]


class GetTakesAway(Right):
    async def get(self, key: str) -> Any:
        return kept.get(self.session_id, {}).pop(key, None)


class GetOfTheStart(Right):
    def __init__(self, session_id: str | None) -> None:
        super().__init__(session_id)
        self.found = kept.get(session_id, {})

    async def get(self, key: str) -> Any:
        return self.found.get(key)


class GetOfTheSession(Right):
    async def get(self, key: str) -> Any:
        return kept.get(self.session_id)


class GetOfTheKey(Right):
    async def get(self, key: str) -> Any:
        for one in kept.get(self.session_id, {}):
            if one == key:
                return one
        return None


class GetMakesUp(Right):
    async def get(self, key: str) -> Any:
        return kept.get(self.session_id, {}).get(key, "not found")


class GetUsesWhatIsNotThere(Right):
    async def get(self, key: str) -> Any:
        if self.session_id in kept:
            values = kept[self.session_id]
        return values.get(key)


class IsExistOfTheSession(Right):
    async def is_exist(self, key: str) -> Any:
        return self.session_id in kept


class IsExistIsTrue(Right):
    async def is_exist(self, key: str) -> Any:
        return await self.get(key) is True


class IsExistAmongValues(Right):
    async def is_exist(self, key: str) -> Any:
        return key in kept.get(self.session_id, {}).values()


class IsExistOfAnyType(Right):
    async def is_exist(self, key: str) -> Any:
        return str(type(await self.get(key))) != "NoneType"


class GetAllInside(Right):
    async def get_all(self) -> Any:
        return {self.session_id: kept.get(self.session_id, {})}


class GetAllTakesAway(Right):
    async def get_all(self) -> Any:
        return kept.pop(self.session_id, {})


class RemoveAsOfAList(Right):
    async def remove(self, key: str) -> None:
        kept.get(self.session_id, {}).remove(key)  # type: ignore[attr-defined]


class RemoveWritesTheWord(Right):
    async def remove(self, key: str) -> None:
        if self.session_id in kept:
            kept[self.session_id][key] = "None"


class RemoveTheSession(Right):
    async def remove(self, key: str) -> None:
        if self.session_id in kept:
            kept[self.session_id] = None  # type: ignore[assignment]


class RemoveReplaces(Right):
    async def remove(self, key: str) -> None:
        if self.session_id in kept:
            kept[self.session_id] = {key: None}


class RemoveLeavesZero(Right):
    async def remove(self, key: str) -> None:
        if self.session_id in kept:
            kept[self.session_id][key] = 0


class ClearChangesTheId(Right):
    async def clear(self) -> None:
        self.session_id = None


class ClearPopsTheStore(Right):
    async def clear(self) -> None:
        kept.pop(self)


class ClearRemovesTheId(Right):
    async def clear(self) -> None:
        await self.remove(self.session_id)  # type: ignore[arg-type]


class SetManyByNumber(Right):
    async def set_many(self, values: dict[str, Any]) -> None:
        for one in range(len(values)):
            await self.set(one, values[one])  # type: ignore[arg-type,index]


class SetManyOfOneKey(Right):
    async def set_many(self, values: dict[str, Any]) -> None:
        for key, value in values.items():  # noqa: B007, PERF102
            await self.set("key", value)


class SetManyChangesOnly(Right):
    async def set_many(self, values: dict[str, Any]) -> None:
        for key, value in values.items():
            if key in kept.get(self.session_id, {}):
                await self.set(key, value)


NOT_AWAITED: Final = "a call was not awaited"
NOT_CALLED: Final = "a call is missing"
NO_SESSION: Final = "an index where there is no session"
NO_SELF: Final = "a method that does not look at the id"
OPPOSITE: Final = "the opposite answer"
NOT_A_BOOL: Final = "not a bool"
NO_ID: Final = "`__init__` does not take the id"
A_COPY: Final = "a copy in place of the live dict"
COPIES: Final = "copies in place of the live dict and its values"

MISTAKES: Final[dict[type, tuple[str, str]]] = {
    NotAwaitedInIsExist: (NOT_AWAITED, "`get` was called without `await`"),
    NotAwaitedInRemove: (NOT_AWAITED, "`is_any_exist` was called without `await`"),
    NotAwaitedInSetMany: (NOT_AWAITED, "write `await self.set(...)`"),
    NotAwaitedHelper: (NOT_AWAITED, "write `await self._values(...)`"),
    NotAwaitedSubscript: (NOT_AWAITED, "`get_all` was called without `await`"),
    CoroutineComesBack: (NOT_AWAITED, "an `await` is missing in get_all"),
    RemoveAnswersThePopped: (
        "an answer where none is wanted",
        "remove answers nothing",
    ),
    ClearAnswersTrue: ("an answer where none is wanted", "clear answers nothing"),
    SetManyAnswersTheNumber: ("an answer where none is wanted", "remove its `return`"),
    AnyExistAnswersANumber: (NOT_A_BOOL, "0 is a number"),
    IsExistAnswersTheValue: (NOT_A_BOOL, "is_exist answers True or False"),
    AnyExistForgetsReturn: ("a missing `return`", "missing in is_any_exist?"),
    GetForgetsReturn: ("a missing `return`", "missing in get?"),
    InitWithoutId: (NO_ID, "`InitWithoutId(session_id)`"),
    InitOfTwo: (NO_ID, "nothing more to give"),
    InitIsAsync: ("`__init__` is async", "write plain `def __init__`"),
    InitForgetsTheId: ("`__init__` does not keep the id", "self.session_id ="),
    PlainSessionId: (
        "a plain name in place of an attribute",
        "write `self.session_id`",
    ),
    PlainMethodName: ("a plain name in place of an attribute", "`self.get`"),
    SelfSessions: ("an attribute in place of a plain name", "`sessions` belongs"),
    Misspelt: ("a misspelt attribute", "there is `self.session_id`"),
    UnknownName: ("a name that is not defined", "`the_sessions` is not defined"),
    AssignsTheGlobal: ("a local name in place of the shared one", "makes it local"),
    ChangedWhileLooped: ("a dict changed while it was looped over", "list(values)"),
    NextFindsNothing: ("`next` found nothing", "next(..., None)"),
    NoneGoesOn: ("None in place of a dict or a row", "get used it all the same"),
    NoneIsIndexed: ("None in place of a dict or a row", "remove used it all the same"),
    GetIndexesTheKey: ("an index where there is no such key", "use `.get(key)`"),
    IsExistIndexesTheKey: ("an index where there is no such key", "use `.get(key)`"),
    SetTakesADict: ("other parameters than the contract's", "set(self, key, value)"),
    SetManyTakesKeywords: ("other parameters than the contract's", "(self, values)"),
    CallsItself: ("a method that calls itself endlessly", "self.get_all(...)"),
    NotAsync: ("a method that is not async", "async def is_exist"),
    Yields: ("`yield` in place of `return`", "use `return`"),
    AwaitsTheDict: ("`await` before something that is not async", "remove the `await`"),
    NoClear: ("a method is missing", "add `async def clear`"),
    Exits: ("the program is ended", "a store never does"),
    KeepsJson: ("JSON text in place of the value", "missing in get"),
    GetAllGivesKeys: ("not a dict", "not its keys"),
    GetAllGivesItems: ("not a dict", "not its keys, values or items"),
    GetAllGivesAProxy: ("not a dict", "behaves like a dict"),
    GetAllGivesAUserDict: ("not a dict", "<an UserDict object>"),
    KeepsTuples: ("a list or a tuple in place of the value", "take it out"),
    EverybodysDict: ("everybody's dict", "only that of `self.session_id`"),
    TrueBecomesOne: ("a value of another type", "False went in and 0 came out"),
    CallIsMissing: ("a call is missing", "`(...)`, is missing"),
    DefaultDictReads: ("reading creates a session", "nor a defaultdict"),
    AnybodysSession: ("True without a session", "any session or another id"),
    CopiesDeep: (A_COPY, "not a copy"),
    SetMovesToTheEnd: ("keys in another order", "keep the order"),
    AwaitsTheMethod: (NOT_CALLED, "call it, `await self.is_any_exist()`"),
    AsksTheMethod: (NOT_CALLED, "call it, `await self.is_any_exist()`"),
    NotThereYet: ("a method that is not there yet", "get_all is not written yet"),
    ClearDeletes: (NO_SESSION, "`.pop(self.session_id, None)`"),
    ClearPops: (NO_SESSION, "`.pop(self.session_id, None)`"),
    ClearSetsNone: ("clear keeps the id", "with None: take it out"),
    SetIndexes: (NO_SESSION, "`.setdefault(self.session_id, {})`"),
    GetForgetsTheSession: (NO_SELF, "get never uses `self`"),
    SetForgetsTheSession: (NO_SELF, "set never uses `self`"),
    RemoveForgetsTheSession: (NO_SELF, "remove never uses `self`"),
    SetManyGivesKeys: ("other arguments than the method takes", "the `def` line"),
    GetWithADefault: ("a default in place of None", "`.get(key, {})`"),
    SetOfPython: ("a plain name in place of an attribute", "write `self.set`"),
    SetManySetsAll: (
        "the whole dict in place of each value",
        "`self.set(key, value)`",
    ),
    IsExistTurnedRound: (OPPOSITE, "is_exist is True where there is a value"),
    IsExistNotIn: (OPPOSITE, "not `not in`"),
    AnyExistTurnedRound: (OPPOSITE, "is_any_exist is True where there is a session"),
    EverybodysDictWithLeftovers: ("everybody's dict", "that of `self.session_id`"),
    Hangs: ("no answer within the time limit", "a wait for something"),
    SqlWithoutOnConflict: ("a second INSERT of one key", "ON CONFLICT"),
    SqlNull: ("NULL in place of JSON null", "json.dumps(None)"),
    SqlWithoutDumps: ("a dict or list given to SQL", "json.dumps(value)"),
    SqlWithoutLoads: ("JSON text in place of the value", "`json.loads` is missing"),
    SqlRow: ("a row in place of its value", "`row[0]`"),
    SqlRowComesBack: ("a list or a tuple in place of the value", "`row[0]`"),
    SqlNoRow: ("None in place of a dict or a row", "`fetchone()`"),
    SqlMemoryPerCall: ("a new database at each call", "connect once"),
    SqlPasted: ("values pasted into SQL", "Write `?`"),
    SqlText: ("text that is not JSON", "`json.dumps` missing in set"),
    AnyExistSaysTrueOnly: ("a missing `return`", "Write `return False` there"),
    AnyExistEndsItsLoop: ("False even after a set", "among the ids"),
    AnyExistLooksForSelf: (
        "the store in place of its id",
        "its id is `self.session_id`",
    ),
    AnyExistCounts: ("not a bool", "0 is a number"),
    RemoveRebuilds: ("a new dict at each remove", "the session's dict itself"),
    AnyExistInQuotes: ("a string in place of a name", "without quotes"),
    AnyExistRefusesNone: (
        "the session with no id is refused",
        "None is an id like any other",
    ),
    SetInQuotes: ("a string in place of a name", "`key` is never used in set"),
    SetByKeyword: ("a string in place of a name", "`key` is never used in set"),
    SetOnlyBegins: ("only the first key of a session is set", "inside the `if`"),
    SetInALocalDict: (
        "a local name in place of the shared one",
        "makes a new, local dict",
    ),
    SetChangesTheId: ("a method that changes the id", "set changes `self.session_id`"),
    SetCompares: ("a comparison in place of an assignment", "in set write `=`"),
    GetRaises: ("a `raise` of your own", "FortJs raises nothing here"),
    GetAnswersNoText: ("a method that does not look at the id", "never uses `self`"),
    ClearsLater: ("something is done after the answer", "Await what it began"),
    SetRaises: ("a `raise` of your own", "FortJs raises nothing here"),
    SetPutsAList: ("no dict where one is needed", "put under the id"),
    GetTakesAway: ("reading takes the value away", "not `.pop(...)`"),
    GetOfTheStart: ("a value that is lost", "does get look elsewhere"),
    GetOfTheSession: ("the whole session in place of one value", "`.get(key)` missing"),
    GetOfTheKey: ("the key in place of its value", "not the key itself"),
    GetMakesUp: ("a default in place of None", '`.get(key, "not found")`'),
    GetUsesWhatIsNotThere: ("a name that has no value yet", "did not run before"),
    IsExistOfTheSession: ("a session taken for a value", "is not enough"),
    IsExistIsTrue: ("truth in place of existence", "not with True"),
    IsExistAmongValues: ("False even for a key with a value", "for this `key`"),
    IsExistOfAnyType: ("True even for a key without a value", "compare with None"),
    GetAllInside: ("the session inside another dict", "leave the outer"),
    GetAllTakesAway: ("reading takes the session away", "not `.pop(...)`"),
    RemoveAsOfAList: ("what a dict does not have", "A dict has no `remove`"),
    RemoveWritesTheWord: ("a value other than None after remove", "in quotes"),
    RemoveTheSession: (
        "None in place of the whole session",
        "the dict itself became None",
    ),
    RemoveReplaces: ("remove forgets the other keys", "do not make a new dict"),
    RemoveLeavesZero: (
        "a value other than None after remove",
        "not an empty string, 0",
    ),
    ClearChangesTheId: ("a method that changes the id", "clear changes"),
    ClearPopsTheStore: ("the store in place of its id", "clear looks for `self`"),
    ClearRemovesTheId: (
        "clear removes a key of that name",
        "remove takes a key of the session",
    ),
    SetManyByNumber: ("an index that is not a key of the dict", "values.items()"),
    SetManyOfOneKey: ("a string in place of a name", "`key` is never used in set_many"),
    SetManyChangesOnly: ("new keys are not set", "never set"),
}
"""Each with the kind that its report names first, and a part of what it says."""

NEUTRAL: Final = {
    "",
    "True in place of False",
    "False in place of True",
    "a key that is lost",
    "a key that nobody set",
    "a value that is lost",
    "a value where there is none",
    "a value that was changed",
    "an old value",
}
"""Kinds that say what is seen, and claim no reason."""
TRUE_TOO: Final[dict[type, set[str]]] = {
    SetTakesADict: {"other arguments than the method takes"},
    NotThereYet: {"a method is missing"},
    KeepsJson: {"text in place of the value"},
    SqlWithoutLoads: {"text in place of the value"},
    SetMovesToTheEnd: {"removed keys in another place"},
}
"""Other kinds that are true of a store."""


@pytest.fixture(autouse=True)
def _a_session_of_before() -> None:
    """Leave one, as a lesson does before it comes to check."""
    kept.clear()
    kept["eve"] = {"user": "Eve"}


async def _report(store_class: Any) -> Report:
    limit = 0.2 if store_class is Hangs else LIMIT
    return await check(store_class, limit=limit, examples=50)


def test_there_are_a_hundred() -> None:
    assert len(MISTAKES) >= 100
    assert not {*MISTAKES} & {*WRONG}


# the stores on SQLite forget to close: from Python 3.13 on that is told when collected
@pytest.mark.filterwarnings("ignore:unclosed database:ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize(
    "store_class",
    rest_slow(2, MISTAKES),
    ids=[one.__name__ for one in MISTAKES],
)
async def test_the_report_names_the_true_reason(store_class: type) -> None:
    kind, says = MISTAKES[store_class]
    report = await _report(store_class)

    assert report.shown[0].kind == kind, str(report)
    assert says in str(report)
    kinds = {one.kind for one in report.failures}
    assert kinds - NEUTRAL <= {kind, *TRUE_TOO.get(store_class, ())}
    gc.collect()


def test_each_condition_of_a_signature_is_there() -> None:
    groups = ("making", "code", "refused", "errors", "types", "values", "seen")
    named = {
        condition
        for one in signatures(*groups)
        for condition in f"{one.when} {one.unless}".split()
    }
    known = {*dir(conditions), *conditions.IN_A_LINE, *dir(Evidence)}

    assert "is_wrapped" in named
    assert named - known == set()
    assert {*conditions.IN_A_LINE} - named == set()


def test_each_word_that_a_signature_leaves_open_is_there() -> None:
    groups = ("making", "code", "refused", "errors", "types", "values", "seen")
    names = [
        name.removeprefix("e.").partition(".")[0]
        for one in signatures(*groups)
        for _, name, _, _ in Formatter().parse(one.words)
        if name
    ]

    assert "method" in names
    assert {*names} - {*dir(Evidence), *Evidence.__dataclass_fields__} == set()
