"""Defects of a portfolio: what serves nothing, what nothing serves, money in the wrong place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from alignlib.defects.operators import Chance, Operator, shuffled, unused
from alignlib.defects.plan import Change, Edit, Plan, added, changed, grouped, removed, where

HANGING_ON_LINKS = ("metrics", "decision_rights")
"""Tables whose rows belong to a link and go when it goes."""

SHIFT = 0.7
"""Share of its budget that the first of two initiatives loses to the second: enough to show."""

WEAK, STRONG = 1, 3
"""Link strengths, from the schema's 0 to 3."""


def without_links(plan: Plan, links: Sequence[str]) -> tuple[Change, ...]:
    """The changes that take links away, with everything that belongs to them."""
    hanging = []
    for table in HANGING_ON_LINKS:
        rows = grouped(plan, table, "link")
        hanging += [removed(plan, table, row) for link in links for row in rows.get(link, ())]
    return (*hanging, *(removed(plan, "links", link) for link in links))


def _served(plan: Plan, initiative: str) -> list[str]:
    """The objectives that an initiative serves."""
    return [
        str(plan["links"][link]["objective"])
        for link in where(plan, "links", initiative=initiative)
    ]


def _watched(plan: Plan) -> set[str]:
    """The links to a metric of which a series of readings belongs: they must stay."""
    series = {row["metric"] for row in plan.get("metric_series", {}).values()}
    return {str(plan["metrics"][metric]["link"]) for metric in series}


def _orphans(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """An initiative loses its links; each objective that it served keeps another."""
    watched = _watched(plan)
    for initiative in shuffled(list(plan["initiatives"]), chance):
        row = plan["initiatives"][initiative]
        own = where(plan, "links", initiative=initiative)
        others = [len(where(plan, "links", objective=o)) > 1 for o in _served(plan, initiative)]
        if watched & set(own):
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
        lost = _turned_away(plan, own, live, chance)
        if {change.identity for change in lost if change.table == "links"} == set(own):
            yield Edit(
                ("objectives", objective),
                lost,
                f"{objective} ({row['text']}) needs technology, and no initiative serves it.",
            )


def _turned_away(
    plan: Plan, links: Sequence[str], live: Sequence[str], chance: Chance
) -> tuple[Change, ...]:
    """Each link goes if its initiative has others, else it turns to another objective."""
    watched, of_initiative = _watched(plan), grouped(plan, "links", "initiative")
    open_to = _needing_technology(plan, live)
    dropped, turned = [], []
    for link in links:
        served = [
            plan["links"][other]["objective"]
            for other in of_initiative[plan["links"][link]["initiative"]]
        ]
        others = [objective for objective in open_to if objective not in served]
        if len(served) > 1 and link not in watched:
            dropped.append(link)
        elif len(served) == 1 and others:
            turned.append(changed(plan, "links", link, objective=others[chance(len(others))]))
    return (*without_links(plan, dropped), *turned)


def _needing_technology(plan: Plan, objectives: Sequence[str]) -> list[str]:
    return [o for o in objectives if plan["objectives"][o].get("needs_technology", "yes") == "yes"]


def _linked_to_everything(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """An initiative claims to serve every objective that others serve, the new ones weakly."""
    # One that nobody serves is another defect, and a link would mend it.
    live = [
        objective
        for objective in where(plan, "objectives", status="live")
        if where(plan, "links", objective=objective)
    ]
    for initiative in shuffled(list(plan["initiatives"]), chance):
        row = plan["initiatives"][initiative]
        missing = [o for o in live if o not in _served(plan, initiative)]
        if row.get("platform", "no") == "no" and _served(plan, initiative) and missing:
            new = tuple(
                added(
                    "links",
                    {
                        "link": link,
                        "initiative": initiative,
                        "objective": objective,
                        "strength": WEAK,
                    },
                )
                for link, objective in zip(
                    unused(plan, "links", len(missing), chance), missing, strict=True
                )
            )
            yield Edit(
                ("initiatives", initiative),
                new,
                f"{initiative} ({row['title']}) claims to serve {len(live)} objectives, and "
                "is no platform. What serves everything says nothing.",
            )


def _mispriced(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """Money moves from an initiative of a heavy objective to one of a light objective."""
    weights = {o: float(row["weight"] or 0) for o, row in plan["objectives"].items()}
    heaviest = sorted(weights, key=lambda o: -weights[o])[: max(1, len(weights) // 3)]
    served = {
        initiative: {str(plan["links"][link]["objective"]) for link in links}
        for initiative, links in grouped(plan, "links", "initiative").items()
    }
    # With one objective each, it is plain where the money goes.
    alone = {i: next(iter(served[i])) for i in plan["initiatives"] if len(served.get(i, ())) == 1}
    givers = [i for i, objective in alone.items() if objective in heaviest]
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
                f"{alone[giver]} is one of the weightiest objectives, and {giver} "
                f"({rows[giver]['title']}) gets {rows[giver]['budget_k'] - lost:g} thousand "
                f"pounds; {taker} for a lighter one gets {rows[taker]['budget_k'] + lost:g}.",
                frozenset(("objectives", alone[i]) for i in (giver, taker)),
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
    "misplaced_spend",
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
