"""Wrong stores of the kinds that were written without sight of ours, and passed.

Each is right in every scenario: only the search can tell it apart.
"""

import copy
import math
import unicodedata
from collections.abc import Callable
from typing import Any, ClassVar, Final
from urllib.parse import unquote

from tests.checking.wrong_stores import Right, kept

_READS: Final = ("is_any_exist", "get", "is_exist", "get_all")


class EmptyDictIsNotThere(Right):
    async def is_exist(self, key: str) -> Any:
        value = kept.get(self.session_id, {}).get(key)
        return value is not None and value != {}


class EmptyListIsNotThere(Right):
    async def is_exist(self, key: str) -> Any:
        value = kept.get(self.session_id, {}).get(key)
        return value is not None and value != []


class ClearKeepsNulls(Right):
    async def clear(self) -> None:
        if any(one is not None for one in kept.get(self.session_id, {}).values()):
            await super().clear()


class SetOfTheSameDropsTheRest(Right):
    async def set(self, key: str, value: Any) -> None:
        values = kept.setdefault(self.session_id, {})
        if key in values and values[key] is None and value is None:
            values.clear()
        values[key] = value


class SetManyAfterClearForgets(Right):
    cleared: set[Any] = set()  # noqa: RUF012

    async def clear(self) -> None:
        if self.session_id in kept:
            self.cleared.add(self.session_id)
        await super().clear()

    async def set_many(self, values: dict[str, Any]) -> None:
        if self.session_id not in self.cleared:
            await super().set_many(values)


class RemoveTwiceDeletes(Right):
    async def remove(self, key: str) -> None:
        values = kept.get(self.session_id)
        if values is not None and key in values and values[key] is None:
            del values[key]
        elif values is not None:
            values[key] = None


class SetFalseAfterNullIsNull(Right):
    async def set(self, key: str, value: Any) -> None:
        values = kept.setdefault(self.session_id, {})
        if values.get(key, 0) is None and value is False:
            return
        values[key] = value


class CachesGetAll(Right):
    cache: Any = None

    async def get_all(self) -> Any:
        if not self.cache:
            self.cache = await super().get_all()
        return self.cache


class CachesReads(Right):
    def __init__(self, session_id: str | None) -> None:
        super().__init__(session_id)
        self.cache: dict[str, Any] = {}

    async def get(self, key: str) -> Any:
        if self.cache.get(key) is None:
            self.cache[key] = await super().get(key)
        return self.cache[key]

    async def set(self, key: str, value: Any) -> None:
        self.cache.pop(key, None)
        await super().set(key, value)

    async def remove(self, key: str) -> None:
        self.cache.clear()
        await super().remove(key)

    async def clear(self) -> None:
        self.cache.clear()
        await super().clear()


class CachesThatThereIsASession(Right):
    there = False

    async def is_any_exist(self) -> bool:
        self.there = self.there or await super().is_any_exist()
        return self.there

    async def clear(self) -> None:
        self.there = False
        await super().clear()


class OneEmptyAnswer(Right):
    empty: dict[str, Any] = {}  # noqa: RUF012

    async def get_all(self) -> Any:
        return kept.get(self.session_id, self.empty)


class AssignTakesTheSessionAlong(Right):
    def __setattr__(self, name: str, value: Any) -> None:
        old = self.__dict__.get("session_id", value)
        if name == "session_id" and old in kept and value not in kept:
            kept[value] = kept.pop(old)
        super().__setattr__(name, value)


class AssignClears(Right):
    def __setattr__(self, name: str, value: Any) -> None:
        if name == "session_id" and "session_id" in self.__dict__:
            kept.pop(value, None)
        super().__setattr__(name, value)


def _id(change: Callable[[Any], Any]) -> type[Right]:
    class Store(Right):
        def __init__(self, session_id: Any) -> None:
            super().__init__(change(session_id))

    return Store


def _key(change: Callable[[str], Any]) -> type[Right]:
    class Store(Right):
        async def set(self, key: str, value: Any) -> None:
            await super().set(change(key), value)

        async def get(self, key: str) -> Any:
            return await super().get(change(key))

        async def is_exist(self, key: str) -> Any:
            return await super().is_exist(change(key))

        async def remove(self, key: str) -> None:
            await super().remove(change(key))

    return Store


def _value(change: Callable[[Any], Any]) -> type[Right]:
    class Store(Right):
        async def set(self, key: str, value: Any) -> None:
            await super().set(key, change(value))

    return Store


def _is(kind: type, change: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: change(value) if type(value) is kind else value


class ClearEmptiesDeepInside(Right):
    async def clear(self) -> None:
        for one in kept.pop(self.session_id, {}).values():
            for inner in one.values() if isinstance(one, dict) else ():
                if isinstance(inner, dict):
                    inner.clear()


class _Fixed(Right):
    most = 100

    async def set(self, key: str, value: Any) -> None:
        values = kept.setdefault(self.session_id, {})
        if len(values) < self.most or key in values:
            values[key] = value


class AttributesAreKeys(Right):
    async def get(self, key: str) -> Any:
        if key in dir(self) and not key.startswith("_"):
            return getattr(self, key)
        return await super().get(key)


class UnderscoredIsHidden(Right):
    async def get_all(self) -> Any:
        values = await super().get_all()
        if any(key.startswith("_") for key in values):
            return {key: one for key, one in values.items() if key[:1] != "_"}
        return values


def _own(value: Any) -> Any:
    return [*value] if isinstance(value, list) else value


def _renewed(values: dict[str, Any]) -> dict[str, Any]:
    values.update({key: _own(one) for key, one in values.items()})
    return values


class GetCopiesLists(Right):
    async def get(self, key: str) -> Any:
        return _own(await super().get(key))


class GetCopiesEmptyDicts(Right):
    async def get(self, key: str) -> Any:
        value = await super().get(key)
        return {} if value == {} else value


class SetCopiesTheInnermost(Right):
    async def set(self, key: str, value: Any) -> None:
        inner = [*value.values()] if isinstance(value, dict) else []
        deep = any(isinstance(one, dict) for one in inner)
        await super().set(key, copy.deepcopy(value) if deep else value)


class SetManyCopiesLists(Right):
    async def set_many(self, values: dict[str, Any]) -> None:
        await super().set_many({key: _own(one) for key, one in values.items()})


class GetAllRenewsLists(Right):
    async def get_all(self) -> Any:
        return _renewed(await super().get_all())


class SetCopiesBesideOthers(Right):
    async def set(self, key: str, value: Any) -> None:
        others = kept.get(self.session_id, {}).keys() - {key}
        await super().set(key, copy.copy(value) if others else value)


class AnEqualListIsKept(Right):
    async def set(self, key: str, value: Any) -> None:
        old = kept.get(self.session_id, {}).get(key)
        if not (isinstance(value, list) and old == value):
            await super().set(key, value)


class EqualListsAreOne(Right):
    async def set(self, key: str, value: Any) -> None:
        for old in kept.get(self.session_id, {}).values():
            value = old if isinstance(old, list) and old == value else value
        await super().set(key, value)


class ARemovedListIsKept(Right):
    trash: dict[Any, Any] = {}  # noqa: RUF012

    async def remove(self, key: str) -> None:
        self.trash[self.session_id, key] = await self.get(key)
        await super().remove(key)

    async def set(self, key: str, value: Any) -> None:
        old = self.trash.pop((self.session_id, key), None)
        await super().set(key, old if old == value != [] else value)


class RemoveEmptiesTheList(Right):
    async def remove(self, key: str) -> None:
        value = await self.get(key)
        await super().remove(key)
        if isinstance(value, list):
            value.clear()


class AskingEndsTheEmptied(Right):
    async def is_any_exist(self) -> bool:
        there = await super().is_any_exist()
        if not kept.get(self.session_id, True):
            del kept[self.session_id]
        return there


class AssignEndsTheEmptied(Right):
    def __setattr__(self, name: str, value: Any) -> None:
        if name == "session_id" and not kept.get(vars(self).get(name), True):
            del kept[self.session_id]
        super().__setattr__(name, value)


class ADeletedKeyHasItsOldPlace(Right):
    places: ClassVar[dict[str | None, list[str]]] = {}

    async def set(self, key: str, value: Any) -> None:
        await super().set(key, value)
        values, places = kept[self.session_id], self.places
        order = places.setdefault(self.session_id, [])
        if key not in order:
            order.append(key)
        if values.keys() <= {*order}:
            items = {one: values[one] for one in order if one in values}
            values.clear()
            values.update(items)

    async def clear(self) -> None:
        self.places.pop(self.session_id, None)
        await super().clear()


class _FirstId(Right):
    first: Any = ...

    def _id(self) -> Any:
        self.first = self.session_id if self.first is ... else self.first
        return self.first


class IsExistKeepsTheFirstId(_FirstId):
    async def is_exist(self, key: str) -> bool:
        return kept.get(self._id(), {}).get(key) is not None


class ClearKeepsTheFirstId(_FirstId):
    async def clear(self) -> None:
        kept.pop(self._id(), None)


class SetManyKeepsTheFirstDict(Right):
    values: Any = None

    async def set_many(self, values: dict[str, Any]) -> None:
        if self.session_id not in kept:
            return await super().set_many(values)
        self.values = self.values or (self.session_id, kept[self.session_id])
        if self.values[0] != self.session_id:
            self.values = (self.session_id, kept[self.session_id])
        self.values[1].update(values)
        return None


class RemoveOfAnotherInAFullSession(Right):
    async def remove(self, key: str) -> None:
        values = kept.get(self.session_id, {})
        if key in values or len(values) < 100:
            await super().remove(key)


class SetManyWithoutDashes(Right):
    async def set_many(self, values: dict[str, Any]) -> None:
        await super().set_many({key.replace("-", "_"): values[key] for key in values})


class IsExistWithoutDashes(Right):
    async def is_exist(self, key: str) -> bool:
        return bool(await super().is_exist(key.replace("-", "_")))


class IsExistRenewsLists(Right):
    async def is_exist(self, key: str) -> bool:
        return _renewed(kept.get(self.session_id, {})).get(key) is not None


class AssignRenewsLists(Right):
    def __setattr__(self, name: str, value: Any) -> None:
        if name == "session_id":
            _renewed(kept.get(vars(self).get(name), {}))
        super().__setattr__(name, value)


class SetManyOfNullsRenews(Right):
    async def set_many(self, values: dict[str, Any]) -> None:
        nulls = all(one is None for one in values.values())
        if nulls and self.session_id in kept:
            kept[self.session_id] = {**kept[self.session_id], **values}
        else:
            await super().set_many(values)


class RemoveGoesInside(Right):
    async def remove(self, key: str) -> None:
        first, _, rest = key.partition(".")
        inner = await self.get(first)
        if rest and isinstance(inner, dict):
            inner.pop(rest, None)
        else:
            await super().remove(key)


def _number(text: str) -> Any:
    return int(text) if text.isdigit() else text


OUTSIDE: Final[dict[str, type]] = {
    one.__name__: one
    for one in (
        *(
            EmptyDictIsNotThere,
            EmptyListIsNotThere,
            ClearKeepsNulls,
            ClearEmptiesDeepInside,
        ),
        *(SetOfTheSameDropsTheRest, SetManyAfterClearForgets, RemoveTwiceDeletes),
        *(SetFalseAfterNullIsNull, CachesGetAll, CachesReads),
        *(CachesThatThereIsASession, OneEmptyAnswer),
        *(AssignTakesTheSessionAlong, AssignClears),
        *(AttributesAreKeys, UnderscoredIsHidden),
        *(GetCopiesLists, GetCopiesEmptyDicts, SetCopiesTheInnermost),
        *(SetManyCopiesLists, GetAllRenewsLists, SetCopiesBesideOthers),
        *(AnEqualListIsKept, EqualListsAreOne, ARemovedListIsKept),
        *(RemoveEmptiesTheList, AskingEndsTheEmptied, AssignEndsTheEmptied),
        ADeletedKeyHasItsOldPlace,
        *(IsExistKeepsTheFirstId, ClearKeepsTheFirstId, SetManyKeepsTheFirstDict),
        *(RemoveOfAnotherInAFullSession, SetManyWithoutDashes, IsExistWithoutDashes),
        *(IsExistRenewsLists, AssignRenewsLists, SetManyOfNullsRenews),
        RemoveGoesInside,
    )
} | {
    "an empty id is no id": _id(lambda one: one or None),
    "no id is an empty id": _id(lambda one: one or ""),
    "ids in lower case": _id(lambda one: one and one.lower()),
    "no id is the text None": _id(str),
    "ids are cut": _id(lambda one: one and one[:255]),
    "ids are stripped": _id(lambda one: one and one.strip()),
    "ids are composed": _id(lambda one: one and unicodedata.normalize("NFC", one)),
    "ids end at a colon": _id(lambda one: one and one.split(":")[0]),
    "ids without dashes": _id(lambda one: one and one.replace("-", "")),
    "ids end at a question mark": _id(lambda one: one and one.split("?")[0]),
    "ids end as others": _id(lambda one: one and one.split("@")[-1]),
    "keys are decoded": _key(unquote),
    "keys of sharp s": _key(lambda key: key.replace("ß", "ss")),
    "keys are cut": _key(lambda key: key[:255]),
    "keys by their length": _key(lambda key: key if len(key) < 40 else str(len(key))),
    "keys are composed": _key(lambda key: unicodedata.normalize("NFC", key)),
    "keys are stripped": _key(str.strip),
    "keys end at a dot": _key(lambda key: key.split(".")[0]),
    "keys end at NUL": _key(lambda key: key.split("\0")[0]),
    "keys in lower case": _key(str.lower),
    "keys without dashes below": _key(lambda key: key.replace("_", "-")),
    "keys that are numbers": _key(_number),
    "whole numbers": _value(_is(float, lambda one: int(one) if one == 2 else one)),
    "numbers as floats": _value(_is(int, lambda one: float(one) if one > 99 else one)),
    "at most 64 bits": _value(_is(int, lambda one: one % 2**63)),
    "nan is null": _value(_is(float, lambda one: None if math.isnan(one) else one)),
    "zero has no sign": _value(_is(float, lambda one: one or 0.0)),
    "no tuples": _value(_is(tuple, list)),
    "no bytes": _value(_is(bytes, lambda one: one.decode("latin-1"))),
    "text of digits": _value(_is(str, _number)),
    "stripped text": _value(_is(str, str.strip)),
    "text by lines": _value(_is(str, lambda one: one.replace("\r\n", "\n"))),
    "text decoded": _value(_is(str, unquote)),
    "text of 64 kB": _value(_is(str, lambda one: one[:65_535])),
    "fifteen digits": _value(
        _is(float, lambda one: one if math.isnan(one) else float(f"{one:.15g}"))
    ),
    "no negative numbers": _value(_is(int, lambda one: 0 if one == -1 else one)),
    "null as text": _value(_is(str, lambda one: None if one == "null" else one)),
    "short text": _value(_is(str, lambda one: one[:4096])),
    "keys inside are text": _value(
        _is(
            dict,
            lambda one: (
                one
                if all(type(k) is str for k in one)
                else {str(key): item for key, item in one.items()}
            ),
        )
    ),
    "at most 8 keys": type("Eight", (_Fixed,), {"most": 8}),
    "at most 100 keys": _Fixed,
}
"""Each by what it does."""
