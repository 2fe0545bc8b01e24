"""The site, built once, and a Chromium that knows no address but this machine's own."""

from collections.abc import AsyncIterator
from importlib.util import find_spec
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright

from sessionkit.web import serve
from sessionkit.workshop.site.build import NEEDED, build
from sessionkit.workshop.site.server import app
from tests.browser.conftest import OPTIONS, chromium
from tests.needs import missing
from tests.site.tab import ALONE


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the site."""
    if any(find_spec(module) is None for module in NEEDED):
        missing("what the site is built with", 'pip install "sessionkit[site]"')
    return build(tmp_path_factory.mktemp("built") / "site")


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
