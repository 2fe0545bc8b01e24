"""The pages to read: each lesson with its stored outputs, and the map of them all.

They ask for nothing from elsewhere, and show and link the same where scripts are off
and from a file. What a script adds is only how to run a lesson.
"""

import re
import shutil
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from html import unescape
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import nbformat
from jinja2 import Environment
from markupsafe import Markup
from nbconvert import HTMLExporter
from pygments.formatters import HtmlFormatter

from sessionkit.workshop.lab import NOTEBOOK, pages
from sessionkit.workshop.lessons import SOLUTIONS, Lesson, lessons
from sessionkit.workshop.site import snapshots
from sessionkit.workshop.site.sequence import drawn

MAP: Final = "README.md"
SNAPSHOTS: Final = "snapshots"
LIGHT, DARK = "default", "github-dark"
"""Pygments's colours of code, both with enough contrast."""
_HEADING: Final = re.compile(r'<h2 id="([^"]*)">(.*?)<a class="anchor-link"', re.S)
_LINK: Final = re.compile(r'(href="(?!\w+:)[^"#]*?)(README\.md|\.ipynb)(?=["#])')
_DIAGRAM: Final = re.compile(r"^```mermaid\n(.*?)^```$", re.M | re.S)
_CELL: Final = re.compile(r'<div class="cell [^"]*" id="cell-id=([^"]*)">')
_SNAPSHOT: Final = """<details class="snapshot"><summary>Step through this inspector,
with no Python</summary><iframe loading="lazy" src="{src}"
title="The inspector, after the lesson's last cell"></iframe></details>"""


@dataclass(frozen=True)
class Place:
    """One page in the list of lessons: its address there, its number and title."""

    href: str
    number: str
    title: str


def write(folder: Path, out: Path) -> None:
    """Write the pages of the lessons in ``folder`` into ``out``.

    Raises ``SiteError`` if a lesson cannot be run for its snapshots, or has a diagram
    that cannot be drawn.
    """
    out.mkdir(parents=True, exist_ok=True)
    places = [
        Place(f"{one.path.stem}.html", one.number, one.title) for one in lessons(folder)
    ]
    _write(out / "index.html", _map(folder / MAP, places))
    for kind in ("", SOLUTIONS):
        for one in lessons(folder / kind):
            saved = snapshots.save(one, out / kind / SNAPSHOTS)
            text = _lesson(one, places, saved)
            _write(out / kind / f"{one.path.stem}.html", text)
    for page in pages(folder):
        if page.suffix not in {NOTEBOOK, ".md"}:
            _copy(page, out / page.relative_to(folder))
    _write(out / "style.css", f"{_ours('style.css')}\n{_colours()}")
    _write(out / "page.js", _ours("page.js"))


def _map(page: Path, places: list[Place]) -> str:
    cell = nbformat.v4.new_markdown_cell(page.read_text(encoding="utf-8"), id="map")
    notebook = nbformat.v4.new_notebook(cells=[cell])
    return _page(_body(notebook), "All lessons", places, here="", is_map=True)


def _lesson(lesson: Lesson, places: list[Place], saved: Collection[str]) -> str:
    solution = lesson.path.parent.name == SOLUTIONS
    body = _body(nbformat.read(lesson.path, as_version=4))
    body = _with_snapshots(body, lesson.number, saved)
    stem = lesson.path.stem
    path = f"{SOLUTIONS}/{stem}" if solution else stem
    title = f"{lesson.number} {lesson.title}"
    return _page(body, title, places, f"{path}.html", run=f"{path}{NOTEBOOK}")


def _body(notebook: Any) -> str:
    """Return the cells and their outputs as HTML, with links among the pages."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = _DIAGRAM.sub(lambda found: drawn(found[1]), cell.source)
    exporter = HTMLExporter(
        template_name="basic",
        exclude_input_prompt=True,
        exclude_output_prompt=True,
    )
    body, _ = exporter.from_notebook_node(notebook)
    return _LINK.sub(_linked, str(body))


def _linked(found: re.Match[str]) -> str:
    return found[1] + ("index.html" if found[2] == MAP else ".html")


def _with_snapshots(body: str, number: str, saved: Collection[str]) -> str:
    """Put each snapshot behind the outputs of its cell, which ends at the next one."""
    begins = [*((found.start(), found[1]) for found in _CELL.finditer(body))]
    parts, done = [], 0
    for (_, cell), (end, _) in zip(begins, [*begins[1:], (len(body), "")], strict=True):
        parts.append(body[done:end])
        if cell in saved:
            src = f"{SNAPSHOTS}/{number}-{cell}.html"
            parts.append(_SNAPSHOT.format(src=src))
        done = end
    return "".join([*parts, body[done:]])


def _page(
    body: str,
    title: str,
    places: list[Place],
    here: str,
    *,
    run: str = "",
    is_map: bool = False,
) -> str:
    hrefs = [place.href for place in places]
    at = hrefs.index(here) if here in hrefs else None
    values = {
        "title": title,
        "body": Markup(body),
        "places": places,
        "here": here,
        "root": "../" if here.startswith(SOLUTIONS) else "",
        "sections": () if is_map else [*_sections(body)],
        "run": run,
        "before": places[at - 1] if at else None,
        "after": places[at + 1] if at is not None and at + 1 < len(places) else None,
    }
    return str(_template().render(values))


def _sections(body: str) -> Iterator[tuple[str, str]]:
    """Yield the anchor and the words of each section's heading."""
    for found in _HEADING.finditer(body):
        yield unescape(found[1]), unescape(re.sub(r"<[^>]*>", "", found[2]))


def _template() -> Any:
    made = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return made.from_string(_ours("page.html"))


def _ours(name: str) -> str:
    return (files(__package__) / "page" / name).read_text(encoding="utf-8")


def _colours() -> str:
    """Return the colours of code, on light and on dark pages."""
    light = HtmlFormatter(style=LIGHT).get_style_defs(".highlight")
    dark = HtmlFormatter(style=DARK).get_style_defs(".highlight")
    return f"{light}\n@media screen and (prefers-color-scheme: dark) {{\n{dark}\n}}\n"


def _copy(page: Path, into: Path) -> None:
    into.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(page, into)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
