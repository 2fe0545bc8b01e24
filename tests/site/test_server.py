"""How a site is served."""

import socket
from pathlib import Path

import httpx
import pytest

from sessionkit.workshop.site import SiteError, serve
from sessionkit.workshop.site.server import _told, app


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder with a file of each kind that matters."""
    for name in ("index.html", "a.mjs", "a.wasm", "a.whl", "a.ipynb"):
        (tmp_path / name).write_text(f"{name} " * 100)
    return tmp_path


def client(folder: Path) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app=app(folder))
    return httpx.AsyncClient(transport=transport, base_url="http://site")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("", "text/html; charset=utf-8"),
        ("a.mjs", "text/javascript; charset=utf-8"),
        ("a.wasm", "application/wasm"),
        ("a.ipynb", "application/json"),
    ],
)
async def test_a_file_has_the_type_that_browsers_insist_on(
    folder: Path, name: str, kind: str
) -> None:
    async with client(folder) as browser:
        answer = await browser.get(f"/{name}")
    assert answer.headers["content-type"] == kind
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.text == (folder / (name or "index.html")).read_text()
    assert int(answer.headers["content-length"]) < len(answer.text)


async def test_a_wheel_is_packed_already(folder: Path) -> None:
    async with client(folder) as browser:
        answer = await browser.get("/a.whl")
    assert "content-encoding" not in answer.headers
    assert answer.text == (folder / "a.whl").read_text()


@pytest.mark.parametrize(
    ("address", "for_good"),
    [
        ("run/static/python.0a1b2c3d4e5f/a.wasm", True),
        ("run/build/core.a86436d.js", True),
        ("run/build/bundle.js?_=a86436d", True),
        ("run/start.worker.js", False),
        ("run/worker.js?enableCache=false", False),
        ("lesson.a86436d.html", False),
    ],
)
async def test_what_is_named_by_its_content_is_kept(
    folder: Path, address: str, for_good: bool
) -> None:
    there = folder / address.partition("?")[0]
    there.parent.mkdir(parents=True, exist_ok=True)
    there.write_text("a")
    async with client(folder) as browser:
        answer = await browser.get(f"/{address}")
    kept = "public, max-age=31536000, immutable" if for_good else "no-cache"
    assert answer.headers["cache-control"] == kept


async def test_who_cannot_unpack_gets_it_as_it_is(folder: Path) -> None:
    async with client(folder) as browser:
        answer = await browser.get("/a.wasm", headers={"accept-encoding": "identity"})
    assert "content-encoding" not in answer.headers
    assert answer.text == (folder / "a.wasm").read_text()


async def test_what_is_the_same_is_not_sent_again(folder: Path) -> None:
    async with client(folder) as browser:
        first = await browser.get("/a.wasm")
        known = {"if-none-match": first.headers["etag"]}
        assert (await browser.get("/a.wasm", headers=known)).status_code == 304
        (folder / "a.wasm").write_text("another, built anew")
        again = await browser.get("/a.wasm", headers=known)
    assert (again.status_code, again.text) == (200, "another, built anew")
    assert again.headers["cache-control"] == "no-cache"


def test_a_port_that_is_taken(folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SiteError, match=f"127.0.0.1:{port} cannot be served"):
            serve(folder, port=port)


@pytest.mark.parametrize(
    ("host", "who"),
    [
        ("127.0.0.1", "Only this machine"),
        ("127.0.0.2", "Only this machine"),
        ("::1", "Only this machine"),
        ("localhost", "Only this machine"),
        ("0.0.0.0", "Whoever is in this network"),
        ("192.168.0.7", "Whoever is in this network"),
        ("ada.example", "Whoever is in this network"),
    ],
)
def test_it_says_who_reaches_it(host: str, who: str) -> None:
    _, said = _told(host, 8000)

    assert said.startswith(who)
