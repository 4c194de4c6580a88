"""What the sheets of the stores say, put in order once for all measures of a year's outcomes."""

from __future__ import annotations

import pandas as pd

from alignlib.tables.outcomes import WEEK_COLUMNS

FIRST_MONDAY = pd.Timestamp("2027-01-04")
"""The Monday of week 1. Only the distance between weeks matters, never the day."""

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
    sheets = weekly_sheets.sort_values(["sent_on", "entry"]).drop_duplicates("sheet", keep="last")
    sheets = sheets.merge(store_names[store_names["open"] == "yes"], on="typed")
    credited = report_lines.drop_duplicates("title")[["title", "initiative"]]
    sheets = sheets.merge(credited, on="title")
    starts = rollouts.groupby("initiative")["live_week"].min().rename("start")
    sheets = sheets.merge(starts, left_on="initiative", right_index=True)
    live = rollouts.loc[rollouts["state"] == "live", ["initiative", "store"]]
    sheets = sheets.merge(live.assign(group="treated"), how="left", on=["initiative", "store"])
    long = sheets.melt(
        ["title", "store", "group", "start"], list(WEEK_COLUMNS), "week", "value"
    ).dropna(subset="value")
    number = long["week"].str[1:].astype("int64")
    long = long.assign(
        group=long["group"].fillna("control"),
        phase=(number > long["start"]).map({True: "after", False: "before"}),
        week=FIRST_MONDAY + pd.to_timedelta(7 * (number - 1), unit="D"),
    )[number != long["start"]]
    long = long.rename(columns={"title": "metric", "store": "site"})
    return long[["metric", "site", "group", "week", "phase", "value"]]


def change_of(series: pd.DataFrame, group: str) -> float:
    """The mean change of a group's stores; NaN without one that has readings of both phases."""
    own = series[series["group"] == group]
    means = own.pivot_table("value", "site", "phase", aggfunc="mean")
    means = means.reindex(columns=["before", "after"]).dropna()
    return float((means["after"] - means["before"]).mean())
