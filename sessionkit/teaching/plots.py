"""Figures in a notebook: a picture of lines, what it shows in words, and its table.

The picture is pygal's, an SVG within the page: it needs no network, no front end of its
own and no compiled code, so it is there in JupyterLab and in a browser's Python.
"""

import math
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from importlib.util import find_spec
from itertools import pairwise
from typing import Any, Final
from urllib.parse import quote

from sessionkit.in_a_cell import in_a_cell
from sessionkit.traces.html import EMPTY, Markup
from sessionkit.traces.shown import Grid, Part, Shown, Words

COLOURS: Final = ("#0072b2", "#d55e00", "#007a5e", "#a6527f", "#333333")
"""Told apart with any kind of colour blindness (https://jfly.uni-koeln.de/color/)."""
DASHES: Final = ("", "8, 4", "2, 4", "12, 4, 2, 4", "16, 6")
SAFE: Final = " /:=;,'()"
"""What an address of data may hold unquoted, between double quotes."""

NEAR: Final = 0.07
"""The part of the picture's height that a label at the end of a line needs."""

Line = Sequence[float | None]


@dataclass(frozen=True)
class Axes:
    """What a plot is about, and what its axes say."""

    title: str
    x: str
    y: str


@dataclass(frozen=True)
class Picture:
    """Lines over the same points, drawn: in text only the words on them."""

    axes: Axes
    at: Sequence[int]
    lines: Mapping[str, Line]

    def text(self) -> str:
        """Write what the picture shows."""
        return self.words()

    def html(self) -> Markup:
        """Write an image, with the words as its alternative text."""
        if find_spec("pygal") is None:
            return EMPTY
        address = f"data:image/svg+xml,{quote(drawn(self), safe=SAFE)}"
        return Markup(
            f'<img style="max-width: 100%" src="{address}" '
            f'alt="{escape(self.words())}">'
        )

    def words(self) -> str:
        """Say in one sentence what is drawn."""
        lines = "; ".join(
            f"{name} from {figure(has[0])} to {figure(has[-1])}"
            for name, line in self.lines.items()
            if (has := [one for one in line if one is not None])
        )
        return (
            f"Lines of {self.axes.y} over {self.axes.x}, from {self.at[0]:,} to "
            f"{self.at[-1]:,}; both axes logarithmic. {lines}."
        )


@dataclass(frozen=True, repr=False)
class Plot(Shown):
    """A picture of lines and the table of the same figures, with notes below."""

    axes: Axes
    at: Sequence[int]
    lines: Mapping[str, Line]
    notes: Sequence[str] = field(default=())

    def parts(self) -> Iterator[Part]:
        """Describe it: the picture, its table, the notes."""
        yield Picture(self.axes, self.at, self.lines)
        rows = [
            (f"{at:,}", *(figure(line[place]) for line in self.lines.values()))
            for place, at in enumerate(self.at)
        ]
        caption = f"{self.axes.title}: {self.axes.y}"
        yield Grid(caption, (self.axes.x, *self.lines), rows)
        yield from map(Words, self.notes)


@in_a_cell
def plot(
    title: str,
    at: tuple[str, Sequence[int]],
    y: str,
    lines: Mapping[str, Line],
    notes: Sequence[str] = (),
) -> Plot:
    """Plot lines over the same points, both axes by powers of ten.

    ``at`` is what the points are, and the points; ``y`` what is measured there, with
    its unit. A line has a figure above 0 for each point, or None where there is none.
    Raises ``ValueError`` for a line that has not.
    """
    x, points = at
    for name, line in lines.items():
        if len(line) != len(points):
            what = f"{name!r} has {len(line)} figures for {len(points)} points"
            raise ValueError(f"{what}; put None where there is none")
        if any(one is not None and one <= 0 for one in line):
            raise ValueError(f"{name!r} has a figure that is not above 0")
    return Plot(Axes(title, x, y), points, lines, notes)


def drawn(picture: Picture) -> str:
    """Draw a picture with pygal; the same figures give the same SVG on the same day."""
    chart_of, style_of = _pygal()
    labels = _labels([*picture.lines.values()])
    style = style_of(
        # the same in a light and a dark page, since it has a ground of its own
        background="#fff",
        plot_background="#fff",
        foreground="#333",
        foreground_strong="#000",
        foreground_subtle="#666",
        colors=COLOURS,
        font_family="sans-serif",
        guide_stroke_color="#ccc",
        major_guide_stroke_color="#ccc",
        value_label_font_size=15,
        label_font_size=13,
        major_label_font_size=13,
        title_font_size=16,
    )
    chart = chart_of(
        style=style,
        logarithmic=True,
        width=720,
        height=450,
        # labels and names need more than pygal reckons
        margin_right=20 + 8 * max(map(len, labels)),
        margin_bottom=50,
        explicit_size=True,
        legend_at_bottom=True,
        legend_at_bottom_columns=2,
        truncate_legend=-1,  # whole names
        title=picture.axes.title,
        x_title=picture.axes.x,
        y_title=picture.axes.y,
        x_labels=[f"{at:,}" for at in picture.at],
        value_formatter=figure,
        y_labels=_powers_of_ten(picture.lines.values()),
        print_labels=True,
        dots_size=4,
        js=(),
        no_prefix=True,
        disable_xml_declaration=True,
    )
    chart.uuid = "plot"
    for number, (name, line) in enumerate(picture.lines.items(), 1):
        dashes = DASHES[number % len(DASHES)]
        # the number stands at the line's end, since no colour may tell it alone
        chart.add(
            f"{number} {name}",
            _labelled(line, labels[number - 1]),
            stroke_style={"width": 2.5, "dasharray": dashes},
        )
    chart.add_xml_filter(_still)
    svg: str = chart.render(is_unicode=True)
    return svg


def _powers_of_ten(lines: Iterable[Line]) -> list[float]:
    """Return the powers of ten that hold all figures between them."""
    figures = [one for line in lines for one in line if one is not None]
    first, last = math.log10(min(figures)), math.log10(max(figures))
    return [10.0**power for power in range(math.floor(first), math.ceil(last) + 1)]


def _labels(lines: Sequence[Line]) -> list[str]:
    """Return what stands at the end of each line: its number, from 1.

    Lines whose ends are too near for two numbers share one label, at the last of them.
    """
    labels = [""] * len(lines)
    for together in _near(lines):
        said = ", ".join(str(one + 1) for one in sorted(together))
        labels[together[-1]] = said
    return labels


def _near(lines: Sequence[Line]) -> list[list[int]]:
    """Group lines, by their places, whose ends are near each other, from below."""
    needed = NEAR * max(1, len(_powers_of_ten(lines)) - 1)
    ends = [(_end(line), math.log10(line[_end(line)] or 1)) for line in lines]
    order = sorted(range(len(lines)), key=lambda number: ends[number])
    groups = [order[:1]]
    for below, number in pairwise(order):
        (at, low), (here, high) = ends[below], ends[number]
        if at == here and high - low < needed:
            groups[-1].append(number)
        else:
            groups.append([number])
    return groups


def _end(line: Line) -> int:
    return max((place for place, one in enumerate(line) if one is not None), default=0)


def _labelled(line: Line, label: str) -> list[Any]:
    """Return the points of a line for pygal, the last of them with a label."""
    points: list[Any] = [*line]
    points[_end(line)] = {"value": points[_end(line)], "label": label}
    return points


def _still(svg: Any) -> Any:
    """Take out what is for pygal's script, which no image runs."""
    for parent in [*svg.iter()]:
        for child in [*parent]:
            # a comment's tag is a function
            if str(child.tag).rpartition("}")[2] in ("script", "desc"):
                parent.remove(child)
    return svg


def _pygal() -> tuple[Any, Any]:
    """Import pygal's chart of lines and its style, and nothing else of it.

    For packages that extend it, it also sets a finder of modules that no Python since
    3.12 asks, and for which Python 3.11 warns at each later import.
    """
    from pygal import Line
    from pygal.style import Style

    # and no other: importlib_metadata, which pygal imports, puts one there for good
    sys.meta_path[:] = [one for one in sys.meta_path if hasattr(one, "find_spec")]
    return Line, Style


def figure(value: float | None) -> str:
    """Write a figure with two digits that count, or as a whole number above 10."""
    if value is None:
        return "-"
    if value >= 10:  # noqa: PLR2004  # a figure of two digits
        return f"{value:,.0f}"
    return f"{value:.2g}"
