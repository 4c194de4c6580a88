"""Idle licence cost: thousands of pounds for licences that nobody used."""

from __future__ import annotations

import math

import pandas as pd

from alignlib.diagnostics.base import Measure
from alignlib.diagnostics.reading import dates, evidence, total
from alignlib.diagnostics.unused_licence_spend import GRACE_MONTHS

ASKS = "How much money went to licences that nobody used?"
CLAIMS = ("S32",)
AXIS = "delivery"
IDEAL = 0.0
NEEDS = {"licences": ("month", "tool", "licensed", "active", "cost_k", "start")}


def idle_licence_cost(licences: pd.DataFrame) -> Measure:
    """
    The cost of licences that were paid for and not used, in thousand pounds.

    A tool's first three months, the one it starts in among them, are for learning and are left
    out. More users than licences are full use. Without a month after the learning it is NaN.
    """
    month, start = dates(licences["month"]), dates(licences["start"])
    age = 12 * (month.dt.year - start.dt.year) + month.dt.month - start.dt.month
    judged = licences[age >= GRACE_MONTHS]
    if judged.empty:
        return Measure("idle_licence_cost", math.nan, "no month after the learning")
    idle = (judged["licensed"] - judged["active"]).clip(lower=0)
    cost = judged["cost_k"] * idle / judged["licensed"]
    found = cost > 0
    return Measure(
        "idle_licence_cost",
        total(cost),
        evidence=evidence(
            "licences",
            judged.loc[found, "month"] + " / " + judged.loc[found, "tool"],
            (f"{k:,.2f} thousand pounds for licences that nobody used" for k in cost[found]),
        ),
    )
