"""The world of the model: what it does, what moves anyway, and what the two ways of looking say."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignlib.errors import LearnerError
from alignlib.models.rollout import LEVELS, MOST_POINTS, WEEKS, Rollout

points = st.integers(-MOST_POINTS, MOST_POINTS)
sites = st.integers(2, 8)


@given(points, points, sites)
def test_controls_find_the_truth_where_the_trends_are_the_same(
    effect: int, trend: int, sites: int
) -> None:
    """Without chance, what moves everywhere is taken off to the last bit."""
    world = Rollout(effect, trend, sites=sites, noise=0)
    assert math.isclose(effect, world.with_controls, abs_tol=1e-9)
    assert math.isclose(effect + trend, world.before_after, abs_tol=1e-9)
    assert math.isclose(trend, world.elsewhere, abs_tol=1e-9)
    assert world.found.reason == ""
    assert not world.missed


@given(points, points, st.integers(1, MOST_POINTS), sites)
def test_a_trend_of_their_own_deceives_both(
    effect: int, trend: int, own_trend: int, sites: int
) -> None:
    """It passes for an effect, and the weeks before the start give it away."""
    world = Rollout(effect, trend, own_trend, sites, noise=0)
    assert math.isclose(effect + own_trend, world.with_controls, abs_tol=1e-9)
    assert math.isclose(effect + own_trend + trend, world.before_after, abs_tol=1e-9)
    assert world.found.reason.startswith("failed pre-trend")


@given(points, points, points, st.integers(1, 8), st.integers(0, 6), st.integers(1, 50))
def test_the_sayings_fit_together(
    effect: int, trend: int, own_trend: int, sites: int, noise: int, draw: int
) -> None:
    """What the controls say is what is left of before and after, whatever chance does."""
    world = Rollout(effect, trend, own_trend, sites, noise, draw)
    assert math.isclose(
        world.before_after - world.elsewhere, world.with_controls, rel_tol=1e-9, abs_tol=1e-9
    )
    assert len(world.readings) == 2 * sites * 2 * WEEKS
    assert math.isnan(world.found.low) == (sites == 1)


@given(points, points, points)
def test_what_the_technology_does_is_all_that_differs(
    effect: int, trend: int, own_trend: int
) -> None:
    """After the start the sites with it stand by its effect above what would have been."""
    world = Rollout(effect, trend, own_trend)
    for week in range(2 * WEEKS):
        anyway = world.expected("treated", week, technology=False)
        done = effect if week >= WEEKS else 0
        assert math.isclose(anyway + done, world.expected("treated", week))
        assert world.expected("control", week) == world.expected("control", week, technology=False)
    assert LEVELS["treated"] == world.expected("treated", 0)


def test_the_same_draw_is_the_same_world() -> None:
    """Chance is drawn again only when it is asked for."""
    assert Rollout().readings.equals(Rollout().readings)
    assert not Rollout().readings.equals(Rollout(draw=2).readings)


def test_an_interval_misses_the_truth_about_once_in_twenty() -> None:
    """What the lesson tells of the 95 %: over two hundred draws the share is near a twentieth."""
    missed = sum(Rollout(effect=2, draw=draw).missed for draw in range(1, 201))
    assert 4 <= missed <= 18


def test_more_sites_make_the_interval_narrower() -> None:
    """With two sites a side it says little, with twelve a good deal more."""
    widths = []
    for sites in (2, 5, 12):
        found = [Rollout(sites=sites, draw=draw).found for draw in range(1, 41)]
        widths.append(sum(one.high - one.low for one in found))
    assert widths == sorted(widths, reverse=True)
    assert widths[0] > 3 * widths[-1]


def test_one_site_a_side_has_no_interval() -> None:
    """Nobody can say how much of the difference is chance, so nothing is ruled out."""
    world = Rollout(effect=6, sites=1)
    assert "fewer than 2" in world.found.reason
    assert world.doubtful
    assert not world.missed


@pytest.mark.parametrize(
    ("effect", "doubtful"), [(0, True), (6, False), (-6, False)], ids=["none", "gain", "loss"]
)
def test_an_interval_without_zero_is_not_doubtful(effect: int, doubtful: bool) -> None:
    """A large effect leaves 0 out, whichever way it goes."""
    assert doubtful == Rollout(effect=effect).doubtful


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ({"effect": 9}, "The true effect is 9. Choose a number from -8 to 8."),
        ({"effect": "big"}, "The true effect is 'big'"),
        ({"trend": math.nan}, "What moves everywhere anyway is nan"),
        ({"own_trend": None}, "What moves with it alone, anyway is None"),
        ({"sites": 0}, "The number of sites on each side is 0. Choose a whole number from 1 to 20"),
        ({"sites": 2.5}, "The number of sites on each side is 2.5"),
        ({"noise": -1}, "The chance in one week is -1"),
        ({"draw": True}, "The number of the draw is True"),
    ],
)
def test_a_number_that_makes_no_world_is_named(numbers: dict[str, float], words: str) -> None:
    """One sentence says what was found and what would do."""
    with pytest.raises(LearnerError, match=words.replace(".", r"\.")):
        Rollout(**numbers)
