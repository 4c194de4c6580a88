"""What several diagnostics read from the tables in the same way."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import pandas as pd

from alignlib.diagnostics.base import Evidence

ROUNDING = 1e-9
"""Shares nearer to each other than this differ by rounding alone."""


def given(cells: pd.Series[Any]) -> pd.Series[bool]:
    """Which cells are not blank: neither missing nor an empty text."""
    return cells.notna() & (cells != "")


def dates(cells: pd.Series[Any]) -> pd.Series[pd.Timestamp]:
    """The cells as timestamps, also where a table was typed by hand as texts."""
    return pd.to_datetime(cells)


def day(date: object) -> str:
    """
    When something happens, for a sentence.

    >>> day(pd.Timestamp("2026-03-31")), day(pd.NaT)
    ('on 2026-03-31', 'on no stated day')
    """
    return f"on {date:%Y-%m-%d}" if isinstance(date, pd.Timestamp) else "on no stated day"


def total(cells: Iterable[float]) -> float:
    """The sum, rounded once at its end: the same in every order of the rows."""
    return math.fsum(cells)


def live(objectives: pd.DataFrame) -> pd.DataFrame:
    """The objectives that the board holds on to."""
    return objectives[objectives["status"] == "live"]


def priorities(objectives: pd.DataFrame) -> pd.Series[float]:
    """
    The weight of each live objective that needs technology, by its code; they sum to 1.

    Closed objectives and those that need no technology weigh nothing. Where the table does
    not say what needs technology, every objective does. Empty where nothing has a weight.
    """
    asked = live(objectives)
    if "needs_technology" in asked:
        asked = asked[asked["needs_technology"] != "no"]
    weights = asked.set_index("objective")["weight"].fillna(0.0).astype("float64")
    whole = total(weights)
    return weights / whole if whole > 0 else weights.iloc[:0]


def serving(links: pd.DataFrame, objectives: pd.DataFrame | None = None) -> pd.DataFrame:
    """
    The links that count: of strength 1 or more, to an objective that is live.

    A link of strength 0 says that the initiative does not help. Without the table of
    objectives every objective is taken for live.
    """
    ties = links[links["strength"] > 0]
    return (
        ties if objectives is None else ties[ties["objective"].isin(live(objectives)["objective"])]
    )


def evidence(table: str, rows: Iterable[object], whys: Iterable[str]) -> tuple[Evidence, ...]:
    """One piece of evidence a row."""
    return tuple(Evidence(table, str(row), why) for row, why in zip(rows, whys, strict=True))


def percent(share: float) -> str:
    """
    A share in per cent, for a sentence.

    >>> percent(0.125)
    '12.5 %'
    """
    return f"{100 * share:.3g} %"
