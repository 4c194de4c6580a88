"""Number: full within the tolerance, half within the band, named mistakes recognised."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignlib.errors import AnswerError
from alignlib.items import Outcome
from tests.conftest import number_item, number_key

ITEM, KEY = number_item(), number_key()


def share(value: Any) -> float:
    """The share of the points for a valid answer."""
    found = ITEM.judge(ITEM.validate(value), KEY).share
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (50, 1.0),
        (50.5, 1.0),
        (49.5, 1.0),
        (50.51, 0.5),
        (49.49, 0.5),
        (52.0, 0.5),
        (48.0, 0.5),
        (52.01, 0.0),
        (47.99, 0.0),
        (0, 0.0),
        (100, 0.0),
    ],
)
def test_the_borders_belong_to_the_better_side(value: float, expected: float) -> None:
    """Tolerance and band include their borders; beyond them the next lower share begins."""
    assert expected == share(value)


def test_the_border_of_the_tolerance_is_a_decimal_one() -> None:
    """An answer one tolerance away earns full points wherever in the range it lies."""
    lost = [
        (tenths / 10, (tenths + step) / 10)
        for tenths in range(10, 900)
        for step in (5, -5)
        if ITEM.judge((tenths + step) / 10, number_key(answer=tenths / 10)).share != 1.0
    ]
    assert lost == []


@pytest.mark.parametrize(
    ("value", "expected", "says"),
    [
        (70.0, 0.0, "Some payments count twice."),
        (70.5, 0.0, "Some payments count twice."),
        (69.5, 0.0, "Some payments count twice."),
        (30.0, 0.25, "Rounded too early."),
    ],
)
def test_a_named_mistake_is_recognised(value: float, expected: float, says: str) -> None:
    """A value within the tolerance of a known mistake is explained, and worth what the key says."""
    judgement = ITEM.judge(value, KEY)
    assert expected == judgement.share
    assert says == judgement.note
    assert says == judgement.verdicts[0].evidence
    assert judgement.verdicts[0].outcome is Outcome.NOT_MET


def test_a_mistake_beyond_the_tolerance_is_not_recognised() -> None:
    """A value farther than the tolerance from a mistake is only wrong."""
    assert ITEM.judge(70.51, KEY).note == ""


def test_a_mistake_inside_the_band_is_named_and_not_halved() -> None:
    """Where a mistake lies inside the band, the mistake is recognised first."""
    key = number_key(mistakes=[{"name": "near", "value": 51.5, "says": "Counted twice."}])
    judgement = ITEM.judge(51.5, key)
    assert (judgement.share, judgement.note) == (0.0, "Counted twice.")


def test_the_right_answer_is_right_even_where_a_mistake_gives_it() -> None:
    """The tolerance comes before every mistake."""
    key = number_key(mistakes=[{"name": "same", "value": 50.0, "says": "Wrong way."}])
    assert ITEM.judge(50.0, key).share == 1.0


def test_a_close_answer_is_told_so() -> None:
    """Inside the band the learner is told to look at the last steps."""
    assert ITEM.judge(51.0, KEY).note.startswith("Close")


@given(st.floats(0, 100), st.floats(0, 100))
def test_nearer_is_never_worth_less(one: float, other: float) -> None:
    """Without named mistakes, a value nearer to the answer is worth at least as much."""
    key = number_key(mistakes=[])
    near, far = sorted((one, other), key=lambda value: abs(value - 50.0))
    assert ITEM.judge(near, key).share >= ITEM.judge(far, key).share  # type: ignore[operator]


@pytest.mark.parametrize(
    "value",
    [
        61,
        61.0,
        np.float64(61),
        np.float32(61),
        np.int64(61),
        np.uint8(61),
        Fraction(61),
        pd.Series([61.0]).sum(),
    ],
    ids=lambda value: type(value).__name__,
)
def test_any_real_number_will_do(value: Any) -> None:
    """Python's and NumPy's numbers become a built-in float."""
    valid = ITEM.validate(value)
    assert valid == 61.0
    assert type(valid) is float


@pytest.mark.parametrize(
    "value",
    [
        "61.5",
        "",
        None,
        True,
        False,
        np.True_,
        Decimal("61.5"),
        61 + 0j,
        [61.5],
        {"value": 61.5},
        np.array([61.5]),
        np.array(61.5),
        pd.Series([61.5]),
        pd.NA,
        pd.NaT,
        "61,5 %",
    ],
    ids=repr,
)
def test_what_is_no_number_is_named(value: Any) -> None:
    """Text, truth values, decimals and tables are refused, with an example of a number."""
    with pytest.raises(AnswerError, match=r"must be a number in %, such as 50\.0; found "):
        ITEM.validate(value)


@pytest.mark.parametrize(
    "value",
    [math.nan, math.inf, -math.inf, np.float64("nan"), np.float32("inf"), 10**400, -(10**5000)],
    ids=["nan", "inf", "-inf", "np.nan", "np.inf", "10**400", "-10**5000"],
)
def test_what_cannot_be_scored_is_named(value: Any) -> None:
    """NaN, infinity and numbers too large for a float are refused with where to look."""
    with pytest.raises(AnswerError, match="not a number one can score"):
        ITEM.validate(value)


@pytest.mark.parametrize("value", [0, 100, -0.0, 100.0, 1e-300])
def test_the_range_includes_its_ends(value: float) -> None:
    """The lowest and the highest value of the range are answers."""
    assert value == ITEM.validate(value)


@pytest.mark.parametrize("value", [-0.001, 100.001, 0.5 - 1, 6150])
def test_a_value_out_of_range_is_named(value: float) -> None:
    """A value outside the range is refused, with the range and a hint at the unit."""
    with pytest.raises(AnswerError, match=r"outside 0 to 100 %\. Check the unit"):
        ITEM.validate(value)


def test_a_verdict_is_in_the_items_unit() -> None:
    """What was given and what is right are shown with the item's decimals and unit."""
    verdict = ITEM.judge(61.25, KEY).verdicts[0]
    assert (verdict.given, verdict.right) == ("61.2 %", "50.0 %")


def test_zero_is_an_answer() -> None:
    """A recorded 0 is not open: it is a value."""
    assert ITEM.open_parts(0.0) == ()


def test_the_first_mistake_lures() -> None:
    """The lured learner gives what the first named mistake gives; without any, the lowest value."""
    assert ITEM.lured(KEY) == 70.0  # type: ignore[comparison-overlap]
    assert ITEM.lured(number_key(mistakes=[])) == 0.0  # type: ignore[comparison-overlap]
