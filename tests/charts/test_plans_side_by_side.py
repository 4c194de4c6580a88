"""Two plans side by side: what is drawn, what is said, and that all of it can be read."""

from __future__ import annotations

import re

import pytest

from alignlib.charts import Chart, plans_side_by_side
from alignlib.charts.sheet import SMALL
from alignlib.portfolio import Portfolio, by_lot
from alignlib.variants.stream import Stream
from tests.charts.drawing import named, outside, overlaps, places, told
from tests.conftest import plan_item, plan_key
from tests.portfolios import drawn_data

PORTFOLIO = Portfolio.from_data(plan_item().to_data())
BEST: dict[str, str] = plan_key()["best"]
GOOD = {"T01": "Q1 2027", "T02": "Q1 2027", "T03": "Q3 2027", "T07": "Q2 2027"}


def by_chance(seed: str, periods: int) -> Chart:
    """Two plans by lot for a portfolio of a capstone's size, with long texts."""
    data = drawn_data(seed, candidates=20, periods=periods)
    for one in data["candidates"]:
        one["text"] = "Multi-currency web shop with one queue for all complaints"
    portfolio = Portfolio.from_data(data)
    stream = Stream(seed)
    lots = [by_lot(portfolio, stream.below) for _ in range(2)]
    plans = [{name: portfolio.periods[start] for name, start in lot.items()} for lot in lots]
    return plans_side_by_side(portfolio, plans[0], plans[1])


@pytest.mark.parametrize("periods", [2, 8, 12])
@pytest.mark.parametrize("seed", ["one", "two"])
def test_everything_can_be_read(seed: str, periods: int) -> None:
    """No text hides another or leaves the sheet, whatever the number of periods."""
    chart = by_chance(seed, periods)
    assert (overlaps(chart), outside(chart)) == ([], [])
    assert places(chart)
    assert SMALL >= 9


def test_each_plan_has_its_bars() -> None:
    """What both fund has two bars; what one funds alone has one."""
    chart = plans_side_by_side(PORTFOLIO, GOOD, BEST)
    assert {name: len(named(chart, name)) for name in ("T01", "T04", "T05", "T07")} == {
        "T01": 2, "T04": 1, "T05": 0, "T07": 1,
    }  # fmt: skip


def test_the_values_are_written_on_it() -> None:
    """Both values and the reckoning of each objective stand on the chart."""
    words = told(plans_side_by_side(PORTFOLIO, GOOD, BEST))
    for expected in (
        "Your plan: value 200",
        "The best plan: value 230",
        "strength 1 by T07: 1 × 30 = 30",
    ):
        assert expected in words


def test_the_words_say_the_same() -> None:
    """The text for those who cannot see it names values, what is shared, and what was lost."""
    alt = plans_side_by_side(PORTFOLIO, GOOD, BEST).alt
    assert alt == (
        "Two plans side by side: yours funds 4 initiatives and is worth 200, the best funds "
        "4 initiatives and is worth 230. Both fund T01, T02 and T03. Yours serves less strongly: "
        "O2 (strength 1 of 3 against 2)."
    )
    assert 2 <= len(re.findall(r"\.(?: |$)", alt)) <= 4


def test_a_broken_rule_is_said() -> None:
    """A plan that breaks a rule says so in its head and in its words."""
    chart = plans_side_by_side(PORTFOLIO, BEST | {"T03": "Q4 2027"}, BEST)
    assert "Your plan: value 80, breaks 1 rule" in told(chart)
    assert chart.alt.endswith("Yours breaks a rule, and so earns nothing.")


def test_two_drawings_are_equal() -> None:
    """The same plans give the same bytes."""
    first, second = (plans_side_by_side(PORTFOLIO, GOOD, BEST) for _ in range(2))
    assert first.png() == second.png()


def test_nothing_to_draw_is_said() -> None:
    """Without any initiative the sheet says why it is empty."""
    assert "neither plan funds anything" in plans_side_by_side(PORTFOLIO, {}, {}).alt


def test_an_empty_plan_beside_the_best() -> None:
    """A learner who funded nothing sees what could have been funded."""
    chart = plans_side_by_side(PORTFOLIO, {}, BEST)
    assert "yours funds no initiatives and is worth 0" in chart.alt
    assert (overlaps(chart), outside(chart)) == ([], [])
