"""Ownership: one person of each side answers for each link."""

from __future__ import annotations

import math

import pandas as pd

from alignlib.diagnostics.base import Measure
from alignlib.diagnostics.reading import evidence, serving
from alignlib.tables.schema import SIDES

ASKS = "For how many links does exactly one person of each side answer?"
CLAIMS = ("S10", "S26")
AXIS = "alignment"
IDEAL = 1.0
NEEDS = {
    "links": ("link", "objective", "strength"),
    "decision_rights": ("link", "person", "side", "role"),
}


def ownership(
    links: pd.DataFrame, decision_rights: pd.DataFrame, objectives: pd.DataFrame | None = None
) -> Measure:
    """
    Share of the links with exactly one accountable person of each side, who are two people.

    Only the role "accountable" counts. Nobody, two people on one side, and one person on both
    sides are each a gap; the same person written down twice on one side is one person.
    Without a link to a live objective the measure is NaN.
    """
    ties = serving(links, objectives)
    if ties.empty:
        return Measure("ownership", math.nan, "no link to a live objective")
    rights = decision_rights[
        (decision_rights["role"] == "accountable") & decision_rights["link"].isin(ties["link"])
    ].drop_duplicates(["link", "side", "person"])
    counts = pd.DataFrame(
        {
            side: ties["link"].map(rights.loc[rights["side"] == side, "link"].value_counts())
            for side in SIDES
        }
    ).fillna(0)
    people = ties["link"].map(rights.groupby("link")["person"].nunique()).fillna(0)
    owned = (counts == 1).all(axis="columns") & (people == len(SIDES))
    gaps = counts[~owned]
    return Measure(
        "ownership",
        float(owned.mean()),
        evidence=evidence(
            "links", ties.loc[~owned, "link"], map(_why, *(gaps[side] for side in SIDES))
        ),
    )


def _why(business: float, technology: float) -> str:
    whys = [
        f"{'nobody' if count == 0 else f'{count:.0f} people'} of {side} accountable"
        for side, count in zip(SIDES, (business, technology), strict=True)
        if count != 1
    ]
    return "; ".join(whys) or "one and the same person accountable for both sides"
