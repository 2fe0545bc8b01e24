"""Memory stores with one behaviour changed each, to see what depends on it."""

import json
from typing import Any

from sessionkit.memory import MemorySessionStore, sessions


class RemoveDeletesStore(MemorySessionStore):
    """``remove`` deletes the key, as the name suggests, and leaves no tombstone."""

    async def remove(self, key: str) -> None:
        sessions.get(self.session_id, {}).pop(key, None)


class CopyingGetAllStore(MemorySessionStore):
    """``get_all`` hands out a copy, which changes nothing in the session."""

    async def get_all(self) -> dict[str, Any]:
        return dict(await super().get_all())


class RaisingGetStore(MemorySessionStore):
    """``get`` of a key that is not there raises ``KeyError``."""

    async def get(self, key: str) -> Any:
        return (await super().get_all())[key]


class KeyIsThereStore(MemorySessionStore):
    """``is_exist`` means that the key is there, whatever its value."""

    async def is_exist(self, key: str) -> bool:
        return key in await super().get_all()


class JsonValuesStore(MemorySessionStore):
    """Values are copied through JSON, on the way in and on the way out by ``get``."""

    async def set(self, key: str, value: Any) -> None:
        await super().set(key, json.loads(json.dumps(value)))

    async def get(self, key: str) -> Any:
        return json.loads(json.dumps(await super().get(key)))


VARIANTS = {
    "remove deletes the key": RemoveDeletesStore,
    "get_all hands out a copy": CopyingGetAllStore,
    "a missing key raises": RaisingGetStore,
    "is_exist: the key is there": KeyIsThereStore,
    "values are copied through JSON": JsonValuesStore,
}
"""Each variant by what it changes."""
