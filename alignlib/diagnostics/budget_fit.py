"""Budget fit: the money goes where the priorities are, or it does not."""

from __future__ import annotations

import math

import pandas as pd

from alignlib.diagnostics.base import Evidence, Measure
from alignlib.diagnostics.reading import (
    ROUNDING,
    evidence,
    given,
    percent,
    priorities,
    serving,
    total,
)

ASKS = "How well does the split of the money match the weights of the objectives?"
CLAIMS = ("S30",)
AXIS = "alignment"
IDEAL = 1.0
NEEDS = {
    "objectives": ("objective", "status", "weight"),
    "initiatives": ("initiative", "budget_k", "mandate"),
    "links": ("initiative", "objective", "strength"),
}


def budget_fit(objectives: pd.DataFrame, initiatives: pd.DataFrame, links: pd.DataFrame) -> Measure:
    """
    One minus half the distance between the weights of the objectives and their spend.

    1: each objective gets its weight in money; 0: no money goes where any weight is. An
    initiative's budget is split over its links by their strength. Unlinked spend counts as
    spend on a pseudo-objective of weight 0, mandated or not: it is money that no priority
    directs. So does spend on an objective that needs no technology. NaN without weights or
    without any budget.

    >>> objectives = pd.DataFrame(
    ...     {"objective": ["O1", "O2"], "status": "live", "weight": [0.6, 0.4]}
    ... )
    >>> initiatives = pd.DataFrame(
    ...     {"initiative": ["I1", "I2"], "budget_k": [50.0, 50.0], "mandate": None}
    ... )
    >>> links = pd.DataFrame(
    ...     {"initiative": ["I1", "I2"], "objective": ["O1", "O2"], "strength": [3, 1]}
    ... )
    >>> round(budget_fit(objectives, initiatives, links).value, 3)  # 1 − ½ (0.1 + 0.1)
    0.9
    """
    weights = priorities(objectives)
    budgets = initiatives.set_index("initiative")["budget_k"].fillna(0.0)
    whole = total(budgets)
    if weights.empty:
        reason = "no live objective that needs technology has a weight"
        return Measure("budget_fit", math.nan, reason)
    if whole <= 0:
        return Measure("budget_fit", math.nan, "no budget")
    spent = _spend(budgets, serving(links, objectives)) / whole
    codes = weights.index.union(spent.index)
    weighed, got = weights.reindex(codes, fill_value=0.0), spent.reindex(codes, fill_value=0.0)
    unlinked = max(0.0, 1.0 - total(got))
    value = 1 - (total((weighed - got).abs()) + unlinked) / 2
    off = (weighed - got).abs() > ROUNDING
    return Measure(
        "budget_fit",
        min(1.0, max(0.0, value)),
        evidence=(
            *evidence(
                "objectives",
                codes[off],
                (
                    f"weighs {percent(w)} and gets {percent(s)} of the budget"
                    for w, s in zip(weighed[off], got[off], strict=True)
                ),
            ),
            *_unlinked(initiatives, serving(links, objectives), whole),
        ),
        beside=(("unlinked spend", unlinked),),
    )


def _spend(budgets: pd.Series[float], ties: pd.DataFrame) -> pd.Series[float]:
    """The money that each objective gets, budgets split over links by strength."""
    known = ties[ties["initiative"].isin(budgets.index)]
    strengths = known.groupby("initiative")["strength"].transform("sum")
    money = known["initiative"].map(budgets) * known["strength"] / strengths
    return money.groupby(known["objective"]).sum()


def _unlinked(initiatives: pd.DataFrame, ties: pd.DataFrame, whole: float) -> tuple[Evidence, ...]:
    bare = initiatives[
        ~initiatives["initiative"].isin(ties["initiative"]) & (initiatives["budget_k"] > 0)
    ]
    return evidence(
        "initiatives",
        bare["initiative"],
        (
            f"has {percent(k / whole)} of the budget and no objective"
            + (", by a mandate" if mandated else "")
            for k, mandated in zip(bare["budget_k"], given(bare["mandate"]), strict=True)
        ),
    )
