"""Debian's Chromium and one JupyterLab, for all tests of this folder."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

import pytest
import pytest_asyncio
from playwright.async_api import Browser, ViewportSize, async_playwright

from tests.browser.lab import Lab, Notebook, start_lab
from tests.needs import missing

VIEWPORT: Final[ViewportSize] = {"width": 1280, "height": 1000}
OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium() -> str:
    """Return the path of a Chromium; skip, or fail in CI, where there is none."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = os.environ.get("CHROMIUM") or next(
        filter(None, map(shutil.which, names)), ""
    )
    if not found:
        missing("Chromium", "apt-get install chromium, or set CHROMIUM to its path")
    return found


# an idle page and server cost a tenth of a core: they end with this folder
@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    path = chromium()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=OPTIONS)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def lab(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Lab]:
    chromium()
    lab = await start_lab(tmp_path_factory.mktemp("lab"))
    yield lab
    await lab.stop()


@asynccontextmanager
async def _opened(browser: Browser, lab: Lab) -> AsyncIterator[Notebook]:
    page = await browser.new_page(viewport=VIEWPORT)
    notebook = Notebook(page, lab)
    yield notebook
    # what a kernel says while it is ended, JupyterLab cannot always read
    errors = tuple(notebook.errors)
    await notebook.close()
    assert errors == ()


@pytest_asyncio.fixture(loop_scope="session")
async def notebook(browser: Browser, lab: Lab) -> AsyncIterator[Notebook]:
    """Give a page and a kernel of the test's own."""
    async with _opened(browser, lab) as notebook:
        yield notebook


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def shared_notebook(browser: Browser, lab: Lab) -> AsyncIterator[Notebook]:
    """Give one page and one kernel to all tests of a module."""
    async with _opened(browser, lab) as notebook:
        yield notebook
