"""Defects and decoys in a log of decisions: what was decided without a goal, or seems to be."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from alignlib.defects.operators import Chance, Operator, shuffled
from alignlib.defects.plan import Edit, Plan, Row, changed, where

STILL_OPEN_DAYS = 20
"""Days by which a decision lies before the closing of its goal: plainly, and not by a day."""

BEYOND = (2, 4)
"""How far an unknown goal's number lies beyond the last one of the register."""


def _sound(plan: Plan, chance: Chance) -> Iterator[tuple[str, Row]]:
    """Decisions with a live goal in the log of which the minutes say nothing, in drawn order."""
    live = where(plan, "objectives", status="live")
    for decision in shuffled(list(plan["decisions"]), chance):
        row = plan["decisions"][decision]
        if row["objective"] in live and row.get("_read_out") == "no":
            yield decision, row


def _without_goal(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """Nobody wrote a goal down, and the minutes name none."""
    for decision, _ in _sound(plan, chance):
        yield Edit(
            ("decisions", decision),
            (changed(plan, "decisions", decision, objective=None, _note=None),),
            "No goal and no mandate is written beside it, and the minutes name none.",
        )


def _unknown_goal(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """The log names a goal that the register does not know."""
    for decision, _ in _sound(plan, chance):
        number = len(plan["objectives"]) + BEYOND[0] + chance(BEYOND[1] - BEYOND[0] + 1)
        yield Edit(
            ("decisions", decision),
            (changed(plan, "decisions", decision, objective=f"O{number}", _note=None),),
            f"Its goal, O{number}, is not in the register of goals.",
        )


def _closed(
    plan: Plan, chance: Chance, fits: Callable[[int], bool]
) -> Iterator[tuple[str, Row, Row]]:
    """Sound decisions with a closed goal whose days from decision to closing fit."""
    for decision, row in _sound(plan, chance):
        for code in shuffled(where(plan, "objectives", status="closed"), chance):
            goal = plan["objectives"][code]
            until = date.fromisoformat(str(goal["closed_on"]))
            if fits((until - date.fromisoformat(str(row["date"]))).days):
                yield decision, row, goal


def _closed_goal(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """The log names a goal that the board had closed before."""
    for decision, _, goal in _closed(plan, chance, lambda days: days < 0):
        code = goal["objective"]
        yield Edit(
            ("decisions", decision),
            (changed(plan, "decisions", decision, objective=code, _note=None),),
            f"Its goal, {code}, was closed on {goal['closed_on']}, before the decision.",
        )


def _goal_closed_later(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """The log names a goal that was live on the day, and was closed afterwards."""
    for decision, _, goal in _closed(plan, chance, lambda days: days >= STILL_OPEN_DAYS):
        code = goal["objective"]
        yield Edit(
            ("decisions", decision),
            (changed(plan, "decisions", decision, objective=code, _note=None),),
            f"Its goal, {code}, was still live on the day; it was closed on "
            f"{goal['closed_on']}.",
        )  # fmt: skip


def _goal_in_minutes(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """The log names no goal, and the minutes do."""
    for decision, row in _sound(plan, chance):
        if row.get("_note"):
            yield Edit(
                ("decisions", decision),
                (changed(plan, "decisions", decision, objective=None, _read_out="yes"),),
                f"The log names no goal, but the minutes do: {row['objective']}.",
            )


def _mandated(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """A decision without a goal that a law or a contract asks for."""
    for decision in shuffled(list(plan["decisions"]), chance):
        row = plan["decisions"][decision]
        if row["mandate"] and not row["objective"]:
            yield Edit(
                ("decisions", decision),
                (),
                "It has no goal of its own, but a law or contract obliges the firm: "
                f"{row['mandate']}.",
            )


_MOVES = ("decisions_with_goal",)

OPERATORS = (
    Operator("decision_without_goal", ("S8",), _MOVES, _without_goal),
    Operator("decision_for_unknown_goal", ("S8",), _MOVES, _unknown_goal),
    Operator("decision_for_closed_goal", ("S8",), _MOVES, _closed_goal),
    Operator("goal_closed_later", ("S8",), (), _goal_closed_later,
             look_alike="decision_for_closed_goal"),
    Operator("goal_in_minutes", ("S8",), (), _goal_in_minutes,
             look_alike="decision_without_goal"),
    Operator("mandated_decision", ("S8",), (), _mandated, look_alike="decision_without_goal"),
)  # fmt: skip
"""The operators of this module."""
