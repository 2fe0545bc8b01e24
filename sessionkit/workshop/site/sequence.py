"""A mermaid sequence diagram as an SVG, for pages that no script draws on.

What the lessons use of mermaid is known here: ``participant``, ``->>`` and ``-->>``.
"""

import re
from dataclasses import dataclass, field
from html import escape
from typing import Final

from sessionkit.workshop.site.errors import SiteError

COLUMN, ROW, HEAD, MARGIN = 300, 44, 60, 100
_PARTICIPANT: Final = re.compile(r"participant (\w+)(?: as (.+))?$").match
_MESSAGE: Final = re.compile(r"(\w+)(-?->>)(\w+): ?(.+)$").match


@dataclass
class _Diagram:
    people: dict[str, str] = field(default_factory=dict)
    messages: list[tuple[str, str, str, bool]] = field(default_factory=list)


def drawn(text: str) -> str:
    """Return the SVG of a diagram; ``SiteError`` if it has a line of another kind.

    Its title, which a screen reader reads, tells the messages in order.
    """
    diagram = _read(text)
    places = {name: MARGIN + n * COLUMN for n, name in enumerate(diagram.people)}
    width = 2 * MARGIN + COLUMN * (len(places) - 1)
    height = HEAD + ROW * (len(diagram.messages) + 1)
    told = ". ".join(
        f"{diagram.people[one]} to {diagram.people[other]}: {said}"
        for one, other, said, _ in diagram.messages
    )
    parts = [
        f'<svg class="sequence" viewBox="0 0 {width} {height}" role="img" '
        f'xmlns="http://www.w3.org/2000/svg"><title>{escape(told)}.</title>',
        *(_line(x, height) for x in places.values()),
        *(_box(places[name], said) for name, said in diagram.people.items()),
    ]
    for n, (one, other, said, answers) in enumerate(diagram.messages, start=1):
        parts.append(_arrow(places[one], places[other], HEAD + n * ROW, said, answers))
    return "".join([*parts, "</svg>"])


def _read(text: str) -> _Diagram:
    first, *lines = (line.strip() for line in text.strip().splitlines())
    if first != "sequenceDiagram":
        raise SiteError(f"Only sequence diagrams can be drawn; this is a {first}.")
    diagram = _Diagram()
    for line in filter(None, lines):
        if found := _PARTICIPANT(line):
            diagram.people[found[1]] = found[2] or found[1]
        elif found := _MESSAGE(line):
            one, arrow, other, said = found.groups()
            for name in (one, other):
                diagram.people.setdefault(name, name)
            diagram.messages.append((one, other, said, arrow == "-->>"))
        else:
            raise SiteError(f"This line of a diagram cannot be drawn: {line}")
    return diagram


def _line(x: int, height: int) -> str:
    return f'<path class="life" d="M{x} {HEAD - 12}V{height - 12}"/>'


def _box(x: int, said: str) -> str:
    return (
        f'<rect x="{x - 95}" y="8" width="190" height="40" rx="6"/>'
        f'<text x="{x}" y="33">{escape(said)}</text>'
    )


def _arrow(start: int, end: int, y: int, said: str, answers: bool) -> str:
    back = 1 if end < start else -1
    tip = f"M{end + 9 * back} {y - 5}L{end} {y}L{end + 9 * back} {y + 5}"
    kind = "answer" if answers else "call"
    return (
        f'<path class="{kind}" d="M{start} {y}H{end}"/><path class="tip" d="{tip}"/>'
        f'<text x="{(start + end) // 2}" y="{y - 8}">{escape(said)}</text>'
    )
