"""Goals and what it takes to reach them: beyond any plan, too late, or just in time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from alignlib.defects.operators import Chance, Operator, shuffled
from alignlib.defects.plan import Edit, Plan, changed, grouped

HIGHEST = 5
"""The level of a capability that is excellent."""

TOO_LATE_DAYS = (40, 160)
"""Days after a goal is due on which a capability is ready."""

IN_TIME_DAYS = (5, 25)
"""Days before a goal is due on which a capability is ready."""


def _needs(plan: Plan, chance: Chance) -> Iterator[tuple[str, str, str]]:
    """Each need of an objective, with its objective and capability, in a drawn order."""
    for need in shuffled(list(plan["capability_needs"]), chance):
        row = plan["capability_needs"][need]
        yield need, str(row["objective"]), str(row["capability"])


def _only_here(plan: Plan, capability: str) -> bool:
    """Whether one objective alone needs a capability: else its day would concern others too."""
    return len(grouped(plan, "capability_needs", "capability")[capability]) == 1


def _beyond(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """An objective needs more of a capability than anybody has or plans."""
    for need, objective, code in _needs(plan, chance):
        capability = plan["capabilities"][code]
        best = max(int(capability["level"]), int(capability.get("planned_level") or 0))
        if best >= HIGHEST:
            continue
        level = min(HIGHEST, best + 1 + chance(2))
        yield Edit(
            ("objectives", objective),
            (changed(plan, "capability_needs", need, level=level),),
            f"{objective} needs “{capability['title']}” at level {level}. It stands at "
            f"{capability['level']} today, and no plan takes it beyond {best}.",
            frozenset({("capabilities", code)}),
        )


def _planned(
    plan: Plan, chance: Chance, days: tuple[int, int], sign: int, verdict: str
) -> Iterator[Edit]:
    """An objective needs a capability at a level that is planned, before or after it is due."""
    for need, objective, code in _needs(plan, chance):
        capability = plan["capabilities"][code]
        level = int(capability["level"]) + 1
        due = dt.date.fromisoformat(str(plan["objectives"][objective]["due"]))
        day = due + sign * dt.timedelta(days=days[0] + chance(days[1] - days[0] + 1))
        if level > HIGHEST or not _only_here(plan, code):
            continue
        yield Edit(
            ("objectives", objective),
            (
                changed(plan, "capability_needs", need, level=level),
                changed(plan, "capabilities", code, planned_level=level,
                        planned_on=day.isoformat()),
            ),
            f"{objective} needs “{capability['title']}” at level {level} by {due}; it is planned "
            f"for {day}. {verdict}",
        )  # fmt: skip


def _too_late(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """A capability will be ready, but only after the goal is due."""
    return _planned(plan, chance, TOO_LATE_DAYS, 1, "That is too late.")


def _just_in_time(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """A capability is not ready today, and will be when the goal is due."""
    return _planned(plan, chance, IN_TIME_DAYS, -1, "That is in time.")


def _without_needs(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """An objective that needs no capability at all, because it needs no technology."""
    asked = {str(row["objective"]) for row in plan["capability_needs"].values()}
    for objective in shuffled([o for o in plan["objectives"] if o not in asked], chance):
        yield Edit(
            ("objectives", objective),
            (),
            f"{objective} ({plan['objectives'][objective]['text']}) needs none of these "
            "capabilities, so none can be missing.",
        )


_WITHIN, _READY = ("goals_within_reach",), ("capability_readiness",)

OPERATORS = (
    Operator("goal_beyond_capability", ("S29",), _WITHIN, _beyond, _READY),
    Operator("capability_too_late", ("S29",), _WITHIN, _too_late, _READY),
    Operator("capability_in_time", ("S29",), (), _just_in_time,
             look_alike="goal_beyond_capability"),
    Operator("goal_without_needs", ("S29",), (), _without_needs,
             look_alike="goal_beyond_capability"),
)  # fmt: skip
"""The operators of this module."""
