"""The rule of certainty: what it counts, and that honesty pays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignlib.certainty import (
    FEWEST,
    PAYS,
    RIGHT,
    WORDS,
    WRONG,
    Calibration,
    calibration,
    count,
    expected,
    honest,
)

chances = st.floats(0, 1)
levels = st.sampled_from(sorted(WORDS))
few = st.integers(0, 200)


def test_the_counts_are_those_of_certainty_based_marking() -> None:
    """Right counts 1, 2 or 3, and wrong 0, −2 or −6."""
    assert {c: (RIGHT[c], WRONG[c]) for c in WORDS} == {1: (1, 0), 2: (2, -2), 3: (3, -6)}


@given(chances, levels)
def test_honest_certainty_has_the_highest_expected_count(chance: float, other: int) -> None:
    """Whatever the chance to be right, no certainty is expected to count more than the honest."""
    assert expected(honest(chance), chance) >= expected(other, chance) - 1e-12


@given(chances, levels)
def test_away_from_the_borders_only_honesty_is_best(chance: float, other: int) -> None:
    """The rule is strictly proper between its borders: every other certainty counts less."""
    if other != honest(chance) and all(abs(chance - low) > 1e-9 for low, _ in PAYS.values()):
        assert expected(other, chance) < expected(honest(chance), chance)


def test_the_borders_are_two_in_three_and_four_in_five() -> None:
    """At 67 % a guess and fairly sure are equal, at 80 % fairly sure and certain."""
    assert expected(1, 2 / 3) == pytest.approx(expected(2, 2 / 3))
    assert expected(2, 4 / 5) == pytest.approx(expected(3, 4 / 5))
    assert [PAYS[1][0], PAYS[2][0], PAYS[3][0], PAYS[3][1]] == [0, 2 / 3, 4 / 5, 1]
    assert PAYS[1][1] == PAYS[2][0]
    assert PAYS[2][1] == PAYS[3][0]


@given(st.lists(chances, min_size=1, max_size=30), levels)
def test_for_many_parts_the_mean_chance_decides(each: list[float], other: int) -> None:
    """Said once for many parts, the certainty that fits the mean chance is best."""
    mean = min(1.0, sum(each) / len(each))
    total = {sure: sum(expected(sure, chance) for chance in each) for sure in WORDS}
    assert total[honest(mean)] >= total[other] - 1e-9 * len(each)


@given(levels, few, few)
def test_a_count_is_a_sum_over_parts(sure: int, right: int, wrong: int) -> None:
    """Two answers count what both together would."""
    assert count(sure, right, wrong) == count(sure, right, 0) + count(sure, 0, wrong)


@given(st.lists(st.tuples(levels, few, few), max_size=20))
def test_calibration_counts_every_part_once(answered: list[tuple[int, int, int]]) -> None:
    """What was right and wrong is all there, at its own certainty."""
    found = calibration(answered)
    for sure, one in found.items():
        own = [(right, wrong) for said, right, wrong in answered if said == sure]
        assert (sum(r for r, _ in own), sum(w for _, w in own)) == (one.right, one.wrong)


@pytest.mark.parametrize(
    ("sure", "right", "wrong", "expected_words"),
    [
        (2, 0, 0, "not used yet"),
        (3, FEWEST - 1, 0, f"too few to say: {FEWEST - 1} of at least {FEWEST} parts"),
        (3, 5, 7, "less often right than you thought"),
        (3, 11, 1, "about as often right as you thought"),
        (1, 19, 1, "more often right than you thought"),
        (2, 7, 3, "about as often right as you thought"),
    ],
)
def test_calibration_in_words(sure: int, right: int, wrong: int, expected_words: str) -> None:
    """Nothing is concluded from a few parts, and the reason is said."""
    assert expected_words == Calibration(sure, right, wrong).says
