"""The steps of ``ExpiringStore``, on every storage that has them."""

import math
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sessionkit.memory import MemorySessionStore
from sessionkit.stores.expiring import (
    LATE,
    ExpiringStore,
    ExpiringStoreClass,
    IdTakenError,
    Terms,
)
from sessionkit.stores.memory import MemorySessions
from sessionkit.stores.plain import expiring
from sessionkit.stores.redis import RedisSessions
from sessionkit.stores.redis_server import RedisServer
from sessionkit.stores.sqlite import SQLiteSessions
from tests.stores.conftest import Clock

HOUR = 3600.0
TIMED = ["memory", "plain", "sqlite"]
"""Those that go by the clock they are given."""
KINDS = [*TIMED, "redis", pytest.param("cluster", marks=pytest.mark.slow)]


@pytest.fixture
def clock() -> Clock:
    """Make a clock that stands still."""
    return Clock()


@pytest.fixture
def terms(clock: Clock) -> Terms:
    """Make terms of an hour without use, and twelve in all."""
    return Terms(HOUR, 12 * HOUR, clock)


@pytest.fixture(params=KINDS)
async def stores(
    request: pytest.FixtureRequest, terms: Terms, tmp_path: Path
) -> AsyncIterator[ExpiringStoreClass]:
    """Make an expiring store class with nothing in it."""
    kind: str = request.param
    if kind == "plain":
        kept: dict[str | None, dict[str, Any]] = {}
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("sessionkit.memory.sessions", kept)
            yield expiring(MemorySessionStore, terms)
    elif kind == "memory":
        yield MemorySessions().expiring(terms)
    elif kind != "sqlite":
        of_kind = "redis_server" if kind == "redis" else "cluster"
        server: RedisServer = request.getfixturevalue(of_kind)
        async with RedisSessions(
            server.url, cluster=kind == "cluster", prefix=tmp_path.name
        ) as in_redis:
            yield in_redis.expiring(terms)
    else:
        async with SQLiteSessions(tmp_path / "sessions.db") as sessions:
            yield sessions.expiring(terms)


timed = pytest.mark.parametrize("stores", TIMED, indirect=True)


async def begun(stores: ExpiringStoreClass, **values: Any) -> ExpiringStore:
    """Begin a session, under the id ``ada``."""
    store = stores(None)
    assert await store.begin("ada", "set_many", values or {"user": "Ada"})
    return store


async def values(stores: ExpiringStoreClass, session_id: str) -> Any:
    """Return what is in a session; ``None`` if it is not there."""
    met = await stores(session_id).do("get_all")
    return met.answer if met.there else None


async def test_each_operation_answers_as_the_contract_says(
    stores: ExpiringStoreClass,
) -> None:
    store = await begun(stores)
    assert store.session_id == "ada"
    assert isinstance(store, ExpiringStore)
    for method, arguments, answer in (
        ("get", ("user",), "Ada"),
        ("set", ("cart", [1]), None),
        ("remove", ("user",), None),
        ("is_exist", ("user",), False),
        ("is_exist", ("cart",), True),
        ("get", ("missing",), None),
        ("set_many", ({"a": 1, "b": None},), None),
        ("set_many", ({},), None),
        ("is_any_exist", (), True),
        ("get_all", (), {"user": None, "cart": [1], "a": 1, "b": None}),
    ):
        met = await store.do(method, *arguments)
        assert (met.there, met.answer) == (True, answer), method


async def test_nothing_is_done_without_a_session(stores: ExpiringStoreClass) -> None:
    for method, *arguments in (
        ("set", "a", 1),
        ("set_many", {"a": 1}),
        ("set_many", {}),
        ("remove", "a"),
        ("get", "a"),
        ("get_all",),
        ("is_any_exist",),
    ):
        met = await stores("eve").do(method, *arguments)
        assert (met.there, met.put_off, met.ended) == (False, False, None), method
    assert not (await stores("eve").copy("eva")).there
    assert not (await stores("eve").leave("eva", ())).there
    await stores("eve").end()
    assert await values(stores, "eve") is None
    assert await values(stores, "eva") is None


@pytest.mark.parametrize(
    "stores", [one for one in KINDS if one != "plain"], indirect=True
)
async def test_an_id_that_is_taken_begins_nothing(stores: ExpiringStoreClass) -> None:
    await begun(stores)
    other = stores(None)
    assert await other.begin("ada", "set", "cart", 1) is False
    assert other.session_id is None
    assert await values(stores, "ada") == {"user": "Ada"}


async def test_an_id_that_ended_begins_nothing(
    stores: ExpiringStoreClass, clock: Clock
) -> None:
    """Or what is under way for the one would be in the other."""
    store = await begun(stores)
    await store.end()
    assert await stores(None).begin("ada", "set", "cart", 1) is False
    assert await values(stores, "ada") is None


async def test_set_many_of_nothing_takes_the_id_and_makes_nothing(
    stores: ExpiringStoreClass,
) -> None:
    store = stores(None)
    assert await store.begin("ada", "set_many", {})
    assert store.session_id == "ada"
    assert await values(stores, "ada") is None


async def test_after_its_end_nothing_is_written_and_it_is_told_when(
    stores: ExpiringStoreClass, clock: Clock
) -> None:
    store = await begun(stores)
    clock.now += 7
    assert (await store.end()).there
    for method, *arguments in (
        ("set", "a", 1),
        ("set_many", {"a": 1}),
        ("remove", "a"),
        ("get_all",),
    ):
        met = await store.do(method, *arguments)
        assert (met.there, met.ended) == (False, clock.now), method
    met = await store.copy("new")
    assert (met.there, met.ended) == (False, clock.now)
    assert not (await store.end()).there
    assert await values(stores, "new") is None


async def test_a_copy_lives_beside_the_old_until_that_is_left(
    stores: ExpiringStoreClass,
) -> None:
    old = await begun(stores, user=None, cart=[1])
    assert (await old.copy("new")).there
    new = stores("new")
    assert old.session_id == "ada"
    await new.do("set", "user", "Ada")
    assert await values(stores, "ada") == {"user": None, "cart": [1]}

    # meanwhile, in another request
    await stores("ada").do("set_many", {"cart": [1, 2], "user": "Eve", "note": "hi"})
    assert (await old.leave("new", {"user"})).there
    assert await values(stores, "new") == {"user": "Ada", "cart": [1, 2], "note": "hi"}
    met = await stores("ada").do("set", "late", 1)
    assert (met.there, met.moved) == (False, "new")
    assert met.ended is not None
    assert await values(stores, "ada") is None


async def test_what_is_left_comes_along_key_by_key_whatever_keys_are(
    stores: ExpiringStoreClass,
) -> None:
    old = await begun(stores, **{"a": 1, "a\0b": 1, "": 1, "\\u0061": 1})
    await old.copy("new")
    kept = {"a\0b": 2, "": 2}
    await stores("new").do("set_many", kept)
    await old.do("set_many", {"a": 3, "a\0b": 3, "": 3, "\\u0061": 3})
    await old.leave("new", {*kept})
    assert await values(stores, "new") == {"a": 3, "\\u0061": 3, **kept}


async def test_what_is_left_twice_tells_where_it_went_first(
    stores: ExpiringStoreClass,
) -> None:
    one, other = await begun(stores), stores("ada")
    await one.copy("new-1")
    await other.copy("new-2")
    assert (await one.leave("new-1", ())).there
    met = await other.leave("new-2", ())
    assert (met.there, met.moved) == (False, "new-1")
    assert (await other.end()).moved == "new-1"
    for session_id in ("new-1", "new-2"):
        assert await values(stores, session_id) == {"user": "Ada"}


async def test_what_ended_is_not_left(stores: ExpiringStoreClass) -> None:
    old = await begun(stores)
    await old.copy("new")
    await stores("ada").end()
    met = await old.leave("new", ())
    assert (met.there, met.moved) == (False, None)


async def test_no_copy_is_written_over_a_session(stores: ExpiringStoreClass) -> None:
    old = await begun(stores)
    assert await stores(None).begin("bob", "set", "user", "Bob")
    with pytest.raises(IdTakenError, match="must never give the same id twice"):
        await old.copy("bob")
    assert await values(stores, "bob") == {"user": "Bob"}


@timed
async def test_use_puts_off_the_end_seldom(
    stores: ExpiringStoreClass, clock: Clock
) -> None:
    store = await begun(stores)
    put_off = 0
    for _ in range(360):
        clock.now += 10
        put_off += (await store.do("get", "user")).put_off
    assert 18 <= put_off <= 20


@timed
@pytest.mark.parametrize("gap", [0, 1, 89, 90, 179, 180, 181, 400, 3599])
async def test_it_ends_an_hour_after_the_last_use_and_not_much_later(
    stores: ExpiringStoreClass, clock: Clock, gap: float
) -> None:
    store = await begun(stores)
    for _ in range(11):
        clock.now += gap
        assert (await store.do("get", "user")).there
    last = clock.now
    clock.now = last + HOUR - 0.001
    assert (await stores("ada").do("is_any_exist")).there
    clock.now += HOUR * 1.05
    assert not (await stores("ada").do("set", "user", "late")).there
    assert await values(stores, "ada") is None


@timed
async def test_it_ends_after_its_lifetime_however_much_it_is_used(
    stores: ExpiringStoreClass, clock: Clock
) -> None:
    store = await begun(stores)
    begin = clock.now
    while clock.now < begin + 6 * HOUR:
        assert (await store.do("get", "user")).there
        clock.now += HOUR / 2
    await store.copy("new")
    await store.leave("new", ())
    new = stores("new")
    while clock.now < begin + 12 * HOUR:
        assert (await new.do("set", "cart", 1)).there
        clock.now += HOUR / 2
    assert await values(stores, "new") is None


@timed
async def test_it_is_forgotten_when_it_ended(
    stores: ExpiringStoreClass, clock: Clock
) -> None:
    store = await begun(stores)
    await store.end()
    clock.now += LATE + 1
    assert (await stores("ada").do("get", "user")).ended is None
    assert await stores(None).begin("ada", "set", "user", "another")


def test_terms_without_an_end_put_nothing_off() -> None:
    endless = Terms()
    assert endless.first(7.0) == (math.inf, math.inf)
    assert endless.put_off(9.0, math.inf, 7.0) is None
    hour = replace(endless, idle=HOUR)
    assert hour.put_off(7 + HOUR, math.inf, 7.0) is None
    assert hour.put_off(6 + HOUR, math.inf, 7.0) == 7 + HOUR * 1.05
    assert hour.put_off(100.0, 100.0, 99.0) is None, "its lifetime is over before"
