"""Lesson 08's load: a shop that many visitors ask at once, and what it could stand."""

import asyncio
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, Final

from sessionkit.in_a_cell import in_a_cell
from sessionkit.page import cannot, in_page
from sessionkit.teaching.places import recorded

TIMES: Final = 128
"""Requests for each number of visitors, in each round."""
ROUNDS: Final = 3
"""Of them the shortest counts: what else the machine does only makes it longer."""
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
    theirs: float
    """Microseconds of the visitors' processor for one request."""
    missing: str = ""
    """Why it was not measured here, where it was not."""


@in_a_cell
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
        *(sys.executable, "-m", "sessionkit.teaching.visitors"),
        *(url, str(times), path, *map(str, [*visitors] * ROUNDS)),
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
