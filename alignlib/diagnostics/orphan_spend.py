"""Orphan spend: money for initiatives that serve no objective."""

from __future__ import annotations

import math

import pandas as pd

from alignlib.diagnostics.base import Measure
from alignlib.diagnostics.reading import evidence, given, serving, total

ASKS = "How much of the budget goes to initiatives that serve no objective?"
CLAIMS = ("S28",)
AXIS = "alignment"
IDEAL = 0.0
NEEDS = {
    "initiatives": ("initiative", "budget_k", "mandate"),
    "links": ("initiative", "objective", "strength"),
}


def orphan_spend(
    initiatives: pd.DataFrame, links: pd.DataFrame, objectives: pd.DataFrame | None = None
) -> Measure:
    """
    Share of the budget spent on initiatives that serve no objective.

    Mandated initiatives (a law, a contract) are not orphans. A link of strength 0, or to an
    objective that is closed, serves nothing. Without any budget the measure is NaN with the
    reason "no budget".

    >>> initiatives = pd.DataFrame(
    ...     {"initiative": ["I1", "I2"], "budget_k": [60.0, 40.0], "mandate": None}
    ... )
    >>> links = pd.DataFrame({"initiative": ["I1"], "objective": ["O1"], "strength": [2]})
    >>> orphan_spend(initiatives, links).value
    0.4
    """
    budgets = initiatives["budget_k"].fillna(0.0)
    whole = total(budgets)
    if whole <= 0:
        return Measure("orphan_spend", math.nan, "no budget")
    linked = initiatives["initiative"].isin(serving(links, objectives)["initiative"])
    orphaned = ~linked & ~given(initiatives["mandate"]) & (budgets > 0)
    return Measure(
        "orphan_spend",
        total(budgets[orphaned]) / whole,
        evidence=evidence(
            "initiatives",
            initiatives.loc[orphaned, "initiative"],
            (
                f"no objective and no mandate; it costs {k:,g} thousand pounds"
                for k in budgets[orphaned]
            ),
        ),
    )
