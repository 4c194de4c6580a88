"""The tables of records: what was said, decided, paid for, used and measured."""

from __future__ import annotations

from alignlib.tables.schema import SIDES, Column, Table

ROLES = ("accountable", "responsible", "consulted", "informed")
"""What a person may be in a decision: answers for it, does it, is asked, is told."""

DIRECTIONS = ("business to technology", "technology to business", "both", "none")
"""Which strategy a review changed because of the other: the arrow points to the one changed."""

RISK_KINDS = ("market", "competition", "economy", "breach", "failure", "vendor")
"""Three kinds of business risk and three of technology risk."""

LIGHTS = ("green", "amber", "red")
"""What a light of a dashboard can show."""

RECORDS: tuple[Table, ...] = (
    Table(
        "documents",
        "A row is one document of the board pack.",
        (
            Column("document", "Its short name."),
            Column("kind", "What kind of document it is: minutes, e-mail, note and so on."),
            Column("title", "Its title."),
            Column("author", "Who wrote it."),
            Column("role", "The writer's role in the firm, or outside it."),
            Column("date", "The day it was written.", form="date"),
            Column("text", "What it says."),
        ),
    ),
    Table(
        "decisions",
        "A row is one decision about technology, from the log of decisions.",
        (
            Column("decision", "The decision's number."),
            Column("date", "The day it was taken.", form="date"),
            Column("by", "Who took it."),
            Column("text", "What was decided."),
            # No foreign key: that a decision names a goal which does not exist is for a
            # learner to find.
            Column("objective", "The code of the goal written beside it; may be blank.",
                   empty=True),
            Column("mandate", "The law or contract that obliges the firm; may be blank.",
                   empty=True),
        ),
    ),
    Table(
        "cost_centres",
        "A row is one department and its four-digit cost-centre code.",
        (
            Column("code", "The four-digit code. It is text, not a number."),
            Column("department", "The department's proper name."),
            Column("technology", "Does this department's money count as technology spend?",
                   allowed=("yes", "no")),
        ),
    ),
    Table(
        "budget_lines",
        "A row is one line posted in the ledger. A voucher may have been posted twice.",
        (
            Column("line", "The line's number in the ledger."),
            Column("voucher", "The number of the paper behind it: two lines with the same "
                   "voucher are the same money."),
            Column("month", "The month it was posted in.", form="month"),
            Column("cost_centre", "The cost centre as the clerk typed it: a four-digit code "
                   "and a name, spelled in many ways."),
            Column("text", "What the money was for."),
            Column("amount_k", "The amount.", form="number", unit="thousand pounds"),
            # As in decisions: what a clerk typed need not be in the register.
            Column("objective", "The code of the goal it serves; may be blank.", empty=True),
            Column("mandate", "The law or contract that obliges the firm to spend it; may be "
                   "blank.", empty=True),
            Column("initiative", "The initiative that it pays for; may be blank.", empty=True,
                   optional=True, table="initiatives"),
        ),
    ),
    Table(
        "project_lines",
        "A row is one line of the project ledger: money that was paid for one initiative. A "
        "voucher may have been posted twice.",
        (
            Column("line", "The line's number in the ledger."),
            Column("voucher", "The number of the paper behind it: two lines with the same "
                   "voucher are the same money."),
            Column("month", "The month it was posted in.", form="month"),
            Column("project", "The initiative as the clerk typed it."),
            Column("text", "What the money was for."),
            Column("amount_k", "The amount; below 0 if money came back.", form="number",
                   unit="thousand pounds"),
        ),
    ),
    Table(
        "project_names",
        "A row is one way in which clerks call an initiative.",
        (
            Column("typed", "What clerks type, in small letters and without spaces around it."),
            Column("initiative", "The initiative that is meant.", table="initiatives"),
        ),
    ),
    Table(
        "metric_series",
        "A row is one reading of a metric: one site in one week.",
        (
            Column("metric", "The metric's code.", table="metrics"),
            Column("site", "The store, ward or team that was measured."),
            Column("group", "treated: the initiative reached this site; control: it did not.",
                   allowed=("treated", "control")),
            Column("week", "The Monday of the week.", "date"),
            Column("phase", "Was the week before the initiative went live, or after it?",
                   allowed=("before", "after")),
            Column("value", "The reading, in the metric's unit; blank if none was taken.",
                   "number", empty=True),
        ),
        key=("metric", "site", "week"),
    ),
    Table(
        "licences",
        "A row is one month of one tool: how many licences were paid for and used.",
        (
            Column("month", "The month.", "month"),
            Column("tool", "The tool."),
            Column("licensed", "How many licences were paid for.", "integer", "licences", low=1),
            Column("active", "How many people used it in the month.", "integer", "people", low=0),
            Column("cost_k", "What the licences cost in the month.", "number", "thousand pounds",
                   low=0),
            Column("start", "The day the firm began to license the tool.", "date"),
        ),
        key=("month", "tool"),
    ),
    Table(
        "questionnaire",
        "A row is one statement that the survey asked about.",
        (
            Column("statement", "The statement's code."),
            Column("text", "The statement, as the respondents read it."),
        ),
    ),
    Table(
        "survey",
        "A row is one answer: one respondent on one statement.",
        (
            Column("respondent", "The respondent's number; no names."),
            Column("side", "The side on which the respondent works.", allowed=SIDES),
            Column("statement", "The statement that was rated.", table="questionnaire"),
            Column("score", "1: I do not agree at all; 5: I agree wholly; blank: no answer.",
                   "integer", empty=True, low=1, high=5),
        ),
        key=("respondent", "statement"),
    ),
    Table(
        "meetings",
        "A row is one meeting in the calendar.",
        (
            Column("meeting", "The meeting's code."),
            Column("date", "The day it was held.", "date"),
            Column("title", "Its title in the calendar."),
            Column("kind", "strategy: goals and plans are set; review: they are looked at again; "
                   "operations: the daily business.",
                   allowed=("strategy", "review", "operations")),
        ),
    ),
    Table(
        "attendees",
        "A row is one person invited to one meeting.",
        (
            Column("meeting", "The meeting.", table="meetings"),
            Column("person", "The person."),
            Column("side", "The side on which the person works.", allowed=SIDES),
            Column("attended", "Did the person come?", "yes/no"),
            Column("department", "The person's department.", optional=True),
        ),
        key=("meeting", "person"),
    ),
    Table(
        "reviews",
        "A row is one review of the two strategies.",
        (
            Column("review", "The review's code."),
            Column("quarter", "The quarter in which it was held.", "quarter"),
            Column("joint", "Did both sides take part?", "yes/no"),
            Column("changes_logged", "How many changes of a strategy were written down.",
                   "integer", "changes", low=0),
            Column("direction", "Which strategy was changed because of the other.",
                   allowed=DIRECTIONS),
        ),
    ),
    Table(
        "decision_rights",
        "A row is one person's part in one link of the plan or in one decision.",
        (
            Column("right", "The row's code."),
            Column("link", "The link; blank if it is about a decision.", empty=True,
                   table="links"),
            Column("decision", "The decision in a few words; blank if it is about a link.",
                   empty=True),
            Column("person", "The person."),
            Column("side", "The side on which the person works.", allowed=SIDES),
            Column("role", "accountable: answers for it; responsible: does it; consulted: is "
                   "asked first; informed: is told afterwards.", allowed=ROLES),
        ),
    ),
    Table(
        "risks",
        "A row is one risk, from the risk register.",
        (
            Column("risk", "The risk's code."),
            Column("text", "What may happen."),
            Column("kind", "market, competition and economy are business risks; breach, failure "
                   "and vendor (dependence on one) are technology risks.", allowed=RISK_KINDS),
            Column("likelihood", "How likely it is: 1 rare to 5 almost certain.", "integer",
                   low=1, high=5),
            Column("impact", "How bad it would be: 1 small to 5 the firm is at stake.",
                   "integer", low=1, high=5),
            Column("owner", "Who manages it; may be blank.", empty=True),
            Column("response", "What is done about it; may be blank.", empty=True),
            Column("objective", "The goal that it threatens.", optional=True,
                   table="objectives"),
            Column("status", "open: somebody looks after it; closed: it stays in the list, and "
                   "nobody looks after it.", allowed=("open", "closed"), optional=True),
        ),
    ),
    Table(
        "dashboard",
        "A row is one light of the technology dashboard: one measure in one month.",
        (
            Column("month", "The month.", "month"),
            Column("measure", "What is measured."),
            Column("in_use", "Does anybody work with the system that is measured?", "yes/no"),
            Column("value", "The value of the month.", "number"),
            Column("unit", "What it is measured in."),
            Column("light", "green: the value is as it should be; amber: nearly; red: not.",
                   allowed=LIGHTS),
        ),
        key=("month", "measure"),
    ),
    Table(
        "claims_reports",
        "A row is one entry of the claims reports: one kind of policy in one month.",
        (
            Column("entry", "The entry's number."),
            Column("report", "The number of the report. A report that was corrected is entered "
                   "again, under the same number and on a later day."),
            Column("filed_on", "The day it was entered.", "date"),
            Column("month", "The month that it reports on.", "month"),
            Column("typed", "The kind of policy as the clerk typed it.", table="policy_names"),
            Column("policies", "How many policies of this kind there were in the month.",
                   "integer", "policies", low=1),
            Column("claims_k", "What the claims on them cost in the month.", "number",
                   "thousand pounds", low=0),
        ),
    ),
    Table(
        "policy_names",
        "A row is one way in which clerks type a kind of policy.",
        (
            Column("typed", "What clerks type."),
            Column("kind", "The kind of policy that is meant."),
            Column("own_risk", "Does the firm pay these claims itself? no: another insurer "
                   "pays them.", "yes/no"),
        ),
    ),
)  # fmt: skip
"""The tables of records, in the order in which a case shows them."""
