"""Defects of tracing: initiatives that serve nothing, and those that only look as if they did."""

from __future__ import annotations

from collections.abc import Iterator

from alignlib.defects.operators import Chance, Operator
from alignlib.defects.plan import Edit, Plan, changed, removed
from alignlib.defects.traces import (
    FOLLOWING,
    NO_EFFECT,
    WEAK,
    figures,
    leaning,
    of_closed,
    proposals,
    served,
    titled,
    told,
)


def _without_link(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """Nobody claims that an initiative serves anything."""
    for initiative, own in proposals(plan, chance):
        if not of_closed(plan, initiative):
            yield Edit(
                ("initiatives", initiative),
                tuple(removed(plan, "links", link) for link in own),
                f"No link leads from {titled(plan, initiative)} to a goal, and no law or "
                "contract asks for it.",
            )


def _without_effect(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """Every claim of an initiative was checked, and none has an effect."""
    for initiative, own in proposals(plan, chance):
        if not of_closed(plan, initiative):
            goals = " and ".join(str(plan["links"][link]["objective"]) for link in own)
            yield Edit(
                ("initiatives", initiative),
                tuple(changed(plan, "links", link, strength=NO_EFFECT) for link in own),
                f"{titled(plan, initiative)} claims to serve {goals}. The check found no "
                "effect: strength 0. No law or contract asks for it.",
            )


def _withdrawn(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """The minutes take an initiative's only claim back; the table still has it."""
    for initiative, own in proposals(plan, chance):
        if len(own) == 1 and not of_closed(plan, initiative):
            (link,) = own
            words = (
                f"“{plan['initiatives'][initiative]['title']}” was tried for a month. "
                f"{figures(plan, link)} did not move at all."
            )
            yield Edit(
                ("initiatives", initiative),
                (changed(plan, "links", link, _told=told(NO_EFFECT, words)),),
                f"The table still gives {titled(plan, initiative)} a link to "
                f"{plan['links'][link]['objective']}. The minutes take it back: {link} was "
                "checked again and has strength 0.",
            )


def _weakened(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """The minutes say that an initiative's only claim is weaker than thought, and it stands."""
    for initiative, own in proposals(plan, chance):
        if len(own) == 1 and not of_closed(plan, initiative):
            (link,) = own
            words = (
                f"“{plan['initiatives'][initiative]['title']}” does less than was hoped for. "
                f"{figures(plan, link)} got better by a little."
            )
            yield Edit(
                ("initiatives", initiative),
                (changed(plan, "links", link, _told=told(WEAK, words)),),
                f"The minutes lower the link of {titled(plan, initiative)} to strength 1. That "
                f"is little, and it is not nothing: it serves {served(plan, own)}.",
            )


def _confirmed(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """The minutes say that an initiative's only claim was checked again, and holds."""
    for initiative, own in proposals(plan, chance):
        if len(own) == 1 and not of_closed(plan, initiative):
            (link,) = own
            words = (
                f"“{plan['initiatives'][initiative]['title']}” was doubted, and wrongly so. "
                f"{figures(plan, link)} got better, as promised."
            )
            again = told(int(plan["links"][link]["strength"]), words)
            yield Edit(
                ("initiatives", initiative),
                (changed(plan, "links", link, _told=again),),
                f"{titled(plan, initiative)} was checked again, and the claim held: it serves "
                f"{served(plan, own)}.",
            )


def _only_closed(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """An initiative is left with its link to a goal that the board has closed."""
    for initiative, own in proposals(plan, chance):
        for link in of_closed(plan, initiative)[:1]:
            goal = plan["objectives"][str(plan["links"][link]["objective"])]
            yield Edit(
                ("initiatives", initiative),
                tuple(removed(plan, "links", other) for other in own),
                f"{titled(plan, initiative)} serves {goal['objective']} and nothing else. The "
                f"board closed that goal on {goal['closed_on']}.",
                frozenset({("links", link)}),
            )


def _closed_and_live(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """An initiative has a link to a goal that is closed, and another one to a live goal."""
    for initiative, own in proposals(plan, chance):
        for link in of_closed(plan, initiative)[:1]:
            yield Edit(
                ("initiatives", initiative),
                (),
                f"One goal of {titled(plan, initiative)} is closed "
                f"({plan['links'][link]['objective']}), and it serves another one that is live: "
                f"{served(plan, own)}.",
                leaning(plan, initiative),
            )


_MOVES = ("initiatives_with_goal", "spend_without_goal")

OPERATORS = (
    Operator("initiative_without_link", ("S16",), _MOVES, _without_link, FOLLOWING),
    Operator("claim_without_effect", ("S16",), _MOVES, _without_effect, FOLLOWING),
    Operator("claim_withdrawn", ("S16",), _MOVES, _withdrawn, FOLLOWING),
    Operator("claim_to_closed_goal", ("S16",), _MOVES, _only_closed, FOLLOWING),
    Operator("claim_weakened", ("S16",), (), _weakened, look_alike="claim_withdrawn"),
    Operator("claim_confirmed", ("S16",), (), _confirmed, look_alike="claim_withdrawn"),
    Operator("closed_and_live", ("S16",), (), _closed_and_live,
             look_alike="claim_to_closed_goal"),
)  # fmt: skip
"""The operators of this module."""
