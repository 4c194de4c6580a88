"""Four wards and a tool: where their curves stall, and what lets them climb on."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignlib.errors import LearnerError
from alignlib.models.adoption import (
    EFFORTS,
    FREE,
    HELPERS_DAYS,
    KNOWN,
    LISTENING_WEEKS,
    NOTHING,
    NUDGE_WEEKS,
    STAFF,
    STALLED,
    WARDS,
    WEEKS,
    Curve,
    Effort,
    Round,
    Ward,
)

wards, efforts, weeks = (
    st.sampled_from(WARDS),
    st.sampled_from(EFFORTS),
    st.integers(1, WEEKS),
)


@given(wards, efforts, weeks)
def test_a_share_is_a_share(ward: Ward, effort: Effort, week: int) -> None:
    """A curve has a value for each week, begins with nobody, and never leaves 0 to 90 %."""
    shares = Curve(ward, effort, week).shares
    assert len(shares) == WEEKS + 1
    assert shares[0] == 0
    assert all(0 <= share <= FREE for share in shares)


@given(wards, efforts, weeks)
def test_nothing_moves_before_it_is_done(ward: Ward, effort: Effort, week: int) -> None:
    """Up to the week of the effort the curve is the one without it."""
    with_it, without = Curve(ward, effort, week).shares, Curve(ward, NOTHING, week).shares
    assert with_it[: week + 1] == without[: week + 1]


@given(wards, weeks)
def test_all_wards_stall_alike(ward: Ward, week: int) -> None:
    """Left alone, four wards with four barriers draw one curve: it does not tell them apart."""
    shares = Curve(ward, NOTHING, week).shares
    assert shares == Curve(WARDS[0], NOTHING, 1).shares
    assert all(a < b < STALLED for a, b in itertools.pairwise(shares))


@given(wards, efforts, st.integers(10, WEEKS - 15))
def test_only_what_meets_the_barrier_lasts(ward: Ward, effort: Effort, week: int) -> None:
    """It climbs for good; any other effort climbs for a month, and is nearly lost at the end."""
    curve = Curve(ward, effort, week)
    end = curve.shares[-1]
    if curve.meets:
        assert end > 0.8
    else:
        assert end < STALLED + 0.01
        if effort != NOTHING:
            peak = curve.shares[week + NUDGE_WEEKS]
            assert peak == max(curve.shares) > end


@given(wards, st.integers(1, WEEKS - 1))
def test_sooner_is_never_worse(ward: Ward, week: int) -> None:
    """The right effort a week earlier wins at least as many people."""
    right = next(effort for effort in EFFORTS if effort.barrier == ward.barrier)
    assert Curve(ward, right, week).shares[-1] >= Curve(ward, right, week + 1).shares[-1]


def test_each_barrier_has_one_effort() -> None:
    """No effort takes two barriers away, and what has none (money, mails) takes none."""
    barriers = [effort.barrier for effort in EFFORTS if effort.barrier]
    assert sorted(barriers) == sorted(ward.barrier for ward in WARDS)
    assert len(set(barriers)) == len(WARDS)


def test_what_the_lesson_asks_to_find() -> None:
    """One for all costs every day and moves one ward; four for four cost fewer and move all."""
    assert Round().active == 40
    alike = Round("show", "show", "show", "show")
    assert (alike.active, alike.days) == (51, HELPERS_DAYS)
    each = Round("shorten", "tablets", "agree", "show", listen=True)
    assert (each.active, each.days) == (105, 23)
    assert STAFF == 116
    reminded = Round("remind", "remind", "remind", "remind")
    assert (reminded.active, reminded.days) == (40, 4)


def test_of_all_rounds_within_the_days_one_is_best() -> None:
    """Whoever tries everything ends at the round that meets each barrier."""
    rounds = (Round(*names) for names in itertools.product(KNOWN, repeat=len(WARDS)))
    best = max((made for made in rounds if made.days <= HELPERS_DAYS), key=lambda made: made.active)
    assert [curve.meets for curve in best.curves] == [True] * len(WARDS)


def test_listening_takes_its_weeks() -> None:
    """What is done begins two weeks later."""
    assert Round(week=10).begins == 10
    assert Round(week=10, listen=True).begins == 10 + LISTENING_WEEKS


@pytest.mark.parametrize("effort", ["train", "", None, 3, ["show"]])
def test_an_unknown_effort_is_named(effort: object) -> None:
    """One sentence says in which ward, what was found, and what there is."""
    with pytest.raises(LearnerError, match=r"Birch: .* is nothing that can be done") as told:
        Round(birch=effort)  # type: ignore[arg-type]
    assert ", ".join(KNOWN) in str(told.value)


@pytest.mark.parametrize("week", [0, WEEKS + 1, 3.5, True, "3", None])
def test_a_week_that_is_none_is_named(week: object) -> None:
    """One sentence says what was found, and what would do."""
    with pytest.raises(LearnerError, match=r"The week is .* Choose a whole number from 1 to 40"):
        Round(week=week)  # type: ignore[arg-type]
