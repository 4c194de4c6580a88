"""The form of a table: its columns, and the check of rows against them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from alignlib.errors import CaseError, shown

if TYPE_CHECKING:
    import pandas as pd

SIDES = ("business", "technology")
"""The two sides that the course brings together."""

YES_NO = ("yes", "no")

LARGEST = 1e15
"""No number of a case is larger; up to here a float holds every whole number exactly."""


@dataclass(frozen=True)
class Column:
    """
    One column: its name, what it means, and what may stand in it.

    `form` is one of text, date (YYYY-MM-DD), month (YYYY-MM), quarter (YYYY-Qn), integer,
    number, yes/no. `allowed` lists the only values it may hold, `low` and `high` bound a
    number; `table` names the table whose first column it must be found in; `empty` says that
    a cell may be blank, `optional` that a case may carry the table without this column.
    """

    name: str
    meaning: str
    form: str = "text"
    unit: str = ""
    allowed: tuple[str, ...] = ()
    table: str = ""
    empty: bool = False
    optional: bool = False
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Table:
    """
    One table: what a row is, and its columns.

    `key` names the columns that together identify a row; where it is left out, the first
    column does.
    """

    name: str
    row: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()

    @property
    def identity(self) -> tuple[str, ...]:
        """The columns that identify a row."""
        return self.key or (self.columns[0].name,)

    def carried(self, names: Iterable[str]) -> tuple[Column, ...]:
        """The columns that a table with these names should have: optional ones only if named."""
        found = set(names)
        return tuple(c for c in self.columns if not c.optional or c.name in found)


def check(table: Table, rows: Iterable[Mapping[str, Any]], names: Sequence[str] = ()) -> None:
    """
    Hold the rows against the schema: columns, blanks, allowed values, forms, unique ids.

    `names` are the columns that the table carries; where they are left out, the first row
    tells them. Raises `CaseError` naming table, row, column, value and what is allowed.
    Whether an id is found in another table is for `check_references`, which sees all tables.
    """
    columns: tuple[Column, ...] = ()
    if names:
        columns = table.carried(names)
        _check_columns(columns, names, f"Table {table.name}")
    seen: set[Any] = set()
    for number, row in enumerate(rows, start=1):
        columns = columns or table.carried(row)
        _check_columns(columns, list(row), f"Table {table.name}, row {number}")
        for column in columns:
            problem = _problem(column, row[column.name])
            if problem:
                raise CaseError(
                    f"Table {table.name}, row {number}, column {column.name}: {problem}."
                )
        identity = tuple(row[name] for name in table.identity)
        if identity in seen:
            raise CaseError(f"Table {table.name}, row {number}: {_twice(table, identity)}.")
        seen.add(identity)


def _check_columns(columns: tuple[Column, ...], found: Sequence[str], where: str) -> None:
    expected = [column.name for column in columns]
    if list(found) != expected:
        raise CaseError(
            f"{where}: found the columns {shown(list(found), 200)}; expected {expected}."
        )


def _twice(table: Table, identity: tuple[Any, ...]) -> str:
    if len(identity) == 1:
        return (
            f"{shown(identity[0])} is there twice in column {table.identity[0]}, "
            "which identifies a row"
        )
    together = ", ".join(map(str, identity))
    return (
        f"{shown(together)} is there twice in columns {', '.join(table.identity)}, "
        "which together identify a row"
    )


def _problem(column: Column, value: Any) -> str:
    """What is wrong with a cell; empty if nothing is."""
    if value is None or value == "":
        return "" if column.empty else "it is blank"
    if column.form in {"number", "integer"}:
        return _problem_of_number(column, value)
    if not isinstance(value, str):
        return f"found {shown(value)}, expected text"
    allowed = YES_NO if column.form == "yes/no" else column.allowed
    if allowed and value not in allowed:
        return f"found {shown(value)}, allowed are {', '.join(allowed)}"
    example = {"date": "2026-03-31", "month": "2026-03", "quarter": "2026-Q1"}.get(column.form)
    if example and not _in_calendar(column.form, value):
        return f"found {shown(value)}, expected a {column.form} such as {example}"
    return ""


def _problem_of_number(column: Column, value: Any) -> str:
    kinds = int if column.form == "integer" else int | float
    words = "a whole number" if column.form == "integer" else "a number"
    if not isinstance(value, kinds) or isinstance(value, bool) or not abs(value) <= LARGEST:
        return f"found {shown(value)}, expected {words}"
    low, high = column.low, column.high
    if (low is not None and value < low) or (high is not None and value > high):
        return f"found {shown(value)}, allowed is {bounds(column)}"
    return ""


def bounds(column: Column) -> str:
    """
    The bounds of a column of numbers in words; empty without any.

    >>> bounds(Column("strength", "How much it helps.", "integer", low=0, high=3))
    '0 to 3'
    """
    if column.low is not None and column.high is not None:
        return f"{column.low:g} to {column.high:g}"
    if column.low is not None:
        return f"{column.low:g} or more"
    return f"{column.high:g} or less" if column.high is not None else ""


def _in_calendar(form: str, value: str) -> bool:
    """Whether the text is a day, a month or a quarter that exists."""
    if form == "quarter":
        return re.fullmatch(r"[0-9]{4}-Q[1-4]", value) is not None
    pattern = r"[0-9]{4}-[0-9]{2}" + ("-[0-9]{2}" if form == "date" else "")
    if not re.fullmatch(pattern, value):
        return False
    try:
        dt.date.fromisoformat(value if form == "date" else f"{value}-01")
    except ValueError:
        return False
    return True


def dictionary(table: Table, names: Sequence[str] = ()) -> pd.DataFrame:
    """
    The table's data dictionary: one row a column, with its meaning, form and unit.

    `names` are the columns that a case carries; without them every column is told.
    """
    import pandas as pd

    return pd.DataFrame(
        [
            {
                "column": c.name,
                "meaning": c.meaning,
                "form": _form(c),
                "unit": c.unit,
                "may be blank": "yes" if c.empty else "no",
                "identifies a row": "yes" if c.name in table.identity else "no",
                "found in": c.table,
            }
            for c in (table.carried(names) if names else table.columns)
        ]
    )


def _form(column: Column) -> str:
    """What may stand in a column, in words: the allowed values, or the form with its bounds."""
    if column.allowed:
        return ", ".join(column.allowed)
    return ", ".join(filter(None, (column.form, bounds(column))))
