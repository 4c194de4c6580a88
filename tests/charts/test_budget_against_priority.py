"""Budget against priority: pairs of bars, and money that no priority directs."""

from __future__ import annotations

import pytest

from alignlib.charts import budget_against_priority
from alignlib.diagnostics.budget_fit import budget_fit
from tests.charts.drawing import Frames, clean, faulty, large, named, overlaps, told
from tests.diagnostics.plans import frames, sound, table


def draw(tables: Frames):  # type: ignore[no-untyped-def]
    """The chart of these tables."""
    return budget_against_priority(tables["objectives"], tables["initiatives"], tables["links"])


def shares(tables: Frames) -> tuple[dict[str, float], dict[str, float], float]:
    """By plain loops: the weights, the shares of the budget, and what no goal gets."""
    goals = {
        row.objective: row.weight
        for row in tables["objectives"].itertuples()
        if row.status == "live" and row.needs_technology == "yes"
    }
    live = set(tables["objectives"].query("status == 'live'")["objective"])
    whole = sum(tables["initiatives"]["budget_k"])
    spend = dict.fromkeys(goals, 0.0)
    bare = 0.0
    for row in tables["initiatives"].itertuples():
        own = [
            (link.objective, link.strength)
            for link in tables["links"].itertuples()
            if link.initiative == row.initiative and link.strength and link.objective in live
        ]
        for goal, strength in own:
            share = row.budget_k / whole * strength / sum(s for _, s in own)
            spend[goal] = spend.get(goal, 0.0) + share
        bare += 0 if own else row.budget_k / whole
    return {o: w / sum(goals.values()) for o, w in goals.items()}, spend, bare


@pytest.mark.parametrize("tables", [clean(), faulty(), large(1), large(2)])
def test_the_bars_are_the_shares(tables: Frames) -> None:
    """Each pair has the goal's weight and its part of the money; the last bars are the rest."""
    weights, spend, bare = shares(tables)
    chart = draw(tables)
    first = [bar.get_width() for bar in named(chart, "weight")]
    second = [bar.get_width() for bar in named(chart, "spend")]
    assert first[: len(weights)] == pytest.approx([100 * w for w in weights.values()])
    assert second[: len(spend)] == pytest.approx([100 * s for s in spend.values()])
    assert sum(second[len(spend) :]) == pytest.approx(100 * bare)
    assert sum(second) == pytest.approx(100)


@pytest.mark.parametrize("tables", [clean(), faulty(), large(3)])
def test_the_bars_and_the_diagnostic_agree(tables: Frames) -> None:
    """Half of all the gaps is what budget_fit is short of one."""
    chart = draw(tables)
    pairs = zip(named(chart, "weight"), named(chart, "spend"), strict=True)
    gaps = sum(abs(w.get_width() - s.get_width()) for w, s in pairs)
    fit = budget_fit(tables["objectives"], tables["initiatives"], tables["links"])
    assert 1 - gaps / 200 == pytest.approx(fit.value)


def test_the_two_bars_differ_by_their_hatch() -> None:
    """Weight is solid, money is hatched on white."""
    chart = draw(clean())
    assert {bar.get_hatch() for bar in named(chart, "weight")} == {None}
    assert {bar.get_hatch() for bar in named(chart, "spend")} == {"////"}


def test_the_words_tell_what_the_bars_show() -> None:
    """
    The sound firm with 100 thousand pounds moved from O1 to O3.

    Weights 50, 30, 20; spend 400, 300 and 300 of 1,000.
    """
    tables = frames(sound())
    tables["initiatives"] = tables["initiatives"].assign(budget_k=[400.0, 300.0, 300.0])
    chart = draw(tables)
    assert chart.alt == (
        "Paired bars for 3 objectives: weight against share of the budget of £1,000k. "
        "O1 (Win customers back) weighs most, 50.0 %, and gets 40.0 %. "
        "It is also the furthest from its weight: 10.0 points less money."
    )
    words = told(chart)
    assert "−10.0 points" in words
    assert "+10.0 points" in words


def test_money_for_no_goal_is_told_apart() -> None:
    """A mandate makes a row of its own."""
    tables = frames(sound())
    tables["links"] = tables["links"].iloc[:1]
    tables["initiatives"] = tables["initiatives"].assign(mandate=[None, "Tax law", None])
    chart = draw(tables)
    assert "Money for no objective: 30.0 % by mandate and 20.0 % without a mandate." in chart.alt
    assert "No objective, by mandate" in told(chart)


def test_a_goal_of_no_weight_that_gets_money_is_shown() -> None:
    """Money for a goal that needs no technology is seen, against a weight of 0."""
    tables = frames(sound())
    tables["links"] = table("links", ("L1", "I1", "O1", 3), ("L2", "I2", "O4", 1),
                            ("L3", "I3", "O3", 1))  # fmt: skip
    words = told(draw(tables))
    assert "Open two stores" in words
    assert "+30.0 points" in words


def test_a_reader_who_subtracts_finds_the_gap() -> None:
    """The gap is the difference of the two shares as they are written."""
    words = told(draw(large(1))).replace("−", "-").splitlines()
    shown = [float(w.removesuffix(" %")) for w in words if w.endswith(" %") and "." in w]
    gaps = [float(w.removesuffix(" points")) for w in words if w.endswith(" points")]
    pairs = list(zip(shown[0:14:2], shown[1:14:2], strict=True))
    assert gaps[:7] == pytest.approx([round(money - weight, 1) for weight, money in pairs])


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"weight": float("nan")}, "no live objective that needs technology has a weight"),
        ({"budget_k": 0.0}, "no budget"),
    ],
)
def test_without_weights_or_money_it_says_so(change: dict[str, float], why: str) -> None:
    """A chart of nothing names its reason."""
    tables = frames(sound())
    name = "objectives" if "weight" in change else "initiatives"
    assert why in draw(tables | {name: tables[name].assign(**change)}).alt


def test_one_goal_and_a_blank_budget() -> None:
    """One goal that gets everything; a budget that is missing counts for nothing."""
    tables = frames(sound())
    tables["objectives"] = tables["objectives"].iloc[:1]
    tables["links"] = tables["links"].iloc[:1]
    tables["initiatives"] = tables["initiatives"].assign(budget_k=[500.0, None, None])
    chart = draw(tables)
    assert "weighs most, 100.0 %, and gets 100.0 %" in chart.alt
    assert "as much as one point away" in chart.alt
    assert overlaps(chart) == []
