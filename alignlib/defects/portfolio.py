"""Defects of a portfolio: what serves nothing, what nothing serves, money in the wrong place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from alignlib.defects.operators import Chance, Operator, shuffled
from alignlib.defects.plan import Change, Edit, Plan, added, changed, removed, where

HANGING_ON_LINKS = ("metrics", "decision_rights")
"""Tables whose rows belong to a link and go when it goes."""

SHIFT = 0.7
"""Share of its budget that the first of two initiatives loses to the second: enough to show."""

WEAK, STRONG = 1, 3
"""Link strengths, from the schema's 0 to 3."""


def without_links(plan: Plan, links: Sequence[str]) -> tuple[Change, ...]:
    """The changes that take links away, with everything that belongs to them."""
    hanging = [
        removed(plan, table, identity)
        for table in HANGING_ON_LINKS
        for link in links
        for identity in where(plan, table, link=link)
    ]
    return (*hanging, *(removed(plan, "links", link) for link in links))


def _served(plan: Plan, initiative: str) -> list[str]:
    """The objectives that an initiative serves."""
    return [
        str(plan["links"][link]["objective"])
        for link in where(plan, "links", initiative=initiative)
    ]


def _is_watched(plan: Plan, links: Sequence[str]) -> bool:
    """Whether a series of readings belongs to a metric of these links: they must then stay."""
    watched = {row["metric"] for row in plan.get("metric_series", {}).values()}
    return any(m in watched for link in links for m in where(plan, "metrics", link=link))


def _orphans(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """An initiative loses its links; each objective that it served keeps another."""
    for initiative in shuffled(list(plan["initiatives"]), chance):
        row = plan["initiatives"][initiative]
        own = where(plan, "links", initiative=initiative)
        others = [len(where(plan, "links", objective=o)) > 1 for o in _served(plan, initiative)]
        if _is_watched(plan, own):
            continue
        if own and all(others) and not row["mandate"] and row["budget_k"]:
            yield Edit(
                ("initiatives", initiative),
                without_links(plan, own),
                f"{initiative} ({row['title']}) costs {row['budget_k']:g} thousand pounds. It "
                "serves no objective, and no law or contract asks for it.",
            )


def _uncovered(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """Every link to an objective that needs technology is turned to some other objective."""
    live = where(plan, "objectives", status="live")
    for objective in shuffled(live, chance):
        row = plan["objectives"][objective]
        own = where(plan, "links", objective=objective)
        if not own or row.get("needs_technology", "yes") == "no":
            continue
        lost = [change for link in own for change in _turned_away(plan, link, live, chance)]
        if {change.identity for change in lost if change.table == "links"} == set(own):
            yield Edit(
                ("objectives", objective),
                tuple(lost),
                f"{objective} ({row['text']}) needs technology, and no initiative serves it.",
            )


def _turned_away(plan: Plan, link: str, live: Sequence[str], chance: Chance) -> tuple[Change, ...]:
    """The link goes where its initiative has others, else it turns to another objective."""
    served = _served(plan, str(plan["links"][link]["initiative"]))
    if len(served) > 1:
        return () if _is_watched(plan, [link]) else without_links(plan, [link])
    open_to = [o for o in _needing_technology(plan, live) if o not in served]
    if not open_to:
        return ()
    return (changed(plan, "links", link, objective=open_to[chance(len(open_to))]),)


def _needing_technology(plan: Plan, objectives: Sequence[str]) -> list[str]:
    return [o for o in objectives if plan["objectives"][o].get("needs_technology", "yes") == "yes"]


def _linked_to_everything(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """An initiative claims to serve every objective, the new ones weakly."""
    live = where(plan, "objectives", status="live")
    for initiative in shuffled(list(plan["initiatives"]), chance):
        row = plan["initiatives"][initiative]
        missing = [o for o in live if o not in _served(plan, initiative)]
        if row.get("platform", "no") == "no" and _served(plan, initiative) and missing:
            number = max(int(link[1:]) for link in plan["links"])
            new = tuple(
                added(
                    "links",
                    {
                        "link": f"K{number + n:02}",
                        "initiative": initiative,
                        "objective": objective,
                        "strength": WEAK,
                    },
                )
                for n, objective in enumerate(missing, start=1)
            )
            yield Edit(
                ("initiatives", initiative),
                new,
                f"{initiative} ({row['title']}) claims to serve all {len(live)} objectives, and "
                "is no platform. What serves everything says nothing.",
            )


def _mispriced(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """Money moves from an initiative of a heavy objective to one of a light objective."""
    weights = {o: float(row["weight"] or 0) for o, row in plan["objectives"].items()}
    heaviest = sorted(weights, key=lambda o: -weights[o])[: max(1, len(weights) // 3)]
    alone = [
        i for i in plan["initiatives"] if len(set(_served(plan, i))) == 1
    ]  # with one objective each, it is plain where the money goes
    givers = [i for i in alone if _served(plan, i)[0] in heaviest]
    for giver in shuffled(givers, chance):
        for taker in shuffled([i for i in alone if i not in givers], chance):
            lost = round(float(plan["initiatives"][giver]["budget_k"]) * SHIFT)
            rows = plan["initiatives"]
            if lost <= 0:
                continue
            yield Edit(
                ("initiatives", giver),
                (
                    changed(plan, "initiatives", giver, budget_k=rows[giver]["budget_k"] - lost),
                    changed(plan, "initiatives", taker, budget_k=rows[taker]["budget_k"] + lost),
                ),
                f"{_served(plan, giver)[0]} is one of the weightiest objectives, and {giver} "
                f"({rows[giver]['title']}) gets {rows[giver]['budget_k'] - lost:g} thousand "
                f"pounds; {taker} for a lighter one gets {rows[taker]['budget_k'] + lost:g}.",
                frozenset(("objectives", o) for i in (giver, taker) for o in _served(plan, i)),
            )


def _skewed_mix(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """A large share of the spend is in one class of assets at the cost of another."""
    classes = plan["asset_classes"]
    for poor in shuffled(list(classes), chance):
        for rich in shuffled([c for c in classes if c != poor], chance):
            moved = round(float(classes[poor]["target"]) * 0.75, 4)
            if moved < 0.05 or "share" not in classes[poor]:
                continue
            yield Edit(
                ("asset_classes", poor),
                (
                    changed(plan, "asset_classes", poor,
                            share=round(float(classes[poor]["share"]) - moved, 4)),
                    changed(plan, "asset_classes", rich,
                            share=round(float(classes[rich]["share"]) + moved, 4)),
                ),
                f"The strategy asks for {float(classes[poor]['target']):.0%} in {poor} assets; "
                f"{float(classes[poor]['share']) - moved:.0%} of the spend goes there.",
            )  # fmt: skip


_FOLLOWING_LINKS = (
    "asset_mix",
    "benefit_path",
    "budget_fit",
    "horizon_fit",
    "link_focus",
    "metric_pairing",
    "objective_coverage",
    "orphan_spend",
    "ownership",
)
"""What may move with a link: every share that counts links, initiatives or their money."""

OPERATORS = (
    Operator("orphan_initiative", ("S28", "S16"), ("orphan_spend",), _orphans, _FOLLOWING_LINKS),
    Operator("uncovered_objective", ("S16", "S18"), ("objective_coverage",), _uncovered,
             _FOLLOWING_LINKS),
    Operator("linked_to_everything", ("S16",), ("link_focus",), _linked_to_everything,
             _FOLLOWING_LINKS),
    Operator("mispriced_priority", ("S30",), ("budget_fit",), _mispriced, ("asset_mix",)),
    Operator("skewed_mix", ("S30", "S7"), ("asset_mix",), _skewed_mix),
)  # fmt: skip
"""The operators of this module."""
