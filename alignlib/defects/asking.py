"""Defects of asking, and what looks like one: never asked, only told, asked too late."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from alignlib.defects.operators import Chance, Operator, shuffled, unused
from alignlib.defects.plan import Edit, Place, Plan, added, changed, removed, where

LATE = (5, 240)
"""Days after the decision on which a department was asked."""

BEFORE = (8, 60)
"""Days before the decision on which a department was asked that has nothing to do with it."""


def _touches(plan: Plan, chance: Chance) -> Iterator[tuple[str, str, list[str]]]:
    """
    Each department that an initiative touches and that was asked, in a drawn order.

    With a name for it in a sentence, and its entries. Those that were told as well are left
    out: without the asking, the telling would be left.
    """
    for touch in shuffled(list(plan["touches"]), chance):
        row = plan["touches"][touch]
        initiative = str(row["initiative"])
        own = where(plan, "consultations", initiative=initiative, _department=row["department"])
        title = plan["initiatives"][initiative]["title"]
        if len(own) == 1 and plan["consultations"][own[0]]["way"] == "asked":
            yield touch, f"{row['department']} about {initiative} ({title})", own


def _decided(plan: Plan, touch: str) -> dt.date:
    initiative = plan["initiatives"][str(plan["touches"][touch]["initiative"])]
    return dt.date.fromisoformat(str(initiative["decided_on"]))


def _places(own: list[str]) -> frozenset[Place]:
    return frozenset(("consultations", entry) for entry in own)


def _never(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """A department that an initiative touches was never asked."""
    for touch, name, own in _touches(plan, chance):
        yield Edit(
            ("touches", touch),
            tuple(removed(plan, "consultations", entry) for entry in own),
            f"Nobody asked {name}.",
            _places(own),
        )


def _only_told(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """A department was told, and its answer was not wanted."""
    for touch, name, own in _touches(plan, chance):
        yield Edit(
            ("touches", touch),
            tuple(changed(plan, "consultations", entry, way="told") for entry in own),
            f"Nobody asked {name}: the department was only told.",
            _places(own),
        )


def _too_late(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """A department was asked when the initiative was decided."""
    for touch, name, own in _touches(plan, chance):
        day = _decided(plan, touch) + dt.timedelta(days=LATE[0] + chance(LATE[1] - LATE[0]))
        yield Edit(
            ("touches", touch),
            tuple(changed(plan, "consultations", entry, date=day.isoformat()) for entry in own),
            f"Somebody asked {name} on {day}, after it was decided.",
            _places(own),
        )


def _not_touched(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """A department was asked although the initiative changes nothing for it."""
    names = {str(row["department"]) for row in plan["department_names"].values()}
    for touch in shuffled(list(plan["touches"]), chance):
        initiative = str(plan["touches"][touch]["initiative"])
        own = {
            plan["touches"][t]["department"] for t in where(plan, "touches", initiative=initiative)
        }
        asked = where(plan, "consultations", initiative=initiative)
        for other in shuffled(sorted(names - own), chance):
            if any(plan["consultations"][e]["_department"] == other for e in asked):
                continue
            typed = where(plan, "department_names", department=other)
            (code,) = unused(plan, "consultations", 1, chance)
            day = _decided(plan, touch) - dt.timedelta(
                days=BEFORE[0] + chance(BEFORE[1] - BEFORE[0])
            )
            entry = {
                "entry": code,
                "date": day.isoformat(),
                "initiative": initiative,
                "typed": typed[chance(len(typed))],
                "way": "asked",
                "_department": other,
            }
            yield Edit(
                ("consultations", code),
                (added("consultations", entry),),
                f"{other} was asked about {initiative}, which changes nothing for it.",
            )


_ASKED = ("departments_asked",)

OPERATORS = (
    Operator("never_asked", ("S22",), _ASKED, _never),
    Operator("only_told", ("S22",), _ASKED, _only_told),
    Operator("asked_too_late", ("S22",), _ASKED, _too_late),
    Operator("asked_untouched", ("S22",), (), _not_touched, look_alike="never_asked"),
)
"""The operators of this module."""
