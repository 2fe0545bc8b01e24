"""A function in another process: its own variables, and the same code."""

import asyncio
import threading
from collections import defaultdict
from itertools import count
from typing import Any

import pytest

from sessionkit.teaching.another_process import anew, in_another_process

total = 0
numbers = count(5)
names: list[str] = []
lock_of_threads = threading.Lock()
guards: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)


class Kept:
    lock = asyncio.Lock()
    names: list[str] = []  # noqa: RUF012  # what a learner may write


def counted() -> int:
    global total  # noqa: PLW0603  # what a learner may write
    total += 1
    return total


def by_a_helper() -> tuple[int, list[str]]:
    names.append("tea")
    return next(numbers), [*names]


def in_a_class() -> list[str]:
    Kept.names.append("tea")
    return [*Kept.names]


def by_default(kept: list[str] = []) -> int:  # noqa: B006  # what a learner may write
    kept.append("tea")
    return len(kept)


def calling() -> tuple[int, tuple[int, list[str]]]:
    return counted(), by_a_helper()


def enclosed() -> Any:
    seen: list[str] = []

    def sees() -> int:
        seen.append("tea")
        return len(seen)

    return sees


@pytest.mark.parametrize(
    "function", [counted, by_default, in_a_class, calling, enclosed()]
)
def test_neither_sees_what_the_other_did(function: Any) -> None:
    here, there = function, in_another_process(function)

    assert here() == there()
    assert here() == there()


def test_it_goes_on_from_where_the_variable_is_now() -> None:
    before = counted()

    assert in_another_process(counted)() == before + 1


async def test_a_lock_that_is_held_here_is_free_there() -> None:
    async with guards["ada"], Kept.lock:
        there = anew(guards)
        assert guards["ada"].locked()
        assert not there["ada"].locked()
        assert not there["bob"].locked()
    with lock_of_threads:
        assert anew(lock_of_threads).acquire(blocking=False)


@pytest.mark.parametrize("same", [len, asyncio, 3])
def test_what_is_no_variable_stays_what_it_is(same: Any) -> None:
    assert anew(same) is same


def test_what_is_no_plain_function_is_left_alone() -> None:
    assert in_another_process(len) is len
