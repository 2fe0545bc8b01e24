"""Visitors of a web application while its Redis server is killed and comes back.

Run as ``python -m tests.stores.proofs.outage``: 200 visitors for 30 seconds. Each sets,
reads, logs in (with a new id) and logs out, one request after the other, and knows what
it was answered. While the server is away a visitor is told so, with status 503; what
was answered before is there afterwards.
"""

import asyncio
import itertools
import json
import logging
import random
from collections import Counter
from typing import Any, Final

from starlette.types import Message

from sessionkit.stores.redis import RedisSessions
from sessionkit.stores.redis_server import RedisServer
from tests.web.app import make_app

VISITORS: Final = 200
SECONDS: Final = 30.0
UP: Final = 2.0
DOWN: Final = 0.5
"""Seconds for which the server is there, and away."""
STEPS: Final[dict[str, list[list[Any]]]] = {
    "set": [["set", "n", 0]],
    "read": [["get", "n"]],
    "log in": [["regenerate"], ["set", "n", 0]],
    "log out": [["clear"]],
}
OK: Final = 200
AWAY: Final = 503


class Visitor:
    """A browser, and what its session may hold by what it was answered."""

    def __init__(self, app: Any, number: int, told: Counter[str]) -> None:
        self._app = app
        self._dice = random.Random(number)
        self._told = told
        self._cookie: bytes | None = None
        self._numbers = itertools.count(1)
        self.may_hold: set[int | None] = {None}

    async def step(self) -> None:
        """Send one request, and hold its answer against those before."""
        (kind,) = self._dice.choices(list(STEPS), (6, 4, 1, 1))
        if kind == "read":
            await self.read()
            return
        number = None if kind == "log out" else next(self._numbers)
        calls = [
            [*call[:2], number] if call[0] == "set" else call for call in STEPS[kind]
        ]
        status, _ = await self._send(calls)
        if status == OK:
            self.may_hold = {number}
        else:
            self.may_hold.add(number)

    async def read(self) -> None:
        """Read what the session holds: one of what it may."""
        status, body = await self._send(STEPS["read"])
        if status == OK:
            (held,) = json.loads(body)["answers"]
            assert held in self.may_hold, f"{held} where it was {self.may_hold}"
            self.may_hold = {held}

    async def _send(self, calls: Any) -> tuple[int, bytes]:
        scope = {
            "type": "http",
            "method": "POST",
            "path": "/session/calls",
            "headers": [(b"cookie", self._cookie)] if self._cookie else [],
            "query_string": b"",
        }
        answered: list[Message] = []

        async def receive() -> Message:
            return {"type": "http.request", "body": json.dumps(calls).encode()}

        async def send(message: Message) -> None:
            answered.append(message)

        await self._app(scope, receive, send)
        start, body = answered
        for name, value in start["headers"]:
            if name == b"set-cookie":
                pair, _, attributes = value.partition(b";")
                self._cookie = None if b"Max-Age=-1" in attributes else pair
        status = start["status"]
        assert status in (OK, AWAY), body["body"]
        said = "answered" if status == OK else body["body"].decode()
        self._told[said] += 1
        return status, body["body"]


class Loud(logging.Handler):
    """Remembers warnings and errors that are more than one line of the middleware."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.name != "sessionkit.web" or record.exc_info is not None:
            self.said.append(self.format(record))


async def run(
    server: RedisServer, visitors: int, seconds: float, up: float, down: float
) -> tuple[Counter[str], int]:
    """Visit; return what visitors were told, and how often the server was killed.

    Raises ``AssertionError`` where something is lost, or any traceback is logged.
    """
    loud, loop = Loud(), asyncio.get_running_loop()
    logging.getLogger().addHandler(loud)
    told: Counter[str] = Counter()
    kills = 0
    async with RedisSessions(server.url, timeout=2) as sessions:
        app = make_app(sessions)
        all_visitors = [Visitor(app, number, told) for number in range(visitors)]
        end = loop.time() + seconds

        async def visit(visitor: Visitor) -> None:
            while loop.time() < end:
                await visitor.step()
                await asyncio.sleep(0.02)

        visits = asyncio.gather(*map(visit, all_visitors))
        while loop.time() + up < end:
            await asyncio.sleep(up)
            server.kill()
            kills += 1
            await asyncio.sleep(down)
            await asyncio.to_thread(server.start)
        await visits
        before = told["answered"]
        await asyncio.gather(*(visitor.read() for visitor in all_visitors))
        assert told["answered"] == before + visitors
    logging.getLogger().removeHandler(loud)
    assert loud.said == []
    return told, kills


async def main() -> None:
    """Run it, and print what visitors were told."""
    with RedisServer(persist=True) as server:
        told, kills = await run(server, VISITORS, SECONDS, UP, DOWN)
    print(f"{VISITORS} visitors, {SECONDS:g} seconds, {kills} kills; nothing lost")
    for said, count in told.most_common():
        print(f"  {count:>7,}  {said}")


if __name__ == "__main__":
    asyncio.run(main())
