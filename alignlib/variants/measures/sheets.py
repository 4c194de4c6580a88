"""What the sheets of the stores say, put in order once for all measures of a year's outcomes."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import pandas as pd

from alignlib.diagnostics.base import Measure
from alignlib.diagnostics.effect import GROUPS
from alignlib.diagnostics.reading import evidence
from alignlib.tables.outcomes import SHEET_WEEKS, WEEK_COLUMNS

MONDAYS = tuple(pd.date_range("2027-01-04", periods=SHEET_WEEKS, freq="7D"))
"""The Mondays of the weeks. Only the distance between weeks matters, never the day."""

SHEETS = {
    "weekly_sheets": ("entry", "sheet", "sent_on", "typed", "title", *WEEK_COLUMNS),
    "store_names": ("typed", "store", "open"),
    "rollouts": ("initiative", "store", "state", "live_week"),
    "report_lines": ("line", "title", "initiative"),
}
"""The tables and columns that `series_of` reads."""


def series_of(
    weekly_sheets: pd.DataFrame,
    store_names: pd.DataFrame,
    rollouts: pd.DataFrame,
    report_lines: pd.DataFrame,
) -> pd.DataFrame:
    """
    The sheets as a tidy metric series: metric, site, group, week, phase, value.

    Of a sheet that was sent twice the last one counts. Stores that were not open all the time
    are left out. A store is treated if it went live; one that was called off is a control. The
    week in which an initiative went live is neither before nor after, and is left out.
    """
    # By plain loops: the proof of a draw reads the sheets a few hundred times, and joining such
    # small tables takes pandas ten times as long.
    stores = {
        typed: store
        for typed, store, is_open in _cells(store_names, "typed", "store", "open")
        if is_open == "yes"
    }
    initiatives = dict(_cells(report_lines, "title", "initiative"))
    starts = dict(_cells(rollouts, "initiative", "live_week"))
    live = {
        (initiative, store)
        for initiative, store, state in _cells(rollouts, "initiative", "store", "state")
        if state == "live"
    }
    ordered = weekly_sheets.sort_values(["sent_on", "entry"])
    last = {
        sheet: (typed, title, values)
        for sheet, typed, title, *values in _cells(
            ordered, "sheet", "typed", "title", *WEEK_COLUMNS
        )
    }
    rows = []
    for typed, title, values in last.values():
        initiative, store = initiatives.get(title, ""), stores.get(typed)
        if store is None or initiative not in starts:
            continue
        group, start = GROUPS[(initiative, store) not in live], starts[initiative]
        rows += [
            (title, store, group, MONDAYS[place], "after" if place + 1 > start else "before", value)
            for place, value in enumerate(values)
            if place + 1 != start and not math.isnan(value)
        ]
    names = ["metric", "site", "group", "week", "phase", "value"]
    return pd.DataFrame(rows, columns=names)


def _cells(table: pd.DataFrame, *names: str) -> Iterator[tuple[Any, ...]]:
    """The rows of a table as tuples of these columns."""
    return zip(*(table[name].tolist() for name in names), strict=True)


def change_of(series: pd.DataFrame, group: str) -> float:
    """The mean change of a group's stores; NaN without one that has readings of both phases."""
    own = series[series["group"] == group]
    means = own.groupby(["phase", "site"])["value"].mean()
    if not {"before", "after"} <= set(own["phase"]):
        return math.nan
    # A store without one of the two gives NaN, and is left out.
    return float((means["after"] - means["before"]).mean())


def change_measure(
    name: str,
    group: str,
    weekly_sheets: pd.DataFrame,
    store_names: pd.DataFrame,
    rollouts: pd.DataFrame,
    report_lines: pd.DataFrame,
    title: str,
) -> Measure:
    """The measure `name`: `change_of` one group for the sheets of one title, with its line."""
    lines = report_lines.loc[report_lines["title"] == title, "line"]
    change = change_of(series_of(weekly_sheets, store_names, rollouts, report_lines), group)
    return Measure(
        name,
        change,
        f"no {group} store with readings before and after" if math.isnan(change) else "",
        evidence("report_lines", lines, [f"a change of {change:+.3g}"] * len(lines)),
        about=title,
    )
