"""Lesson 08's load: many visitors at once, who come from a process of their own.

    python -m sessionkit.teaching.load URL TIMES PATH VISITORS [VISITORS ...]

For each number of visitors that many browsers ask for a page, one request after the
other each, until all together asked TIMES times; all of that in ROUNDS rounds. It
prints a line of JSON for each number: the seconds that each request waited, those that
all took, and those of its own processor.

The visitors speak HTTP by hand: httpx takes more of the processor for a request than
the shop does, so a picture made with it shows where the visitors are at their end.
"""

import asyncio
import json
import re
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, Final
from urllib.parse import urlsplit

from sessionkit.page import cannot, in_page
from sessionkit.teaching.places import recorded

TIMES: Final = 128
"""Requests for each number of visitors, in each round."""
ROUNDS: Final = 3
"""Of them the shortest counts: what else the machine does only makes it longer."""
VISITORS: Final = (1, 4, 16, 64)
RECORDED: Final = "08.load"
LENGTH: Final = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
COOKIE: Final = re.compile(rb"\r\nset-cookie: *([^;\r]+)", re.IGNORECASE)


@dataclass(frozen=True)
class Load:
    """What a number of visitors found, for each of ``visitors``."""

    visitors: Sequence[int]
    waits: Sequence[float]
    """Milliseconds that the request in the middle waited."""
    a_second: Sequence[float]
    """Requests that were answered in a second."""
    each: float
    """Microseconds of the server's processor for one request."""
    theirs: float
    """Microseconds of the visitors' processor for one request."""
    missing: str = ""
    """Why it was not measured here, where it was not."""


async def under_load(
    routes: Sequence[Any],
    store_class: Any,
    name: str,
    *,
    path: str = "/add/tea",
    visitors: Sequence[int] = VISITORS,
    times: int = TIMES,
) -> Load:
    """Serve a shop with its sessions in ``store_class``, and let visitors in.

    Where there is no server or no second process, as in a browser, it returns what was
    recorded under the ``name`` of the store, and says why.
    """
    try:
        return await _measured(routes, store_class, path, visitors, times)
    # some event loops start no process: asyncio's own answer is NotImplementedError
    except (ImportError, NotImplementedError, OSError) as error:
        why = f"There is no second process here ({type(error).__name__}: {error})."
        if in_page():
            why = cannot("start another program")
        missing = f"{why} These figures were recorded elsewhere."
        return Load(**recorded(RECORDED)[name], missing=missing)


async def _measured(
    routes: Sequence[Any],
    store_class: Any,
    path: str,
    visitors: Sequence[int],
    times: int,
) -> Load:
    from starlette.applications import Starlette

    from sessionkit.web import SessionMiddleware
    from sessionkit.web.serving import serve

    app = Starlette(routes=routes)
    app.add_middleware(SessionMiddleware, store=store_class)
    async with serve(app) as server:
        begun = time.process_time()
        told = await _another_process(server.url, path, visitors, times)
        spent = time.process_time() - begun
    rows = [json.loads(line) for line in told.splitlines()]
    asked = sum(len(row["waits"]) for row in rows)
    shortest = [
        min(rows[place :: len(visitors)], key=lambda row: row["seconds"])
        for place in range(len(visitors))
    ]
    return Load(
        visitors=list(visitors),
        waits=[median(row["waits"]) * 1000 for row in shortest],
        a_second=[len(row["waits"]) / row["seconds"] for row in shortest],
        each=spent / asked * 1e6,
        theirs=sum(row["spent"] for row in rows) / asked * 1e6,
    )


async def _another_process(
    url: str, path: str, visitors: Sequence[int], times: int
) -> str:
    program = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "sessionkit.teaching.load"),
        *(url, str(times), path, *map(str, visitors)),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        told, said = await program.communicate()
    finally:
        if program.returncode is None:
            program.kill()
    if program.returncode:
        last = said.decode(errors="replace").strip().splitlines()[-1:]
        raise OSError(f"the other process ended: {''.join(last)}")
    return told.decode()


async def visit(url: str, times: int, path: str, visitors: int) -> dict[str, Any]:
    """Let so many visitors ask; return what they waited, and what all took."""
    at = urlsplit(url)
    waits: list[float] = []

    async def browse() -> None:
        reader, writer = await asyncio.open_connection(at.hostname, at.port)
        cookie = b""
        head = f"POST {path} HTTP/1.1\r\nHost: {at.netloc}\r\nContent-Length: 0\r\n"
        for _ in range(max(1, times // visitors)):
            begun = time.perf_counter()
            writer.write(head.encode() + cookie + b"\r\n")
            cookie = await _answered(reader) or cookie
            waits.append(time.perf_counter() - begun)
        writer.close()

    begun, spent = time.perf_counter(), time.process_time()
    await asyncio.gather(*(browse() for _ in range(visitors)))
    return {
        "waits": waits,
        "seconds": time.perf_counter() - begun,
        "spent": time.process_time() - spent,
    }


async def _answered(reader: asyncio.StreamReader) -> bytes:
    """Read one response; return the line for its cookie, if it sets one."""
    head = await reader.readuntil(b"\r\n\r\n")
    status, length = head.split(maxsplit=2)[1], LENGTH.search(head)
    if status != b"200" or length is None:
        raise OSError(f"the shop answered {head.splitlines()[0].decode()}")
    await reader.readexactly(int(length[1]))
    cookie = COOKIE.search(head)
    return b"Cookie: " + cookie[1] + b"\r\n" if cookie else b""


async def main(url: str, times: str, path: str, *visitors: str) -> None:
    """Visit with each number of visitors, and print what they found."""
    await visit(url, 1, path, 1)  # the first request finds a server that is warm
    for number in visitors * ROUNDS:
        print(json.dumps(await visit(url, int(times), path, int(number))), flush=True)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
