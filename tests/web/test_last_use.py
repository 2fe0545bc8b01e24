"""Sessions that nobody uses end, on every server, and leave nothing behind."""

from collections.abc import Callable
from typing import Any

import pytest

from sessionkit import MemorySessionStore, StoreClass
from sessionkit.web import SessionMiddleware, last_use
from sessionkit.web.last_use import LastUses, Use
from tests.web.app import make_app
from tests.web.browser import NAME, Browser
from tests.web.conftest import Clock

Visit = Callable[..., Browser]
HOUR = 3_600


async def test_use_puts_off_the_end(
    visit_app: Visit, store: StoreClass, clock: Clock
) -> None:
    browser = visit_app(store=store, clock=clock)
    await browser.call(["set", "a", 1])
    cookie = f"{NAME}={browser.id}"
    for _ in range(10):
        clock.now += HOUR
        assert await browser.ask(["get", "a"], cookie=cookie) == 1
    clock.now += HOUR * 1.05
    assert await browser.ask(["get", "a"], cookie=cookie) is None
    assert await store(browser.id).is_any_exist() is False
    assert await store(f"last-use:{browser.id}").is_any_exist() is False


async def test_the_end_is_never_early_and_never_much_late(clock: Clock) -> None:
    """However uses are spread: a session lives an hour after the last, 5 % more."""
    for gap in (0, 1, 60, 89, 90, 91, 179, 180, 181, 400, 3_599):
        uses = LastUses(MemorySessionStore, MemorySessionStore, HOUR, clock)
        session_id = f"gap-{gap}"
        await MemorySessionStore(session_id).set("a", 1)
        await uses.begin(session_id)
        for _ in range(20):
            clock.now += gap
            assert await uses.use(session_id) is not Use.UNKNOWN
        # a request that has looked uses the session on, until it looks again
        last = uses.look_again - 0.001
        clock.now = last + HOUR
        end = await MemorySessionStore(f"last-use:{session_id}").get("until")
        assert last + HOUR <= end <= last + HOUR * 1.05


async def test_few_uses_write_and_each_that_does_sends_the_cookie(
    visit_app: Visit, clock: Clock
) -> None:
    writes = 0

    class Counting(MemorySessionStore):
        async def set(self, key: str, value: Any) -> None:
            nonlocal writes
            writes += 1
            await super().set(key, value)

    browser = visit_app(last_uses=Counting, clock=clock)
    await browser.call(["set", "a", 1])
    assert writes == 1
    cookies = 0
    for _ in range(360):
        clock.now += 10
        response = await browser.call(["get", "a"])
        cookies += "set-cookie" in response.headers
    assert writes == cookies + 1
    # at most each time that half the slack is over, at least each time that all is
    assert 20 <= cookies <= 40


async def test_a_long_request_looks_again(clock: Clock, memory: dict[Any, Any]) -> None:
    """As on a websocket that is open for hours."""

    async def app(scope: Any, receive: Any, send: Any) -> None:
        session = scope["session"]
        await session.set("a", 1)
        for _ in range(100):
            clock.now += HOUR / 20
            assert await session.get("a") == 1
            await session.set("b", 2)
        clock.now += HOUR * 2
        assert await session.get_all() == {}

    scope = {"type": "websocket", "headers": []}
    await SessionMiddleware(app, clock=clock)(scope, None, None)  # type: ignore[arg-type]
    assert memory == {}


async def test_sessions_that_nobody_comes_back_to_are_forgotten(
    visit_app: Visit, clock: Clock, memory: dict[Any, Any]
) -> None:
    browser = visit_app(clock=clock, timeout=100)
    most = 0
    for _ in range(2_000):
        clock.now += 1
        await browser.call(["set", "a", 1], cookie="")
        most = max(most, len(memory))
    # each session and its time: those of the last 105 seconds, and the one that begins
    assert most <= 2 * 107


async def test_what_it_remembers_is_bounded(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(last_use, "MOST", 10)
    uses = LastUses(MemorySessionStore, MemorySessionStore, HOUR, clock)
    for number in range(50):
        await uses.begin(f"s{number}")
    assert len(uses._due) == 10
    clock.now += 2 * HOUR
    # those that it no longer remembers end all the same
    assert await uses.use("s0") is Use.UNKNOWN


async def test_two_processes_share_what_they_know(
    store: StoreClass, clock: Clock
) -> None:
    """A session begun in one process, and used in the other only, lives on."""
    one, other = (LastUses(store, store, HOUR, clock) for _ in range(2))
    await store("ada").set("user", "Ada")
    await one.begin("ada")
    for _ in range(10):
        clock.now += HOUR / 2
        assert await other.use("ada") is not Use.UNKNOWN
        await one.begin(f"new-{clock.now}")
        assert await store("ada").get("user") == "Ada"
    clock.now += HOUR * 2
    for number in range(30):
        await one.begin(f"last-{number}")
    assert await store("ada").is_any_exist() is False


async def test_a_restart_forgets_no_time(
    visit_app: Visit, store: StoreClass, clock: Clock
) -> None:
    browser = visit_app(store=store, clock=clock)
    await browser.call(["set", "a", 1])
    cookie = f"{NAME}={browser.id}"
    clock.now += HOUR / 2
    again = visit_app(make_app(store, clock=clock))
    assert await again.ask(["get", "a"], cookie=cookie) == 1
    clock.now += HOUR * 2
    again = visit_app(make_app(store, clock=clock))
    assert await again.ask(["get", "a"], cookie=cookie) is None


async def test_a_process_ends_what_it_used_and_did_not_begin(
    store: StoreClass, clock: Clock
) -> None:
    await store("ada").set("user", "Ada")
    await LastUses(store, store, HOUR, clock).begin("ada")
    after_restart = LastUses(store, store, HOUR, clock)
    assert await after_restart.use("ada") is Use.KNOWN
    clock.now += HOUR * 2
    await after_restart.begin("bob")
    for session_id in ("ada", "last-use:ada"):
        assert await store(session_id).is_any_exist() is False


async def test_one_that_is_used_hides_none_that_is_not(clock: Clock) -> None:
    uses = LastUses(MemorySessionStore, MemorySessionStore, HOUR, clock)
    for session_id in ("ada", "bob"):
        await MemorySessionStore(session_id).set("a", 1)
        await uses.begin(session_id)
    clock.now += HOUR / 2
    await uses.use("ada")
    clock.now += HOUR * 0.6
    await uses.begin("eve")
    assert await MemorySessionStore("bob").is_any_exist() is False
    assert await MemorySessionStore("ada").is_any_exist() is True


async def test_a_session_from_elsewhere_counts_from_its_first_use(
    visit_app: Visit, store: StoreClass, clock: Clock
) -> None:
    await store("ada").set("user", "Ada")
    browser = visit_app(store=store, clock=clock)
    assert await browser.ask(["get", "user"], cookie=f"{NAME}=ada") == "Ada"
    assert browser.id == "ada"
    clock.now += HOUR * 2
    assert await browser.ask(["get", "user"], cookie=f"{NAME}=ada") is None


async def test_times_may_stand_elsewhere(
    visit_app: Visit, clock: Clock, memory: dict[Any, Any]
) -> None:
    times: dict[str | None, dict[str, Any]] = {}

    class Times(MemorySessionStore):
        async def get(self, key: str) -> Any:
            return times.get(self.session_id, {}).get(key)

        async def set(self, key: str, value: Any) -> None:
            times[self.session_id] = {key: value}

        async def clear(self) -> None:
            times.pop(self.session_id, None)

    browser = visit_app(last_uses=Times, clock=clock)
    await browser.call(["set", "a", 1])
    assert memory == {browser.id: {"a": 1}}
    assert [*times] == [f"last-use:{browser.id}"]
    await browser.call(["clear"])
    assert (memory, times) == ({}, {})
