"""The form of a table: optional columns, keys, bounds, and the words of a violation."""

from __future__ import annotations

from typing import Any

import pytest

from alignlib.errors import CaseError
from alignlib.tables import Column, Table, check, dictionary

BOARD = Table(
    "board",
    "A row is one seat at one meeting.",
    (
        Column("meeting", "The meeting."),
        Column("seat", "The seat.", "integer", low=1, high=9),
        Column("came", "Did anyone come?", "yes/no"),
        Column("quarter", "The quarter.", "quarter", empty=True),
        Column("share", "Its share.", "number", "%", empty=True, optional=True, low=0),
        Column("loss", "What it lost.", "number", optional=True, high=0),
        Column("owner", "Who sits there.", table="people", optional=True),
    ),
    key=("meeting", "seat"),
)


def row(**cells: Any) -> dict[str, Any]:
    """A sound row with other cells."""
    return {"meeting": "G1", "seat": 1, "came": "yes", "quarter": "2026-Q1"} | cells


def test_an_optional_column_may_be_left_out() -> None:
    """A table is sound with its optional columns, without them, and with some of them."""
    check(BOARD, [row()])
    check(BOARD, [row(share=5.0, loss=-1.0, owner="Ada")])
    check(BOARD, [row(loss=-1.0)])


def test_all_rows_carry_the_same_columns() -> None:
    """What the first row leaves out, no other row may bring."""
    with pytest.raises(CaseError, match="Table board, row 2: found the columns"):
        check(BOARD, [row(), row(seat=2, loss=-1.0)])


def test_optional_columns_keep_their_order() -> None:
    """Columns in another order than the declared one are refused."""
    with pytest.raises(CaseError, match="expected"):
        check(BOARD, [row(loss=-1.0, share=5.0)])


def test_several_columns_may_identify_a_row() -> None:
    """The same seat at two meetings is two rows; the same seat twice at one is refused."""
    check(BOARD, [row(), row(meeting="G2"), row(seat=2)])
    with pytest.raises(
        CaseError,
        match="row 2: 'G1, 1' is there twice in columns meeting, seat, which together identify",
    ):
        check(BOARD, [row(), row()])


SOUND = row(share=5.0, loss=-1.0, owner="Ada")


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"seat": 0}, "column seat: found 0, allowed is 1 to 9"),
        ({"seat": 10}, "column seat: found 10, allowed is 1 to 9"),
        ({"seat": 1.5}, "column seat: found 1.5, expected a whole number"),
        ({"seat": True}, "column seat: found True, expected a whole number"),
        ({"seat": 10**400}, "column seat: found 1000"),
        ({"share": -0.1}, "column share: found -0.1, allowed is 0 or more"),
        ({"share": float("nan")}, "column share: found nan, expected a number"),
        ({"loss": 0.5}, "column loss: found 0.5, allowed is 0 or less"),
        ({"came": "maybe"}, "column came: found 'maybe', allowed are yes, no"),
        ({"came": True}, "column came: found True, expected text"),
        ({"quarter": "2026-Q5"}, "found '2026-Q5', expected a quarter such as 2026-Q1"),
        ({"quarter": "2026-03"}, "found '2026-03', expected a quarter such as 2026-Q1"),
        ({"meeting": ""}, "column meeting: it is blank"),
    ],
)
def test_a_violation_says_what_is_allowed(cells: dict[str, Any], words: str) -> None:
    """Table, row, column, the value found and what is allowed are all in the message."""
    with pytest.raises(CaseError) as caught:
        check(BOARD, [SOUND | {"seat": 2}, SOUND | cells])
    assert "Table board, row 2, " in str(caught.value)
    assert words in str(caught.value)


def test_the_dictionary_says_what_may_stand_where() -> None:
    """Forms carry their bounds; key and foreign table are columns of their own."""
    made = dictionary(BOARD).set_index("column")
    assert made.loc["seat", "form"] == "integer, 1 to 9"
    assert made.loc["came", "form"] == "yes/no"
    assert made.loc["share", "unit"] == "%"
    assert list(made.index[made["identifies a row"] == "yes"]) == ["meeting", "seat"]
    assert made.loc["owner", "found in"] == "people"
