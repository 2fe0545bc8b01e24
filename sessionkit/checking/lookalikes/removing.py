"""How remove and clear leave too much, or take too much."""

import copy
from typing import Any, ClassVar

from sessionkit.checking.lookalikes.base import Lookalike
from sessionkit.checking.store_code import StoreCode


class RemoveDeletes(Lookalike):
    async def remove(self, key: str) -> None:
        (self.values or {}).pop(key, None)


class RemoveDeletesTheSession(RemoveDeletes):
    async def remove(self, key: str) -> None:
        await super().remove(key)
        if not self.values:
            await self.clear()


class NullsAreLeftOut(Lookalike):
    async def get_all(self) -> dict[str, Any]:
        values = self.values or {}
        return {key: one for key, one in values.items() if one is not None}


class RemoveOnlyWhatIsThere(Lookalike):
    async def remove(self, key: str) -> None:
        if key in (self.values or {}):
            self.held[self.id][key] = None


class RemoveKeepsWhatIsThere(Lookalike):
    @classmethod
    def may_be(cls, code: StoreCode) -> bool:
        return code.uses("remove", "setdefault")

    async def remove(self, key: str) -> None:
        if self.values is not None:
            self.values.setdefault(key, None)


class RemoveBegins(Lookalike):
    async def remove(self, key: str) -> None:
        await self.set(key, None)


class RemoveDeletesAndBegins(Lookalike):
    async def remove(self, key: str) -> None:
        self.held.setdefault(self.id, {}).pop(key, None)


class RemoveEnds(Lookalike):
    async def remove(self, key: str) -> None:
        await super().remove(key)
        if self.values and all(one is None for one in self.values.values()):
            await self.clear()


class RemoveClears(Lookalike):
    async def remove(self, key: str) -> None:
        await self.clear()


class RemoveEmpties(Lookalike):
    async def remove(self, key: str) -> None:
        (self.values or {}).clear()


class RemoveReplaces(Lookalike):
    async def remove(self, key: str) -> None:
        if self.values is not None:
            self.held[self.id] = {key: None}


class RemoveReplacesAndBegins(Lookalike):
    async def remove(self, key: str) -> None:
        self.held[self.id] = {key: None}


class RemoveAllKeys(Lookalike):
    async def remove(self, key: str) -> None:
        for one in self.values or {}:
            await super().remove(one)


class RemoveDoesNothing(Lookalike):
    async def remove(self, key: str) -> None: ...


class RemoveLeavesText(Lookalike):
    left: ClassVar[Any] = ""

    async def remove(self, key: str) -> None:
        if self.values is not None:
            self.values[key] = copy.copy(self.left)


class RemoveLeavesTheWord(RemoveLeavesText):
    left = "None"


class RemoveLeavesNull(RemoveLeavesText):
    left = "null"

    @classmethod
    def may_be(cls, code: StoreCode) -> bool:
        """Only a store in which the text is written; else `json.loads` is missing."""
        return code.mentions("null")


class RemoveLeavesZero(RemoveLeavesText):
    left = 0


class RemoveLeavesFalse(RemoveLeavesText):
    left = False


class RemoveLeavesEmptyDict(RemoveLeavesText):
    left: ClassVar[Any] = {}


class ClearEmpties(Lookalike):
    async def clear(self) -> None:
        if self.values is not None:
            self.held[self.id] = {}


class ClearInPlace(Lookalike):
    async def clear(self) -> None:
        (self.values or {}).clear()


class ClearBegins(Lookalike):
    async def clear(self) -> None:
        self.held[self.id] = {}


class ClearRemoves(Lookalike):
    async def clear(self) -> None:
        for key in self.values or {}:
            await self.remove(key)


class ClearEverybody(Lookalike):
    async def clear(self) -> None:
        self.held.clear()


class ClearDoesNothing(Lookalike):
    async def clear(self) -> None: ...
