"""The tables of a case: what each holds, column by column. Also the learner's data dictionary."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from alignlib.errors import CaseError, shown

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Column:
    """
    One column: its name, what it means, and what may stand in it.

    `form` is one of text, date (YYYY-MM-DD), month (YYYY-MM), number. `allowed` lists the
    only values it may hold; `table` names the table whose first column it must be found in;
    `empty` says that a cell may be blank.
    """

    name: str
    meaning: str
    form: str = "text"
    unit: str = ""
    allowed: tuple[str, ...] = ()
    table: str = ""
    empty: bool = False


@dataclass(frozen=True)
class Table:
    """One table: what a row is, and its columns. The first column identifies a row."""

    name: str
    row: str
    columns: tuple[Column, ...]


def _table(name: str, row: str, *columns: Column) -> tuple[str, Table]:
    return name, Table(name, row, columns)


TABLES: Mapping[str, Table] = dict(
    (
        _table(
            "documents",
            "A row is one document of the board pack.",
            Column("document", "Its short name."),
            Column("kind", "What kind of document it is: minutes, e-mail, note and so on."),
            Column("title", "Its title."),
            Column("author", "Who wrote it."),
            Column("role", "The writer's role in the firm, or outside it."),
            Column("date", "The day it was written.", form="date"),
            Column("text", "What it says."),
        ),
        _table(
            "objectives",
            "A row is one goal of the firm, from the register of goals.",
            Column("objective", "The goal's code."),
            Column("text", "The goal."),
            Column("owner", "Who answers for it."),
            Column(
                "status", "live: the board holds on to it; closed: given up.", "text", "",
                ("live", "closed"),
            ),
            Column("closed_on", "The day the board closed it; blank while live.", "date",
                   empty=True),
            Column("closed_because", "Why it was closed; blank while live.", empty=True),
        ),
        _table(
            "decisions",
            "A row is one decision about technology, from the log of decisions.",
            Column("decision", "The decision's number."),
            Column("date", "The day it was taken.", form="date"),
            Column("by", "Who took it."),
            Column("text", "What was decided."),
            Column("objective", "The code of the goal written beside it; may be blank.",
                   empty=True),
            Column("mandate", "The law or contract that obliges the firm; may be blank.",
                   empty=True),
        ),
        _table(
            "cost_centres",
            "A row is one department and its four-digit cost-centre code.",
            Column("code", "The four-digit code. It is text, not a number."),
            Column("department", "The department's proper name."),
            Column("technology", "Does this department's money count as technology spend?",
                   allowed=("yes", "no")),
        ),
        _table(
            "budget_lines",
            "A row is one line posted in the ledger. A voucher may have been posted twice.",
            Column("line", "The line's number in the ledger."),
            Column("voucher", "The number of the paper behind it: two lines with the same "
                   "voucher are the same money."),
            Column("month", "The month it was posted in.", form="month"),
            Column("cost_centre", "The cost centre as the clerk typed it: a four-digit code "
                   "and a name, spelled in many ways."),
            Column("text", "What the money was for."),
            Column("amount_k", "The amount.", form="number", unit="thousand pounds"),
            Column("objective", "The code of the goal it serves; may be blank.", empty=True),
            Column("mandate", "The law or contract that obliges the firm to spend it; may be "
                   "blank.", empty=True),
        ),
    )
)  # fmt: skip
"""Every structured table that a case may carry, by name."""

STATEMENTS = Table(
    "statements",
    "A row is one short text that an item asks about.",
    (
        Column("id", "Its number."),
        Column("note", "Where it stands, or who said it."),
        Column("text", "What it says."),
    ),
)
"""A table of statements; a case may carry several, under names of its own."""


def frame(name: str, rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """
    The rows as a DataFrame with the columns, order and types that the table declares.

    Text is text (codes keep their leading zeros), dates are timestamps, numbers are floats,
    blanks are missing values. Raises `CaseError` at the first cell that the schema does not
    allow, naming table, row, column and value.
    """
    import pandas as pd

    table = declared(name, rows)
    check(table, rows)
    columns: dict[str, Any] = {}
    for column in table.columns:
        cells = [row[column.name] for row in rows]
        if column.form == "number":
            columns[column.name] = pd.Series(cells, dtype="float64")
        elif column.form == "date":
            columns[column.name] = pd.to_datetime(pd.Series(cells, dtype="str"))
        else:
            columns[column.name] = pd.Series(cells, dtype="str")
    return pd.DataFrame(columns)


def declared(name: str, rows: Sequence[Mapping[str, Any]]) -> Table:
    """
    The schema of a table: the structured one of this name, or that of statements.

    Raises `CaseError` for a table that this version does not know.
    """
    if name in TABLES:
        return TABLES[name]
    if rows and list(rows[0]) == [column.name for column in STATEMENTS.columns]:
        return replace(STATEMENTS, name=name)
    raise CaseError(
        f"There is no table {shown(name)}. The tables are {', '.join(sorted(TABLES))}, and "
        "tables of statements with the columns id, note and text."
    )


def check(table: Table, rows: Iterable[Mapping[str, Any]]) -> None:
    """
    Hold the rows against the schema: columns, blanks, allowed values, forms, unique ids.

    Raises `CaseError` naming table, row, column, value and what is allowed.
    """
    names = [column.name for column in table.columns]
    seen: set[str] = set()
    for number, row in enumerate(rows, start=1):
        if list(row) != names:
            raise CaseError(
                f"Table {table.name}, row {number}: found the columns {shown(list(row), 200)}; "
                f"expected {names}."
            )
        for column in table.columns:
            problem = _problem(column, row[column.name])
            if problem:
                raise CaseError(
                    f"Table {table.name}, row {number}, column {column.name}: {problem}."
                )
        identity = row[names[0]]
        if identity in seen:
            raise CaseError(
                f"Table {table.name}, row {number}: {shown(identity)} is there twice in column "
                f"{names[0]}, which identifies a row."
            )
        seen.add(identity)


def _problem(column: Column, value: Any) -> str:
    if value is None or value == "":
        return "" if column.empty else "it is blank"
    if column.form == "number":
        good = isinstance(value, int | float) and not isinstance(value, bool)
        return "" if good and math.isfinite(value) else f"found {shown(value)}, expected a number"
    if not isinstance(value, str):
        return f"found {shown(value)}, expected text"
    if column.allowed and value not in column.allowed:
        return f"found {shown(value)}, allowed are {', '.join(column.allowed)}"
    length = {"date": 10, "month": 7}.get(column.form)
    if length and (len(value) != length or not value.replace("-", "").isdigit()):
        return f"found {shown(value)}, expected a {column.form}"
    return ""


def dictionary(table: Table) -> pd.DataFrame:
    """The table's data dictionary: one row a column, with its meaning, form and unit."""
    import pandas as pd

    return pd.DataFrame(
        [
            {
                "column": c.name,
                "meaning": c.meaning,
                "form": ", ".join(c.allowed) if c.allowed else c.form,
                "unit": c.unit,
                "may be blank": "yes" if c.empty else "no",
            }
            for c in table.columns
        ]
    )
