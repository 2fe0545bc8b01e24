"""Lesson 08's visitors: a process that asks a server for a page, many at once.

    python -m sessionkit.teaching.visitors URL TIMES PATH VISITORS [VISITORS ...]

For each number of visitors that many browsers ask for the page, one request after the
other each, until all together asked TIMES times. It prints a line of JSON for each
number: the seconds that each request waited, those that all took, and those of its own
processor.

The visitors speak HTTP through h11: httpx takes more of the processor for a request
than the shop does, so a picture made with it shows where the visitors are at their end.
"""

import asyncio
import json
import sys
import time
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import h11


async def visit(url: str, times: int, path: str, visitors: int) -> dict[str, Any]:
    """Let so many visitors ask; return what they waited, and what all took."""
    waits: list[float] = []

    async def browse() -> None:
        async with _Browser(url) as browser:
            for _ in range(max(1, times // visitors)):
                begun = time.perf_counter()
                await browser.post(path)
                waits.append(time.perf_counter() - begun)

    begun, spent = time.perf_counter(), time.process_time()
    await asyncio.gather(*(browse() for _ in range(visitors)))
    return {
        "waits": waits,
        "seconds": time.perf_counter() - begun,
        "spent": time.process_time() - spent,
    }


class _Browser:
    """One connection to a server, and the cookie that it gave."""

    def __init__(self, url: str) -> None:
        self._at = urlsplit(url)
        self._cookie: list[tuple[bytes, bytes]] = []

    async def __aenter__(self) -> "_Browser":
        self._reader, self._writer = await asyncio.open_connection(
            self._at.hostname, self._at.port
        )
        self._http = h11.Connection(h11.CLIENT)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._writer.close()

    async def post(self, path: str) -> None:
        """Send one request and take its answer, a cookie included."""
        headers = [(b"Host", self._at.netloc.encode())]
        headers += [(b"Content-Length", b"0"), *self._cookie]
        self._send(h11.Request(method="POST", target=path, headers=headers))
        self._send(h11.EndOfMessage())
        while not isinstance(event := self._http.next_event(), h11.EndOfMessage):
            if event is h11.NEED_DATA:
                self._http.receive_data(await self._reader.read(65536))
            elif isinstance(event, h11.Response):
                self._take(event)
            elif isinstance(event, h11.ConnectionClosed):
                raise OSError("the shop closed the connection")
        self._http.start_next_cycle()

    def _send(self, event: h11.Event) -> None:
        self._writer.write(self._http.send(event) or b"")

    def _take(self, response: h11.Response) -> None:
        if response.status_code != HTTPStatus.OK:
            raise OSError(f"the shop answered {response.status_code}")
        for name, value in response.headers:
            if name == b"set-cookie":
                self._cookie = [(b"Cookie", value.partition(b";")[0])]


async def main(url: str, times: str, path: str, *visitors: str) -> None:
    """Visit with each number of visitors, and print what they found."""
    await visit(url, 1, path, 1)  # the first request finds a server that is warm
    for number in visitors:
        print(json.dumps(await visit(url, int(times), path, int(number))), flush=True)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
