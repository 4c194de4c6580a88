"""First goal's spend: the share of the money paid that reaches the goal which weighs most."""

from __future__ import annotations

import math

import pandas as pd

from alignlib.diagnostics.base import Measure
from alignlib.diagnostics.reading import evidence, live, total
from alignlib.variants.measures.checked import helping, paid

ASKS = "How much of the money paid reaches the goal that weighs most?"
CLAIMS = ("S16", "S19")
AXIS = "alignment"
IDEAL = None
NEEDS = {
    "project_lines": ("voucher", "project", "amount_k"),
    "project_names": ("typed", "initiative"),
    "links": ("link", "initiative", "objective", "strength"),
    "objectives": ("objective", "status", "weight"),
}


def first_goal_spend(
    project_lines: pd.DataFrame,
    project_names: pd.DataFrame,
    links: pd.DataFrame,
    objectives: pd.DataFrame,
    documents: pd.DataFrame | None = None,
) -> Measure:
    """
    Share of what was paid that reaches the live goal of the greatest weight.

    What was paid for an initiative is split over its live goals by the strength of the links.
    Money of an initiative without one reaches no goal, and is part of the whole. Without any
    money, or without a weight, the measure is NaN.
    """
    money = paid(project_lines, project_names)
    whole = total(money)
    weights = live(objectives).set_index("objective")["weight"].dropna()
    if whole <= 0 or weights.empty:
        return Measure("first_goal_spend", math.nan, "nothing was paid, or no goal has a weight")
    ties = helping(links, objectives, documents)
    strengths = ties.groupby("initiative")["strength"].transform("sum")
    ties = ties.assign(reached=ties["initiative"].map(money) * ties["strength"] / strengths)
    first = ties[ties["objective"] == weights.idxmax()]
    piece = money.idxmax()
    return Measure(
        "first_goal_spend",
        total(first["reached"].fillna(0.0)) / whole,
        evidence=evidence(
            "initiatives",
            [*first["initiative"], piece],
            (
                *(f"{k:.1f} thousand pounds of it reach the goal" for k in first["reached"]),
                "more was paid for it than for any other",
            ),
        ),
    )
