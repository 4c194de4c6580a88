"""Review loop: alignment is kept up quarter by quarter, or it is lost."""

from __future__ import annotations

import math

import pandas as pd

from alignlib.diagnostics.base import Evidence, Measure
from alignlib.diagnostics.reading import evidence, total
from alignlib.tables.records import DIRECTIONS

ASKS = "In how many quarters did both sides review the strategies and change something?"
CLAIMS = ("S23", "S24")
AXIS = "alignment"
IDEAL = 1.0
NEEDS = {"reviews": ("review", "quarter", "joint", "changes_logged", "direction")}


def review_loop(reviews: pd.DataFrame) -> Measure:
    """
    Share of the quarters with a joint review that logged at least one change.

    The quarters are all from the first in the table to the last: one without any row counts,
    and counts as missed. How many changes went in which direction is reported beside the
    value, which they do not move. Without reviews the measure is NaN.
    """
    if reviews.empty:
        return Measure("review_loop", math.nan, "no reviews")
    quarter = (
        4 * reviews["quarter"].str[:4].astype(int) + reviews["quarter"].str[-1].astype(int) - 1
    )
    joint, changes = reviews["joint"] == "yes", reviews["changes_logged"].fillna(0)
    kept = joint & (changes > 0)
    first, last = int(quarter.min()), int(quarter.max())
    missed = ~quarter.isin(quarter[kept])
    silent = sorted(set(range(first, last + 1)) - set(quarter))
    gaps = evidence(
        "reviews",
        reviews.loc[missed, "review"],
        (
            f"{name}: " + ("no change logged" if both else "not a joint review")
            for name, both in zip(reviews.loc[missed, "quarter"], joint[missed], strict=True)
        ),
    )
    return Measure(
        "review_loop",
        quarter[kept].nunique() / (last - first + 1),
        evidence=(
            *gaps,
            *(Evidence("reviews", f"{q // 4}-Q{q % 4 + 1}", "no review") for q in silent),
        ),
        beside=tuple(
            (f"changes {direction}", total(changes[reviews["direction"] == direction]))
            for direction in DIRECTIONS
            if direction != "none"
        ),
    )
