"""Perception gap."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st

from alignlib.diagnostics import Evidence
from alignlib.diagnostics.perception_gap import perception_gap
from tests.diagnostics.plans import table


def survey(
    business: list[int | None], technology: list[int | None], statement: str = "S1"
) -> pd.DataFrame:
    """The scores of each side on one statement."""
    answers = [(f"b{n}", "business", score) for n, score in enumerate(business)]
    answers += [(f"t{n}", "technology", score) for n, score in enumerate(technology)]
    return table("survey", *answers, statement=statement)


def test_by_hand() -> None:
    """
    "IT is slow": business says 5, 5, 4, 4, 4, 2, technology says 3, 2, 2, 1, 2.

    The means are 24 / 6 = 4 and 10 / 5 = 2: the gap is 2 points. The squares around the means
    are 1 + 1 + 0 + 0 + 0 + 4 = 6 and 1 + 0 + 0 + 1 + 0 = 2, together 8 over 9 degrees of
    freedom; √(8/9 · (1/6 + 1/5)) = 0.571, times Student's 2.262 is 1.29. From 0.71 to 3.29:
    the gap is more than chance.
    """
    found = perception_gap(survey([5, 5, 4, 4, 4, 2], [3, 2, 2, 1, 2]))
    assert found.value == 2.0
    assert found.low == pytest.approx(0.71, abs=0.01)
    assert found.high == pytest.approx(3.29, abs=0.01)
    assert found.evidence == (
        Evidence("survey", "S1 / business", "mean 4 of 6 answers"),
        Evidence("survey", "S1 / technology", "mean 2 of 5 answers"),
    )


scores = st.lists(st.integers(1, 5), min_size=5, max_size=12)


@given(scores, scores)
def test_it_agrees_with_least_squares(business: list[int], technology: list[int]) -> None:
    """Gap and interval are those of statsmodels' OLS of the score on "business"."""
    found = perception_gap(survey([*business], [*technology]))
    side = np.r_[np.ones(len(business)), np.zeros(len(technology))]
    fitted = sm.OLS(np.r_[business, technology], sm.add_constant(side)).fit()
    low, high = fitted.conf_int()[1]
    assert found.value == pytest.approx(fitted.params[1], abs=1e-9)
    assert found.low == pytest.approx(low, abs=1e-9)
    assert found.high == pytest.approx(high, abs=1e-9)


@given(scores, scores)
def test_exchanging_the_sides_turns_the_sign(business: list[int], technology: list[int]) -> None:
    """The gap seen from the other side is the same with the other sign."""
    here, there = (
        perception_gap(survey([*business], [*technology])),
        perception_gap(survey([*technology], [*business])),
    )
    assert here.value == pytest.approx(-there.value)
    assert here.low == pytest.approx(-there.high)


@pytest.mark.parametrize(
    ("business", "technology", "side"),
    [
        ([1] * 4, [5] * 9, "business"),
        ([1] * 9, [5] * 4, "technology"),
        ([1] * 4 + [None] * 5, [5] * 9, "business"),
        ([], [5] * 9, "business"),
    ],
    ids=["few of business", "few of technology", "blank answers", "none"],
)
def test_fewer_than_5_answers_are_suppressed(
    business: list[int | None], technology: list[int | None], side: str
) -> None:
    """With four answers on a side there is no value, no interval, and no score in the evidence."""
    found = perception_gap(survey(business, technology))
    assert not found.defined
    assert found.reason == f"fewer than 5 answers of {side}"
    assert found.evidence == ()
    assert math.isnan(found.low)


def test_5_answers_are_enough() -> None:
    """Five answers a side are shown."""
    assert perception_gap(survey([4] * 5, [4] * 5)).value == 0.0


def test_of_several_statements_one_has_to_be_named() -> None:
    """Gaps of different statements have no common value."""
    both = pd.concat([survey([5] * 5, [1] * 5), survey([2] * 5, [3] * 5, "S2")])
    assert perception_gap(both).reason == "several statements: name one of S1, S2"
    assert perception_gap(both, "S1").value == 4.0
    assert (perception_gap(both, "S2").value, perception_gap(both, "S2").about) == (-1.0, "S2")
