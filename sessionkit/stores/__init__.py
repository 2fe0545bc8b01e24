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
        "errors": "NotStorableError StoreError StoreUnavailableError UnreadableError",
        "expiring": "ExpiringStore IdTakenError Terms",
        "memory": "MemorySessions",
        "redis": "RedisSessions",
        "redis_server": "RedisServer RedisServerUnavailableError redis_cluster",
        "sqlite": "SQLiteSessions",
        "variants": "CopyingGetAllStore JsonValuesStore KeyIsThereStore "
        "RaisingGetStore RemoveDeletesStore VARIANTS",
    },
    extra="redis",
)
