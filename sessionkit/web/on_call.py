"""A server for a page of a browser, which has no sockets: requests are calls."""

import asyncio
from typing import Any, Final, Self

import httpx
from starlette.types import ASGIApp, Message

from sessionkit.web.errors import ServerError
from sessionkit.web.server import Server

URL: Final = "http://127.0.0.1:8000"
"""A name only: what ``client`` sends there is a call."""
_FAILED: Final = "lifespan.startup.failed"


class CalledServer(Server):
    """An application whose client calls it, with its lifespan around all calls."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._lifespan: _Lifespan | None = None

    @property
    def runs(self) -> bool:
        """Whether it answers requests."""
        return self._lifespan is not None

    @property
    def _address(self) -> str:
        return URL

    def client(self) -> httpx.AsyncClient:
        """Make a browser for it, which keeps cookies; ``ServerError`` if it is off."""
        # what the application raises becomes a 500, as it does behind a server
        transport = httpx.ASGITransport(self._app, raise_app_exceptions=False)
        return httpx.AsyncClient(base_url=self.url, transport=transport)

    async def _start(self) -> Self:
        if self._lifespan is None:
            lifespan = _Lifespan(self._app)
            await lifespan.tell("startup")
            self._lifespan = lifespan
        return self

    async def stop(self) -> None:
        """Stop it; nothing if it does not run."""
        lifespan, self._lifespan = self._lifespan, None
        if lifespan is not None:
            await lifespan.tell("shutdown")


class _Lifespan:
    """What a server tells an application of its own beginning and end.

    https://asgi.readthedocs.io/en/latest/specs/lifespan.html: an application that
    raises on the first message has no lifespan, and runs without.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._told: asyncio.Queue[Message] = asyncio.Queue()
        self._said: asyncio.Queue[Message] = asyncio.Queue()
        self._task = asyncio.create_task(self._run(app))

    async def tell(self, what: str) -> None:
        """Tell it "startup" or "shutdown" and wait; ``ServerError`` if it fails to."""
        if self._task.done():
            return
        await self._told.put({"type": f"lifespan.{what}"})
        said = asyncio.create_task(self._said.get())
        await asyncio.wait({said, self._task}, return_when=asyncio.FIRST_COMPLETED)
        if not said.done():
            said.cancel()
        elif said.result()["type"] == _FAILED:
            raise ServerError(
                f"the application did not start: {said.result().get('message', '')}"
            )

    async def _run(self, app: ASGIApp) -> None:
        scope: dict[str, Any] = {
            "type": "lifespan",
            "asgi": {"version": "3.0", "spec_version": "2.0"},
            "state": {},
        }
        try:
            await app(scope, self._told.get, self._said.put)
        except Exception:  # noqa: BLE001  # it knows no lifespan
            return
