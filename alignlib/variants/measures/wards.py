"""What measures read from the logs of wards in the same way."""

from __future__ import annotations

import math

import pandas as pd

from alignlib.diagnostics.base import Measure
from alignlib.diagnostics.reading import dates, evidence
from alignlib.diagnostics.unused_licence_spend import GRACE_MONTHS


def learned(monthly: pd.DataFrame, wards: pd.DataFrame) -> pd.DataFrame:
    """The rows of a table by ward and month that lie behind the ward's first three months."""
    start = monthly["ward"].map(dates(wards.set_index("ward")["went_live"]))
    month = dates(monthly["month"])
    age = 12 * (month.dt.year - start.dt.year) + month.dt.month - start.dt.month
    return monthly[age >= GRACE_MONTHS]


def once(sign_ins: pd.DataFrame, ward_names: pd.DataFrame) -> pd.DataFrame:
    """The log with the wards that are meant, each person once a month."""
    meant = sign_ins["typed"].map(ward_names.set_index("typed")["ward"])
    log = sign_ins.assign(ward=meant)
    return log.drop_duplicates(["month", "ward", "person"])


def passing(name: str, values: pd.Series[float], good: pd.Series[bool], says: str) -> Measure:
    """
    The share of wards that are good; those that are not are the evidence.

    `says` is a sentence with the value of the ward in it. Without a ward it is NaN.
    """
    if values.empty:
        return Measure(name, math.nan, "no ward beyond its first three months")
    bad = values[~good]
    return Measure(
        name,
        float(good.mean()),
        evidence=evidence("wards", bad.index, (says.format(value) for value in bad)),
    )
