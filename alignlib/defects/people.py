"""Defects between people: no owner, too many owners, empty seats, no reviews, two views."""

from __future__ import annotations

from collections.abc import Iterator

from alignlib.defects.operators import Chance, Operator, shuffled, unused
from alignlib.defects.plan import Edit, Plan, added, changed, where

SIDES = ("business", "technology")

ENOUGH = 5
"""Answers of a side below which a statement's gap is not reported at all."""

RIFT = 2
"""Points of the five-point scale by which one side's answers fall: a plain difference."""


def _no_owner(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """Nobody of one side is accountable for a link any more."""
    rights = plan["decision_rights"]
    for right in shuffled(where(plan, "decision_rights", role="accountable"), chance):
        row = rights[right]
        if row["link"]:
            yield Edit(
                ("links", str(row["link"])),
                (changed(plan, "decision_rights", right, role="consulted"),),
                f"Nobody of the {row['side']} side is accountable for {row['link']}: "
                f"{row['person']} is only asked.",
                frozenset(
                    ("decision_rights", r)
                    for r in where(plan, "decision_rights", link=str(row["link"]))
                ),
            )


def seconds(plan: Plan, chance: Chance) -> Iterator[tuple[str, str]]:
    """Each right of somebody accountable for a link, with a second person of the same side."""
    rights = plan["decision_rights"]
    for right in shuffled(where(plan, "decision_rights", role="accountable"), chance):
        row = rights[right]
        side = {str(r["person"]) for r in rights.values() if r["side"] == row["side"]}
        others = sorted(side - {str(row["person"])})
        if row["link"] and others:
            yield right, others[chance(len(others))]


def _two_owners(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """Two people of one side are accountable for the same link."""
    for right, second in seconds(plan, chance):
        row = plan["decision_rights"][right]
        (free,) = unused(plan, "decision_rights", 1, chance)
        of_link = where(plan, "decision_rights", link=str(row["link"]))
        yield Edit(
            ("links", str(row["link"])),
            (added("decision_rights", {**row, "right": free, "person": second}),),
            f"Both {row['person']} and {second} are accountable for {row['link']} on the "
            f"{row['side']} side: when two answer for a thing, nobody does.",
            frozenset(("decision_rights", r) for r in of_link),
        )


def _empty_seats(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """No one of one side came to a strategy session."""
    for meeting in shuffled(where(plan, "meetings", kind="strategy"), chance):
        for side in shuffled(["business", "technology"], chance):
            own = where(plan, "attendees", meeting=meeting, side=side, attended="yes")
            both = where(plan, "attendees", meeting=meeting)
            if own and len(where(plan, "attendees", meeting=meeting, attended="yes")) > len(own):
                yield Edit(
                    ("meetings", meeting),
                    tuple(changed(plan, "attendees", a, attended="no") for a in own),
                    f"In {meeting} ({plan['meetings'][meeting]['title']}) nobody of the {side} "
                    "side was there.",
                    frozenset(("attendees", a) for a in both),
                )


def _no_review(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """A quarter's review was held by one side alone, and changed nothing."""
    for review in shuffled(where(plan, "reviews", joint="yes"), chance):
        row = plan["reviews"][review]
        if row["changes_logged"] and len(where(plan, "reviews", quarter=row["quarter"])) == 1:
            yield Edit(
                ("reviews", review),
                (changed(plan, "reviews", review, joint="no", changes_logged=0,
                         direction="none"),),
                f"The review of {row['quarter']} was held without the other side, and no change "
                "was written down.",
            )  # fmt: skip


def _answered(plan: Plan, statement: str, side: str) -> int:
    """How many people of a side answered a statement."""
    rows = (plan["survey"][a] for a in where(plan, "survey", statement=statement, side=side))
    return sum(row["score"] is not None for row in rows)


def statement_named(plan: Plan, code: str) -> str:
    """
    A statement of the survey in a sentence: its code, and its text where the plan has it.

    >>> statement_named({"questionnaire": {"Q1": {"text": "Our two teams plan together."}}}, "Q1")
    'Q1 (“Our two teams plan together”)'
    >>> statement_named({}, "Q1")
    'Q1'
    """
    row = plan.get("questionnaire", {}).get(code)
    return f"{code} (“{str(row['text']).removesuffix('.')}”)" if row else code


def _rift(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """One side sees a statement quite differently from the other."""
    survey = plan["survey"]
    statements = list(dict.fromkeys(str(row["statement"]) for row in survey.values()))
    for statement in shuffled(statements, chance):
        low_side = SIDES[chance(2)]
        if any(_answered(plan, statement, side) < ENOUGH for side in SIDES):
            continue
        own = where(plan, "survey", statement=statement, side=low_side)
        yield Edit(
            ("survey", own[0]),
            tuple(
                changed(plan, "survey", answer,
                        score=max(1, int(survey[answer]["score"]) - RIFT))
                for answer in own
                if survey[answer]["score"] is not None
            ),
            f"The {low_side} side agrees far less than the other with statement "
            f"{statement_named(plan, statement)}.",
            frozenset(("survey", a) for a in where(plan, "survey", statement=statement)),
        )  # fmt: skip


OPERATORS = (
    Operator("missing_owner", ("S10", "S31"), ("ownership",), _no_owner),
    Operator("two_owners", ("S10",), ("ownership",), _two_owners),
    Operator("empty_seats", ("S21",), ("seat_balance",), _empty_seats),
    Operator("skipped_review", ("S24", "S23"), ("review_loop",), _no_review),
    Operator("rift", ("S35",), ("perception_gap",), _rift),
)
"""The operators of this module."""
