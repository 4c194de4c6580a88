"""Barriers: what keeps the people of a ward from working with what was bought for them."""

from __future__ import annotations

import math
from collections.abc import Iterator

from alignlib.defects.operators import Chance, Find, Operator, shuffled
from alignlib.defects.plan import Change, Edit, Plan, changed
from alignlib.defects.ward_logs import ALIKE, Ward, drawn_from, later, log_of, says, share_of, wards

SLOW_SECONDS = (95, 260)
"""How long a sign-in takes where it is the sign-in that holds people up."""

CLERK_TIMES, OTHER_TIMES = (150, 290), (3, 8)
"""Sign-ins of the one who types for all, and of each other one who signs in at all."""

TAUGHT = (10, 34)
"""Per cent of its people who were on the course, on a ward that could not go."""

ON_PAPER = (78, 97)
"""Per cent of the charts that are kept on paper too where they have to be."""

WRONG_LISTS = (13, 24)
"""Per cent of the drug lists that are wrong where nobody believes the record."""

FIRST_USE = (15, 35)
"""Per cent of its people who sign in during the first months of a new ward."""


def _slow(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """To sign in takes minutes, and few people still do."""
    for ward in wards(plan, chance):
        log = log_of(plan, ward, chance, ALIKE, SLOW_SECONDS)
        seconds = [row["seconds"] for row in later(log) if row["seconds"]]
        yield Edit(
            ("wards", ward.code),
            (*log, says(plan, ward, "slow", chance)),
            f"On {ward.name} a sign-in takes {math.fsum(seconds) / len(seconds):.0f} seconds on "
            "average after the learning: more than 60.",
            ward.places,
        )


def _untaught(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """Few people of a ward could go to the course."""
    for ward in wards(plan, chance):
        rows = plan["course_bookings"]
        people = list(shuffled(sorted({str(rows[b]["person"]) for b in ward.bookings}), chance))
        taught = people[: round(len(people) * drawn_from(TAUGHT, chance) / 100)]
        missed = [b for b in ward.bookings if rows[b]["person"] not in taught]
        yield Edit(
            ("wards", ward.code),
            (
                *log_of(plan, ward, chance, ALIKE),
                *(changed(plan, "course_bookings", b, came="no") for b in missed),
                says(plan, ward, "untaught", chance),
            ),
            f"Of the {len(people)} people with a licence on {ward.name}, {len(taught)} came to a "
            "course: fewer than half.",
            ward.places,
        )


def _reported(plan: Plan, ward: Ward, of: str, **shares: list[int]) -> tuple[Change, ...]:
    """The later reports of a ward, with a column that is such a share (per cent) of another."""
    ((column, drawn),) = shares.items()
    rows = plan["chart_checks"]
    later = [check for check in ward.checks if rows[check]["_learning"] == "no"]
    return tuple(
        changed(plan, "chart_checks", check, **{column: round(rows[check][of] * share / 100)})
        for check, share in zip(later, drawn, strict=False)
    )


def _twice(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """A ward has to keep its charts on paper as well."""
    for ward in wards(plan, chance):
        drawn = [drawn_from(ON_PAPER, chance) for _ in ward.checks]
        reports = _reported(plan, ward, "patients", on_paper_too=drawn)
        sums = [sum(r[n] for r in later(reports)) for n in ("on_paper_too", "patients")]
        yield Edit(
            ("wards", ward.code),
            (
                *log_of(plan, ward, chance, ALIKE),
                *reports,
                says(plan, ward, "twice", chance),
            ),
            f"{ward.name} keeps {share_of(*sums)} of its charts on paper as well, after its "
            "learning: more than half is written twice.",
            ward.places,
        )


def _wrong(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """The drug lists of a ward are wrong too often to be believed."""
    for ward in wards(plan, chance):
        drawn = [drawn_from(WRONG_LISTS, chance) for _ in ward.checks]
        reports = _reported(plan, ward, "checked", wrong=drawn)
        sums = [sum(r[n] for r in later(reports)) for n in ("wrong", "checked")]
        yield Edit(
            ("wards", ward.code),
            (
                *log_of(plan, ward, chance, ALIKE),
                *reports,
                says(plan, ward, "wrong", chance),
            ),
            f"On {ward.name} {share_of(*sums)} of the drug lists that were compared with the bed "
            "were wrong: more than one in ten. People have a reason not to believe the record.",
            ward.places,
        )


def _one_for_all(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """One person signs in for all, because nobody wants to be counted."""
    times = {True: CLERK_TIMES, False: OTHER_TIMES}
    for ward in wards(plan, chance):
        log = log_of(plan, ward, chance, times)
        own: dict[str, int] = {}
        for row in later(log):
            own[str(row["person"])] = own.get(str(row["person"]), 0) + int(row["times"])
        yield Edit(
            ("wards", ward.code),
            (*log, says(plan, ward, "watched", chance)),
            f"On {ward.name} one person makes {share_of(max(own.values()), sum(own.values()))} of "
            "all sign-ins after the learning: more than half. The others let that person type, so "
            "that their own names do not stand in the log.",
            ward.places,
        )


def _new(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """Few people sign in on a ward that has just begun."""
    for ward in wards(plan, chance, new=True):
        changes, drawn = [], {}
        rows = plan["sign_ins"]
        people = list(shuffled(sorted({str(rows[e]["person"]) for e in ward.entries}), chance))
        for entry in ward.entries:
            month = str(rows[entry]["month"])
            if month not in drawn:
                drawn[month] = max(2, round(len(people) * drawn_from(FIRST_USE, chance) / 100))
            if rows[entry]["person"] not in people[: drawn[month]]:
                changes.append(changed(plan, "sign_ins", entry, times=0, seconds=None))
        began = str(plan["wards"][ward.code]["went_live"])
        yield Edit(
            ("wards", ward.code),
            (*changes, says(plan, ward, "new", chance)),
            f"{ward.name} began on {began} and is still in its first three months. Few people "
            "sign in yet, and that says nothing so far.",
            ward.places,
        )


def _loud(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """A ward complains about the record, and uses it."""
    for ward in wards(plan, chance):
        yield Edit(
            ("wards", ward.code),
            (says(plan, ward, "loud", chance),),
            f"{ward.name} complains, and works with the record: after its first three months "
            "nearly everybody signs in each month.",
            ward.places,
        )


def _barrier(name: str, measure: str, find: Find, look_alike: str) -> Operator:
    return Operator(name, ("S40",), (measure,), find, ("unused_ward_licences",), look_alike)


OPERATORS = (
    _barrier("slow_sign_in", "wards_let_in", _slow, "untaught_ward"),
    _barrier("untaught_ward", "wards_taught", _untaught, "slow_sign_in"),
    _barrier("written_twice", "wards_off_paper", _twice, "untaught_ward"),
    _barrier("wrong_record", "wards_well_informed", _wrong, "untaught_ward"),
    _barrier("one_for_all", "wards_by_name", _one_for_all, "untaught_ward"),
    Operator("new_ward", ("S40",), (), _new, look_alike="untaught_ward"),
    Operator("loud_ward", ("S40",), (), _loud, look_alike="slow_sign_in"),
)
"""The operators of this module."""
