"""A browser: it keeps its cookies, and can be made to send others."""

import time
from collections.abc import Sequence
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

NAME = "shop_session_id"
Calls = Sequence[Sequence[Any]]


class Browser:
    """Visits one server with a jar of cookies of its own."""

    def __init__(self, client: httpx.AsyncClient, url: str) -> None:
        self._client = client
        self._url = url
        self.jar = httpx.Cookies()

    @property
    def id(self) -> str | None:
        """The session id in the jar."""
        return self.jar.get(NAME)

    async def send(
        self,
        method: str,
        path: str,
        *,
        body: Any = None,
        cookie: str | None = None,
        headers: dict[str, str] | None = None,
    ) -> httpx.Response:
        """Send a request; ``cookie`` is a whole header in place of the jar's."""
        # made here, not by the client, which would add cookies of its own
        request = httpx.Request(
            method, f"{self._url}{path}", json=body, headers=headers
        )
        if body is None:
            request = httpx.Request(method, f"{self._url}{path}", headers=headers)
        if cookie is None:
            self.jar.set_cookie_header(request)
        elif cookie:
            request.headers["cookie"] = cookie
        begin = time.time()
        response = await self._client.send(request)
        response.extensions["between"] = (begin, time.time())
        self.jar.extract_cookies(response)
        return response

    async def call(
        self,
        *calls: Sequence[Any],
        cookie: str | None = None,
        headers: dict[str, str] | None = None,
    ) -> httpx.Response:
        """Make ``calls`` on the session in one request."""
        return await self.send(
            "POST", "/session/calls", body=calls, cookie=cookie, headers=headers
        )

    async def ask(self, *calls: Sequence[Any], cookie: str | None = None) -> Any:
        """Make ``calls``; return what the last of them answered."""
        response = await self.call(*calls, cookie=cookie)
        assert response.status_code == 200, response.text
        return response.json()["answers"][-1]


def set_cookies(response: httpx.Response) -> list[dict[str, str]]:
    """Return each ``Set-Cookie``: its attributes by name, its ``name`` and ``value``.

    ``expires`` is "as max-age" where it is just that many seconds after the response.
    """
    return [_parsed(one, response) for one in response.headers.get_list("set-cookie")]


def _parsed(header: str, response: httpx.Response) -> dict[str, str]:
    first, *attributes = header.split("; ")
    name, _, value = first.partition("=")
    pairs = [one.partition("=") for one in attributes]
    parsed = {key.lower(): content for key, _, content in pairs}
    assert len(parsed) == len(pairs), f"an attribute comes twice: {header}"
    if "expires" in parsed:
        begin, end = response.extensions["between"]
        expires = parsedate_to_datetime(parsed["expires"]).timestamp()
        # dates in headers are whole seconds
        if int(begin) <= expires - int(parsed["max-age"]) <= end:
            parsed["expires"] = "as max-age"
    return {"name": name, "value": value, **parsed}
