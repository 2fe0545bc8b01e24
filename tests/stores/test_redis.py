"""Redis: expiry, kill and restart of the server, processes, clusters, event loops."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

import pytest
from redis import Redis, RedisCluster

from sessionkit.stores.errors import (
    NotStorableError,
    StoreError,
    StoreUnavailableError,
    UnreadableError,
)
from sessionkit.stores.expiring import Terms
from sessionkit.stores.redis import RedisSessions
from sessionkit.stores.redis_server import RedisServer, free_port, redis_cluster
from tests.stores.conftest import assert_two_processes_write, need_redis


@pytest.fixture
def raw(redis_server: RedisServer) -> Iterator[Redis]:
    """Yield redis-py's own client."""
    with redis_server.client() as client:
        yield client


async def test_a_session_is_one_hash_and_a_key_one_field(
    redis_server: RedisServer, raw: Redis
) -> None:
    async with RedisSessions(redis_server.url, prefix="one-hash") as sessions:
        await sessions("ada").set_many({"user": "Ada", "cart": None})
        await sessions(None).set("user", "nobody")
    assert sorted(raw.keys("one-hash*")) == ["one-hash", "one-hash:ada"]
    assert raw.hgetall("one-hash:ada") == {"user": '[0,"Ada"]', "cart": "[1,null]"}


async def test_reading_and_writing_put_off_the_end(
    redis_server: RedisServer, raw: Redis
) -> None:
    async with RedisSessions(
        redis_server.url, prefix="idle", expires_after=100
    ) as sessions:
        store = sessions("ada")
        await store.set("user", "Ada")
        for operation in (
            lambda: store.get("user"),
            lambda: store.get("never set"),
            lambda: store.get_all(),
            lambda: store.is_exist("user"),
            lambda: store.is_any_exist(),
            lambda: store.set("cart", 1),
            lambda: store.set_many({"cart": 1}),
            lambda: store.remove("cart"),
        ):
            raw.pexpire("idle:ada", 50_000)
            await operation()
            assert 100_000 < int(raw.pttl("idle:ada")) <= 105_000
        raw.pexpireat("idle:ada", 1)
        assert await store.is_any_exist() is False
        assert await store.get("user") is None


async def test_reading_gives_no_end_to_what_has_none(
    redis_server: RedisServer, raw: Redis
) -> None:
    async with RedisSessions(redis_server.url, prefix="endless") as sessions:
        await sessions("ada").set("user", "Ada")
        await sessions("ada").get("user")
    assert raw.ttl("endless:ada") == -1


async def test_no_server_is_one_clear_sentence_without_the_password() -> None:
    port = free_port()
    url = f"redis://ada:secret@127.0.0.1:{port}"
    async with RedisSessions(url) as sessions:
        with pytest.raises(StoreUnavailableError) as caught:
            await sessions("ada").get("user")
    assert f"redis://127.0.0.1:{port} cannot be reached" in str(caught.value)
    assert "secret" not in str(caught.value) + repr(sessions)


def test_a_url_that_is_none_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="scheme"):
        RedisSessions("127.0.0.1:6379")


def test_a_notebook_shows_a_sentence_and_no_traceback() -> None:
    assert StoreError("no server")._render_traceback_() == ["StoreError: no server"]


async def test_what_is_no_hash_of_ours_is_said(
    redis_server: RedisServer, raw: Redis
) -> None:
    raw.set("foreign:ada", "a text")
    async with RedisSessions(redis_server.url, prefix="foreign") as sessions:
        for asked in (sessions("ada").get("user"), sessions("ada").set("user", 1)):
            with pytest.raises(UnreadableError, match="has under foreign:ada is no"):
                await asked
        await sessions("ada").clear()
        await sessions("ada").set("user", "Ada")


@pytest.mark.parametrize(
    ("setting", "value", "says"),
    [
        ("requirepass", "secret", "give the server's password in the URL"),
        ("maxmemory", "1", "the server is full; give it more memory"),
        ("min-replicas-to-write", "1", "NOREPLICAS"),
    ],
)
async def test_what_a_server_refuses_says_what_to_do(
    setting: str, value: str, says: str
) -> None:
    with RedisServer() as server:
        with Redis.from_url(server.url) as raw:
            raw.config_set(setting, value)
        async with RedisSessions(server.url) as sessions:
            with pytest.raises(StoreUnavailableError, match=says) as caught:
                await sessions("ada").set("user", "Ada")
    assert "script" not in str(caught.value)


async def test_a_server_killed_and_started_again_has_all_that_was_acknowledged(
    persistent: RedisServer,
) -> None:
    acknowledged: list[str] = []
    refused: list[str] = []
    killed = asyncio.Event()
    async with RedisSessions(persistent.url) as sessions:

        async def write(writer: int) -> None:
            number = 0
            while not (killed.is_set() and refused and len(acknowledged) > 200):
                key = f"{writer}-{number}"
                number += 1
                try:
                    await sessions("ada").set(key, number)
                except StoreUnavailableError as error:
                    refused.append(str(error))
                    persistent.start()
                else:
                    acknowledged.append(key)
                if len(acknowledged) >= 100 and not killed.is_set():
                    persistent.kill()
                    killed.set()

        await asyncio.gather(*(write(writer) for writer in range(8)))
        assert killed.is_set()
        assert refused
        there = await sessions("ada").get_all()
    assert [key for key in acknowledged if key not in there] == []


async def ask_a_cluster_that_lost_a_node() -> set[type]:
    with redis_cluster(3) as servers:
        async with RedisSessions(servers[0].url, cluster=True) as sessions:
            ids = [f"session {number}" for number in range(60)]
            await asyncio.gather(*(sessions(one).set("id", one) for one in ids))
            servers[2].kill()
            answers = await asyncio.gather(
                *(sessions(one).get("id") for one in ids), return_exceptions=True
            )
    return {type(one) for one in answers if isinstance(one, BaseException)}


@pytest.mark.slow
def test_a_killed_node_of_a_cluster_is_a_clear_error() -> None:
    need_redis()
    assert asyncio.run(ask_a_cluster_that_lost_a_node()) == {StoreUnavailableError}


async def test_a_cluster_spreads_sessions_over_its_nodes(cluster: RedisServer) -> None:
    ids = [f"spread {number}" for number in range(60)]
    async with RedisSessions(cluster.url, cluster=True, prefix="spread") as sessions:
        await asyncio.gather(
            *(sessions(one).set_many({"id": one, "cart": 1}) for one in ids)
        )
        answers = await asyncio.gather(*(sessions(one).get("id") for one in ids))
    assert answers == ids
    with RedisCluster.from_url(cluster.url) as client:
        ours = [
            sum(1 for _ in client.scan_iter("spread:*", target_nodes=node))
            for node in client.get_primaries()
        ]
    assert sum(ours) == 60
    assert min(ours) > 0


@pytest.mark.slow
async def test_a_slot_that_moves_is_followed(cluster: RedisServer) -> None:
    async with RedisSessions(cluster.url, cluster=True, prefix="{moves}") as sessions:
        store = sessions("ada")
        await store.get("user")  # so the nodes are known as they were
        with cluster.client() as client:
            slot = client.cluster("KEYSLOT", "moves")
            shards = client.cluster("SLOTS")
            (old,) = (one for one in shards if one[0] <= slot <= one[1])
            new = next(one for one in shards if one is not old)
            ids = {one[2][2]: Redis(port=one[2][1]) for one in (old, new)}
        (old_id, at_old), (new_id, at_new) = ids.items()
        at_new.cluster("SETSLOT", slot, "IMPORTING", old_id)
        at_old.cluster("SETSLOT", slot, "MIGRATING", new_id)
        assert await store.get("user") is None, "the old node says: ask the new one"
        for node in (at_new, at_old):
            node.cluster("SETSLOT", slot, "NODE", new_id)
        await asyncio.gather(*(store.set(f"{n}", n) for n in range(100)))
        assert await store.get_all() == {f"{n}": n for n in range(100)}
        assert at_new.exists("{moves}:ada") == 1
        for node in ids.values():
            node.close()


async def test_one_store_class_serves_several_event_loops(
    redis_server: RedisServer,
) -> None:
    async with RedisSessions(redis_server.url, prefix="loops") as sessions:
        await sessions("ada").set("user", "Ada")

        async def elsewhere() -> object:
            answer = await sessions("ada").get("user")
            await sessions.close()
            return answer

        assert await asyncio.to_thread(asyncio.run, elsewhere()) == "Ada"
        assert await sessions("ada").get("user") == "Ada"


@pytest.mark.slow
async def test_ten_thousand_overlapping_writes_of_two_processes_are_all_there(
    redis_server: RedisServer,
) -> None:
    await assert_two_processes_write(RedisSessions, redis_server.url)


class Proxy:
    """Passes on what clients and the server say, but answers it is told to drop."""

    def __init__(self, server: RedisServer) -> None:
        self._server = server
        self.drops = False
        self.commands = 0

    async def __call__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        at = urlsplit(self._server.url)
        answers, asks = await asyncio.open_connection(at.hostname, at.port)
        while data := await reader.read(1_000_000):
            self.commands += 1
            asks.write(data)
            answer = await answers.read(1_000_000)
            if self.drops:
                break
            writer.write(answer)
        writer.close()
        asks.close()


@asynccontextmanager
async def proxied(server: RedisServer) -> AsyncIterator[tuple[Proxy, str]]:
    """Serve a proxy before a server; give it and its URL."""
    proxy = Proxy(server)
    listening = await asyncio.start_server(proxy, "127.0.0.1", 0)
    async with listening:
        port = listening.sockets[0].getsockname()[1]
        yield proxy, f"redis://127.0.0.1:{port}"


@pytest.mark.parametrize("method", ["set", "clear"])
async def test_a_write_whose_answer_is_lost_is_not_sent_again(
    redis_server: RedisServer, raw: Redis, method: str
) -> None:
    prefix = f"lost-{method}"
    async with (
        proxied(redis_server) as (proxy, url),
        RedisSessions(url, prefix=prefix) as sessions,
    ):
        store = sessions("ada")
        await store.set("user", "Ada")
        proxy.drops, proxy.commands = True, 0
        with pytest.raises(StoreUnavailableError, match="cannot be reached"):
            await (store.set("cart", 1) if method == "set" else store.clear())
        assert proxy.commands == 1
        # it was done, and what somebody else does next is not undone
        assert raw.hexists(f"{prefix}:ada", "cart") == (method == "set")
        raw.delete(f"{prefix}:ada")
        proxy.drops = False
        assert await store.is_any_exist() is False


async def test_a_server_that_hangs_takes_the_timeout_and_no_longer(
    persistent: RedisServer,
) -> None:
    process = persistent._process
    assert process is not None
    loop = asyncio.get_running_loop()
    async with RedisSessions(persistent.url, timeout=0.5) as sessions:
        await sessions("ada").set("user", "Ada")
        os.kill(process.pid, signal.SIGSTOP)
        try:
            begin = loop.time()
            answers = await asyncio.gather(
                *(sessions("ada").set(f"{number}", 1) for number in range(1000)),
                sessions("ada").get("user"),
                return_exceptions=True,
            )
            assert loop.time() - begin < 5, "once it was three times the timeout"
        finally:
            os.kill(process.pid, signal.SIGCONT)
        said = {str(answer) for answer in answers}
        assert len(said) == 1
        assert said.pop().endswith("cannot be reached: no answer within 0.5 seconds")
        assert await sessions("ada").get("user") == "Ada"


async def test_a_greeting_that_takes_too_long_leaves_no_connection_open() -> None:
    hung = asyncio.Event()

    async def say_nothing(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        while await reader.read(100):
            pass
        writer.close()
        hung.set()

    server = await asyncio.start_server(say_nothing, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server, RedisSessions(f"redis://127.0.0.1:{port}", timeout=0.2) as some:
        with pytest.raises(StoreUnavailableError, match="no answer within"):
            await some("ada").get("user")
        await asyncio.wait_for(hung.wait(), 5)


async def test_a_value_that_is_too_long_is_not_sent(redis_server: RedisServer) -> None:
    async with proxied(redis_server) as (proxy, url), RedisSessions(url) as sessions:
        with pytest.raises(NotStorableError, match=r"'cart' was not set: .* 1,000,002"):
            await sessions("ada").set("cart", "x" * 1_000_000)
        many = {f"{number}": "x" * 900_000 for number in range(9)}
        with pytest.raises(NotStorableError, match=r"nothing was set: .* 8,100,027"):
            await sessions("ada").set_many(many)
        assert proxy.commands == 0


async def test_a_field_of_somebody_else_names_its_key(
    redis_server: RedisServer, raw: Redis
) -> None:
    async with RedisSessions(redis_server.url, prefix="field") as sessions:
        await sessions("ada").set("cart", 1)
        raw.hset("field:ada", "user", "Ada")
        for operation in (sessions("ada").get("user"), sessions("ada").get_all()):
            with pytest.raises(UnreadableError, match=r"'user' in .* is not JSON"):
                await operation
        await sessions("ada").clear()
        assert await sessions("ada").is_any_exist() is False


async def test_what_overlaps_goes_in_one_round_trip(redis_server: RedisServer) -> None:
    async with (
        proxied(redis_server) as (proxy, url),
        RedisSessions(url, prefix="together") as sessions,
    ):
        await sessions("ada").set("user", "Ada")
        proxy.commands = 0
        await asyncio.gather(*(sessions("ada").set(f"{n}", n) for n in range(100)))
        assert proxy.commands <= 2
        assert len(await sessions("ada").get_all()) == 101


async def test_scripts_that_the_server_forgot_are_sent_again(
    redis_server: RedisServer, raw: Redis
) -> None:
    async with RedisSessions(redis_server.url, prefix="forgot") as sessions:
        await sessions("ada").set("user", "Ada")
        raw.script_flush()
        await asyncio.gather(*(sessions("ada").set(f"{n}", n) for n in range(3)))
        assert len(await sessions("ada").get_all()) == 4


async def test_the_lifetime_bounds_what_use_puts_off(
    redis_server: RedisServer, raw: Redis
) -> None:
    async with RedisSessions(redis_server.url, prefix="life") as sessions:
        store = sessions.expiring(Terms(idle=100, lifetime=150))(None)
        assert await store.begin("ada", "set", "user", "Ada")
        assert 100_000 < int(raw.pttl("life:ada")) <= 105_000
        for left in (50_000, 99_000):
            raw.pexpire("life:ada", left)
            assert (await store.do("get", "user")).put_off
            assert 100_000 < int(raw.pttl("life:ada")) <= 105_000
            assert not (await store.do("set", "cart", 1)).put_off
        raw.set("{life:ada}:end", "1")  # its lifetime is over
        await store.do("get", "user")
        raw.pexpire("life:ada", 1_000)
        assert not (await store.do("get", "user")).put_off
        assert int(raw.pttl("life:ada")) <= 1_000
        await store.end()
        assert 500_000 < int(raw.pttl("{life:ada}:end")) <= 600_000


async def test_the_first_write_of_a_session_counts_in_bytes_too(
    redis_server: RedisServer,
) -> None:
    url = redis_server.url
    async with RedisSessions(url, prefix="bytes", session_size=1000) as sessions:
        with pytest.raises(NotStorableError, match="1,2"):
            await sessions("ada").set("ü" * 600, 1)
        assert await sessions("ada").is_any_exist() is False


@pytest.mark.parametrize("seconds", [0, -1, True, float("nan"), float("inf"), "5"])
def test_a_timeout_that_is_no_time_is_refused(seconds: float) -> None:
    with pytest.raises(ValueError, match="timeout is above 0 seconds"):
        RedisSessions(timeout=seconds)


@pytest.mark.parametrize(
    "options", [{"url": 5}, {"prefix": 5}, {"expires_after": "5"}, {"session_size": 0}]
)
def test_bad_options_are_said(options: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=next(iter(options))):
        RedisSessions(**options)
