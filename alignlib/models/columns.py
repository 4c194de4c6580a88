"""Two columns of named things with lines between them: what the models that are maps draw with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alignlib.charts.sheet import BODY, INK, MARGIN, RED, SMALL, WIDTH, fitted

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LEFT, RIGHT = 3.55, 5.45
"""Inches from the sheet's edge to the signs of the two columns."""

HEADING = 0.34
"""Inches above the first row."""

CODE, LINE = 0.34, 0.17
"""Inches for a thing's code, and from its text to the note below it."""


def row_at(number: int, of: int, height: float) -> float:
    """Where the row of a number lies in a column of so many, which is so many inches high."""
    return HEADING + (number + 0.5) * height / of


def join(axes: Axes, left: float, right: float, firm: float | None, gid: str) -> None:
    """A line from a row at the left to one at the right: whole and `firm` wide, else dashed red."""
    axes.plot(
        [LEFT + 0.14, RIGHT - 0.14],
        [left, right],
        color=INK if firm else RED,
        linewidth=firm or 1.2,
        linestyle="-" if firm else (0, (3, 3)),
        gid=gid,
    )


def name_beside(axes: Axes, row: float, words: tuple[str, str, str], color: str, side: str) -> None:
    """The code beside a sign of the "left" or "right" column; beyond it text, and note below."""
    outward, hold = (1, "left") if side == "right" else (-1, "right")
    edge = (RIGHT if side == "right" else LEFT) + outward * 0.2
    code, text, note = words
    axes.text(edge, row, code, weight="bold", ha=hold, va="center")
    edge += outward * CODE
    room = (WIDTH - edge if hold == "left" else edge) - MARGIN
    axes.text(edge, row - LINE / 2, fitted(text, room), size=BODY, ha=hold, va="center")
    lower = row + LINE / 2
    axes.text(edge, lower, fitted(note, room, size=SMALL), size=SMALL, color=color,
              ha=hold, va="center")  # fmt: skip
