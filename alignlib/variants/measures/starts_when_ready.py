"""Starts when ready: whether what an initiative builds on is finished, by the dates of today."""

from __future__ import annotations

import math

import pandas as pd

from alignlib.diagnostics.base import Measure
from alignlib.diagnostics.reading import dates, day, evidence

ASKS = "How many initiatives start when what they build on has ended, by the dates of today?"
CLAIMS = ("S38",)
AXIS = "delivery"
IDEAL = 1.0
NEEDS = {
    "initiatives": ("initiative", "start", "end"),
    "dependencies": ("predecessor", "successor"),
    "date_changes": ("change", "entered_on", "initiative", "start", "end"),
}


def starts_when_ready(
    initiatives: pd.DataFrame, dependencies: pd.DataFrame, date_changes: pd.DataFrame
) -> Measure:
    """
    Share of the initiatives with a predecessor that start after all of their predecessors end.

    An initiative's dates are those of its last change, or of the plan where it has none. The
    last day of one and the first of the other must not be the same. Without dependencies the
    measure is NaN with the reason "no dependencies".
    """
    if dependencies.empty:
        return Measure("starts_when_ready", math.nan, "no dependencies")
    last = date_changes.sort_values(["entered_on", "change"]).drop_duplicates(
        "initiative", keep="last"
    )
    plan = initiatives.set_index("initiative")
    moved = last.set_index("initiative")
    start, end = (
        dates(moved[name]).reindex(plan.index).fillna(dates(plan[name]))
        for name in ("start", "end")
    )
    pairs = pd.DataFrame(
        {
            "successor": dependencies["successor"],
            "ended": dependencies["predecessor"].map(end),
            "start": dependencies["successor"].map(start),
        }
    )
    clash = pairs[~(pairs["ended"] < pairs["start"])].drop_duplicates("successor")
    return Measure(
        "starts_when_ready",
        1 - len(clash) / pairs["successor"].nunique(),
        evidence=evidence(
            "initiatives",
            clash["successor"],
            (
                f"starts {day(begins)}, what it builds on ends {day(ended)}"
                for begins, ended in zip(clash["start"], clash["ended"], strict=True)
            ),
        ),
    )
