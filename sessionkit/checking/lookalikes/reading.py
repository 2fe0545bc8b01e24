"""How a read method answers wrongly."""

from typing import Any, ClassVar

from sessionkit.checking.lookalikes.base import Lookalike
from sessionkit.checking.store_code import StoreCode


class AnybodysSession(Lookalike):
    async def is_any_exist(self) -> bool:
        return bool(self.held)


class AlwaysASession(Lookalike):
    async def is_any_exist(self) -> bool:
        return True


class NeverASession(Lookalike):
    @classmethod
    def may_be(cls, code: StoreCode) -> bool:
        """Not where is_any_exist looks for the id: then set may not have begun one."""
        return code.looks_elsewhere("is_any_exist") or not code.attributes

    async def is_any_exist(self) -> bool:
        return False


class NoValueNoSession(Lookalike):
    @classmethod
    def may_be(cls, code: StoreCode) -> bool:
        """Not where set itself asks for the value: then None was never written."""
        return not code.tests("set", "value")

    async def is_any_exist(self) -> bool:
        return any(one is not None for one in (self.values or {}).values())


class GetCreates(Lookalike):
    async def get(self, key: str) -> Any:
        self.held.setdefault(self.id, {})
        return await super().get(key)


class IsExistCreates(Lookalike):
    async def is_exist(self, key: str) -> bool:
        self.held.setdefault(self.id, {})
        return await super().is_exist(key)


class GetAllCreates(Lookalike):
    async def get_all(self) -> dict[str, Any]:
        return self.held.setdefault(self.id, {})


class ReadsCreate(GetCreates, IsExistCreates, GetAllCreates): ...


class KeysExist(Lookalike):
    async def is_exist(self, key: str) -> bool:
        return key in (self.values or {})


class SessionExists(Lookalike):
    async def is_exist(self, key: str) -> bool:
        return self.values is not None


class NothingExists(Lookalike):
    async def is_exist(self, key: str) -> bool:
        return False


class EverythingExists(Lookalike):
    async def is_exist(self, key: str) -> bool:
        return True


class TurnedRound(Lookalike):
    async def is_exist(self, key: str) -> bool:
        return (self.values or {}).get(key) is None


class KeyIsNotIn(Lookalike):
    async def is_exist(self, key: str) -> bool:
        return key not in (self.values or {})


class NoSessionIsOne(Lookalike):
    async def is_any_exist(self) -> bool:
        return self.values is None


class TruthExists(Lookalike):
    async def is_exist(self, key: str) -> bool:
        return bool((self.values or {}).get(key))


class OnlyTrueExists(Lookalike):
    async def is_exist(self, key: str) -> bool:
        return (self.values or {}).get(key) is True


class OnlyOneExists(Lookalike):
    async def is_exist(self, key: str) -> bool:
        return bool((self.values or {}).get(key) == 1)


class TruthIsGot(Lookalike):
    async def get(self, key: str) -> Any:
        return (self.values or {}).get(key) or None


class GetTakesAway(Lookalike):
    async def get(self, key: str) -> Any:
        return (self.values or {}).pop(key, None)


class ExistTakesAway(Lookalike):
    async def is_exist(self, key: str) -> bool:
        return (self.values or {}).pop(key, None) is not None


class GetAllTakesAway(Lookalike):
    async def get_all(self) -> dict[str, Any]:
        return self.held.pop(self.id, {})


class SharedEmpty(Lookalike):
    empty: ClassVar[dict[str, Any]] = {}

    async def get_all(self) -> dict[str, Any]:
        return self.empty if self.values is None else self.values
