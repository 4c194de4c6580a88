"""Horizon fit: technology plans run shorter than business plans, and end in time."""

from __future__ import annotations

import math

import pandas as pd

from alignlib.diagnostics.base import Measure
from alignlib.diagnostics.reading import dates, day, evidence, serving

ASKS = "How many links end by the objective's due date, within two years or with a review gate?"
CLAIMS = ("S11",)
AXIS = "alignment"
IDEAL = 1.0
NEEDS = {
    "links": ("link", "initiative", "objective", "strength"),
    "initiatives": ("initiative", "start", "end"),
    "objectives": ("objective", "status", "due"),
}

LONGEST_MONTHS = 24
"""A technology plan looks 12 to 24 months ahead; a longer one dates before it ends."""


def horizon_fit(
    links: pd.DataFrame, initiatives: pd.DataFrame, objectives: pd.DataFrame
) -> Measure:
    """
    Share of the links whose initiative ends in time and does not run blind.

    In time: it ends by the objective's due date. Not blind: it lasts at most 24 months, or a
    dated review gate lies between its start and its end. A date that is missing counts as
    not kept. Without a link to a live objective the measure is NaN.
    """
    ties = serving(links, objectives)
    if ties.empty:
        return Measure("horizon_fit", math.nan, "no link to a live objective")
    plan = initiatives.set_index("initiative")
    start, end = (ties["initiative"].map(dates(plan[name])) for name in ("start", "end"))
    due = ties["objective"].map(dates(objectives.set_index("objective")["due"]))
    in_time = end <= due
    short = end <= start + pd.DateOffset(months=LONGEST_MONTHS)
    if "review_gate" in plan:
        gate = ties["initiative"].map(dates(plan["review_gate"]))
        short |= (start < gate) & (gate < end)
    fits = in_time & short
    return Measure(
        "horizon_fit",
        float(fits.mean()),
        evidence=evidence(
            "links",
            ties.loc[~fits, "link"],
            (
                _why(*row)
                for row in zip(end[~fits], due[~fits], in_time[~fits], short[~fits], strict=True)
            ),
        ),
    )


def _why(end: object, due: object, in_time: bool, short: bool) -> str:
    whys = []
    if not in_time:
        whys.append(f"ends {day(end)}, the objective is due {day(due)}")
    if not short:
        whys.append(f"lasts more than {LONGEST_MONTHS} months without a review gate")
    return "; ".join(whys)
