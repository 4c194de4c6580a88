"""Defects of use: licences that nobody uses, a gain that was there without the initiative."""

from __future__ import annotations

import math
from collections.abc import Iterator

from alignlib.defects.operators import Chance, Operator, shuffled
from alignlib.defects.plan import Edit, Plan, changed, where

IDLE = (0.15, 0.35)
"""Share of the licences that are still used."""


SETTLED_MONTHS = 6
"""Months after which a tool that nobody uses has no excuse in being new."""


def _shelfware(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """From some month on, most licences of a tool are paid for and not used."""
    tools = list(dict.fromkeys(str(row["tool"]) for row in plan["licences"].values()))
    for tool in shuffled(tools, chance):
        months = where(plan, "licences", tool=tool)
        if len(months) < SETTLED_MONTHS:
            continue
        late = months[len(months) // 2 :]
        share = IDLE[0] + (IDLE[1] - IDLE[0]) * chance(100) / 100
        yield Edit(
            ("licences", late[0]),
            tuple(
                changed(plan, "licences", month,
                        active=round(int(plan["licences"][month]["licensed"]) * share))
                for month in late
            ),
            f"About {share:.0%} of the licences for {tool} are used; all are paid for.",
        )  # fmt: skip


def _mirage(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """A metric rises at the sites without the initiative just as at those with it."""
    series = plan["metric_series"]
    metrics = list(dict.fromkeys(str(row["metric"]) for row in series.values()))
    for metric in shuffled(metrics, chance):
        gain = _gain(plan, metric)
        controls = where(plan, "metric_series", metric=metric, group="control", phase="after")
        if gain <= 0 or not controls:
            continue
        yield Edit(
            ("metrics", metric),
            tuple(
                changed(plan, "metric_series", reading,
                        value=round(float(series[reading]["value"]) + gain, 4))
                for reading in controls
                if series[reading]["value"] is not None
            ),
            f"{metric} rose at the sites without the initiative as well, so the rise is not its "
            "work.",
            frozenset(("metric_series", r) for r in where(plan, "metric_series", metric=metric)),
        )  # fmt: skip


def _gain(plan: Plan, metric: str) -> float:
    """How much more the treated sites rose than the controls: a difference in differences."""
    means = {}
    for group in ("treated", "control"):
        for phase in ("before", "after"):
            found = where(plan, "metric_series", metric=metric, group=group, phase=phase)
            values = [plan["metric_series"][r]["value"] for r in found]
            known = [float(v) for v in values if v is not None]
            means[group, phase] = math.fsum(known) / len(known) if known else 0.0
    return (means["treated", "after"] - means["treated", "before"]) - (
        means["control", "after"] - means["control", "before"]
    )


OPERATORS = (
    Operator("shelfware", ("S32", "S40"), ("unused_licence_spend",), _shelfware,
             ("idle_licence_cost",)),
    Operator("mirage", ("S25",), ("effect",), _mirage),
)  # fmt: skip
"""The operators of this module."""
