"""The sheet that every chart is drawn on: its style, its places in inches, text that fits."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache, wraps
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from alignlib.errors import LearnerError

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

P = ParamSpec("P")
R = TypeVar("R")

WIDTH = 9.0
"""Inches: the width of a notebook's output on a small laptop."""

MARGIN = 0.2
"""Inches that stay free at each side."""

HEAD = 0.74
"""Inches for the title and the line below it."""

DPI = 120
"""Sharp enough on today's screens; a chart is then 50 to 200 kB."""

TITLE, BODY, SMALL = 13.0, 9.5, 9.0
"""Sizes of text in points. Nothing is smaller than `SMALL`."""

INK, MUTED, FAINT = "#1b1f24", "#57606a", "#c9d1d9"
"""Text, second text, and lines that only guide the eye."""

BLUE, ORANGE, RED = "#1f5a96", "#c2570c", "#b3261e"
"""
Business, technology, and what to look at. Each has 4.5 to 1 against white, and the first two
stay apart for every kind of colour blindness; hatches, shapes and words say the same.
"""

HATCH = "////"
"""What tells the second of two kinds of bars from the first."""

MOST_ROWS = 60
"""Rows that a chart can show before nobody can read it."""

BEHIND = {"facecolor": "white", "edgecolor": "none", "pad": 1.5}
"""A white ground for words that stand on thin lines."""

STYLE: dict[str, Any] = {
    "font.family": ["DejaVu Sans"],  # comes with matplotlib: the same on every system
    "font.size": BODY,
    "text.color": INK,
    "text.parse_math": False,  # "$" in a firm's texts is a dollar
    "axes.edgecolor": MUTED,
    "axes.labelcolor": MUTED,
    "axes.labelsize": SMALL,
    "axes.axisbelow": True,
    "xtick.color": MUTED,
    "xtick.labelsize": SMALL,
    "ytick.color": MUTED,
    "ytick.labelsize": SMALL,
    "hatch.linewidth": 1.0,
    "legend.fontsize": SMALL,
    "legend.frameon": False,
}


@contextmanager
def style() -> Iterator[None]:
    """Our style alone, whatever a notebook has set; it is set back afterwards."""
    from matplotlib import style as styles

    with styles.context(["default", STYLE]):
        yield


def styled(draw: Callable[P, R]) -> Callable[P, R]:
    """A chart function that draws in our style."""

    @wraps(draw)
    def inside(*args: P.args, **kwargs: P.kwargs) -> R:
        with style():
            return draw(*args, **kwargs)

    return inside


def sheet(title: str, below: str, height: float) -> Figure:
    """A white sheet, so many inches high, with a title and a line that says how to read it."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH, height), dpi=DPI, facecolor="white")
    room = WIDTH - 2 * MARGIN
    for words, size, color, bold, top in (
        (title, TITLE, INK, True, 0.32),
        (below, SMALL, MUTED, False, 0.56),
    ):
        figure.text(
            MARGIN / WIDTH,
            1 - top / height,
            fitted(words, room, size=size, bold=bold),
            size=size,
            color=color,
            weight="bold" if bold else "normal",
        )
    return figure


def blank(title: str, why: str) -> Figure:
    """A sheet that says why there is nothing on it."""
    figure = sheet(title, "", HEAD + 0.6)
    figure.text(MARGIN / WIDTH, 0.35, fitted(why, WIDTH - 2 * MARGIN, lines=2), color=MUTED)
    return figure


def panel(figure: Figure, left: float, top: float, width: float, height: float) -> Axes:
    """A frame on the sheet, in inches from its upper left corner, without spines."""
    whole_width, whole_height = figure.get_size_inches()
    axes = figure.add_axes(
        (
            left / whole_width,
            1 - (top + height) / whole_height,
            width / whole_width,
            height / whole_height,
        )
    )
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.tick_params(length=0)
    axes.patch.set_visible(False)
    return axes


def plain(figure: Figure, left: float, top: float, width: float, height: float) -> Axes:
    """A frame without any axis, whose units are inches from its upper left corner."""
    axes = panel(figure, left, top, width, height)
    axes.set_xlim(0, width)
    axes.set_ylim(height, 0)
    axes.set_xticks([])
    axes.set_yticks([])
    return axes


def beside(axes: Axes, row: float, words: str, inches: float, **look: Any) -> None:
    """Words on a row, so many inches from the left edge of the frame; below 0 to its left."""
    width = axes.get_position().width * WIDTH
    place: dict[str, Any] = {"transform": axes.get_yaxis_transform(), "va": "center"}
    axes.text(inches / width, row, words, linespacing=1.1, **place, **look)


def key(figure: Figure, handles: Sequence[Artist], left: float = MARGIN) -> None:
    """What the shapes mean, in one line at the foot of the sheet."""
    width, height = figure.get_size_inches()
    figure.legend(
        handles=list(handles),
        loc="lower left",
        bbox_to_anchor=(left / width, 0.08 / height),
        ncols=len(handles),
        borderpad=0,
        borderaxespad=0,
        handlelength=1.9,
        handleheight=0.9,
        columnspacing=1.5,
        labelcolor=INK,
    )


def symbol(shape: str, edge: str, face: str, size: float, width: float = 1.8) -> dict[str, Any]:
    """How a symbol looks in `plot` and in the key: its size and its edge's width in points."""
    return {
        "marker": shape,
        "linestyle": "",
        "markeredgecolor": edge,
        "markerfacecolor": face,
        "markersize": size,
        "markeredgewidth": width,
    }


@cache
def _measure(text: str, size: float, bold: bool) -> float:
    from matplotlib.backends.backend_agg import RendererAgg
    from matplotlib.font_manager import FontProperties

    font = FontProperties(
        family=STYLE["font.family"], size=size, weight="bold" if bold else "normal"
    )
    width, _, _ = RendererAgg(8, 8, DPI).get_text_width_height_descent(text, font, ismath=False)
    return float(width) / DPI


def width_of(text: str, size: float = BODY, bold: bool = False) -> float:
    """How many inches a line of text takes."""
    return _measure(text, size, bold)


def fitted(
    text: object, inches: float, lines: int = 1, size: float = BODY, bold: bool = False
) -> str:
    r"""
    A text broken into so many lines that are at most so wide; what is left over is cut.

    >>> fitted("Deliver on the promised day", 1.2, lines=2)
    'Deliver on the\npromised day'
    >>> fitted("Deliver on the promised day", 1.2)
    'Deliver on the…'
    """
    words = said(text).split()
    made: list[str] = []
    while words and len(made) < lines:
        line = words.pop(0)
        while words and width_of(f"{line} {words[0]}", size, bold) <= inches:
            line = f"{line} {words.pop(0)}"
        made.append(line)
    if words:
        made[-1] += "…"
    return "\n".join(_cut(line, inches, size, bold) for line in made)


def _cut(line: str, inches: float, size: float, bold: bool) -> str:
    if width_of(line, size, bold) <= inches:
        return line
    line = line.removesuffix("…")
    while line and width_of(f"{line}…", size, bold) > inches:
        line = line[:-1]
    return f"{line.rstrip()}…"


def said(value: object) -> str:
    """
    A cell as text; a missing one is empty.

    >>> said("Route planner"), said(None), said(float("nan"))
    ('Route planner', '', '')
    """
    missing = value is None or value != value  # noqa: PLR0124 - NaN is not itself
    return "" if missing else str(value)


def asked(chart: str, **tables: tuple[pd.DataFrame, tuple[str, ...]]) -> None:
    """
    Hold the tables against what a chart needs of them.

    Raises `LearnerError` naming a missing column, or a table that is too long to be read.
    """
    for name, (table, columns) in tables.items():
        missing = [column for column in columns if column not in table]
        if missing:
            raise LearnerError(
                f"The chart {chart} needs the column {missing[0]!r} in the table {name}, which "
                f"has {', '.join(map(str, table.columns)) or 'no columns'}. Hand in the case's "
                "table with that column."
            )


def readable(chart: str, rows: int, what: str, most: int = MOST_ROWS) -> None:
    """Raises `LearnerError` where a chart would have more rows than anybody can read."""
    if rows > most:
        raise LearnerError(
            f"The chart {chart} has room for {most} {what}; there are {rows:,}. Choose the rows "
            "that you want to see, and hand in those alone."
        )
