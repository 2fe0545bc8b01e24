"""Ends are ends: each two requests on one session, with each await of each forced.

While the one waits at its await number ``at``, the other runs from beginning to end.
Both began before, as requests under way do.
"""

import asyncio
import itertools
import types
from collections.abc import AsyncIterator, Callable, Coroutine, Generator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from redis import Redis

from sessionkit.memory import MemorySessionStore
from sessionkit.stores.expiring import ExpiringStoreClass, Terms
from sessionkit.stores.memory import MemorySessions
from sessionkit.stores.plain import expiring
from sessionkit.stores.redis import RedisSessions
from sessionkit.stores.redis_server import RedisServer
from sessionkit.stores.sqlite import SQLiteSessions
from sessionkit.web import Session, SessionEndedError
from tests.slow import sample
from tests.stores.conftest import Clock
from tests.web.browser import NAME, Browser, set_cookies

HOUR = 3600.0
NUMBERS = itertools.count()
MOST = 30
"""Awaits of a request that are tried."""
Operations = list[tuple[Any, ...]]
WRITES: dict[str, Operations] = {
    "set": [("set", "cart", 1)],
    "set_many": [("set_many", {"cart": 1, "note": 1})],
    "remove": [("remove", "cart")],
    "get and set": [("get", "user"), ("set", "cart", 1)],
}
ENDS: dict[str, Operations] = {
    "clear": [("clear",)],
    "set and clear": [("set", "cart", 1), ("clear",)],
    "regenerate": [("regenerate",)],
    "login": [("regenerate",), ("set", "user", "Eve")],
    "expiry": [("expire",)],
}
PAIRS = [
    (one, other)
    for one, other in itertools.product({**WRITES, **ENDS}, repeat=2)
    if one in ENDS or other in ENDS
]


class Slow(MemorySessionStore):
    """A store of the contract that waits before and after all that it does."""

    async def get_all(self) -> dict[str, Any]:
        await asyncio.sleep(0)
        return dict(await super().get_all())

    async def set(self, key: str, value: Any) -> None:
        await asyncio.sleep(0)
        await super().set(key, value)
        await asyncio.sleep(0)

    async def clear(self) -> None:
        await asyncio.sleep(0)
        await super().clear()
        await asyncio.sleep(0)


@dataclass
class World:
    """A storage, what ends sessions in it by time, and the ids that were given."""

    stores: ExpiringStoreClass
    clock: Clock
    expire: Callable[[str], None]
    given: list[str] = field(default_factory=list)

    def new_id(self) -> str:
        self.given.append(f"id-{next(NUMBERS)}")
        return self.given[-1]

    def session(self, brought: str | None) -> Session:
        """Begin a request."""
        return Session(self.stores, brought, self.new_id, self.clock())

    async def values(self, session_id: str) -> dict[str, Any] | None:
        """Return what is under an id; ``None`` if it is not alive."""
        met = await self.stores(session_id).do("get_all")
        return met.answer if met.there else None

    async def run(self, session: Session, operations: list[Any]) -> str | None:
        """Run the rest of a request; return its error."""
        try:
            for method, *arguments in operations:
                if method == "expire":
                    self.expire(self.given[0])
                    assert await session.get("user") is None
                else:
                    await getattr(session, method)(*arguments)
        except SessionEndedError as error:
            return str(error)
        await session.settle()
        return None


@pytest.fixture(params=["memory", "plain", "sqlite", "redis"])
async def world(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    clock: Clock,
) -> AsyncIterator[World]:
    """Make a storage with nothing in it."""
    terms = Terms(HOUR, 12 * HOUR, clock)

    def pass_time(session_id: str) -> None:
        clock.now += 2 * HOUR

    if request.param == "memory":
        yield World(MemorySessions().expiring(terms), clock, pass_time)
    elif request.param == "plain":
        yield World(expiring(Slow, terms), clock, pass_time)
    elif request.param == "sqlite":
        async with SQLiteSessions(tmp_path / "s.db") as in_file:
            yield World(in_file.expiring(terms), clock, pass_time)
    else:
        server: RedisServer = request.getfixturevalue("redis_server")
        raw: Redis
        async with RedisSessions(server.url, prefix=tmp_path.name) as in_redis:
            with server.client() as raw:

                def forget(session_id: str) -> None:
                    name = f"{tmp_path.name}:{session_id}"
                    raw.delete(name, f"{{{name}}}:end")

                yield World(in_redis.expiring(terms), clock, forget)
                for key in raw.keys(f"*{tmp_path.name}:*"):
                    raw.delete(key)


@types.coroutine
def paused(
    outer: Coroutine[Any, Any, Any], at: int, inner: Callable[[], Any]
) -> Generator[Any, Any, tuple[Any, int]]:
    """Run ``outer``, and ``inner`` at its await number ``at``; count its awaits."""
    awaits = 0
    if at == 0:
        yield from asyncio.create_task(inner())
    while True:
        try:
            waits = outer.send(None)
        except StopIteration as stop:
            return stop.value, awaits
        awaits += 1
        if awaits == at:
            yield from asyncio.create_task(inner())
        yield waits


async def overlap(world: World, one: str, other: str, at: int) -> bool:
    """Let two requests overlap; answer whether the first has an await ``at``."""
    kinds = {**WRITES, **ENDS}
    world.given.clear()
    begin = world.session(None)
    await begin.set_many({"user": "Ada", "cart": 0})
    world.clock.now += 1
    sessions = [world.session(world.given[0]) for _ in range(2)]
    world.clock.now += 1
    errors: list[str | None] = [None, None]

    async def inner() -> None:
        errors[1] = await world.run(sessions[1], kinds[other])

    outer = world.run(sessions[0], kinds[one])
    errors[0], awaits = await paused(outer, at, inner)
    if awaits < at:
        await inner()
    await judge(world, {one, other}, [one, other], sessions, errors)
    for session_id in world.given:
        await world.stores(session_id).end()
    return at <= awaits


async def judge(
    world: World,
    both: set[str],
    kinds: list[str],
    sessions: list[Session],
    errors: list[str | None],
) -> None:
    """Hold what is there afterwards to what was answered."""
    done = [kind for kind, error in zip(kinds, errors, strict=True) if error is None]
    found = {one: await world.values(one) for one in world.given}
    alive = {one: values for one, values in found.items() if values is not None}
    if {*done} & {*ENDS}:
        assert world.given[0] not in alive, "the old id is alive"
    if {*done} & {"clear", "set and clear"}:
        assert not alive, "a session outlived the logout"
    for session, error in zip(sessions, errors, strict=True):
        if (
            session.to_tell
            and error is None
            and not {*both}
            & {
                "clear",
                "set and clear",
                "expiry",
            }
        ):
            assert session.to_tell in alive, "the browser was told an id of nothing"
    if not {*both} & {"clear", "set and clear", "expiry"}:
        assert alive, "a session was lost"
        written = {"set": 1, "set_many": 1, "remove": None, "get and set": 1}
        for kind in done:
            if kind in written:
                carts = [values["cart"] for values in alive.values()]
                assert written[kind] in carts, "an acknowledged write was lost"
        if "login" in done:
            assert "Eve" in [values["user"] for values in alive.values()]


# each kind is in some of these pairs, first and second
@pytest.mark.parametrize(("one", "other"), sample(5, PAIRS))
async def test_no_two_requests_bring_a_session_back(
    world: World, one: str, other: str
) -> None:
    for at in range(MOST):
        if not await overlap(world, one, other, at):
            return
    raise AssertionError("there are more awaits than were tried")


async def test_both_that_regenerate_at_once_have_an_id_that_works(
    world: World,
) -> None:
    begin = world.session(None)
    await begin.set("user", "Ada")
    one, other = world.session(world.given[0]), world.session(world.given[0])
    await asyncio.gather(one.regenerate(), other.regenerate())
    await one.set("by", "one")
    await other.set("by", "other")
    await asyncio.gather(one.settle(), other.settle())
    assert one.to_tell != other.to_tell
    for session, by in ((one, "one"), (other, "other")):
        assert session.to_tell is not None
        assert await world.values(session.to_tell) == {"user": "Ada", "by": by}
    assert await world.values(world.given[0]) is None


async def test_a_logout_of_the_new_id_ends_a_copy_that_was_under_way(
    world: World,
) -> None:
    await world.session(None).set("user", "Ada")
    one, slow = world.session(world.given[0]), world.session(world.given[0])
    await slow.regenerate()
    await one.regenerate()
    await one.settle()
    assert one.to_tell is not None
    await world.session(one.to_tell).clear()
    await slow.settle()
    assert slow.to_tell is None
    assert [await world.values(one) for one in world.given] == [None] * 3


async def test_a_logout_under_the_old_id_ends_the_new(world: World) -> None:
    await world.session(None).set("user", "Ada")
    slow = world.session(world.given[0])
    world.clock.now += 1
    login = world.session(world.given[0])
    await login.regenerate()
    await login.settle()
    await slow.clear()
    assert [await world.values(one) for one in world.given] == [None] * 2


async def test_what_is_undone_is_as_before(world: World) -> None:
    await world.session(None).set("user", None)
    session = world.session(world.given[0])
    await session.regenerate()
    await session.set("user", "Ada")
    await session.undo()
    assert await world.values(world.given[0]) == {"user": None}
    assert await world.values(world.given[1]) is None


async def test_a_crash_after_regenerate_loses_nothing(
    visit_app: Callable[..., Browser], store: Any
) -> None:
    browser = visit_app(store=store)
    await browser.call(["set", "user", "Ada"])
    old = browser.id
    response = await browser.call(["set", "cart", 1], ["regenerate"], ["crash"])
    assert response.status_code == 500
    assert browser.id == old
    assert await browser.ask(["getAll"]) == {"user": "Ada", "cart": 1}


async def test_a_late_write_is_told_and_leaves_the_browser_as_it_is(
    visit_app: Callable[..., Browser],
) -> None:
    looked, ended = asyncio.Event(), asyncio.Event()

    class Waits(Slow):
        async def get(self, key: str) -> Any:
            looked.set()
            await ended.wait()
            return await super().get(key)

    browser = visit_app(store=Waits)
    await browser.call(["set", "user", "Ada"])
    sent = f"{NAME}={browser.id}"
    slow = asyncio.create_task(browser.call(["get", "a"], ["set", "b", 1], cookie=sent))
    await looked.wait()
    await browser.call(["clear"])
    ended.set()
    response = await slow
    assert response.status_code == 409
    assert response.text.startswith("Your session ended while this request was under")
    assert set_cookies(response) == [], "it might be that of a new login"
    assert response.headers["vary"] == "Cookie"
    assert await browser.ask(["getAll"], cookie=sent) == {}


async def test_who_never_looked_is_late_too(visit_app: Callable[..., Browser]) -> None:
    """Else its key would be in a session that the next visitor gets."""
    browser = visit_app()
    await browser.call(["set", "user", "Ada"])
    sent = f"{NAME}={browser.id}"
    calls: list[list[Any]] = [["clear"], ["set", "cart", 1]]
    later = await browser.call(["set", "cart", 1], cookie=sent)
    assert later.status_code == 200
    answers = await asyncio.gather(*(browser.call(call, cookie=sent) for call in calls))
    assert answers[0].status_code == 200
    assert await browser.ask(["getAll"], cookie=sent) == {}
