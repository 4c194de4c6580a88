"""The drift of the model: what fits, what a review brings back, and where five years go."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignlib.errors import LearnerError
from alignlib.models.drift import MONTHS, WORKING_DAYS, Drift


def best_distance(**world: float) -> int:
    """The months between two reviews that leave the most work that fits; 0 if none is best."""
    return max(range(MONTHS + 1), key=lambda every: Drift(every=every, **world).useful)


def test_a_plan_that_nobody_looks_at_drifts() -> None:
    """Two in a hundred each month: after a month 98 fit, and after a year 78."""
    plan = Drift(pace=2)
    assert plan.reviews == ()
    (whole,) = plan.stretches
    assert whole.after(1) == 98
    assert round(whole.after(12)) == 78
    assert round(plan.at_end) == 30


def test_a_world_that_stands_still_needs_no_review() -> None:
    """Where nothing loses its reason, all work fits, and each review is time lost."""
    assert (Drift(pace=0).useful, Drift(pace=0).at_end) == (60, 100)
    assert Drift(pace=0, every=3, days=4).useful == pytest.approx(60 - 19 * 4 / 20)
    assert best_distance(pace=0) == 0


def test_reviews_stop_before_the_last_day() -> None:
    """A review on the day on which the plan ends would mend nothing."""
    assert Drift(every=12).reviews == (12, 24, 36, 48)
    assert Drift(every=25).reviews == (25, 50)
    assert Drift(every=60).reviews == ()


def test_a_review_mends_a_share_of_what_does_not_fit() -> None:
    """What fits rises by that share; what it misses goes on being missed."""
    before, after = Drift(pace=5, every=30, mends=40).stretches
    assert after.fit == pytest.approx(before.left + 0.4 * (100 - before.left))


def test_a_good_start_does_not_last() -> None:
    """What the lesson asks to find: a poor start with reviews beats a perfect one without."""
    once, often = Drift(at_start=100), Drift(at_start=40, every=3)
    assert (round(once.useful, 1), round(often.useful, 1)) == (27.6, 51.5)
    assert round(once.at_end) == 16
    assert round(often.at_end) == round(Drift(every=3).at_end) == 89


def test_more_often_is_not_always_better() -> None:
    """What the lesson tells of reviews each year, each quarter, and each month."""
    useful = {every: round(Drift(every=every).useful, 1) for every in (0, 12, 3, 1)}
    assert useful == {0: 27.6, 12: 47.0, 3: 53.5, 1: 50.0}
    assert round(Drift(every=1).in_reviews) == 9


def test_there_is_a_best_distance_and_it_is_not_always_a_quarter() -> None:
    """What the lesson tells: 3 months here, 5 where the world is slow, 2 where it is quick."""
    assert best_distance() == 3
    assert best_distance(pace=1) == 5
    assert best_distance(pace=10) == 2
    assert best_distance(days=WORKING_DAYS) == 9


def test_a_review_that_mends_nothing_only_takes_time() -> None:
    """What the lesson calls a report: less work fits than without it."""
    assert round(Drift(every=3, mends=0).useful, 1) == 26.2
    assert round(Drift().useful, 1) == 27.6
    assert best_distance(mends=0) == 0


percent = st.floats(0, 100)
paces = st.floats(0, 50)
distances = st.one_of(st.just(0.0), st.floats(1, MONTHS))
days = st.floats(0, WORKING_DAYS)


@given(percent, paces, distances, percent, days)
def test_the_parts_fit_together(
    at_start: float, pace: float, every: float, mends: float, days: float
) -> None:
    """For any world: five years are useful, missed or in reviews, and no share leaves 0 to 100."""
    plan = Drift(at_start, pace, every, mends, days)
    assert math.isclose(plan.useful + plan.missed + plan.in_reviews, MONTHS)
    assert min(plan.useful, plan.missed, plan.in_reviews) >= -1e-9
    assert plan.stretches[0].begin == 0
    assert plan.stretches[-1].end == MONTHS
    assert all(-1e-9 <= s.left <= s.fit <= 100 + 1e-9 for s in plan.stretches)
    assert [s.begin for s in plan.stretches[1:]] == list(plan.reviews)


@given(percent, st.floats(0.5, 50), st.floats(1, 30), percent)
def test_a_review_that_takes_no_time_never_does_harm(
    at_start: float, pace: float, every: float, mends: float
) -> None:
    """Only their time speaks against reviews; and who mends more is never worse off."""
    never = Drift(at_start, pace)
    some = Drift(at_start, pace, every, mends, days=0)
    more = Drift(at_start, pace, every, min(100, mends + 10), days=0)
    assert never.useful <= some.useful + 1e-9
    assert some.useful <= more.useful + 1e-9


@given(percent, st.floats(0.01, 50))
def test_the_months_that_fit_are_the_area_below_the_curve(at_start: float, pace: float) -> None:
    """Counted in thin slices, it is the same."""
    (whole,) = Drift(at_start, pace).stretches
    slices = 6000
    thin = MONTHS / slices
    counted = math.fsum(whole.after((n + 0.5) * thin) for n in range(slices)) * thin / 100
    assert math.isclose(whole.months_fit, counted, rel_tol=1e-4, abs_tol=1e-9)


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ({"at_start": 101}, "What fits at the start is 101. Choose a number from 0 to 100."),
        ({"pace": -1}, "What loses its reason each month is -1"),
        ({"pace": "fast"}, "What loses its reason each month is 'fast'"),
        ({"every": 61}, "The time from one review to the next is 61"),
        ({"every": 0.5}, "The time from one review to the next is 0.5 months"),
        ({"mends": math.nan}, "What a review mends is nan"),
        ({"days": True}, "The time that a review takes is True"),
        ({"days": None}, "The time that a review takes is None"),
    ],
)
def test_a_number_that_makes_no_sense_is_named(numbers: dict[str, float], words: str) -> None:
    """One sentence says what was found and what would do."""
    with pytest.raises(LearnerError, match=words.replace(".", r"\.")):
        Drift(**numbers)
