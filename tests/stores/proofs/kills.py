"""Kill who writes, or the server, under load; nothing that was answered may be lost.

Run as ``python -m tests.stores.proofs.kills``: 200 kills of writers of an SQLite file,
four at a time, and 50 of a Redis server that has each write on its disk before it
answers. After each, every session is held against ``model``.
"""

import asyncio
import contextlib
import multiprocessing
import random
import sqlite3
import sys
import tempfile
from collections.abc import Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final, NamedTuple

from sessionkit.stores.errors import StoreUnavailableError
from sessionkit.stores.redis import RedisSessions
from sessionkit.stores.redis_server import RedisServer
from sessionkit.stores.sqlite import SQLiteSessions
from tests.stores.proofs.model import Lane

WRITERS: Final = 4
LANES: Final = 4
"""Sessions of each writer."""
STEPS: Final = (5, 120)
"""Answers of one writer between two kills, at least and at most."""


class Kills(NamedTuple):
    """How often was killed, and how many operations were answered in all."""

    kills: int
    answered: int


async def of_sqlite(path: Path, rounds: int) -> Kills:
    """Kill four writers of one file in each round."""
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload([__name__])
    writers = [[Lane(f"{one}-{n}") for n in range(LANES)] for one in range(WRITERS)]
    dice = random.Random(1)
    async with SQLiteSessions(path) as sessions:
        for _ in range(rounds):
            started = []
            for lanes in writers:
                mine, theirs = processes.Pipe(duplex=False)
                process = processes.Process(target=_write, args=(path, lanes, theirs))
                process.start()
                theirs.close()
                started.append((process, mine, lanes))
            for process, answers, lanes in started:
                _hear(answers, lanes, dice.randint(*STEPS))
                process.kill()
            for process, answers, lanes in started:
                _hear(answers, lanes, sys.maxsize)
                process.join()
                process.close()
                answers.close()
            for lane in (lane for lanes in writers for lane in lanes):
                await lane.settle(sessions(lane.name))
    with contextlib.closing(sqlite3.connect(path)) as file:
        assert file.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    answered = sum(lane.answered for lanes in writers for lane in lanes)
    kills = rounds * WRITERS
    return Kills(kills, answered - rounds * WRITERS * LANES)


def _hear(answers: Connection, lanes: Sequence[Lane], most: int) -> None:
    """Note what a writer says was answered, up to ``most`` times or its end."""
    with contextlib.suppress(EOFError):
        for _ in range(most):
            lanes[answers.recv()].answer()


def _write(path: Path, lanes: Sequence[Lane], answers: Connection) -> None:
    """Write until killed, and say for each step that it was answered."""
    asyncio.run(_write_all(path, lanes, answers))


async def _write_all(path: Path, lanes: Sequence[Lane], answers: Connection) -> None:
    async with SQLiteSessions(path) as sessions:

        async def work(place: int) -> None:
            while True:
                await lanes[place].step(sessions(lanes[place].name))
                answers.send(place)

        await asyncio.gather(*map(work, range(len(lanes))))


async def of_redis(server: RedisServer, rounds: int) -> Kills:
    """Kill the server in each round, with 16 sessions being written."""
    lanes = [Lane(f"kills-{number}") for number in range(WRITERS * LANES)]
    dice = random.Random(1)
    async with RedisSessions(server.url) as sessions:

        async def work(lane: Lane, left: asyncio.Semaphore) -> None:
            with contextlib.suppress(StoreUnavailableError):
                while True:
                    await lane.step(sessions(lane.name))
                    if left.locked():
                        server.kill()
                    else:
                        await left.acquire()

        for _ in range(rounds):
            left = asyncio.Semaphore(dice.randint(*STEPS) * LANES)
            await asyncio.gather(*(work(lane, left) for lane in lanes))
            server.start()
            for lane in lanes:
                await lane.settle(sessions(lane.name))
    return Kills(rounds, sum(lane.answered for lane in lanes) - rounds * len(lanes))


async def main() -> None:
    """Run both, and print how many operations were answered and are all there."""
    with tempfile.TemporaryDirectory() as folder:
        show("SQLite writers", await of_sqlite(Path(folder) / "s.db", 50))
    with RedisServer(persist=True) as server:
        show("Redis", await of_redis(server, 50))


def show(what: str, done: Kills) -> None:
    """Print one line."""
    print(
        f"{done.kills} kills of {what}, {done.answered:,} operations answered, "
        "all there, none half done",
        flush=True,
    )


if __name__ == "__main__":
    asyncio.run(main())
