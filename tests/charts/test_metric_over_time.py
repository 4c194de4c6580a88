"""Metric over time: treated sites beside control sites."""

from __future__ import annotations

from statistics import mean

import numpy as np
import pandas as pd
import pytest

from alignlib.charts import metric_over_time
from alignlib.charts.metric_over_time import LOOKS
from alignlib.charts.time_axis import place
from alignlib.charts.words import signed
from alignlib.diagnostics.effect import effect
from alignlib.errors import LearnerError
from alignlib.tables import frame
from tests.charts.drawing import faulty, large, named, outside, overlaps, told
from tests.diagnostics.plans import series


def readings(*args: object, **kwargs: object) -> pd.DataFrame:
    """Weekly readings as a table; see `series`."""
    return frame("metric_series", series(*args, **kwargs))  # type: ignore[arg-type]


TWO_SIDES = readings({"A": (4.0, 6.0, 9.0, 9.0)}, {"B": (3.0, 3.0, 4.0, 4.0)})
"""The treated site goes from 5 to 9, the control site from 3 to 4."""


@pytest.mark.parametrize("tables", [faulty(), large(1)])
def test_the_lines_are_the_weekly_means(tables: dict[str, pd.DataFrame]) -> None:
    """Each point is the mean of its group's sites in its week."""
    table = tables["metric_series"]
    chart = metric_over_time(table, tables["metrics"])
    for group in ("treated", "control"):
        lines = named(chart, group)
        for line, code in zip(lines, sorted(table["metric"].unique()), strict=True):
            for x, y in zip(line.get_xdata(), line.get_ydata(), strict=True):
                own = [
                    row.value
                    for row in table.itertuples()
                    if (row.metric, row.group, place(row.week)) == (code, group, x)
                ]
                assert y == pytest.approx(mean(own))


def test_the_groups_differ_by_line_and_marker() -> None:
    """Solid with filled circles, dashed with open squares."""
    treated, control = LOOKS["treated"], LOOKS["control"]
    for trait in ("linestyle", "marker", "markerfacecolor"):
        assert treated[trait] != control[trait]
    chart = metric_over_time(TWO_SIDES)
    assert named(chart, "treated")[0].get_linestyle() == "-"
    assert named(chart, "control")[0].get_linestyle() == "--"


def test_the_start_stands_before_the_first_week_after_it() -> None:
    """The line lies between the last week before and the first after."""
    (line,) = named(metric_over_time(TWO_SIDES), "start")
    weeks = [place(pd.Timestamp(week)) for week in ("2026-01-12", "2026-01-19")]
    assert weeks[0] < line.get_xdata()[0] < weeks[1]


def test_the_words_tell_what_the_lines_show() -> None:
    """Days, start, the means before and after, and their difference."""
    metrics = pd.DataFrame({"metric": ["M1"], "title": ["Returns"], "unit": ["%"]})
    chart = metric_over_time(TWO_SIDES, metrics)
    assert chart.alt == (
        "Weekly means of M1 Returns (%) from 5 January 2026 to 26 January 2026; the initiative "
        "starts in the week of 19 January 2026. M1: the mean moved at 1 treated site from 5.00 "
        "to 9.00 and at 1 control site from 3.00 to 4.00, a difference of +3.00."
    )
    assert "means 5.00 → 9.00" in told(chart)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_difference_is_the_diagnostic_s_effect(seed: int) -> None:
    """Also with readings missing here and there."""
    tables = large(seed)
    alt = metric_over_time(tables["metric_series"]).alt
    for code, decimals in (("M01", 2), ("M02", 3)):
        found = effect(tables["metric_series"], code).value
        assert f"a difference of {signed(found, decimals)}." in alt


def test_a_week_without_readings_is_a_gap() -> None:
    """The line breaks instead of bridging what nobody measured."""
    table = readings({"A": (4.0, None, 9.0, 9.0)}, {"B": (3.0, 3.0, 4.0, 4.0)})
    chart = metric_over_time(table)
    assert np.isnan(named(chart, "treated")[0].get_ydata()).tolist() == [False, True, False, False]


def test_a_week_that_is_missing_altogether_is_a_gap_too() -> None:
    """The axis keeps its place, and the line breaks there."""
    table = TWO_SIDES[TWO_SIDES["week"] != pd.Timestamp("2026-01-12")]
    line = named(metric_over_time(table), "treated")[0]
    assert np.diff(line.get_xdata()).tolist() == [7, 7, 7]
    assert np.isnan(line.get_ydata()).tolist() == [False, True, False, False]


def test_without_a_control_nothing_is_compared() -> None:
    """The line is drawn; the words say what is missing."""
    chart = metric_over_time(readings({"A": (4.0, 6.0, 9.0, 9.0)}, {}))
    assert "there is no control site to compare with" in chart.alt
    assert named(chart, "control") == []


def test_sites_that_start_one_after_the_other_are_shaded() -> None:
    """First start and last start are both told."""
    early = readings({"A": (4.0, 6.0, 9.0, 9.0)}, {"C": (3.0,) * 4}, before=1)
    late = readings({"B": (4.0, 6.0, 9.0, 9.0)}, {}, before=3)
    chart = metric_over_time(pd.concat([early, late]))
    assert "in the week of 12 January 2026, at the last sites in that of 26 January" in chart.alt
    assert "the sites start, one after the other" in told(chart)


def test_lines_that_end_together_keep_their_labels_apart() -> None:
    """Equal ends: the labels move apart, each to its side."""
    chart = metric_over_time(readings({"A": (4.0, 6.0, 9.0)}, {"B": (3.0, 3.0, 9.0)}))
    assert overlaps(chart) == []


@pytest.mark.parametrize("values", [(5.0, 5.0), (0.0, 0.0), (-3.0, 1e-9)])
def test_a_flat_line_can_be_drawn(values: tuple[float, ...]) -> None:
    """One value throughout, or hardly any change, gives a chart and no warning."""
    chart = metric_over_time(readings({"A": values}, {"B": values}))
    assert (overlaps(chart), chart.png()[:4]) == ([], b"\x89PNG")


@pytest.mark.parametrize("before", [0, 3])
def test_a_start_at_either_end_stays_on_the_sheet(before: int) -> None:
    """Where the readings begin or end with the start, its line and its words have room."""
    table = readings({"A": (4.0, 6.0, 9.0, 9.0)}, {"B": (3.0,) * 4}, before=before)
    chart = metric_over_time(table)
    (line,) = named(chart, "start")
    low, high = line.axes.get_xlim()
    assert low < line.get_xdata()[0] < high
    assert (overlaps(chart), outside(chart)) == ([], [])


def test_one_week_only() -> None:
    """A single reading is a point; nothing has moved."""
    chart = metric_over_time(readings({"A": (4.0,)}, {}))
    assert "no group has readings both before and after" in chart.alt
    assert len(chart.png()) > 1000


def test_there_is_room_for_three_metrics() -> None:
    """More are refused with the advice to choose."""
    many = [readings({"A": (4.0, 6.0)}, {"B": (3.0, 3.0)}, metric=f"M{n}") for n in range(1, 5)]
    assert overlaps(metric_over_time(pd.concat(many[:3]))) == []
    with pytest.raises(LearnerError, match="room for 3 metrics; there are 4"):
        metric_over_time(pd.concat(many))
