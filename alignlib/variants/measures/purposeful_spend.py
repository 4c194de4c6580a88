"""Purposeful spend: the share of technology money that names a live goal or a mandate."""

from __future__ import annotations

import math

import pandas as pd

from alignlib.diagnostics.base import Measure
from alignlib.diagnostics.reading import evidence, given, total
from alignlib.variants.measures.ledger import tidy

ASKS = "How much of the technology spend names a live goal or a mandate?"
CLAIMS = ("S8", "S16")
AXIS = "alignment"
IDEAL = 1.0
NEEDS = {
    "budget_lines": ("line", "voucher", "cost_centre", "amount_k", "objective", "mandate"),
    "cost_centres": ("code", "technology"),
    "objectives": ("objective", "status"),
}


def purposeful_spend(
    budget_lines: pd.DataFrame, cost_centres: pd.DataFrame, objectives: pd.DataFrame
) -> Measure:
    """
    Share of the money of technology departments on lines with a live goal or a mandate.

    A voucher that was posted twice counts once. Without any technology money the measure is
    NaN with the reason "no technology spend".
    """
    lines = tidy(budget_lines, cost_centres, objectives)
    spend = lines[lines["technology"] == "yes"]
    whole = total(spend["amount_k"])
    if whole <= 0:
        return Measure("purposeful_spend", math.nan, "no technology spend")
    purposeful = spend["live"] | given(spend["mandate"])
    lost = spend[~purposeful]
    return Measure(
        "purposeful_spend",
        total(spend.loc[purposeful, "amount_k"]) / whole,
        evidence=evidence(
            "budget_lines",
            lost["line"],
            (f"no live goal and no mandate for {k:g} thousand pounds" for k in lost["amount_k"]),
        ),
    )
