"""The tables of a year on: what was reported, where it was tried, and the sheets of the stores."""

from __future__ import annotations

from alignlib.tables.schema import Column, Table

SHEET_WEEKS = 20
"""Weeks that a sheet has room for."""

WEEK_COLUMNS = tuple(f"w{number:02}" for number in range(1, SHEET_WEEKS + 1))
"""The columns of a sheet that hold readings, one a week."""

OUTCOMES: tuple[Table, ...] = (
    Table(
        "rollouts",
        "A row is one store on the list of the first stores that were to get an initiative.",
        (
            Column("initiative", "The initiative.", table="initiatives"),
            Column("store", "The store."),
            Column("state", "live: the store got it; called off: it was on the list, and never "
                   "got it.", allowed=("live", "called off")),
            Column("live_week", "The week in which the stores that got it began to use it.",
                   "integer", low=1, high=SHEET_WEEKS),
        ),
        key=("initiative", "store"),
    ),
    Table(
        "store_names",
        "A row is one way in which people type the name of a store.",
        (
            Column("typed", "What they type."),
            Column("store", "The store that is meant."),
            Column("open", "Did it serve customers in all twenty weeks?", "yes/no"),
        ),
    ),
    Table(
        "weekly_sheets",
        "A row is one sheet: one measure in one store, week by week. A sheet may have been sent "
        "twice.",
        (
            Column("entry", "The number of the row."),
            Column("sheet", "The number of the sheet; one that was sent again keeps it."),
            Column("sent_on", "The day on which it was sent.", "date"),
            Column("typed", "The store, as somebody typed it."),
            Column("title", "What was measured, as in the table of metrics."),
            *(
                Column(name, f"The reading of week {int(name[1:])}; blank if none was taken.",
                       "number", empty=True)
                for name in WEEK_COLUMNS
            ),
        ),
    ),
    Table(
        "report_lines",
        "A row is one line of the report on the year: one measure, before and after.",
        (
            Column("line", "The line's code."),
            Column("title", "What was measured, as in the table of metrics."),
            Column("initiative", "The initiative that gets the credit, or the blame.",
                   table="initiatives"),
            Column("verdict", "What the report makes of it, by before and after alone.",
                   allowed=("success", "failure")),
        ),
    ),
    Table(
        "outturns",
        "A row is one initiative at its end: what came of its days and its money.",
        (
            Column("initiative", "The initiative.", table="initiatives"),
            Column("shared_number", "Did both sides put their names to one measure before it "
                   "began?", "yes/no"),
            Column("delivered_on", "The day on which its last piece of work was handed over.",
                   "date"),
            Column("spent_k", "What it cost in the end.", "number", "thousand pounds", low=0),
            Column("weeks_to_change", "How many weeks passed from a store's first wish for a "
                   "change until it was made; blank if no store asked.", "integer", "weeks",
                   empty=True, low=0),
        ),
    ),
)  # fmt: skip
"""The tables with which a year's outcomes are judged."""
