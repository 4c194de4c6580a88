"""Tools that people give up, and what looks like it: a new tool, and one that people share."""

from __future__ import annotations

from collections.abc import Iterator

from alignlib.defects.operators import Chance, Operator, shuffled
from alignlib.defects.plan import Change, Edit, Plan, changed, where

FIRST_USE = (8, 20)
"""Per cent of the licences that are used in the first month of a new tool."""

NEW_MONTHS = 3
"""Months in which a tool is new."""

GIVEN_UP = (3, 6)
"""Months of use before people begin to give a tool up."""

LEAVING = (45, 80)
"""Per cent of those who use a tool this month that still use it in the next."""

STAY = (6, 14)
"""Per cent of the licences that some people use to the end."""

CROWD = (104, 114)
"""Per cent of its licences that people use who share them."""


def _months(plan: Plan, chance: Chance) -> Iterator[tuple[str, list[str]]]:
    """Each tool with its months, in a drawn order."""
    tools = list(dict.fromkeys(str(row["tool"]) for row in plan["licences"].values()))
    for tool in shuffled(tools, chance):
        yield tool, where(plan, "licences", tool=tool)


def _between(bounds: tuple[int, int], chance: Chance) -> int:
    return bounds[0] + chance(bounds[1] - bounds[0] + 1)


def _used(plan: Plan, month: str, share: float) -> Change:
    """A month in which so large a share of the licences is used."""
    licensed = int(plan["licences"][month]["licensed"])
    return changed(plan, "licences", month, active=round(licensed * share))


def _abandoned(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """From some month on, fewer and fewer people use a tool; all its licences are paid for."""
    for tool, months in _months(plan, chance):
        if len(months) <= 2 * NEW_MONTHS:
            continue
        late = months[_between(GIVEN_UP, chance) :]
        share, least = 1.0, _between(STAY, chance) / 100
        changes = []
        for month in late:
            share = max(least, share * _between(LEAVING, chance) / 100)
            changes.append(_used(plan, month, share))
        yield Edit(
            ("licences", late[0]),
            tuple(changes),
            f"From {plan['licences'][late[0]]['month']} on, people give up {tool}; all its "
            "licences are paid for.",
            frozenset(("licences", month) for month in months),
        )


def _slow_start(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """A tool that few people use in its first months, each month a few more."""
    rows = plan["licences"]
    for tool, months in _months(plan, chance):
        if rows[months[0]]["month"] == str(rows[months[0]]["start"])[:7]:
            share = _between(FIRST_USE, chance) / 100
            yield Edit(
                ("licences", months[0]),
                tuple(
                    _used(plan, month, share * place)
                    for place, month in enumerate(months[:NEW_MONTHS], start=1)
                ),
                f"{tool} began in {rows[months[0]]['month']}. In its first three months people "
                "were still learning it.",
            )


def _crowded(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """In half of the months, more people use a tool than it has licences: they share them."""
    for tool, months in _months(plan, chance):
        if len(months) <= 2 * NEW_MONTHS:
            continue
        crowded = list(shuffled(months, chance))[: len(months) // 2]
        yield Edit(
            ("licences", crowded[0]),
            tuple(_used(plan, month, _between(CROWD, chance) / 100) for month in sorted(crowded)),
            f"More people use {tool} than it has licences: some share one. None is unused.",
            frozenset(("licences", month) for month in months),
        )


_COST = ("idle_licence_cost",)

OPERATORS = (
    Operator("abandoned_tool", ("S32", "S40"), ("unused_licence_spend",), _abandoned, _COST),
    Operator("slow_start", ("S32", "S40"), (), _slow_start, look_alike="abandoned_tool"),
    Operator("crowded_tool", ("S32",), (), _crowded, ("unused_licence_spend", *_COST),
             look_alike="abandoned_tool"),
)  # fmt: skip
"""The operators of this module."""
