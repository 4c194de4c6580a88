"""Diagnostic profile: every measure on its own scale, side by side and never added up."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from alignlib.cases import Case
from alignlib.charts.chart import Chart, nothing
from alignlib.charts.sheet import (
    BEHIND,
    BLUE,
    BODY,
    FAINT,
    HEAD,
    INK,
    MARGIN,
    MUTED,
    SMALL,
    WIDTH,
    beside,
    fitted,
    key,
    panel,
    plain,
    readable,
    sheet,
    styled,
    symbol,
)
from alignlib.charts.words import count, listing, near, percent, sentences, signed
from alignlib.diagnostics import Measure, Profile, known
from alignlib.diagnostics.reading import ROUNDING

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D

NAME = "diagnostic_profile"
TITLE = "Profile of the case, measure by measure"
BELOW = (
    "Each group has a scale of its own. There is no total: a firm is strong here and weak there."
)

LEFT, RIGHT = 2.75, 6.45
"""Inches from the sheet's edge to the ends of the scales."""

PITCH, OWN_PITCH = 0.3, 0.52
"""Inches of a row, and of one that has its scale's numbers below it."""

HEADING, TICKS, FOOT = 0.45, 0.22, 0.4
REACH: dict[str, Any] = {
    "color": INK,
    "linewidth": 1.2,
    "marker": "|",
    "markersize": 9,
    "zorder": 2.5,
}
"""How an interval looks."""

LOOKS = {"value": symbol("o", BLUE, BLUE, 7), "flagged": symbol("D", BLUE, "white", 7)}

NOTE = 0.17
"""Inches of a line of the note at the foot."""


@dataclass(frozen=True)
class Group:
    """Measures that share a heading. `own`: each has its own scale; else low and high are all's."""

    heading: str
    measures: tuple[Measure, ...]
    say: Callable[[float], str]
    best: float | None
    low: float = 0.0
    high: float = 1.0
    own: bool = False

    @property
    def pitch(self) -> float:
        """Inches of a row."""
        return OWN_PITCH if self.own else PITCH

    @property
    def height(self) -> float:
        """Inches of the whole group."""
        return HEADING + len(self.measures) * self.pitch + (0 if self.own else TICKS)


@styled
def diagnostic_profile(of: Case | Profile) -> Chart:
    """
    All measures of a case as dots, with their intervals where they have them.

    A line leads from the dot to the best value, where a measure has one. Measures of alignment
    stand apart from those of delivery. What is undefined says why in words; what must not be
    built on has a hollow dot and says why. Nothing is added up to one index.

    In a notebook the same numbers stand below the picture, as a table.
    """
    profile = of.profile() if isinstance(of, Case) else of
    measures = tuple(profile)
    readable(NAME, len(measures), "measures")
    if not measures:
        return nothing(TITLE, "no diagnostic applies to these tables")
    figure = _figure(_groups(measures), _notes(profile))
    return Chart(figure, _alt(measures, profile), profile.html)


def _groups(measures: tuple[Measure, ...]) -> list[Group]:
    """The measures by what they say something about, by their scale, and by their best value."""
    sorted_in: dict[tuple[str, str, float | None], list[Measure]] = {}
    for measure in measures:
        of = known()[measure.name]
        kind = "share" if of.each is None else measure.name
        sorted_in.setdefault((of.axis, kind, of.ideal), []).append(measure)
    return [
        _group(axis, kind, best, tuple(own))
        for (axis, kind, best), own in sorted(
            sorted_in.items(), key=lambda one: (one[0][0], one[0][1] != "share", -(one[0][2] or 0))
        )
    ]


def _group(axis: str, kind: str, best: float | None, own: tuple[Measure, ...]) -> Group:
    if kind == "share":
        heading = f"{axis.capitalize()}: shares, best at {100 * (best or 0):.0f} %"
        return Group(heading, own, percent, best)
    name = kind.replace("_", " ")
    if best is None:
        heading = f"{axis.capitalize()}: {name}, each in its own unit"
        return Group(heading, own, near, None, own=True)
    reach = max([1.0, *(abs(x) for m in own for x in _ends(m))])
    heading = f"{axis.capitalize()}: {name}, in points, best at {best:.0f}"
    return Group(heading, own, lambda x: signed(x, 2), best, -reach, reach)


def _ends(measure: Measure) -> list[float]:
    return [x for x in (measure.value, measure.low, measure.high) if not math.isnan(x)]


def _notes(profile: Profile) -> list[str]:
    """What stands at the foot: why not to build on a value, and what could not be measured."""
    notes = [f"Not to build on: {_name(m)}, {m.reason}." for m in profile if m.flagged]
    absent = [
        f"{name.replace('_', ' ')} (without {', '.join(missing)})"
        for name, missing in profile.left_out.items()
    ]
    return notes + ([f"Not measured: {listing(absent, len(absent))}."] if absent else [])


def _figure(groups: list[Group], notes: list[str]) -> Figure:
    room = WIDTH - 2 * MARGIN
    lines = [line for note in notes for line in fitted(note, room, 12, SMALL).splitlines()]
    whole = sum(group.height for group in groups)
    height = HEAD - 0.1 + whole + 0.2 + len(lines) * NOTE + FOOT
    figure = sheet(TITLE, BELOW, height)
    top = HEAD - 0.1
    for group in groups:
        axes = plain(figure, 0, top, WIDTH, HEADING)
        axes.text(MARGIN, HEADING - 0.16, group.heading, weight="bold", size=BODY + 0.5)
        axes.plot([MARGIN, WIDTH - MARGIN], [HEADING - 0.06] * 2, color=FAINT, linewidth=0.8)
        _scales(figure, group, top + HEADING)
        top += group.height
    foot = plain(figure, 0, top + 0.2, WIDTH, max(len(lines), 1) * NOTE)
    for number, line in enumerate(lines):
        foot.text(MARGIN, (number + 0.5) * NOTE, line, size=SMALL, color=MUTED, va="center")
    key(figure, _key())
    return figure


def _scales(figure: Figure, group: Group, top: float) -> None:
    """One scale for the group, or one for each of its measures."""
    if not group.own:
        height = len(group.measures) * PITCH
        axes = panel(figure, LEFT, top, RIGHT - LEFT, height)
        _scale(axes, group, group.low, group.high)
        axes.set_ylim(len(group.measures) - 0.5, -0.5)
        for row, measure in enumerate(group.measures):
            _measure(axes, group, measure, row)
        return
    for number, measure in enumerate(group.measures):
        axes = panel(figure, LEFT, top + number * OWN_PITCH, RIGHT - LEFT, PITCH)
        ends = [0.0, *_ends(measure)]
        reach = max(ends) - min(ends) or 1.0
        _scale(axes, group, min(ends) - 0.1 * reach, max(ends) + 0.1 * reach)
        axes.set_ylim(0.5, -0.5)
        _measure(axes, group, measure, 0)
        if not measure.defined:
            axes.set_xticks([])


def _scale(axes: Axes, group: Group, low: float, high: float) -> None:
    pad = 0.03 * (high - low)
    axes.set_xlim(low - pad, high + pad)
    axes.set_yticks([])
    if group.low == 0 and not group.own:
        axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0 %", "25 %", "50 %", "75 %", "100 %"])
    else:
        axes.locator_params(axis="x", nbins=5)
        axes.xaxis.set_major_formatter(lambda x, _: f"{x:g}".replace("-", "−"))
    axes.grid(visible=True, axis="x", color=FAINT, linewidth=0.6)
    if group.own:
        axes.axvline(0, color=MUTED, linewidth=1.2)
    if group.best is not None:
        axes.axvline(group.best, color=INK, linewidth=1.4, gid="best")


def _measure(axes: Axes, group: Group, measure: Measure, row: int) -> None:
    name = _name(measure)
    beside(axes, row, fitted(name, LEFT - 2 * MARGIN), MARGIN - LEFT)
    if not measure.defined:
        words = fitted(f"undefined: {measure.reason}", WIDTH - MARGIN - LEFT, size=SMALL)
        beside(axes, row, words, 0.06, size=SMALL, style="italic", bbox=BEHIND)
        return
    if group.best is not None:
        axes.plot([measure.value, group.best], [row, row], color=BLUE, linewidth=2, zorder=2)
    numbers = group.say(measure.value)
    if not math.isnan(measure.low):
        axes.plot([measure.low, measure.high], [row, row], **REACH, gid=f"{name} interval")
        numbers += f" ({group.say(measure.low)} to {group.say(measure.high)})"
    if measure.flagged:
        numbers += ", see below"
    kind = "flagged" if measure.flagged else "value"
    axes.plot([measure.value], [row], **LOOKS[kind], zorder=3, gid=name)
    words = fitted(numbers, WIDTH - MARGIN - RIGHT - 0.15, 2, SMALL, bold=True)
    beside(axes, row, words, RIGHT - LEFT + 0.15, size=SMALL, weight="bold")


def _key() -> list[Line2D]:
    from matplotlib.lines import Line2D

    return [
        Line2D([], [], **LOOKS["value"], label="value"),
        Line2D([], [], **LOOKS["flagged"], label="value not to build on"),
        Line2D([], [], **REACH, label="95 % interval"),
        Line2D([], [], color=BLUE, linewidth=2, label="distance from the best value"),
    ]


def _name(measure: Measure) -> str:
    return measure.name.replace("_", " ") + (f" of {measure.about}" if measure.about else "")


def _alt(measures: tuple[Measure, ...], profile: Profile) -> str:
    shape = f"Profile of {count(len(measures), 'measure')}, each on its own scale, without a total"
    if profile.left_out:
        shape += f"; {count(len(profile.left_out), 'diagnostic')} could not be measured"
    return sentences(f"{shape}.", _shares(measures), _each(measures), _doubts(measures))


def _shares(measures: tuple[Measure, ...]) -> str:
    """Of the shares, how many are at their best, and the three furthest from it."""
    far = []
    for measure in measures:
        of = known()[measure.name]
        if measure.defined and of.each is None and of.ideal is not None:
            far.append((abs(measure.value - of.ideal), measure, of.ideal))
    off = sorted((one for one in far if one[0] > ROUNDING), key=lambda one: -one[0])
    if not far:
        return ""
    at_best = f"{len(far) - len(off)} of {count(len(far), 'share')} at their best"
    if not off:
        return f"{at_best}."
    worst = [f"{_name(m)} at {percent(m.value)} (best {100 * b:.0f} %)" for _, m, b in off[:3]]
    return f"{at_best}; furthest from it {'is' if len(worst) == 1 else 'are'} {listing(worst)}."


def _each(measures: tuple[Measure, ...]) -> str:
    """Of what is measured code by code, the value that is furthest from 0."""
    widest: dict[str, Measure] = {}
    for measure in measures:
        if measure.defined and known()[measure.name].each is not None:
            so_far = widest.setdefault(measure.name, measure)
            if abs(measure.value) > abs(so_far.value):
                widest[measure.name] = measure
    told = []
    for measure in (m for m in widest.values() if abs(m.value) > ROUNDING):
        value, *ends = map(near, _ends(measure))
        interval = f" ({' to '.join(ends)})" if ends else ""
        told.append(f"{_name(measure)}, {value}{interval}")
    return f"Furthest from 0: {'; '.join(told)}." if told else ""


def _doubts(measures: tuple[Measure, ...]) -> str:
    undefined = [f"{_name(m)} ({m.reason})" for m in measures if not m.defined]
    flagged = [f"{_name(m)} ({m.reason})" for m in measures if m.flagged]
    parts = [f"undefined {listing(undefined)}"] if undefined else []
    parts += [f"not to build on {listing(flagged)}"] if flagged else []
    return f"Take care: {'; '.join(parts)}." if parts else ""
