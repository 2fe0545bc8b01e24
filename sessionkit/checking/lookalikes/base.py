"""A right store, of which each lookalike changes one thing."""

from typing import Any, ClassVar

from sessionkit.checking.store_code import StoreCode


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
