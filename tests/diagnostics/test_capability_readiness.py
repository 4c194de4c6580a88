"""Capability readiness."""

from __future__ import annotations

import pandas as pd
import pytest

from alignlib.diagnostics import Evidence, Measure
from alignlib.diagnostics.capability_readiness import capability_readiness
from tests.diagnostics.plans import frames, sound, table


def ready(
    level: int, planned_level: int | None, planned_on: str | None, due: str | None, need: int = 3
) -> Measure:
    """The readiness of one objective that needs one capability."""
    goals = pd.DataFrame({"objective": ["O1"], "status": "live", "weight": [1.0], "due": [due]})
    able = table("capabilities", ("C1", "Plan a route", level, planned_level, planned_on))
    return capability_readiness(goals, able, table("capability_needs", ("O1", "C1", need)))


def test_by_hand() -> None:
    """
    Three goals weigh 50, 30 and 20 %. The first needs to know its customers at level 4.

    Today the firm is at level 2 and plans to be at 4 a year too late: 30 + 20 = 50 of 100 are
    ready, 0.5.
    """
    tables = frames(sound())
    late = tables["capabilities"].assign(planned_on=pd.Timestamp("2028-06-30"))
    found = capability_readiness(tables["objectives"], late, tables["capability_needs"])
    assert found.value == 0.5
    assert found.evidence == (
        Evidence("capability_needs", "O1 / C1", "needs level 4, has 2 when due"),
    )


@pytest.mark.parametrize(
    ("level", "planned", "on", "due", "value"),
    [
        (3, None, None, "2027-01-01", 1.0),
        (2, None, None, "2027-01-01", 0.0),
        (2, 3, "2027-01-01", "2027-01-01", 1.0),
        (2, 3, "2027-01-02", "2027-01-01", 0.0),
        (2, 3, None, "2027-01-01", 0.0),
        (3, None, "2026-01-01", "2027-01-01", 1.0),
        (4, 2, "2026-06-01", "2027-01-01", 0.0),
        (3, None, None, None, 1.0),
        (2, 5, "2026-01-01", None, 0.0),
    ],
    ids=["there", "not there", "on the day", "a day late", "no day planned", "no level planned",
         "given up by then", "no due date, there", "no due date, planned"],
)  # fmt: skip
def test_the_edges(
    level: int, planned: int | None, on: str | None, due: str | None, value: float
) -> None:
    """The level on the due date counts: the planned one from its day on, today's before."""
    assert value == ready(level, planned, on, due).value


def test_one_capability_short_misses_the_objective() -> None:
    """All needs have to be met; an objective is not ready by halves."""
    tables = frames(sound())
    needs = pd.concat([tables["capability_needs"], table("capability_needs", ("O3", "C1", 5))])
    found = capability_readiness(tables["objectives"], tables["capabilities"], needs)
    assert found.value == pytest.approx(0.8)


def test_an_objective_that_names_no_need_is_not_judged() -> None:
    """Without O1's need the measure is over the other two, and both are ready."""
    tables = frames(sound())
    needs = tables["capability_needs"].query("objective != 'O1'")
    assert capability_readiness(tables["objectives"], tables["capabilities"], needs).value == 1.0


def test_an_unknown_capability_is_not_ready() -> None:
    """A need for a capability that no table knows is not met, even at level 0."""
    tables = frames(sound())
    needs = table("capability_needs", ("O1", "C9", 0))
    found = capability_readiness(tables["objectives"], tables["capabilities"], needs)
    assert found.value == 0.0
    assert found.evidence[0].why == "needs level 0, has none when due"


def test_without_plans_only_today_counts() -> None:
    """A table without the planned columns gives today's levels."""
    tables = frames(sound())
    today = tables["capabilities"].drop(columns=["planned_level", "planned_on"])
    found = capability_readiness(tables["objectives"], today, tables["capability_needs"])
    assert found.value == 0.5


def test_without_needs_it_is_undefined() -> None:
    """An empty denominator gives NaN and a reason."""
    tables = frames(sound())
    found = capability_readiness(
        tables["objectives"], tables["capabilities"], table("capability_needs")
    )
    assert not found.defined
    assert found.reason == "no live objective with a weight names a capability that it needs"
