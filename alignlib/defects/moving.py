"""Defects of a roadmap that moved, and what looks like one: what is built on is not there yet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from alignlib.defects.operators import Chance, Operator, shuffled, unused
from alignlib.defects.plan import Change, Edit, Place, Plan, added, where

PAST_DAYS = (15, 90)
"""Days by which the end of what is needed lies behind the start of what needs it."""

WITHIN_DAYS = 10
"""Days that a harmless slip leaves before the next one starts, or more."""

OVERLAP_DAYS = 75
"""Days side by side from which two initiatives look as if one of them were in the way."""

ENTERED = (10, 60)
"""Days before the move, and before today, on which it was entered."""


class _Pair(NamedTuple):
    """What is needed and what needs it: codes, titles and days."""

    first: str
    then: str
    first_title: str
    then_title: str
    first_end: dt.date
    then_start: dt.date

    @property
    def places(self) -> frozenset[Place]:
        return frozenset({("initiatives", self.first), ("initiatives", self.then)})

    @property
    def name(self) -> str:
        return f"{self.then} ({self.then_title})"

    @property
    def needed(self) -> str:
        return f"{self.first} ({self.first_title})"


def _day(text: object) -> dt.date:
    return dt.date.fromisoformat(str(text))


def _pairs(plan: Plan, chance: Chance) -> Iterator[_Pair]:
    """The pairs of which nothing was moved yet, in a drawn order."""
    plans = plan["initiatives"]
    for dependency in shuffled(list(plan["dependencies"]), chance):
        row = plan["dependencies"][dependency]
        first, then = str(row["predecessor"]), str(row["successor"])
        if not any(where(plan, "date_changes", initiative=code) for code in (first, then)):
            yield _Pair(
                first, then, str(plans[first]["title"]), str(plans[then]["title"]),
                _day(plans[first]["end"]), _day(plans[then]["start"]),
            )  # fmt: skip


def _move(
    plan: Plan, initiative: str, code: str, entered: dt.date, *, begins: int, ends: int, why: str
) -> Change:
    """A new row of changed dates: the first and the last day so many days later."""
    row = plan["initiatives"][initiative]
    return added(
        "date_changes",
        {
            "change": code,
            "entered_on": entered.isoformat(),
            "initiative": initiative,
            "start": (_day(row["start"]) + dt.timedelta(days=begins)).isoformat(),
            "end": (_day(row["end"]) + dt.timedelta(days=ends)).isoformat(),
            "reason": row[f"_{why}"],
        },
    )


def _entered(plan: Plan, initiative: str, before: dt.date, chance: Chance) -> dt.date:
    """A day on which a move was entered: before it, and before today."""
    latest = min(before, _day(plan["initiatives"][initiative]["_today"]))
    return latest - dt.timedelta(days=ENTERED[0] + chance(ENTERED[1] - ENTERED[0]))


def _past(chance: Chance) -> int:
    return PAST_DAYS[0] + chance(PAST_DAYS[1] - PAST_DAYS[0])


def _slipped(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """What is needed ends later than planned, and what needs it was not moved."""
    for pair in _pairs(plan, chance):
        late = (pair.then_start - pair.first_end).days + _past(chance)
        (code,) = unused(plan, "date_changes", 1, chance)
        entered = _entered(plan, pair.first, pair.first_end, chance)
        end = pair.first_end + dt.timedelta(days=late)
        yield Edit(
            ("initiatives", pair.then),
            (_move(plan, pair.first, code, entered, begins=0, ends=late, why="later"),),
            f"{pair.name} starts on {pair.then_start} and builds on {pair.needed}, which by its "
            f"last entry ends on {end}.",
            pair.places,
        )


def _pulled(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """What needs another initiative was pulled forward, and the other one was not."""
    for pair in _pairs(plan, chance):
        early = (pair.then_start - pair.first_end).days + _past(chance)
        (code,) = unused(plan, "date_changes", 1, chance)
        start = pair.then_start - dt.timedelta(days=early)
        entered = _entered(plan, pair.then, start, chance)
        yield Edit(
            ("initiatives", pair.then),
            (_move(plan, pair.then, code, entered, begins=-early, ends=-early, why="earlier"),),
            f"{pair.name} was pulled forward to {start} and builds on {pair.needed}, which ends "
            f"on {pair.first_end}.",
            pair.places,
        )


def _slipped_a_little(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """What is needed ends later than planned, and still in time."""
    for pair in _pairs(plan, chance):
        room = (pair.then_start - pair.first_end).days - WITHIN_DAYS
        late = room - chance(max(1, room // 3))
        (code,) = unused(plan, "date_changes", 1, chance)
        entered = _entered(plan, pair.first, pair.first_end, chance)
        end = pair.first_end + dt.timedelta(days=late)
        yield Edit(
            ("initiatives", pair.then),
            (_move(plan, pair.first, code, entered, begins=0, ends=late, why="later"),),
            f"{pair.needed} slipped, but it ends on {end}, before {pair.name} starts on "
            f"{pair.then_start}.",
            pair.places,
        )


def _moved_together(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """What is needed ends later than planned, and what needs it was put off as well."""
    for pair in _pairs(plan, chance):
        late = (pair.then_start - pair.first_end).days + _past(chance)
        one, other = unused(plan, "date_changes", 2, chance)
        entered = _entered(plan, pair.first, pair.first_end, chance)
        start = pair.then_start + dt.timedelta(days=late)
        yield Edit(
            ("initiatives", pair.then),
            (
                _move(plan, pair.first, one, entered, begins=0, ends=late, why="later"),
                _move(plan, pair.then, other, entered, begins=late, ends=late, why="later"),
            ),
            f"{pair.needed} slipped, and {pair.name} was put off as well, to {start}.",
            pair.places,
        )


def _taken_back(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """What is needed was to end too late, and then it was put back."""
    for pair in _pairs(plan, chance):
        late = (pair.then_start - pair.first_end).days + _past(chance)
        one, other = unused(plan, "date_changes", 2, chance)
        entered = _entered(plan, pair.first, pair.first_end, chance)
        before = entered - dt.timedelta(days=20 + chance(40))
        yield Edit(
            ("initiatives", pair.then),
            (
                _move(plan, pair.first, one, before, begins=0, ends=late, why="later"),
                _move(plan, pair.first, other, entered, begins=0, ends=0, why="back"),
            ),
            f"{pair.needed} was to end too late, but its last entry puts it back to "
            f"{pair.first_end}, before {pair.name} starts.",
            pair.places,
        )


def _side_by_side(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """Two initiatives run side by side for a long time, and neither needs the other."""
    plans = plan["initiatives"]
    for one in shuffled(list(plans), chance):
        alone = not (
            where(plan, "dependencies", successor=one)
            + where(plan, "dependencies", predecessor=one)
        )
        for other in shuffled([code for code in plans if alone and code != one], chance):
            start = max(_day(plans[code]["start"]) for code in (one, other))
            end = min(_day(plans[code]["end"]) for code in (one, other))
            if (end - start).days >= OVERLAP_DAYS:
                yield Edit(
                    ("initiatives", one),
                    (),
                    f"{one} ({plans[one]['title']}) runs side by side with {other} "
                    f"({plans[other]['title']}) for a long time, but neither needs the other.",
                )


_READY = ("starts_when_ready",)

OPERATORS = (
    Operator("slipped_past", ("S38",), _READY, _slipped),
    Operator("pulled_forward", ("S38",), _READY, _pulled),
    Operator("slipped_a_little", ("S38",), (), _slipped_a_little, look_alike="slipped_past"),
    Operator("moved_together", ("S38",), (), _moved_together, look_alike="slipped_past"),
    Operator("slip_taken_back", ("S38",), (), _taken_back, look_alike="slipped_past"),
    Operator("side_by_side", ("S38",), (), _side_by_side, look_alike="pulled_forward"),
)
"""The operators of this module."""
