"""Reading rows by the declared schema of their table, and the ids that tables share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from alignlib.errors import CaseError, shown
from alignlib.tables.adopting import ADOPTING
from alignlib.tables.diagnosing import DIAGNOSING
from alignlib.tables.outcomes import OUTCOMES
from alignlib.tables.plan import PLAN
from alignlib.tables.planning import PLANNING
from alignlib.tables.records import RECORDS
from alignlib.tables.schema import Column, Table, check

if TYPE_CHECKING:
    import pandas as pd

    Rows = Sequence[Mapping[str, Any]]

TABLES: Mapping[str, Table] = {
    table.name: table for table in (*PLAN, *RECORDS, *PLANNING, *OUTCOMES, *DIAGNOSING, *ADOPTING)
}
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


def frame(name: str, rows: Rows, names: Sequence[str] = ()) -> pd.DataFrame:
    """
    The rows as a DataFrame with the columns, order and types that the table declares.

    Text is text (codes keep their leading zeros), dates are timestamps, numbers are floats,
    whole numbers that are never blank are integers, blanks are missing values. `names` are
    the columns that the table carries; where they are left out, the first row tells them.
    An optional column that is not carried is not there; where neither tells, all columns are.
    Raises `CaseError` at the first cell that the schema does not allow, naming table, row,
    column and value.
    """
    import pandas as pd

    carried = names or list(rows[0] if rows else ())
    table = declared(name, carried)
    check(table, rows, names)
    columns = table.carried(carried) if carried else table.columns
    return pd.DataFrame({c.name: _series(c, [row[c.name] for row in rows]) for c in columns})


def _series(column: Column, found: list[Any]) -> pd.Series[Any]:
    import pandas as pd

    cells = [None if cell == "" else cell for cell in found]
    if column.form == "date":
        # Without any date pandas would guess another unit of time.
        days = pd.to_datetime(pd.Series(cells, dtype="str"), format="%Y-%m-%d")
        return days.astype("datetime64[us]")
    if column.form == "integer" and not column.empty:
        return pd.Series(cells, dtype="int64")
    if column.form in {"integer", "number"}:
        return pd.Series(cells, dtype="float64")
    return pd.Series(cells, dtype="str")


def declared(name: str, names: Sequence[str]) -> Table:
    """
    The schema of a table with these columns: the structured one of this name, or of statements.

    Raises `CaseError` for a table that this version does not know.
    """
    if name in TABLES:
        return TABLES[name]
    if list(names) == [column.name for column in STATEMENTS.columns]:
        return replace(STATEMENTS, name=name)
    raise CaseError(
        f"There is no table {shown(name)}. The tables are {', '.join(sorted(TABLES))}, and "
        "tables of statements with the columns id, note and text."
    )


def check_references(tables: Mapping[str, Rows | pd.DataFrame]) -> None:
    """
    Hold every id that points to another table against that table.

    `tables` are rows or DataFrames by the name of their table. A blank cell points nowhere,
    and an id whose own table the case does not carry is not checked. Raises `CaseError`
    naming table, row, column, value and the ids that are allowed.
    """
    for name, data in tables.items():
        for column in TABLES[name].columns if name in TABLES else ():
            if column.table not in tables:
                continue
            allowed = dict.fromkeys(_cells(tables[column.table], TABLES[column.table].columns[0]))
            for number, value in enumerate(_cells(data, column), start=1):
                if value is not None and value not in allowed:
                    known = ", ".join(str(value) for value in allowed if value is not None)
                    raise CaseError(
                        f"Table {name}, row {number}, column {column.name}: found "
                        f"{shown(value)}, allowed is what stands in table {column.table}: "
                        f"{_cut(known)}."
                    )


def _cut(known: str, limit: int = 200) -> str:
    """
    A list of ids as it may stand in a message.

    >>> _cut("O1, O2, O3", 7), _cut("")
    ('O1, O2…', 'nothing')
    """
    if not known:
        return "nothing"
    return known if len(known) <= limit else f"{known[: limit - 1]}…"


def _cells(data: Rows | pd.DataFrame, column: Column) -> Iterator[Any]:
    """The cells of a column, blanks as None; nothing where the table goes without the column."""
    if isinstance(data, Sequence):
        cells = [row.get(column.name) for row in data]
    else:
        cells = list(data[column.name]) if column.name in data else []
    for cell in cells:
        missing = cell is None or cell == "" or cell != cell  # noqa: PLR0124 - NaN is not itself
        yield None if missing else cell
