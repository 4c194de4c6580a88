"""Control change: how a measure changed in the stores without an initiative."""

from __future__ import annotations

import math

import pandas as pd

from alignlib.diagnostics.base import Measure
from alignlib.diagnostics.reading import evidence
from alignlib.variants.measures.sheets import SHEETS, change_of, series_of

ASKS = "By how much did a measure change in the stores without the initiative?"
CLAIMS = ("S25",)
AXIS = "delivery"
IDEAL = None
NEEDS = SHEETS
EACH = ("weekly_sheets", "title")


def control_change(
    weekly_sheets: pd.DataFrame,
    store_names: pd.DataFrame,
    rollouts: pd.DataFrame,
    report_lines: pd.DataFrame,
    title: str = "",
) -> Measure:
    """
    Mean over the stores without the initiative of: mean after less mean before.

    In the measure's own unit. Without such a store the measure is NaN.
    """
    lines = report_lines.loc[report_lines["title"] == title, "line"]
    change = change_of(series_of(weekly_sheets, store_names, rollouts, report_lines), "control")
    return Measure(
        "control_change",
        change,
        "no control store with readings before and after" if math.isnan(change) else "",
        evidence("report_lines", lines, [f"a change of {change:+.3g}"] * len(lines)),
        about=title,
    )
