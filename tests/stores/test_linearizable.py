"""Real overlap, of tasks, threads and processes, held to linearizability."""

import asyncio
import json
import math
import random
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from sessionkit.stores.expiring import ExpiringStoreClass, Terms
from sessionkit.stores.memory import MemorySessions
from sessionkit.stores.redis import RedisSessions
from sessionkit.stores.redis_server import RedisServer
from sessionkit.stores.sqlite import SQLiteSessions
from tests.stores.linearizable import Event, explains

OPERATIONS = 12
WORKERS = 4
KEYS = ("a", "b")


@pytest.mark.parametrize(
    ("history", "is_right"),
    [
        # a read that overlaps with a write sees it or not
        ([(0, 3, "set", (("a", 1),)), (1, 2, "get", ("a",), 1)], True),
        ([(0, 3, "set", (("a", 1),)), (1, 2, "get", ("a",), None)], True),
        # one that comes after it sees it
        ([(0, 1, "set", (("a", 1),)), (2, 3, "get", ("a",), None)], False),
        # a lost update: both were acknowledged, and one is not there
        (
            [
                (0, 2, "set", (("a", 1),)),
                (1, 3, "set", (("b", 2),)),
                (4, 5, "get_all", (), {"b": 2}),
            ],
            False,
        ),
        # a session that comes back after its logout
        (
            [
                (0, 1, "begin", (("a", 1),)),
                (2, 3, "clear", ()),
                (4, 5, "get_all", (), {"a": 1}),
            ],
            False,
        ),
        # a write that overlaps with the logout, and was acknowledged after it
        (
            [
                (0, 1, "begin", (("a", 1),)),
                (2, 9, "write", (("b", 2),), True),
                (3, 4, "clear", ()),
                (10, 11, "get_all", (), {"b": 2}),
            ],
            False,
        ),
        (
            [
                (0, 1, "begin", (("a", 1),)),
                (2, 9, "write", (("b", 2),), False),
                (3, 4, "clear", ()),
                (10, 11, "get_all", (), None),
            ],
            True,
        ),
        # two reads that see two writes in two orders
        (
            [
                (0, 9, "set", (("a", 1),)),
                (0, 9, "set", (("a", 2),)),
                (1, 2, "get", ("a",), 1),
                (3, 4, "get", ("a",), 2),
                (5, 6, "get", ("a",), 1),
            ],
            False,
        ),
        # half of a set_many
        (
            [
                (0, 9, "set", (("a", 1), ("b", 1))),
                (1, 2, "get_all", (), {"a": 1}),
            ],
            False,
        ),
        # one that was never answered may have been done, or not, but not undone
        ([(0, math.inf, "set", (("a", 1),)), (1, 2, "get", ("a",), 1)], True),
        ([(0, math.inf, "set", (("a", 1),)), (1, 2, "get", ("a",), None)], True),
        (
            [
                (0, math.inf, "set", (("a", 1),)),
                (1, 2, "get", ("a",), 1),
                (3, 4, "get", ("a",), None),
            ],
            False,
        ),
    ],
)
def test_the_checker_knows_right_from_wrong(
    history: list[tuple[Any, ...]], is_right: bool
) -> None:
    assert explains([Event(*event) for event in history]) is is_right


async def work(
    stores: ExpiringStoreClass, session_id: str, seed: int, events: list[Event]
) -> None:
    """Do operations at random on one session; note each with its times."""
    rng = random.Random(seed)
    store = stores(session_id)

    async def clear() -> None:
        await store.end()

    async def write(*pairs: tuple[str, int]) -> bool:
        return (await store.do("set_many", dict(pairs))).there

    async def get(key: str) -> Any:
        return (await store.do("get", key)).answer

    async def get_all() -> Any:
        met = await store.do("get_all")
        return dict(met.answer) if met.there else None

    for number in range(OPERATIONS):
        value = seed * 1000 + number
        both = tuple((key, value) for key in KEYS)
        choices: list[tuple[Callable[..., Awaitable[Any]], tuple[Any, ...]]] = [
            *[(write, ((rng.choice(KEYS), value),))] * 4,
            (write, both),
            *[(get, (rng.choice(KEYS),))] * 3,
            *[(get_all, ())] * 3,
        ]
        if number > OPERATIONS / 2:
            choices.append((clear, ()))
        operation, arguments = rng.choice(choices)
        called = time.monotonic()
        answer = await operation(*arguments)
        answered = time.monotonic()
        name = operation.__name__
        events.append(Event(called, answered, name, arguments, answer))


async def hold(stores: ExpiringStoreClass, session_id: str, seed: int) -> int:
    """Let tasks overlap on one session; hold what they saw to linearizability."""
    events: list[Event] = []
    assert await stores(None).begin(session_id, "set_many", {"a": 0, "b": 0})
    await asyncio.gather(
        *(work(stores, session_id, seed + n, events) for n in range(WORKERS))
    )
    assert explains(events, (("a", 0), ("b", 0))), events
    return sum(
        one.called < other.answered and other.called < one.answered
        for one in events
        for other in events
        if one is not other
    )


@pytest.mark.parametrize("kind", ["memory", "sqlite", "redis"])
async def test_histories_of_tasks(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    overlaps = 0
    if kind == "memory":
        stores = MemorySessions().expiring(Terms(60))
        for seed in range(10):
            overlaps += await hold(stores, f"s{seed}", seed)
        return
    sessions: SQLiteSessions | RedisSessions
    if kind == "sqlite":
        sessions = SQLiteSessions(tmp_path / "s.db")
    else:
        server: RedisServer = request.getfixturevalue("redis_server")
        sessions = RedisSessions(server.url, prefix=tmp_path.name)
    async with sessions:
        for seed in range(20):
            overlaps += await hold(sessions.expiring(Terms(60)), f"s{seed}", seed)
    assert overlaps > 100, "nothing overlapped, so nothing was shown"


PROGRAM = """
import asyncio, json, sys, time
from dataclasses import asdict
from tests.stores.test_linearizable import Terms, open_sessions, work

async def main(kind, where, session_id, seed):
    events = []
    async with open_sessions(kind, where) as sessions:
        stores = sessions.expiring(Terms(60))
        print(flush=True)
        sys.stdin.readline()
        for number in range(5):
            await work(stores, f"{session_id}{number}", int(seed), events)
            events.append(None)
    print(json.dumps([one and asdict(one) for one in events]))

asyncio.run(main(*sys.argv[1:]))
"""


def open_sessions(kind: str, where: str) -> SQLiteSessions | RedisSessions:
    """Open what several processes share."""
    if kind == "sqlite":
        return SQLiteSessions(where)
    return RedisSessions(where, prefix="processes")


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["sqlite", "redis"])
async def test_histories_of_processes(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    where = str(tmp_path / "s.db")
    if kind == "redis":
        where = request.getfixturevalue("redis_server").url
    async with open_sessions(kind, where) as sessions:
        for number in range(5):
            store = sessions.expiring(Terms(60))(None)
            assert await store.begin(f"p{number}", "set_many", {"a": 0, "b": 0})
    pipe = asyncio.subprocess.PIPE
    programs = [
        await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", PROGRAM, kind, where, "p", str(seed)),
            stdin=pipe,
            stdout=pipe,
        )
        for seed in range(3)
    ]
    for program in programs:
        assert program.stdout is not None
        await program.stdout.readline()
    said = await asyncio.gather(*(one.communicate(b"\n") for one in programs))
    histories: list[list[Event]] = [[] for _ in range(5)]
    for out, _ in said:
        number = 0
        for one in json.loads(out):
            if one is None:
                number += 1
            else:
                arguments = tuple(map(_hashable, one["arguments"]))
                event = Event(**{**one, "arguments": arguments})
                histories[number].append(event)
    for history in histories:
        assert len(history) == 3 * OPERATIONS
        assert explains(history, (("a", 0), ("b", 0))), history


def _hashable(one: Any) -> Any:
    return tuple(one) if isinstance(one, list) else one
