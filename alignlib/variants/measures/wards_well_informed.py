"""Wards well informed: the share of wards on which the record can be believed."""

from __future__ import annotations

import pandas as pd

from alignlib.diagnostics.base import Measure
from alignlib.variants.measures.wards import learned, passing

ASKS = "On how many wards is the record right?"
CLAIMS = ("S40",)
AXIS = "delivery"
IDEAL = 1.0
NEEDS = {
    "wards": ("ward", "went_live"),
    "chart_checks": ("month", "ward", "checked", "wrong"),
}

A_TENTH = 0.1


def wards_well_informed(wards: pd.DataFrame, chart_checks: pd.DataFrame) -> Measure:
    """
    Share of the wards on which at most one drug list in ten was wrong.

    The first three months of a ward are left out.
    """
    sums = learned(chart_checks, wards).groupby("ward")[["wrong", "checked"]].sum()
    wrong = sums["wrong"] / sums["checked"]
    return passing(
        "wards_well_informed", wrong, wrong <= A_TENTH, "{:.0%} of the checked lists were wrong"
    )
