"""Every lesson runs in a page, with nothing installed and nothing from elsewhere.

So do those solutions that do more there than their lesson: 02 builds a store, and 05
calls the application.
"""

import asyncio
import os
import re
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import nbformat
import pytest
import pytest_asyncio
from nbformat import NotebookNode
from playwright.async_api import Browser, Locator, expect

from sessionkit.web import serve
from sessionkit.workshop.site import lite
from sessionkit.workshop.site.server import app
from tests.notebooks.disk import NOTEBOOKS, notebooks_in
from tests.notebooks.normalform import normalise, parse
from tests.site.conftest import python
from tests.site.differs import DIFFERS
from tests.site.tab import SECONDS, Tab

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.asyncio(loop_scope="session"),
]

SOLVED: Final = ("02", "05")
PATHS: Final = [
    one.relative_to(NOTEBOOKS).as_posix()
    for one in notebooks_in([NOTEBOOKS])
    if one.parent == NOTEBOOKS or one.name.startswith(SOLVED)
]
AT_ONCE: Final = 2
"""Tabs that run at the same time: a kernel starts on one core."""
PATIENCE: Final = SECONDS * 1000
LIVE: Final = "04_watch_it_live.ipynb"
"""The lesson whose tab stays open, to use its inspector."""


@dataclass
class Run:
    """A notebook as it is stored, as it ran in a page, and its tab."""

    stored: NotebookNode
    ran: NotebookNode
    tab: Tab


def _path(test: pytest.Item) -> str:
    """Return the notebook that a test asks for."""
    called = getattr(test, "callspec", None)
    return str(called.params.get("path", LIVE)) if called else LIVE


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def runs(
    alone: Browser, url: str, request: pytest.FixtureRequest
) -> AsyncIterator[dict[str, Run]]:
    """Run every notebook that is asked for, in a profile and a kernel of its own."""
    free = asyncio.Semaphore(AT_ONCE)

    async def run(path: str) -> Run:
        async with free:
            context = await alone.new_context()
            tab = await Tab.of(context, url)
            stored = parse((NOTEBOOKS / path).read_text(encoding="utf-8"))
            ran = nbformat.from_dict(stored)
            try:
                await tab.open(path)
                for index, (count, outputs) in (await tab.run()).items():
                    ran.cells[index].execution_count = count
                    ran.cells[index].outputs = nbformat.from_dict(outputs)
            except Exception as error:  # the other notebooks are to run, too
                tab.note(f"{path} does not run: {error}")
            if path != LIVE:
                await context.close()
            return Run(stored, normalise(ran), tab)

    asked = {_path(one) for one in request.session.items}
    paths = [path for path in PATHS if path in asked]
    found = await asyncio.gather(*map(run, paths))
    yield dict(zip(paths, found, strict=True))


@pytest.mark.parametrize("path", PATHS)
async def test_it_gives_what_is_stored(runs: dict[str, Run], path: str) -> None:
    run = runs[path]
    differs = DIFFERS.get(path, {})
    assert run.tab.wrong == []
    for stored, ran in zip(run.stored.cells, run.ran.cells, strict=True):
        if stored.cell_type != "code":
            continue
        errors = [one for one in ran.outputs if one.output_type == "error"]
        assert "raises-exception" in stored.metadata.get("tags", ()) or not errors, (
            errors
        )
        if stored.id in differs:
            assert differs[stored.id] in str(ran.outputs)
        elif "nbval-ignore-output" not in stored.metadata.get("tags", ()):
            assert ran.outputs == stored.outputs, stored.source


async def test_the_inspector_is_clicked_played_and_forked(runs: dict[str, Run]) -> None:
    page = runs[LIVE].tab.page
    inspector = page.locator(".sk-inspector").first
    place = inspector.locator(".sk-place")
    # what is out of sight has no text yet
    await inspector.scroll_into_view_if_needed()
    await expect(place).to_have_text(re.compile(r"^(\d+) / \1$"))
    length = (await place.text_content() or "").split("/")[1].strip()

    def button(name: str) -> Locator:
        return inspector.get_by_role("button", name=name, exact=True)

    await button("Back one operation").click()
    await expect(place).to_have_text(f"{int(length) - 1} / {length}")
    await button("Play").click()
    await expect(place).to_have_text(f"{length} / {length}")
    await button("Back one operation").click()
    await inspector.locator("select[name=method]").select_option("clear")
    await button("Run and fork").click()
    await expect(place).to_have_text(f"{length} / {length}")
    await expect(inspector.get_by_label("Branch")).to_have_value("1")


async def test_work_is_kept_taken_home_and_begun_anew(
    runs: dict[str, Run], tmp_path: Path
) -> None:
    page = runs[LIVE].tab.page
    title = page.locator(".jp-Notebook h1").first
    await title.scroll_into_view_if_needed()
    handed_out = await title.text_content() or ""
    await page.evaluate(
        """async () => {
            const { context } = window.jupyterapp.shell.currentWidget;
            context.model.sharedModel.cells[0].setSource('# Mine');
            await context.save();
        }"""
    )
    await page.reload()
    await expect(title).to_have_text("Mine¶", timeout=PATIENCE)
    async with page.expect_download() as started:
        await page.get_by_role("button", name="Download my work").click()
    download = await started.value
    assert download.suggested_filename == LIVE
    await download.save_as(tmp_path / LIVE)
    mine = parse((tmp_path / LIVE).read_text(encoding="utf-8"))
    assert mine.cells[0].source == "# Mine"
    page.once("dialog", lambda dialog: dialog.accept())
    await page.get_by_role("button", name="Reset this lesson").click()
    await expect(title).to_have_text(handed_out, timeout=PATIENCE)


@pytest.fixture
def copied(site: Path, tmp_path: Path) -> Path:
    """Give a copy of the site that a test may break."""
    return shutil.copytree(site, tmp_path / "site", copy_function=os.link)


async def wrong(browser: Browser, site: Path) -> str:
    """Open a lesson of a broken site; give the first thing that is wrong in it."""
    async with serve(app(site)) as server:
        context = await browser.new_context()
        tab = await Tab.of(context, server.url)
        await tab.begin(PATHS[0])
        await asyncio.wait_for(tab.went_wrong.wait(), SECONDS)
        await context.close()
        return tab.wrong[0]


async def test_a_site_that_lacks_its_packages_is_found(
    alone: Browser, copied: Path
) -> None:
    (python(copied) / lite.START).unlink()

    assert (await wrong(alone, copied)).startswith("404: ")


async def test_a_site_that_asks_elsewhere_is_found(
    alone: Browser, copied: Path
) -> None:
    settings = copied / "run" / "jupyter-lite.json"
    text = settings.read_text(encoding="utf-8")
    settings.unlink()  # the other site has the same file
    elsewhere = "https://cdn.example/pyodide/"
    settings.write_text(
        text.replace(f"./static/{python(copied).name}/", elsewhere), encoding="utf-8"
    )

    assert await wrong(alone, copied) == f"elsewhere: {elsewhere}{lite.STARTER}"
