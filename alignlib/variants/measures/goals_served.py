"""Goals served: the share of live goals in need of technology that some initiative helps."""

from __future__ import annotations

import math

import pandas as pd

from alignlib.diagnostics.base import Measure
from alignlib.diagnostics.reading import evidence, live
from alignlib.variants.measures.checked import helping

ASKS = "How many live goals that need technology does at least one initiative help?"
CLAIMS = ("S16", "S18")
AXIS = "alignment"
IDEAL = 1.0
NEEDS = {
    "objectives": ("objective", "text", "status", "needs_technology"),
    "links": ("link", "initiative", "objective", "strength", "checked_on"),
}


def goals_served(
    objectives: pd.DataFrame, links: pd.DataFrame, documents: pd.DataFrame | None = None
) -> Measure:
    """
    Share of the live goals in need of technology to which a link with an effect leads.

    Where the minutes give a link another strength, that one counts. Without such a goal the
    measure is NaN with the reason "no live goal needs technology".
    """
    asked = live(objectives)
    asked = asked[asked["needs_technology"] == "yes"]
    if asked.empty:
        return Measure("goals_served", math.nan, "no live goal needs technology")
    bare = asked[~asked["objective"].isin(helping(links, objectives, documents)["objective"])]
    return Measure(
        "goals_served",
        1 - len(bare) / len(asked),
        evidence=evidence(
            "objectives",
            bare["objective"],
            (f"no initiative helps “{text}”" for text in bare["text"]),
        ),
    )
