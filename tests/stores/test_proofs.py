"""Each long proof of ``tests.stores.proofs``, for a moment."""

from pathlib import Path

import pytest

from sessionkit.stores.redis_server import RedisServer
from tests.stores.conftest import need_redis
from tests.stores.proofs import cluster, kills, outage

pytestmark = pytest.mark.slow


async def test_killed_writers_of_sqlite_lose_nothing(tmp_path: Path) -> None:
    done = await kills.of_sqlite(tmp_path / "s.db", 2)
    assert done.kills == 8
    assert done.answered > 0


async def test_a_killed_redis_loses_nothing(persistent: RedisServer) -> None:
    done = await kills.of_redis(persistent, 2)
    assert done.kills == 2
    assert done.answered > 0


async def test_visitors_sit_through_an_outage(persistent: RedisServer) -> None:
    told, times = await outage.run(persistent, 30, 4.0, 1.0, 0.3)
    assert times > 0
    assert told["answered"] > 0
    assert len(told) == 2, "answered, or one sentence"


async def test_a_node_of_a_cluster_comes_back_with_its_sessions() -> None:
    need_redis()
    seen = await cluster.run(300)
    assert min(seen.on_nodes) > 300 / 6
    assert seen.refused == seen.on_nodes[2]
    assert seen.there_again == 300
