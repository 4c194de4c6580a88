"""Defects of money and purpose: money by habit, a link in name only; and what looks like them."""

from __future__ import annotations

import math
from collections.abc import Iterator

from alignlib.defects.operators import Chance, Operator, shuffled, unused
from alignlib.defects.plan import Edit, Plan, added, changed, grouped, where
from alignlib.defects.portfolio import STRONG, WEAK

HABIT = 0.7
"""Share of its money that an initiative of a weighty goal loses to one of a light goal."""

STRUCK = (80, 160)
"""Per cent of an initiative's money that a struck-out line names on top of it."""

STRUCK_TEXT = "One-off sum, asked for in June"
"""What a line that was taken back says."""


def _alone(plan: Plan) -> dict[str, tuple[str, str]]:
    """The initiatives with a single link that counts: the link and the goal."""
    links, found = plan["links"], {}
    for initiative, own in grouped(plan, "links", "initiative").items():
        if len(own) == 1 and links[own[0]]["strength"]:
            found[str(initiative)] = (own[0], str(links[own[0]]["objective"]))
    return found


def _held(plan: Plan, initiative: str) -> list[str]:
    return where(plan, "allocations", initiative=initiative, status="holds")


def _money(plan: Plan, lines: list[str]) -> float:
    return math.fsum(float(plan["allocations"][line]["amount_k"]) for line in lines)


def _habit(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """The budget book cuts an initiative of a weighty goal and feeds one of a light goal."""
    weights = {o: float(row["weight"] or 0) for o, row in plan["objectives"].items()}
    ranked = sorted((o for o in weights if weights[o]), key=lambda o: -weights[o])
    third = max(1, len(ranked) // 3)
    alone = _alone(plan)
    heavy = [i for i, (_, goal) in alone.items() if goal in ranked[:third]]
    light = [i for i, (_, goal) in alone.items() if goal in ranked[-third:]]
    for giver in shuffled(heavy, chance):
        for taker in shuffled(light, chance):
            gives, takes = _held(plan, giver), _held(plan, taker)
            lost = HABIT * _money(plan, gives)
            if lost <= 0 or not takes:
                continue
            scale = dict.fromkeys(gives, 1 - HABIT)
            scale |= dict.fromkeys(takes, 1 + lost / _money(plan, takes))
            yield Edit(
                ("initiatives", giver),
                tuple(
                    changed(plan, "allocations", line,
                            amount_k=round(float(plan["allocations"][line]["amount_k"]) * by, 1))
                    for line, by in scale.items()
                ),
                f"{giver} ({plan['initiatives'][giver]['title']}) serves one of the weightiest "
                f"goals, {alone[giver][1]}, and gets {_money(plan, gives) - lost:.1f} of the "
                f"{plan['initiatives'][giver]['budget_k']:g} thousand pounds that it asked for.",
                frozenset(("links", alone[i][0]) for i in (giver, taker)),
            )  # fmt: skip


def _struck_out(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """A large line of the budget book that was taken back: it is no money."""
    for initiative in shuffled(list(plan["initiatives"]), chance):
        lines = _held(plan, initiative)
        if not where(plan, "links", initiative=initiative) or not lines:
            continue
        (free,) = unused(plan, "allocations", 1, chance)
        share = (STRUCK[0] + chance(STRUCK[1] - STRUCK[0] + 1)) / 100
        row = {
            **plan["allocations"][lines[0]],
            "line": free,
            "text": STRUCK_TEXT,
            "amount_k": round(share * _money(plan, lines), 1),
            "status": "struck out",
        }
        yield Edit(
            ("allocations", free),
            (added("allocations", row),),
            f"{free} was struck out: {initiative} does not get this money.",
            frozenset(("allocations", line) for line in lines),
        )


def _in_name_only(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """The only link of an initiative has no strength at all; its goal keeps another."""
    for initiative, (link, goal) in _drawn(plan, chance):
        row = plan["initiatives"][initiative]
        others = [k for k in where(plan, "links", objective=goal) if k != link]
        if any(plan["links"][other]["strength"] for other in others):
            yield Edit(
                ("initiatives", initiative),
                (changed(plan, "links", link, strength=0),),
                f"{initiative} ({row['title']}) names the goal {goal}, but the strength of its "
                "link is 0: it does not help. That is a link in name only.",
            )


def _weak_link(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """The only link of an initiative is weak, and it does help."""
    for initiative, (link, goal) in _drawn(plan, chance):
        if plan["links"][link]["strength"] == STRONG:
            yield Edit(
                ("initiatives", initiative),
                (changed(plan, "links", link, strength=WEAK),),
                f"{initiative} ({plan['initiatives'][initiative]['title']}) helps {goal} a "
                "little. A little is a reason.",
            )


def _drawn(plan: Plan, chance: Chance) -> Iterator[tuple[str, tuple[str, str]]]:
    alone = _alone(plan)
    for initiative in shuffled(list(alone), chance):
        if not plan["initiatives"][initiative]["mandate"]:
            yield initiative, alone[initiative]


_FOLLOWING = (
    "budget_fit",
    "horizon_fit",
    "link_focus",
    "metric_pairing",
    "misplaced_spend",
    "objective_coverage",
    "ownership",
)
"""What may move when a link ceases to count."""

OPERATORS = (
    Operator("money_by_habit", ("S30",), ("misplaced_spend",), _habit),
    Operator("line_struck_out", ("S30",), (), _struck_out, look_alike="money_by_habit"),
    Operator("link_in_name_only", ("S28", "S16"), ("orphan_spend",), _in_name_only, _FOLLOWING),
    Operator("weak_link", ("S28",), (), _weak_link, look_alike="link_in_name_only"),
)
"""The operators of this module."""
