"""Quarters reviewed: in which of them both sides met over the plan and wrote down what follows."""

from __future__ import annotations

import math

import pandas as pd

from alignlib.diagnostics.base import Measure
from alignlib.diagnostics.reading import dates, evidence, given
from alignlib.tables.schema import SIDES
from alignlib.variants.measures.calendar import seats

ASKS = "In how many quarters did both sides review the plan, and write down what follows?"
CLAIMS = ("S24", "S23")
AXIS = "alignment"
IDEAL = 1.0
NEEDS = {
    "meetings": ("meeting", "date", "kind"),
    "calendar": ("meeting", "typed", "came"),
    "name_list": ("typed", "person", "side"),
    "review_log": ("meeting", "text"),
}


def quarters_reviewed(
    meetings: pd.DataFrame,
    calendar: pd.DataFrame,
    name_list: pd.DataFrame,
    review_log: pd.DataFrame,
) -> Measure:
    """
    Share of the quarters with a review to which both sides came and that left a line in the log.

    A line counts if something is written in it: what was changed, or why nothing had to be.
    The quarters are all from the first meeting of any kind to the last. Without a meeting the
    measure is NaN with the reason "no meetings".
    """
    if meetings.empty:
        return Measure("quarters_reviewed", math.nan, "no meetings")
    quarter = dates(meetings["date"]).dt.to_period("Q")
    every = pd.period_range(quarter.min(), quarter.max(), freq="Q")
    reviews = seats(meetings, calendar, name_list, "review")
    logged = review_log.loc[given(review_log["text"]), "meeting"]
    joint = (reviews[list(SIDES)] > 0).all(axis="columns")
    has_line = reviews.index.isin(logged)
    of_review = dates(reviews["date"]).dt.to_period("Q")
    kept = set(of_review[joint & has_line])
    missed = ~of_review.isin(list(kept))
    return Measure(
        "quarters_reviewed",
        len(kept) / len(every),
        evidence=evidence(
            "meetings",
            reviews.index[missed],
            ("nothing in the log" if both else "not a joint review" for both in joint[missed]),
        ),
    )
