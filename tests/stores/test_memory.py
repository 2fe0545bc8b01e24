"""Sessions in memory that end: the contract, and work that is bounded."""

import math
from typing import Any

import pytest

from sessionkit import check
from sessionkit.stores.memory import MemorySessions
from sessionkit.testing import Case
from tests.stores.conftest import Clock, quick_cases


@pytest.fixture
def clock() -> Clock:
    """Make a clock that stands still."""
    return Clock()


@pytest.mark.parametrize("case", quick_cases())
async def test_contract(case: Case) -> None:
    await case.check_async(MemorySessions())


async def test_check_is_right_with_nothing_declared() -> None:
    report = await check(MemorySessions(expires_after=60))
    assert report.passed, report
    assert not report.declared


async def test_each_has_sessions_of_its_own() -> None:
    one, other = MemorySessions(), MemorySessions()
    await one("ada").set("user", "Ada")
    assert await other("ada").is_any_exist() is False
    async with one:
        assert await one("ada").get("user") == "Ada"
    assert (len(one), len(other)) == (1, 0)


@pytest.mark.parametrize("seconds", [0, -1, math.nan, math.inf, True, "60"])
def test_an_expiry_of_no_time_is_refused(seconds: Any) -> None:
    with pytest.raises(ValueError, match="expires_after is above 0 seconds, not"):
        MemorySessions(expires_after=seconds)


async def test_use_puts_off_the_end(clock: Clock) -> None:
    sessions = MemorySessions(expires_after=100, clock=clock)
    await sessions("ada").set("user", "Ada")
    for _ in range(5):
        clock.now += 99.9
        assert await sessions("ada").get("user") == "Ada"
    clock.now += 105.1
    assert await sessions("ada").is_any_exist() is False
    assert len(sessions) == 0


async def test_those_that_nobody_uses_leave_as_new_ones_come(clock: Clock) -> None:
    sessions = MemorySessions(expires_after=100, clock=clock)
    most = 0
    for number in range(1_000):
        clock.now += 1
        await sessions(f"{number}").set("a", 1)
        if number % 3:
            await sessions(f"{number - 1}").get("a")
        most = max(most, len(sessions))
    assert most <= 107


async def test_what_is_set_and_cleared_leaves_nothing_to_look_after(
    clock: Clock,
) -> None:
    sessions = MemorySessions(expires_after=10, clock=clock)
    for _ in range(1000):
        await sessions("ada").set("a", 1)
        await sessions("ada").clear()
        clock.now += 1
    assert len(sessions) == 0
    assert len(sessions._due) <= 12


async def test_no_operation_forgets_more_than_two(clock: Clock) -> None:
    sessions = MemorySessions(expires_after=10, clock=clock)
    for number in range(1000):
        await sessions(f"{number}").set("a", 1)
    clock.now += 11
    for asked in range(1, 501):
        assert await sessions("eve").get("a") is None
        assert len(sessions) == 1000 - 2 * asked
