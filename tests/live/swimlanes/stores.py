"""Stores and requests that lanes are tried on."""

import asyncio
import json
from typing import Any, ClassVar

from sessionkit import MemorySessionStore, SessionStore


class WholeStore(MemorySessionStore):
    """Keeps a session as one text: each ``set`` reads all of it, and writes it back."""

    saved: ClassVar[dict[str | None, str]] = {}

    async def is_any_exist(self) -> bool:
        return self.session_id in self.saved

    async def get_all(self) -> dict[str, Any]:
        values: dict[str, Any] = json.loads(self.saved.get(self.session_id, "{}"))
        return values

    async def set(self, key: str, value: Any) -> None:
        values = await self.get_all()
        await asyncio.sleep(0)
        values[key] = value
        self.saved[self.session_id] = json.dumps(values)

    async def remove(self, key: str) -> None:
        await self.set(key, None)

    async def clear(self) -> None:
        self.saved.pop(self.session_id, None)


class LockedStore(WholeStore):
    """Writes one after the other, by a lock."""

    lock = asyncio.Lock()

    async def set(self, key: str, value: Any) -> None:
        async with self.lock:
            await super().set(key, value)


async def login(store: SessionStore) -> None:
    await store.set("user", "Ada")


async def add_cart(store: SessionStore) -> None:
    await store.set("cart", 3)


async def add_note(store: SessionStore) -> None:
    await store.set("note", "hi")


async def visit(store: SessionStore) -> None:
    await store.get("user")
    await store.set("seen", "tea")


async def logout(store: SessionStore) -> None:
    await store.clear()


async def add_tea(store: SessionStore) -> None:
    await store.set("cart", [*(await store.get("cart") or []), "tea"])


async def add_milk(store: SessionStore) -> None:
    await store.set("cart", [*(await store.get("cart") or []), "milk"])
