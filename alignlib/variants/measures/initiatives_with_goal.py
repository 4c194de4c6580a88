"""Initiatives with a goal: the share of initiatives that help a live goal, or are mandated."""

from __future__ import annotations

import math

import pandas as pd

from alignlib.diagnostics.base import Measure
from alignlib.diagnostics.reading import evidence, given
from alignlib.variants.measures.checked import helping

ASKS = "How many initiatives help a live goal, or have to be done by law or contract?"
CLAIMS = ("S16",)
AXIS = "alignment"
IDEAL = 1.0
NEEDS = {
    "initiatives": ("initiative", "title", "mandate"),
    "links": ("link", "initiative", "objective", "strength", "checked_on"),
    "objectives": ("objective", "status"),
}


def initiatives_with_goal(
    initiatives: pd.DataFrame,
    links: pd.DataFrame,
    objectives: pd.DataFrame,
    documents: pd.DataFrame | None = None,
) -> Measure:
    """
    Share of the initiatives with a mandate, or with a link that has an effect on a live goal.

    Where the minutes give a link another strength, that one counts. Without any initiative the
    measure is NaN with the reason "no initiatives".
    """
    if initiatives.empty:
        return Measure("initiatives_with_goal", math.nan, "no initiatives")
    helped = initiatives["initiative"].isin(helping(links, objectives, documents)["initiative"])
    lost = initiatives[~helped & ~given(initiatives["mandate"])]
    return Measure(
        "initiatives_with_goal",
        1 - len(lost) / len(initiatives),
        evidence=evidence(
            "initiatives",
            lost["initiative"],
            (f"{title} has no mandate, and helps no live goal" for title in lost["title"]),
        ),
    )
