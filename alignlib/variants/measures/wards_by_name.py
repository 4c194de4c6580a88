"""Wards by name: the share of wards on which people sign in themselves."""

from __future__ import annotations

import pandas as pd

from alignlib.diagnostics.base import Measure
from alignlib.variants.measures.wards import learned, once, passing

ASKS = "On how many wards do people sign in under their own names?"
CLAIMS = ("S40",)
AXIS = "delivery"
IDEAL = 1.0
NEEDS = {
    "wards": ("ward", "went_live"),
    "ward_names": ("typed", "ward"),
    "sign_ins": ("month", "typed", "person", "times"),
}

HALF = 0.5


def wards_by_name(wards: pd.DataFrame, ward_names: pd.DataFrame, sign_ins: pd.DataFrame) -> Measure:
    """
    Share of the wards on which no one person makes more than half of all sign-ins.

    The first three months of a ward are left out.
    """
    log = learned(once(sign_ins, ward_names), wards)
    own = log.groupby(["ward", "person"])["times"].sum()
    most = own.groupby("ward").max() / own.groupby("ward").sum()
    return passing("wards_by_name", most, most <= HALF, "one person makes {:.0%} of its sign-ins")
