"""
Play with two horizons: a technology roadmap on the way to a business goal.

It is an illustration. That decisions go out of date after so many months is its assumption, and
not its finding.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from alignlib.charts.chart import Chart
from alignlib.charts.horizon_timeline import LOOKS
from alignlib.charts.sheet import (
    BLUE,
    FAINT,
    HATCH,
    HEAD,
    INK,
    MARGIN,
    MUTED,
    ORANGE,
    RED,
    SMALL,
    beside,
    key,
    panel,
    sheet,
    styled,
)
from alignlib.charts.words import listing, sentences
from alignlib.diagnostics.horizon_fit import LONGEST_MONTHS
from alignlib.models.controlling import int_sliders
from alignlib.models.roadmap import REVIEW_MONTHS, Roadmap

if TYPE_CHECKING:
    from ipywidgets import IntSlider
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

TITLE = "Two horizons: a goal, a roadmap, and how old the decisions are"
BELOW = "Months from today. What is hatched follows decisions that are out of date."

LEFT, RIGHT = 1.75, 6.95
"""Inches from the sheet's edge to month 0 and to the last month."""

PITCH, GAP, AGES, FOOT = 0.46, 0.3, 1.35, 1.0
"""Inches for a row, between the two frames, for the ages, and below them."""

THICK = 0.52
"""A bar's share of its row."""

LEAST_MONTHS, LEAST_AGE = 72, 54
"""The two scales reach at least so far, in months: a roadmap that shrinks is seen to shrink."""

LEAST_TICK = 9
"""A fresh time up to which its number and the 0 would stand in each other's way."""

CROWD = 24
"""So many reviews still have room for diamonds of full size."""

SLIDERS = {
    "work": ("Months of work on the roadmap", 54, 1, 72),
    "first_review": ("First review after (0 = never)", 0, 0, 72),
    "then_every": ("Then again every (0 = no more)", 0, 0, 36),
    "due": ("The goal is due after", 60, 6, 96),
    "fresh": ("Decisions stay fresh for", 24, 6, 48),
}
"""Each control: its words, where it starts, and its two ends, in months."""


def sliders(**start: int) -> dict[str, IntSlider]:
    """A slider for each number of `two_horizons`, for `ipywidgets.interact`."""
    return int_sliders(SLIDERS, start, words_width="17em", width="46em")


@styled
def two_horizons(
    work: float = 54,
    first_review: float = 0,
    then_every: float = 0,
    due: float = 60,
    fresh: float = LONGEST_MONTHS,
) -> Chart:
    """
    A roadmap of so many months of work towards a goal that is due after so many months.

    It is reviewed after `first_review` months, and then again every `then_every` months (0:
    never). Its decisions count as out of date after `fresh` months without a review.
    Raises `LearnerError` for a number that makes no roadmap.
    """
    road = Roadmap(work, first_review, then_every, due, fresh)
    return Chart(_figure(road), _alt(road))


def _figure(road: Roadmap) -> Figure:
    lower = HEAD + 2 * PITCH + GAP
    figure = sheet(TITLE, BELOW, lower + AGES + FOOT)
    last = 1.03 * max(road.end, road.due, LEAST_MONTHS)
    rows = panel(figure, LEFT, HEAD, RIGHT - LEFT, 2 * PITCH)
    rows.set_xticks([])
    rows.set_yticks([])
    rows.set_xlim(0, last)
    rows.set_ylim(1.5, -0.5)
    _goal(rows, road)
    _work(rows, road)
    ages = panel(figure, LEFT, lower, RIGHT - LEFT, AGES)
    ages.set_xlim(0, last)
    _ages(ages, road)
    for axes in (rows, ages):
        axes.axvline(road.due, color=MUTED, linestyle=":", linewidth=1.2)
    key(figure, _key())
    return figure


def _goal(axes: Axes, road: Roadmap) -> None:
    axes.barh(0, road.due, THICK, 0, color=BLUE, edgecolor=BLUE, gid="goal")
    axes.plot([road.due], [0], **LOOKS["missed" if road.late else "met"], gid="due")
    _name(axes, 0, "Business goal")
    words = f"due in month {road.due:g}"
    told = f"{words}\nmissed by {_months(road.late)}" if road.late else words
    beside(axes, 0, told, RIGHT - LEFT + 0.12, size=SMALL, color=RED if road.late else MUTED)


def _work(axes: Axes, road: Roadmap) -> None:
    for begin, end in road.stretches:
        fresh = min(end, begin + road.fresh)
        axes.barh(1, fresh - begin, THICK, begin, color=ORANGE, edgecolor=ORANGE, gid="fresh")
    for begin, end in road.dated:
        axes.barh(
            1, end - begin, THICK, begin, color="white", edgecolor=ORANGE, hatch=HATCH,
            gid="dated",
        )  # fmt: skip
    look = LOOKS["gate"] | ({"markersize": 5} if len(road.reviews) > CROWD else {})
    for month in road.reviews:
        axes.plot([month], [1], **look, gid="review")
    _name(axes, 1, "Technology\nroadmap")
    words = f"ends in month {road.end:g}"
    told = f"{words}\nout of date: {_months(road.months_dated)}" if road.dated else words
    beside(axes, 1, told, RIGHT - LEFT + 0.12, size=SMALL, color=RED if road.dated else MUTED)


def _ages(axes: Axes, road: Roadmap) -> None:
    """The age of the decisions: it grows by a month a month, and falls to 0 at each review."""
    top = 1.15 * max(road.oldest, road.fresh, LEAST_AGE)
    axes.set_ylim(0, top)
    axes.set_xticks(range(0, int(axes.get_xlim()[1]) + 1, 12))
    axes.set_yticks([0, road.fresh] if road.fresh > LEAST_TICK else [road.fresh])
    axes.grid(visible=True, axis="x", color=FAINT, linewidth=0.6)
    axes.set_xlabel("months from today")
    axes.axhline(road.fresh, color=MUTED, linestyle="--", linewidth=1.2, gid="limit")
    for begin, end in road.stretches:
        axes.plot([begin, end], [0, end - begin], color=INK, linewidth=1.8, gid="age")
        axes.plot([end, end], [end - begin, 0], color=INK, linewidth=0.8, linestyle=":")
    for begin, end in road.dated:
        axes.fill_between(
            [begin, end], road.fresh, [road.fresh, road.fresh + end - begin],
            facecolor="white", edgecolor=RED, hatch=HATCH, linewidth=0, gid="too old",
        )  # fmt: skip
    _name(axes, top / 2, "Age of the\ndecisions,\nin months")
    right = RIGHT - LEFT + 0.12
    beside(axes, road.fresh, "out of date above\nthis line", right, size=SMALL, color=MUTED)
    # At the end of the frame that the dashed line leaves free.
    place = top * (0.08 if road.fresh > top / 2 else 0.92)
    kept, color = ("kept", MUTED) if road.keeps_rule else ("broken", RED)
    beside(axes, place, f"{LONGEST_MONTHS}-month rule: {kept}", right, size=SMALL, color=color)


def _name(axes: Axes, row: float, words: str) -> None:
    beside(axes, row, words, MARGIN - LEFT, size=SMALL, weight="bold")


def _key() -> list[Artist]:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    return [
        Patch(facecolor=ORANGE, edgecolor=ORANGE, label="fresh"),
        Patch(facecolor="white", edgecolor=ORANGE, hatch=HATCH, label="out of date"),
        Line2D([], [], **LOOKS["gate"], label="review"),
        Line2D([], [], **LOOKS["met"], label="due date kept"),
        Line2D([], [], **LOOKS["missed"], label="due date missed"),
    ]


def _months(number: float) -> str:
    return f"{number:g} month{'' if number == 1 else 's'}"


def _alt(road: Roadmap) -> str:
    return sentences(_shape(road), _in_time(road), _in_date(road), _rule(road))


def _shape(road: Roadmap) -> str:
    head = f"A roadmap of {_months(road.work)} of work, for a goal due in month {road.due:g}"
    if not road.reviews:
        return f"{head}. It is never reviewed."
    times = "once" if len(road.reviews) == 1 else f"{len(road.reviews)} times"
    months = listing(f"{month:g}" for month in road.reviews)
    return f"{head}. It is reviewed {times}, in month {months}."


def _in_time(road: Roadmap) -> str:
    taken = f", because its reviews take {_months(REVIEW_MONTHS * len(road.reviews))}"
    ends = f"It ends in month {road.end:g}{taken if road.reviews else ''}"
    if road.late:
        return f"{ends}: {_months(road.late)} late."
    return f"{ends}: in time."


def _in_date(road: Roadmap) -> str:
    if not road.dated:
        return (
            f"Its decisions are never older than {_months(road.oldest)}, and stay fresh for "
            f"{_months(road.fresh)}."
        )
    spans = listing(f"month {a:g} to month {b:g}" for a, b in road.dated)
    return (
        f"From {spans} it follows decisions that are older than {_months(road.fresh)}: "
        f"{_months(road.months_dated)} in all."
    )


def _rule(road: Roadmap) -> str:
    rule = f"The {LONGEST_MONTHS}-month rule (no longer, or with a review)"
    if road.keeps_rule:
        return f"{rule} is kept."
    return f"{rule} is broken."
