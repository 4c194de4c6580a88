"""Dependency order."""

from __future__ import annotations

import itertools

import pandas as pd
import pytest

from alignlib.diagnostics import Evidence
from alignlib.diagnostics.dependency_order import dependency_order
from tests.diagnostics.plans import table


def work(**spans: tuple[str | None, str | None]) -> pd.DataFrame:
    """Initiatives with a start and an end."""
    starts, ends = zip(*spans.values(), strict=True)
    return pd.DataFrame({"initiative": spans.keys(), "start": starts, "end": ends})


def after(*pairs: tuple[str, str]) -> pd.DataFrame:
    """Dependencies P1, P2 … from a predecessor to a successor."""
    return table("dependencies", *((f"P{n}", *pair) for n, pair in enumerate(pairs, start=1)))


PLAN = work(
    I1=("2026-01-01", "2026-03-31"),
    I2=("2026-04-01", "2026-06-30"),
    I3=("2026-06-01", "2026-12-31"),
    I4=("2027-01-01", "2027-03-31"),
)


def test_by_hand() -> None:
    """
    Four dependencies, three in order: 3 / 4 = 0.75.

    I1 ends in March and I2 starts in April: in order; so are I1 before I3 and I3 before I4.
    I2 ends on 30 June, but I3, which builds on it, starts on 1 June.
    """
    found = dependency_order(after(("I1", "I2"), ("I2", "I3"), ("I1", "I3"), ("I3", "I4")), PLAN)
    assert found.value == 0.75
    assert found.evidence == (
        Evidence("dependencies", "P2", "I2 ends on 2026-06-30, I3 starts on 2026-06-01"),
    )


def test_the_same_day_is_not_in_order() -> None:
    """The predecessor still works on its last day."""
    plan = work(I1=("2026-01-01", "2026-03-31"), I2=("2026-03-31", "2026-06-30"))
    assert dependency_order(after(("I1", "I2")), plan).value == 0.0


@pytest.mark.parametrize(
    "pairs",
    [
        [("I1", "I2"), ("I2", "I3"), ("I3", "I1")],
        [("I1", "I2"), ("I4", "I4")],
        [("I1", "I2"), ("I3", "I4"), ("I4", "I3")],
    ],
    ids=["round", "itself", "beside a sound one"],
)
def test_a_cycle_gives_0(pairs: list[tuple[str, str]]) -> None:
    """With a cycle anywhere no order of the plan can be relied on."""
    assert dependency_order(after(*pairs), PLAN).value == 0.0


def test_a_cycle_is_the_evidence() -> None:
    """The dependencies that run in the cycle are named, those beside it are not."""
    found = dependency_order(after(("I1", "I2"), ("I3", "I4"), ("I4", "I3")), PLAN)
    assert found.evidence == (
        Evidence("dependencies", "P2", "lies on a cycle: I4 also has to come before I3"),
        Evidence("dependencies", "P3", "lies on a cycle: I3 also has to come before I4"),
    )


@pytest.mark.parametrize(
    "plan",
    [
        work(I1=("2026-01-01", None), I2=("2026-04-01", "2026-06-30")),
        work(I1=("2026-01-01", "2026-03-31"), I2=(None, "2026-06-30")),
        work(I2=("2026-04-01", "2026-06-30")),
    ],
    ids=["no end", "no start", "no such initiative"],
)
def test_a_missing_date_is_not_in_order(plan: pd.DataFrame) -> None:
    """What has no date cannot be shown to come first."""
    found = dependency_order(after(("I1", "I2")), plan)
    assert found.value == 0.0
    assert "on no stated day" in found.evidence[0].why


def test_a_chain_may_be_of_any_length() -> None:
    """Ten thousand initiatives in a row are walked without recursion."""
    days = pd.date_range("2000-01-01", periods=10_001)
    codes = [f"I{n}" for n in range(10_001)]
    plan = pd.DataFrame({"initiative": codes, "start": days, "end": days})
    chain = after(*itertools.pairwise(codes))
    assert dependency_order(chain, plan).value == 1.0


def test_without_dependencies_it_is_undefined() -> None:
    """An empty denominator gives NaN and a reason."""
    found = dependency_order(after(), PLAN)
    assert (found.defined, found.reason) == (False, "no dependencies")
