"""Wards off paper: the share of wards that no longer write most charts twice."""

from __future__ import annotations

import pandas as pd

from alignlib.diagnostics.base import Measure
from alignlib.variants.measures.wards import learned, passing

ASKS = "On how many wards is a chart written once?"
CLAIMS = ("S40",)
AXIS = "delivery"
IDEAL = 1.0
NEEDS = {
    "wards": ("ward", "went_live"),
    "chart_checks": ("month", "ward", "patients", "on_paper_too"),
}

HALF = 0.5


def wards_off_paper(wards: pd.DataFrame, chart_checks: pd.DataFrame) -> Measure:
    """
    Share of the wards that keep half of their charts, or fewer, on paper as well.

    In its first three months each ward keeps both; these are left out.
    """
    sums = learned(chart_checks, wards).groupby("ward")[["on_paper_too", "patients"]].sum()
    twice = sums["on_paper_too"] / sums["patients"]
    return passing(
        "wards_off_paper", twice, twice <= HALF, "{:.0%} of its charts are kept on paper as well"
    )
