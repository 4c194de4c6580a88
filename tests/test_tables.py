"""The tables of a case: their schemas, and rows read by them."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignlib.errors import CaseError
from alignlib.tables import (
    STATEMENTS,
    TABLES,
    Column,
    Table,
    check,
    check_references,
    declared,
    dictionary,
    frame,
)
from tests.conftest import json_values

every_table = pytest.mark.parametrize("table", TABLES.values(), ids=TABLES.keys())

every_column = pytest.mark.parametrize(
    ("table", "column"),
    [pytest.param(t, c, id=f"{t.name}.{c.name}") for t in TABLES.values() for c in t.columns],
)


def sound_cell(column: Column) -> Any:
    """A value that the column allows."""
    if column.allowed:
        return column.allowed[0]
    low = 0 if column.low is None else column.low
    cells = {
        "date": "2026-03-12",
        "month": "2026-03",
        "quarter": "2026-Q1",
        "yes/no": "yes",
        "integer": int(low),
        "number": float(low),
    }
    return cells.get(column.form, f"some {column.name}")


def sound_row(table: Table, *, optional: bool = True) -> dict[str, Any]:
    """A row that the schema allows, with or without the optional columns."""
    return {c.name: sound_cell(c) for c in table.columns if optional or not c.optional}


def refused(table: str, **cells: Any) -> str:
    """What is said about a table whose second row has these cells."""
    row = sound_row(TABLES[table])
    other = dict.fromkeys(TABLES[table].identity, "another")
    with pytest.raises(CaseError) as caught:
        frame(table, [row | other, row | cells])
    return str(caught.value)


# ---------------------------------------------------------------- the declarations


@every_table
def test_a_table_is_declared_soundly(table: Table) -> None:
    """Names are unique; the identifying columns are there and never blank or optional."""
    columns = {c.name: c for c in table.columns}
    assert len(columns) == len(table.columns)
    assert table.row.startswith("A row is one ")
    for name in table.identity:
        assert not columns[name].empty
        assert not columns[name].optional


@every_column
def test_a_column_is_declared_soundly(table: Table, column: Column) -> None:
    """A column has a meaning, a known form, and points only to a table that is declared."""
    assert column.meaning.rstrip(")").endswith((".", "?"))
    assert column.form in {"text", "date", "month", "quarter", "integer", "number", "yes/no"}
    assert column.table in {"", *TABLES}


# ---------------------------------------------------------------- sound rows


@every_table
@pytest.mark.parametrize("optional", [True, False], ids=["all columns", "needed ones"])
def test_a_sound_row_becomes_a_frame(table: Table, optional: bool) -> None:
    """A frame has the columns that its rows carry, in the declared order."""
    row = sound_row(table, optional=optional)
    assert list(row) == list(frame(table.name, [row]).columns)


@every_table
def test_a_table_without_rows_keeps_its_columns(table: Table) -> None:
    """A table without rows is an empty frame with all columns and their types."""
    empty, full = frame(table.name, []), frame(table.name, [sound_row(table)])
    assert len(empty) == 0
    assert list(full.columns) == list(empty.columns)
    # The unit of time differs, which pandas evens out whenever two columns meet.
    assert [t.kind for t in full.dtypes] == [t.kind for t in empty.dtypes]


TYPES = {"integer": "int64", "number": "float64", "date": "datetime64"}


@every_column
def test_a_column_has_the_type_of_its_form(table: Table, column: Column) -> None:
    """Dates are timestamps, numbers floats, whole numbers without blanks integers, else text."""
    form = "number" if column.form == "integer" and column.empty else column.form
    made = frame(table.name, [sound_row(table)])[column.name]
    assert str(made.dtype).startswith(TYPES.get(form, "str"))


@every_column
@pytest.mark.parametrize("blank", [None, ""], ids=["None", "empty text"])
def test_a_blank_is_a_missing_value_or_refused(table: Table, column: Column, blank: Any) -> None:
    """A blank cell is a missing value where the column allows it, and refused elsewhere."""
    row = sound_row(table) | {column.name: blank}
    if column.empty:
        assert frame(table.name, [row])[column.name].isna().all()
    else:
        with pytest.raises(CaseError, match=f"row 1, column {column.name}: it is blank"):
            frame(table.name, [row])


def test_a_code_stays_text() -> None:
    """A cost-centre code keeps its leading zero."""
    row = sound_row(TABLES["cost_centres"]) | {"code": "0410"}
    assert frame("cost_centres", [row]).loc[0, "code"] == "0410"


def test_a_date_can_be_compared() -> None:
    """A date column holds timestamps."""
    row = sound_row(TABLES["decisions"]) | {"date": "2026-02-01"}
    assert frame("decisions", [row]).loc[0, "date"] == pd.Timestamp("2026-02-01")


def test_a_table_of_statements_is_known_by_its_columns() -> None:
    """Any table with the columns id, note and text is a table of statements of that name."""
    row = {"id": "B01", "note": "Chair's letter", "text": "We sell homes."}
    assert declared("board_pack", list(row)).name == "board_pack"
    assert list(row) == list(frame("board_pack", [row]).columns)
    assert list(row) == list(frame("board_pack", [], list(row)).columns)


@every_table
def test_making_a_frame_changes_no_row(table: Table) -> None:
    """The rows that a frame is made from stay as they are."""
    row = sound_row(table)
    before = dict(row)
    frame(table.name, [row])
    assert before == row


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize("names", [[], ["id", "text"], ["a"]])
def test_an_unknown_table_is_refused(names: list[str]) -> None:
    """A table that is neither declared nor of statements is refused by name."""
    with pytest.raises(CaseError, match="no table 'plans'"):
        declared("plans", names)


VIOLATIONS = [
    ("objectives", "status", "open"),
    ("objectives", "owner", 7),
    ("objectives", "closed_on", "soon"),
    ("cost_centres", "technology", "maybe"),
    ("cost_centres", "code", 410),
    ("decisions", "date", "12 March"),
    ("decisions", "date", "2026-03"),
    ("decisions", "date", "2026-13-45"),
    ("decisions", "date", "2026-02-30"),
    ("decisions", "date", "1234567890"),
    ("decisions", "date", "12-34-5678"),
    ("decisions", "date", "2026-03-12\n"),
    ("decisions", "date", "²⁰²⁶-⁰³-¹²"),
    ("decisions", "mandate", ["law"]),
    ("budget_lines", "month", "2026-03-12"),
    ("budget_lines", "month", "2026-99"),
    ("budget_lines", "month", "1234567"),
    ("budget_lines", "amount_k", "12"),
    ("budget_lines", "amount_k", True),
    ("budget_lines", "amount_k", float("nan")),
    ("budget_lines", "amount_k", float("inf")),
    ("budget_lines", "amount_k", 10**400),
    ("links", "strength", 4),
    ("links", "strength", -1),
    ("links", "strength", 1.5),
    ("links", "strength", False),
    ("reviews", "quarter", "2026-Q5"),
    ("reviews", "joint", "true"),
    ("survey", "score", 6),
    ("risks", "likelihood", 0),
]


@pytest.mark.parametrize(("table", "column", "value"), VIOLATIONS, ids=lambda v: repr(v)[:24])
def test_a_violation_is_named(table: str, column: str, value: Any) -> None:
    """A cell against the schema is named by table, row, column and value."""
    said = refused(table, **{column: value})
    for word in (f"Table {table}", "row 2", f"column {column}", repr(value)[:40]):
        assert word in said


@pytest.mark.parametrize(
    "row",
    [
        {"code": "0410", "department": "IT"},
        {"code": "0410", "department": "IT", "technology": "yes", "floor": "2"},
        {"department": "IT", "code": "0410", "technology": "yes"},
        {},
    ],
    ids=["missing", "extra", "other order", "none"],
)
def test_other_columns_are_refused(row: dict[str, Any]) -> None:
    """A row with a missing or an extra column, or in another order, is refused."""
    with pytest.raises(CaseError, match="found the columns"):
        frame("cost_centres", [row])


def test_all_rows_carry_the_columns_of_the_first() -> None:
    """An optional column is there for all rows or for none."""
    table = TABLES["budget_lines"]
    few, all_of_them = sound_row(table, optional=False), sound_row(table) | {"line": "L2"}
    for rows in ([few, all_of_them], [all_of_them, few]):
        with pytest.raises(CaseError, match="row 2: found the columns"):
            frame(table.name, rows)


@every_table
def test_two_rows_with_one_identity_are_refused(table: Table) -> None:
    """What identifies a row may be there only once."""
    with pytest.raises(CaseError, match=f"Table {table.name}, row 2: .* twice"):
        check(table, [sound_row(table)] * 2)


@given(st.sampled_from(list(TABLES.values())), st.data(), json_values)
def test_any_cell_is_sound_or_named(table: Table, data: st.DataObject, value: Any) -> None:
    """Whatever stands in a cell, it is read or refused in words, never with another error."""
    column = data.draw(st.sampled_from(table.columns))
    rows = [sound_row(table) | {column.name: value}]
    try:
        frame(table.name, rows)
    except CaseError:
        with pytest.raises(CaseError, match=f"row 1, column {column.name}: "):
            frame(table.name, rows)


# ---------------------------------------------------------------- ids that tables share


def test_an_id_is_looked_up_in_its_table() -> None:
    """An id that its table does not have is named with those that it has."""
    goals = [sound_row(TABLES["objectives"]) | {"objective": "O1"}]
    links = [sound_row(TABLES["links"]) | {"objective": name} for name in ("O1", "O9")]
    with pytest.raises(CaseError, match=r"links, row 2, column objective: found 'O9'.*: '?O1"):
        check_references({"objectives": goals, "links": links})
    check_references({"objectives": goals, "links": links[:1]})


def test_an_id_without_its_table_is_not_looked_up() -> None:
    """Where the case does not carry the other table, nothing can be said about its ids."""
    check_references({"links": [sound_row(TABLES["links"])], "board_pack": []})


def test_frames_are_looked_up_like_rows() -> None:
    """Rows and frames are held against each other in the same way; blanks point nowhere."""
    rights = sound_row(TABLES["decision_rights"]) | {"link": None}
    links = sound_row(TABLES["links"])
    check_references({"decision_rights": frame("decision_rights", [rights]), "links": [links]})
    wrong = frame("decision_rights", [rights | {"link": "K9"}])
    with pytest.raises(CaseError, match="found 'K9'"):
        check_references({"decision_rights": wrong, "links": [links]})


# ---------------------------------------------------------------- the data dictionary


@pytest.mark.parametrize("table", [*TABLES.values(), STATEMENTS], ids=lambda table: table.name)
def test_the_dictionary_tells_every_column(table: Table) -> None:
    """A data dictionary has one row a column, and says which columns identify a row."""
    made = dictionary(table)
    assert [c.name for c in table.columns] == list(made["column"])
    assert [c.meaning for c in table.columns] == list(made["meaning"])
    assert set(table.identity) == set(made.loc[made["identifies a row"] == "yes", "column"])
