"""Agreed by technology: statements with which technology agrees plainly more than business."""

from __future__ import annotations

import math

import pandas as pd

from alignlib.diagnostics.base import Measure
from alignlib.variants.measures import marked
from alignlib.variants.measures.marked import FEWEST_MARKS, PLAIN_GAP, by_side, told

ASKS = "With how many statements does technology agree plainly more than business?"
CLAIMS = ("S35",)
AXIS = "alignment"
IDEAL = 0.0
NEEDS = marked.NEEDS


def agreed_by_technology(
    sheet_statements: pd.DataFrame, marks: pd.DataFrame, team_names: pd.DataFrame
) -> Measure:
    """
    Share of the statements with which technology agrees more by half a point or more.

    A statement with fewer than 5 marks on a side is in no such share. Without a statement the
    measure is NaN.
    """
    found = by_side(sheet_statements, marks, team_names)
    if found.empty:
        return Measure("agreed_by_technology", math.nan, "no statement")
    plain = found[(found["fewest"] >= FEWEST_MARKS) & (found["gap"] <= -PLAIN_GAP)]
    return Measure("agreed_by_technology", len(plain) / len(found), evidence=told(plain))
