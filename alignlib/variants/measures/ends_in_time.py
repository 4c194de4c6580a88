"""Ends in time: the share of initiatives that end before their goals are due."""

from __future__ import annotations

import math

import pandas as pd

from alignlib.diagnostics.base import Measure
from alignlib.diagnostics.reading import dates, day, evidence, serving

ASKS = "How many initiatives end by the day on which the goals that they serve are due?"
CLAIMS = ("S11", "S38")
AXIS = "alignment"
IDEAL = 1.0
NEEDS = {
    "links": ("initiative", "objective", "strength"),
    "initiatives": ("initiative", "end"),
    "objectives": ("objective", "status", "due"),
}


def ends_in_time(
    links: pd.DataFrame, initiatives: pd.DataFrame, objectives: pd.DataFrame
) -> Measure:
    """
    Share of the initiatives that end by the due date of each live objective that they serve.

    Initiatives that serve none cannot be late and do not count. Without a link to a live
    objective the measure is NaN.
    """
    ties = serving(links, objectives)
    if ties.empty:
        return Measure("ends_in_time", math.nan, "no link to a live objective")
    due = ties["objective"].map(dates(objectives.set_index("objective")["due"]))
    first_due = due.groupby(ties["initiative"]).min()
    end = dates(initiatives.set_index("initiative")["end"]).reindex(first_due.index)
    late = ~(end <= first_due)
    return Measure(
        "ends_in_time",
        float((~late).mean()),
        evidence=evidence(
            "initiatives",
            first_due.index[late],
            (
                f"ends {day(ends)}, a goal that it serves is due {day(goal)}"
                for ends, goal in zip(end[late], first_due[late], strict=True)
            ),
        ),
    )
