"""What the checks need to know of a Markdown cell, read by the parser of nbconvert."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import mistune

Token = dict[str, Any]

_parse = mistune.create_markdown(renderer=None, plugins=["table", "url"])

_CODE = re.compile(
    r"^ {0,3}(?:```|~~~).*?^ {0,3}(?:```|~~~)\s*?$"
    r"|(?P<span>`+)(?!`).+?(?<!`)(?P=span)(?!`)",
    re.M | re.S,
)
_LINK = re.compile(
    r"(?P<before>\]\(\s*<?|^ {0,3}\[[^\]]+\]:\s*<?)(?P<url>[^\s()<>]+)", re.M
)


@dataclass(frozen=True)
class Heading:
    """A heading's level, 1 for the title, and its text."""

    level: int
    text: str


@dataclass(frozen=True)
class Link:
    """A link or image: where it points and the text that stands for it."""

    url: str
    text: str
    is_image: bool


def blocks(source: str) -> list[Token]:
    """Give the blocks of a Markdown text, without blank lines, as tokens."""
    return list(_blocks(source))


# most checks ask for the blocks of the same cells
@lru_cache(maxsize=4096)
def _blocks(source: str) -> tuple[Token, ...]:
    parsed = _parse(source)
    if isinstance(parsed, str):
        return ()
    return tuple(token for token in parsed if token["type"] != "blank_line")


def text_of(token: Token) -> str:
    """Give the text that a reader sees in a token."""
    if token["type"] in {"softbreak", "linebreak"}:
        return " "
    if "children" in token:
        apart = (
            " "
            if token["type"]
            in {"list", "table", "table_head", "table_body", "table_row", "block_quote"}
            else ""
        )
        return apart.join(text_of(child) for child in token["children"])
    return str(token.get("raw", ""))


def headings(source: str) -> list[Heading]:
    """Give the headings of a Markdown text in order."""
    return [
        Heading(token["attrs"]["level"], text_of(token))
        for token in _walk(blocks(source))
        if token["type"] == "heading"
    ]


def links(source: str) -> list[Link]:
    """Give the links and images of a Markdown text in order."""
    return [
        Link(token["attrs"]["url"], text_of(token), token["type"] == "image")
        for token in _walk(blocks(source))
        if token["type"] in {"link", "image"}
    ]


def html(source: str) -> str:
    """Give the HTML that is written into a Markdown text."""
    return "\n".join(
        token.get("raw", "")
        for token in _walk(blocks(source))
        if token["type"] in {"block_html", "inline_html"}
    )


def word_count(source: str) -> int:
    """Count the words that a reader sees in a Markdown text."""
    return sum(len(text_of(token).split()) for token in blocks(source))


def rewrite_links(source: str, change: Callable[[str], str]) -> str:
    """Give a Markdown text with the target of each link and image changed.

    Takes the text and a function from old target to new; code is left as it is.
    """
    pieces, done = [], 0
    for code in _CODE.finditer(source):
        pieces += [_rewrite(source[done : code.start()], change), code.group()]
        done = code.end()
    return "".join([*pieces, _rewrite(source[done:], change)])


def _rewrite(prose: str, change: Callable[[str], str]) -> str:
    return _LINK.sub(lambda m: m["before"] + change(m["url"]), prose)


def _walk(tokens: Iterable[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _walk(token.get("children", []))
