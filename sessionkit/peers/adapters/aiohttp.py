"""aiohttp-session, by default with the values encrypted in the cookie."""

import logging
import warnings
from typing import Any

from aiohttp import web
from aiohttp.test_utils import make_mocked_request
from aiohttp_session import AbstractStorage, get_session, session_middleware
from aiohttp_session.cookie_storage import EncryptedCookieStorage
from cryptography.fernet import Fernet

from sessionkit.peers.peer import Handler, Peer, cookie_after, named

# it warns of each cookie that it cannot read: without a handler, on standard error
logging.getLogger("aiohttp_session").addHandler(logging.NullHandler())


class AiohttpSession(Peer):
    """The middleware with any of its storages."""

    name = named("aiohttp-session", "cookie")

    def __init__(self, storage: AbstractStorage | None = None) -> None:
        self._storage = storage or EncryptedCookieStorage(Fernet(Fernet.generate_key()))
        # made once: its mocks take ten times as long as all else of a request
        self._request = make_mocked_request("GET", "/")

    async def request(
        self, cookie: str | None, handler: Handler
    ) -> tuple[Any, str | None]:
        """Send a request through the middleware."""
        name = self._storage.cookie_name
        headers = {} if cookie is None else {"Cookie": f"{name}={cookie}"}
        answer: Any = None

        async def handle(request: web.Request) -> web.StreamResponse:
            nonlocal answer
            answer = await handler(await get_session(request))
            return web.Response()

        request = self._request.clone(headers=headers)
        with warnings.catch_warnings():
            # aiohttp_session keeps its session where aiohttp would rather not have it
            warnings.simplefilter("ignore", web.NotAppKeyWarning)
            response = await session_middleware(self._storage)(request, handle)
        set_cookies = [morsel.OutputString() for morsel in response.cookies.values()]
        return answer, cookie_after(set_cookies, name, cookie)

    def is_there(self, session: Any) -> bool:
        """Ask the session itself."""
        return not session.new

    def clear(self, session: Any) -> None:
        """End the session as its documentation says."""
        session.invalidate()
