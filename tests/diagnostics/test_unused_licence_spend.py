"""Unused licence spend."""

from __future__ import annotations

import pandas as pd
import pytest

from alignlib.diagnostics import Evidence
from alignlib.diagnostics.unused_licence_spend import unused_licence_spend
from tests.diagnostics.plans import table


def licences(
    *months: tuple[str, int, int, float], tool: str = "Desk", start: str = "2025-01-15"
) -> pd.DataFrame:
    """Months of one tool: month, licensed, active, cost."""
    return table("licences", *months, tool=tool, start=start)


def test_by_hand() -> None:
    """
    Two tools in one month: one for 10 with 100 licences and 100 users, one for 30 with 60 and 20.

    Of the second 40 of 60 licences lie idle, two thirds of 30 = 20. 20 of 40 in all: 0.5.
    """
    both = pd.concat(
        [
            licences(("2026-03", 100, 100, 10.0)),
            licences(("2026-03", 60, 20, 30.0), tool="Plan board"),
        ]
    )
    found = unused_licence_spend(both)
    assert found.value == pytest.approx(0.5)
    assert found.evidence == (
        Evidence("licences", "2026-03 / Plan board", "66.7 % of 30 thousand pounds unused"),
    )


@pytest.mark.parametrize(
    ("month", "defined"),
    [("2025-11", False), ("2025-12", False), ("2026-01", False), ("2026-02", True)],
)
def test_the_first_three_months_are_ramp_up(month: str, defined: bool) -> None:
    """A tool that starts in November is judged from February on."""
    found = unused_licence_spend(licences((month, 10, 1, 5.0), start="2025-11-30"))
    assert defined == found.defined


def test_ramp_up_is_out_of_the_cost_as_well() -> None:
    """Idle months of the ramp-up neither raise nor dilute the share."""
    months = [("2026-01", 10, 0, 90.0), ("2026-04", 10, 5, 10.0)]
    assert unused_licence_spend(licences(*months, start="2026-01-01")).value == 0.5


def test_the_grace_can_be_set() -> None:
    """Without grace the first month is judged, too."""
    found = unused_licence_spend(licences(("2026-01", 10, 5, 8.0), start="2026-01-01"), 0)
    assert found.value == 0.5


def test_more_users_than_licences_is_full_use() -> None:
    """Over-use does not make up for the idle licences of another tool."""
    both = pd.concat(
        [licences(("2026-03", 10, 30, 10.0)), licences(("2026-03", 10, 0, 10.0), tool="Other")]
    )
    assert unused_licence_spend(both).value == 0.5


def test_a_cost_without_licences_is_unused() -> None:
    """A fee that buys no licence at all is paid for nothing."""
    bare = licences(("2026-03", 1, 0, 10.0)).assign(licensed=0)
    assert unused_licence_spend(bare).value == 1.0


@pytest.mark.parametrize(
    "months",
    [(), (("2025-02", 10, 0, 9.0),), (("2026-03", 10, 0, 0.0),)],
    ids=["no rows", "ramp-up only", "no cost"],
)
def test_without_cost_it_is_undefined(months: tuple[tuple[str, int, int, float], ...]) -> None:
    """An empty denominator gives NaN and a reason."""
    found = unused_licence_spend(licences(*months))
    assert (found.defined, found.reason) == (False, "no cost of licences after the ramp-up")
