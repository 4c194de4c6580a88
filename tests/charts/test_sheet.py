"""Texts that fit, and tables that a chart can take."""

from __future__ import annotations

import matplotlib as mpl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alignlib.charts.sheet import (
    BLUE,
    INK,
    MUTED,
    ORANGE,
    RED,
    asked,
    fitted,
    readable,
    style,
    width_of,
)
from alignlib.errors import LearnerError


@settings(max_examples=60, deadline=None)
@given(st.text("abc WMil.'", max_size=90), st.floats(0.5, 4), st.integers(1, 3))
def test_a_text_fits_its_room(text: str, inches: float, lines: int) -> None:
    """No line is wider than its room, and there are no more lines than allowed."""
    made = fitted(text, inches, lines).splitlines()
    assert len(made) <= lines
    assert all(width_of(line) <= inches for line in made)


def test_a_text_that_fits_stays_whole() -> None:
    """Only what has no room is cut, and then one sees that it is."""
    assert fitted("Route planner", 3) == "Route planner"
    assert fitted("Route planner", 0.6, 2) == "Route\nplanner"
    assert fitted("Route planner for vans", 1.0).endswith("…")
    assert fitted(None, 3) == fitted(float("nan"), 3) == ""


def test_bold_and_large_letters_are_measured_as_such() -> None:
    """A bold text takes more room than a plain one, a large one more than a small one."""
    assert width_of("Initiatives") < width_of("Initiatives", bold=True)
    assert width_of("Initiatives", 9) < width_of("Initiatives", 13)


def luminance(color: str) -> float:
    """The relative luminance of a colour, by the WCAG's formula."""
    parts = [int(color[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("color", [INK, MUTED, BLUE, ORANGE, RED])
def test_what_is_written_in_colour_can_be_read(color: str) -> None:
    """Each colour of a text has the contrast of 4.5 to 1 that WCAG AA asks for."""
    assert 1.05 / (luminance(color) + 0.05) >= 4.5


def test_a_style_is_given_back() -> None:
    """After a drawing, also one that fails, all settings are as before."""
    before = dict(mpl.rcParams)
    with pytest.raises(ZeroDivisionError), style():
        raise ZeroDivisionError
    assert dict(mpl.rcParams) == before


def test_a_table_without_its_column_is_refused() -> None:
    """The message names chart, column and table, and what the table has."""
    table = pd.DataFrame({"text": ["a"]})
    with pytest.raises(LearnerError, match="chart seats needs the column 'side' in the table t"):
        asked("seats", t=(table, ("text", "side")))
    asked("seats", t=(table, ("text",)))


def test_as_many_rows_as_there_is_room_for() -> None:
    """The last row that fits is drawn."""
    readable("seats", 60, "sessions")
    with pytest.raises(LearnerError, match="room for 60 sessions; there are 61"):
        readable("seats", 61, "sessions")
