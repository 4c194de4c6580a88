"""The difference of two groups with its interval."""

from __future__ import annotations

import math

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from alignlib.diagnostics.interval import difference, student

values = st.lists(st.floats(-1000, 1000), min_size=2, max_size=8)


@pytest.mark.parametrize("freedom", [1, 2, 3, 4, 5, 10, 31, 100, 999, 1000, 1001, 50_000])
def test_student_agrees_with_scipy(freedom: int) -> None:
    """The quantile of Student's t agrees with SciPy's to eleven digits."""
    assert student(freedom) == pytest.approx(stats.t.ppf(0.975, freedom), rel=1e-11)


def test_a_difference_by_hand() -> None:
    """
    3 and 5 against 1 and 1.

    Means 4 and 1, difference 3. Squares: 1 + 1 + 0 + 0 = 2 over 2 degrees of freedom = 1; the
    standard error is √(1 · (½ + ½)) = 1. Student's t for 2 degrees is 4.303: from −1.303 to
    7.303.
    """
    found = difference([3, 5], [1, 1])
    assert (3, pytest.approx(-1.303, abs=1e-3), pytest.approx(7.303, abs=1e-3)) == (
        found.value,
        found.low,
        found.high,
    )


@pytest.mark.parametrize(("first", "second"), [([1], [2, 3]), ([1, 2], [3]), ([1], [2])])
def test_one_value_has_no_interval(first: list[float], second: list[float]) -> None:
    """From one value one cannot see how much a group scatters."""
    found = difference(first, second)
    assert math.isnan(found.low)
    assert math.isnan(found.high)


@given(values, values)
def test_it_agrees_with_least_squares(first: list[float], second: list[float]) -> None:
    """It is what statsmodels' OLS on a column of zeros and ones gives."""
    found = difference(first, second)
    group = sm.add_constant(np.r_[np.ones(len(first)), np.zeros(len(second))])
    fitted = sm.OLS(np.r_[first, second], group).fit()
    low, high = fitted.conf_int()[1]
    assert found.value == pytest.approx(fitted.params[1], abs=1e-6)
    assert found.low == pytest.approx(low, abs=1e-6)
    assert found.high == pytest.approx(high, abs=1e-6)
