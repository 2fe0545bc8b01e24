"""FortJs's memory store in Python: the code that lesson 02 arrives at."""

from typing import Any

sessions: dict[str | None, dict[str, Any]] = {}


class MemorySessionStore:
    """Session values in one dict that all stores share, as in FortJs."""

    def __init__(self, session_id: str | None) -> None:
        self.session_id = session_id

    async def is_any_exist(self) -> bool:
        return self.session_id in sessions

    async def set(self, key: str, value: Any) -> None:
        values = sessions.get(self.session_id)
        if values is None:
            sessions[self.session_id] = {key: value}
        else:
            values[key] = value

    async def get(self, key: str) -> Any:
        values = sessions.get(self.session_id)
        return None if values is None else values.get(key)

    async def is_exist(self, key: str) -> bool:
        values = sessions.get(self.session_id, {})
        return values.get(key) is not None

    async def get_all(self) -> dict[str, Any]:
        return sessions.get(self.session_id, {})

    async def remove(self, key: str) -> None:
        values = sessions.get(self.session_id)
        if values is not None:
            values[key] = None

    async def clear(self) -> None:
        sessions.pop(self.session_id, None)

    async def set_many(self, values: dict[str, Any]) -> None:
        for key, value in values.items():
            await self.set(key, value)
