"""Horizon timeline: when initiatives run, against the days on which their objectives are due."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from alignlib.charts.chart import Chart, nothing
from alignlib.charts.runs import Run, runs_of
from alignlib.charts.sheet import (
    BLUE,
    HATCH,
    HEAD,
    INK,
    MARGIN,
    MUTED,
    RED,
    SMALL,
    asked,
    beside,
    fitted,
    key,
    panel,
    readable,
    sheet,
    styled,
    symbol,
    width_of,
)
from alignlib.charts.time_axis import place, spread, stamps, time_axis
from alignlib.charts.words import count, day, listing, sentences
from alignlib.diagnostics.horizon_fit import LONGEST_MONTHS
from alignlib.diagnostics.reading import live, serving

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

NAME = "horizon_timeline"
TITLE = "Initiatives over time, against the due dates of their objectives"
BELOW = "A dotted line is the day on which an objective is due; its code stands above."

LEFT, RIGHT = 2.55, 7.15
"""Inches from the sheet's edge to the first and the last day."""

PITCH, FOOT = 0.37, 0.85
CODES = 0.42
"""Inches above the days for the codes of what is due."""

THICK = 0.5
"""A bar's share of its row."""

LOOKS = {
    "24": symbol("|", MUTED, MUTED, 11.0, 1.6),
    "met": symbol("o", INK, "white", 6.5, 1.6),
    "missed": symbol("X", "white", RED, 10.0, 1.0),
    "gate": symbol("D", INK, "#ffd966", 8.0, 1.4),
}


@styled
def horizon_timeline(
    initiatives: pd.DataFrame, links: pd.DataFrame, objectives: pd.DataFrame
) -> Chart:
    """
    Initiatives as bars in the order in which they start, and the days they have to meet.

    On each row a circle is the due date of a live objective that the initiative serves; it is
    a cross where the initiative still runs on that day. A diamond is a review gate. The bar is
    hatched from 24 months after its start on. An initiative without a start or an end has no
    bar, and says so; a strength of 0 is no link.
    """
    asked(
        NAME,
        initiatives=(initiatives, ("initiative", "title", "start", "end")),
        links=(links, ("initiative", "objective", "strength")),
        objectives=(objectives, ("objective", "status", "due")),
    )
    readable(NAME, len(initiatives), "initiatives")
    goals = live(objectives)
    stated = zip(goals["objective"], stamps(goals["due"]), strict=True)
    due = {str(code): date for code, date in stated if date is not None}
    runs, undated = runs_of(initiatives, serving(links, objectives), due)
    if not runs:
        return nothing(TITLE, "no initiative with a start and an end")
    return Chart(_figure(runs, undated, due), _alt(runs, undated, due))


def _figure(
    runs: list[Run], undated: list[tuple[str, str]], due: dict[str, pd.Timestamp]
) -> Figure:
    rows = len(runs) + len(undated)
    first = min([*(run.start for run in runs), *due.values()])
    last = max([*(date for run in runs for date in (run.end, run.mark)), *due.values()])
    span = (place(last) - place(first)) or 1.0
    low, high = place(first) - 0.02 * span, place(last) + 0.03 * span
    top = HEAD + CODES
    figure = sheet(TITLE, BELOW, top + rows * PITCH + FOOT)
    axes = panel(figure, LEFT, top, RIGHT - LEFT, rows * PITCH)
    axes.set_xlim(low, high)
    axes.set_ylim(rows - 0.5, -0.5)
    axes.set_yticks([])
    time_axis(axes, pd.Timestamp(low, unit="D"), pd.Timestamp(high, unit="D"))
    axes.set_xlim(low, high)
    _due(axes, due, rows * PITCH)
    for row, run in enumerate(runs):
        _title(axes, row, run.code, run.title)
        color = RED if run.missed or not run.gated else MUTED
        beside(axes, row, "\n".join(run.words), RIGHT - LEFT + 0.12, size=SMALL, color=color)
        _run(axes, run, row)
    for row, (code, title) in enumerate(undated, start=len(runs)):
        _title(axes, row, code, title)
        beside(axes, row, "no dates", RIGHT - LEFT + 0.12, size=SMALL, color=MUTED)
    key(figure, _key())
    return figure


def _due(axes: Axes, due: dict[str, pd.Timestamp], height: float) -> None:
    """A dotted line for each day on which something is due, and above it what."""
    together: dict[float, list[str]] = {}
    for code, date in sorted(due.items(), key=lambda one: (one[1], one[0])):
        together.setdefault(place(date), []).append(code)
    low, high = axes.get_xlim()
    inch = (high - low) / (RIGHT - LEFT)
    words = {x: ", ".join(codes) for x, codes in together.items()}
    room = [(width_of(text, SMALL, bold=True) + 0.08) * inch for text in words.values()]
    sides = axes.get_xaxis_transform()
    for x, at in zip(words, spread(list(words), room), strict=True):
        axes.axvline(x, color=MUTED, linestyle=":", linewidth=1.2, gid=f"due {words[x]}")
        # From the line to its code, which may have had to move aside.
        ends = (1, 1 + 0.05 / height, 1 + (CODES - 0.17) / height)
        axes.plot([x, x, at], ends, color=MUTED, linewidth=0.8, transform=sides, clip_on=False)
        axes.text(
            at, 1 + (CODES - 0.08) / height, words[x], transform=sides, weight="bold", size=SMALL,
            ha="center", va="center",
        )  # fmt: skip


def _title(axes: Axes, row: int, code: str, title: str) -> None:
    beside(axes, row, code, MARGIN - LEFT, weight="bold")
    words = fitted(title, LEFT - MARGIN - 0.6, 2, SMALL)
    beside(axes, row, words, MARGIN - LEFT + 0.42, size=SMALL)


def _run(axes: Axes, run: Run, row: int) -> None:
    start, mark, end = place(run.start), place(run.mark), place(run.end)
    axes.barh(row, min(end, mark) - start, THICK, start, color=BLUE, edgecolor=BLUE, gid=run.code)
    if end > mark:
        axes.barh(
            row, end - mark, THICK, mark, color="white", edgecolor=BLUE, hatch=HATCH,
            gid=f"{run.code} beyond",
        )  # fmt: skip
    else:
        axes.plot([end, mark], [row, row], color=MUTED, linewidth=0.8, zorder=1)
    axes.plot([mark], [row], **LOOKS["24"], gid=f"{run.code} 24")
    for code, date in run.due:
        kind = "missed" if date < run.end else "met"
        axes.plot([place(date)], [row], **LOOKS[kind], gid=f"{run.code}-{code}")
    if run.gate is not None:
        gate = place(run.gate)
        low, high = axes.get_xlim()
        close = 0.14 * (high - low) / (RIGHT - LEFT)
        # It steps aside where it would hide a due date.
        down = 0.3 if any(abs(gate - place(date)) < close for _, date in run.due) else 0
        axes.plot([gate], [row + down], **LOOKS["gate"], gid=f"{run.code} gate")


def _key() -> list[Artist]:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    words = {
        "24": "24 months after start",
        "gate": "review gate",
        "met": "due date kept",
        "missed": "due date missed",
    }
    return [
        Patch(facecolor=BLUE, edgecolor=BLUE, label="runs"),
        Patch(facecolor="white", edgecolor=BLUE, hatch=HATCH, label="past 24 months"),
        *(Line2D([], [], **LOOKS[kind], label=text) for kind, text in words.items()),
    ]


def _alt(runs: list[Run], undated: list[tuple[str, str]], due: dict[str, pd.Timestamp]) -> str:
    first, last = min(run.start for run in runs), max(run.end for run in runs)
    shape = (
        f"Timeline of {count(len(runs), 'initiative')} from {day(first)} to {day(last)}, with "
        f"the due dates of {count(len(due), 'live objective')}."
    )
    bare = [code for code, _ in undated]
    none = f"{listing(bare)} {'has' if len(bare) == 1 else 'have'} no dates." if bare else ""
    return sentences(shape, _late(runs), _long(runs), none)


def _late(runs: list[Run]) -> str:
    late = sorted((run for run in runs if run.missed), key=lambda run: (-run.late, run.code))
    if not late:
        bound = any(run.due for run in runs)
        told = "Every initiative ends by the due dates of the objectives that it serves."
        return told if bound else "None is linked to an objective with a due date."
    latest = []
    for run in late:
        code = max(run.missed, key=lambda one: one[1])[0]
        latest.append(f"{run.code} {run.title} ({count(run.late, 'day')} after {code} is due)")
    if len(late) == 1:
        return f"One ends after the due date of an objective that it serves: {latest[0]}."
    return (
        f"{len(late)} end after the due date of an objective that they serve: {listing(latest, 3)}."
    )


def _long(runs: list[Run]) -> str:
    long = [run for run in runs if run.months]
    if not long:
        return f"None runs for more than {LONGEST_MONTHS} months."
    parts = []
    for gated, words in ((False, "without a review gate"), (True, "with a review gate")):
        named = [f"{r.code} {r.title} ({r.months} months)" for r in long if r.gated == gated]
        parts += [f"{words} {listing(named, 3)}"] if named else []
    verb = "One runs" if len(long) == 1 else f"{len(long)} run"
    return f"{verb} for more than {LONGEST_MONTHS} months: {'; '.join(parts)}."
