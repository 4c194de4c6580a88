"""Dependency order: what is built on comes first."""

from __future__ import annotations

import math

import pandas as pd

from alignlib.diagnostics.base import Measure
from alignlib.diagnostics.cycles import on_a_cycle
from alignlib.diagnostics.reading import dates, day, evidence

ASKS = "How many dependencies are planned in an order that can work?"
CLAIMS = ("S38",)
AXIS = "delivery"
IDEAL = 1.0
NEEDS = {
    "dependencies": ("dependency", "predecessor", "successor"),
    "initiatives": ("initiative", "start", "end"),
}


def dependency_order(dependencies: pd.DataFrame, initiatives: pd.DataFrame) -> Measure:
    """
    Share of the dependencies whose predecessor ends before the successor starts.

    The last day of one and the first of the other must not be the same day. A cycle gives 0:
    no calendar can put it right, and no dependency of the plan can be relied on. A date that
    is missing counts as not in order. Without dependencies the measure is NaN.
    """
    if dependencies.empty:
        return Measure("dependency_order", math.nan, "no dependencies")
    plan = initiatives.set_index("initiative")
    end = dependencies["predecessor"].map(dates(plan["end"]))
    start = dependencies["successor"].map(dates(plan["start"]))
    in_order = end < start
    turns = pd.Series(
        on_a_cycle(list(zip(dependencies["predecessor"], dependencies["successor"], strict=True))),
        index=dependencies.index,
    )
    faulty = turns | ~in_order
    return Measure(
        "dependency_order",
        0.0 if turns.any() else float(in_order.mean()),
        evidence=evidence(
            "dependencies",
            dependencies.loc[faulty, "dependency"],
            (
                _why(*row)
                for row in zip(
                    dependencies.loc[faulty, "predecessor"],
                    dependencies.loc[faulty, "successor"],
                    end[faulty],
                    start[faulty],
                    turns[faulty],
                    strict=True,
                )
            ),
        ),
    )


def _why(predecessor: str, successor: str, end: object, start: object, turns: bool) -> str:
    if turns:
        return f"lies on a cycle: {successor} also has to come before {predecessor}"
    return f"{predecessor} ends {day(end)}, {successor} starts {day(start)}"
