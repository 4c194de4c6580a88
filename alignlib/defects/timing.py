"""Defects of time: frozen roadmaps, late deliveries, clashes, goals ahead of what one can do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from alignlib.defects.operators import Chance, Operator, shuffled
from alignlib.defects.plan import Edit, Place, Plan, changed, where

FROZEN_DAYS = 5 * 365
"""A roadmap of five years: it dates fast."""

LATE_DAYS = (60, 200)
"""Days by which a delivery misses its objective's due date."""

OVERLAP_DAYS = 45
"""Days by which a predecessor ends too late for its successor."""


def _day(text: object) -> dt.date:
    return dt.date.fromisoformat(str(text))


def _due_dates(plan: Plan, initiative: str) -> list[dt.date]:
    """The due dates of the objectives that an initiative serves."""
    objectives = [
        str(plan["links"][link]["objective"])
        for link in where(plan, "links", initiative=initiative)
    ]
    return [_day(plan["objectives"][o]["due"]) for o in objectives]


def _links(plan: Plan, initiative: str) -> frozenset[Place]:
    """The links of an initiative: without them its dates would fit nothing and miss nothing."""
    return frozenset(("links", link) for link in where(plan, "links", initiative=initiative))


def _has_neighbours(plan: Plan, initiative: str) -> bool:
    """Whether another initiative waits for this one, or this one for another."""
    return bool(
        where(plan, "dependencies", predecessor=initiative)
        + where(plan, "dependencies", successor=initiative)
    )


def _frozen(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """An initiative runs for five years up to its end, without a gate to change course."""
    for initiative in shuffled(list(plan["initiatives"]), chance):
        row = plan["initiatives"][initiative]
        if not _due_dates(plan, initiative) or _has_neighbours(plan, initiative):
            continue
        start = _day(row["end"]) - dt.timedelta(days=FROZEN_DAYS)
        yield Edit(
            ("initiatives", initiative),
            (changed(plan, "initiatives", initiative, start=start.isoformat(), review_gate=None),),
            f"{initiative} ({row['title']}) runs from {start} to {row['end']}, five years, and "
            "names no day on which it can be stopped or changed.",
            _links(plan, initiative),
        )


def _late(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """An initiative ends after the day on which its objective is due."""
    for initiative in shuffled(list(plan["initiatives"]), chance):
        row = plan["initiatives"][initiative]
        dues = _due_dates(plan, initiative)
        if not dues or where(plan, "dependencies", predecessor=initiative):
            continue
        late = LATE_DAYS[0] + chance(LATE_DAYS[1] - LATE_DAYS[0])
        end = min(dues) + dt.timedelta(days=late)
        yield Edit(
            ("initiatives", initiative),
            (changed(plan, "initiatives", initiative, end=end.isoformat()),),
            f"{initiative} ({row['title']}) ends on {end}, {late} days after the objective that "
            "it serves is due.",
            _links(plan, initiative),
        )


def _clash(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """A successor starts before its predecessor ends."""
    for dependency in shuffled(list(plan["dependencies"]), chance):
        row = plan["dependencies"][dependency]
        first, second = str(row["predecessor"]), str(row["successor"])
        start = _day(plan["initiatives"][first]["end"]) - dt.timedelta(days=OVERLAP_DAYS)
        before = [
            d for d in where(plan, "dependencies", successor=second) if d != dependency
        ]  # an earlier start must not break another dependency too
        if before or start >= _day(plan["initiatives"][second]["end"]):
            continue
        yield Edit(
            ("dependencies", dependency),
            (changed(plan, "initiatives", second, start=start.isoformat()),),
            f"{second} starts on {start} and needs {first}, which ends on "
            f"{plan['initiatives'][first]['end']}.",
            frozenset({("initiatives", first)}),
        )


def _unready(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """An objective needs a capability at a level that nobody has or plans."""
    for need in shuffled(list(plan["capability_needs"]), chance):
        row = plan["capability_needs"][need]
        capability = plan["capabilities"][str(row["capability"])]
        best = max(int(capability["level"]), int(capability.get("planned_level") or 0))
        if best >= 5:
            continue
        level = min(5, best + 1 + chance(2))
        yield Edit(
            ("capability_needs", need),
            (changed(plan, "capability_needs", need, level=level),),
            f"{row['objective']} needs “{capability['title']}” at level {level}; the firm has "
            f"{capability['level']} and plans no more than {best}.",
            frozenset({("capabilities", str(row["capability"]))}),
        )


OPERATORS = (
    Operator("frozen_roadmap", ("S11",), ("horizon_fit",), _frozen, ("blind_spend",)),
    Operator("late_delivery", ("S11", "S38"), ("horizon_fit",), _late,
             ("blind_spend", "ends_in_time")),
    Operator("dependency_clash", ("S38",), ("dependency_order",), _clash, ("horizon_fit",)),
    Operator("goal_without_capability", ("S29",), ("capability_readiness",), _unready,
             ("goals_within_reach",)),
)  # fmt: skip
"""The operators of this module."""
