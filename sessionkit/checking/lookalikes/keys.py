"""How keys are changed, refused, or put in another order."""

from typing import Any

from sessionkit.checking.lookalikes.base import Lookalike
from sessionkit.checking.store_code import StoreCode


class NoEmptyKey(Lookalike):
    async def set(self, key: str, value: Any) -> None:
        if key:
            await super().set(key, value)


class NoUnderscores(Lookalike):
    async def set(self, key: str, value: Any) -> None:
        if not key.startswith("__"):
            await super().set(key, value)


class LowerCaseKeys(Lookalike):
    @classmethod
    def may_be(cls, code: StoreCode) -> bool:
        """Only a store that calls a method of strings can fold a key."""
        names = {name for one in code.codes for name in one.co_names}
        folds = {name for name in dir(str) if not name.startswith("_")}
        return not names.isdisjoint(folds) or not code.attributes

    def folded(self, key: str) -> str:
        return key.lower()

    async def set(self, key: str, value: Any) -> None:
        await super().set(self.folded(key), value)


class StrippedKeys(LowerCaseKeys):
    def folded(self, key: str) -> str:
        return key.strip()


class Sorted(Lookalike):
    async def get_all(self) -> dict[str, Any]:
        return dict(sorted((await super().get_all()).items()))


class SetSorts(Lookalike):
    async def set(self, key: str, value: Any) -> None:
        await super().set(key, value)
        values = self.held[self.id]
        ordered = sorted(values.items())
        values.clear()
        values.update(ordered)


class LastSetLast(Lookalike):
    async def set(self, key: str, value: Any) -> None:
        (self.values or {}).pop(key, None)
        await super().set(key, value)
