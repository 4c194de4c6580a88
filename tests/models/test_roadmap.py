"""The roadmap of the model: its reviews, its end, and the months in which it is out of date."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignlib.errors import LearnerError
from alignlib.models.roadmap import MOST_MONTHS, REVIEW_MONTHS, Roadmap


def test_without_a_review_decisions_only_grow_older() -> None:
    """Five years without a look at the plan: all but the first two follow old decisions."""
    road = Roadmap(60)
    assert road.dated[0] == (24, 60)
    assert (road.months_dated, road.oldest, road.late) == (36, 60, 0)


def test_a_review_makes_decisions_new() -> None:
    """Half-way, it leaves a few months out of date before it and at the end."""
    road = Roadmap(54, first_review=27)
    assert road.dated == ((24, 27), (51, 54.5))
    assert road.months_dated == 6.5


def test_reviews_go_on_at_their_distance() -> None:
    """The first after 12 months, then every 18; none at the end or after it."""
    assert Roadmap(60, first_review=12, then_every=18).reviews == (12, 30, 48)
    assert Roadmap(12, first_review=12).reviews == ()
    assert Roadmap(54, then_every=12).reviews == ()


def test_two_reviews_are_enough_for_54_months() -> None:
    """What the lesson asks to find: with reviews after 24 and 48 months nothing is out of date."""
    assert Roadmap(54, first_review=24, then_every=24).dated == ()
    one = [Roadmap(54, first_review=month).months_dated for month in range(1, 54)]
    assert min(one) > 0


def test_reviews_take_time() -> None:
    """Too many of them, and the goal is missed; what is never reviewed is in time."""
    often = Roadmap(54, first_review=3, then_every=3)
    assert (len(often.reviews), often.end, often.late) == (21, 64.5, 4.5)
    assert 0 == Roadmap(54).late == Roadmap(54, first_review=6, then_every=6).late


def test_a_day_on_the_limit_is_fresh() -> None:
    """Decisions that are exactly 24 months old are not yet out of date."""
    assert Roadmap(24).dated == ()
    assert Roadmap(25).dated == ((24, 25),)


@pytest.mark.parametrize(
    ("road", "kept"),
    [
        (Roadmap(24), True),
        (Roadmap(25), False),
        (Roadmap(60, first_review=30), True),
        (Roadmap(60, first_review=1), True),
        (Roadmap(60, first_review=60), False),
    ],
)
def test_the_rule_asks_for_a_review_and_not_for_a_good_one(road: Roadmap, kept: bool) -> None:
    """A review in the first month keeps the rule, though most of the plan is out of date."""
    assert kept == road.keeps_rule


months = st.integers(1, MOST_MONTHS)
maybe = st.integers(0, MOST_MONTHS)


@given(months, maybe, maybe, months, months)
def test_the_parts_fit_together(
    work: int, first_review: int, then_every: int, due: int, fresh: int
) -> None:
    """For any roadmap: the stretches fill it, and what is out of date lies in them."""
    road = Roadmap(work, first_review, then_every, due, fresh)
    assert road.end == work + REVIEW_MONTHS * len(road.reviews)
    assert math.isclose(road.end, math.fsum(b - a for a, b in road.stretches))
    assert list(road.reviews) == sorted(set(road.reviews))
    assert all(0 < review < road.end for review in road.reviews)
    assert 0 <= road.months_dated <= max(0, road.end - fresh)
    assert bool(road.dated) == (road.oldest > fresh)
    assert road.late == max(0, road.end - due)


@given(months, maybe, months, months)
def test_an_earlier_review_never_ends_a_roadmap_sooner(
    work: int, first_review: int, then_every: int, fresh: int
) -> None:
    """Reviewing costs time and never gives any back."""
    never = Roadmap(work, fresh=fresh)
    some = Roadmap(work, first_review, then_every, fresh=fresh)
    assert some.end >= never.end
    assert some.oldest <= some.end


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ({"work": 0}, "The work is 0. Choose a number of months from 1 to 120."),
        ({"work": 121}, "The work is 121"),
        ({"work": "five years"}, "The work is 'five years'"),
        ({"work": math.nan}, "The work is nan"),
        ({"work": 9, "first_review": -1}, "The first review is -1"),
        ({"work": 9, "first_review": True}, "The first review is True"),
        ({"work": 9, "then_every": 0.25}, "The time between two reviews is 0.25 months"),
        ({"work": 9, "due": None}, "The due date of the goal is None"),
        ({"work": 9, "fresh": 0}, "The time for which decisions stay fresh is 0"),
    ],
)
def test_a_number_that_makes_no_roadmap_is_named(numbers: dict[str, float], words: str) -> None:
    """One sentence says what was found and what would do."""
    with pytest.raises(LearnerError, match=words.replace(".", r"\.")):
        Roadmap(**numbers)
