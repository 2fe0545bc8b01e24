"""A page of the site: to read, with scripts or without, and to run a lesson from."""

from pathlib import Path

import nbformat
import pytest
from playwright.async_api import Browser, Page, Route, expect

from sessionkit.workshop.site import lite, pages

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.asyncio(loop_scope="session"),
]

ORIGIN = "http://site.test/"
# what the page asks of JupyterLite's notebook, with a kernel that starts when told to
NOTEBOOK = """<button>Cell</button><script>
const activate = () => document.querySelector("button").focus();
activate();
const kernel = { info: new Promise((ready) => { window.start = ready; }) };
const sessionContext = { isReady: true, session: { kernel } };
const currentWidget = { context: { isReady: true }, sessionContext, activate };
window.jupyterapp = { shell: { currentWidget } };
</script>"""


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the pages of one lesson, and a notebook in the place of JupyterLite's."""
    lessons = tmp_path_factory.mktemp("lessons")
    cell = nbformat.v4.new_markdown_cell("# Begin\n\nRead this.", id="begin")
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), lessons / "00_begin.ipynb")
    (lessons / "README.md").write_text("# The map")
    folder = tmp_path_factory.mktemp("out")
    pages.write(lessons, folder)
    notebook = folder / "run" / "notebooks" / "index.html"
    notebook.parent.mkdir(parents=True)
    ahead = (lite.PAGE / lite.AHEAD).read_text()
    notebook.write_text(f"<!doctype html><script>{ahead}</script>{NOTEBOOK}")
    return folder


async def served(browser: Browser, out: Path, width: int) -> Page:
    """Open a window of a width, in which the pages have an address."""

    async def send(route: Route) -> None:
        path = route.request.url.removeprefix(ORIGIN).split("?")[0]
        there = (out / path).is_file()
        await (route.fulfill(path=out / path) if there else route.abort())

    page = await browser.new_page(viewport={"width": width, "height": 900})
    await page.route(f"{ORIGIN}**", send)
    return page


async def test_the_notebook_loads_unseen_while_the_reader_rests(
    browser: Browser, out: Path
) -> None:
    page = await served(browser, out, 1200)
    await page.clock.install(time=0)
    await page.goto(f"{ORIGIN}00_begin.html")
    await page.clock.pause_at(60)
    await page.evaluate(
        """startedAhead.dispatchEvent(
            new MessageEvent("message", { data: { startedAhead: true } }))"""
    )
    frame = page.locator("iframe.live")
    for _ in range(2):
        await page.clock.run_for(1900)
        await page.keyboard.press("ArrowDown")
    await expect(frame).to_have_count(0)

    await page.clock.run_for(2000)
    await expect(frame).to_have_css("visibility", "hidden")
    await page.frames[1].evaluate("start()")
    # who reads with the keyboard goes on
    assert await page.evaluate("document.activeElement === document.body")
    await expect(page.get_by_role("status")).to_be_hidden()
    await page.get_by_role("link", name="Run this lesson").click()
    await expect(frame).to_have_css("visibility", "visible")
    assert await page.frames[1].evaluate("document.activeElement.tagName") == "BUTTON"
    await page.close()


async def test_the_lesson_starts_behind_what_is_read(
    browser: Browser, out: Path
) -> None:
    page = await served(browser, out, 600)  # too narrow to begin unasked
    await page.goto(f"{ORIGIN}00_begin.html")
    run = page.get_by_role("link", name="Run this lesson")
    # who reaches for it has Python under way, for the notebook to take over
    assert await page.evaluate("window.startedAhead === undefined")
    await run.hover()
    assert await page.evaluate("window.startedAhead instanceof Worker")
    await run.click()
    said, frame = page.get_by_role("status"), page.locator("iframe.live")
    await expect(said).to_contain_text("Step 3 of 3: Python starts (")
    await expect(frame).to_have_css("visibility", "hidden")
    await expect(page.get_by_text("Read this.")).to_be_visible()

    await page.frames[1].evaluate("start()")
    await expect(said).to_have_text("Live: run a cell with Shift+Enter.")
    await expect(frame).to_have_css("visibility", "visible")
    assert page.frames[1].url.endswith("index.html?path=00_begin.ipynb")

    await page.get_by_role("button", name="Back to reading").click()
    await expect(frame).to_have_css("visibility", "hidden")
    await page.get_by_role("button", name="Back to the live lesson").click()
    await expect(frame).to_have_css("visibility", "visible")
    await page.close()


async def test_a_page_from_a_file_says_that_it_can_only_be_read(
    browser: Browser, out: Path
) -> None:
    page = await browser.new_page()
    await page.goto((out / "00_begin.html").as_uri())
    await expect(page.get_by_text("This page was opened from a file")).to_be_visible()
    await expect(page.get_by_role("link", name="Run this lesson")).to_have_count(0)
    await page.close()


async def test_without_scripts_everything_is_there_to_read(
    browser: Browser, out: Path
) -> None:
    context = await browser.new_context(java_script_enabled=False)
    page = await context.new_page()
    await page.goto((out / "00_begin.html").as_uri())
    await expect(page.get_by_text("Read this.")).to_be_visible()
    await expect(page.locator("noscript p")).to_be_visible()
    await expect(page.get_by_role("link", name="00 Begin")).to_be_visible()
    await context.close()
