"""Wards taught: the share of wards of which half of the people were on a course."""

from __future__ import annotations

import pandas as pd

from alignlib.diagnostics.base import Measure
from alignlib.variants.measures.wards import learned, once, passing

ASKS = "On how many wards have enough people been taught?"
CLAIMS = ("S40",)
AXIS = "delivery"
IDEAL = 1.0
NEEDS = {
    "wards": ("ward", "went_live"),
    "ward_names": ("typed", "ward"),
    "sign_ins": ("month", "typed", "person"),
    "course_bookings": ("person", "came"),
}

HALF = 0.5


def wards_taught(
    wards: pd.DataFrame,
    ward_names: pd.DataFrame,
    sign_ins: pd.DataFrame,
    course_bookings: pd.DataFrame,
) -> Measure:
    """
    Share of the wards on which half of the people with a licence, or more, came to a course.

    Who was booked and did not come was not taught. Wards in their first three months are left
    out.
    """
    log = learned(once(sign_ins, ward_names), wards)
    people = log.drop_duplicates(["ward", "person"])
    came = set(course_bookings.loc[course_bookings["came"] == "yes", "person"])
    taught = people["person"].isin(came).astype("float64").groupby(people["ward"]).mean()
    return passing("wards_taught", taught, taught >= HALF, "{:.0%} of its people came to a course")
