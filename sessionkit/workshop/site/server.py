"""Serve a site: to this machine, or to a room, if somebody names a host for it."""

import gzip
import mimetypes
import os
import re
import socket
from asyncio import to_thread
from collections.abc import Iterator, MutableMapping
from functools import cache
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Final

import uvicorn
from starlette.applications import Starlette
from starlette.responses import FileResponse, Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from sessionkit.workshop.site.errors import SiteError

TYPES: Final = {
    ".ipynb": "application/json",
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".wasm": "application/wasm",
}
"""What a browser insists on, whatever this machine's own list of types says."""
PACKED: Final = {".css", ".html", ".json", ".svg", *TYPES}
"""Suffixes of files that are sent gzipped; the others are packed already."""
FOR_GOOD: Final = "public, max-age=31536000, immutable"
NAMED: Final = re.compile(r"^run/.*[.=][0-9a-f]{7,}([./]|$)")
"""An address that names the content, by its hash: another content has another one."""


def serve(folder: Path, host: str, port: int) -> None:
    """Serve the site in ``folder`` until it is interrupted, and print its address.

    Raises ``SiteError`` if this host and port cannot be served.
    """
    try:
        listening = socket.create_server((host, port))
    except OSError as error:
        raise SiteError(
            f"{host}:{port} cannot be served: {error.strerror or error}. "
            "Choose another --host or --port."
        ) from None
    with listening:
        for line in _told(host, listening.getsockname()[1]):
            print(line, flush=True)
        config = uvicorn.Config(app(folder), log_level="warning", lifespan="off")
        uvicorn.Server(config).run(sockets=[listening])


def app(folder: Path) -> Starlette:
    """Return the application that sends the files of a folder."""
    for suffix, kind in TYPES.items():
        mimetypes.add_type(kind, suffix)
    return Starlette(routes=[Mount("/", _Files(directory=folder, html=True))])


class _Files(StaticFiles):
    """Static files, gzipped once and not again for each of forty laptops."""

    async def get_response(
        self, path: str, scope: MutableMapping[str, Any]
    ) -> Response:
        found = await super().get_response(path, scope)
        # a site that is built anew is seen at once; what is the same is not sent again.
        # What is not even asked for again, a browser keeps as it compiled it
        asked = f"{path}?{scope['query_string'].decode('latin-1')}"
        found.headers["Cache-Control"] = FOR_GOOD if NAMED.search(asked) else "no-cache"
        found.headers["Vary"] = "Accept-Encoding"
        accepted = dict(scope["headers"]).get(b"accept-encoding", b"")
        if not isinstance(found, FileResponse) or b"gzip" not in accepted:
            return found
        if Path(found.path).suffix not in PACKED:
            return found
        written = os.stat(found.path).st_mtime_ns
        content = await to_thread(_gzipped, str(found.path), written)
        del found.headers["Content-Length"]
        headers = {**found.headers, "Content-Encoding": "gzip"}
        return Response(content, found.status_code, headers)


@cache
def _gzipped(path: str, _written: int) -> bytes:
    return gzip.compress(Path(path).read_bytes(), 6, mtime=0)


def _told(host: str, port: int) -> Iterator[str]:
    """Yield what somebody has to know who serves the site."""
    if _is_this_machine(host):
        yield f"The workshop is at http://{host}:{port}/ until you press Ctrl+C."
        yield "Only this machine reaches it; --host 0.0.0.0 opens it to the room."
    else:
        yield f"The workshop is at http://{_seen(host)}:{port}/ until you press Ctrl+C."
        yield "Whoever is in this network reaches it: they can read and change nothing."


def _is_this_machine(host: str) -> bool:
    """Whether no other machine reaches what listens there."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _seen(host: str) -> str:
    """Return the address under which others see this machine."""
    if host not in {"0.0.0.0", ""}:
        return host
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # chooses the way to a network, and sends nothing
            probe.connect(("10.255.255.255", 1))
        except OSError:
            return socket.gethostname()
        address: str = probe.getsockname()[0]
        return address
