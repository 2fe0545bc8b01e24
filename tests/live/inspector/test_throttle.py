"""Bursts are gathered: the first at once, few on the way, and the last for certain."""

import asyncio
import threading
import time

from sessionkit.live.inspector.throttle import SHARE, Gather


def test_without_a_loop_each_poke_calls() -> None:
    calls: list[int] = []
    gather = Gather(lambda: calls.append(1))
    gather.poke()
    gather.poke()

    assert len(calls) == 2


async def test_the_first_is_called_at_once_and_the_last_later() -> None:
    states: list[int] = []
    seen: list[int] = []
    called = asyncio.Event()

    def call() -> None:
        seen.append(states[-1])
        called.set()

    gather = Gather(call)
    for number in range(1, 1000):  # never waits: no other code of the loop can run
        states.append(number)
        gather.poke()
        gather._next = float("inf")  # as if all of it took no time
    assert seen == [1]
    called.clear()
    await called.wait()

    assert seen == [1, 999]


async def test_a_slow_call_leaves_most_of_the_time_to_others() -> None:
    took = 0.05

    def slow() -> None:
        end = time.perf_counter() + took
        while time.perf_counter() < end:
            pass

    gather = Gather(slow)
    start = time.perf_counter()
    gather.poke()

    assert gather._next - start >= took * SHARE


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


async def test_closed_it_calls_no_more() -> None:
    calls: list[int] = []
    gather = Gather(lambda: calls.append(1))
    gather.poke()
    gather.poke()
    gather.close()

    assert gather._later is None
    assert calls == [1]
