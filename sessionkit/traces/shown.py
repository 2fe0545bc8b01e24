"""A result is described once, in parts; from them come its text and its HTML."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol

from sessionkit.traces.html import (
    EMPTY,
    Markup,
    code,
    lines,
    paragraph,
    prose,
    strong,
    table,
)
from sessionkit.traces.marks import Mark


class Part(Protocol):
    """One part of a result."""

    def text(self) -> str:
        """Write it as plain text."""

    def html(self) -> Markup:
        """Write it as HTML."""


class Shown:
    """A result that is plain text where it is printed, and HTML in a notebook.

    A dataclass that inherits from it takes ``repr=False``, or its own text is lost.
    """

    between: ClassVar[str] = "\n"
    """What stands between two parts in the text."""

    def parts(self) -> Iterable[Part]:
        """Describe the result."""
        return ()

    def __str__(self) -> str:
        return self.between.join(part.text() for part in self.parts())

    def __repr__(self) -> str:
        return str(self)

    def _repr_html_(self) -> str:
        return "".join(part.html() for part in self.parts())


@dataclass(frozen=True)
class Verdict:
    """Lines of words; in HTML the first is strong, and all beside the outcome's bar."""

    words: Sequence[str]
    mark: Mark | None = None
    said: str = ""
    """What the badge says, in HTML alone, in place of the mark's own word."""

    def text(self) -> str:
        """Write a line below the other."""
        return "\n".join(self.words)

    def html(self) -> Markup:
        """Write one paragraph."""
        first, *more = self.words
        if self.mark is None:
            return paragraph(lines([strong(prose(first)), *more]))
        head = Markup(f"{self.mark.badge(self.said or None)} {strong(prose(first))}")
        return self.mark.card(paragraph(lines([head, *more])))


@dataclass(frozen=True)
class Words:
    """A paragraph of words; what stands between backticks is set as code."""

    words: str
    indent: str = ""

    def text(self) -> str:
        """Write the words as they are."""
        return self.indent + self.words

    def html(self) -> Markup:
        """Write a paragraph."""
        return paragraph(self.words)


@dataclass(frozen=True)
class Marked:
    """An outcome, its words, and what is told of it."""

    mark: Mark
    words: str
    more: Sequence[Part] = ()
    said: str = ""
    """What the badge says in place of the mark's own word."""
    indent: str = ""

    def text(self) -> str:
        """Write the sign, the word and the words on a line, the rest below."""
        head = f"{self.mark.sign} {self.said or self.mark.word}"
        first = f"{self.indent}{head}: {self.words}" if self.words else head
        return "\n".join([first, *(part.text() for part in self.more)])

    def html(self) -> Markup:
        """Write a bar and a badge in the mark's colour, and the rest beside it."""
        badge = self.mark.badge(self.said or None)
        first = paragraph(Markup(f"{badge} {prose(self.words)}"))
        return self.mark.card(first + "".join(part.html() for part in self.more))


def columns(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return a line for each row, with columns as wide as what stands in them."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(map(str.ljust, row, widths)).rstrip() for row in rows]


@dataclass(frozen=True)
class Grid:
    """Rows of words under a head."""

    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]

    def text(self) -> str:
        """Write columns as wide as what stands in them."""
        return "\n".join([self.caption, *columns([self.head, *self.rows])])

    def html(self) -> Markup:
        """Write a table."""
        return table(self.caption, self.head, self.rows)


def not_understood(words: str, indent: str = "") -> Marked:
    """Return one sentence on what was passed in and makes no sense."""
    return Marked(Mark.CANNOT_TELL, words, said="not understood", indent=indent)


class Refused(Shown):
    """One sentence in place of what was asked for."""

    def __init__(self, words: str) -> None:
        self.words = words

    def parts(self) -> Iterable[Part]:
        """Describe it: the sentence alone."""
        return [not_understood(self.words)]


@dataclass(frozen=True)
class Steps:
    """Numbered operations, each with its answer, or "" where that says nothing."""

    caption: str
    rows: Sequence[tuple[str, str]]
    indent: str = ""
    """What stands before each line of the text; with one the caption is in it, too."""

    def text(self) -> str:
        """Write a line an operation: ``3 ada get("cart") → 3``."""
        width = len(str(len(self.rows)))
        shown = [self.caption] if self.indent else []
        for number, (operation, answer) in enumerate(self.rows, 1):
            arrow = f" → {answer}" if answer else ""
            shown.append(f"{self.indent}{number:>{width}} {operation}{arrow}")
        return "\n".join(shown) or "(an empty trace)"

    def html(self) -> Markup:
        """Write a table of step, operation and answer."""
        rows = [
            (str(number), code(operation), code(answer) if answer else EMPTY)
            for number, (operation, answer) in enumerate(self.rows, 1)
        ]
        return table(self.caption, ["step", "operation", "answer"], rows)


@dataclass(frozen=True)
class Columns:
    """Rows under a head; the last column is words, all others are code.

    Words that are an outcome get its colour.
    """

    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]

    def text(self) -> str:
        """Write columns as wide as what stands in them."""
        return Grid(self.caption, ("", *self.head[1:-1], ""), self.rows).text()

    def html(self) -> Markup:
        """Write a table."""
        rows = [
            [*(code(cell) if cell else EMPTY for cell in cells), _marked(words)]
            for *cells, words in self.rows
        ]
        return table(self.caption, self.head, rows)


def _marked(words: str) -> Markup:
    mark = next((one for one in Mark if str(one) == words), None)
    return strong(words) if mark is None else mark.badge()
