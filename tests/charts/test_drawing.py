"""The tests' own eyes: they see a text that hides another, and one that leaves the sheet."""

from __future__ import annotations

from alignlib.charts import Chart
from alignlib.charts.sheet import sheet, style
from tests.charts.drawing import outside, overlaps


def chart_with(*spots: tuple[float, float, str]) -> Chart:
    """A sheet with texts at places given as shares of its width and height."""
    with style():
        figure = sheet("Title", "Below", 4)
        for x, y, words in spots:
            figure.text(x, y, words)
    return Chart(figure, "")


def test_two_texts_at_one_place_are_seen() -> None:
    """A text over another is found, and one beside it is not."""
    assert overlaps(chart_with((0.2, 0.5, "one"), (0.21, 0.51, "two"))) == [("one", "two")]
    assert overlaps(chart_with((0.2, 0.5, "one"), (0.4, 0.5, "two"))) == []


def test_a_text_over_the_edge_is_seen() -> None:
    """A text that is cut by the edge of the sheet is found."""
    assert outside(chart_with((0.99, 0.5, "much too long"))) == ["much too long"]
