"""Budget fit."""

from __future__ import annotations

import pandas as pd
import pytest

from alignlib.diagnostics import Evidence
from alignlib.diagnostics.budget_fit import budget_fit
from tests.diagnostics.plans import frames, sound, table


def goals(**weights: float) -> pd.DataFrame:
    """Live objectives with these weights."""
    return pd.DataFrame({"objective": weights.keys(), "status": "live", "weight": weights.values()})


def work(**budgets: float) -> pd.DataFrame:
    """Initiatives with these budgets and no mandate."""
    return pd.DataFrame(
        {"initiative": budgets.keys(), "budget_k": budgets.values(), "mandate": None}
    )


def test_by_hand() -> None:
    """
    The weights are 60 and 40 %; the money is 100 in all.

    I1 costs 80 and helps O1 with strength 3 and O2 with strength 1: three quarters, 60, go to
    O1 and one quarter, 20, to O2. I2 costs 20 and serves nothing. O1 weighs 60 and gets 60:
    0 apart. O2 weighs 40 and gets 20: 20 apart. Nothing weighs 0 and gets 20: 20 apart.
    Half of 0 + 20 + 20 is 20, and 1 − 0.2 = 0.8.
    """
    links = table("links", ("L1", "I1", "O1", 3), ("L2", "I1", "O2", 1))
    found = budget_fit(goals(O1=0.6, O2=0.4), work(I1=80, I2=20), links)
    assert found.value == pytest.approx(0.8)
    assert found.beside == (("unlinked spend", pytest.approx(0.2)),)
    assert found.evidence == (
        Evidence("objectives", "O2", "weighs 40 % and gets 20 % of the budget"),
        Evidence("initiatives", "I2", "has 20 % of the budget and no objective"),
    )


def test_all_money_on_the_wrong_goal_is_0() -> None:
    """Where no money goes to any weight the fit is 0."""
    links = table("links", ("L1", "I1", "O2", 3))
    assert budget_fit(goals(O1=1, O2=0), work(I1=80), links).value == 0.0


def test_unlinked_spend_alone_is_0() -> None:
    """Spend on nothing fits no priority."""
    assert budget_fit(goals(O1=1), work(I1=80), table("links")).value == 0.0


def test_an_initiative_without_a_budget_is_not_blamed() -> None:
    """An unlinked initiative that costs nothing moves nothing, so it is no evidence."""
    links = table("links", ("L1", "I1", "O1", 3))
    found = budget_fit(goals(O1=1), work(I1=75, I2=0), links)
    assert (found.value, found.evidence) == (1.0, ())


def test_a_mandate_is_unlinked_all_the_same() -> None:
    """Money that a law takes is money that no priority directs; the evidence says so."""
    links = table("links", ("L1", "I1", "O1", 3))
    plan = work(I1=75, I2=25).assign(mandate=[None, "Data law"])
    found = budget_fit(goals(O1=1), plan, links)
    assert found.value == 0.75
    assert found.evidence[-1].why == "has 25 % of the budget and no objective, by a mandate"


def test_money_for_a_goal_that_needs_no_technology_does_not_fit() -> None:
    """O4 weighs nothing for technology, so what goes there is off by all of it."""
    tables = frames(sound())
    links = tables["links"].assign(objective=["O4", "O2", "O3"])
    assert budget_fit(tables["objectives"], tables["initiatives"], links).value == pytest.approx(
        0.5
    )


def test_money_for_a_closed_goal_is_unlinked() -> None:
    """A goal that was given up directs no money."""
    tables = frames(sound())
    links = tables["links"].assign(objective=["O5", "O2", "O3"])
    found = budget_fit(tables["objectives"], tables["initiatives"], links)
    assert found.value == pytest.approx(0.5)
    assert Evidence("initiatives", "I1", "has 50 % of the budget and no objective") in (
        found.evidence
    )


@pytest.mark.parametrize(
    ("weights", "budgets", "reason"),
    [
        ({}, {"I1": 5}, "no live objective that needs technology has a weight"),
        ({"O1": 0}, {"I1": 5}, "no live objective that needs technology has a weight"),
        ({"O1": 1}, {"I1": 0}, "no budget"),
        ({"O1": 1}, {}, "no budget"),
    ],
)
def test_without_weights_or_budget_it_is_undefined(
    weights: dict[str, float], budgets: dict[str, float], reason: str
) -> None:
    """An empty denominator gives NaN and a reason."""
    found = budget_fit(goals(**weights), work(**budgets), table("links"))
    assert (found.defined, found.reason) == (False, reason)
