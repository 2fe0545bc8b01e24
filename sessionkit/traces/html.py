"""Semantic HTML tables: escaped, captioned, with no script and no style block."""

from collections.abc import Iterable, Sequence
from html import escape
from typing import Final


class Markup(str):
    """Text that is HTML already; all other text is escaped."""

    __slots__ = ()


EMPTY: Final = Markup("")
_LEFT: Final = 'style="text-align: left"'


def text(value: object) -> Markup:
    """Escape ``value``'s text, unless it is markup already."""
    return value if isinstance(value, Markup) else Markup(escape(str(value)))


def code(value: object) -> Markup:
    """Set ``value``'s escaped text as code, with its spaces and line ends kept."""
    return Markup(f'<code style="white-space: pre-wrap">{text(value)}</code>')


def strong(value: object) -> Markup:
    """Set ``value``'s escaped text as important."""
    return Markup(f"<strong>{text(value)}</strong>")


def paragraph(value: object) -> Markup:
    """Set ``value``'s escaped text as a paragraph."""
    return Markup(f"<p>{text(value)}</p>")


def lines(values: Iterable[object]) -> Markup:
    """Set each value's escaped text on a line of its own."""
    return Markup("<br>".join(text(value) for value in values))


def table(
    caption: str, head: Sequence[object], rows: Iterable[Sequence[object]]
) -> Markup:
    """Return a table whose first column names its rows; every cell is escaped."""
    columns = "".join(f'<th scope="col" {_LEFT}>{text(cell)}</th>' for cell in head)
    body = "".join(_row(row) for row in rows)
    return Markup(
        f"<table><caption>{text(caption)}</caption>"
        f"<thead><tr>{columns}</tr></thead><tbody>{body}</tbody></table>"
    )


def _row(cells: Sequence[object]) -> str:
    first, *others = cells
    data = "".join(f"<td {_LEFT}>{text(cell)}</td>" for cell in others)
    return f'<tr><th scope="row" {_LEFT}>{text(first)}</th>{data}</tr>'
