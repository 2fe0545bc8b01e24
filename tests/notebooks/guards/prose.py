"""Guards on Markdown cells: every reader finds the way, by eye or by ear."""

import re
from typing import Final

from tests.notebooks import markdown
from tests.notebooks.guards.page import Page

MOST_WORDS: Final = 150
EMPTY_TEXTS: Final = {
    "",
    "click",
    "click here",
    "here",
    "link",
    "more",
    "read more",
    "this",
    "this link",
    "this page",
}


def one_title(page: Page) -> list[str]:
    """Require exactly one H1, at the top of the first cell."""
    titles = [
        cell
        for cell in page.prose
        for heading in markdown.headings(cell.source)
        if heading.level == 1
    ]
    first = page.cells[:1]
    if [cell.number for cell in titles] == [1] and first[0].source.startswith("# "):
        return []
    return [page.fault(f"has {len(titles)} titles; one `# ` opens the first cell.")]


def no_skipped_level(page: Page) -> list[str]:
    """Require headings that go down one level at a time."""
    faults, above = [], 0
    for cell in page.prose:
        for heading in markdown.headings(cell.source):
            if heading.level > above + 1:
                what = f"goes from level {above} to {heading.level} at"
                faults.append(cell.fault(f"{what} '{heading.text}'; skip no level."))
            above = heading.level
    return faults


def images_have_text(page: Page) -> list[str]:
    """Require a text for every image, for who cannot see it."""
    faults = []
    for cell in page.prose:
        faults += [
            cell.fault(f"gives {link.url} no alt text; describe it.")
            for link in markdown.links(cell.source)
            if link.is_image and not link.text.strip()
        ]
        if re.search(r"<img\b", markdown.html(cell.source), re.IGNORECASE):
            faults.append(cell.fault("holds <img>; write ![what it shows](file)."))
    return faults


def links_say_where(page: Page) -> list[str]:
    """Require link texts that say where they lead, also when read alone."""
    return [
        cell.fault(f"calls the link to {link.url} '{link.text}'; say where it leads.")
        for cell in page.prose
        for link in markdown.links(cell.source)
        if not link.is_image and _says_nothing(link.text)
    ]


def prose_is_short(page: Page) -> list[str]:
    """Require short Markdown cells: one idea each."""
    return [
        cell.fault(f"has {words} words, more than {MOST_WORDS}; split or cut it.")
        for cell in page.prose
        if (words := markdown.word_count(cell.source)) > MOST_WORDS
    ]


def _says_nothing(text: str) -> bool:
    plain = text.strip().rstrip(".!").lower()
    return plain in EMPTY_TEXTS or re.match(r"https?://|www\.", plain) is not None
