"""Objective coverage: how much of what the firm wants has technology work behind it."""

from __future__ import annotations

import math

import pandas as pd

from alignlib.diagnostics.base import Measure
from alignlib.diagnostics.reading import evidence, percent, priorities, serving, total

ASKS = "How much of what the firm wants from technology has at least one initiative behind it?"
CLAIMS = ("S16",)
AXIS = "alignment"
IDEAL = 1.0
NEEDS = {
    "objectives": ("objective", "status", "weight"),
    "links": ("initiative", "objective", "strength"),
}


def objective_coverage(objectives: pd.DataFrame, links: pd.DataFrame) -> Measure:
    """
    Share of the weight of the objectives that at least one initiative serves.

    Only live objectives that need technology count. A link of strength 0 serves nothing.
    Without any weight the measure is NaN with the reason "no live objective that needs
    technology has a weight".

    >>> objectives = pd.DataFrame(
    ...     {"objective": ["O1", "O2"], "status": "live", "weight": [0.7, 0.3]}
    ... )
    >>> links = pd.DataFrame({"initiative": ["I1"], "objective": ["O1"], "strength": [2]})
    >>> objective_coverage(objectives, links).value
    0.7
    """
    weights = priorities(objectives)
    if weights.empty:
        reason = "no live objective that needs technology has a weight"
        return Measure("objective_coverage", math.nan, reason)
    served = weights.index.isin(serving(links)["objective"])
    bare = weights[~served & (weights > 0)]
    return Measure(
        "objective_coverage",
        total(weights[served]) / total(weights),
        evidence=evidence(
            "objectives",
            bare.index,
            (f"no initiative serves it; it weighs {percent(w)}" for w in bare),
        ),
    )
