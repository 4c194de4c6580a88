"""Seat balance: both sides are in the room when strategy is made, or they are not."""

from __future__ import annotations

import math

import pandas as pd

from alignlib.diagnostics.base import Measure
from alignlib.diagnostics.reading import evidence, total
from alignlib.tables.schema import SIDES

ASKS = "How evenly do business and technology sit in the strategy sessions?"
CLAIMS = ("S21",)
AXIS = "alignment"
IDEAL = 1.0
NEEDS = {
    "meetings": ("meeting", "kind"),
    "attendees": ("meeting", "person", "side", "attended"),
}


def seat_balance(meetings: pd.DataFrame, attendees: pd.DataFrame) -> Measure:
    """
    Mean over the strategy sessions of 1 − |B − T| / (B + T).

    B and T count the people of business and of technology who came; an invitation alone is
    no seat. 1: as many of one as of the other; 0: one side alone. A session to which nobody
    came has no balance and is not counted. Without any other the measure is NaN.
    """
    sessions = meetings.loc[meetings["kind"] == "strategy", "meeting"]
    came = attendees[attendees["attended"] == "yes"].drop_duplicates(["meeting", "person"])
    seats = pd.DataFrame(
        {
            side: sessions.map(came.loc[came["side"] == side, "meeting"].value_counts())
            for side in SIDES
        }
    ).fillna(0)
    held = seats.sum(axis="columns") > 0
    if not held.any():
        return Measure("seat_balance", math.nan, "no strategy session to which anyone came")
    business, technology = (seats.loc[held, side] for side in SIDES)
    balance = 1 - (business - technology).abs() / (business + technology)
    uneven = balance < 1
    return Measure(
        "seat_balance",
        total(balance) / len(balance),
        evidence=evidence(
            "meetings",
            sessions[held][uneven],
            (
                f"{b:.0f} of business and {t:.0f} of technology came"
                for b, t in zip(business[uneven], technology[uneven], strict=True)
            ),
        )
        + evidence(
            "meetings",
            sessions[~held],
            ("nobody came; not counted" for _ in sessions[~held]),
        ),
    )
