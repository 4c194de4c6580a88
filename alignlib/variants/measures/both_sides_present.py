"""Both sides present: the share of strategy sessions to which somebody of either side came."""

from __future__ import annotations

import math

import pandas as pd

from alignlib.diagnostics.base import Measure
from alignlib.diagnostics.reading import evidence
from alignlib.tables.schema import SIDES
from alignlib.variants.measures.calendar import seats

ASKS = "To how many strategy sessions did people of both sides come?"
CLAIMS = ("S21",)
AXIS = "alignment"
IDEAL = 1.0
NEEDS = {
    "meetings": ("meeting", "kind"),
    "calendar": ("meeting", "typed", "came"),
    "name_list": ("typed", "person", "side"),
}


def both_sides_present(
    meetings: pd.DataFrame, calendar: pd.DataFrame, name_list: pd.DataFrame
) -> Measure:
    """
    Share of the strategy sessions with at least one person of business and one of technology.

    Without a strategy session the measure is NaN with the reason "no strategy session".
    """
    sessions = seats(meetings, calendar, name_list, "strategy")
    if sessions.empty:
        return Measure("both_sides_present", math.nan, "no strategy session")
    there = sessions[list(SIDES)] > 0
    both = there.all(axis="columns")
    return Measure(
        "both_sides_present",
        float(both.mean()),
        evidence=evidence(
            "meetings",
            sessions.index[~both],
            (
                "nobody came of " + " and ".join(s for s in SIDES if not row[s])
                for _, row in there[~both].iterrows()
            ),
        ),
    )
