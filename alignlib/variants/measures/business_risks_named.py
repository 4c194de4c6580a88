"""Business risks named: the share of goals for which the register holds an open business risk."""

from __future__ import annotations

import math

import pandas as pd

from alignlib.diagnostics.base import Measure
from alignlib.diagnostics.reading import evidence, live
from alignlib.tables.records import RISK_KINDS

ASKS = "For how many goals does the risk register hold a business risk that is open?"
CLAIMS = ("S13", "S14")
AXIS = "alignment"
IDEAL = 1.0
NEEDS = {
    "risks": ("risk", "kind", "objective", "status"),
    "objectives": ("objective", "text", "status"),
}

BUSINESS = RISK_KINDS[:3]


def business_risks_named(risks: pd.DataFrame, objectives: pd.DataFrame) -> Measure:
    """
    Share of the live objectives with at least one open risk of market, competition or economy.

    Without a live objective the measure is NaN with the reason "no live objective".
    """
    goals = live(objectives)
    if goals.empty:
        return Measure("business_risks_named", math.nan, "no live objective")
    named = risks[(risks["status"] == "open") & risks["kind"].isin(BUSINESS)]
    missed = goals[~goals["objective"].isin(named["objective"])]
    return Measure(
        "business_risks_named",
        1 - len(missed) / len(goals),
        evidence=evidence(
            "objectives",
            missed["objective"],
            (f"no open business risk to “{text}”" for text in missed["text"]),
        ),
    )
