"""Effect: what the initiative changed, apart from what would have changed anyway."""

from __future__ import annotations

import math

import pandas as pd

from alignlib.diagnostics.base import Measure
from alignlib.diagnostics.interval import FEWEST, Difference, difference
from alignlib.diagnostics.reading import dates, evidence

ASKS = "By how much did a metric change because of an initiative?"
CLAIMS = ("S25",)
AXIS = "delivery"
IDEAL = None
NEEDS = {"metric_series": ("metric", "site", "group", "week", "phase", "value")}
EACH = ("metric_series", "metric")

GROUPS = ("treated", "control")

NEGLIGIBLE = 1e-9
"""A difference of trends below this part of the readings themselves is rounding."""


def effect(metric_series: pd.DataFrame, metric: str | None = None) -> Measure:
    """
    Difference in differences of a metric, in its own unit, with the 95 % interval.

    The estimator: for each site, the mean after less the mean before; the effect is the mean
    change of the treated sites less that of the control sites. The interval is Student's, as
    ordinary least squares of the sites' changes on a column "treated" gives it with classical
    errors. One number a site keeps the weeks of a site, which go up and down together, from
    passing for independent (Bertrand, Duflo and Mullainathan, 2004). Where every site has the
    same weeks, the effect equals the coefficient of treated × after on the single readings.

    A site without readings in both phases is left out. The effect is flagged by a reason
    when a side has fewer than 2 sites (there is no interval then), and when the two groups
    moved apart already before the start (the 95 % interval of the difference of their trends
    leaves out 0) or nobody can see whether they did. Without a site on either side, or with
    several metrics and none named, it is NaN.

    The treated store rises from 5 to 8, the control store from 5 to 6; 3 − 1 = 2 is due to
    the initiative:

    >>> series = pd.DataFrame({"metric": "M1", "site": ["A", "A", "B", "B"],
    ...     "group": ["treated", "treated", "control", "control"],
    ...     "week": ["2026-01-05", "2026-01-12"] * 2, "phase": ["before", "after"] * 2,
    ...     "value": [5.0, 8.0, 5.0, 6.0]})
    >>> print(effect(series))
    effect of M1: 2 (fewer than 2 treated sites: no interval)
    """
    readings = metric_series[metric_series["value"].notna()]
    if metric is not None:
        readings = readings[readings["metric"] == metric]
    metrics = sorted(readings["metric"].unique())
    if len(metrics) > 1:
        return Measure("effect", math.nan, f"several metrics: name one of {', '.join(metrics)}")
    about = metric or "".join(metrics)
    changes = _changes(readings)
    sides = {group: changes.loc[changes["group"] == group, "change"] for group in GROUPS}
    for group, side in sides.items():
        if side.empty:
            reason = f"no {group} site with readings before and after"
            return Measure("effect", math.nan, reason, about=about)
    found = difference(sides["treated"], sides["control"])
    before = readings[readings["phase"] == "before"]
    trend = _trend(before)
    return Measure(
        "effect",
        found.value,
        _flag(sides, trend, before["value"].abs().max()),
        evidence(
            "metric_series",
            f"{about} / " + changes["site"],
            (
                f"{group}: {was:.4g} before, {is_:.4g} after, a change of {change:+.4g}"
                for group, was, is_, change in zip(
                    changes["group"],
                    changes["before"],
                    changes["after"],
                    changes["change"],
                    strict=True,
                )
            ),
        ),
        low=found.low,
        high=found.high,
        about=about,
        beside=(
            *((f"change of {group} sites", side.mean()) for group, side in sides.items()),
            *((f"{group} sites", len(side)) for group, side in sides.items()),
            ("difference of trends before, a week", trend.value if trend else math.nan),
        ),
    )


def _changes(readings: pd.DataFrame) -> pd.DataFrame:
    """Each site's mean before, mean after, and its change; sites with both phases only."""
    means = readings.pivot_table("value", ["group", "site"], "phase", aggfunc="mean")
    means = means.reindex(columns=["before", "after"]).dropna().reset_index()
    return means.assign(change=means["after"] - means["before"])


def _trend(before: pd.DataFrame) -> Difference | None:
    """How much faster, a week, the treated sites moved before the start; None if none can say."""
    site = [before["group"], before["site"]]
    weeks = dates(before["week"])
    week = (weeks - weeks.min()).dt.days / 7
    aside = week - week.groupby(site).transform("mean")
    rise = aside * before["value"]
    slopes = (rise.groupby(site).sum() / (aside**2).groupby(site).sum()).dropna()
    sides = [slopes[slopes.index.get_level_values("group") == group] for group in GROUPS]
    if min(len(side) for side in sides) < FEWEST:
        return None
    return difference(*sides)


def _flag(sides: dict[str, pd.Series[float]], trend: Difference | None, size: float) -> str:
    """Why not to build on the effect; empty if nothing speaks against it."""
    for group, side in sides.items():
        if len(side) < FEWEST:
            return f"fewer than {FEWEST} {group} sites: no interval"
    if trend is None:
        return "too few weeks before the start to see the trends"
    apart = trend.low > 0 or trend.high < 0
    if apart and abs(trend.value) > NEGLIGIBLE * size:
        return (
            "failed pre-trend: the treated sites moved by "
            f"{trend.value:+.3g} a week against the control sites already before the start"
        )
    return ""
