"""What FortJs's own example of a store in Redis does, in Python: it fails the contract.

The example (fortjs-examples, ``session-store/redis``) reads the whole hash of a session
to read one key, and writes all of it back to set one. That Redis has no empty hash, and
that its fields are texts, is where it departs from FortJs's memory store. That this
class answers as the example does on Node's own client is tested.
"""

import asyncio
from typing import Any, cast

from redis.asyncio import Redis


class FortJsRedisExample:
    """A store class that does as FortJs's example, on the Redis server at ``url``."""

    def __init__(self, url: str) -> None:
        self.client = Redis.from_url(url, decode_responses=True)

    def __call__(self, session_id: str | None) -> "FortJsRedisExampleStore":
        """Make the store of one session."""
        return FortJsRedisExampleStore(self.client, session_id)

    async def close(self) -> None:
        """Close the connections."""
        await self.client.aclose()


class FortJsRedisExampleStore:
    """The store of one session."""

    def __init__(self, client: Redis, session_id: str | None) -> None:
        self._client = client
        self.session_id = session_id

    async def _hash(self) -> dict[str, Any] | None:
        if self.session_id is None:
            return None
        # empty, and not None, where there is no such hash
        return cast(dict[str, Any], await self._client.hgetall(self.session_id))

    async def is_any_exist(self) -> bool:
        return await self._hash() is not None

    async def get(self, key: str) -> Any:
        values = await self._hash()
        return None if values is None else values.get(key)

    async def get_all(self) -> dict[str, Any]:
        return await self._hash() or {}

    async def is_exist(self, key: str) -> bool:
        return await self.get(key) is not None

    async def set(self, key: str, value: Any) -> None:
        values = await self._hash() or {}
        values[key] = value
        await self._client.hset(self.session_id, mapping=values)  # type: ignore[arg-type]

    async def set_many(self, values: dict[str, Any]) -> None:
        sets = (self.set(key, item) for key, item in values.items())
        # Node's client has sent all of them before the next call, even if one failed
        for done in await asyncio.gather(*sets, return_exceptions=True):
            if isinstance(done, BaseException):
                raise done

    async def remove(self, key: str) -> None:
        if self.session_id is not None:
            await self._client.hdel(self.session_id, key)

    async def clear(self) -> None:
        await self._client.delete(self.session_id)  # type: ignore[arg-type]
