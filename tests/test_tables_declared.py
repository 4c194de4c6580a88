"""The tables that are declared: what every schema has, and Larkfield's as they were."""

from __future__ import annotations

import pytest

from alignlib.cases import Bundle
from alignlib.tables import TABLES, Table, check_references, declared
from tests.diagnostics.plans import frames, sound

FORMS = {"text", "date", "month", "quarter", "integer", "number", "yes/no"}

TABLES_LIST = list(TABLES.values())


def names(table: Table) -> str:
    """The name of a table, as the name of its test."""
    return table.name


@pytest.mark.parametrize("table", TABLES_LIST, ids=names)
def test_a_row_is_told_in_a_sentence(table: Table) -> None:
    """Each table says what one of its rows is."""
    assert table.row.startswith("A row is ")
    assert table.row.endswith(".")


@pytest.mark.parametrize("table", TABLES_LIST, ids=names)
def test_a_column_is_wholly_declared(table: Table) -> None:
    """A form that is known, a meaning in a sentence, bounds for numbers only."""
    for column in table.columns:
        assert column.form in FORMS, column
        assert column.meaning[-1] in ".?", column
        assert column.form in {"integer", "number"} or (column.low, column.high) == (None, None)
        assert not column.table or column.table in TABLES


@pytest.mark.parametrize("table", TABLES_LIST, ids=names)
def test_the_key_is_of_required_columns(table: Table) -> None:
    """What identifies a row is always there and never blank."""
    columns = {column.name: column for column in table.columns}
    for name in table.identity:
        assert not columns[name].optional
        assert not columns[name].empty


@pytest.mark.parametrize("table", TABLES_LIST, ids=names)
def test_optional_columns_come_last(table: Table) -> None:
    """A case that leaves them out has its columns in the same order as one that has them."""
    optional = [column.optional for column in table.columns]
    assert optional == sorted(optional)


def test_the_sound_firm_of_the_tests_is_valid() -> None:
    """The firm that the tests of the diagnostics use obeys every schema."""
    assert set(frames(sound())) <= set(TABLES)


def test_larkfield_is_valid(larkfield: Bundle) -> None:
    """Module 1's case is valid as it is, without the optional columns."""
    case = larkfield.variant(1).case
    for name in case.table_names:
        columns = declared(name, list(case.rows(name)[0])).columns
        required = [c.name for c in columns if not c.optional]
        assert required == list(getattr(case, name).columns)
    check_references({name: case.rows(name) for name in case.table_names})
