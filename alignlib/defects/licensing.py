"""Decoys of use: a new tool that people still learn, and one with more users than licences."""

from __future__ import annotations

from collections.abc import Iterator

from alignlib.defects.operators import Chance, Operator, shuffled
from alignlib.defects.plan import Edit, Plan, changed, where

FIRST_USE = (6, 15)
"""Per cent of the licences that are used in the first month of a new tool."""

NEW_MONTHS = 3
"""Months in which a tool is new."""

CROWD = (4, 14)
"""Per cent by which the people who use a tool outnumber its licences."""


def _months(plan: Plan, chance: Chance) -> Iterator[tuple[str, list[str]]]:
    """Each tool with its months, in a drawn order."""
    tools = list(dict.fromkeys(str(row["tool"]) for row in plan["licences"].values()))
    for tool in shuffled(tools, chance):
        yield tool, where(plan, "licences", tool=tool)


def _slow_start(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """A tool that few people use in its first months, each month a few more."""
    rows = plan["licences"]
    for tool, months in _months(plan, chance):
        if (
            len(months) <= NEW_MONTHS
            and rows[months[0]]["month"] == str(rows[months[0]]["start"])[:7]
        ):
            share = (FIRST_USE[0] + chance(FIRST_USE[1] - FIRST_USE[0] + 1)) / 100
            yield Edit(
                ("licences", months[0]),
                tuple(
                    changed(plan, "licences", month,
                            active=round(int(rows[month]["licensed"]) * share * place))
                    for place, month in enumerate(months, start=1)
                ),
                f"Few licences for {tool} are used yet. It began in {rows[months[0]]['month']}, "
                "and people are still learning it.",
            )  # fmt: skip


def _crowded(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """In half of its months, more people use a tool than it has licences: they share them."""
    rows = plan["licences"]
    for tool, months in _months(plan, chance):
        if len(months) <= NEW_MONTHS:
            continue
        crowded = list(shuffled(months, chance))[: len(months) // 2]
        more = 1 + (CROWD[0] + chance(CROWD[1] - CROWD[0] + 1)) / 100
        yield Edit(
            ("licences", crowded[0]),
            tuple(
                changed(plan, "licences", month, active=round(int(rows[month]["licensed"]) * more))
                for month in crowded
            ),
            f"More people use {tool} than it has licences: some share one. None is unused.",
            frozenset(("licences", month) for month in months),
        )


OPERATORS = (
    Operator("slow_start", ("S32", "S40"), (), _slow_start, look_alike="shelfware"),
    Operator("crowded_tool", ("S32",), (), _crowded,
             ("unused_licence_spend", "idle_licence_cost"), "shelfware"),
)  # fmt: skip
"""The operators of this module."""
