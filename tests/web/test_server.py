"""A server in the loop that runs already: starting, stopping, and bad use."""

import asyncio
import gc
import logging
import signal
import socket
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import nbformat
import pytest
from nbclient import NotebookClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from sessionkit.web import ServerError, serve
from sessionkit.web.on_socket import SocketServer


async def hello(request: Request) -> PlainTextResponse:
    return PlainTextResponse("hello")


async def crash(request: Request) -> PlainTextResponse:
    raise ZeroDivisionError("on purpose")


APP = Starlette(routes=[Route("/", hello), Route("/crash", crash)])


async def said(url: str) -> str:
    """Ask for a page, on a connection of its own."""
    async with httpx.AsyncClient() as client:
        return (await client.get(url)).text


async def test_it_answers_at_its_url_until_it_is_stopped() -> None:
    server = await serve(APP)
    url = server.url
    assert url.startswith("http://127.0.0.1:")
    assert await said(url) == "hello"
    assert repr(server) == f"<Server at {url}>"
    await server.stop()
    await server.stop()
    assert repr(server) == "<Server stopped>"
    with pytest.raises(httpx.ConnectError):
        await said(url)
    with pytest.raises(ServerError, match="does not run; `server = await serve"):
        _ = server.url


async def test_it_can_be_started_twice_and_again() -> None:
    server = await serve(APP)
    first = server.url
    assert (await server).url == first, "it runs already"
    other = await serve(APP)
    assert other.url != first
    await other.stop()
    assert await said(first) == "hello"
    await server.stop()
    assert await said((await server).url) == "hello"
    await server.stop()


async def test_it_answers_without_delay() -> None:
    """Small packets leave at once; else each answer waits for an acknowledgement."""
    async with serve(APP) as server, httpx.AsyncClient() as client:
        await client.get(server.url)
        assert isinstance(server, SocketServer)
        assert server._uvicorn is not None
        (connection,) = server._uvicorn.server_state.connections
        transport: Any = connection.transport
        peer = transport.get_extra_info("socket")
        assert peer.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


async def test_it_ends_with_its_block() -> None:
    async with serve(APP) as server:
        url = server.url
        assert await said(url) == "hello"
    assert not server.runs


async def test_a_server_that_nobody_keeps_ends() -> None:
    """As the old one of a cell that is run again."""
    server = await serve(APP)
    assert isinstance(server, SocketServer)
    url, task = server.url, server._task
    assert task is not None
    assert await said(url) == "hello"
    del server
    gc.collect()
    await asyncio.wait_for(task, 10)
    with pytest.raises(httpx.ConnectError):
        await said(url)


def test_a_loop_that_ends_takes_its_server_along() -> None:
    kept: list[Any] = []

    async def forget_to_stop() -> str:
        kept.append(await serve(APP))
        url: str = kept[0].url
        return url

    port = int(asyncio.run(forget_to_stop()).rpartition(":")[2])
    assert not kept[0].runs
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))


def test_a_server_of_another_loop_is_not_stopped_from_here() -> None:
    with asyncio.Runner() as one, asyncio.Runner() as other:

        async def start() -> Any:
            return await serve(APP)

        server = one.run(start())
        with pytest.raises(ServerError, match="another event loop"):
            other.run(server.stop())
        one.run(server.stop())


async def test_it_takes_no_signal_and_no_thread() -> None:
    before = signal.getsignal(signal.SIGINT), threading.active_count()
    async with serve(APP) as server:
        assert await said(server.url) == "hello"
        assert (signal.getsignal(signal.SIGINT), threading.active_count()) == before


async def test_it_is_on_this_machine_only() -> None:
    async with serve(APP) as server:
        assert isinstance(server, SocketServer)
        assert server._uvicorn is not None
        (listening,) = server._uvicorn.servers
        (at,) = [one.getsockname() for one in listening.sockets]
        assert server.url == f"http://127.0.0.1:{at[1]}"
        assert at[0] == "127.0.0.1"


async def test_it_says_nothing_but_what_went_wrong_in_the_application(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    async with serve(APP) as server:
        assert await said(server.url) == "hello"
        port = int(server.url.rpartition(":")[2])
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"nonsense\r\n\r\n")
        assert b"400" in await reader.read()
        writer.close()
        assert caplog.records == []
        assert await said(f"{server.url}/crash") == "Internal Server Error"
    assert capfd.readouterr() == ("", "")
    (record,) = caplog.records
    assert record.levelno == logging.ERROR
    assert record.exc_info is not None
    assert isinstance(record.exc_info[1], ZeroDivisionError)


async def test_an_application_that_does_not_start_is_said() -> None:
    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        raise OSError("no database")
        yield

    server = serve(Starlette(lifespan=lifespan))
    with pytest.raises(ServerError, match="the application did not start"):
        await server
    assert not server.runs


@pytest.mark.parametrize("app", [None, "app:app", 8000])
def test_what_is_no_application_is_said(app: Any) -> None:
    with pytest.raises(TypeError, match="serve takes an ASGI application, such as"):
        serve(app)


CELLS = [
    "import httpx\n"
    "from starlette.applications import Starlette\n"
    "from starlette.responses import JSONResponse\n"
    "from starlette.routing import Route\n"
    "from sessionkit.web import SessionMiddleware, serve\n"
    "async def visits(request):\n"
    "    count = (await request.session.get('visits') or 0) + 1\n"
    "    await request.session.set('visits', count)\n"
    "    return JSONResponse(count)\n"
    "app = Starlette(routes=[Route('/', visits)])\n"
    "app.add_middleware(SessionMiddleware)",
    "server = await serve(app)",
    "server = await serve(app)",
    "async with httpx.AsyncClient() as client:\n"
    "    print([(await client.get(server.url)).json() for _ in range(3)])",
    "await server.stop()",
    "await server.stop()",
    "try:\n    server.url\nexcept RuntimeError as error:\n    print(error)",
]


@pytest.mark.slow
async def test_in_a_real_kernel() -> None:
    cells = [nbformat.v4.new_code_cell(one) for one in CELLS]
    notebook = nbformat.v4.new_notebook(cells=cells)
    # a kernel may hand over one print in two parts
    client = NotebookClient(notebook, timeout=60, coalesce_streams=True)
    await client.async_execute()
    outputs = [
        (number, one.get("name"), one.get("text"))
        for number, cell in enumerate(notebook.cells)
        for one in cell.outputs
    ]
    assert outputs == [
        (3, "stdout", "[1, 2, 3]\n"),
        (
            6,
            "stdout",
            "the server does not run; `server = await serve(app)` starts it\n",
        ),
    ]
