"""How fast the inspector is, in JupyterLab with Chromium.

python -m tests.benchmarks.inspector

Times are those of the clock, so other work on the machine counts in them; the longest
block of a burst is given in the processor's time, too, which it does not change.
"""

import argparse
import asyncio
import json
import shutil
import statistics
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from playwright.async_api import Page, async_playwright, expect

from tests.browser.conftest import OPTIONS
from tests.browser.lab import Notebook, start_lab

SAMPLES = 50
SET_UP = """
import time, json, asyncio
from sessionkit import MemorySessionStore
from sessionkit.live.inspector.widget import inspect
inspector = inspect(MemorySessionStore)
Store = inspector.watched
ada = Store("ada")
await ada.set_many({f"k{n}": n for n in range(10)})
inspector
"""
WATCH = """root => {
    window.sk_seen = {};
    window.sk_blocks = [0];
    new PerformanceObserver(list => {
        for (const one of list.getEntries()) window.sk_blocks.push(one.duration);
    }).observe({entryTypes: ['longtask']});
    const note = () => {
        const now = performance.timeOrigin + performance.now();
        for (const row of root.querySelectorAll('tbody tr')) {
            const [name, , value] = [...row.cells].map(cell => cell.textContent);
            if (name === '"mark"') window.sk_seen[value] ??= now;
        }
    };
    new MutationObserver(note).observe(root,
        {subtree: true, childList: true, characterData: true});
}"""
ONE_BY_ONE = """
sent = {{}}
for n in range({samples}):
    sent[str(n)] = time.time() * 1000
    await {store}.set("mark", n)
    await asyncio.sleep(0.1)
print(json.dumps(sent))
"""
BLOCKING = """
sent = {{}}
for n in range({samples}):
    sent[str(n)] = time.time() * 1000
    await {store}.set("mark", n)
    time.sleep(0.1)
print(json.dumps(sent))
"""
ONE = """
at = time.time() * 1000
await ada.set("mark", {n})
print(at)
"""
HOUR = """
# a tick each six seconds of an hour, by the clocks of the channel and the gathering
class Clock:
    now = 0.0
    def __call__(self): return self.now
clock = Clock()
inspector._channel._clock = inspector._gather._clock = clock
inspector._gather._full = inspector._gather._next = 0.0
before = inspector._channel._number
for tick in range(0, 3_600, 6):
    clock.now += 6
    await ada.set("mark", tick)
messages = inspector._channel._number - before
inspector._channel._clock, inspector._gather._clock = time.monotonic, time.perf_counter
inspector._gather._full = inspector._gather._next = 0.0
print(messages)
"""
BURST = """
before = inspector._channel._number
start = time.perf_counter()
for n in range({count}):
    await ada.set("mark", n)
took = time.perf_counter() - start
end = time.time() * 1000
await asyncio.sleep(0)
print(json.dumps([took, end]))
"""
START = """code => {
    window.sk_printed = '';
    const {kernel} = window.jupyterapp.shell.currentWidget.sessionContext.session;
    const done = kernel.requestExecute({code, store_history: false}, true);
    done.onIOPub = ({header, content}) => {
        if (header.msg_type === 'stream') window.sk_printed += content.text;
    };
}"""
MESSAGES = "print(inspector._channel._number - before)"
MANY = """
for n in range({sessions}): await Store(f"session {{n}}").set("k", n)
big = Store("session 7")
print("done")
"""
BUSY_STEP = """async root => {
    const times = [];
    for (let step = 0; step < 10; step += 1) {
        const place = root.querySelector('.sk-place'), was = place.textContent;
        const start = performance.now();
        root.querySelector('[aria-label="Back one operation"]').click();
        while (place.textContent === was) await new Promise(done => setTimeout(done));
        times.push(performance.now() - start);
    }
    return times;
}"""


def _p(values: list[float]) -> str:
    ordered = sorted(values)
    p95 = ordered[int(len(ordered) * 0.95)]
    return f"p50 {statistics.median(ordered):.1f} ms, p95 {p95:.1f} ms"


async def _latency(notebook: Notebook, store: str, cell: str = ONE_BY_ONE) -> str:
    await notebook.page.evaluate("() => { window.sk_seen = {}; }")
    sent = await notebook.run(cell.format(samples=SAMPLES, store=store))
    return await _told(notebook, json.loads(sent))


async def _cells(notebook: Notebook) -> str:
    await notebook.page.evaluate("() => { window.sk_seen = {}; }")
    sent = {}
    for n in range(SAMPLES):
        sent[str(n)] = float(await notebook.run(ONE.format(n=n)))
        await asyncio.sleep(0.1)
    return await _told(notebook, sent)


async def _told(notebook: Notebook, sent: dict[str, float]) -> str:
    """Return the figures; what was not seen is counted, too."""
    await asyncio.sleep(1)
    seen: dict[str, float] = await notebook.page.evaluate("() => window.sk_seen")
    missed = [n for n in sent if n not in seen]
    times = _p([seen[n] - at for n, at in sent.items() if n in seen])
    return f"{times}; not seen: {len(missed)} of {len(sent)}"


async def _hour(notebook: Notebook) -> str:
    await notebook.page.evaluate("() => { window.sk_seen = {}; }")
    messages = (await notebook.run(HOUR)).strip()
    await notebook.page.wait_for_function("() => window.sk_seen['3594']")
    return f"{messages} messages for 600 ticks, the last one seen"


async def _burst(notebook: Notebook, count: int) -> str:
    page = notebook.page
    await page.evaluate("() => { window.sk_blocks = [0]; window.sk_seen = {}; }")
    async with _tasks(page) as tasks:
        took, end = json.loads(await _long(page, BURST.format(count=count)))
        last = str(count - 1)
        await page.wait_for_function("last => window.sk_seen[last]", arg=last)
    shown: float = await page.evaluate("last => window.sk_seen[last]", last)
    block: float = await page.evaluate("() => Math.max(...window.sk_blocks)")
    messages = (await notebook.run(MESSAGES)).strip()
    return (
        f"{count:,} operations in {took:.2f} s: {messages} messages, "
        f"last state {shown - end:.0f} ms after, longest block {block:.0f} ms, "
        f"{max(tasks):.0f} ms of the processor's time"
    )


async def _long(page: Page, code: str) -> str:
    """Run a cell that takes any time; return what it prints."""
    await page.evaluate(START, code)
    printed = await page.wait_for_function("() => window.sk_printed", timeout=0)
    text: str = await printed.json_value()
    return text


@asynccontextmanager
async def _tasks(page: Page) -> AsyncIterator[list[float]]:
    """Give a list that has, after the block, the processor's time of each task.

    In milliseconds, of what the page's own thread did in one go.
    """
    events: list[dict[str, Any]] = []
    times: list[float] = []
    traced = asyncio.Event()
    session = await page.context.new_cdp_session(page)
    session.on("Tracing.dataCollected", lambda data: events.extend(data["value"]))
    session.on("Tracing.tracingComplete", lambda _: traced.set())
    categories = {"includedCategories": ["toplevel"]}
    await session.send("Tracing.start", {"traceConfig": categories})
    yield times
    await session.send("Tracing.end")
    await traced.wait()
    threads = [one for one in events if one.get("name") == "thread_name"]
    pages = {
        (one["pid"], one["tid"])
        for one in threads
        if one["args"]["name"] == "CrRendererMain"
    }
    times += [
        one.get("tdur", 0) / 1_000
        for one in events
        if (one["pid"], one["tid"]) in pages and "RunTask" in one["name"]
    ]


async def _busy(notebook: Notebook) -> str:
    await notebook.page.evaluate(
        """() => { window.jupyterapp.shell.currentWidget.sessionContext.session.kernel
            .requestExecute({code: 'time.sleep(3)'}); }"""
    )
    times: list[Any] = await notebook.inspector.evaluate(BUSY_STEP)
    return _p(times)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.inspector")
    parser.add_argument("--operations", type=int, default=500_000, help="of a burst")
    parser.add_argument("--sessions", type=int, default=100_000)
    return parser.parse_args()


async def main(operations: int, sessions: int) -> None:
    """Print the figures."""
    folder = Path(tempfile.mkdtemp())
    lab = await start_lab(folder)
    try:
        async with async_playwright() as playwright:
            path = shutil.which("chromium")
            browser = await playwright.chromium.launch(
                executable_path=path, args=OPTIONS
            )
            page = await browser.new_page(viewport={"width": 1280, "height": 1000})
            notebook = Notebook(page, lab)
            await notebook.write("figures.ipynb", [SET_UP])
            await notebook.run_all()
            await notebook.inspector.evaluate(WATCH)
            print("set to DOM, one cell:", await _latency(notebook, "ada"))
            print(
                "set to DOM, a cell that lets nothing else run:",
                await _latency(notebook, "ada", BLOCKING),
            )
            print("set to DOM, cells of their own:", await _cells(notebook))
            print("an hour in one cell:", await _hour(notebook))
            print("a step while the kernel is busy:", await _busy(notebook))
            await notebook.run("pass")  # the kernel is free again
            await notebook.inspector.get_by_label("Last operation").click()
            await expect(notebook.inspector).to_contain_text("live")
            print(await _burst(notebook, 10_000))
            print(await _burst(notebook, operations))
            await _long(page, MANY.format(sessions=sessions))
            told = await _latency(notebook, "big")
            print(f"{sessions:,} sessions, set to DOM: {told}")
            await browser.close()
    finally:
        await lab.stop()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    asyncio.run(main(**vars(_options())))
