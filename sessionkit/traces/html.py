"""Semantic HTML tables: escaped, captioned, with no script and no style block."""

import re
from collections.abc import Iterable, Sequence
from html import escape
from typing import Final


class Markup(str):
    """Text that is HTML already; all other text is escaped."""

    __slots__ = ()


EMPTY: Final = Markup("")
_LEFT: Final = 'style="text-align: left"'
_CODE: Final = re.compile("`([^`]+)`")
# behind a bracket, and between the words of a name: Memory|Session|Store
_BREAKS: Final = re.compile(r"\((?!\))|[a-z](?=[A-Z])")
_MAY_SCROLL: Final = 'style="overflow-x: auto; max-width: 100%"'
# as wide as its words, so that it does not break over a narrow table
_WHOLE: Final = 'style="display: inline-block; width: max-content; max-width: 60ch"'
_CAPTION: Final = 'style="text-align: left; color: inherit; font-size: 1.1em"'
_AT_THE_LEFT: Final = 'style="margin: 0.5em 0"'


def text(value: object) -> Markup:
    """Escape ``value``'s text, unless it is markup already."""
    return value if isinstance(value, Markup) else Markup(escape(str(value)))


def breakable(value: object) -> Markup:
    """Escape ``value``'s text, and let a line break inside names and before strings."""
    return Markup(_BREAKS.sub(r"\g<0><wbr>", text(value)))


def code(value: object) -> Markup:
    """Set ``value``'s escaped text as code, with its spaces and line ends kept."""
    return Markup(f'<code style="white-space: pre-wrap">{text(value)}</code>')


def prose(value: object) -> Markup:
    """Escape ``value``'s text and set what stands between backticks as code."""
    if isinstance(value, Markup):
        return value
    return Markup(_CODE.sub(r"<code>\1</code>", escape(str(value))))


def strong(value: object) -> Markup:
    """Set ``value``'s escaped text as important."""
    return Markup(f"<strong>{text(value)}</strong>")


def paragraph(value: object) -> Markup:
    """Set ``value``'s text as a paragraph, and code in it as code."""
    return Markup(f"<p>{prose(value)}</p>")


def lines(values: Iterable[object]) -> Markup:
    """Set each value's text on a line of its own, and code in it as code."""
    return Markup("<br>".join(prose(value) for value in values))


def table(
    caption: str, head: Sequence[object], rows: Iterable[Sequence[object]]
) -> Markup:
    """Return a table whose first column names its rows; every cell is escaped."""
    columns = "".join(f'<th scope="col" {_LEFT}>{text(cell)}</th>' for cell in head)
    body = "".join(_row(row) for row in rows)
    return Markup(
        f"<div {_MAY_SCROLL}><table {_AT_THE_LEFT}>"
        f"<caption {_CAPTION}><span {_WHOLE}>{prose(caption)}</span></caption>"
        f"<thead><tr>{columns}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _row(cells: Sequence[object]) -> str:
    first, *others = cells
    data = "".join(f"<td {_LEFT}>{text(cell)}</td>" for cell in others)
    return f'<tr><th scope="row" {_LEFT}>{text(first)}</th>{data}</tr>'
