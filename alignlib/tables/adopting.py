"""The tables of an adoption: who has a licence and uses it, who was taught, what stands to do."""

from __future__ import annotations

from alignlib.tables.schema import Column, Table

COURSES = ("two days", "twelve weeks", "none")
"""The courses of which results were kept; none: no course at all."""

ADOPTING: tuple[Table, ...] = (
    Table(
        "wards",
        "A row is one ward that got licences for the new record.",
        (
            Column("ward", "The ward's code."),
            Column("name", "The ward's proper name."),
            Column("hospital", "The hospital that it belongs to."),
            Column("went_live", "The day on which it began to work with the new record.", "date"),
        ),
    ),
    Table(
        "ward_names",
        "A row is one way in which a ward's name is typed.",
        (
            Column("typed", "What people type."),
            Column("ward", "The ward that is meant.", table="wards"),
        ),
    ),
    Table(
        "ward_licences",
        "A row is one licence bill: one ward in one month.",
        (
            Column("month", "The month.", "month"),
            Column("ward", "The ward.", table="wards"),
            Column("licensed", "How many people of the ward had a licence.", "integer",
                   "licences", low=1),
            Column("cost_k", "What these licences cost in the month.", "number",
                   "thousand pounds", low=0),
        ),
        key=("month", "ward"),
    ),
    Table(
        "sign_ins",
        "A row is one person with a licence in one month. The log was put together from two "
        "exports, so a person may stand in it twice for the same month.",
        (
            Column("entry", "The number of the entry."),
            Column("month", "The month.", "month"),
            Column("typed", "The ward as it was typed.", table="ward_names"),
            Column("person", "The staff number on the card."),
            Column("times", "How often this person signed in during the month; 0: not once.",
                   "integer", "sign-ins", low=0),
            Column("seconds", "How long a sign-in took on average, from the card to the first "
                   "page; blank if there was none.", "number", "seconds", empty=True, low=0),
        ),
    ),
    Table(
        "course_bookings",
        "A row is one place that was booked on the one-day course for the new record.",
        (
            Column("booking", "The number of the booking."),
            Column("person", "The staff number."),
            Column("date", "The day of the course.", "date"),
            Column("came", "Did the person come?", "yes/no"),
        ),
    ),
    Table(
        "chart_checks",
        "A row is one report of a ward for one month: its charts, and a check of the record.",
        (
            Column("month", "The month.", "month"),
            Column("ward", "The ward.", table="wards"),
            Column("patients", "How many patients had a chart.", "integer", "patients", low=1),
            Column("on_paper_too", "For how many of them the same chart was kept on paper as "
                   "well.", "integer", "patients", low=0),
            Column("checked", "How many drug lists of the record were compared with the bed.",
                   "integer", "lists", low=1),
            Column("wrong", "How many of these lists were wrong.", "integer", "lists", low=0),
        ),
        key=("month", "ward"),
    ),
    Table(
        "interviews",
        "A row is one interview: what somebody told of a ward.",
        (
            Column("interview", "The number of the interview."),
            Column("ward", "The ward that it is about.", table="wards"),
            Column("said_by", "Who spoke."),
            Column("text", "What was said."),
        ),
    ),
    Table(
        "tasks",
        "A row is one task of a project.",
        (
            Column("task", "The task's code."),
            Column("text", "What is to be done."),
            Column("due", "The day by which somebody needs it.", "date"),
            Column("status", "open: still to be done; done: finished.",
                   allowed=("open", "done")),
        ),
    ),
    Table(
        "task_needs",
        "A row is one need: a task cannot begin before another one is done.",
        (
            Column("need", "The number of the need."),
            Column("task", "The task that has to wait.", table="tasks"),
            Column("waits_for", "The task that has to be done first.", table="tasks"),
            Column("status", "holds: it is true; lifted: it was true once, and is no longer.",
                   allowed=("holds", "lifted")),
            Column("remark", "Why it was lifted; blank while it holds.", empty=True),
        ),
    ),
    Table(
        "course_results",
        "A row is one person whose skill in bridging was tested.",
        (
            Column("person", "The staff number."),
            Column("course", "The course that the person took.", allowed=COURSES),
            Column("practised", "Did the person practise each week in a project of their own?",
                   "yes/no"),
            Column("before", "Points in the test before the course.", "integer", "points of 100",
                   low=0, high=100),
            Column("after", "Points in the week after it (of those without a course: on the same "
                   "day).", "integer", "points of 100", low=0, high=100),
            Column("half_year_on", "Points half a year later; blank if the person was not tested "
                   "again.", "integer", "points of 100", empty=True, low=0, high=100),
        ),
    ),
)  # fmt: skip
"""The tables with which one sees whether, and why, people work with what was bought."""
