"""Perception gap: how differently the two sides see the same firm."""

from __future__ import annotations

import math

import pandas as pd

from alignlib.diagnostics.base import Measure
from alignlib.diagnostics.interval import difference
from alignlib.diagnostics.reading import evidence
from alignlib.tables.schema import SIDES

ASKS = "How far apart do business and technology rate the same statement?"
CLAIMS = ("S35",)
AXIS = "alignment"
IDEAL = 0.0
NEEDS = {"survey": ("respondent", "side", "statement", "score")}
EACH = ("survey", "statement")

FEWEST_ANSWERS = 5
"""Fewer answers on a side say little, and might show who gave them."""


def perception_gap(survey: pd.DataFrame, statement: str | None = None) -> Measure:
    """
    Mean score of business less mean score of technology, with the 95 % interval.

    In points of the scale: above 0 business agrees more. The interval is Student's with one
    scatter for both sides. A side with fewer than 5 answers is suppressed: the measure is
    NaN and its evidence shows no score. So it is with several statements and none named.
    """
    answers = survey[survey["score"].notna()]
    if statement is not None:
        answers = answers[answers["statement"] == statement]
    found = sorted(answers["statement"].unique())
    if len(found) > 1:
        reason = f"several statements: name one of {', '.join(found)}"
        return Measure("perception_gap", math.nan, reason)
    about = statement or "".join(found)
    scores = [answers.loc[answers["side"] == side, "score"] for side in SIDES]
    for side, given in zip(SIDES, scores, strict=True):
        if len(given) < FEWEST_ANSWERS:
            reason = f"fewer than {FEWEST_ANSWERS} answers of {side}"
            return Measure("perception_gap", math.nan, reason, about=about)
    gap = difference(*scores)
    return Measure(
        "perception_gap",
        gap.value,
        evidence=evidence(
            "survey",
            [f"{about} / {side}" for side in SIDES],
            (f"mean {given.mean():.3g} of {len(given)} answers" for given in scores),
        ),
        low=gap.low,
        high=gap.high,
        about=about,
        beside=tuple(
            (f"answers of {side}", len(given)) for side, given in zip(SIDES, scores, strict=True)
        ),
    )
