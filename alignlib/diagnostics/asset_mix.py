"""Asset mix: the spread of the money over the classes of assets that the strategy asks for."""

from __future__ import annotations

import math

import pandas as pd

from alignlib.diagnostics.base import Measure
from alignlib.diagnostics.reading import ROUNDING, evidence, percent, total

ASKS = "How much of the spend lies in another class of assets than the strategy asks for?"
CLAIMS = ("S7", "S30")
AXIS = "alignment"
IDEAL = 0.0
NEEDS = {"asset_classes": ("asset_class", "target")}


def asset_mix(asset_classes: pd.DataFrame, initiatives: pd.DataFrame | None = None) -> Measure:
    """
    Half the distance between the mix of assets and the target mix of the case.

    It is the share of the spend that would have to move to another class; 0: the mix is the
    target. The mix is the column `share`; without it, the budgets of the initiatives by their
    class. Both mixes are scaled to sum to 1. NaN where either has nothing to sum.

    >>> classes = pd.DataFrame({"asset_class": ["infrastructure", "strategic"],
    ...                         "target": [0.5, 0.5], "share": [0.75, 0.25]})
    >>> asset_mix(classes).value
    0.25
    """
    target = asset_classes.set_index("asset_class")["target"]
    mix = _mix(asset_classes, initiatives)
    for cells, reason in ((target, "no target mix"), (mix, "no spend on any class")):
        if cells.fillna(0.0).sum() <= 0:
            return Measure("asset_mix", math.nan, reason)
    both = pd.DataFrame({"mix": mix / total(mix), "target": target / total(target)}).fillna(0.0)
    off = (both["mix"] - both["target"]).abs()
    wrong = both[off > ROUNDING]
    return Measure(
        "asset_mix",
        min(1.0, total(off) / 2),
        evidence=evidence(
            "asset_classes",
            wrong.index,
            (
                f"has {percent(mix)} of the spend; the target is {percent(aim)}"
                for mix, aim in zip(wrong["mix"], wrong["target"], strict=True)
            ),
        ),
    )


def _mix(classes: pd.DataFrame, initiatives: pd.DataFrame | None) -> pd.Series[float]:
    """The spend on each class, in any unit."""
    if "share" in classes:
        return classes.set_index("asset_class")["share"]
    if initiatives is None or "asset_class" not in initiatives:
        return pd.Series(dtype="float64")
    return initiatives.groupby("asset_class")["budget_k"].sum()
