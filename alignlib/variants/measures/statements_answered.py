"""Statements answered: those that enough people of both sides gave a mark."""

from __future__ import annotations

import math

import pandas as pd

from alignlib.diagnostics.base import Measure
from alignlib.variants.measures import marked
from alignlib.variants.measures.marked import FEWEST_MARKS, by_side, told

ASKS = "How many statements have enough marks of both sides to speak for them?"
CLAIMS = ("S35",)
AXIS = "alignment"
IDEAL = 1.0
NEEDS = marked.NEEDS


def statements_answered(
    sheet_statements: pd.DataFrame, marks: pd.DataFrame, team_names: pd.DataFrame
) -> Measure:
    """
    Share of the statements with 5 marks or more of each side.

    Without a statement the measure is NaN.
    """
    found = by_side(sheet_statements, marks, team_names)
    if found.empty:
        return Measure("statements_answered", math.nan, "no statement")
    few = found[found["fewest"] < FEWEST_MARKS]
    return Measure("statements_answered", 1 - len(few) / len(found), evidence=told(few))
