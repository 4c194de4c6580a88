"""An axis of time: months that are named in words, as many as have room."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from alignlib.charts.sheet import FAINT
from alignlib.charts.words import MONTHS
from alignlib.diagnostics.reading import dates

if TYPE_CHECKING:
    from matplotlib.axes import Axes

STEPS = (1, 2, 3, 6, 12, 24, 60, 120)
"""Months from one tick to the next."""

MOST_TICKS = 13
EPOCH = pd.Timestamp("1970-01-01")


def stamps(cells: pd.Series[Any]) -> list[pd.Timestamp | None]:
    """
    The days of a column, None where there is none.

    >>> stamps(pd.Series(["2026-03-31", None]))
    [Timestamp('2026-03-31 00:00:00'), None]
    """
    days = dates(cells)
    return [None if missing else day for day, missing in zip(days, days.isna(), strict=True)]


def place(date: pd.Timestamp) -> float:
    """
    Where a day is on the axis: days since 1970.

    >>> place(pd.Timestamp("1970-01-03"))
    2.0
    """
    return (date - EPOCH) / pd.Timedelta(days=1)


def time_axis(axes: Axes, first: pd.Timestamp, last: pd.Timestamp) -> None:
    """Ticks and thin lines at the first of a month, between the first day and the last."""
    low, high = _months(first) + (first.day > 1), _months(last)
    step = next((s for s in STEPS if (high - low) / s < MOST_TICKS), STEPS[-1])
    ticks = range(-(-low // step) * step, high + 1, step)
    starts = [pd.Timestamp(year=m // 12, month=m % 12 + 1, day=1) for m in ticks]
    if not starts:  # all within one month: its first day has to do
        starts = [first]
    axes.set_xticks([place(s) for s in starts], [_name(s, n == 0) for n, s in enumerate(starts)])
    axes.grid(visible=True, axis="x", color=FAINT, linewidth=0.6)


def spread(wanted: list[float], room: list[float]) -> list[float]:
    """
    Places as near as may be to the wanted ones, in their order, each with its room.

    >>> spread([1.0, 5.0], [2.0, 2.0]), spread([4.0, 4.5, 9.0], [2.0, 2.0, 2.0])
    ([1.0, 5.0], [3.25, 5.25, 9.0])
    """
    # Neighbours that have no room form a block, which stands where its members want on average.
    blocks: list[list[int]] = []
    for number in range(len(wanted)):
        blocks.append([number])
        while (
            len(blocks) > 1
            and _reach(blocks[-2], wanted, room)[1] > (_reach(blocks[-1], wanted, room)[0])
        ):
            last = blocks.pop()
            blocks[-1] += last
    placed = []
    for block in blocks:
        edge = _reach(block, wanted, room)[0]
        for number in block:
            placed.append(edge + room[number] / 2)
            edge += room[number]
    return placed


def _reach(block: list[int], wanted: list[float], room: list[float]) -> tuple[float, float]:
    whole = sum(room[number] for number in block)
    middle = sum(wanted[number] for number in block) / len(block)
    return middle - whole / 2, middle + whole / 2


def _months(date: pd.Timestamp) -> int:
    return date.year * 12 + date.month - 1


def _name(date: pd.Timestamp, is_first: bool) -> str:
    """The month's short name, and the year where it begins or is not yet known."""
    month = MONTHS[date.month - 1][:3]
    return f"{month}\n{date.year}" if is_first or date.month == 1 else month
