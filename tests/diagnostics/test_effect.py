"""Effect."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
import statsmodels.formula.api as smf
from hypothesis import given
from hypothesis import strategies as st

from alignlib.diagnostics import Evidence
from alignlib.diagnostics.effect import effect
from tests.diagnostics.plans import series, table


def readings(
    treated: dict[str, tuple[Any, ...]], control: dict[str, tuple[Any, ...]], **options: Any
) -> pd.DataFrame:
    """Weekly readings by site; half of the weeks are before the start."""
    return pd.DataFrame(series(treated, control, **options))


BY_HAND = readings(
    {"North": (10, 10, 16, 16), "South": (20, 20, 24, 24)},
    {"East": (10, 10, 12, 12), "West": (30, 30, 30, 30)},
)


def test_by_hand() -> None:
    """
    Two stores got the new checkout: North rose from 10 to 16 (+6), South from 20 to 24 (+4).

    On average +5. Two did not: East rose from 10 to 12 (+2), West stayed at 30 (0). On average
    +1: so much would have come anyway. The effect is 5 − 1 = 4.

    The interval: the changes lie 1 from their averages each, four squares of 1 make 4, over 2
    degrees of freedom 2; √(2 · (½ + ½)) = 1.414, times Student's 4.303 is 6.08. From −2.08 to
    10.08: with two stores a side one cannot even be sure of the sign.
    """
    found = effect(BY_HAND)
    assert (found.value, found.reason, found.about) == (4.0, "", "M1")
    assert found.low == pytest.approx(-2.08, abs=0.01)
    assert found.high == pytest.approx(10.08, abs=0.01)
    assert Evidence(
        "metric_series", "M1 / North", "treated: 10 before, 16 after, a change of +6"
    ) in (found.evidence)
    assert dict(found.beside)["change of treated sites"] == 5.0
    assert dict(found.beside)["change of control sites"] == 1.0


def test_what_rose_everywhere_is_no_effect() -> None:
    """A gain that the control sites have as well vanishes: before and after proves nothing."""
    up = (10, 10, 14, 14)
    assert effect(readings({"A": up, "B": up}, {"C": up, "D": up})).value == 0.0


# ---------------------------------------------------------------- agreement with statsmodels


def unit_changes(cells: pd.DataFrame) -> pd.DataFrame:
    """For each site its change and whether it is treated, worked out another way."""
    wide = cells.pivot_table(index=["site", "group"], columns="phase", values="value")
    wide = wide.reindex(columns=["before", "after"]).dropna()
    return pd.DataFrame(
        {
            "change": (wide["after"] - wide["before"]).to_numpy(),
            "treated": (wide.index.get_level_values("group") == "treated").astype(float),
        }
    )


values = st.floats(-100, 100).map(lambda x: round(x, 3))


@st.composite
def balanced(draw: st.DrawFn) -> pd.DataFrame:
    """Two to four sites a side, each with the same four to eight weeks."""
    weeks = draw(st.integers(4, 8))
    reading = st.tuples(*[values] * weeks)
    sides = [
        {f"{group}{n}": draw(reading) for n in range(draw(st.integers(2, 4)))} for group in "tc"
    ]
    return readings(*sides)


@given(balanced(), st.lists(st.booleans(), min_size=64, max_size=64))
def test_it_agrees_with_ols_on_the_sites_changes(cells: pd.DataFrame, kept: list[bool]) -> None:
    """
    Effect and interval are those of statsmodels' OLS of the sites' changes on "treated".

    So they are where weeks are missing, as long as two sites a side have both phases.
    """
    cells = cells[np.array(kept)[: len(cells)]]
    data = unit_changes(cells) if len(cells) else pd.DataFrame({"treated": []})
    found = effect(cells)
    if min((data["treated"] == 1).sum(), (data["treated"] == 0).sum()) < 2:
        assert math.isnan(found.low)
        return
    fitted = sm.OLS(data["change"], sm.add_constant(data["treated"])).fit()
    low, high = fitted.conf_int().loc["treated"]
    assert found.value == pytest.approx(fitted.params["treated"], abs=1e-6)
    assert found.low == pytest.approx(low, abs=1e-6)
    assert found.high == pytest.approx(high, abs=1e-6)


@given(balanced())
def test_it_agrees_with_ols_on_the_single_readings(cells: pd.DataFrame) -> None:
    """With the same weeks for all sites it is OLS's coefficient of treated × after."""
    data = cells.assign(treated=cells["group"] == "treated", after=cells["phase"] == "after")
    fitted = smf.ols("value ~ treated * after", data.astype({"treated": int, "after": int})).fit()
    assert effect(cells).value == pytest.approx(fitted.params["treated:after"], abs=1e-6)


@given(balanced())
def test_it_agrees_with_site_and_week_means(cells: pd.DataFrame) -> None:
    """With the same weeks for all it is the two-way fixed-effects estimate, too."""
    both = ((cells["group"] == "treated") & (cells["phase"] == "after")).astype(int)
    fitted = smf.ols("value ~ on + C(site) + C(week)", cells.assign(on=both)).fit()
    assert effect(cells).value == pytest.approx(fitted.params["on"], abs=1e-6)


def test_its_interval_is_that_of_errors_clustered_by_site() -> None:
    """
    With as many sites a side, OLS on the single readings clustered by site gives the interval.

    It does up to the small-sample factor: clustering divides the squares by n sites a side,
    Student by n − 1. Here n is 2, so the squared error is 2 times the clustered one.
    """
    data = BY_HAND.assign(
        treated=(BY_HAND["group"] == "treated").astype(int),
        after=(BY_HAND["phase"] == "after").astype(int),
    )
    fitted = smf.ols("value ~ treated * after", data).fit(
        cov_type="cluster",
        cov_kwds={"groups": data["site"].astype("category").cat.codes, "use_correction": False},
    )
    found = effect(BY_HAND)
    student = 4.302652729911275
    error = (found.high - found.low) / 2 / student
    assert error**2 == pytest.approx(2 * fitted.bse["treated:after"] ** 2)


# ---------------------------------------------------------------- flags and what is undefined


@pytest.mark.parametrize("few", ["treated", "control"])
def test_fewer_than_two_sites_a_side_are_flagged(few: str) -> None:
    """One site has an effect but no interval, and a reason."""
    one, two = {"A": (1, 1, 3, 3)}, {"B": (1, 1, 2, 2), "C": (5, 5, 6, 6)}
    found = effect(readings(one, two) if few == "treated" else readings(two, one))
    assert found.flagged
    assert found.reason == f"fewer than 2 {few} sites: no interval"
    assert math.isnan(found.low)


def test_a_failed_pre_trend_is_flagged() -> None:
    """
    The treated sites rose by 1 a week before anything was done, the control sites did not.

    Going on like this they would be apart without any initiative; the effect keeps its value
    and says so. What they do after the start, here nothing, is no matter.
    """
    found = effect(
        readings(
            {"A": (1, 2, 3, 5, 5, 5), "B": (11, 12, 13, 15, 15, 15)},
            {"C": (5, 5, 5, 5, 5, 5), "D": (7, 7, 7, 7, 7, 7)},
        )
    )
    assert found.value == 3.0
    assert found.flagged
    assert found.reason == (
        "failed pre-trend: the treated sites moved by +1 a week against the control sites "
        "already before the start"
    )


def test_a_shared_trend_is_no_failure() -> None:
    """All sites may rise before the start, as long as they rise alike."""
    found = effect(
        readings(
            {"A": (0.1, 0.2, 0.3, 8, 9), "B": (0.4, 0.5, 0.6, 8, 9)},
            {"C": (0.7, 0.8, 0.9, 1, 1), "D": (0.2, 0.3, 0.4, 1, 1)},
            before=3,
        )
    )
    assert found.reason == ""


def test_noise_before_the_start_is_no_failure() -> None:
    """Trends that differ no more than they scatter are not a failed pre-trend."""
    found = effect(
        readings(
            {"A": (1, 3, 2, 9, 9), "B": (4, 3, 2, 9, 9)},
            {"C": (2, 1, 2, 1, 1), "D": (1, 2, 3, 1, 1)},
            before=3,
        )
    )
    assert found.reason == ""


def test_one_week_before_shows_no_trend() -> None:
    """With a single week before the start nobody can see the trends: flagged."""
    found = effect(readings({"A": (1, 2), "B": (1, 3)}, {"C": (1, 1), "D": (2, 1)}, before=1))
    assert found.flagged
    assert found.reason == "too few weeks before the start to see the trends"


@pytest.mark.parametrize("phase", ["before", "after"])
def test_a_site_without_both_phases_is_left_out(phase: str) -> None:
    """A site that opened late or closed early has no change."""
    lone = readings({"New": (100, 100, 100, 100)}, {})
    both = pd.concat([BY_HAND, lone[lone["phase"] == phase]])
    assert effect(both).value == 4.0


def test_a_blank_reading_is_left_out() -> None:
    """A week without a reading neither counts as 0 nor takes the site out."""
    assert effect(BY_HAND.assign(value=BY_HAND["value"].mask(BY_HAND.index == 0))).value == 4.0


@pytest.mark.parametrize("lost", ["treated", "control"])
def test_without_a_side_it_is_undefined(lost: str) -> None:
    """Without anything to compare with there is no effect: a gain alone proves nothing."""
    found = effect(BY_HAND[BY_HAND["group"] != lost])
    assert not found.defined
    assert found.reason == f"no {lost} site with readings before and after"


def test_without_readings_it_is_undefined() -> None:
    """An empty table gives NaN and a reason."""
    assert not effect(table("metric_series")).defined


def test_of_several_metrics_one_has_to_be_named() -> None:
    """Effects in different units have no common value."""
    both = pd.concat([BY_HAND, BY_HAND.assign(metric="M2", value=2 * BY_HAND["value"])])
    assert effect(both).reason == "several metrics: name one of M1, M2"
    assert (effect(both, "M1").value, effect(both, "M2").value) == (4.0, 8.0)
