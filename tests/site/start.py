"""How long a lesson takes to start in a page: ``python -m tests.site.start [SITE]``.

A site is built, or the folder SITE is taken; ``sessionkit site --serve`` serves it.
Each round begins a Chromium with an empty profile, which opens a lesson's page and
presses "Run this lesson" (cold), and then again with what it has kept (warm): a browser
keeps compiled code of a page that stays open, as ``--stay SECONDS`` says. Times
are seconds since the page was asked for: until it is shown, until the kernel answers,
until the first cell that has an output shows it. ``waits`` is what passes between the
press and that output, and ``blocked`` the longest task that held the page up. With
``--read SECONDS`` the button is pressed only after that time.

The processor time is that of all processes of the browser. Medians of the rounds are
printed; a machine with other work on it makes the clock's figures mean little, and the
processor's more than they are.
"""

import argparse
import asyncio
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from statistics import median
from typing import Final

import psutil
from playwright.async_api import Playwright, async_playwright

from sessionkit.workshop.site import build
from tests.browser.conftest import OPTIONS, chromium
from tests.notebooks.disk import NOTEBOOKS
from tests.site.tab import ALONE, CODE, READY, RUN

ROUNDS: Final = 5
LESSONS: Final = ("00", "04")
"""The first one, and one whose first cells show an inspector."""
SECONDS: Final = 180
WATCH: Final = """window.longest = 0; new PerformanceObserver(list => {
    for (const one of list.getEntries())
        window.longest = Math.max(window.longest, one.duration);
}).observe({ type: 'longtask', buffered: true });"""
SHOWN: Final = """() => new Promise(shown => {
    const painted = () => performance.getEntriesByName('first-contentful-paint')[0];
    if (painted()) return shown(painted().startTime);
    new PerformanceObserver(() => painted() && shown(painted().startTime))
        .observe({ type: 'paint', buffered: true });
})"""
LIVE: Final = "() => window.jupyterapp?.shell?.currentWidget?.context?.isReady"


@dataclass(frozen=True)
class Start:
    """One start of a lesson, in seconds."""

    page: float
    kernel: float
    output: float
    waits: float
    blocked: float
    processor: float


async def started(
    playwright: Playwright, url: str, profile: str, read: float, stay: float
) -> Start:
    """Open a lesson's page, run it, and give what that took."""
    context = await playwright.chromium.launch_persistent_context(
        profile, executable_path=chromium(), args=[*OPTIONS, ALONE]
    )
    try:
        page = context.pages[0]
        await page.add_init_script(WATCH)
        spent, begun = _processor(profile), time.perf_counter()

        def passed() -> float:
            return time.perf_counter() - begun

        await page.goto(url, wait_until="commit")
        shown = await page.evaluate(SHOWN) / 1000
        await asyncio.sleep(read)
        pressed = passed()
        await page.locator("a.run").click()
        await page.locator("iframe.live").wait_for(state="attached")
        handle = await page.locator("iframe.live").element_handle()
        frame = await handle.content_frame() if handle else None
        assert frame
        await frame.wait_for_function(LIVE, timeout=SECONDS * 1000)
        await asyncio.wait_for(frame.evaluate(READY), SECONDS)
        kernel = passed()
        for index in await frame.evaluate(CODE):
            if (await asyncio.wait_for(frame.evaluate(RUN, index), SECONDS))[1]:
                break
        output = passed()
        start = Start(
            page=shown,
            kernel=kernel,
            output=output,
            waits=output - pressed,
            blocked=await page.evaluate("window.longest") / 1000,
            processor=_processor(profile) - spent,
        )
        await asyncio.sleep(stay)
        return start
    finally:
        await context.close()


def _processor(profile: str) -> float:
    """Return the processor time of the browser that has a profile, in seconds."""
    mine = psutil.Process().children(recursive=True)
    browsers = [one for one in mine if any(profile in arg for arg in _command(one))]
    family = {
        one for each in browsers for one in (each, *each.children(recursive=True))
    }
    return sum(map(_seconds, family))


def _command(process: psutil.Process) -> list[str]:
    try:
        return list(process.cmdline())
    except psutil.Error:  # it has just ended
        return []


def _seconds(process: psutil.Process) -> float:
    try:
        used = process.cpu_times()
    except psutil.Error:
        return 0.0
    return float(used.user + used.system)


@contextmanager
def served(site: Path) -> Iterator[str]:
    """Serve a site as a teacher does, by a process of its own; give its address."""
    command = [sys.executable, "-m", "sessionkit.cli", "site", "--serve", "--port=0"]
    with subprocess.Popen(
        [*command, site], stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout
        address = re.search(r"http://\S+", server.stdout.readline())
        assert address
        try:
            yield address[0]
        finally:
            server.terminate()


async def measured(
    url: str, rounds: int, read: float, stay: float
) -> tuple[list[Start], ...]:
    """Start a lesson some rounds long; give the cold starts and the warm ones."""
    cold, warm = [], []
    async with async_playwright() as playwright:
        for _ in range(rounds):
            with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
                cold.append(await started(playwright, url, profile, read, stay))
                warm.append(await started(playwright, url, profile, read, 0))
    return cold, warm


def row(lesson: str, how: str, starts: list[Start]) -> str:
    """Write the medians of some starts as a row of a table."""
    middle = map(median, zip(*map(astuple, starts), strict=True))
    return f"| {lesson} | {how} | {' | '.join(f'{one:.2f}' for one in middle)} |"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.site.start")
    parser.add_argument("site", nargs="?", type=Path)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--read", type=float, default=0, metavar="SECONDS")
    parser.add_argument("--stay", type=float, default=10, metavar="SECONDS")
    parser.add_argument("--lessons", nargs="+", default=LESSONS, metavar="NUMBER")
    asked = parser.parse_args()
    names = [one.name for one in fields(Start)]
    print(f"| lesson | browser | {' | '.join(names)} |")
    print(f"| --- | --- |{' ---: |' * len(names)}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        site = asked.site or build(Path(folder) / "site")
        with served(site) as address:
            for number in asked.lessons:
                [lesson] = NOTEBOOKS.glob(f"{number}_*.ipynb")
                found = measured(
                    f"{address}{lesson.stem}.html",
                    asked.rounds,
                    asked.read,
                    asked.stay,
                )
                cold, warm = asyncio.run(found)
                print(row(number, "cold", cold))
                print(row(number, "warm", warm), flush=True)


if __name__ == "__main__":
    main()
