"""Unused licence spend: paid for, and nobody works with it."""

from __future__ import annotations

import math

import pandas as pd

from alignlib.diagnostics.base import Measure
from alignlib.diagnostics.reading import dates, evidence, percent, total

ASKS = "How much of the money for licences goes to licences that nobody uses?"
CLAIMS = ("S32", "S40")
AXIS = "delivery"
IDEAL = 0.0
NEEDS = {"licences": ("month", "tool", "licensed", "active", "cost_k", "start")}

GRACE_MONTHS = 3
"""People need about a quarter to be trained and to change how they work."""


def unused_licence_spend(licences: pd.DataFrame, grace_months: int = GRACE_MONTHS) -> Measure:
    """
    Share of the cost of licences that were paid for and not used.

    A tool's first `grace_months` months, the one it starts in among them, are ramp-up and
    are left out, of the cost as well. More users than licences are full use. Without a cost
    after the ramp-up the measure is NaN.

    >>> licences = pd.DataFrame({"month": ["2026-05"], "tool": ["Chart desk"], "licensed": [200],
    ...                          "active": [50], "cost_k": [8.0], "start": ["2026-01-15"]})
    >>> unused_licence_spend(licences).value
    0.75
    """
    month, start = dates(licences["month"]), dates(licences["start"])
    age = 12 * (month.dt.year - start.dt.year) + month.dt.month - start.dt.month
    judged = licences[age >= grace_months]
    cost = judged["cost_k"].fillna(0.0)
    if total(cost) <= 0:
        return Measure("unused_licence_spend", math.nan, "no cost of licences after the ramp-up")
    used = (judged["active"] / judged["licensed"]).where(judged["licensed"] > 0, 0.0).clip(0, 1)
    unused = cost * (1 - used)
    idle = unused > 0
    return Measure(
        "unused_licence_spend",
        total(unused) / total(cost),
        evidence=evidence(
            "licences",
            judged.loc[idle, "month"] + " / " + judged.loc[idle, "tool"],
            (
                f"{percent(1 - share)} of {k:,g} thousand pounds unused"
                for share, k in zip(used[idle], cost[idle], strict=True)
            ),
        ),
    )
