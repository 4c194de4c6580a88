"""Benefit path: from the initiative to the result, step by step and in time."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable

import pandas as pd

from alignlib.diagnostics.base import Evidence, Measure
from alignlib.diagnostics.cycles import on_a_cycle
from alignlib.diagnostics.reading import priorities, total
from alignlib.tables.plan import STEPS

ASKS = "For how much of what the firm wants can one say step by step how the benefit comes about?"
CLAIMS = ("S25",)
AXIS = "alignment"
IDEAL = 1.0
NEEDS = {
    "objectives": ("objective", "status", "weight"),
    "benefit_steps": (
        "step",
        "objective",
        "source",
        "source_kind",
        "target",
        "target_kind",
        "lag_weeks",
    ),
}

Node = tuple[str, str]  # an objective's code, and what stands in its graph of steps


def benefit_path(objectives: pd.DataFrame, benefit_steps: pd.DataFrame) -> Measure:
    """
    Share of the weight of the objectives that a whole benefit path leads to.

    A path goes from an initiative over a change to a leading and on to a lagging metric;
    there may be several changes or leading metrics in a row. Each of its steps has a lag of
    0 weeks or more: a step whose lag is negative or blank cannot be used. An objective whose
    steps run in a cycle has no path, because then nothing comes first. Only live objectives
    that need technology count. NaN without any weight.
    """
    weights = priorities(objectives)
    if weights.empty:
        reason = "no live objective that needs technology has a weight"
        return Measure("benefit_path", math.nan, reason)
    steps = benefit_steps[benefit_steps["objective"].isin(weights.index)]
    circling = _circling(steps)
    usable = steps["lag_weeks"] >= 0
    reached = _reached(steps[usable]) - set(steps.loc[circling, "objective"])
    open_ = weights.index[~weights.index.isin(list(reached)) & (weights > 0)]
    return Measure(
        "benefit_path",
        total(weights[weights.index.isin(list(reached))]) / total(weights),
        evidence=tuple(_evidence(steps, usable, circling, open_)),
    )


def _nodes(objectives: pd.Series[str], names: pd.Series[str]) -> list[Node]:
    return list(zip(objectives, names, strict=True))


def _circling(steps: pd.DataFrame) -> pd.Series[bool]:
    """Which steps lie on a cycle of their objective."""
    sources = _nodes(steps["objective"], steps["source"])
    targets = _nodes(steps["objective"], steps["target"])
    found = on_a_cycle(list(zip(sources, targets, strict=True)))
    return pd.Series(found, index=steps.index, dtype=bool)


def _reached(steps: pd.DataFrame) -> set[str]:
    """The objectives with a way through all kinds of steps, in their order."""
    starts = steps[steps["source_kind"] == STEPS[0]]
    here = set(_nodes(starts["objective"], starts["source"]))
    for before, after in itertools.pairwise(STEPS):
        # Along the steps within one kind first, then over to the next kind.
        here = _onward(here, _between(steps, before, before), keep=True)
        here = _onward(here, _between(steps, before, after), keep=False)
    return {objective for objective, _ in here}


def _between(steps: pd.DataFrame, before: str, after: str) -> dict[Node, list[Node]]:
    chosen = steps[(steps["source_kind"] == before) & (steps["target_kind"] == after)]
    ways: dict[Node, list[Node]] = {}
    for source, target in zip(
        _nodes(chosen["objective"], chosen["source"]),
        _nodes(chosen["objective"], chosen["target"]),
        strict=True,
    ):
        ways.setdefault(source, []).append(target)
    return ways


def _onward(here: Iterable[Node], ways: dict[Node, list[Node]], *, keep: bool) -> set[Node]:
    """Where the ways lead: one step (`keep` false), or any number of steps and none."""
    found = set(here) if keep else set()
    stack = list(here)
    while stack:
        for node in ways.get(stack.pop(), ()):
            if node not in found:
                found.add(node)
                if keep:
                    stack.append(node)
    return found


def _evidence(
    steps: pd.DataFrame, usable: pd.Series[bool], circling: pd.Series[bool], open_: pd.Index[str]
) -> Iterable[Evidence]:
    """What keeps each open objective from having a path: the objective, and its bad steps."""
    for objective in open_:
        yield Evidence("objectives", objective, "no whole path of steps leads to it")
    bad = steps["objective"].isin(open_) & (circling | ~usable)
    for step, lag, turns in zip(
        steps.loc[bad, "step"], steps.loc[bad, "lag_weeks"], circling[bad], strict=True
    ):
        if turns:
            yield Evidence("benefit_steps", step, "lies on a cycle: nothing comes first")
        elif lag < 0:
            why = f"has a lag of {lag:g} weeks: an effect cannot come before its cause"
            yield Evidence("benefit_steps", step, why)
        else:
            yield Evidence("benefit_steps", step, "has no lag: nobody says how long it takes")
