"""Blind spend: money bound for more than two years without a day on which to change course."""

from __future__ import annotations

import math

import pandas as pd

from alignlib.diagnostics.base import Measure
from alignlib.diagnostics.horizon_fit import LONGEST_MONTHS
from alignlib.diagnostics.reading import dates, evidence, total

ASKS = "How much of the money is bound for more than two years without a dated review gate?"
CLAIMS = ("S11",)
AXIS = "alignment"
IDEAL = 0.0
NEEDS = {"initiatives": ("initiative", "budget_k", "start", "end", "review_gate")}


def blind_spend(initiatives: pd.DataFrame) -> Measure:
    """
    Share of the budget in initiatives that last more than 24 months without a review gate.

    A gate counts if it lies between the start and the end: on the last day nothing can be
    changed any more. Without any budget the measure is NaN with the reason "no budget".
    """
    whole = total(initiatives["budget_k"])
    if whole <= 0:
        return Measure("blind_spend", math.nan, "no budget")
    start, end, gate = (dates(initiatives[name]) for name in ("start", "end", "review_gate"))
    is_long = end > start + pd.DateOffset(months=LONGEST_MONTHS)
    blind = initiatives[is_long & ~((start < gate) & (gate < end))]
    return Measure(
        "blind_spend",
        total(blind["budget_k"]) / whole,
        evidence=evidence(
            "initiatives",
            blind["initiative"],
            (f"no review between {a} and {b}" for a, b in zip(
                blind["start"], blind["end"], strict=True)),
        ),
    )  # fmt: skip
