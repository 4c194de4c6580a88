"""
Play with controls: what moved, and what the technology did.

It is an illustration. In a real firm nobody knows the true effect, and no slider sets it.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from alignlib.charts.chart import Chart
from alignlib.charts.metric_over_time import LOOKS
from alignlib.charts.sheet import (
    BLUE,
    FAINT,
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
    symbol,
)
from alignlib.charts.words import count, sentences, signed
from alignlib.models.controlling import int_sliders
from alignlib.models.rollout import WEEKS, Rollout

if TYPE_CHECKING:
    from ipywidgets import IntSlider
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

TITLE = "With controls: what moved, and what the technology did"
BELOW = "The means of the sites with it and of those without it, week by week, and what they tell."

LEFT, RIGHT = 1.75, 6.95
"""Inches from the sheet's edge to the first week and to the last."""

TOP = HEAD + 0.22
"""Inches to the first frame: the word above it needs room below the head."""

HEIGHT, GAP, PITCH, FOOT = 2.2, 0.72, 0.5, 0.9
"""Inches for the weeks, between the two frames, for a row of the second, and below it."""

LEAST_VALUES = (44.0, 68.0)
"""The scale of the readings reaches at least so far: a smaller movement is seen to be smaller."""

LEAST_POINTS = 8.0
"""The scale of the effects, to each side of 0."""

APART = 0.4
"""Inches between the labels of two lines."""

NEAR = 0.05
"""Points that one decimal does not show."""

SLIDERS = {
    "effect": ("What the technology really does", 0, -6, 6),
    "trend": ("What moves everywhere anyway", 4, -6, 6),
    "own_trend": ("What moves with it alone, anyway", 0, -6, 6),
    "sites": ("Sites with it, and as many without", 5, 1, 12),
    "noise": ("Chance: how far one week jumps", 2, 0, 6),
    "draw": ("The same again, with other chance", 1, 1, 40),
}
"""Each control: its words, where it starts, and its two ends."""

TRUTH = symbol("D", INK, "white", 9)
ONE_SIDE = symbol("o", BLUE, BLUE, 9)
BOTH_SIDES = symbol("o", INK, INK, 9)
"""How the truth and the two sayings look."""


def sliders(**start: int) -> dict[str, IntSlider]:
    """A slider for each number of `with_controls`, for `ipywidgets.interact`."""
    return int_sliders(SLIDERS, start, words_width="19em", width="48em")


@styled
def with_controls(
    effect: float = 0,
    trend: float = 4,
    own_trend: float = 0,
    sites: int = 5,
    noise: float = 2,
    draw: int = 1,
) -> Chart:
    """
    Ten weeks before the start and ten after it, at sites with a technology and without it.

    Below stand the true effect, what a look at before and after says of it, and what a
    comparison with the sites without it says. The first three numbers are points that a mean
    moves from the first ten weeks to the other ten.
    Raises `LearnerError` for a number that makes no such world.
    """
    world = Rollout(effect, trend, own_trend, sites, noise, draw)
    return Chart(_figure(world), _alt(world))


def _figure(world: Rollout) -> Figure:
    lower = TOP + HEIGHT + GAP
    figure = sheet(TITLE, BELOW, lower + 3 * PITCH + FOOT)
    _weeks(panel(figure, LEFT, TOP, RIGHT - LEFT, HEIGHT), world)
    _effects(panel(figure, LEFT, lower, RIGHT - LEFT, 3 * PITCH), world)
    key(figure, _key())
    return figure


def _weeks(axes: Axes, world: Rollout) -> None:
    means = world.readings.pivot_table("value", "week", "group", aggfunc="mean")
    weeks = [week - WEEKS for week in range(2 * WEEKS)]
    anyway = [world.expected("treated", week + WEEKS, technology=False) for week in weeks]
    for group in LOOKS:
        axes.plot(weeks, means[group], **LOOKS[group], linewidth=2, markersize=5, gid=group)
    axes.plot(weeks[WEEKS:], anyway[WEEKS:], color=INK, linestyle=":", linewidth=2, gid="anyway")
    low, high = LEAST_VALUES
    axes.set_ylim(min(low, means.min().min() - 1), max(high, means.max().max() + 1))
    axes.set_xlim(-WEEKS - 0.5, WEEKS - 0.5)
    axes.set_xticks(range(-WEEKS, WEEKS, 5))
    axes.grid(visible=True, axis="y", color=FAINT, linewidth=0.6)
    axes.axvline(-0.5, color=INK, linewidth=1.4)
    axes.text(
        0.5, 1.02, "it starts", transform=axes.transAxes, size=SMALL, ha="center", va="bottom"
    )
    axes.set_xlabel("weeks from the start")
    ends = {
        "with it": (means["treated"].iloc[-1], BLUE),
        "without it": (means["control"].iloc[-1], ORANGE),
        "with it, had it\nnever come": (anyway[-1], INK),
    }
    _labels(axes, ends)
    what, middle = "Satisfied\ncustomers in\na hundred", sum(axes.get_ylim()) / 2
    beside(axes, middle, what, MARGIN - LEFT, size=SMALL, weight="bold")


def _labels(axes: Axes, ends: dict[str, tuple[float, str]]) -> None:
    """At the end of each line whose it is, moved apart where lines end close together."""
    low, high = axes.get_ylim()
    order = sorted(ends, key=lambda words: -ends[words][0])
    at = [(ends[words][0] - low) / (high - low) * HEIGHT for words in order]
    at[0] = min(at[0], HEIGHT - APART / 4)
    for place in range(1, len(at)):
        at[place] = min(at[place], at[place - 1] - APART)
    lift = max(0.0, APART / 4 - at[-1])  # the last one must not fall below the frame
    for words, inches in zip(order, at, strict=True):
        beside(
            axes, low + (inches + lift) / HEIGHT * (high - low), words, RIGHT - LEFT + 0.12,
            size=SMALL, color=ends[words][1], weight="bold",
        )  # fmt: skip


def _effects(axes: Axes, world: Rollout) -> None:
    """The truth, and below it what each of the two ways of looking says."""
    from matplotlib.ticker import MaxNLocator

    found = world.found
    ends = [world.effect, world.before_after, found.value, found.low, found.high]
    reach = 1.08 * max([LEAST_POINTS, *(abs(end) for end in ends if not math.isnan(end))])
    axes.set_xlim(-reach, reach)
    axes.set_ylim(2.5, -0.5)
    axes.set_yticks([])
    axes.grid(visible=True, axis="x", color=FAINT, linewidth=0.6)
    axes.axvline(0, color=MUTED, linewidth=1)
    axes.axvline(world.effect, color=INK, linestyle=":", linewidth=1.2)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_xlabel("points")
    if not math.isnan(found.low):
        axes.plot([found.low, found.high], [2, 2], color=INK, linewidth=3, gid="interval")
    axes.plot([world.effect], [0], **TRUTH, gid="truth")
    axes.plot([world.before_after], [1], **ONE_SIDE, gid="before and after")
    axes.plot([found.value], [2], **BOTH_SIDES, gid="with controls")
    for row, name in enumerate(("What it really\ndoes", "Before and\nafter", "With controls")):
        beside(axes, row, name, MARGIN - LEFT, size=SMALL, weight="bold")
    off = abs(world.before_after - world.effect)
    told = [
        (signed(world.effect, 1), MUTED),
        (f"{signed(world.before_after, 1)}\noff by {off:.1f}", MUTED if off < NEAR else RED),
        _told(world),
    ]
    for row, (words, color) in enumerate(told):
        beside(axes, row, words, RIGHT - LEFT + 0.12, size=SMALL, color=color)


def _told(world: Rollout) -> tuple[str, str]:
    """What the comparison says, how sure it is, and whether to build on it."""
    found = world.found
    value = signed(found.value, 1)
    if math.isnan(found.low):
        return f"{value}\nno interval: one site a side", RED
    span = f"{signed(found.low, 1)} to {signed(found.high, 1)}"
    if found.reason:
        return f"{value} ({span})\nfailed pre-trend", RED
    if world.missed:
        return f"{value} ({span})\nmisses the truth", RED
    return f"{value} ({span})\nholds the truth", MUTED


def _key() -> list[Artist]:
    from matplotlib.lines import Line2D

    return [
        Line2D([], [], **LOOKS["treated"], linewidth=2, markersize=5, label="with it"),
        Line2D([], [], **LOOKS["control"], linewidth=2, markersize=5, label="without it"),
        Line2D([], [], color=INK, linestyle=":", linewidth=2, label="the truth"),
        Line2D([], [], color=INK, linewidth=3, label="95 % interval"),
    ]


def _alt(world: Rollout) -> str:
    return sentences(_setting(world), _one_side(world), _both_sides(world), _judged(world))


def _setting(world: Rollout) -> str:
    sites = f"{count(world.sites, 'site')} with the technology and {world.sites} without it"
    moves = f"all of them would have moved by {signed(world.trend, 1)} points anyway"
    if world.own_trend:
        moves = (
            f"the first would have moved by {signed(world.trend + world.own_trend, 1)} points "
            f"anyway, the others by {signed(world.trend, 1)}"
        )
    return f"{sites}: {moves}, and its true effect is {signed(world.effect, 1)} points."


def _one_side(world: Rollout) -> str:
    return (
        "The sites with it moved by "
        f"{signed(world.before_after, 1)} points from before to after, those without it by "
        f"{signed(world.elsewhere, 1)}."
    )


def _both_sides(world: Rollout) -> str:
    found = world.found
    says = f"With controls the effect is {signed(found.value, 1)} points"
    if math.isnan(found.low):
        return f"{says}, without an interval."
    return f"{says}, with an interval from {signed(found.low, 1)} to {signed(found.high, 1)}."


def _judged(world: Rollout) -> str:
    if math.isnan(world.found.low):
        return "One site a side cannot say how much is chance."
    if world.found.reason:
        return "The two sides moved apart already before the start, so do not build on it."
    holds = "misses" if world.missed else "holds"
    zero = "and holds 0" if world.doubtful else "and leaves out 0"
    return f"The interval {holds} the truth {zero}."
