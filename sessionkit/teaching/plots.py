"""Figures in a notebook: a picture of lines, what it shows in words, and its table.

The picture is pygal's, an SVG within the page: it needs no network, no front end of its
own and no compiled code, so it is there in JupyterLab and in a browser's Python.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from importlib.util import find_spec
from typing import Any, Final
from urllib.parse import quote

from sessionkit.traces.html import EMPTY, Markup
from sessionkit.traces.shown import Grid, Part, Shown, Words

COLOURS: Final = ("#0072b2", "#d55e00", "#007a5e", "#a6527f")
"""Told apart with any kind of colour blindness (https://jfly.uni-koeln.de/color/)."""
DASHES: Final = ("", "8, 4", "2, 4", "12, 4, 2, 4")
SAFE: Final = " /:=;,'()#"
"""What an address of data may hold unquoted, between double quotes."""

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
            f"{self.at[-1]:,}; both axes in equal steps of multiplying. {lines}."
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
    from pygal import Line as Chart
    from pygal.style import Style

    style = Style(
        # the same in a light and a dark page, since it has a ground of its own
        background="#fff",
        plot_background="#fff",
        foreground="#333",
        foreground_strong="#000",
        foreground_subtle="#666",
        colors=COLOURS,
        font_family="sans-serif",
        label_font_size=13,
        major_label_font_size=13,
        title_font_size=16,
    )
    chart: Any = Chart(
        style=style,
        logarithmic=True,
        width=720,
        height=400,
        explicit_size=True,
        legend_at_bottom=True,
        legend_at_bottom_columns=2,
        title=picture.axes.title,
        x_title=picture.axes.x,
        y_title=picture.axes.y,
        x_labels=[f"{at:,}" for at in picture.at],
        value_formatter=figure,
        js=(),
        no_prefix=True,
        disable_xml_declaration=True,
    )
    chart.uuid = "plot"
    for number, (name, line) in enumerate(picture.lines.items()):
        dashes = DASHES[number % len(DASHES)]
        chart.add(name, line, stroke_style={"width": 2, "dasharray": dashes})
    svg: str = chart.render(is_unicode=True)
    return svg


def figure(value: float | None) -> str:
    """Write a figure with two digits that count, or as a whole number above 10."""
    if value is None:
        return "-"
    if value >= 10:  # noqa: PLR2004  # a figure of two digits
        return f"{value:,.0f}"
    return f"{value:.2g}"
