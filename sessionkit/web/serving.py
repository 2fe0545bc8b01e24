"""``serve``: an application that answers in a notebook, and in a page by call."""

from starlette.types import ASGIApp

from sessionkit.errors import CallError
from sessionkit.in_a_cell import in_a_cell
from sessionkit.page import in_page
from sessionkit.web.server import Server


@in_a_cell
def serve(app: ASGIApp) -> Server:
    """Serve an ASGI application on a free port of 127.0.0.1, in this event loop.

    ``server = await serve(app)`` or ``async with serve(app) as server``; then
    ``server.client()`` is a browser for it, ``server.url`` is where it answers, and
    ``await server.stop()`` ends it. It runs as long as somebody keeps ``server``, so a
    cell that is run again replaces it. Ask it with a client that awaits
    (``httpx.AsyncClient``): one that blocks would wait for itself.

    A page of a browser has no sockets: there ``server.client()`` calls the application.

    Raises ``TypeError`` for what cannot be called, and ``ServerError`` where the
    application fails to start.
    """
    if not callable(app):
        raise CallError(
            "serve takes an ASGI application, such as Starlette(routes=[...]), "
            f"not {app!r}"
        )
    if in_page():
        from sessionkit.web.on_call import CalledServer

        return CalledServer(app)
    from sessionkit.web.on_socket import SocketServer

    return SocketServer(app)
