"""Defects of strategy sessions, and what looks like one: a side that is missing, or by screen."""

from __future__ import annotations

from collections.abc import Iterator

from alignlib.defects.operators import Chance, Operator, shuffled, unused
from alignlib.defects.plan import Change, Edit, Place, Plan, added, changed, removed, where
from alignlib.tables.schema import SIDES

GOOD_SESSIONS = 2
"""Sessions at the beginning that nothing is planted on: while a plan is new, people come."""

FEW = 2
"""People of a side who still come to a session that most of them stay away from: one or two."""


def _entries(plan: Plan, meeting: str) -> list[str]:
    return where(plan, "calendar", meeting=meeting)


def _places(plan: Plan, meeting: str) -> frozenset[Place]:
    """Every entry of a meeting: who comes to it must not change otherwise."""
    return frozenset(("calendar", entry) for entry in _entries(plan, meeting))


def _in_room(plan: Plan, meeting: str) -> bool:
    """Whether the first export of the calendar tells all that there is about a meeting."""
    return all(plan["calendar"][e]["export"] == "first" for e in _entries(plan, meeting))


def _sessions(plan: Plan, chance: Chance) -> Iterator[tuple[str, str, str, list[str]]]:
    """
    Later strategy sessions in a drawn order: code, name, one side, and the entries of that side.

    The side is the one that has been missing less often, so that neither is always the one.
    """
    sessions = where(plan, "meetings", kind="strategy")
    missing = dict.fromkeys(SIDES, 0)
    for meeting in sessions:
        came = [plan["calendar"][e] for e in _entries(plan, meeting)]
        for side in SIDES:
            missing[side] += not any(e["_side"] == side and e["came"] == "yes" for e in came)
    for meeting in shuffled(sessions[GOOD_SESSIONS:], chance):
        row = plan["meetings"][meeting]
        side = min(shuffled(list(SIDES), chance), key=lambda one: missing[one])
        own = [e for e in _entries(plan, meeting) if plan["calendar"][e]["_side"] == side]
        if own and _in_room(plan, meeting):
            yield meeting, f"{meeting} ({row['title']}, {row['date']})", side, own


def away(plan: Plan, entries: list[str]) -> tuple[Change, ...]:
    """The changes by which nobody of these entries came."""
    return tuple(
        changed(plan, "calendar", entry, came="no")
        for entry in entries
        if plan["calendar"][entry]["came"] == "yes"
    )


def _not_invited(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """Nobody of one side was invited to a strategy session."""
    for meeting, name, side, own in _sessions(plan, chance):
        yield Edit(
            ("meetings", meeting),
            tuple(removed(plan, "calendar", entry) for entry in own),
            f"Nobody of the {side} side was invited to {name}.",
            _places(plan, meeting),
        )


def _stayed_away(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """People of both sides were invited to a strategy session, and one side did not come."""
    for meeting, name, side, own in _sessions(plan, chance):
        people = {plan["calendar"][entry]["_person"] for entry in own}
        yield Edit(
            ("meetings", meeting),
            away(plan, own),
            f"Of the {side} side {len(people)} were invited to {name}, and nobody came.",
            _places(plan, meeting),
        )


def _outnumbered(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """One or two people of a side sit among many of the other."""
    for meeting, name, side, own in _sessions(plan, chance):
        came = [e for e in own if plan["calendar"][e]["came"] == "yes"]
        people = list(dict.fromkeys(str(plan["calendar"][e]["_person"]) for e in came))
        kept = people[: 1 + chance(FEW)]
        gone = [e for e in came if plan["calendar"][e]["_person"] not in kept]
        if not gone:
            continue
        yield Edit(
            ("meetings", meeting),
            away(plan, gone),
            f"To {name} only {len(kept)} of the {side} side came. That is few, but the side was "
            "not missing.",
            _places(plan, meeting),
        )


def _by_screen(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """A side came to a strategy session by screen: the first export of the calendar misses it."""
    for meeting, name, side, own in _sessions(plan, chance):
        came = [e for e in own if plan["calendar"][e]["came"] == "yes"]
        people = list({str(plan["calendar"][e]["_person"]): e for e in came}.values())
        free = unused(plan, "calendar", len(people), chance)
        yield Edit(
            ("meetings", meeting),
            (
                *away(plan, came),
                *(
                    added("calendar", {**plan["calendar"][entry], "entry": code,
                                       "export": "second", "came": "yes"})
                    for code, entry in zip(free, people, strict=True)
                ),
            ),
            f"The {side} side came to {name} by screen. The second export of the calendar has "
            "them.",
            _places(plan, meeting),
        )  # fmt: skip


def _one_sided_by_nature(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """A meeting about the daily work of one side, to which the other need not come."""
    for meeting in shuffled(where(plan, "meetings", kind="operations"), chance):
        row = plan["meetings"][meeting]
        sides = {plan["calendar"][e]["_side"] for e in _entries(plan, meeting)}
        if len(sides) == 1:
            yield Edit(
                ("meetings", meeting),
                (),
                f"{meeting} ({row['title']}) is about the daily work of the {sides.pop()} side. "
                "No goals or plans are set there, so it is no strategy session.",
                _places(plan, meeting),
            )


_MISSING = ("both_sides_present",)
_BALANCE = ("calendar_balance",)

OPERATORS = (
    Operator("side_not_invited", ("S21",), _MISSING, _not_invited, _BALANCE),
    Operator("side_stayed_away", ("S21",), _MISSING, _stayed_away, _BALANCE),
    Operator("side_outnumbered", ("S21",), _BALANCE, _outnumbered),
    Operator("came_by_screen", ("S21",), (), _by_screen, look_alike="side_stayed_away"),
    Operator("one_sided_by_nature", ("S21",), (), _one_sided_by_nature,
             look_alike="side_not_invited"),
)  # fmt: skip
"""The operators of this module."""
