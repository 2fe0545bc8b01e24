"""MemorySessionStore against a bare dict of dicts, FortJs and starsessions.

Run as ``python -m tests.benchmarks.memory``: nanoseconds of processor time for a
``set`` and a ``get``, the best of interleaved rounds; the same for FortJs's memory
store under Node.js, and in memory of starsessions below its middleware; and what
``import sessionkit`` costs in a fresh interpreter beside ``import asyncio``.
"""

import asyncio
import subprocess
import sys
from collections.abc import Callable
from importlib.resources import as_file, files
from time import process_time_ns
from typing import Any, Final

from starlette.requests import HTTPConnection
from starsessions import JsonSerializer
from starsessions.session import SessionHandler
from starsessions.stores.memory import InMemoryStore

from sessionkit import MemorySessionStore
from sessionkit.node.npm import program, require_installed

PAIRS = 20_000
ROUNDS = 60
STARTS = 15
FORTJS: Final = """
const [, folder, adapter, pairs, rounds] = process.argv;
const load = require("node:module").createRequire(`${folder}/`);
const { StoreClass } = require(adapter)(load);
(async () => {
  let least = Infinity;
  for (let round = 0; round < Number(rounds); round += 1) {
    const store = new StoreClass("benchmark");
    const begun = process.cpuUsage();
    for (let number = 0; number < Number(pairs); number += 1) {
      await store.set("visits", number);
      await store.get("visits");
    }
    const { user, system } = process.cpuUsage(begun);
    least = Math.min(least, user + system);
    await store.clear();
  }
  console.log((least * 1000) / Number(pairs));
  process.exit();
})();
"""

floor: dict[str | None, dict[str, Any]] = {}


class FloorStore:
    """The least that a set and a get can be."""

    def __init__(self, session_id: str | None) -> None:
        self.session_id = session_id

    async def set(self, key: str, value: Any) -> None:
        floor.setdefault(self.session_id, {})[key] = value

    async def get(self, key: str) -> Any:
        return floor.get(self.session_id, {}).get(key)

    async def clear(self) -> None:
        floor.pop(self.session_id, None)


async def _round(store: MemorySessionStore | FloorStore) -> float:
    """Return the nanoseconds of one ``set`` and ``get``."""
    begun = process_time_ns()
    for number in range(PAIRS):
        await store.set("visits", number)
        await store.get("visits")
    taken = process_time_ns() - begun
    await store.clear()
    return taken / PAIRS


async def pairs() -> tuple[float, float]:
    """Return the best nanoseconds a pair: of the floor, and of the memory store."""
    bare, ours = FloorStore("benchmark"), MemorySessionStore("benchmark")
    taken = [(await _round(bare), await _round(ours)) for _ in range(ROUNDS)]
    return min(one for one, _ in taken), min(one for _, one in taken)


def fortjs() -> float:
    """Return the best nanoseconds a pair of FortJs's memory store.

    Raises ``NodeUnavailableError`` without Node.js or FortJs.
    """
    with as_file(files("sessionkit") / "node" / "fortjs.js") as adapter:
        command = [program("node"), "-e", FORTJS, str(require_installed())]
        command += [str(adapter), str(PAIRS), str(ROUNDS)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    return float(done.stdout)


async def starsessions() -> float:
    """Return the best nanoseconds a pair of starsessions in memory."""
    store = InMemoryStore()

    async def load() -> tuple[SessionHandler, dict[str, Any]]:
        connection = HTTPConnection({"type": "http", "headers": []})
        handler = SessionHandler(connection, "ada", store, JsonSerializer(), 3600)
        await handler.load()
        return handler, connection.session

    async def a_round() -> float:
        begun = process_time_ns()
        for number in range(PAIRS // 10):
            handler, session = await load()
            session["visits"] = number
            await handler.save(3600)
            _, session = await load()
            assert session["visits"] == number
        return (process_time_ns() - begun) / (PAIRS // 10)

    return min([await a_round() for _ in range(ROUNDS // 6)])


def imports() -> tuple[float, float]:
    """Return the best milliseconds of importing asyncio, and sessionkit after it."""

    def start(code: str) -> Callable[[], float]:
        timed = (
            "from time import process_time_ns as now\nbegun = now()\n"
            f"{code}\nprint(now() - begun)"
        )

        def run() -> float:
            done = subprocess.run(
                [sys.executable, "-c", timed],
                capture_output=True,
                text=True,
                check=True,
            )
            return int(done.stdout) / 1e6

        return run

    bare, ours = start("import asyncio"), start("import sessionkit")
    taken = [(bare(), ours()) for _ in range(STARTS)]
    return min(one for one, _ in taken), min(one for _, one in taken)


def main() -> None:
    """Print both measurements."""
    bare, ours = asyncio.run(pairs())
    print(f"set + get over a bare dict of dicts  {bare:7.0f} ns")
    print(f"set + get of MemorySessionStore      {ours:7.0f} ns")
    print(f"ratio                                {ours / bare:7.2f}    (aim: 1.10)")
    print(f"the same of FortJs under Node.js     {fortjs():7.0f} ns")
    print(f"the same of starsessions, in memory  {asyncio.run(starsessions()):7.0f} ns")
    bare, ours = imports()
    print(f"import asyncio                       {bare:7.1f} ms")
    print(f"import sessionkit                    {ours:7.1f} ms")


if __name__ == "__main__":
    main()
