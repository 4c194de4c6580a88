"""The best plan: equal to what brute force finds, the same everywhere, and quick."""

from __future__ import annotations

import statistics
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alignlib.errors import InstructorError
from alignlib.items.plan import Plan
from alignlib.portfolio import Portfolio, by_lot, most_links_first, result_of
from alignlib.variants.best_plan import ABOVE, NAIVE_MOST, baseline, best_plan, plan_key
from alignlib.variants.stream import Stream
from tests.conftest import plan_item
from tests.conftest import plan_key as written_key
from tests.portfolios import best_by_brute_force, drawn_data, drawn_item

SECONDS = 5
"""Most that one search may take on a busy machine; on a quiet one it takes a tenth of a second."""

seeds = st.integers(0, 10**6).map(str)


def value(portfolio: Portfolio, plan: dict[str, int]) -> int:
    """What a plan is worth."""
    return result_of(portfolio, plan).value


def usable(count: int) -> list[tuple[Plan, dict[str, Any]]]:
    """The first `count` drawn items of a capstone's size that can have a key, with their keys."""
    found: list[tuple[Plan, dict[str, Any]]] = []
    number = 0
    while len(found) < count:
        item = drawn_item(f"usable-{number}")
        assert isinstance(item, Plan)
        try:
            found.append((item, plan_key(item, str(number)) | {"claim": "S38"}))
        except InstructorError:
            assert number < count * 10, "most draws cannot have a key"
        number += 1
    return found


@given(seeds)
@settings(max_examples=40)
def test_the_best_plan_is_what_brute_force_finds(seed: str) -> None:
    """On small portfolios it is the best of all plans, with the same choice among equals."""
    portfolio = Portfolio.from_data(drawn_data(seed, candidates=4, periods=3))
    expected = best_by_brute_force(portfolio)
    if expected is None:
        with pytest.raises(InstructorError, match="No plan keeps every rule"):
            best_plan(portfolio)
    else:
        assert expected == best_plan(portfolio)


def test_the_written_key_is_what_the_search_finds() -> None:
    """The key of the small item, which CONTRIBUTING.md shows, is the generator's."""
    item = plan_item()
    assert isinstance(item, Plan)
    found = plan_key(item, "contributing")
    assert found == {name: written_key()[name] for name in ("best", "best_value", "baseline")}


@given(seeds)
@settings(max_examples=15)
def test_fewer_rules_never_lower_the_best(seed: str) -> None:
    """Dropping any one rule leaves the best plan at least as good."""
    data = drawn_data(seed, candidates=8, periods=4)
    try:
        strict = value(Portfolio.from_data(data), best_plan(Portfolio.from_data(data)))
    except InstructorError:
        return
    free = [one | {"needs": []} for one in data["candidates"]]
    released = [one | {"mandated": False} for one in data["candidates"]]
    for dropped in (
        {"most_at_once": None},
        {"limits": []},
        {"budget": 10**6},
        {"candidates": free},
        {"candidates": released},
    ):
        looser = Portfolio.from_data(data | dropped)
        assert value(looser, best_plan(looser)) >= strict


@given(seeds)
@settings(max_examples=15)
def test_no_plan_by_lot_beats_the_best(seed: str) -> None:
    """On a portfolio of a capstone's size, the best is worth at least every plan by lot."""
    portfolio = Portfolio.from_data(drawn_data(seed))
    try:
        best = value(portfolio, best_plan(portfolio))
    except InstructorError:
        return
    stream = Stream(seed)
    lots = [by_lot(portfolio, stream.below) for _ in range(100)]
    assert best >= max(value(portfolio, lot) for lot in lots if not
                       result_of(portfolio, lot).breaches)  # fmt: skip


def test_of_equal_plans_the_cheapest_and_earliest_is_the_key() -> None:
    """A is dearer, B and C cost the same: it is B, as early as it can start."""
    data = {
        "candidates": [
            {"id": name, "text": name, "cost": cost, "lasts": 1, "serves": {"O1": 3}}
            for name, cost in (("A", 3), ("B", 2), ("C", 2))
        ],
        "objectives": [{"id": "O1", "text": "One", "weight": 1}],
        "periods": ["Q1", "Q2"],
        "budget": 9,
        "unit": "",
    }
    assert best_plan(Portfolio.from_data(data)) == {"B": 0}


def test_a_search_is_quick() -> None:
    """Twenty candidates over eight periods are searched while one waits."""
    portfolio = Portfolio.from_data(drawn_data("quick"))
    start = time.perf_counter()
    best_plan(portfolio)
    assert time.perf_counter() - start < SECONDS


def test_where_no_plan_keeps_the_rules_it_says_so() -> None:
    """A mandate beyond the budget is told to the instructor with what can be changed."""
    item = plan_item(budget=10)
    assert isinstance(item, Plan)
    with pytest.raises(InstructorError, match=r"No plan keeps every rule .*Raise the budget"):
        plan_key(item, "a")


def test_chance_that_finds_the_best_is_refused() -> None:
    """With money for everything, most plans by lot are best: such a draw can have no key."""
    item = plan_item(budget=10**4, limits=[], most_at_once=None)
    assert isinstance(item, Plan)
    with pytest.raises(InstructorError, match=r"drawn by lot is worth .*Tighten the budget"):
        plan_key(item, "a")


def test_a_draw_that_pays_for_counting_links_is_refused() -> None:
    """Where funding the widest candidates gives the best plan too, nothing would be weighed."""
    item = drawn_item("naive-2")
    assert isinstance(item, Plan)
    naive = most_links_first(item.portfolio)
    assert value(item.portfolio, naive) == value(item.portfolio, best_plan(item.portfolio))
    with pytest.raises(InstructorError, match="has the most links gets 605 of 605"):
        plan_key(item, "a")


def test_the_baseline_is_what_nine_of_ten_lots_do_not_exceed() -> None:
    """At most a tenth of its own lots lie above it; of other lots, about a tenth."""
    portfolio = Portfolio.from_data(drawn_data("lots"))
    low = baseline(portfolio, "seed")
    stream = Stream("others")
    values = [value(portfolio, by_lot(portfolio, stream.below)) for _ in range(1000)]
    assert sum(found > low for found in values) / 1000 < 1.3 / ABOVE
    assert low == baseline(portfolio, "seed")


def test_chance_earns_less_than_a_tenth() -> None:
    """Over drawn items, plans by lot that keep every rule earn under a tenth, each and in all."""
    means = []
    for number, (item, key) in enumerate(usable(8)):
        stream = Stream(f"chance-{number}")
        shares = [item.judge(item.attempt(key, 1.0, stream.below), key).share for _ in range(200)]
        means.append(statistics.fmean(share or 0.0 for share in shares))
    assert max(means) < 0.1
    assert statistics.fmean(means) < 0.05


def test_care_pays() -> None:
    """The fewer slips from the best plan, the more it earns; counting links earns little."""
    found = usable(6)
    means = []
    for rate in (0.0, 0.15, 0.4, 0.7, 1.0):
        stream = Stream(f"care-{rate}")
        means.append(
            statistics.fmean(
                item.judge(item.attempt(key, rate, stream.below), key).share or 0.0
                for item, key in found
                for _ in range(40)
            )
        )
    assert means == sorted(means, reverse=True)
    assert means[0] == 1.0
    assert 0.4 < means[1] < 0.9
    naive = [item.judge(item.lured(key), key).share for item, key in found]
    assert max(share or 0.0 for share in naive) <= NAIVE_MOST


def test_the_naive_plan_is_the_items_lure() -> None:
    """What the draw is held against is what the lured learner gives."""
    item = plan_item()
    assert isinstance(item, Plan)
    starts = {n: item.portfolio.periods[s] for n, s in most_links_first(item.portfolio).items()}
    assert starts == item.lured(written_key())
