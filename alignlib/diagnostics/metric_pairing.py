"""Metric pairing: each link is judged by technology and by business alike."""

from __future__ import annotations

import math
from collections.abc import Iterator

import pandas as pd

from alignlib.diagnostics.base import Evidence, Measure
from alignlib.diagnostics.reading import given, serving
from alignlib.tables.schema import SIDES

ASKS = "How many links are judged by a technology metric and a business metric, both complete?"
CLAIMS = ("S12", "S26")
AXIS = "alignment"
IDEAL = 1.0
NEEDS = {
    "links": ("link", "objective", "strength"),
    "metrics": ("metric", "link", "side", "baseline", "target", "unit", "date"),
}

PARTS = ("baseline", "target", "unit", "date")
"""Without each of these nobody can say later whether the promise was kept."""


def metric_pairing(
    links: pd.DataFrame, metrics: pd.DataFrame, objectives: pd.DataFrame | None = None
) -> Measure:
    """
    Share of the links with a complete technology metric and a complete business metric.

    A metric is complete with a baseline, a target, a unit and a date. A baseline of 0 is a
    baseline. Without a link to a live objective the measure is NaN.
    """
    ties = serving(links, objectives)
    if ties.empty:
        return Measure("metric_pairing", math.nan, "no link to a live objective")
    judged = metrics[metrics["link"].isin(ties["link"])]
    lacks = pd.DataFrame({part: ~given(judged[part]) for part in PARTS})
    whole = ~lacks.any(axis="columns")
    paired = pd.Series(True, index=ties.index)
    gaps: list[Evidence] = []
    for side in SIDES:
        here = judged["side"] == side
        has = ties["link"].isin(judged.loc[here & whole, "link"])
        paired &= has
        gaps += _gaps(ties.loc[~has, "link"], judged[here], lacks[here], side)
    return Measure("metric_pairing", float(paired.mean()), evidence=tuple(gaps))


def _gaps(
    links: pd.Series[str], metrics: pd.DataFrame, lacks: pd.DataFrame, side: str
) -> Iterator[Evidence]:
    """For each link without a complete metric: the incomplete ones, or that there is none."""
    faulty = metrics["link"].isin(links)
    for link in links[~links.isin(metrics["link"])]:
        yield Evidence("links", link, f"no {side} metric")
    rows = zip(
        metrics.loc[faulty, "metric"],
        metrics.loc[faulty, "link"],
        lacks[faulty].itertuples(index=False),
        strict=True,
    )
    for metric, link, missing in rows:
        parts = ", ".join(part for part, is_out in zip(PARTS, missing, strict=True) if is_out)
        yield Evidence("metrics", metric, f"the {side} metric of {link} has no {parts}")
