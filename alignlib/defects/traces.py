"""What operators on links read in a plan: which claims have an effect, and whose they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from alignlib.defects.operators import Chance, shuffled
from alignlib.defects.plan import Place, Plan, where

NO_EFFECT, WEAK = 0, 1
"""The strength of a claim that was checked in vain, and of one that helps a little."""

FOLLOWING = (
    "benefit_path",
    "budget_fit",
    "first_goal_spend",
    "goals_served",
    "initiatives_with_goal",
    "link_focus",
    "objective_coverage",
    "orphan_spend",
    "spend_without_goal",
)
"""What may move with the strength of a link."""


def named(plan: Plan, objective: str) -> str:
    """An objective with its text, for a sentence."""
    return f"{objective} (“{plan['objectives'][objective]['text']}”)"


def titled(plan: Plan, initiative: str) -> str:
    """An initiative with its title, for a sentence."""
    return f"{initiative} ({plan['initiatives'][initiative]['title']})"


def has_effect(plan: Plan, link: str) -> bool:
    """Whether a link has an effect on a goal that is live, also after what the minutes tell."""
    row = plan["links"][link]
    goal = plan["objectives"][str(row["objective"])]
    withdrawn = str(row.get("_told") or "").endswith("strength 0.")
    return bool(goal["status"] == "live" and row["strength"] and not withdrawn)


def effective(plan: Plan, **cells: str) -> list[str]:
    """The links with these values that have an effect on a live goal."""
    return [link for link in where(plan, "links", **cells) if has_effect(plan, link)]


def told(strength: int, words: str) -> str:
    """What the minutes tell of a link that was checked again."""
    return f"{words} From today on it has strength {strength}."


def proposals(plan: Plan, chance: Chance) -> Iterator[tuple[str, list[str]]]:
    """
    Initiatives that could lose their goals, and their links, in a drawn order.

    Showpieces and platforms could not, nor could one without which a goal would go unserved.
    """
    for initiative in shuffled(list(plan["initiatives"]), chance):
        row = plan["initiatives"][initiative]
        own = effective(plan, initiative=initiative)
        spared = row["mandate"] or row["_showpiece"] == "yes" or row["platform"] == "yes"
        goals = {str(plan["links"][link]["objective"]) for link in own}
        if own and not spared and all(len(effective(plan, objective=g)) > 1 for g in goals):
            yield initiative, own


def of_closed(plan: Plan, initiative: str) -> list[str]:
    """The links of an initiative to goals that are closed."""
    closed = where(plan, "objectives", status="closed")
    own = where(plan, "links", initiative=initiative)
    return [link for link in own if plan["links"][link]["objective"] in closed]


def leaning(plan: Plan, initiative: str) -> frozenset[Place]:
    """All links of an initiative, as places that must stay as they are."""
    return frozenset(("links", link) for link in where(plan, "links", initiative=initiative))


def figures(plan: Plan, link: str) -> str:
    """What moves if a claim is true, for a sentence of the minutes."""
    return f"The figures for {plan['links'][link]['objective']}"


def served(plan: Plan, links: Sequence[str]) -> str:
    """The objectives at the end of some links, for a sentence."""
    return " and ".join(named(plan, str(plan["links"][link]["objective"])) for link in links)
