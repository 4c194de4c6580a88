"""Reading rows into frames, and the ids that point from table to table."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from alignlib.errors import CaseError
from alignlib.tables import TABLES, check_references, frame
from alignlib.tables.schema import Column
from tests.diagnostics.plans import frames, rows, sound

FORMS = {
    "text": "str",
    "yes/no": "str",
    "month": "str",
    "quarter": "str",
    "number": "float64",
    "integer": "int64",
    "date": "datetime64[us]",
}
"""The type of a column by its form."""


def wanted(column: Column) -> str:
    """The type that a column should have; one that may be blank has to hold NaN."""
    return "float64" if column.form == "integer" and column.empty else FORMS[column.form]


@pytest.mark.parametrize("name", sound())
def test_a_column_has_the_type_of_its_form(name: str) -> None:
    """Text is text, whole numbers that are never blank are integers, dates are timestamps."""
    made = frame(name, sound()[name])
    types = {c.name: wanted(c) for c in TABLES[name].columns if c.name in made}
    assert types == made.dtypes.astype(str).to_dict()


@pytest.mark.parametrize("name", TABLES)
def test_a_table_without_rows_has_all_its_columns(name: str) -> None:
    """Without rows nothing says which optional columns are left out, so all are there."""
    empty = frame(name, [])
    assert [c.name for c in TABLES[name].columns] == list(empty.columns)
    assert {c.name: wanted(c) for c in TABLES[name].columns} == empty.dtypes.astype(str).to_dict()


def test_a_column_left_out_is_not_in_the_frame() -> None:
    """A register of goals without weights has no column of weights, not a blank one."""
    bare = [
        {k: v for k, v in goal.items() if k not in {"weight", "due", "needs_technology"}}
        for goal in sound()["objectives"]
    ]
    assert "weight" not in frame("objectives", bare)


def test_without_rows_the_names_tell_the_columns() -> None:
    """An empty register of goals without weights has no column of weights either."""
    names = [c.name for c in TABLES["objectives"].columns if not c.optional]
    empty = frame("objectives", [], names)
    assert names == list(empty.columns)
    assert len(empty) == 0


@pytest.mark.parametrize("cells", [[], [("K1", "I1", "O1", 3)]], ids=["no row", "a row"])
def test_names_that_are_not_the_declared_ones_are_refused(cells: list[Any]) -> None:
    """A table that says it carries other columns is refused, with rows and without."""
    with pytest.raises(CaseError, match=r"Table links: found the columns .*'goal'.*; expected"):
        frame("links", rows("links", *cells), ["link", "initiative", "goal", "strength"])


def test_zero_is_not_blank() -> None:
    """A cell of 0 stays 0."""
    cells = rows("links", ("L1", "I1", "O1", 0))
    assert list(frame("links", cells)["strength"]) == [0]


@pytest.mark.parametrize("as_frames", [True, False], ids=["frames", "rows"])
def test_the_sound_firm_points_only_to_what_is_there(as_frames: bool) -> None:
    """Rows and frames alike are held against each other."""
    check_references(frames(sound()) if as_frames else sound())


POINTING = [(t.name, c.name) for t in TABLES.values() for c in t.columns if c.table]


@pytest.mark.parametrize(("name", "column"), POINTING)
def test_a_foreign_key_points_to_a_table_by_its_first_column(name: str, column: str) -> None:
    """What a column points to is declared, and one column identifies its rows."""
    target = next(c.table for c in TABLES[name].columns if c.name == column)
    assert TABLES[target].identity == (TABLES[target].columns[0].name,)


@pytest.mark.parametrize("as_frames", [True, False], ids=["frames", "rows"])
def test_an_id_that_points_nowhere_is_named(as_frames: bool) -> None:
    """Table, row, column, the id found and the ids that are allowed are in the message."""
    plan: dict[str, Any] = sound()
    plan["links"][2]["objective"] = "O9"
    tables = {name: frame(name, cells) for name, cells in plan.items()} if as_frames else plan
    with pytest.raises(CaseError) as caught:
        check_references(tables)
    assert str(caught.value) == (
        "Table links, row 3, column objective: found 'O9', allowed is what stands in table "
        "objectives: O1, O2, O3, O4, O5."
    )


def test_a_blank_points_nowhere() -> None:
    """A right in a decision has a blank link, as None and as NaN."""
    rights = rows("decision_rights", ("R1", None, "Hire", "Ada", "business", "accountable"))
    check_references({"links": sound()["links"], "decision_rights": rights})
    check_references(
        {"links": frame("links", []), "decision_rights": frame("decision_rights", rights)}
    )


def test_an_empty_table_allows_nothing() -> None:
    """Where the other table has no rows, no id is allowed."""
    with pytest.raises(CaseError, match="stands in table initiatives: nothing"):
        check_references({"links": sound()["links"], "initiatives": []})


def test_a_table_that_is_not_carried_is_not_asked_for() -> None:
    """A case without the register of goals may still carry its links."""
    check_references({"links": sound()["links"], "board_pack": [{"id": "B1"}]})


def test_a_column_left_out_points_nowhere() -> None:
    """An optional foreign key that the table does not carry is not checked."""
    line = {"line": "L1", "voucher": "V1", "month": "2026-01", "cost_centre": "IT (4100)",
            "text": "Fee", "amount_k": 1.0, "objective": None, "mandate": None}  # fmt: skip
    check_references({"budget_lines": [line], "initiatives": []})
    check_references({"budget_lines": frame("budget_lines", [line]), "initiatives": pd.DataFrame()})
