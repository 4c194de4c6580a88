"""Decoys: what looks like a defect and is none. A decoy moves no diagnostic."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from alignlib.defects.operators import Chance, Operator, shuffled, unused
from alignlib.defects.people import seconds, statement_named
from alignlib.defects.plan import Edit, Plan, added, changed, where

LONG_DAYS = 4 * 365
"""Days of a long programme: far beyond two years, and sound if it has a review gate."""


def _mandated(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """An initiative without an objective that a law or a contract asks for."""
    for initiative in shuffled(list(plan["initiatives"]), chance):
        row = plan["initiatives"][initiative]
        if row["mandate"] and not where(plan, "links", initiative=initiative):
            yield Edit(
                ("initiatives", initiative),
                (),
                f"{initiative} ({row['title']}) serves no objective and needs none: "
                f"{row['mandate']} obliges the firm.",
            )


def _no_technology_needed(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """An objective that no initiative serves, and that needs no technology."""
    for objective in shuffled(where(plan, "objectives", needs_technology="no"), chance):
        if not where(plan, "links", objective=objective):
            yield Edit(
                ("objectives", objective),
                (),
                f"{objective} ({plan['objectives'][objective]['text']}) can be reached without "
                "technology, so it is right that no initiative serves it.",
            )


def _long_with_gate(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """A long programme with a dated review gate."""
    for initiative in shuffled(list(plan["initiatives"]), chance):
        row = plan["initiatives"][initiative]
        neighbours = where(plan, "dependencies", predecessor=initiative) + where(
            plan, "dependencies", successor=initiative
        )
        if neighbours or not where(plan, "links", initiative=initiative):
            continue
        end = dt.date.fromisoformat(str(row["end"]))
        start = end - dt.timedelta(days=LONG_DAYS)
        gate = end - dt.timedelta(days=LONG_DAYS // 2)
        yield Edit(
            ("initiatives", initiative),
            (changed(plan, "initiatives", initiative, start=start.isoformat(),
                     review_gate=gate.isoformat()),),
            f"{initiative} ({row['title']}) runs for four years, and on {gate} it can be "
            "stopped or changed.",
        )  # fmt: skip


def _platform(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """A platform that serves most objectives, as a platform should."""
    for initiative in shuffled(where(plan, "initiatives", platform="yes"), chance):
        served = where(plan, "links", initiative=initiative)
        if len(served) > 1:
            yield Edit(
                ("initiatives", initiative),
                (),
                f"{initiative} ({plan['initiatives'][initiative]['title']}) serves "
                f"{len(served)} objectives because it is a platform: built once, used by many.",
            )


def _new_licences(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """A tool that is hardly used yet, because it has only just begun."""
    tools = list(dict.fromkeys(str(row["tool"]) for row in plan["licences"].values()))
    for tool in shuffled(tools, chance):
        months = where(plan, "licences", tool=tool)
        rows = plan["licences"]
        new = [m for m in months if rows[m]["month"] == str(rows[m]["start"])[:7]]
        if new:
            yield Edit(
                ("licences", new[0]),
                (changed(plan, "licences", new[0],
                         active=max(0, int(rows[new[0]]["licensed"]) // 10)),),
                f"Few licences for {tool} are used yet: it began in {rows[new[0]]['month']}, and "
                "the first months are for learning it.",
            )  # fmt: skip


def _few_answers(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """A statement on which too few people of one side answered to say anything."""
    survey = plan["survey"]
    statements = list(dict.fromkeys(str(row["statement"]) for row in survey.values()))
    for statement in shuffled(statements, chance):
        for side in ("business", "technology"):
            own = where(plan, "survey", statement=statement, side=side)
            answered = [a for a in own if survey[a]["score"] is not None]
            if 0 < len(answered) < 5:
                yield Edit(
                    ("survey", answered[0]),
                    tuple(changed(plan, "survey", answer, score=1) for answer in answered),
                    f"Only {len(answered)} people of the {side} side answered statement "
                    f"{statement_named(plan, statement)}: too few to speak for a side.",
                    frozenset(("survey", a) for a in own),
                )


def _consulted_too(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """A second person is asked about a link, and one alone is accountable."""
    for right, second in seconds(plan, chance):
        row = plan["decision_rights"][right]
        (free,) = unused(plan, "decision_rights", 1, chance)
        asked = {**row, "right": free, "person": second, "role": "consulted"}
        yield Edit(
            ("links", str(row["link"])),
            (added("decision_rights", asked),),
            f"{second} is asked about {row['link']}; {row['person']} alone answers for it on "
            f"the {row['side']} side.",
            frozenset({("decision_rights", right)}),
        )


OPERATORS = (
    Operator("mandated_initiative", ("S13", "S28"), (), _mandated, look_alike="orphan_initiative"),
    Operator("objective_without_technology", ("S16",), (), _no_technology_needed,
             look_alike="uncovered_objective"),
    Operator("long_with_gate", ("S11",), (), _long_with_gate, look_alike="frozen_roadmap"),
    Operator("busy_platform", ("S16",), (), _platform, look_alike="linked_to_everything"),
    Operator("new_licences", ("S32", "S40"), (), _new_licences, look_alike="shelfware"),
    Operator("few_answers", ("S35",), (), _few_answers, look_alike="rift"),
    Operator("consulted_too", ("S10",), (), _consulted_too, look_alike="two_owners"),
)  # fmt: skip
"""The operators of this module."""
