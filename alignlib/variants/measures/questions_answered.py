"""Questions answered: the share of questions that got an answer within a fortnight."""

from __future__ import annotations

import math

import pandas as pd

from alignlib.diagnostics.base import Measure
from alignlib.diagnostics.reading import evidence
from alignlib.variants.measures.asked import IN_TIME, waited

ASKS = "How many questions between teams were answered in time?"
CLAIMS = ("S31",)
AXIS = "alignment"
IDEAL = 1.0
NEEDS = {
    "questions": ("question", "asked_on", "asked_of", "about", "needs_answer", "printed_on"),
    "replies": ("question", "date", "kind"),
    "team_names": ("typed", "side"),
}


def questions_answered(
    questions: pd.DataFrame, replies: pd.DataFrame, team_names: pd.DataFrame
) -> Measure:
    """
    Share of the questions that need an answer and got one within 14 days.

    A receipt is no answer. Without a question that needs one the measure is NaN.
    """
    asked = waited(questions, replies, team_names)
    if asked.empty:
        return Measure("questions_answered", math.nan, "no question that needs an answer")
    missed = asked[~asked["answered"] | (asked["days"] > IN_TIME)]
    return Measure(
        "questions_answered",
        1 - len(missed) / len(asked),
        evidence=evidence(
            "questions",
            missed["question"],
            (
                f"{days} days until the answer" if answered else f"no answer in {days} days"
                for answered, days in zip(missed["answered"], missed["days"], strict=True)
            ),
        ),
    )
