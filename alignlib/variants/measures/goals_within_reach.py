"""Goals within reach: the share of the goals for which everything will be ready when due."""

from __future__ import annotations

import math

import pandas as pd

from alignlib.diagnostics.base import Measure
from alignlib.diagnostics.reading import dates, evidence, live

ASKS = "How many of the goals will the firm be able to reach on the day they are due?"
CLAIMS = ("S29",)
AXIS = "alignment"
IDEAL = 1.0
NEEDS = {
    "objectives": ("objective", "text", "status", "due"),
    "capabilities": ("capability", "level", "planned_level", "planned_on"),
    "capability_needs": ("objective", "capability", "level"),
}


def goals_within_reach(
    objectives: pd.DataFrame, capabilities: pd.DataFrame, capability_needs: pd.DataFrame
) -> Measure:
    """
    Share of the live goals whose capabilities all reach the needed level by the due date.

    A capability has its planned level from the planned day on. A goal that needs none is within
    reach. Without a live goal the measure is NaN.
    """
    goals = live(objectives)
    if goals.empty:
        return Measure("goals_within_reach", math.nan, "no live goal")
    joined = capability_needs.merge(goals[["objective", "due"]], on="objective").merge(
        capabilities, on="capability", how="left", suffixes=("", "_today")
    )
    ready = (joined["level_today"] >= joined["level"]) | (
        (joined["planned_level"] >= joined["level"])
        & (dates(joined["planned_on"]) <= dates(joined["due"]))
    )
    short = joined.loc[~ready, "objective"]
    missed = goals[goals["objective"].isin(short)]
    return Measure(
        "goals_within_reach",
        1 - len(missed) / len(goals),
        evidence=evidence(
            "objectives",
            missed["objective"],
            (f"“{text}” needs what will not be ready" for text in missed["text"]),
        ),
    )
