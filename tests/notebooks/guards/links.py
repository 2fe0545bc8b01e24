"""Guard on links: what a page points to is there."""

import re
from pathlib import Path
from urllib.parse import unquote

from tests.notebooks import markdown
from tests.notebooks.guards.page import Page


def links_resolve(page: Page) -> list[str]:
    """Require a file behind each relative link, a heading behind each anchor."""
    faults = []
    for cell in page.prose:
        for link in markdown.links(cell.source):
            if re.match(r"[a-z][a-z0-9+.-]*:|//", link.url, re.IGNORECASE):
                continue
            place, _, anchor = unquote(link.url).partition("#")
            target = page.path.parent / place if place else page.path
            if place.startswith("/") or not target.exists():
                what = f"links to {place}, which is not there; write it from here."
                faults.append(cell.fault(what))
            elif anchor and anchor not in _anchors(target, page):
                what = f"links to {link.url}, but no heading there has that anchor;"
                faults.append(cell.fault(f"{what} write its words with dashes."))
    return faults


def _anchors(target: Path, page: Page) -> set[str]:
    if target.suffix == ".md":
        titles = markdown.headings(target.read_text(encoding="utf-8"))
        return {_github_slug(heading.text) for heading in titles}
    if target.suffix != ".ipynb":
        return set()
    there = page if target == page.path else Page.read(target)
    return {
        # JupyterLab's and GitHub's anchors of a notebook's headings.
        heading.text.replace(" ", "-")
        for cell in there.prose
        for heading in markdown.headings(cell.source)
    }


def _github_slug(title: str) -> str:
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")
