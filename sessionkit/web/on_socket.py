"""A real web server in a notebook: uvicorn in the event loop that runs already."""

import asyncio
import contextlib
import socket
import weakref
from collections.abc import Iterator
from typing import Final, Self

import uvicorn
from starlette.types import ASGIApp

from sessionkit.web.errors import ServerError
from sessionkit.web.server import Server

GRACE: Final = 3
"""Seconds that requests under way have to end when the server stops."""


class SocketServer(Server):
    """An application on a free port of 127.0.0.1."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._uvicorn: _Uvicorn | None = None
        self._task: asyncio.Task[None] | None = None
        self._port = 0

    @property
    def runs(self) -> bool:
        """Whether it answers requests."""
        return self._task is not None and not self._task.done()

    @property
    def _address(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    async def _start(self) -> Self:
        if self.runs:
            return self
        # asyncio sends at once only where the protocol is named: 1 ms, not 44
        listener = socket.socket(proto=socket.IPPROTO_TCP)
        listener.bind(("127.0.0.1", 0))
        self._port = listener.getsockname()[1]
        config = uvicorn.Config(
            self._app,
            log_config=None,
            log_level="error",
            access_log=False,
            timeout_graceful_shutdown=GRACE,
        )
        server = self._uvicorn = _Uvicorn(config)
        # the task knows the server but not this object, whose end is the server's too
        weakref.finalize(self, server.end).atexit = False
        task = self._task = asyncio.create_task(_run(server, listener))
        task.add_done_callback(lambda _: server.tried.set())
        await server.tried.wait()
        if not server.started:
            await task
            raise ServerError(
                "the application did not start; what it said is in the log above"
            )
        return self

    async def stop(self) -> None:
        """Stop it, after the requests under way; nothing if it does not run."""
        if self._task is None or self._uvicorn is None or self._task.done():
            return
        if self._task.get_loop() is not asyncio.get_running_loop():
            raise ServerError(
                "the server runs in another event loop; stop it in that one"
            )
        self._uvicorn.end()
        await self._task


class _Uvicorn(uvicorn.Server):
    """uvicorn's server, which leaves signals and the end of the program to others."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.tried = asyncio.Event()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave Ctrl+C, and a notebook's stop button, to whom they belong."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        # where an application does not start uvicorn would end the program
        with contextlib.suppress(SystemExit):
            await super().startup(sockets=sockets)
        self.should_exit = not self.started
        self.tried.set()

    def end(self) -> None:
        """Make it end within a moment."""
        self.should_exit = True


async def _run(server: _Uvicorn, listener: socket.socket) -> None:
    try:
        await server.serve(sockets=[listener])
    finally:
        # also when the loop ends, and the task with it, before anybody stopped it
        for one in getattr(server, "servers", ()):
            one.close()
        listener.close()
