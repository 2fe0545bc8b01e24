"""Guards on a lesson's head and tail: what it promises and what it gave.

The head is every Markdown cell before the first code cell; the tail begins at the
last heading.
"""

import re
from itertools import pairwise
from typing import Final

from tests.notebooks import markdown
from tests.notebooks.disk import MAP
from tests.notebooks.exercises import EXERCISES, SOLUTION_ONLY
from tests.notebooks.guards.page import Cell, Page

PROMISE: Final = "You will be able to"
NEEDS: Final = "You need"
RECAP: Final = "What you now know"
NEXT: Final = "Read next"
FEWEST_POINTS: Final = 3
MOST_POINTS: Final = 5
MINUTES: Final = re.compile(r"\b\d+ minutes?\b")


def head_promises(page: Page) -> list[str]:
    """Require three to five things that the learner will be able to do."""
    points = _points(_head(page), PROMISE)
    if FEWEST_POINTS <= points <= MOST_POINTS:
        return []
    wanted = f"{FEWEST_POINTS} to {MOST_POINTS} points right below '{PROMISE}'"
    return [page.fault(f"lists {points} points in its head; list {wanted}.")]


def head_prepares(page: Page) -> list[str]:
    """Require the minutes, for exercises too, and what the learner needs."""
    head, faults = _head(page), []
    text = "\n".join(markdown.text_of(block) for block in head)
    has_exercise = any(EXERCISES & cell.tags for cell in page.code)
    wanted = 2 if has_exercise else 1
    if len(MINUTES.findall(text)) < wanted:
        each = "for reading and for the exercises" if has_exercise else "for reading"
        faults.append(page.fault(f"gives no minutes in its head; give them {each}."))
    if NEEDS not in text:
        faults.append(page.fault(f"has no '{NEEDS}' in its head; say what."))
    return faults


def head_leads_on(page: Page) -> list[str]:
    """Require links back, forward and to the map in the head."""
    return [
        page.fault(f"has no '{label}: [title](file)' in its head; link it.")
        for label in ("Back", "Next", "Map")
        if ways(page).get(label) is None
    ]


def tail_recalls(page: Page) -> list[str]:
    """Require a recap as the last part, with as many points as the head."""
    headings = [h for cell in page.prose for h in markdown.headings(cell.source)]
    if not headings or headings[-1].text != RECAP:
        return [page.fault(f"does not end in the heading '{RECAP}'; add the recap.")]
    points, promised = _points(_tail(page), RECAP), _points(_head(page), PROMISE)
    if points == promised:
        return []
    return [page.fault(f"promises {promised} points and recalls {points}; match them.")]


def tail_leads_on(page: Page) -> list[str]:
    """Require what to read next at the end."""
    for block in _tail(page):
        text = markdown.text_of(block)
        if text.startswith(NEXT) and any(
            child["type"] == "link" for child in block.get("children", [])
        ):
            return []
    return [page.fault(f"has no '{NEXT}: [title](file)' in its tail; add it.")]


def ways(page: Page) -> dict[str, str]:
    """Give the targets of the head's links `Back`, `Next` and `Map`, by label."""
    head = "\n".join(cell.source for cell in _head_cells(page))
    found = re.findall(r"\b(Back|Next|Map): \[[^\]]+\]\(([^)\s]+)\)", head)
    return {k: url for k, url in found if k != "Map" or url.endswith(MAP)}


def _head_cells(page: Page) -> list[Cell]:
    first_code = next((cell.number for cell in page.code), len(page.cells) + 1)
    return [
        cell
        for cell in page.prose
        if cell.number < first_code and SOLUTION_ONLY not in cell.tags
    ]


def _head(page: Page) -> list[markdown.Token]:
    return [b for cell in _head_cells(page) for b in markdown.blocks(cell.source)]


def _tail(page: Page) -> list[markdown.Token]:
    blocks = [b for cell in page.prose for b in markdown.blocks(cell.source)]
    last = max(
        (n for n, block in enumerate(blocks) if block["type"] == "heading"), default=0
    )
    return blocks[last:]


def _points(blocks: list[markdown.Token], label: str) -> int:
    for block, below in pairwise(blocks):
        if markdown.text_of(block).startswith(label) and below["type"] == "list":
            return len(below["children"])
    return 0
