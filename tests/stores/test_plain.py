"""Expiring stores over a store class of the contract: what they can, and what not."""

import asyncio
from typing import Any

import pytest

from sessionkit.memory import MemorySessionStore
from sessionkit.stores.expiring import Terms
from sessionkit.stores.memory import MemorySessions
from sessionkit.stores.plain import PlainExpiringStore, expiring
from tests.stores.conftest import Clock

HOUR = 3600.0
Kept = dict[str | None, dict[str, Any]]


@pytest.fixture(autouse=True)
def memory(monkeypatch: pytest.MonkeyPatch) -> Kept:
    """Sessions in memory, none at first."""
    sessions: Kept = {}
    monkeypatch.setattr("sessionkit.memory.sessions", sessions)
    return sessions


@pytest.fixture
def clock() -> Clock:
    """Make a clock that stands still."""
    return Clock()


class Waiting(MemorySessionStore):
    """A store that waits in each write, for as long as the test likes."""

    wait = asyncio.Event()
    waits = asyncio.Event()

    async def set(self, key: str, value: Any) -> None:
        if key == "cart":
            Waiting.waits.set()
            await Waiting.wait.wait()
        await super().set(key, value)


@pytest.fixture(autouse=True)
def waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Begin anew."""
    monkeypatch.setattr(Waiting, "wait", asyncio.Event())
    monkeypatch.setattr(Waiting, "waits", asyncio.Event())


async def test_a_store_class_that_can_itself_does_it_itself() -> None:
    terms = Terms(HOUR)
    own = expiring(MemorySessions(), terms)("ada")
    assert not isinstance(own, PlainExpiringStore)
    assert isinstance(expiring(MemorySessionStore, terms)("ada"), PlainExpiringStore)
    elsewhere = expiring(MemorySessions(), terms, MemorySessionStore)("ada")
    assert isinstance(elsewhere, PlainExpiringStore)


@pytest.mark.parametrize("how", ["end", "leave"])
async def test_a_write_that_overlaps_with_the_end_is_undone_and_told(
    how: str, memory: Kept, clock: Clock
) -> None:
    stores = expiring(Waiting, Terms(HOUR, clock=clock), MemorySessionStore)
    memory["ada"] = {"user": "Ada"}
    slow = asyncio.create_task(stores("ada").do("set", "cart", 1))
    await Waiting.waits.wait()
    clock.now += 1
    if how == "end":
        await stores("ada").end()
        assert memory == {}
    else:
        await stores("ada").copy("new")
        await stores("ada").leave("new", ())
        assert memory["new"] == {"user": "Ada"}
    Waiting.wait.set()
    met = await slow
    assert (met.there, met.ended) == (False, clock.now)
    assert "ada" not in memory
    assert "last-use:ada" not in memory


async def test_a_logout_that_fails_is_none(memory: Kept) -> None:
    class Failing(MemorySessionStore):
        async def clear(self) -> None:
            raise OSError("the disk is full")

    stores = expiring(Failing, Terms(HOUR))
    memory["ada"] = {"user": "Ada"}
    with pytest.raises(OSError, match="full"):
        await stores("ada").end()
    assert (await stores("ada").do("get", "user")).answer == "Ada"


async def test_what_another_process_ended_is_not_there(
    memory: Kept, clock: Clock
) -> None:
    terms = Terms(HOUR, clock=clock)
    one, other = (expiring(MemorySessionStore, terms) for _ in range(2))
    assert await one(None).begin("ada", "set", "user", "Ada")
    assert (await other("ada").do("get", "user")).answer == "Ada"
    await one("ada").end()
    assert not (await other("ada").do("set", "cart", 1)).there
    assert memory == {}


async def test_two_processes_share_when_a_session_was_used(clock: Clock) -> None:
    terms = Terms(HOUR, clock=clock)
    one, other = (expiring(MemorySessionStore, terms) for _ in range(2))
    assert await one(None).begin("ada", "set", "user", "Ada")
    for number in range(10):
        clock.now += HOUR / 2
        assert (await other("ada").do("get", "user")).there
        await one(None).begin(f"new-{number}", "set", "a", 1)
    clock.now += HOUR * 1.06
    assert not (await other("ada").do("get", "user")).there


async def test_all_that_it_saw_end_though_nobody_comes_back(
    memory: Kept, clock: Clock
) -> None:
    """However many; the oldest of more than 100,000 once were never ended."""
    stores = expiring(MemorySessionStore, Terms(HOUR, clock=clock))
    for number in range(1500):
        await stores(None).begin(f"s{number}", "set", "a", 1)
    clock.now += HOUR * 1.06
    for number in range(760):
        await stores(None).begin(f"t{number}", "set", "a", 1)
    assert len(memory) == 2 * 760


async def test_a_session_from_elsewhere_counts_from_its_first_use(
    memory: Kept, clock: Clock
) -> None:
    stores = expiring(MemorySessionStore, Terms(HOUR, clock=clock))
    memory["ada"] = {"user": "Ada"}
    met = await stores("ada").do("get", "user")
    assert (met.answer, met.put_off) == ("Ada", True)
    clock.now += HOUR * 1.06
    assert not (await stores("ada").do("get", "user")).there
    assert memory == {}
