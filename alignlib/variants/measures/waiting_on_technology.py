"""Waiting on technology: of all the days that questions waited, those that waited for IT."""

from __future__ import annotations

import math

import pandas as pd

from alignlib.diagnostics.base import Measure
from alignlib.diagnostics.reading import evidence
from alignlib.variants.measures.asked import waited

ASKS = "Of all the days that teams waited for an answer, how many waited for technology?"
CLAIMS = ("S35", "S31")
AXIS = "alignment"
IDEAL = None
NEEDS = {
    "questions": ("question", "asked_on", "asked_of", "needs_answer", "printed_on"),
    "replies": ("question", "date", "kind"),
    "team_names": ("typed", "side"),
}


def waiting_on_technology(
    questions: pd.DataFrame, replies: pd.DataFrame, team_names: pd.DataFrame
) -> Measure:
    """
    Share of the days of waiting in which a team of technology had been asked.

    A question waits until its first answer, or until the log was printed. Without a day of
    waiting the measure is NaN.
    """
    asked = waited(questions, replies, team_names)
    whole = asked["days"].sum()
    if whole <= 0:
        return Measure("waiting_on_technology", math.nan, "no day of waiting")
    own = asked[asked["side"] == "technology"]
    return Measure(
        "waiting_on_technology",
        own["days"].sum() / whole,
        evidence=evidence(
            "questions", own["question"], (f"{days} days of waiting" for days in own["days"])
        ),
    )
