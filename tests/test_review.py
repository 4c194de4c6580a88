"""When to come back to something."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignlib.review import GAPS, KNOWN, RULE, due

DAY = date(2026, 3, 1)
tries = st.lists(
    st.tuples(st.dates(date(2026, 1, 1), date(2027, 1, 1)), st.floats(0, 1)), min_size=1
)


def test_without_a_try_there_is_no_day() -> None:
    """What was never tried has nothing to come back to."""
    assert due([]) is None


def test_gaps_grow_after_each_success() -> None:
    """Who comes back on the day and knows it gets the next longer gap, up to the longest."""
    day, done, gaps = DAY, [], []
    for _ in range(len(GAPS) + 2):
        done.append((day, KNOWN))
        after = due(done)
        assert after is not None
        gaps.append((after - day).days)
        day = after
    assert gaps == [*GAPS[1:], GAPS[-1], GAPS[-1], GAPS[-1]]


def test_a_miss_goes_back_to_the_shortest_gap() -> None:
    """After a miss the next try is tomorrow, however well it went before."""
    done = [(DAY, 1.0), (DAY + timedelta(3), 1.0), (DAY + timedelta(10), KNOWN - 0.01)]
    assert due(done) == DAY + timedelta(10 + GAPS[0])


def test_cramming_does_not_lengthen_the_gap() -> None:
    """Ten tries in a row are worth no more than one: they were not spaced."""
    assert due([(DAY, 1.0)] * 10) == due([(DAY, 1.0)])
    early = [(DAY, 1.0), (DAY + timedelta(1), 1.0)]
    assert due(early) == DAY + timedelta(1 + GAPS[1])


def test_the_worse_try_of_a_day_counts() -> None:
    """A miss in the morning is a miss, although the feedback helped an hour later."""
    assert due([(DAY, 0.2), (DAY, 1.0)]) == DAY + timedelta(GAPS[0])


@given(tries)
def test_the_day_is_one_of_the_gaps_after_the_last_try(done: list[tuple[date, float]]) -> None:
    """In whatever order the tries are given, the gap counts from the latest of them."""
    after = due(done)
    assert after is not None
    assert (after - max(day for day, _ in done)).days in GAPS
    assert after == due(done[::-1])


@pytest.mark.parametrize("said", ["rule of thumb", "80 %", "3, 7, 14, 30 and 60 days", "1 day"])
def test_the_rule_is_told(said: str) -> None:
    """The learner reads the rule, its numbers, and that it is a rule of thumb."""
    assert said in RULE
