"""Wards let in: the share of wards on which a sign-in takes a minute at most."""

from __future__ import annotations

import pandas as pd

from alignlib.diagnostics.base import Measure
from alignlib.variants.measures.wards import learned, once, passing

ASKS = "On how many wards can people sign in quickly?"
CLAIMS = ("S40",)
AXIS = "delivery"
IDEAL = 1.0
NEEDS = {
    "wards": ("ward", "went_live"),
    "ward_names": ("typed", "ward"),
    "sign_ins": ("month", "typed", "person", "seconds"),
}

A_MINUTE = 60
"""Seconds after which a nurse with a patient waiting has gone."""


def wards_let_in(wards: pd.DataFrame, ward_names: pd.DataFrame, sign_ins: pd.DataFrame) -> Measure:
    """
    Share of the wards whose sign-ins take a minute or less on average.

    The first three months of a ward are left out.
    """
    log = learned(once(sign_ins, ward_names), wards)
    seconds = log.groupby("ward")["seconds"].mean().dropna()
    return passing(
        "wards_let_in", seconds, seconds <= A_MINUTE, "a sign-in takes {:.0f} seconds on average"
    )
