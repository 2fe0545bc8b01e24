"""A page of the site: to read, with scripts or without, and to run a lesson from."""

from pathlib import Path

import nbformat
import pytest
from playwright.async_api import Browser, Route, expect

from sessionkit.workshop.site import pages

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.asyncio(loop_scope="session"),
]

ORIGIN = "http://site.test/"
# what the page asks of JupyterLite's notebook, with a kernel that starts when told to
NOTEBOOK = """<script>
const kernel = { info: new Promise((ready) => { window.start = ready; }) };
const sessionContext = { isReady: true, session: { kernel } };
const currentWidget = { context: { isReady: true }, sessionContext };
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
    notebook.write_text(NOTEBOOK)
    return folder


async def test_the_lesson_starts_behind_what_is_read(
    browser: Browser, out: Path
) -> None:
    async def send(route: Route) -> None:
        path = route.request.url.removeprefix(ORIGIN).split("?")[0]
        there = (out / path).is_file()
        await (route.fulfill(path=out / path) if there else route.abort())

    # too narrow to begin unasked
    page = await browser.new_page(viewport={"width": 600, "height": 900})
    await page.route(f"{ORIGIN}**", send)
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
