"""Control change: how a measure changed in the stores without an initiative."""

from __future__ import annotations

import pandas as pd

from alignlib.diagnostics.base import Measure
from alignlib.variants.measures.sheets import SHEETS, change_measure

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
    tables = (weekly_sheets, store_names, rollouts, report_lines)
    return change_measure("control_change", "control", *tables, title)
