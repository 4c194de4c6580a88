"""Effects that hold: the share of reported measures whose effect stands against its controls."""

from __future__ import annotations

import math

import pandas as pd

from alignlib.diagnostics.base import Evidence, Measure
from alignlib.diagnostics.effect import effect
from alignlib.variants.measures.sheets import SHEETS, series_of

ASKS = "How many of the reported measures moved because of their initiative?"
CLAIMS = ("S25",)
AXIS = "delivery"
IDEAL = 1.0
NEEDS = {**SHEETS, "metrics": ("title", "better")}


def effects_that_hold(
    weekly_sheets: pd.DataFrame,
    store_names: pd.DataFrame,
    rollouts: pd.DataFrame,
    report_lines: pd.DataFrame,
    metrics: pd.DataFrame,
) -> Measure:
    """
    Share of the report's lines whose effect holds.

    It holds if no flag stands on it (two stores a side, no failed pre-trend) and its interval
    lies wholly on the better side of 0. Without a line the measure is NaN.
    """
    if report_lines.empty:
        return Measure("effects_that_hold", math.nan, "no line in the report")
    series = series_of(weekly_sheets, store_names, rollouts, report_lines)
    better = metrics.drop_duplicates("title").set_index("title")["better"]
    fallen: list[Evidence] = []
    for line, title in zip(report_lines["line"], report_lines["title"], strict=True):
        why = _doubt(effect(series[series["metric"] == title]), str(better[title]))
        if why:
            fallen.append(Evidence("report_lines", str(line), why))
    share = 1 - len(fallen) / len(report_lines)
    return Measure("effects_that_hold", share, evidence=tuple(fallen))


def _doubt(found: Measure, better: str) -> str:
    """Why an effect does not hold; empty if it does."""
    if found.reason:
        return found.reason
    sign = 1 if better == "higher" else -1
    if min(sign * found.low, sign * found.high) > 0:
        return ""
    return f"the interval from {found.low:.3g} to {found.high:.3g} does not leave out 0"
