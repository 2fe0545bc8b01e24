"""One request through an ASGI middleware that keeps sessions, with no server."""

from collections.abc import Callable
from typing import Any

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sessionkit.peers.peer import Handler, cookie_after

NAME = "session"


async def request(
    wrap: Callable[[ASGIApp], ASGIApp],
    cookie: str | None,
    handler: Handler,
    *,
    name: str = NAME,
) -> tuple[Any, str | None]:
    """Run ``handler`` on ``scope["session"]`` inside the middleware.

    Returns its answer and the value of the cookie ``name`` afterwards. What it raises
    is raised, also where the middleware made a page of it.
    """
    answer: Any = None
    failed: Exception | None = None
    set_cookies: list[str] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        nonlocal answer, failed
        try:
            answer = await handler(scope["session"])
        except Exception as error:
            failed = error
            raise
        await Response()(scope, receive, send)

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        headers = message.get("headers", [])
        set_cookies.extend(
            value.decode("latin-1")
            for field, value in headers
            if field == b"set-cookie"
        )

    headers = [] if cookie is None else [(b"cookie", f"{name}={cookie}".encode())]
    scope = {"type": "http", "method": "GET", "path": "/", "headers": headers}
    await wrap(app)(scope, receive, send)
    if failed is not None:
        raise failed
    return answer, cookie_after(set_cookies, name, cookie)
