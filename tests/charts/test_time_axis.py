"""Days on an axis, and codes that step aside for each other."""

from __future__ import annotations

from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignlib.charts.sheet import sheet, style
from alignlib.charts.time_axis import MOST_TICKS, place, spread, stamps, time_axis


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2026-01-05", "2026-04-20", ["Feb\n2026", "Mar", "Apr"]),
        ("2026-11-01", "2027-02-02", ["Nov\n2026", "Dec", "Jan\n2027", "Feb"]),
        ("2026-03-04", "2026-03-20", ["Mar\n2026"]),
        ("2025-02-01", "2028-01-31", ["Apr\n2025", "Jul", "Oct", "Jan\n2026", "Apr", "Jul",
                                      "Oct", "Jan\n2027", "Apr", "Jul", "Oct", "Jan\n2028"]),
    ],
)  # fmt: skip
def test_ticks_are_months_by_their_names(first: str, last: str, expected: list[str]) -> None:
    """The first tick and each January name the year."""
    with style():
        axes = sheet("", "", 3).add_subplot()
        time_axis(axes, pd.Timestamp(first), pd.Timestamp(last))
    assert [label.get_text() for label in axes.get_xticklabels()] == expected


@pytest.mark.parametrize("years", [1, 2, 5, 12, 40])
def test_there_are_few_ticks(years: int) -> None:
    """However long the time, the names of the months have room."""
    with style():
        axes = sheet("", "", 3).add_subplot()
        time_axis(axes, pd.Timestamp("2026-01-01"), pd.Timestamp(2026 + years, 1, 1))
    assert 2 <= len(axes.get_xticks()) <= MOST_TICKS


def test_a_missing_day_is_none() -> None:
    """Timestamps, texts and blanks are read alike."""
    day = pd.Timestamp("2026-03-31")
    assert stamps(pd.Series([day, pd.NaT])) == [day, None]
    assert stamps(pd.Series(["2026-03-31", None])) == [day, None]
    assert place(day) - place(pd.Timestamp("2026-03-01")) == 30


@given(st.lists(st.tuples(st.floats(0, 100), st.floats(0.1, 9)), max_size=12))
def test_what_is_spread_has_its_room(codes: list[tuple[float, float]]) -> None:
    """Nothing touches its neighbour, the order stays, and the middle of all stays."""
    wanted, room = [x for x, _ in sorted(codes)], [r for _, r in sorted(codes)]
    placed = spread(wanted, room)
    assert len(placed) == len(wanted)
    for (x, a), (y, b) in pairwise(zip(placed, room, strict=True)):
        assert y - x >= (a + b) / 2 - 1e-9
