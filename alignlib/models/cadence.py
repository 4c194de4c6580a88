"""
Play with the time between two reviews: what a plan loses, and what reviews cost.

It is an illustration. How quickly work loses its reason, and how much a review mends, are its
assumptions, and not its findings.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

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
    SMALL,
    beside,
    key,
    panel,
    sheet,
    styled,
)
from alignlib.charts.words import sentences
from alignlib.models.controlling import int_sliders
from alignlib.models.drift import MONTHS, WORKING_DAYS, Drift

if TYPE_CHECKING:
    from ipywidgets import IntSlider
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

TITLE = "Drift: how much of the work still fits, and where five years go"
BELOW = "What is hatched is work that goes past what is needed by then."

LEFT, RIGHT = 1.75, 6.95
"""Inches from the sheet's edge to the first month and to the last."""

HIGH, GAP, PITCH, FOOT = 1.75, 0.75, 0.46, 0.5
"""Inches for the curve, between the two frames, for a bar, and below them."""

THICK = 0.52
"""A bar's share of its row."""

STEP = 0.5
"""Months from one point of the curve to the next: fine enough to look round."""

CROWD = 24
"""So many reviews still have room for diamonds of full size."""

NEAR = 12
"""Two ends of curves that are so close share one line of words."""

SLIDERS = {
    "at_start": ("Of 100 pieces of work, fit at the start", 100, 0, 100),
    "pace": ("Lose their reason each month, in 100", 3, 0, 10),
    "every": ("Months between reviews (0 = none)", 0, 0, 36),
    "mends": ("Misfits that a review mends, in 100", 80, 0, 100),
    "days": ("Working days that a review takes", 3, 0, WORKING_DAYS),
}
"""Each control: its words, where it starts, and its two ends."""


def sliders(**start: int) -> dict[str, IntSlider]:
    """A slider for each number of `cadence_and_drift`, for `ipywidgets.interact`."""
    return int_sliders(SLIDERS, start, words_width="19em", width="46em")


@styled
def cadence_and_drift(
    at_start: float = 100, pace: float = 3, every: float = 0, mends: float = 80, days: float = 3
) -> Chart:
    """
    Five years of work on a plan, with a review every so many months (0: none).

    Of 100 pieces of work `at_start` fit at first. Each month `pace` in a hundred of them lose
    their reason. A review mends `mends` in a hundred of those that do not fit, and takes `days`
    working days. The same plan without any review stands beside it. Raises `LearnerError` for a
    number that makes no sense.
    """
    plan = Drift(at_start, pace, every, mends, days)
    return Chart(_figure(plan, replace(plan, every=0)), _alt(plan, replace(plan, every=0)))


def _figure(plan: Drift, never: Drift) -> Figure:
    bars = [("With these\nreviews", plan), ("Without\nany review", never)]
    bars = bars if plan.reviews else bars[1:]
    lower = HEAD + HIGH + GAP
    figure = sheet(TITLE, BELOW, lower + len(bars) * PITCH + FOOT)
    curve = panel(figure, LEFT, HEAD, RIGHT - LEFT, HIGH)
    _curves(curve, plan, never)
    rows = panel(figure, LEFT, lower, RIGHT - LEFT, len(bars) * PITCH)
    rows.set_xlim(0, MONTHS)
    rows.set_ylim(len(bars) - 0.5, -0.5)
    rows.set_xticks([])
    rows.set_yticks([])
    for row, (words, drift) in enumerate(bars):
        _bar(rows, row, words, drift)
    key(figure, _key(plan))
    return figure


def _curves(axes: Axes, plan: Drift, never: Drift) -> None:
    """How many of 100 pieces fit, month by month: down by drift, up by each review."""
    axes.set_xlim(0, MONTHS)
    axes.set_ylim(-4, 108)
    axes.set_xticks(range(0, MONTHS + 1, 12))
    axes.set_yticks([0, 50, 100])
    axes.grid(visible=True, axis="both", color=FAINT, linewidth=0.6)
    axes.set_xlabel("months from the day on which the plan was made")
    months, fits = _points(plan)
    axes.fill_between(
        months, fits, 100, facecolor="white", edgecolor=ORANGE, hatch=HATCH, linewidth=0,
        gid="misfit",
    )  # fmt: skip
    axes.plot(months, fits, color=BLUE, linewidth=2.0, gid="fit")
    look = LOOKS["gate"] | ({"markersize": 5} if len(plan.reviews) > CROWD else {})
    for stretch in plan.stretches[1:]:
        axes.plot([stretch.begin], [stretch.fit], **look, gid="review")
    beside(
        axes, 50, "Of 100 pieces\nof work, so\nmany fit", MARGIN - LEFT, size=SMALL, weight="bold"
    )
    right = RIGHT - LEFT + 0.12
    ends = f"{plan.at_end:.0f} fit on the last day"
    if not plan.reviews:
        beside(axes, _within(plan.at_end), ends, right, size=SMALL, weight="bold")
        return
    axes.plot(*_points(never), color=INK, linewidth=1.2, linestyle="--", gid="never")
    if abs(plan.at_end - never.at_end) < 2 * NEAR:
        both = f"{ends},\n{never.at_end:.0f} without any review"
        beside(axes, _within(plan.at_end), both, right, size=SMALL, weight="bold")
        return
    beside(axes, _within(plan.at_end), ends, right, size=SMALL, weight="bold")
    told = f"{never.at_end:.0f} without any review"
    beside(axes, _within(never.at_end), told, right, size=SMALL, color=MUTED)


def _within(fit: float) -> float:
    """A height at which two lines of words stay inside the frame."""
    return min(max(fit, NEAR), 100 - NEAR)


def _points(drift: Drift) -> tuple[list[float], list[float]]:
    """The curve: points along each stretch, and straight up where a review comes."""
    months: list[float] = []
    fits: list[float] = []
    for stretch in drift.stretches:
        steps = max(1, round((stretch.end - stretch.begin) / STEP))
        for n in range(steps + 1):
            since = (stretch.end - stretch.begin) * n / steps
            months.append(stretch.begin + since)
            fits.append(stretch.after(since))
    return months, fits


def _bar(axes: Axes, row: int, words: str, drift: Drift) -> None:
    """Where the five years go: work that fits, work that does not, and reviews."""
    begin = 0.0
    parts: tuple[tuple[str, float, dict[str, Any]], ...] = (
        ("useful", drift.useful, {"facecolor": BLUE, "edgecolor": BLUE}),
        ("missed", drift.missed, {"facecolor": "white", "edgecolor": ORANGE, "hatch": HATCH}),
        ("in reviews", drift.in_reviews, {"facecolor": INK, "edgecolor": INK}),
    )
    for name, months, look in parts:
        if months:
            axes.barh(row, months, THICK, begin, **look, gid=name)
        begin += months
    beside(axes, row, words, MARGIN - LEFT, size=SMALL, weight="bold")
    told = f"{drift.useful:.1f} of {MONTHS} months\nof work that fits"
    beside(axes, row, told, RIGHT - LEFT + 0.12, size=SMALL, color=MUTED)


def _key(plan: Drift) -> list[Artist]:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    shown: list[Artist] = [
        Patch(facecolor=BLUE, edgecolor=BLUE, label="work that fits"),
        Patch(facecolor="white", edgecolor=ORANGE, hatch=HATCH, label="work that does not"),
    ]
    if plan.reviews:
        shown += [
            Patch(facecolor=INK, edgecolor=INK, label="time in reviews"),
            Line2D([], [], **LOOKS["gate"], label="review"),
            Line2D([], [], color=INK, linewidth=1.2, linestyle="--", label="without any review"),
        ]
    return shown


def _alt(plan: Drift, never: Drift) -> str:
    world = (
        f"Of 100 pieces of work {plan.at_start:g} fit at the start, and {plan.pace:g} in 100 of "
        "those lose their reason each month."
    )
    if not plan.reviews:
        return sentences(
            world,
            f"There is no review in five years, and on the last day {plan.at_end:.0f} fit.",
            _spent(plan),
        )
    reviews = (
        f"{_how_often(plan)} mends {plan.mends:g} in 100 misfits and takes {_days(plan.days)}."
    )
    ends = (
        f"On the last day {plan.at_end:.0f} fit; without any review it would be {never.at_end:.0f}."
    )
    beside_it = f"Without any review, {never.useful:.1f} months would fit."
    return sentences(world, reviews, ends, _spent(plan), beside_it)


def _spent(plan: Drift) -> str:
    reviews = f" and {plan.in_reviews:.1f} go into reviews" if plan.reviews else ""
    return f"Of {MONTHS} months of work, {plan.useful:.1f} fit, {plan.missed:.1f} do not{reviews}."


def _how_often(plan: Drift) -> str:
    if len(plan.reviews) == 1:
        return f"There is one review, after {plan.every:g} months; it"
    apart = "month" if plan.every == 1 else f"{plan.every:g} months"
    return f"There are {len(plan.reviews)} reviews, one every {apart}; each"


def _days(days: float) -> str:
    return "1 working day" if days == 1 else f"{days:g} working days"
