"""Defects of a horizon, and what looks like one: programmes that run long, or start too late."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from alignlib.defects.operators import Chance, Operator, shuffled
from alignlib.defects.plan import Edit, Place, Plan, changed, where

LONG_DAYS = (830, 1500)
"""Days of a long programme: 27 months or more, so that nobody has to count days."""

SPARE_DAYS = 30
"""Days between the end of a long programme and the first day that one of its goals is due."""

NEARLY_DAYS = (690, 722)
"""Days of an initiative that ends within two years, but only just."""

GATE_DAYS = (300, 560)
"""Days from the start of a long programme to the day on which it is looked at again."""

BEHIND_DAYS = (0, 40)
"""Days by which a review lies behind the end: too late to change anything."""

LATE_DAYS = (50, 170)
"""Days by which an initiative ends after its goal is due, or before it."""

TWO_YEARS = 725


def _day(text: object) -> dt.date:
    return dt.date.fromisoformat(str(text))


def _open(plan: Plan, chance: Chance) -> Iterator[tuple[str, dt.date, dt.date, dt.date]]:
    """
    Initiatives that serve goals and that no other one waits for, or that waits for none.

    Each with its start, its end and the first day on which one of its goals is due, in a drawn
    order.
    """
    for initiative in shuffled(list(plan["initiatives"]), chance):
        row = plan["initiatives"][initiative]
        dues = [
            _day(plan["objectives"][str(plan["links"][link]["objective"])]["due"])
            for link in where(plan, "links", initiative=initiative)
        ]
        waiting = where(plan, "dependencies", predecessor=initiative) + where(
            plan, "dependencies", successor=initiative
        )
        if dues and not waiting:
            yield initiative, _day(row["start"]), _day(row["end"]), min(dues)


def _links(plan: Plan, initiative: str) -> frozenset[Place]:
    """The links of an initiative: without them its dates would fit nothing and miss nothing."""
    return frozenset(("links", link) for link in where(plan, "links", initiative=initiative))


def _long(plan: Plan, chance: Chance) -> Iterator[tuple[str, dt.date, dt.date]]:
    """Initiatives that can run long and still end in time: with their start and new end."""
    for initiative, start, _, due in _open(plan, chance):
        most = min(LONG_DAYS[1], (due - start).days - SPARE_DAYS)
        if most > LONG_DAYS[0]:
            days = LONG_DAYS[0] + chance(most - LONG_DAYS[0])
            yield initiative, start, start + dt.timedelta(days=days)


def _months(start: dt.date, end: dt.date) -> int:
    """Whole months from one day to another."""
    months = (end.year - start.year) * 12 + end.month - start.month
    return months if end.day >= start.day else months - 1


def _blind(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """An initiative runs for more than two years and names no day of review."""
    for initiative, start, end in _long(plan, chance):
        title = plan["initiatives"][initiative]["title"]
        yield Edit(
            ("initiatives", initiative),
            (changed(plan, "initiatives", initiative, end=end.isoformat(), review_gate=None),),
            f"{initiative} ({title}) runs from {start} to {end}, more than {_months(start, end)} "
            "months, and names no day on which it can be changed or stopped.",
            _links(plan, initiative),
        )


def _gate_too_late(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """A long initiative is looked at again when it is over."""
    for initiative, start, end in _long(plan, chance):
        gate = end + dt.timedelta(days=BEHIND_DAYS[0] + chance(BEHIND_DAYS[1] - BEHIND_DAYS[0]))
        title = plan["initiatives"][initiative]["title"]
        yield Edit(
            ("initiatives", initiative),
            (changed(plan, "initiatives", initiative, end=end.isoformat(),
                     review_gate=gate.isoformat()),),
            f"{initiative} ({title}) runs from {start} to {end}, more than {_months(start, end)} "
            f"months. Its review on {gate} comes when it is over: too late to change anything.",
            _links(plan, initiative),
        )  # fmt: skip


def _moved(
    plan: Plan, chance: Chance, way: int
) -> Iterator[tuple[str, dict[str, str], dt.date, dt.date]]:
    """
    Short initiatives, put off until they end some days after their first goal is due.

    With `way` −1 they end before it. Each with its new dates, its end and the day of the goal.
    """
    for initiative, start, end, due in _open(plan, chance):
        lasts = end - start
        if lasts.days > TWO_YEARS:
            continue
        days = LATE_DAYS[0] + chance(LATE_DAYS[1] - LATE_DAYS[0])
        new = due + way * dt.timedelta(days=days)
        cells = {"start": (new - lasts).isoformat(), "end": new.isoformat()}
        yield initiative, cells, new, due


def _too_late(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """A short initiative starts so late that it ends after its goal is due."""
    for initiative, cells, end, due in _moved(plan, chance, 1):
        title = plan["initiatives"][initiative]["title"]
        yield Edit(
            ("initiatives", initiative),
            (changed(plan, "initiatives", initiative, **cells, review_gate=None),),
            f"{initiative} ({title}) is short, but it ends on {end}, and a goal that it serves "
            f"is due on {due}.",
            _links(plan, initiative),
        )


def _put_off(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """A short initiative starts years from now and ends just in time."""
    for initiative, cells, end, due in _moved(plan, chance, -1):
        title = plan["initiatives"][initiative]["title"]
        yield Edit(
            ("initiatives", initiative),
            (changed(plan, "initiatives", initiative, **cells, review_gate=None),),
            f"{initiative} ({title}) starts late, but it is short and ends on {end}; the first "
            f"goal that it serves is due on {due}.",
            _links(plan, initiative),
        )


def _reviewed(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """An initiative runs for more than two years and is looked at again on the way."""
    for initiative, start, end in _long(plan, chance):
        gate = start + dt.timedelta(days=GATE_DAYS[0] + chance(GATE_DAYS[1] - GATE_DAYS[0]))
        title = plan["initiatives"][initiative]["title"]
        yield Edit(
            ("initiatives", initiative),
            (changed(plan, "initiatives", initiative, end=end.isoformat(),
                     review_gate=gate.isoformat()),),
            f"{initiative} ({title}) runs for more than {_months(start, end)} months, but on "
            f"{gate} it can be changed or stopped, and it ends before its goals are due.",
            _links(plan, initiative),
        )  # fmt: skip


def _nearly(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """An initiative without a day of review ends just within two years."""
    for initiative, start, _, due in _open(plan, chance):
        end = start + dt.timedelta(days=NEARLY_DAYS[0] + chance(NEARLY_DAYS[1] - NEARLY_DAYS[0]))
        if end >= due:
            continue
        title = plan["initiatives"][initiative]["title"]
        yield Edit(
            ("initiatives", initiative),
            (changed(plan, "initiatives", initiative, end=end.isoformat(), review_gate=None),),
            f"{initiative} ({title}) runs from {start} to {end}. That is less than 24 months, so "
            "it needs no day of review, and it ends before its goals are due.",
            _links(plan, initiative),
        )


def _mandated(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """A short initiative without a goal that a law or a contract asks for."""
    for initiative in shuffled(list(plan["initiatives"]), chance):
        row = plan["initiatives"][initiative]
        days = (_day(row["end"]) - _day(row["start"])).days
        if row["mandate"] and not _links(plan, initiative) and days <= TWO_YEARS:
            yield Edit(
                ("initiatives", initiative),
                (),
                f"{initiative} ({row['title']}) is there because of a duty: {row['mandate']}. It "
                "serves no goal, so it cannot be late for one, and it lasts less than 24 months.",
            )


_BLIND = ("horizon_fit", "blind_spend")

OPERATORS = (
    Operator("blind_programme", ("S11",), _BLIND, _blind),
    Operator("review_when_over", ("S11",), _BLIND, _gate_too_late),
    Operator("starts_too_late", ("S11",), ("horizon_fit", "ends_in_time"), _too_late),
    Operator("reviewed_programme", ("S11",), (), _reviewed, look_alike="blind_programme"),
    Operator("put_off_in_time", ("S11",), (), _put_off, look_alike="starts_too_late"),
    Operator("mandated_and_short", ("S11",), (), _mandated, look_alike="starts_too_late"),
    Operator("nearly_two_years", ("S11",), (), _nearly, look_alike="blind_programme"),
)
"""The operators of this module."""
