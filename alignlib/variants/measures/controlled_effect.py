"""Controlled effect: the change with an initiative, less the change without it, sheet by sheet."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from alignlib.diagnostics.base import Measure
from alignlib.diagnostics.effect import effect
from alignlib.diagnostics.reading import evidence
from alignlib.variants.measures.sheets import SHEETS, series_of

ASKS = "By how much did a measure change because of the initiative?"
CLAIMS = ("S25",)
AXIS = "delivery"
IDEAL = None
NEEDS = SHEETS
EACH = ("weekly_sheets", "title")


def controlled_effect(
    weekly_sheets: pd.DataFrame,
    store_names: pd.DataFrame,
    rollouts: pd.DataFrame,
    report_lines: pd.DataFrame,
    title: str = "",
) -> Measure:
    """The diagnostic `effect` of the series that stands in untidy sheets; see there."""
    found = effect(series_of(weekly_sheets, store_names, rollouts, report_lines))
    lines = report_lines.loc[report_lines["title"] == title, "line"]
    why = f"an effect of {found.value:+.3g} ({found.low:.3g} to {found.high:.3g}) {found.reason}"
    return replace(
        found,
        name="controlled_effect",
        about=title,
        evidence=evidence("report_lines", lines, [why.strip()] * len(lines)),
    )
