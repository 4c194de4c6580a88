"""Metric over time: the sites with the initiative beside those without it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from alignlib.charts.chart import Chart, nothing
from alignlib.charts.sheet import (
    BLUE,
    FAINT,
    HEAD,
    INK,
    MARGIN,
    ORANGE,
    SMALL,
    asked,
    fitted,
    panel,
    readable,
    said,
    sheet,
    styled,
    width_of,
)
from alignlib.charts.time_axis import place, time_axis
from alignlib.charts.words import count, day, listing, sentences, signed
from alignlib.diagnostics.effect import GROUPS
from alignlib.diagnostics.reading import dates

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

NAME = "metric_over_time"
TITLE = "Before and after the start, with the initiative and without it"
BELOW = "A thick line is the mean of the sites, week by week. A thin line is their mean in a phase."

LEFT, RIGHT = 0.85, 6.9
"""Inches from the sheet's edge to the first and the last week."""

HEIGHT, GAP, FOOT = 2.3, 0.95, 0.55
"""Inches of a panel, from one panel to the next, and below the last."""

MOST_METRICS = 3
MOST_MARKERS = 26
"""More of them on a line run into each other."""

APART = 0.4
"""Inches that the two lines' labels need between them."""

PHASES = ("before", "after")

LOOKS: dict[str, dict[str, Any]] = {
    "treated": {"color": BLUE, "linestyle": "-", "marker": "o", "markerfacecolor": BLUE},
    "control": {"color": ORANGE, "linestyle": "--", "marker": "s", "markerfacecolor": "white"},
}


@dataclass(frozen=True)
class Series:
    """One metric: weekly means by group, the means of the phases, the days of the start."""

    code: str
    title: str
    unit: str
    weekly: pd.DataFrame
    means: dict[tuple[str, str], float]
    sites: dict[str, int]
    starts: tuple[pd.Timestamp, ...]

    @property
    def name(self) -> str:
        """Code, title and unit, as far as they are known."""
        named = f"{self.code} {self.title}".strip()
        return f"{named} ({self.unit})" if self.unit else named

    @property
    def decimals(self) -> int:
        """As many as show a hundredth of the range over which the line moves."""
        span = float(self.weekly.max().max() - self.weekly.min().min())
        return min(4, max(0, 2 - math.floor(math.log10(span)))) if span > 0 else 1

    def say(self, value: float) -> str:
        """A mean, as the chart and its text write it."""
        return f"{value:,.{self.decimals}f}".replace("-", "−")


@styled
def metric_over_time(metric_series: pd.DataFrame, metrics: pd.DataFrame | None = None) -> Chart:
    """
    For each metric of the series a panel: the weekly means of treated and of control sites.

    A week without a reading is a gap in the line. Where the sites start on different days, the
    time between the first start and the last is shaded. `metrics` gives titles and units.
    Hand in a part of the series to see fewer metrics; there is room for three.
    """
    columns = ("metric", "site", "group", "week", "phase", "value")
    asked(NAME, metric_series=(metric_series, columns))
    readings = metric_series[metric_series["value"].notna()]
    readings = readings.assign(week=dates(readings["week"]))
    readable(NAME, readings["metric"].nunique(), "metrics", MOST_METRICS)
    if readings.empty:
        return nothing(TITLE, "the series holds no reading")
    named = {} if metrics is None else {row["metric"]: row for row in metrics.to_dict("records")}
    found = [
        _series(str(code), own, named.get(code, {})) for code, own in readings.groupby("metric")
    ]
    return Chart(_figure(found), _alt(found))


def _series(code: str, readings: pd.DataFrame, named: Mapping[Any, Any]) -> Series:
    weekly = readings.pivot_table("value", "week", "group", aggfunc="mean")
    every = pd.date_range(weekly.index.min(), weekly.index.max(), freq="7D")
    means = _means(readings)
    after = readings[readings["phase"] == "after"]
    treated = after[after["group"] == "treated"]
    starts = (treated if len(treated) else after).groupby("site")["week"].min()
    return Series(
        code,
        said(named.get("title")),
        said(named.get("unit")),
        weekly.reindex(index=weekly.index.union(every), columns=list(GROUPS)),
        means,
        {g: n for g in GROUPS if (n := readings.loc[readings["group"] == g, "site"].nunique())},
        tuple(sorted(starts.unique())),
    )


def _means(readings: pd.DataFrame) -> dict[tuple[str, str], float]:
    """
    The mean of each group in each phase: of its sites' means, as the diagnostic effect takes it.

    A site without readings in both phases does not count; it could not say what changed.
    """
    sites = readings.pivot_table("value", ["group", "site"], "phase", aggfunc="mean")
    sites = sites.reindex(columns=list(PHASES)).dropna()
    of = sites.index.get_level_values("group")
    return {
        (group, phase): float(sites.loc[of == group, phase].mean())
        for group in GROUPS
        for phase in PHASES
        if (of == group).any()
    }


def _figure(found: list[Series]) -> Figure:
    height = HEAD + len(found) * (HEIGHT + GAP) - GAP + 0.45 + FOOT
    figure = sheet(TITLE, BELOW, height)
    for number, series in enumerate(found):
        top = HEAD + 0.45 + number * (HEIGHT + GAP)
        _panel(panel(figure, LEFT, top, RIGHT - LEFT, HEIGHT), series)
    return figure


def _panel(axes: Axes, series: Series) -> None:
    weekly = series.weekly
    days = [place(week) for week in weekly.index]
    sparse = max(1, -(-len(days) // MOST_MARKERS))
    for group in GROUPS:
        if group in series.sites:
            axes.plot(
                days, weekly[group], **LOOKS[group], linewidth=2, markersize=5, markevery=sparse,
                gid=group,
            )  # fmt: skip
    # Where the readings begin with the start itself, its line has to have room too.
    first = min([days[0], *(place(start) - 4 for start in series.starts)])
    span = (days[-1] - first) or 7.0
    axes.set_xlim(first - 0.02 * span, days[-1] + 0.02 * span)
    low, high = axes.get_ylim()
    axes.set_ylim(low - 0.05 * (high - low), high + 0.05 * (high - low))
    _phases(axes, series, days)
    limits = axes.get_xlim()
    time_axis(axes, weekly.index[0], weekly.index[-1])
    axes.set_xlim(limits)
    axes.grid(visible=True, axis="y", color=FAINT, linewidth=0.6)
    axes.locator_params(axis="y", nbins=6)
    edge = (MARGIN - LEFT) / (RIGHT - LEFT)
    axes.text(
        edge, 1 + 0.28 / HEIGHT, fitted(series.name, RIGHT - MARGIN, bold=True),
        transform=axes.transAxes, weight="bold",
    )  # fmt: skip
    _start(axes, series)
    _labels(axes, series)


def _phases(axes: Axes, series: Series, days: list[float]) -> None:
    """The mean of each phase as a thin level line, as far as the phase reaches."""
    start = place(series.starts[0]) - 3.5 if series.starts else days[-1]
    reach = {"before": (days[0], start), "after": (start, days[-1])}
    for (group, phase), mean in series.means.items():
        axes.plot(
            reach[phase], (mean, mean), color=LOOKS[group]["color"], linewidth=0.9,
            linestyle=LOOKS[group]["linestyle"], zorder=1.5, gid=f"mean {group} {phase}",
        )  # fmt: skip


def _start(axes: Axes, series: Series) -> None:
    if not series.starts:
        return
    # Weeks are marked by their Monday; the line stands between the weeks.
    first, last = (place(series.starts[n]) - 3.5 for n in (0, -1))
    words = "the initiative starts"
    if last > first:
        axes.axvspan(first, last, facecolor="#f0f2f5", edgecolor=FAINT, hatch="..", zorder=0)
        words = "the sites start, one after the other"
    axes.axvline(first, color=INK, linewidth=1.4, gid="start")
    low, high = axes.get_xlim()
    half = width_of(words, SMALL) / 2 / (RIGHT - LEFT) * (high - low)
    middle = min(max(first, low + half), high - half)
    axes.text(
        middle, 1 + 0.06 / HEIGHT, words, transform=axes.get_xaxis_transform(), size=SMALL,
        ha="center",
    )  # fmt: skip


def _labels(axes: Axes, series: Series) -> None:
    """At the end of each line whose it is, moved apart where the lines end close together."""
    low, high = axes.get_ylim()
    ends = {g: series.weekly[g].dropna().iloc[-1] for g in GROUPS if g in series.sites}
    at = {group: (value - low) / (high - low) * HEIGHT for group, value in ends.items()}
    upper, *rest = sorted(at, key=lambda group: -at[group])
    for lower in rest:
        short = APART - (at[upper] - at[lower])
        if short > 0:
            at[upper] += short / 2
            at[lower] -= short / 2
    for group, inches in at.items():
        means = [series.means.get((group, phase)) for phase in PHASES]
        told = " → ".join("none" if m is None else series.say(m) for m in means)
        for line, up, weight in (
            (f"{group}, {count(series.sites[group], 'site')}", 0.08, "bold"),
            (f"means {told}", -0.08, "normal"),
        ):
            axes.text(
                1 + 0.12 / (RIGHT - LEFT), (inches + up) / HEIGHT, line, transform=axes.transAxes,
                size=SMALL, color=LOOKS[group]["color"], weight=weight, va="center",
            )  # fmt: skip


def _alt(found: list[Series]) -> str:
    weeks = [week for series in found for week in series.weekly.index]
    starts = sorted({start for series in found for start in series.starts})
    start = ""
    if starts:
        start = f"; the initiative starts in the week of {day(starts[0])}"
        if len(starts) > 1:
            start += f", at the last sites in that of {day(starts[-1])}"
    names = listing(series.name for series in found)
    shape = f"Weekly means of {names} from {day(min(weeks))} to {day(max(weeks))}{start}."
    return sentences(shape, *map(_moves, found))


def _moves(series: Series) -> str:
    """How the phases' means moved, group by group, and how much further the treated sites did."""
    told, changes = [], {}
    for group in GROUPS:
        before, after = (series.means.get((group, phase)) for phase in PHASES)
        if before is not None and after is not None:
            changes[group] = after - before
            sites = count(series.sites[group], f"{group} site")
            told.append(f"{sites} from {series.say(before)} to {series.say(after)}")
    if not told:
        return f"{series.code}: no group has readings both before and after."
    apart = f"; there is no {'control' if 'treated' in changes else 'treated'} site to compare with"
    if len(changes) == len(GROUPS):
        further = changes["treated"] - changes["control"]
        apart = f", a difference of {signed(further, series.decimals)}"
    return f"{series.code}: the mean moved at {' and at '.join(told)}{apart}."
