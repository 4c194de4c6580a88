"""Review loop."""

from __future__ import annotations

import pytest

from alignlib.diagnostics import Evidence, Measure
from alignlib.diagnostics.review_loop import review_loop
from tests.diagnostics.plans import table

DOWN, UP = "business to technology", "technology to business"


def of(*reviews: tuple[str, str, int, str]) -> Measure:
    """The loop of reviews V1, V2 … of a quarter, joint or not, with changes and direction."""
    return review_loop(table("reviews", *((f"V{n}", *r) for n, r in enumerate(reviews, start=1))))


def test_by_hand() -> None:
    """
    Five quarters from the last of 2025 to the last of 2026; two of them count: 2 / 5 = 0.4.

    2025-Q4 and 2026-Q1 had a joint review with changes. 2026-Q2 had a joint review that
    changed nothing, 2026-Q3 no review, and in 2026-Q4 one side met alone.
    """
    found = of(
        ("2025-Q4", "yes", 2, DOWN),
        ("2026-Q1", "yes", 1, UP),
        ("2026-Q2", "yes", 0, "none"),
        ("2026-Q4", "no", 3, DOWN),
    )
    assert found.value == 0.4
    assert found.evidence == (
        Evidence("reviews", "V3", "2026-Q2: no change logged"),
        Evidence("reviews", "V4", "2026-Q4: not a joint review"),
        Evidence("reviews", "2026-Q3", "no review"),
    )


def test_the_direction_is_reported_apart() -> None:
    """Changes are counted by direction beside the value, which they do not move."""
    one_way = of(("2026-Q1", "yes", 2, DOWN), ("2026-Q2", "yes", 3, DOWN))
    both_ways = of(("2026-Q1", "yes", 2, DOWN), ("2026-Q2", "yes", 3, UP))
    assert one_way.value == both_ways.value == 1.0
    assert dict(one_way.beside) == {f"changes {DOWN}": 5.0, f"changes {UP}": 0.0,
                                    "changes both": 0.0}  # fmt: skip
    assert dict(both_ways.beside)[f"changes {UP}"] == 3.0


def test_a_second_review_may_save_the_quarter() -> None:
    """One joint review with a change is enough, whatever else the quarter held."""
    found = of(("2026-Q1", "no", 0, "none"), ("2026-Q1", "yes", 1, "both"))
    assert (found.value, found.evidence) == (1.0, ())


def test_two_halves_are_no_review() -> None:
    """A joint review without change and a change without the other side do not add up."""
    assert of(("2026-Q1", "yes", 0, "none"), ("2026-Q1", "no", 4, DOWN)).value == 0.0


def test_two_reviews_in_a_quarter_are_one_quarter() -> None:
    """Quarters are counted, not reviews."""
    twice = ("2026-Q1", "yes", 1, DOWN)
    assert of(twice, twice, ("2026-Q2", "no", 0, "none")).value == 0.5


@pytest.mark.parametrize("last", ["2026-Q4", "2027-Q4", "2035-Q4"])
def test_a_frozen_plan_goes_to_zero(last: str) -> None:
    """The longer nobody reviews, the smaller the share of quarters that were kept."""
    quarters = 4 * (int(last[:4]) - 2026) + 4
    found = of(("2026-Q1", "yes", 1, DOWN), (last, "no", 0, "none"))
    assert found.value == 1 / quarters


def test_without_reviews_it_is_undefined() -> None:
    """An empty denominator gives NaN and a reason."""
    assert (of().defined, of().reason) == (False, "no reviews")
