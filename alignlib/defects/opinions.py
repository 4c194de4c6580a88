"""Defects of opinion: a statement that one side agrees with far more, or too few people marked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from alignlib.defects.operators import Chance, Find, Operator, shuffled
from alignlib.defects.plan import Edit, Plan, changed, where
from alignlib.tables.diagnosing import NO_ANSWER

FALL = (1, 2, 2)
"""Points of the scale by which a mark of one side falls: two more often than one."""

LEFT = (3, 4)
"""Marks that are left on a side: too few to speak for it."""

NUDGED = 0.2
"""Share of a side's marks that fall by a point: far from half a point on average."""


def _marks(plan: Plan, side: str, statement: str) -> list[str]:
    """The entries that hold a side's marks for a statement."""
    marks, teams = plan["marks"], plan["team_names"]
    return [
        entry
        for entry in where(plan, "marks", statement=statement)
        if teams[str(marks[entry]["team"])]["side"] == side and marks[entry]["mark"] != NO_ANSWER
    ]


def _told(plan: Plan, statement: str) -> str:
    return f"{statement} (“{str(plan['sheet_statements'][statement]['text']).removesuffix('.')}”)"


def _edit(plan: Plan, statement: str, marks: Mapping[str, int], why: str) -> Edit:
    """New marks for a statement; all that it has stay as they are then."""
    return Edit(
        ("sheet_statements", statement),
        tuple(changed(plan, "marks", entry, mark=mark) for entry, mark in marks.items()),
        why,
        frozenset(("marks", entry) for entry in where(plan, "marks", statement=statement)),
    )


def _apart(higher: str, lower: str, plan: Plan, chance: Chance) -> Iterator[Edit]:
    """One side's marks for a statement fall, and the other's stay."""
    for statement in shuffled(list(plan["sheet_statements"]), chance):
        marks = {
            entry: max(1, int(plan["marks"][entry]["mark"]) - FALL[chance(len(FALL))])
            for entry in _marks(plan, lower, statement)
        }
        why = (
            f"The {higher} side agrees far more with {_told(plan, statement)} than the {lower} "
            "side."
        )
        yield _edit(plan, statement, marks, why)


def _too_few(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """Few people of technology marked a statement, with 1 or 2; the others could not say."""
    for statement in shuffled(list(plan["sheet_statements"]), chance):
        left = LEFT[chance(len(LEFT))]
        own = shuffled(_marks(plan, "technology", statement), chance)
        marks = {
            entry: 1 + chance(2) if place < left else NO_ANSWER for place, entry in enumerate(own)
        }
        why = (
            f"Only {left} people of the technology side marked {_told(plan, statement)}; the "
            f"others put {NO_ANSWER}, “I cannot say”. That is too few to speak for a side."
        )
        yield _edit(plan, statement, marks, why)


def _nudged(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """A few marks of business are a point lower: the means differ, and hardly."""
    for statement in shuffled(list(plan["sheet_statements"]), chance):
        own = list(shuffled(_marks(plan, "business", statement), chance))
        few = own[: max(1, round(NUDGED * len(own)))]
        marks = {entry: int(plan["marks"][entry]["mark"]) - 1 for entry in few}
        why = (
            f"The two sides differ by less than half a point on {_told(plan, statement)}. That "
            "is no gap to speak of."
        )
        yield _edit(plan, statement, marks, why)


def _side(higher: str, lower: str) -> Find:
    return partial(_apart, higher, lower)


OPERATORS = (
    Operator("business_agrees_more", ("S35",), ("agreed_by_business",),
             _side("business", "technology")),
    Operator("technology_agrees_more", ("S35",), ("agreed_by_technology",),
             _side("technology", "business")),
    Operator("too_few_marks", ("S35",), ("statements_answered",), _too_few,
             look_alike="technology_agrees_more"),
    Operator("nearly_agreed", ("S35",), (), _nudged, look_alike="technology_agrees_more"),
)  # fmt: skip
"""The operators of this module."""
