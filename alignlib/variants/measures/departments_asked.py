"""Departments asked: whether those whose work an initiative changes were asked in time."""

from __future__ import annotations

import math

import pandas as pd

from alignlib.diagnostics.base import Measure
from alignlib.diagnostics.reading import dates, evidence

ASKS = "How many of the departments that an initiative touches were asked before it was decided?"
CLAIMS = ("S22",)
AXIS = "alignment"
IDEAL = 1.0
NEEDS = {
    "touches": ("initiative", "department"),
    "consultations": ("date", "initiative", "typed", "way"),
    "department_names": ("typed", "department"),
    "initiatives": ("initiative", "decided_on"),
}


def departments_asked(
    touches: pd.DataFrame,
    consultations: pd.DataFrame,
    department_names: pd.DataFrame,
    initiatives: pd.DataFrame,
) -> Measure:
    """
    Share of the rows of `touches` whose department was asked before the initiative was decided.

    Being told does not count, and neither does being asked on the day of the decision or later.
    Without any row the measure is NaN with the reason "nothing touched".
    """
    if touches.empty:
        return Measure("departments_asked", math.nan, "nothing touched")
    heard = consultations.merge(department_names, on="typed", how="left", validate="m:1")
    decided = heard["initiative"].map(dates(initiatives.set_index("initiative")["decided_on"]))
    in_time = heard[(heard["way"] == "asked") & (dates(heard["date"]) < decided)]
    pairs = set(zip(in_time["initiative"], in_time["department"], strict=True))
    touched = list(zip(touches["initiative"], touches["department"], strict=True))
    missed = [pair for pair in touched if pair not in pairs]
    return Measure(
        "departments_asked",
        1 - len(missed) / len(touched),
        evidence=evidence(
            "touches",
            (f"{initiative} / {department}" for initiative, department in missed),
            ("not asked before the decision" for _ in missed),
        ),
    )
