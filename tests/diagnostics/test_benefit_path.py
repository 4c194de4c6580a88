"""Benefit path."""

from __future__ import annotations

import itertools

import pandas as pd
import pytest

from alignlib.diagnostics import Evidence, Measure
from alignlib.diagnostics.benefit_path import benefit_path
from tests.diagnostics.plans import frames, sound, table

Step = tuple[str, str, str, str, float | None]

PATH: tuple[Step, ...] = (
    ("I1", "initiative", "habit", "change", 4),
    ("habit", "change", "sign", "leading", 8),
    ("sign", "leading", "result", "lagging", 26),
)
"""A whole path."""


def of(*steps: Step) -> Measure:
    """The benefit path of one objective with these steps."""
    goals = pd.DataFrame({"objective": ["O1"], "status": "live", "weight": [1.0]})
    named = ((f"B{n}", *step) for n, step in enumerate(steps, start=1))
    return benefit_path(goals, table("benefit_steps", *named, objective="O1"))


def test_by_hand() -> None:
    """
    Three goals weigh 50, 30 and 20 %; the first has lost the step to its result.

    Whole paths lead to 30 + 20 of 100: 0.5.
    """
    tables = frames(sound())
    steps = tables["benefit_steps"].query("step != 'B3'")
    found = benefit_path(tables["objectives"], steps)
    assert found.value == 0.5
    assert found.evidence == (Evidence("objectives", "O1", "no whole path of steps leads to it"),)


@pytest.mark.parametrize("lost", [0, 1, 2])
def test_every_step_is_needed(lost: int) -> None:
    """Without the change, the early sign or the result there is no path."""
    assert of(*PATH[:lost], *PATH[lost + 1 :]).value == 0.0


@pytest.mark.parametrize(
    "step",
    [
        ("I1", "initiative", "sign", "leading", 4.0),
        ("I1", "initiative", "result", "lagging", 4.0),
        ("habit", "change", "result", "lagging", 4.0),
    ],
    ids=["no change", "straight to the result", "no early sign"],
)
def test_a_short_cut_is_no_path(step: Step) -> None:
    """A step that leaves a kind out does not stand in for it."""
    assert of(*(s for s in PATH if s[0] != step[0]), step).value == 0.0


def test_the_kinds_of_both_ends_have_to_fit() -> None:
    """A step to a sign and a step from a change do not join, though they share a name."""
    found = of(("I1", "initiative", "habit", "leading", 4), *PATH[1:])
    assert found.value == 0.0


def test_an_objective_without_weight_is_not_blamed() -> None:
    """An objective that weighs nothing moves nothing, so it is no evidence."""
    goals = pd.DataFrame({"objective": ["O1", "O2"], "status": "live", "weight": [1.0, 0.0]})
    found = benefit_path(goals, table("benefit_steps"))
    assert [e.row for e in found.evidence] == ["O1"]


def test_there_may_be_several_changes_and_signs() -> None:
    """One change may lead to another, and one early sign to another, before the next kind."""
    found = of(
        ("I1", "initiative", "training", "change", 1),
        ("training", "change", "habit", "change", 2),
        ("habit", "change", "first sign", "leading", 3),
        ("first sign", "leading", "sign", "leading", 4),
        ("sign", "leading", "result", "lagging", 5),
    )
    assert found.value == 1.0


@pytest.mark.parametrize(
    ("lag", "why"),
    [
        (-1.0, "has a lag of -1 weeks: an effect cannot come before its cause"),
        (None, "has no lag: nobody says how long it takes"),
    ],
)
def test_a_step_needs_a_lag_of_0_or_more(lag: float | None, why: str) -> None:
    """A step back in time, or in no stated time, breaks the path and is the evidence."""
    found = of(*PATH[:2], (*PATH[2][:4], lag))
    assert found.value == 0.0
    assert Evidence("benefit_steps", "B3", why) in found.evidence


def test_a_lag_of_0_is_sound() -> None:
    """A step may take effect at once."""
    assert of(*((*step[:4], 0.0) for step in PATH)).value == 1.0


def test_another_way_makes_up_for_a_bad_step() -> None:
    """One whole path is enough."""
    assert of(*PATH, ("I2", "initiative", "habit", "change", -3)).value == 1.0


@pytest.mark.parametrize(
    "back",
    [
        ("result", "lagging", "habit", "change", 4.0),
        ("habit", "change", "habit", "change", 4.0),
        ("sign", "leading", "habit", "change", -4.0),
    ],
    ids=["from the result", "to itself", "back in time"],
)
def test_a_cycle_leaves_no_path(back: Step) -> None:
    """Where the steps run in a cycle nothing comes first, even if a path runs through them."""
    found = of(*PATH, back)
    assert found.value == 0.0
    assert Evidence("benefit_steps", "B4", "lies on a cycle: nothing comes first") in (
        found.evidence
    )


def test_a_cycle_harms_its_own_objective_only() -> None:
    """The other objectives keep their paths, also where the steps are named alike."""
    tables = frames(sound())
    turn = table("benefit_steps", ("BX", "O1", "result 1", "lagging", "way of work 1", "change", 1))
    steps = pd.concat([tables["benefit_steps"], turn])
    assert benefit_path(tables["objectives"], steps).value == 0.5


def test_steps_of_two_objectives_make_no_path_together() -> None:
    """A path leads from start to end for one objective."""
    tables = frames(sound())
    steps = tables["benefit_steps"].query("objective == 'O1'").copy()
    steps["objective"] = ["O1", "O2", "O1"]
    assert benefit_path(tables["objectives"], steps).value == 0.0


def test_a_path_may_be_of_any_length() -> None:
    """Ten thousand changes in a row are walked without recursion."""
    changes = [f"change {n}" for n in range(10_001)]
    found = of(
        ("I1", "initiative", changes[0], "change", 0),
        *((a, "change", b, "change", 0.0) for a, b in itertools.pairwise(changes)),
        (changes[-1], "change", "sign", "leading", 0),
        ("sign", "leading", "result", "lagging", 0),
    )
    assert found.value == 1.0


def test_without_weights_it_is_undefined() -> None:
    """An empty denominator gives NaN and a reason."""
    goals = frames(sound())["objectives"].assign(weight=0.0)
    found = benefit_path(goals, table("benefit_steps"))
    assert found.reason == "no live objective that needs technology has a weight"


def test_without_steps_it_is_zero() -> None:
    """A plan that says nothing about its benefits has no path; that is a finding."""
    assert of().value == 0.0
