"""Spend without a goal: the share of the money paid for what helps no live goal."""

from __future__ import annotations

import math

import pandas as pd

from alignlib.diagnostics.base import Measure
from alignlib.diagnostics.reading import evidence, given, total
from alignlib.variants.measures.checked import helping, paid

ASKS = "How much of the money paid went to initiatives that help no live goal?"
CLAIMS = ("S16", "S28")
AXIS = "alignment"
IDEAL = 0.0
NEEDS = {
    "project_lines": ("voucher", "project", "amount_k"),
    "project_names": ("typed", "initiative"),
    "initiatives": ("initiative", "mandate"),
    "links": ("link", "initiative", "objective", "strength"),
    "objectives": ("objective", "status"),
}


def spend_without_goal(
    project_lines: pd.DataFrame,
    project_names: pd.DataFrame,
    initiatives: pd.DataFrame,
    links: pd.DataFrame,
    objectives: pd.DataFrame,
    documents: pd.DataFrame | None = None,
) -> Measure:
    """
    Share of what was paid that went to initiatives without a mandate and without a live goal.

    A voucher that was posted twice counts once, and money that came back counts as such. Without
    any money the measure is NaN with the reason "nothing was paid".
    """
    money = paid(project_lines, project_names)
    whole = total(money)
    if whole <= 0:
        return Measure("spend_without_goal", math.nan, "nothing was paid")
    mandated = initiatives.loc[given(initiatives["mandate"]), "initiative"]
    lost = money[
        ~money.index.isin(helping(links, objectives, documents)["initiative"])
        & ~money.index.isin(mandated)
    ]
    return Measure(
        "spend_without_goal",
        total(lost) / whole,
        evidence=evidence(
            "initiatives",
            lost.index,
            (f"no live goal and no mandate for {k:.1f} thousand pounds" for k in lost),
        ),
    )
