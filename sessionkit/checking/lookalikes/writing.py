"""How set and set_many write wrongly."""

from typing import Any

from sessionkit.checking.lookalikes.base import Lookalike
from sessionkit.checking.store_code import StoreCode


class SetForgets(Lookalike):
    async def set(self, key: str, value: Any) -> None:
        self.held.setdefault(self.id, {})


class SetDoesNothing(Lookalike):
    async def set(self, key: str, value: Any) -> None: ...


class SetOverwritesTheSession(Lookalike):
    async def set(self, key: str, value: Any) -> None:
        self.held[self.id] = {key: value}


class SetManyReplaces(Lookalike):
    async def set_many(self, values: dict[str, Any]) -> None:
        self.held[self.id] = dict(values)


class SetManyRemovesTheOthers(Lookalike):
    async def set_many(self, values: dict[str, Any]) -> None:
        for key in {*(self.values or {})} - {*values}:
            await self.remove(key)
        await super().set_many(values)


class SetManyReplacesUnlessEmpty(Lookalike):
    async def set_many(self, values: dict[str, Any]) -> None:
        if values:
            self.held[self.id] = dict(values)


class SetManyKeepsTheDict(Lookalike):
    async def set_many(self, values: dict[str, Any]) -> None:
        if self.values is not None:
            self.values.update(values)
        elif values:
            self.held[self.id] = values


class SetManyKeepsAnyDict(Lookalike):
    async def set_many(self, values: dict[str, Any]) -> None:
        self.held[self.id] = values


class SetOnlyBegins(Lookalike):
    async def set(self, key: str, value: Any) -> None:
        if self.values is None:
            self.held[self.id] = {key: value}


class TheFirstStays(Lookalike):
    async def set(self, key: str, value: Any) -> None:
        self.held.setdefault(self.id, {}).setdefault(key, value)


class TheFirstStaysInRemove(TheFirstStays):
    @classmethod
    def may_be(cls, code: StoreCode) -> bool:
        """Only a remove that is a set: another has its own fault."""
        return "set" in code.calls("remove")

    async def remove(self, key: str) -> None:
        if self.values is not None:
            await self.set(key, None)


class DictsAreMerged(Lookalike):
    async def set(self, key: str, value: Any) -> None:
        old = (self.values or {}).get(key)
        if isinstance(old, dict) and isinstance(value, dict):
            old.update(value)
        else:
            await super().set(key, value)


class ListsAreJoined(Lookalike):
    async def set(self, key: str, value: Any) -> None:
        old = (self.values or {}).get(key)
        if isinstance(old, list) and isinstance(value, list):
            old.extend(value)
        else:
            await super().set(key, value)


class KeepsText(Lookalike):
    async def set(self, key: str, value: Any) -> None:
        await super().set(key, str(value))


class NoneIsNotSet(Lookalike):
    async def set(self, key: str, value: Any) -> None:
        if value is not None:
            await super().set(key, value)


class FalsyIsNotSet(Lookalike):
    async def set(self, key: str, value: Any) -> None:
        if value:
            await super().set(key, value)


class SetManyNeedsASession(Lookalike):
    async def set_many(self, values: dict[str, Any]) -> None:
        if self.values is not None:
            self.values.update(values)


class SetManyBeginsAlways(Lookalike):
    async def set_many(self, values: dict[str, Any]) -> None:
        self.held.setdefault(self.id, {}).update(values)


class SetManySkipsNone(Lookalike):
    async def set_many(self, values: dict[str, Any]) -> None:
        for key, value in values.items():
            if value is not None:
                await super().set(key, value)


class SetManySkipsFalsy(Lookalike):
    async def set_many(self, values: dict[str, Any]) -> None:
        for key, value in values.items():
            if value:
                await super().set(key, value)


class SetManyOfTheFirst(Lookalike):
    async def set_many(self, values: dict[str, Any]) -> None:
        for key, value in values.items():
            return await self.set(key, value)


class SetManyOfTheLast(Lookalike):
    async def set_many(self, values: dict[str, Any]) -> None:
        for key, value in list(values.items())[-1:]:
            await self.set(key, value)


class SetManyDoesNothing(Lookalike):
    async def set_many(self, values: dict[str, Any]) -> None: ...


class SetManyGivesTheDict(Lookalike):
    async def set_many(self, values: dict[str, Any]) -> None:
        for key in values:
            await self.set(key, values)


class SetManyKeepsOld(Lookalike):
    async def set_many(self, values: dict[str, Any]) -> None:
        for key, value in values.items():
            if key not in (self.values or {}):
                await self.set(key, value)


class SetManyKeepsOldValues(Lookalike):
    async def set_many(self, values: dict[str, Any]) -> None:
        for key, value in values.items():
            if not await self.is_exist(key):
                await self.set(key, value)


class SetManyChangesOldOnly(Lookalike):
    async def set_many(self, values: dict[str, Any]) -> None:
        for key, value in values.items():
            if key in (self.values or {}):
                await self.set(key, value)
