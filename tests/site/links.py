"""What pages link to and load, and which of it is not there."""

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit


class _Reader(HTMLParser):
    """Gathers a page's anchors, its links and what it loads by itself."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.anchors: set[str] = set()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.feed(page.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value:
                self.anchors.add(value)
            elif name == "href" and tag == "a":
                self.links.append(value or "")
            elif name in {"src", "href", "srcset", "data", "poster"}:
                self.loads.append(value or "")


def faults(folder: Path) -> Iterator[str]:
    """Tell each link of the pages in a folder that leads nowhere, and each request."""
    for page in sorted([*folder.glob("*.html"), *folder.glob("solutions/*.html")]):
        read = _Reader(page)
        for address in read.loads:
            if urlsplit(address).scheme not in {"", "data"}:
                yield f"{page.name} asks elsewhere: {address}"
        for address in [*read.links, *read.loads]:
            parts = urlsplit(address)
            if parts.scheme or parts.netloc:
                continue
            target = (page.parent / unquote(parts.path)) if parts.path else page
            if not target.is_file():
                yield f"{page.name}: there is no {address}"
            elif (
                parts.fragment
                and unquote(parts.fragment) not in _Reader(target).anchors
            ):
                yield f"{page.name}: {address} has no such place"
