"""Unused ward licences: the share of the licence money that nobody used."""

from __future__ import annotations

import math

import pandas as pd

from alignlib.diagnostics.base import Measure
from alignlib.diagnostics.reading import evidence, total
from alignlib.variants.measures.wards import learned, once

ASKS = "How much of the money for licences goes to people who do not sign in?"
CLAIMS = ("S39", "S40")
AXIS = "delivery"
IDEAL = 0.0
NEEDS = {
    "wards": ("ward", "went_live"),
    "ward_names": ("typed", "ward"),
    "ward_licences": ("month", "ward", "licensed", "cost_k"),
    "sign_ins": ("month", "typed", "person", "times"),
}


def unused_ward_licences(
    wards: pd.DataFrame,
    ward_names: pd.DataFrame,
    ward_licences: pd.DataFrame,
    sign_ins: pd.DataFrame,
) -> Measure:
    """
    Share of the cost of licences, after the first three months of each ward, that was not used.

    A licence is used in a month in which its person signed in at least once. Who stands in the
    log twice is one person. Without a bill after the first months the measure is NaN.
    """
    log = once(sign_ins[sign_ins["times"] > 0], ward_names)
    active = log.groupby(["month", "ward"])["person"].nunique().rename("active").reset_index()
    bills = learned(ward_licences, wards).merge(active, on=["month", "ward"], how="left")
    if total(bills["cost_k"]) <= 0:
        return Measure("unused_ward_licences", math.nan, "no bill after the first months")
    used = (bills["active"].fillna(0) / bills["licensed"]).clip(0, 1)
    unused = bills["cost_k"] * (1 - used)
    idle = unused > 0
    return Measure(
        "unused_ward_licences",
        total(unused) / total(bills["cost_k"]),
        evidence=evidence(
            "ward_licences",
            bills.loc[idle, "month"] + " / " + bills.loc[idle, "ward"],
            (f"{k:.2f} thousand pounds for licences that nobody used" for k in unused[idle]),
        ),
    )
