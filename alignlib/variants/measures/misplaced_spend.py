"""Misplaced spend: money that would have to move for the spend to follow the priorities."""

from __future__ import annotations

import math

import pandas as pd

from alignlib.diagnostics.base import Measure
from alignlib.diagnostics.reading import evidence, given, percent, priorities, serving, total

ASKS = "How much of the money would have to move for the spend to follow the priorities?"
CLAIMS = ("S30",)
AXIS = "alignment"
IDEAL = 0.0
NEEDS = {
    "objectives": ("objective", "status", "weight"),
    "initiatives": ("initiative", "mandate"),
    "links": ("initiative", "objective", "strength"),
    "allocations": ("line", "initiative", "amount_k", "status"),
}

PLAIN = 0.01
"""A goal that is further from its weight than this is told in the evidence."""


def misplaced_spend(
    objectives: pd.DataFrame,
    initiatives: pd.DataFrame,
    links: pd.DataFrame,
    allocations: pd.DataFrame,
) -> Measure:
    """
    Share of the money given that lies above the weight of its goal, or with no goal at all.

    Lines that were struck out are no money. Initiatives with a mandate are left out, since no
    priority decides on them. The money of an initiative is split over its links by strength.
    Without money, or without weights, the measure is NaN.
    """
    weights = priorities(objectives)
    free = initiatives.loc[~given(initiatives["mandate"]), "initiative"]
    lines = allocations[(allocations["status"] == "holds") & allocations["initiative"].isin(free)]
    whole = total(lines["amount_k"])
    if whole <= 0 or weights.empty:
        return Measure("misplaced_spend", math.nan, "no money, or no weights")
    money = lines.groupby("initiative")["amount_k"].agg(total)
    ties = serving(links, objectives)
    ties = ties[ties["initiative"].isin(money.index) & ties["objective"].isin(weights.index)]
    strength = ties.groupby("initiative")["strength"].transform("sum")
    ties = ties.assign(k=ties["initiative"].map(money) * ties["strength"] / strength)
    spent = ties.groupby("objective")["k"].agg(total).reindex(weights.index, fill_value=0.0)
    gets = spent / whole
    surplus = (gets - weights).clip(lower=0)
    purposeless = money[~money.index.isin(ties["initiative"])]
    off = weights.index[(gets - weights).abs() > PLAIN]
    told = ties[ties["objective"].isin(off)]
    return Measure(
        "misplaced_spend",
        total(surplus) + total(purposeless) / whole,
        evidence=evidence(
            "initiatives",
            (*told["initiative"], *purposeless.index),
            (
                *(
                    f"{goal} weighs {percent(weights[goal])} and gets {percent(gets[goal])}"
                    for goal in told["objective"]
                ),
                *(f"{k:,.1f} thousand pounds for no goal" for k in purposeless),
            ),
        ),
    )
