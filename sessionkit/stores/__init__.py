"""Session stores to use and to learn from."""

from typing import TYPE_CHECKING

from sessionkit.face import lazy

if TYPE_CHECKING:
    from sessionkit.stores.errors import (
        NotStorableError,
        StoreError,
        StoreUnavailableError,
        UnreadableError,
    )
    from sessionkit.stores.expiring import ExpiringStore, IdTakenError, Terms
    from sessionkit.stores.memory import MemorySessions
    from sessionkit.stores.redis import RedisSessions
    from sessionkit.stores.redis_server import (
        RedisServer,
        RedisServerUnavailableError,
        redis_cluster,
    )
    from sessionkit.stores.sqlite import SQLiteSessions
    from sessionkit.stores.variants import (
        VARIANTS,
        CopyingGetAllStore,
        JsonValuesStore,
        KeyIsThereStore,
        RaisingGetStore,
        RemoveDeletesStore,
    )

__all__ = [
    "VARIANTS",
    "CopyingGetAllStore",
    "ExpiringStore",
    "IdTakenError",
    "JsonValuesStore",
    "KeyIsThereStore",
    "MemorySessions",
    "NotStorableError",
    "RaisingGetStore",
    "RedisServer",
    "RedisServerUnavailableError",
    "RedisSessions",
    "RemoveDeletesStore",
    "SQLiteSessions",
    "StoreError",
    "StoreUnavailableError",
    "Terms",
    "UnreadableError",
    "redis_cluster",
]

__getattr__ = lazy(
    __name__,
    {
        "MemorySessions": "memory",
        "Terms": "expiring",
        "IdTakenError": "expiring",
        "ExpiringStore": "expiring",
        "UnreadableError": "errors",
        "CopyingGetAllStore": "variants",
        "JsonValuesStore": "variants",
        "KeyIsThereStore": "variants",
        "NotStorableError": "errors",
        "RaisingGetStore": "variants",
        "RedisServer": "redis_server",
        "RedisServerUnavailableError": "redis_server",
        "RedisSessions": "redis",
        "RemoveDeletesStore": "variants",
        "SQLiteSessions": "sqlite",
        "StoreError": "errors",
        "StoreUnavailableError": "errors",
        "VARIANTS": "variants",
        "redis_cluster": "redis_server",
    },
    extra="redis",
)
