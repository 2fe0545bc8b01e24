"""A notebook of the built site, run in a tab of a browser that knows one address."""

import asyncio
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import quote, urlsplit

from playwright.async_api import BrowserContext, Page, Request, Response

HOST: Final = "127.0.0.1"
ALONE: Final = f"--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE {HOST}"
"""No name is found: what a page asks of elsewhere fails, and is noted."""
SECONDS: Final = 300
"""How long a kernel may take to start beside another, or a cell to end."""

OPENED: Final = """() =>
    window.jupyterapp?.shell.currentWidget?.content?.model?.cells.length"""
READY: Final = """async () => {
    const panel = window.jupyterapp.shell.currentWidget;
    await panel.context.ready; await panel.sessionContext.ready;
    await panel.sessionContext.session.kernel.info;
}"""
CODE: Final = """() => window.jupyterapp.shell.currentWidget.content.widgets
    .flatMap((cell, index) => cell.model.type === 'code' ? [index] : [])"""
RUN: Final = """async index => {
    const { content } = window.jupyterapp.shell.currentWidget;
    content.deselectAll(); content.activeCellIndex = index;
    await window.jupyterapp.commands.execute('notebook:run-cell');
    const { model } = content.widgets[index];
    return [model.executionCount, model.outputs.toJSON()];
}"""
BLANK: Final = """() => [...document.querySelectorAll('.jp-Notebook img')]
    .filter(one => one.complete && !one.naturalWidth).map(one => one.outerHTML)"""
SOON: Final = ("/run/notebooks/images/", "/run/images/")
"""Where a picture is asked for in vain, before JupyterLab has said where it is."""

Outputs = list[dict[str, Any]]


@dataclass
class Tab:
    """A page of the site, and what went wrong in it."""

    page: Page
    url: str
    wrong: list[str] = field(default_factory=list)
    """Requests to elsewhere, what is not there, and errors of the page."""
    went_wrong: asyncio.Event = field(default_factory=asyncio.Event)

    @classmethod
    async def of(cls, context: BrowserContext, url: str) -> "Tab":
        """Make a tab for the site at ``url``, in a context with no other tab."""
        tab = cls(await context.new_page(), url)
        # the context's, since a kernel asks for its files in a worker
        context.on("request", tab._asked)
        context.on("response", tab._answered)
        tab.page.on("pageerror", lambda error: tab.note(f"error: {error}"))
        return tab

    def note(self, what: str) -> None:
        """Keep what is wrong, and tell whoever waits for it."""
        self.wrong.append(what)
        self.went_wrong.set()

    def _asked(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.hostname != HOST:
            self.note(f"elsewhere: {request.url}")

    def _answered(self, response: Response) -> None:
        # JupyterLite has no icons for the tab of a kernel that is busy
        known = any(one in response.url for one in ("/favicon", *SOON))
        if response.status >= 400 and not known:
            self.note(f"{response.status}: {response.url}")

    async def begin(self, notebook: str) -> None:
        """Open a notebook, without waiting for its kernel."""
        path = quote(notebook)
        await self.page.goto(f"{self.url}/run/notebooks/index.html?path={path}")
        await self.page.wait_for_function(OPENED, timeout=SECONDS * 1000)

    async def open(self, notebook: str) -> None:
        """Open a notebook; its kernel is ready then."""
        await self.begin(notebook)
        await asyncio.wait_for(self.page.evaluate(READY), SECONDS)

    async def run(self) -> dict[int, tuple[int | None, Outputs]]:
        """Run each code cell; give its count and its outputs by its index."""
        ran = {}
        for index in await self.page.evaluate(CODE):
            running = self.page.evaluate(RUN, index)
            try:
                count, outputs = await asyncio.wait_for(running, SECONDS)
            except TimeoutError:
                raise TimeoutError(f"cell {index} does not end") from None
            ran[index] = count, outputs
        for picture in await self.page.evaluate(BLANK):
            self.note(f"no picture: {picture}")
        return ran
