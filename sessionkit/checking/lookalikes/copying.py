"""How a copy stands in place of what is kept."""

import copy
from typing import Any

from sessionkit.checking.lookalikes.base import Lookalike


class GetAllCopies(Lookalike):
    async def get_all(self) -> dict[str, Any]:
        return dict(await super().get_all())


class SetRebuilds(Lookalike):
    async def set(self, key: str, value: Any) -> None:
        self.held[self.id] = {**(self.values or {}), key: value}


class RemoveRebuilds(Lookalike):
    async def remove(self, key: str) -> None:
        if self.values is not None:
            self.held[self.id] = {**self.values, key: None}


class SetCopies(Lookalike):
    async def set(self, key: str, value: Any) -> None:
        await super().set(key, copy.deepcopy(value))


class GetCopies(Lookalike):
    async def get(self, key: str) -> Any:
        return copy.deepcopy(await super().get(key))


class SetAndGetCopy(SetCopies, GetCopies): ...


class GetAllCopiesDeep(Lookalike):
    async def get_all(self) -> dict[str, Any]:
        return copy.deepcopy(await super().get_all())


class AllIsCopied(SetAndGetCopy, GetAllCopiesDeep): ...
