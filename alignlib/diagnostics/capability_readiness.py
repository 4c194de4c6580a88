"""Capability readiness: goals that the firm will be able to reach when they are due."""

from __future__ import annotations

import math

import pandas as pd

from alignlib.diagnostics.base import Measure
from alignlib.diagnostics.reading import dates, evidence, priorities, total

ASKS = "How much of what the firm wants will its capabilities carry when it is due?"
CLAIMS = ("S29",)
AXIS = "alignment"
IDEAL = 1.0
NEEDS = {
    "objectives": ("objective", "status", "weight", "due"),
    "capabilities": ("capability", "level"),
    "capability_needs": ("objective", "capability", "level"),
}


def capability_readiness(
    objectives: pd.DataFrame, capabilities: pd.DataFrame, capability_needs: pd.DataFrame
) -> Measure:
    """
    Share of the weight of the objectives whose capabilities are mature enough when due.

    A capability has its planned level from the planned day on, and today's level before; so
    it has, too, for an objective without a due date. One capability short is enough to miss
    an objective. Only live objectives that need technology and name a capability count; a
    capability that no table knows is not ready. NaN where no such objective has a weight.
    """
    weights = priorities(objectives)
    needs = capability_needs[capability_needs["objective"].isin(weights.index)]
    asked = weights[weights.index.isin(needs["objective"])]
    if total(asked) <= 0:
        reason = "no live objective with a weight names a capability that it needs"
        return Measure("capability_readiness", math.nan, reason)
    due = needs["objective"].map(dates(objectives.set_index("objective")["due"]))
    level = _level(capabilities.set_index("capability"), needs["capability"], due)
    short = ~(level >= needs["level"])
    ready = asked[~asked.index.isin(needs.loc[short, "objective"])]
    gaps = needs[short]
    return Measure(
        "capability_readiness",
        total(ready) / total(asked),
        evidence=evidence(
            "capability_needs",
            gaps["objective"] + " / " + gaps["capability"],
            (
                f"needs level {need:g}, has {'none' if math.isnan(has) else f'{has:g}'} when due"
                for need, has in zip(gaps["level"], level[short], strict=True)
            ),
        ),
    )


def _level(
    capabilities: pd.DataFrame, needed: pd.Series[str], due: pd.Series[pd.Timestamp]
) -> pd.Series[float]:
    """The level of each needed capability on the day it is due."""
    level = needed.map(capabilities["level"])
    if not {"planned_level", "planned_on"} <= set(capabilities.columns):
        return level
    planned = needed.map(capabilities["planned_level"])
    reached = needed.map(dates(capabilities["planned_on"])) <= due
    return level.where(~(reached & planned.notna()), planned)
