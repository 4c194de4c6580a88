"""The tables of a diagnosis: money as it was given, questions and replies, marks of a survey."""

from __future__ import annotations

from alignlib.tables.schema import SIDES, Column, Table

NO_ANSWER = 9
"""What people put on an answer sheet where they cannot say: a code, and no mark."""

DIAGNOSING: tuple[Table, ...] = (
    Table(
        "allocations",
        "A row is one line of the budget book: money that an initiative gets this year.",
        (
            Column("line", "The line's number in the budget book."),
            Column("initiative", "The initiative that gets it.", table="initiatives"),
            Column("text", "What the line says."),
            Column("amount_k", "The amount.", "number", "thousand pounds", low=0),
            Column("status", "holds: the money is there; struck out: the line was taken back.",
                   allowed=("holds", "struck out")),
        ),
    ),
    Table(
        "team_names",
        "A row is one way in which people type the name of a team.",
        (
            Column("typed", "What they type."),
            Column("team", "The team that is meant."),
            Column("side", "The side on which the team works.", allowed=SIDES),
        ),
    ),
    Table(
        "questions",
        "A row is one question that a team put to another about work that they share.",
        (
            Column("question", "The question's number."),
            Column("asked_on", "The day on which it was asked.", "date"),
            Column("asked_by", "The team that asked, as it typed its name.", table="team_names"),
            Column("asked_of", "The team that was asked, as somebody typed its name.",
                   table="team_names"),
            Column("about", "The shared work that it is about."),
            Column("text", "The question."),
            Column("needs_answer", "Does it need an answer? no: it only lets somebody know.",
                   "yes/no"),
            Column("printed_on", "The day on which the log was printed: nothing later is known.",
                   "date"),
        ),
    ),
    Table(
        "replies",
        "A row is one reply to a question. A question may have several, or none.",
        (
            Column("reply", "The reply's number."),
            Column("question", "The question that it belongs to.", table="questions"),
            Column("date", "The day of the reply.", "date"),
            Column("kind", "receipt: sent by a machine, it only says that the question has come "
                   "in; answer: somebody answered.", allowed=("receipt", "answer")),
        ),
    ),
    Table(
        "sheet_statements",
        "A row is one statement on the answer sheet.",
        (
            Column("statement", "The statement's number."),
            Column("text", "The statement, as people read it."),
        ),
    ),
    Table(
        "marks",
        "A row is one mark of the survey: one person, without a name, on one statement.",
        (
            Column("entry", "The number of the entry."),
            Column("sheet", "The number of the person's answer sheet."),
            Column("team", "The person's team, as the person typed it.", table="team_names"),
            Column("statement", "The statement that was marked.", table="sheet_statements"),
            Column("mark", f"1: I do not agree at all; 5: I agree wholly; {NO_ANSWER}: I cannot "
                   "say.", "integer", low=1, high=NO_ANSWER),
        ),
    ),
)  # fmt: skip
"""The tables with which one goes from a symptom to its cause."""
