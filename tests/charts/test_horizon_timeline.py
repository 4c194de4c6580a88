"""The timeline: bars against due dates, gates, and the 24-month mark."""

from __future__ import annotations

import pandas as pd
import pytest

from alignlib.charts import horizon_timeline
from alignlib.charts.horizon_timeline import LOOKS
from alignlib.charts.time_axis import place
from alignlib.diagnostics.horizon_fit import horizon_fit
from tests.charts.drawing import Frames, faulty, large, named, overlaps, told
from tests.diagnostics.plans import table


def firm() -> Frames:
    """I1 is in time, I2 is 10 days late, I3 runs 36 months blind, I4 36 months with a gate."""
    columns = {"budget_k": 10.0, "mandate": None}
    rows = [
        ("I1", "Loyalty app", "2026-01-01", "2026-06-30", None),
        ("I2", "Route planner", "2026-02-01", "2027-07-10", None),
        ("I3", "Cloud move", "2024-01-01", "2027-01-01", None),
        ("I4", "Data base", "2024-02-01", "2027-02-01", "2025-08-01"),
    ]
    initiatives = pd.DataFrame(
        rows, columns=["initiative", "title", "start", "end", "review_gate"]
    ).assign(**columns)
    return {
        "initiatives": initiatives,
        "links": table(
            "links",
            ("L1", "I1", "O1", 3), ("L2", "I2", "O1", 2), ("L3", "I3", "O2", 2),
            ("L4", "I4", "O2", 1), ("L5", "I1", "O2", 0), ("L6", "I1", "O3", 3),
        ),
        "objectives": table(
            "objectives",
            ("O1", "Win customers back", "live", "2027-06-30"),
            ("O2", "Cost less", "live", "2027-12-31"),
            ("O3", "Sell chairs", "closed", "2026-02-01"),
            owner="Ines Duarte", closed_on=None, closed_because=None, weight=None,
        ),
    }  # fmt: skip


def draw(tables: Frames):  # type: ignore[no-untyped-def]
    """The timeline of these tables."""
    return horizon_timeline(tables["initiatives"], tables["links"], tables["objectives"])


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_bar_reaches_from_start_to_end(seed: int) -> None:
    """The solid part and the hatched part together are the initiative's days."""
    tables = large(seed)
    chart = draw(tables)
    for row in tables["initiatives"].itertuples():
        (bar,) = named(chart, row.initiative)
        beyond = named(chart, f"{row.initiative} beyond")
        assert bar.get_x() == place(row.start)
        end = bar.get_x() + bar.get_width() + sum(part.get_width() for part in beyond)
        assert end == pytest.approx(place(row.end))
        mark = row.start + pd.DateOffset(months=24)
        assert bool(beyond) == (row.end > mark)
        assert named(chart, f"{row.initiative} 24")[0].get_xdata()[0] == place(mark)


def test_what_is_beyond_two_years_is_hatched() -> None:
    """It differs from the rest of the bar by its hatch, not by its colour alone."""
    chart = draw(firm())
    assert named(chart, "I3")[0].get_hatch() is None
    assert named(chart, "I3 beyond")[0].get_hatch() == "////"
    assert named(chart, "I1 beyond") == []


@pytest.mark.parametrize("tables", [firm(), faulty(), large(4)])
def test_a_cross_is_a_due_date_missed(tables: Frames) -> None:
    """Each link to a live goal has its mark: a circle if the initiative ends by then."""
    chart = draw(tables)
    due = tables["objectives"].set_index("objective")
    work = tables["initiatives"].set_index("initiative")
    for row in tables["links"].itertuples():
        marks = named(chart, f"{row.initiative}-{row.objective}")
        if row.strength == 0 or due.loc[row.objective, "status"] == "closed":
            assert marks == []
            continue
        day = pd.Timestamp(due.loc[row.objective, "due"])
        end = pd.Timestamp(work.loc[row.initiative, "end"])
        assert marks[0].get_xdata()[0] == place(day)
        assert marks[0].get_marker() == ("o" if end <= day else "X")


def test_a_gate_is_a_diamond() -> None:
    """The gate stands on its day."""
    chart = draw(firm())
    (gate,) = named(chart, "I4 gate")
    assert (gate.get_marker(), gate.get_xdata()[0]) == ("D", place(pd.Timestamp("2025-08-01")))
    assert named(chart, "I3 gate") == []


def test_a_gate_steps_aside_for_a_due_date() -> None:
    """On one day with a due date, the gate stands lower, so that both are seen."""
    tables = firm()
    tables["initiatives"] = tables["initiatives"].assign(review_gate=[None] * 3 + ["2027-12-30"])
    chart = draw(tables)
    assert named(chart, "I4 gate")[0].get_ydata()[0] > named(chart, "I4-O2")[0].get_ydata()[0]


def test_marks_differ_by_shape() -> None:
    """No two kinds of marks share a shape."""
    assert len({look["marker"] for look in LOOKS.values()}) == len(LOOKS)


def test_the_row_says_what_is_wrong() -> None:
    """Days late and months beyond stand beside the bar."""
    words = told(draw(firm()))
    assert "10 days late, O1" in words
    assert "36 months, no gate" in words
    assert "36 months, with gate" in words


def test_the_words_tell_what_the_bars_show() -> None:
    """Span, who is late by how much, who runs long with a gate and without."""
    assert draw(firm()).alt == (
        "Timeline of 4 initiatives from 1 January 2024 to 10 July 2027, with the due dates of "
        "2 live objectives. One ends after the due date of an objective that it serves: "
        "I2 Route planner (10 days after O1 is due). 2 run for more than 24 months: without a "
        "review gate I3 Cloud move (36 months); with a review gate I4 Data base (36 months)."
    )


def test_the_words_and_the_diagnostic_agree() -> None:
    """Where horizon_fit finds no fault, neither does the chart."""
    tables = firm()
    kept = tables["initiatives"].drop(index=[1, 2])
    links = tables["links"][tables["links"]["initiative"].isin(kept["initiative"])]
    assert horizon_fit(links, kept, tables["objectives"]).value == 1
    alt = draw(tables | {"initiatives": kept, "links": links}).alt
    assert "Every initiative ends by the due dates" in alt
    assert "without a review gate" not in alt


def test_what_ends_on_the_day_is_in_time() -> None:
    """An end on the due date is kept, and 24 months to the day are not too long."""
    tables = firm()
    work = tables["initiatives"].iloc[:1].assign(start="2025-06-30", end="2027-06-30")
    chart = draw(tables | {"initiatives": work})
    assert named(chart, "I1-O1")[0].get_marker() == "o"
    assert "None runs for more than 24 months." in chart.alt
    assert "months, no gate" not in told(chart)


def test_a_month_over_two_years_is_the_25th() -> None:
    """A day too many is never told as 24 months."""
    tables = firm()
    work = tables["initiatives"].iloc[:1].assign(start="2025-01-01", end="2027-01-02")
    assert "25 months, no gate" in told(draw(tables | {"initiatives": work}))


def test_an_initiative_without_dates_says_so() -> None:
    """It has its row and no bar; with dates for none, the sheet says that."""
    tables = firm()
    work = tables["initiatives"].assign(start=["2026-01-01", None, "2024-01-01", "2024-02-01"])
    chart = draw(tables | {"initiatives": work})
    assert "I2 has no dates." in chart.alt
    assert "no dates" in told(chart)
    assert named(chart, "I2") == []
    none = draw(tables | {"initiatives": work.assign(end=None)})
    assert "no initiative with a start and an end" in none.alt


def test_without_due_dates_there_are_bars() -> None:
    """Objectives without a date leave the bars alone."""
    tables = firm()
    chart = draw(tables | {"objectives": tables["objectives"].assign(due=None)})
    assert "None is linked to an objective with a due date." in chart.alt
    assert len(named(chart, "I1")) == 1


def test_goals_due_on_one_day_share_a_code() -> None:
    """One line, and the codes side by side; lines that are close keep their codes apart."""
    tables = firm()
    many = table(
        "objectives",
        *((f"O{n}", "Goal", "live", f"2027-06-{20 + n // 2}") for n in range(1, 9)),
        owner="Ines Duarte", closed_on=None, closed_because=None, weight=None,
    )  # fmt: skip
    chart = draw(tables | {"objectives": many})
    assert len(named(chart, "due O2, O3")) == 1
    assert overlaps(chart) == []
