"""Lesson 08's load: many visitors at once, who come from a process of their own.

    python -m sessionkit.teaching.load URL TIMES PATH VISITORS [VISITORS ...]

For each number of visitors that many browsers ask for a page, one request after the
other each, until all together asked TIMES times. It prints a line of JSON for each
number: the seconds that each request waited, and those that all took.
"""

import asyncio
import json
import sys
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from importlib.util import find_spec
from statistics import median
from typing import Any, Final

from sessionkit.page import cannot, in_page
from sessionkit.teaching.places import recorded

TIMES: Final = 128
"""Requests for each number of visitors."""
VISITORS: Final = (1, 4, 16, 64)
RECORDED: Final = "08.load"


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
    return Load(
        visitors=list(visitors),
        waits=[median(row["waits"]) * 1000 for row in rows],
        a_second=[len(row["waits"]) / row["seconds"] for row in rows],
        each=spent / sum(len(row["waits"]) for row in rows) * 1e6,
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
    import httpx

    waits: list[float] = []

    async def browse(client: httpx.AsyncClient) -> None:
        for _ in range(max(1, times // visitors)):
            begun = time.perf_counter()
            (await client.post(path)).raise_for_status()
            waits.append(time.perf_counter() - begun)

    async with AsyncExitStack() as stack:
        browsers = [
            # plain http: to read the certificates of the world takes longer than all
            httpx.AsyncClient(base_url=url, timeout=60, verify=False)
            for _ in range(visitors)
        ]
        for one in browsers:
            await stack.enter_async_context(one)
        begun = time.perf_counter()
        await asyncio.gather(*map(browse, browsers))
        seconds = time.perf_counter() - begun
    return {"waits": waits, "seconds": seconds}


async def main(url: str, times: str, path: str, *visitors: str) -> None:
    """Visit with each number of visitors, and print what they found."""
    # httpcore asks for this package at each request, and a search that fails takes long
    if find_spec("sniffio") is None:
        sys.modules["sniffio"] = None  # type: ignore[assignment]
    await visit(url, 1, path, 1)  # the first request finds a server that is warm
    for number in visitors:
        print(json.dumps(await visit(url, int(times), path, int(number))), flush=True)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
