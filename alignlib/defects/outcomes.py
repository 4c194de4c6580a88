"""Defects of a report on outcomes: gains that are no effects; and effects that look like none."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from alignlib.defects.operators import Chance, Operator, shuffled
from alignlib.defects.plan import Change, Edit, Place, Plan, changed, where
from alignlib.tables.outcomes import WEEK_COLUMNS

Shift = Callable[[int], float]
"""By how much a reading is changed, by the number of its week."""

TIDE = (95, 105)
"""Per cent of the effect by which the stores without it rise as well."""

DRIFT = 0.11
"""The part of the effect by which stores get better each week, long before the start."""

LUCKY, OTHERS = 3.0, 0.15
"""What part of the effect one lucky store has, and what part the others keep."""

ALONE = 1.4
"""What part of the effect the only store has."""

BLOW = (150, 180)
"""Per cent of the effect by which something from outside throws all stores back."""

SMALL = 0.25
"""The part of the effect, and of the stores' differences, that a small and sure one keeps."""


def _lines(plan: Plan, chance: Chance, name: str) -> Iterator[tuple[str, list[str]]]:
    """The lines of the report, in drawn order, whose sheets this operator may change."""
    for line in shuffled(list(plan["report_lines"]), chance):
        title = plan["report_lines"][line]["title"]
        sheets = where(plan, "weekly_sheets", title=title)
        if any(name in plan["weekly_sheets"][sheet]["_fits"] for sheet in sheets):
            yield line, [s for s in sheets if plan["weekly_sheets"][s]["_live"]]


def _changes(plan: Plan, sheets: list[str], shift: Mapping[str, Shift]) -> tuple[Change, ...]:
    """The sheets with their readings shifted; one without its decimal points keeps them lost."""
    found = []
    for sheet in sheets:
        row: Mapping[str, Any] = plan["weekly_sheets"][sheet]
        own = shift.get(str(row["_store"]))
        if own is None:
            continue
        slip, decimals = row["_slip"], row["_decimals"]
        cells = {
            name: round(round(row[name] / slip + own(week), decimals) * slip, decimals)
            for week, name in enumerate(WEEK_COLUMNS, start=1)
            if row[name] is not None
        }
        found.append(changed(plan, "weekly_sheets", sheet, **cells))
    return tuple(found)


def _after(live: int, change: float) -> Shift:
    """Nothing before the start, half of the change in its week, all of it after."""
    return lambda week: change * (0.5 if week == live else week > live)


def _stores(plan: Plan, sheets: list[str], *, treated: bool) -> dict[str, Mapping[str, Any]]:
    """The rows of the stores with, or without, the initiative, by the store."""
    rows = (plan["weekly_sheets"][sheet] for sheet in sheets)
    return {str(row["_store"]): row for row in rows if row["_treated"] is treated}


def _edit(
    plan: Plan, line: str, changes: tuple[Change, ...], why: str, *, verdict: str = "success"
) -> Edit:
    """The edit of one line, and the verdict that before and after alone give."""
    row = plan["report_lines"][line]
    if row["verdict"] != verdict:
        changes += (changed(plan, "report_lines", line, verdict=verdict),)
    sheets = where(plan, "weekly_sheets", title=row["title"])
    lists = where(plan, "rollouts", initiative=row["initiative"])
    leans: list[Place] = [("weekly_sheets", s) for s in sheets] + [("rollouts", r) for r in lists]
    return Edit(("report_lines", line), changes, f"“{row['title']}”: {why}", frozenset(leans))


def _tide(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """The stores without the initiative gained as much as those with it."""
    for line, sheets in _lines(plan, chance, "tide"):
        (size, live), *_ = [
            (r["_size"], r["_live"]) for r in _stores(plan, sheets, treated=True).values()
        ]
        part = (TIDE[0] + chance(TIDE[1] - TIDE[0] + 1)) / 100
        shift = dict.fromkeys(_stores(plan, sheets, treated=False), _after(live, part * size))
        yield _edit(
            plan, line, _changes(plan, sheets, shift),
            "the stores without the initiative gained about as much in the same weeks. Against "
            "them nothing is left that the initiative has done.",
        )  # fmt: skip


def _drifting(live: int, size: float, gain: float) -> Shift:
    """A rise from the first week to the last, in the place of the gain."""
    step = _after(live, gain)
    return lambda week: DRIFT * size * (week - live / 2) - step(week)


def _drift(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """The stores that got the initiative were already getting better, week by week."""
    for line, sheets in _lines(plan, chance, "drift_before"):
        shift = {
            store: _drifting(row["_live"], row["_size"], row["_gain"])
            for store, row in _stores(plan, sheets, treated=True).items()
        }
        yield _edit(
            plan, line, _changes(plan, sheets, shift),
            "the stores that got the initiative were already moving away from the others in the "
            "weeks before it went live. The effect is large, and its pre-trend has failed.",
        )  # fmt: skip


def _lone(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """All stores but one were called off."""
    for line, sheets in _lines(plan, chance, "lone_store"):
        treated = _stores(plan, sheets, treated=True)
        kept = next(shuffled(list(treated), chance))
        shift = {
            store: _after(row["_live"], (ALONE - 1 if store == kept else -1) * row["_gain"])
            for store, row in treated.items()
        }
        initiative = plan["report_lines"][line]["initiative"]
        off = [
            changed(plan, "rollouts", identity, state="called off")
            for identity in where(plan, "rollouts", initiative=initiative, state="live")
            if plan["rollouts"][identity]["store"] != kept
        ]
        yield _edit(
            plan, line, (*_changes(plan, sheets, shift), *off),
            f"only {kept} got the initiative, all others on the list were called off. From one "
            "store nobody can tell the initiative from the store, however large the gain.",
        )  # fmt: skip


def _lucky(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """One store gained a lot, the others next to nothing."""
    for line, sheets in _lines(plan, chance, "lucky_store"):
        treated = _stores(plan, sheets, treated=True)
        lucky = next(shuffled(list(treated), chance))
        shift = {
            store: _after(row["_live"], ((LUCKY if store == lucky else OTHERS) - 1) * row["_gain"])
            for store, row in treated.items()
        }
        yield _edit(
            plan, line, _changes(plan, sheets, shift),
            f"{lucky} alone gained a lot and the other stores next to nothing. The mean looks "
            "good, but its interval holds 0.",
        )  # fmt: skip


def _blow(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """Something from outside throws all stores back; those with the initiative less so."""
    for line, sheets in _lines(plan, chance, "outside_blow"):
        rows = {**_stores(plan, sheets, treated=True), **_stores(plan, sheets, treated=False)}
        (size, live, common), *_ = [(r["_size"], r["_live"], r["_common"]) for r in rows.values()]
        part = (BLOW[0] + chance(BLOW[1] - BLOW[0] + 1)) / 100
        decimals = next(iter(rows.values()))["_decimals"]
        # To the last decimal, so that rounding does not touch the effect.
        hit = round(-part * size - max(0.0, common / size) * size, decimals)

        def after(week: int, hit: float = hit, live: int = live) -> float:
            return hit if week >= live else 0.0

        yield _edit(
            plan, line, _changes(plan, sheets, dict.fromkeys(rows, after)),
            "it got worse everywhere, and much less so in the stores with the initiative. The "
            "target was missed for a reason from outside. The effect against the other stores "
            "holds.",
            verdict="failure",
        )  # fmt: skip


def _small(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """The effect is small, and so are the differences between the stores."""
    for line, sheets in _lines(plan, chance, "small_and_sure"):
        rows = {**_stores(plan, sheets, treated=True), **_stores(plan, sheets, treated=False)}
        shift = {
            store: _after(row["_live"], (SMALL - 1) * (row["_gain"] + row["_own"]))
            for store, row in rows.items()
        }
        yield _edit(
            plan, line, _changes(plan, sheets, shift),
            "the effect is smaller than what was promised, but the stores agree so well that its "
            "interval leaves out 0. Small is not the same as nothing.",
            verdict="failure",
        )  # fmt: skip


_HOLDS = ("effects_that_hold",)
_CHANGES = ("controlled_effect", "treated_change", "control_change")

OPERATORS = (
    Operator("tide", ("S25",), _HOLDS, _tide, may_move=_CHANGES),
    Operator("drift_before", ("S25",), _HOLDS, _drift, may_move=_CHANGES),
    Operator("lone_store", ("S25",), _HOLDS, _lone, may_move=_CHANGES),
    Operator("lucky_store", ("S25",), _HOLDS, _lucky, may_move=_CHANGES),
    Operator("outside_blow", ("S25",), (), _blow, may_move=_CHANGES[1:], look_alike="tide"),
    Operator("small_and_sure", ("S25",), (), _small, may_move=_CHANGES, look_alike="lucky_store"),
)  # fmt: skip
"""The operators of this module."""
