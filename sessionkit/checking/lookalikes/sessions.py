"""How sessions are not told apart, or not shared by their stores."""

from typing import Any, ClassVar

from sessionkit.checking.lookalikes.base import Lookalike
from sessionkit.checking.store_code import StoreCode


class OnTheObject(Lookalike):
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
    def __init__(self, session_id: str | None) -> None:
        Lookalike.__init__(self, session_id)
        self.held.setdefault(session_id, {})


class OneForAll(Lookalike):
    @property
    def id(self) -> Any:
        return "all"


class OneForAllWithAnId(Lookalike):
    @property
    def id(self) -> Any:
        return "all" if self.session_id else None


class GetAllMerges(Lookalike):
    async def get_all(self) -> dict[str, Any]:
        if len(self.held) == 1:
            return await super().get_all()
        return {key: one for each in self.held.values() for key, one in each.items()}


class LastSetOfAnybody(Lookalike):
    last: ClassVar[dict[str, Any]] = {}

    async def set(self, key: str, value: Any) -> None:
        await super().set(key, value)
        self.last[key] = value

    async def get(self, key: str) -> Any:
        return self.last.get(key) if self.values is not None else None


class NobodyKeepsNothing(Lookalike):
    async def set(self, key: str, value: Any) -> None:
        if self.session_id is not None:
            await super().set(key, value)


class NobodyGetsNothing(Lookalike):
    async def get(self, key: str) -> Any:
        return None if self.session_id is None else await super().get(key)


class NobodyHasNoSession(Lookalike):
    async def is_any_exist(self) -> bool:
        return self.session_id is not None and self.values is not None


class NobodyIsNew(Lookalike):
    made: ClassVar[int] = 0

    def __init__(self, session_id: str | None) -> None:
        if session_id is None:
            NobodyIsNew.made += 1
            session_id = f"new {NobodyIsNew.made}"
        super().__init__(session_id)


class IdOfTheStart(Lookalike):
    def __init__(self, session_id: str | None) -> None:
        super().__init__(session_id)
        self.first = session_id

    @property
    def id(self) -> Any:
        return self.first


class SetUnderTheFirstId(Lookalike):
    def __init__(self, session_id: str | None) -> None:
        super().__init__(session_id)
        self.first = session_id

    async def set(self, key: str, value: Any) -> None:
        self.held.setdefault(self.first, {})[key] = value
