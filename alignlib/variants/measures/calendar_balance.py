"""Calendar balance: how evenly both sides sat in the strategy sessions, by an untidy calendar."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from alignlib.diagnostics.base import Measure
from alignlib.diagnostics.seat_balance import seat_balance
from alignlib.variants.measures.calendar import came

ASKS = "How evenly did the people of the calendar sit in the strategy sessions?"
CLAIMS = ("S21",)
AXIS = "alignment"
IDEAL = 1.0
NEEDS = {
    "meetings": ("meeting", "kind"),
    "calendar": ("meeting", "typed", "came"),
    "name_list": ("typed", "person", "side"),
}


def calendar_balance(
    meetings: pd.DataFrame, calendar: pd.DataFrame, name_list: pd.DataFrame
) -> Measure:
    """The seat balance of who came, each person counted once in a meeting."""
    return replace(seat_balance(meetings, came(calendar, name_list)), name="calendar_balance")
