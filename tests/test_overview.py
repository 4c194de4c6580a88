"""The overview of an assignment, as text and as a table."""

from __future__ import annotations

from typing import Any

import pytest

from alignlib.overview import Overview, Row, row, still_open
from tests.conftest import SAMPLES, classify_item, number_item


def overview(*rows: Row, title: str = "Two strategies", remarks: tuple[str, ...] = ()) -> Overview:
    """An overview with these rows and remarks."""
    return Overview(title, "Larkfield Stores", "Invented.", 75, rows, remarks)


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("classify", {"T01": "business"}, "○ Sort (6 points): 5 of 6 still open"),
        ("classify", dict.fromkeys(classify_item().parts(), "neither"), "✓ Sort (6 points): 6 sor"),
        ("choose", None, "○ Pick (6 points): still open"),
        ("choose", ["T01", "T02"], "✓ Pick (6 points): 2 chosen"),
        ("link", [], "○ Join (6 points): still open"),
        ("link", [["T01", "G1"]], "✓ Join (6 points): 1 linked"),
        ("order", ["T02"], "○ Rank (6 points): 5 of 6 still open (T01, T03, T04"),
        ("order", ["T02", "T01", "T03", "T06", "T05", "T04"], "✓ Rank (6 points): 6 placed"),
        ("number", 66.4631, "✓ Share (10 points): 66.5 %"),
        ("number", 0.0, "✓ Share (10 points): 0.0 %"),
        ("memo", "One two three.", "✓ Memo (20 points): 3 words"),
        ("memo", " ", "○ Memo (20 points): still open"),
    ],
)
def test_a_row_tells_the_state(kind: str, value: Any, expected: str) -> None:
    """An answer is told by its size, and a number with the decimals that its item asks for."""
    assert str(row(SAMPLES[kind][0], value)).startswith(expected)


@pytest.mark.parametrize(("decimals", "expected"), [(0, "66 %"), (3, "66.463 %")])
def test_a_number_has_the_items_decimals(decimals: int, expected: str) -> None:
    """However many digits were computed, the item says how many are shown."""
    assert number_item(decimals=decimals).in_words(66.4631) == expected


def test_few_open_parts_are_named() -> None:
    """The first five open parts are named, and a sign stands for the others."""
    item = classify_item(6)
    assert still_open(item, item.parts()) == "6 of 6 still open (T01, T02, T03, T04, T05 …)"
    assert still_open(item, ("T02", "T06")) == "2 of 6 still open (T02, T06)"


def test_an_overview_is_text_and_table() -> None:
    """Both forms show title, firm, minutes and every row."""
    shown = overview(Row("✓", "Pick (6 points)", "1 chosen"), Row("○", "Memo", "still open"))
    assert repr(shown).splitlines() == [
        "Two strategies (Larkfield Stores), about 75 minutes",
        "  ✓ Pick (6 points): 1 chosen",
        "  ○ Memo: still open",
    ]
    assert shown._repr_html_().count("<tr>") == 3
    assert "Invented." in shown._repr_html_()


def test_every_text_of_the_table_is_escaped() -> None:
    """A title with a tag in it is shown as it is written."""
    bad = "<script>x</script>"
    html = overview(Row(bad, bad, bad), title=bad)._repr_html_()
    assert "<script" not in html
    assert html.count("&lt;script&gt;") == 4


def test_a_remark_follows_the_rows() -> None:
    """What is wrong with what is recorded is told below the table, escaped."""
    shown = overview(Row("○", "Memo", "still open"), remarks=("The file <b> is damaged.",))
    assert repr(shown).splitlines()[-1] == "! The file <b> is damaged."
    html = shown._repr_html_()
    assert html.endswith("<p><strong>Note:</strong> The file &lt;b&gt; is damaged.</p>")
