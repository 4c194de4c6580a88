"""Defects of serving: goals that nothing serves, and money that goes to a showpiece instead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from alignlib.defects.operators import Chance, Operator, shuffled, unused
from alignlib.defects.plan import Change, Edit, Place, Plan, added, changed, removed, where
from alignlib.defects.traces import (
    FOLLOWING,
    NO_EFFECT,
    WEAK,
    effective,
    figures,
    leaning,
    named,
    of_closed,
    proposals,
    served,
    titled,
    told,
)

LOST = (82, 93)
"""Per cent of its money that an initiative for the chief goal loses to the showpiece."""

LOSERS = 6
"""Initiatives that lose money to it."""

TRIES = 40
"""Choices of losers that are tried before a plan is said to have no room."""


def _side_goals(plan: Plan, chance: Chance) -> Iterator[tuple[str, list[str]]]:
    """Live goals whose initiatives all serve another goal too: with their links, drawn order."""
    for objective in shuffled(where(plan, "objectives", status="live"), chance):
        own = effective(plan, objective=objective)
        each = [str(plan["links"][link]["initiative"]) for link in own]
        if len(own) > 1 and all(len(effective(plan, initiative=i)) > 1 for i in each):
            yield objective, own


def _left_out(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """No initiative serves a goal that needs technology."""
    for objective, own in _side_goals(plan, chance):
        yield Edit(
            ("objectives", objective),
            tuple(removed(plan, "links", link) for link in own),
            f"{named(plan, objective)} needs technology, and no link with an effect leads to it.",
            _others(plan, own),
        )


def _only_claimed(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """Initiatives claim to serve a goal, and by the table or the minutes none has an effect."""
    for objective, own in _side_goals(plan, chance):
        last = own[chance(len(own))]
        title = plan["initiatives"][str(plan["links"][last]["initiative"])]["title"]
        words = f"“{title}” was tried for a month. {figures(plan, last)} stayed where they were."
        claimed = " and ".join(own)
        yield Edit(
            ("objectives", objective),
            tuple(
                changed(plan, "links", link, _told=told(NO_EFFECT, words))
                if link == last
                else changed(plan, "links", link, strength=NO_EFFECT)
                for link in own
            ),
            f"Links lead to {named(plan, objective)} ({claimed}), and none has an effect. The "
            f"table gives {last} a strength, but the minutes take it back.",
            _others(plan, own),
        )


def _thinly_served(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """One claim alone helps a goal, and only a little."""
    for objective, own in _side_goals(plan, chance):
        kept = own[chance(len(own))]
        yield Edit(
            ("objectives", objective),
            tuple(
                changed(plan, "links", link, strength=WEAK if link == kept else NO_EFFECT)
                for link in own
            ),
            f"One initiative serves {named(plan, objective)}: "
            f"{titled(plan, str(plan['links'][kept]['initiative']))}, with strength 1. That is "
            "little, and it is not nothing.",
            _others(plan, own),
        )


def _others(plan: Plan, links: Sequence[str]) -> frozenset[Place]:
    """The other links of their initiatives: these must not be without a goal for it."""
    return frozenset(
        place for link in links for place in leaning(plan, str(plan["links"][link]["initiative"]))
    )


def _closed_goal(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """A goal that the board has closed; nothing has to serve it."""
    for objective in shuffled(where(plan, "objectives", status="closed"), chance):
        yield Edit(
            ("objectives", objective),
            (),
            f"{named(plan, objective)} was closed on "
            f"{plan['objectives'][objective]['closed_on']}. Nothing has to serve it.",
        )


def _showpiece(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """Money of the goal that weighs most goes to a showpiece, which claims to serve all goals."""
    goals = plan["objectives"]
    chief = max(where(plan, "objectives", status="live"), key=lambda o: float(goals[o]["weight"]))
    able = [
        initiative
        for initiative, own in proposals(plan, chance)
        if any(plan["links"][k]["objective"] == chief for k in own)
        and not any(plan["links"][k].get("_told") for k in own)
        and not of_closed(plan, initiative)
    ]
    for piece in where(plan, "initiatives", _showpiece="yes") * TRIES:
        losers = list(shuffled(able, chance))[:LOSERS]
        kept = {loser: 1 - (LOST[0] + chance(LOST[1] - LOST[0] + 1)) / 100 for loser in losers}
        rows = plan["initiatives"]
        budgets = {loser: float(round(rows[loser]["budget_k"] * kept[loser])) for loser in losers}
        gained = sum(float(rows[loser]["budget_k"]) - budgets[loser] for loser in losers)
        budgets[piece] = float(rows[piece]["budget_k"]) + gained
        claims = _claims_on_all(plan, piece, chance)
        yield Edit(
            ("initiatives", piece),
            (
                *(changed(plan, "initiatives", i, budget_k=k) for i, k in budgets.items()),
                *(change for i in budgets for change in _repaid(plan, i, budgets[i])),
                *claims,
            ),
            f"{titled(plan, piece)} claims to serve {len(claims) + 1} goals, and the check found "
            f"an effect on one: {served(plan, effective(plan, initiative=piece))}. It costs too "
            "much for so light a goal, but it does serve it.",
            frozenset({("objectives", chief), *leaning(plan, piece)}),
        )  # fmt: skip


def _repaid(plan: Plan, initiative: str, budget: float) -> Iterator[Change]:
    """The lines of an initiative, grown or shrunk as its budget is."""
    factor = budget / float(plan["initiatives"][initiative]["budget_k"])
    for line in where(plan, "project_lines", _initiative=initiative):
        amount = float(plan["project_lines"][line]["amount_k"])
        yield changed(plan, "project_lines", line, amount_k=round(amount * factor, 1))


def _claims_on_all(plan: Plan, piece: str, chance: Chance) -> tuple[Change, ...]:
    """A link without an effect to each goal that needs technology and that it does not serve."""
    own = where(plan, "links", initiative=piece)
    served = [plan["links"][link]["objective"] for link in own]
    wanted = [
        objective
        for objective in where(plan, "objectives", status="live", needs_technology="yes")
        if objective not in served
    ]
    return tuple(
        added("links", {**plan["links"][own[0]], "link": link, "objective": objective,
                        "strength": NO_EFFECT})
        for link, objective in zip(unused(plan, "links", len(wanted), chance), wanted, strict=True)
    )  # fmt: skip


_MOVES = ("goals_served",)

OPERATORS = (
    Operator("goal_left_out", ("S16",), _MOVES, _left_out, FOLLOWING),
    Operator("goal_only_claimed", ("S16",), _MOVES, _only_claimed, FOLLOWING),
    Operator("showpiece", ("S19", "S16"), ("first_goal_spend",), _showpiece, ("budget_fit",),
             look_alike="claim_without_effect"),
    Operator("thinly_served_goal", ("S16",), (), _thinly_served,
             ("budget_fit", "first_goal_spend"), look_alike="goal_only_claimed"),
    Operator("closed_goal", ("S16",), (), _closed_goal, look_alike="goal_left_out"),
)  # fmt: skip
"""The operators of this module."""
