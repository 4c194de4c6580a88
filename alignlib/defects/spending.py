"""Defects and decoys in a ledger: money without a purpose, departments without a goal."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from alignlib.defects.operators import Chance, Find, Operator, shuffled
from alignlib.defects.plan import Edit, Plan, Row, added, changed, where

THIN_K = (8, 20)
"""What the one line of a thinly reached department costs, in hundreds of pounds."""


def _of_technology(plan: Plan, row: Row) -> bool:
    return bool(plan["cost_centres"][str(row["_code"])]["technology"] == "yes")


def _spend(plan: Plan, chance: Chance) -> Iterator[tuple[str, Row]]:
    """The lines of technology departments that name a goal, in a drawn order."""
    for line in shuffled(list(plan["budget_lines"]), chance):
        row = plan["budget_lines"][line]
        if _of_technology(plan, row) and row["objective"]:
            yield line, row


def _twins(plan: Plan, row: Row) -> frozenset[tuple[str, str]]:
    """All lines of a voucher: they are one payment and stay alike."""
    return frozenset(
        ("budget_lines", line) for line in where(plan, "budget_lines", voucher=row["voucher"])
    )


def _purposeless(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """A line of technology money names nothing."""
    for line, row in _spend(plan, chance):
        yield Edit(
            ("budget_lines", line),
            (changed(plan, "budget_lines", line, objective=None),),
            f"{line} ({row['text']}, {row['amount_k']:g} thousand pounds) names no goal and no "
            "mandate.",
            _twins(plan, row),
        )


def _closed_goal(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """A line of technology money names a goal that is closed."""
    closed = where(plan, "objectives", status="closed")
    for line, row in _spend(plan, chance):
        if closed:
            code = closed[chance(len(closed))]
            yield Edit(
                ("budget_lines", line),
                (changed(plan, "budget_lines", line, objective=code),),
                f"{line} ({row['text']}) names {code}, and the board has closed that goal.",
                _twins(plan, row),
            )


def _posted_twice(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """A voucher stands on a second line, its cost centre spelled as on another line."""
    lines = plan["budget_lines"]
    for line, row in _spend(plan, chance):
        alike = where(plan, "budget_lines", _code=row["_code"])
        free = _free_after(plan, line)
        if free and len(where(plan, "budget_lines", voucher=row["voucher"])) == 1:
            spelling = lines[alike[chance(len(alike))]]["cost_centre"]
            yield Edit(
                ("budget_lines", line),
                (added("budget_lines", {**row, "line": free, "cost_centre": spelling}),),
                f"{line} and {free} are the same voucher, {row['voucher']}: one payment.",
            )


def _free_after(plan: Plan, line: str) -> str:
    """The next number after a line's that no line of the ledger has; empty if a line has it."""
    free = f"{line[0]}{int(line[1:]) + 1:0{len(line) - 1}}"
    return "" if free in plan["budget_lines"] else free


def _others(plan: Plan, chance: Chance) -> Iterator[tuple[str, str, list[str]]]:
    """Departments other than technology: code, name and lines, in a drawn order."""
    for code in shuffled(where(plan, "cost_centres", technology="no"), chance):
        lines = where(plan, "budget_lines", _code=code)
        if any(plan["budget_lines"][line]["objective"] for line in lines):
            yield code, str(plan["cost_centres"][code]["department"]), lines


def _unreached(way: str, plan: Plan, chance: Chance) -> Iterator[Edit]:
    """No line of a department names a live goal; instead nothing, closed goals or mandates."""
    closed = where(plan, "objectives", status="closed")
    mandates = sorted({str(row["mandate"]) for row in plan["budget_lines"].values()} - {"None"})
    names: dict[str, tuple[str, list[Any], str]] = {
        "nothing": ("objective", [None], "names no goal at all"),
        "closed": ("objective", closed, "names only goals that are closed"),
        "mandates": ("mandate", mandates, "names mandates, and not one goal"),
    }
    column, values, words = names[way]
    for code, name, lines in _others(plan, chance):
        if not values:
            continue
        cells = [
            {"objective": None} | ({column: values[chance(len(values))]} if lost else {})
            for lost in _some(len(lines), chance)
        ]
        yield Edit(
            ("cost_centres", code),
            tuple(
                changed(plan, "budget_lines", line, **one)
                for line, one in zip(lines, cells, strict=True)
            ),
            f"{name} {words}.",
        )


def _some(count: int, chance: Chance) -> list[bool]:
    """Yes or no for so many lines by chance, and for the first of them yes."""
    return [place == 0 or chance(2) == 1 for place in range(count)]


def _thinly_reached(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """One small line of a department names a live goal, and all its other lines nothing."""
    for code, name, lines in _others(plan, chance):
        kept = shuffled([x for x in lines if plan["budget_lines"][x]["objective"]], chance)
        one = next(kept)
        small = (THIN_K[0] + chance(THIN_K[1] - THIN_K[0] + 1)) / 10
        goal = plan["budget_lines"][one]["objective"]
        yield Edit(
            ("cost_centres", code),
            tuple(
                changed(plan, "budget_lines", line, amount_k=small)
                if line == one
                else changed(plan, "budget_lines", line, objective=None)
                for line in lines
            ),
            f"Money of {name} serves the live goal {goal}: one line of {small:g} thousand pounds.",
        )


def _way(way: str) -> Find:
    return partial(_unreached, way)


_REACH = ("departments_reached",)

OPERATORS = (
    Operator("purposeless_line", ("S8", "S16"), ("purposeful_spend",), _purposeless),
    Operator("line_for_closed_goal", ("S8", "S16"), ("purposeful_spend",), _closed_goal),
    Operator("department_without_goals", ("S7",), _REACH, _way("nothing")),
    Operator("department_with_closed_goals", ("S7",), _REACH, _way("closed")),
    Operator("department_with_mandates", ("S7",), _REACH, _way("mandates")),
    Operator("posted_twice", ("S8",), (), _posted_twice, look_alike="purposeless_line"),
    Operator("thinly_reached_department", ("S7",), (), _thinly_reached,
             look_alike="department_without_goals"),
)  # fmt: skip
"""The operators of this module."""
