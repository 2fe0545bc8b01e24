"""Bursts are gathered: the first at once, few on the way, and the last for certain."""

import asyncio
import itertools
import threading

import pytest

from sessionkit.live.inspector.throttle import AT_ONCE, INTERVAL, SHARE, Gather


def test_without_a_loop_each_poke_calls() -> None:
    calls: list[int] = []
    gather = Gather(lambda: calls.append(1))
    gather.poke()
    gather.poke()

    assert len(calls) == 2


async def test_the_first_are_called_at_once_and_the_last_later() -> None:
    states: list[int] = []
    seen: list[int] = []
    called = asyncio.Event()

    def call() -> None:
        seen.append(states[-1])
        called.set()

    gather = Gather(call, clock=lambda: 1.0)  # as if all of it took no time
    for number in range(1, 1000):  # never waits: no other code of the loop can run
        states.append(number)
        gather.poke()
    assert seen == list(range(1, AT_ONCE + 1))
    called.clear()
    await called.wait()

    assert seen[AT_ONCE:] == [999]


async def test_after_a_rest_there_is_no_wait_and_in_a_burst_there_is() -> None:
    now = [1.0]
    waits: list[float] = []
    gather = Gather(lambda: waits.append(gather.wait), clock=lambda: now[0])
    for _ in range(AT_ONCE):
        gather.poke()
    gather.close()

    assert waits[:-1] == [0.0] * (AT_ONCE - 1)
    assert waits[-1] == pytest.approx(INTERVAL, abs=1e-3)
    now[0] += 60
    gather.poke()
    assert waits[-1] == 0.0


async def test_the_interval_is_asked_for_at_each_call() -> None:
    now = [1.0]
    calls: list[float] = []
    gather = Gather(lambda: calls.append(now[0]), lambda: 1.0, lambda: now[0])
    for _ in range(AT_ONCE + 50):
        gather.poke()
        now[0] += 0.5
    gather.close()

    assert max(b - a for a, b in itertools.pairwise(calls)) == 1.0


async def test_slow_calls_leave_most_of_the_time_to_others() -> None:
    now = [1.0]
    calls: list[float] = []

    def slow() -> None:
        calls.append(now[0])
        now[0] += 0.05

    gather = Gather(slow, clock=lambda: now[0], spent=lambda: now[0])
    while now[0] < 11:
        gather.poke()
        now[0] += 0.001
    gather.close()

    assert len(calls) * 0.05 < 10 / SHARE + 0.2


async def test_a_poke_from_another_thread_calls_in_the_loops() -> None:
    threads: list[int] = []
    called = asyncio.Event()

    def call() -> None:
        threads.append(threading.get_ident())
        called.set()

    other = threading.Thread(target=Gather(call).poke)
    other.start()
    await called.wait()
    other.join()

    assert threads == [threading.get_ident()]


async def test_after_a_rest_what_is_due_comes_at_once() -> None:
    calls: list[int] = []
    gather = Gather(lambda: calls.append(1), lambda: 100.0, lambda: 1.0)
    for _ in range(AT_ONCE + 1):
        gather.poke()
    gather.rested()
    assert len(calls) == AT_ONCE + 1
    gather.poke()

    assert len(calls) == AT_ONCE + 2


async def test_closed_it_calls_no_more() -> None:
    calls: list[int] = []
    gather = Gather(lambda: calls.append(1), clock=lambda: 1.0)
    for _ in range(AT_ONCE + 1):
        gather.poke()
    gather.close()

    assert gather._later is None
    assert len(calls) == AT_ONCE
