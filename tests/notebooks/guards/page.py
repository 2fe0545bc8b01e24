"""A notebook as the guards see it, and the sentence that a fault is."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from nbformat import NotebookNode

from tests.notebooks.disk import shown
from tests.notebooks.exercises import tags
from tests.notebooks.normalform import parse


@dataclass(frozen=True)
class Page:
    """A notebook's file: its place and its text as committed."""

    path: Path
    text: str

    @classmethod
    def read(cls, path: Path) -> "Page":
        """Read the notebook of a file. Raises `OSError` when it cannot be read."""
        return cls(path, path.read_text(encoding="utf-8"))

    @cached_property
    def notebook(self) -> NotebookNode:
        """The notebook that the text holds."""
        return parse(self.text)

    @cached_property
    def cells(self) -> list["Cell"]:
        """The cells in order."""
        return [Cell(self, n, c) for n, c in enumerate(self.notebook.cells, start=1)]

    @property
    def code(self) -> Iterator["Cell"]:
        """The code cells in order."""
        return (cell for cell in self.cells if cell.node.cell_type == "code")

    @property
    def prose(self) -> Iterator["Cell"]:
        """The Markdown cells in order."""
        return (cell for cell in self.cells if cell.node.cell_type == "markdown")

    def fault(self, what: str) -> str:
        """Say what is wrong with the notebook as a whole, and the mend."""
        return f"{shown(self.path)}: {what}"


@dataclass(frozen=True)
class Cell:
    """A cell with its page and its number, counted from 1."""

    page: Page
    number: int
    node: NotebookNode

    @property
    def source(self) -> str:
        """The text that the author wrote."""
        return str(self.node.source)

    @property
    def tags(self) -> frozenset[str]:
        """The cell's tags."""
        return tags(self.node)

    def fault(self, what: str) -> str:
        """Say what is wrong with the cell, and the mend."""
        where = f"{shown(self.page.path)}, cell {self.number} (id {self.node.id})"
        return f"{where}: {what}"
