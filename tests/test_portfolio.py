"""A portfolio to plan: what is refused, what a plan comes to, and how plans are filled up."""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignlib.portfolio import Portfolio, by_lot, most_links_first, result_of, rules_of
from alignlib.portfolio.result import counted, highest
from alignlib.variants.stream import Stream
from tests.conftest import plan_item
from tests.portfolios import drawn_data

DATA: dict[str, Any] = plan_item().portfolio.to_data()  # type: ignore[attr-defined]
PORTFOLIO = Portfolio.from_data(DATA)
BEST = {"T01": 0, "T02": 0, "T03": 2, "T04": 1}

seeds = st.integers(0, 10**6).map(str)


def changed(**changes: Any) -> Portfolio:
    """The small portfolio with something changed."""
    return Portfolio.from_data(DATA | changes)


def first_candidate(**changes: Any) -> dict[str, Any]:
    """The small portfolio's data with its first candidate changed."""
    first, *others = DATA["candidates"]
    return DATA | {"candidates": [first | changes, *others]}


def broken(plan: dict[str, int], portfolio: Portfolio = PORTFOLIO) -> list[str]:
    """The rules that a plan breaks, in the order in which they are told."""
    return [breach.rule for breach in result_of(portfolio, plan).breaches]


def says(plan: dict[str, int], portfolio: Portfolio = PORTFOLIO) -> list[str]:
    """What is said about a plan."""
    return [breach.says for breach in result_of(portfolio, plan).breaches]


# ---------------------------------------------------------------- the problem


def test_a_portfolio_survives_its_json_form() -> None:
    """Read from its own JSON form, a portfolio is the same."""
    assert Portfolio.from_data(json.loads(json.dumps(DATA))) == PORTFOLIO


def test_what_a_table_gives_is_a_whole_number() -> None:
    """120.0 and NumPy's numbers are whole numbers; they become built-in ones."""
    portfolio = Portfolio.from_data(first_candidate(cost=120.0, lasts=np.int64(2)))
    first = portfolio.candidates[0]
    assert (first.cost, first.lasts) == (120, 2)
    assert {type(first.cost), type(first.lasts)} == {int}


@pytest.mark.parametrize("field", ["cost", "lasts"])
@pytest.mark.parametrize("value", [1.5, -1, math.nan, math.inf, True, "2", None, 10**12])
def test_what_is_no_whole_number_is_refused(field: str, value: Any) -> None:
    """Fractions, missing values and texts are refused: a sum of them could miss the budget."""
    with pytest.raises((TypeError, ValueError), match=f"{field} .*T01 is "):
        Portfolio.from_data(first_candidate(**{field: value}))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"needs": ["T99"]}, "T01 needs T99, which is not there"),
        ({"needs": ["T03"]}, "T01 needs itself"),
        ({"needs": ["T01"]}, "T01 needs itself"),
        ({"needs": "T03"}, "no list"),
        ({"serves": {"O9": 1}}, "T01 serves O9, which is not there"),
        ({"serves": {"O1": 4}}, "above 3"),
        ({"serves": {"O1": 0}}, "strength of T01 for O1"),
        ({"mandated": "yes"}, "neither true nor false"),
        ({"lasts": 0}, "lasts of T01"),
    ],
)
def test_a_candidate_that_does_not_fit_is_refused(changes: dict[str, Any], words: str) -> None:
    """A need nobody meets, a circle of needs and an unknown objective are named."""
    with pytest.raises((TypeError, ValueError), match=words):
        Portfolio.from_data(first_candidate(**changes))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"periods": []}, "no period"),
        ({"periods": ["Q1 2027", "Q1 2027"]}, "stands twice in the periods"),
        ({"objectives": []}, "nothing to plan"),
        ({"objectives": [{"id": "O1", "text": "A", "weight": 0}]}, "weight of O1"),
        ({"limits": [{"label": "x", "periods": ["Q9"], "most": 1}]}, "limit x is for Q9"),
        ({"limits": [DATA["limits"][0]] * 2}, "twice in the limits"),
        ({"most_at_once": 0}, "most_at_once"),
        ({"budget": -5}, "the budget"),
    ],
)
def test_a_portfolio_that_does_not_hold_together_is_refused(
    changes: dict[str, Any], words: str
) -> None:
    """What cannot be planned is named when it is read, not when it is answered."""
    with pytest.raises(ValueError, match=words):
        changed(**changes)


def test_an_objective_without_a_due_period_has_time_until_the_end() -> None:
    """Left out, `by` is the last period."""
    assert PORTFOLIO.objectives[0].by == "Q4 2027"


# ---------------------------------------------------------------- what a plan comes to


def test_the_best_plan_by_hand() -> None:
    """3 × 50 for T03, 2 × 30 for T04 and 1 × 20 for T01 are 230, for 280 thousand pounds."""
    result = result_of(PORTFOLIO, BEST)
    assert (result.value, result.cost, result.breaches) == (230, 280, ())
    assert [reach.value for reach in result.reached.values()] == [150, 60, 20]
    assert result.reached["O2"].says == "strength 2 by T04: 2 × 30 = 60"
    assert highest(PORTFOLIO) == 300


def test_a_second_link_adds_nothing() -> None:
    """T07 serves what T04 serves more strongly: only the cost grows."""
    more = result_of(PORTFOLIO, BEST | {"T07": 3})
    assert (more.value, more.cost) == (230, 330)


def test_what_ends_late_serves_nothing() -> None:
    """O2 is due by Q3. From Q4 on T04 keeps every rule and serves O2 no more."""
    late = result_of(PORTFOLIO, BEST | {"T04": 3})
    assert (late.value, late.breaches) == (170, ())
    assert late.reached["O2"].says == "not served"
    assert late.reached["O2"].late == "T04 would serve it at strength 2, but ends after Q3 2027."


def test_what_is_late_and_weaker_is_not_told() -> None:
    """Where something stronger serves in time, a late and weaker one is no loss."""
    assert result_of(PORTFOLIO, BEST | {"T07": 3}).reached["O2"].late == ""


@pytest.mark.parametrize(
    ("plan", "rule", "words"),
    [
        ({}, "mandated", "T02 is mandated and not funded. Fund it."),
        (
            {"T02": 0, "T05": 2, "T06": 2},
            "budget",
            "The plan costs 310 thousand pounds; the budget is 300. That is 10 too much.",
        ),
        (
            {"T02": 0, "T05": 0, "T04": 1},
            "budget the first half",
            "What starts in the first half costs 220 thousand pounds; the limit is 200. "
            "That is 20 too much.",
        ),
        (
            {"T01": 2, "T02": 2, "T04": 2},
            "at once",
            "In Q3 2027 3 run at once (T01, T02, T04); the most is 2.",
        ),
        ({"T02": 0, "T03": 1}, "order", "T03 needs T01, which is not funded."),
        (
            {"T01": 1, "T02": 0, "T03": 1},
            "order",
            "T03 starts in Q2 2027, but T01, which it needs, ends in Q2 2027. "
            "Start T03 later or T01 earlier.",
        ),
        (
            {"T02": 0, "T05": 3},
            "horizon",
            "T05 starts in Q4 2027 and takes 2 quarters: it would not end by Q4 2027. "
            "Start it earlier.",
        ),
    ],
)
def test_a_broken_rule_is_told_with_its_numbers(
    plan: dict[str, int], rule: str, words: str
) -> None:
    """Each rule is told alone, with what was found and the next step."""
    portfolio = changed(budget=300 if rule != "budget the first half" else 1000)
    assert words in says(plan, portfolio)
    assert rule in broken(plan, portfolio)


def test_a_need_that_never_ends_is_told() -> None:
    """What is needed and ends after the last period ends in no period here."""
    data = first_candidate(lasts=4)
    assert "ends in no period here" in " ".join(
        says({"T01": 1, "T02": 0, "T03": 2}, Portfolio.from_data(data))
    )


def test_to_the_last_pound_is_within_the_budget() -> None:
    """A plan that costs exactly the budget keeps it."""
    assert broken(BEST, changed(budget=280)) == []
    assert broken(BEST, changed(budget=279)) == ["budget"]


def test_every_breach_belongs_to_a_rule() -> None:
    """Rules are told in the order of the breaches, and each breach names one of them."""
    names = [rule.id for rule in rules_of(PORTFOLIO)]
    found = broken({"T03": 0, "T05": 0, "T06": 3})
    assert [name for name in names if name in found] == list(dict.fromkeys(found))


def test_rules_that_do_not_apply_are_not_there() -> None:
    """Without limits, needs and mandates only the budget and the horizon are rules."""
    plain = [one | {"needs": [], "mandated": False} for one in DATA["candidates"]]
    portfolio = changed(candidates=plain, limits=[], most_at_once=None)
    assert [rule.id for rule in rules_of(portfolio)] == ["budget", "horizon"]


def test_things_are_counted_in_words() -> None:
    """One quarter, two quarters."""
    assert (counted(1, "quarter"), counted(0, "quarter")) == ("1 quarter", "0 quarters")


# ---------------------------------------------------------------- plans without a search


@given(seeds, st.integers(2, 20), st.integers(2, 8))
def test_a_plan_by_lot_keeps_every_rule(seed: str, candidates: int, periods: int) -> None:
    """Where its lot found room for what is mandated, a plan breaks no rule."""
    portfolio = Portfolio.from_data(drawn_data(seed, candidates, periods))
    rules = broken(by_lot(portfolio, Stream(seed).below), portfolio)
    assert set(rules) <= {"mandated"}


@given(seeds)
def test_nothing_more_fits_into_a_plan_by_lot(seed: str) -> None:
    """Whatever is added to a plan by lot breaks a rule."""
    plan = by_lot(PORTFOLIO, Stream(seed).below)
    for one in PORTFOLIO.candidates:
        if one.id not in plan:
            assert all(broken(plan | {one.id: start}) for start in range(4))


@given(seeds, st.sets(st.sampled_from(sorted(BEST))))
def test_what_is_kept_stays_where_its_needs_are_kept(seed: str, names: set[str]) -> None:
    """Kept starts stand; T03 alone, which needs T01, is drawn anew."""
    kept = {name: BEST[name] for name in names}
    plan = by_lot(PORTFOLIO, Stream(seed).below, kept)
    firm = names if "T01" in names else names - {"T03"}
    assert {name: BEST[name] for name in firm}.items() <= plan.items()


def test_where_no_lot_fits_a_plan_is_given_all_the_same() -> None:
    """A mandate beyond the budget ends in a plan without it, not in an endless search."""
    plan = by_lot(changed(budget=10), Stream("a").below)
    assert "T02" not in plan


def test_counting_links_weighs_nothing() -> None:
    """T06 with five links comes first, at the earliest start that fits."""
    assert most_links_first(PORTFOLIO) == {"T02": 0, "T04": 2, "T06": 0, "T07": 2}
