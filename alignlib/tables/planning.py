"""The tables of planning together: who came, what a review changed, who was asked, what moved."""

from __future__ import annotations

from alignlib.tables.schema import SIDES, Column, Table

EXPORTS = ("first", "second")
"""A calendar that was exported twice: the second time with those who came by screen."""

WAYS = ("asked", "told")
"""How a department heard of an initiative: its view was wanted, or it was only news."""

CHANGED = (*SIDES, "none")
"""The strategy that a line of the log of reviews changed."""

PLANNING: tuple[Table, ...] = (
    Table(
        "calendar",
        "A row is one entry of the calendar: one name in one meeting. A person may stand in a "
        "meeting more than once.",
        (
            Column("entry", "The entry's number."),
            Column("export", "first: only who sat in the room was known; second: made later, with "
                   "those who came by screen.", allowed=EXPORTS),
            Column("meeting", "The meeting.", table="meetings"),
            Column("typed", "The name as somebody typed it.", table="name_list"),
            Column("came", "Did the person come? An invitation alone is a no.", "yes/no"),
        ),
    ),
    Table(
        "name_list",
        "A row is one way in which a name is typed.",
        (
            Column("typed", "The name as it is typed."),
            Column("person", "The person who is meant."),
            Column("side", "The side on which the person works.", allowed=SIDES),
            Column("department", "The person's department."),
        ),
    ),
    Table(
        "review_log",
        "A row is one line of the log of reviews: what a review changed, or why nothing.",
        (
            Column("line", "The line's number."),
            Column("meeting", "The review.", table="meetings"),
            Column("strategy", "The strategy that was changed; none: the line tells of no change.",
                   allowed=CHANGED),
            Column("text", "What was changed, or why nothing had to be; blank: nobody wrote "
                   "anything.", empty=True),
        ),
    ),
    Table(
        "touches",
        "A row is one department whose work an initiative changes.",
        (
            Column("initiative", "The initiative.", table="initiatives"),
            Column("department", "The department's proper name."),
        ),
        key=("initiative", "department"),
    ),
    Table(
        "consultations",
        "A row is one time that a department heard of an initiative.",
        (
            Column("entry", "The entry's number."),
            Column("date", "The day.", "date"),
            Column("initiative", "The initiative that it was about.", table="initiatives"),
            Column("typed", "The department as somebody typed it.", table="department_names"),
            Column("way", "asked: its view was wanted; told: it was news, and no answer was "
                   "wanted.", allowed=WAYS),
        ),
    ),
    Table(
        "department_names",
        "A row is one way in which a department's name is typed.",
        (
            Column("typed", "The name as it is typed."),
            Column("department", "The department that is meant."),
        ),
    ),
    Table(
        "date_changes",
        "A row is one change of an initiative's dates. Of several, the one entered last holds.",
        (
            Column("change", "The change's number."),
            Column("entered_on", "The day it was entered.", "date"),
            Column("initiative", "The initiative that was moved.", table="initiatives"),
            Column("start", "Its first day from now on.", "date"),
            Column("end", "Its last day from now on.", "date"),
            Column("reason", "Why it was moved."),
        ),
    ),
)  # fmt: skip
"""The tables of planning together, in the order in which a case shows them."""
