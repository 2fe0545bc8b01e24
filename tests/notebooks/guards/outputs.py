"""Guards on what is stored below the cells: exact, and the same on every machine."""

import json
import re
from collections.abc import Iterator
from typing import Final

from tests.notebooks.exercises import EXERCISES
from tests.notebooks.guards.code import NOT_COMPARED, RAISES
from tests.notebooks.guards.page import Cell, Page
from tests.notebooks.normalform import WIDGET_VIEW, normalise, to_text

RUN: Final = "run python -m tests.notebooks.execute"
CUT_AT: Final = 110
ADDRESS: Final = re.compile(r"\b0x[0-9a-f]{6,}", re.IGNORECASE)
MACHINE_PATH: Final = re.compile(
    r"(?<![\w.-])/(?:home|root|tmp|Users|private|var/folders)/|[A-Z]:\\+Users"
    r"|site-packages"
)
HOST_AND_PORT: Final = re.compile(
    r"(?:localhost|\[::1?\]|\b\d{1,3}(?:\.\d{1,3}){3}):\d{2,5}\b"
)
ACTIVE_HTML: Final = re.compile(r"<\s*(details|script|style)\b", re.IGNORECASE)


def normal_form(page: Page) -> list[str]:
    """Require the bytes that normalising the file gives."""
    if to_text(normalise(page.notebook)) == page.text:
        return []
    return [page.fault(f"is not in normal form; {RUN}.")]


def no_widget_state(page: Page) -> list[str]:
    """Refuse widget views and state: a reader gets an error for them."""
    faults = []
    if "widgets" in json.loads(page.text).get("metadata", {}):
        faults.append(page.fault(f"holds widget state; {RUN}."))
    faults += [
        cell.fault(f"holds a widget's view; {RUN}.")
        for cell in page.code
        if any(WIDGET_VIEW in output.get("data", {}) for output in cell.node.outputs)
    ]
    return faults


def whole_reprs(page: Page) -> list[str]:
    """Refuse a repr cut short: what is behind the cut is never compared."""
    return [
        cell.fault("shows a repr that was cut; give the object a short `__repr__`.")
        for cell in page.code
        for output in cell.node.outputs
        if len(text := output.get("data", {}).get("text/plain", "")) >= CUT_AT
        and text.endswith(("…", "..."))
    ]


def no_addresses(page: Page) -> list[str]:
    """Refuse memory addresses: they differ each time."""
    return [
        cell.fault(f"shows the memory address {shown}; give a `__repr__`.")
        for cell, shown in _shown(page, ADDRESS)
    ]


def no_machine_paths(page: Page) -> list[str]:
    """Refuse paths of somebody's machine, shown or written."""
    return [
        cell.fault(f"names a place on a machine, {hit.group()}; use a relative path.")
        for cell in page.cells
        for text in [cell.source, *_texts(cell)]
        if (hit := MACHINE_PATH.search(text))
    ]


def no_ports(page: Page) -> list[str]:
    """Refuse a host with a port: the system gives out another each time."""
    return [
        cell.fault(f"shows {shown}, which changes; show what was answered.")
        for cell, shown in _shown(page, HOST_AND_PORT)
    ]


def no_stderr(page: Page) -> list[str]:
    """Refuse warnings and logs: mend them, or print what they say."""
    return [
        cell.fault("stores standard error; mend the warning or print the text.")
        for cell in page.code
        for output in cell.node.outputs
        if output.get("name") == "stderr"
    ]


def errors_are_announced(page: Page) -> list[str]:
    """Require an error exactly where the tag says so."""
    faults = []
    for cell in page.code:
        shows = any(output.output_type == "error" for output in cell.node.outputs)
        if shows and RAISES not in cell.tags:
            faults.append(cell.fault(f"shows an error without the tag `{RAISES}`."))
        if RAISES in cell.tags and not shows:
            faults.append(cell.fault(f"has the tag `{RAISES}` and shows no error."))
    return faults


def exercises_answer(page: Page) -> list[str]:
    """Require that an exercise says how it stands, and is compared."""
    return [
        cell.fault("is an exercise that shows nothing; end it with its check.")
        for cell in page.code
        if EXERCISES & cell.tags
        and (not cell.node.outputs or NOT_COMPARED in cell.tags)
    ]


def no_active_html(page: Page) -> list[str]:
    """Refuse folds (GitHub opens them), scripts and styles."""
    texts = [(cell, cell.source) for cell in page.prose]
    texts += [(cell, text) for cell in page.code for text in _html(cell)]
    return [
        cell.fault(f"holds <{hit.group(1)}>; show a plain, semantic table or text.")
        for cell, text in texts
        if (hit := ACTIVE_HTML.search(text))
    ]


def _shown(page: Page, pattern: re.Pattern[str]) -> Iterator[tuple[Cell, str]]:
    for cell in page.code:
        for text in _texts(cell):
            if hit := pattern.search(text):
                yield cell, hit.group()


def _texts(cell: Cell) -> Iterator[str]:
    for output in cell.node.get("outputs", []):
        if "text" in output:
            yield output.text
        if "evalue" in output:
            yield output.evalue
        for kind, value in output.get("data", {}).items():
            if not kind.startswith("image/"):
                yield value if isinstance(value, str) else json.dumps(value)


def _html(cell: Cell) -> Iterator[str]:
    for output in cell.node.outputs:
        for kind in ("text/html", "text/markdown"):
            if kind in output.get("data", {}):
                yield output.data[kind]
