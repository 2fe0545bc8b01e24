"""The site, built once, and a Chromium that knows no address but this machine's own."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright

from sessionkit.web import serve
from sessionkit.workshop.site import SiteError, build
from sessionkit.workshop.site.server import app
from tests.browser.conftest import OPTIONS, chromium
from tests.site.tab import ALONE


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the site; return its folder. SITE names one that is built already."""
    built = os.environ.get("SITE")
    if built:
        return Path(built)
    try:
        return build(tmp_path_factory.mktemp("site") / "out")
    except SiteError as error:
        pytest.fail(str(error))


def python(site: Path) -> Path:
    """Return the folder of a site that holds Python, which is named by its content."""
    (folder,) = (site / "run" / "static").glob("python.*")
    return folder


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def url(site: Path) -> AsyncIterator[str]:
    """Serve the site, in this loop; give its address."""
    async with serve(app(site)) as server:
        yield server.url


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def alone() -> AsyncIterator[Browser]:
    """Start a browser that finds no other machine."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=chromium(), args=[*OPTIONS, ALONE]
        )
        yield browser
        await browser.close()
