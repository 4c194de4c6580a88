"""Departments reached: the share of departments with a line that names a live goal."""

from __future__ import annotations

import math

import pandas as pd

from alignlib.diagnostics.base import Measure
from alignlib.diagnostics.reading import evidence
from alignlib.variants.measures.ledger import tidy

ASKS = "How many departments name a live goal in at least one line of the ledger?"
CLAIMS = ("S7",)
AXIS = "alignment"
IDEAL = 1.0
NEEDS = {
    "budget_lines": ("voucher", "cost_centre", "objective"),
    "cost_centres": ("code", "department"),
    "objectives": ("objective", "status"),
}


def departments_reached(
    budget_lines: pd.DataFrame, cost_centres: pd.DataFrame, objectives: pd.DataFrame
) -> Measure:
    """
    Share of the departments of which at least one line names a live goal.

    A mandate is no goal here. Without any department the measure is NaN with the reason
    "no departments".
    """
    if cost_centres.empty:
        return Measure("departments_reached", math.nan, "no departments")
    lines = tidy(budget_lines, cost_centres, objectives)
    reached = cost_centres["code"].isin(lines.loc[lines["live"], "code"])
    missed = cost_centres[~reached]
    return Measure(
        "departments_reached",
        float(reached.mean()),
        evidence=evidence(
            "cost_centres",
            missed["code"],
            (f"no line of {name} names a live goal" for name in missed["department"]),
        ),
    )
