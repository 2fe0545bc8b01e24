"""The one committed form of a notebook: same content, same bytes.

Stripped are the widget views and their state (a reader without a kernel then gets
the text and HTML of the same output), every metadata key that a tool put there, and
tracebacks (they hold paths and are compared by nobody): name and message stay.
"""

import json
from typing import Any, Final

import nbformat
from nbformat import NotebookNode

WIDGET_VIEW: Final = "application/vnd.jupyter.widget-view+json"
FORMAT: Final = 4
KEPT_CELL_METADATA: Final = frozenset({"tags", "jp-MarkdownHeadingCollapsed"})
NOTEBOOK_METADATA: Final = {
    "kernelspec": {
        "display_name": "Python 3 (ipykernel)",
        "language": "python",
        "name": "python3",
    },
    "language_info": {"name": "python"},
}


def parse(text: str) -> NotebookNode:
    """Read a notebook from its JSON text, filling in cell ids that are missing.

    Raises `ValueError` for text that is not a notebook of format 4.
    """
    try:
        raw = json.loads(text)
    except json.JSONDecodeError as error:
        message = f"not JSON: {error}"
        raise ValueError(message) from error
    if not isinstance(raw, dict) or raw.get("nbformat") != FORMAT:
        message = "not a notebook of format 4; open and save it in JupyterLab"
        raise ValueError(message)
    _fill_in_ids(raw["cells"])
    raw["nbformat_minor"] = 5
    notebook: NotebookNode = nbformat.reads(json.dumps(raw), as_version=4)
    return notebook


def normalise(notebook: NotebookNode) -> NotebookNode:
    """Give a copy of a notebook in normal form; the given one stays as it is."""
    copy: NotebookNode = nbformat.from_dict(json.loads(nbformat.writes(notebook)))
    copy.metadata = nbformat.from_dict(NOTEBOOK_METADATA)
    copy.nbformat, copy.nbformat_minor = 4, 5
    for cell in copy.cells:
        cell.source = _joined(cell.source)
        kept = {k: v for k, v in cell.metadata.items() if k in KEPT_CELL_METADATA and v}
        cell.metadata = nbformat.from_dict(kept)
        if cell.cell_type == "code":
            outputs = [_normal_output(output) for output in cell.outputs]
            cell.outputs = [output for output in outputs if output is not None]
    return parse(nbformat.writes(copy))


def to_text(notebook: NotebookNode) -> str:
    """Write a notebook as the text of its file."""
    text: str = nbformat.writes(notebook)
    return text.rstrip("\n") + "\n"


def _fill_in_ids(cells: list[dict[str, Any]]) -> None:
    taken = {cell["id"] for cell in cells if "id" in cell}
    seen: set[str] = set()
    for number, cell in enumerate(cells, start=1):
        if cell.get("id", "") in seen or "id" not in cell:
            cell["id"] = _free_id(number, taken)
            taken.add(cell["id"])
        seen.add(cell["id"])


def _free_id(number: int, taken: set[str]) -> str:
    name, copy = f"cell-{number:03d}", 1
    while name in taken:
        copy += 1
        name = f"cell-{number:03d}-{copy}"
    return name


def _joined(text: str | list[str]) -> str:
    return text if isinstance(text, str) else "".join(text)


def _normal_output(output: NotebookNode) -> NotebookNode | None:
    if output.output_type == "error":
        output.traceback = [f"{output.ename}: {output.evalue}"]
    if "data" in output:
        output.data.pop(WIDGET_VIEW, None)
        if not output.data:
            return None
    if "metadata" in output:
        output.metadata = nbformat.from_dict({})
    return output
