"""A clean scorecard, and how the year's initiatives ended: days, money, wishes."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from typing import Any

from alignlib.errors import InstructorError
from alignlib.variants.clean.sketch import Sketch

LATE_SHARED, LATE_OTHERS = (-6, 38), (-4, 92)
"""Days between the promised last day and the real one; shared numbers go with fewer."""

OVER_SHARED, OVER_OTHERS = (30, 170), (-50, 90)
"""Thousandths by which the spend lies above the budget; shared numbers go with more."""

CHANGE_SHARED, CHANGE_OTHERS = (2, 7), (4, 15)
"""Weeks until a wish of the stores was met."""

UNASKED = 4
"""One initiative in so many got no wish for a change."""

TRIES = 400


def scorecard(section: Mapping[str, Any], sketch: Sketch) -> None:
    """
    A technology measure and a business measure for each initiative, complete, by its title.

    What is promised is promised for the last day of the initiative.
    What an entry says of a `series` is kept in the row's margin, for the sheets of the stores.
    Raises `InstructorError` for an initiative without an entry.
    """
    titles = {i["initiative"]: i["title"] for i in sketch.rows["initiatives"]}
    ends = {i["initiative"]: i["end"] for i in sketch.rows["initiatives"]}
    entries = {sketch.words(entry["initiative"]): entry for entry in section["entries"]}
    rows: list[dict[str, Any]] = []
    for link in sketch.rows["links"]:
        title = titles[link["initiative"]]
        if title not in entries:
            raise InstructorError(
                f"plan.scorecard: there is no entry for the initiative {title!r}. Add one."
            )
        for side in ("technology", "business"):
            told = entries[title][side]
            decimals = told.get("decimals", 1)
            rows.append(
                {
                    "link": link["link"],
                    "side": side,
                    "title": sketch.words(told["title"]),
                    "baseline": sketch.number(told["baseline"], decimals),
                    "target": sketch.number(told["target"], decimals),
                    "unit": told["unit"],
                    "date": ends[link["initiative"]],
                    "better": told["better"],
                    "_from_zero": told.get("from_zero", False),
                    "_series": entries[title].get("series") if side == "business" else None,
                }
            )
    sketch.rows["metrics"] = sketch.coded("metric", "M", sketch.stream.shuffled(rows))


def outturns(section: Mapping[str, Any], sketch: Sketch) -> None:
    """
    How each initiative ended: `shared` of them had one measure with two names from the start.

    On average these were less late and quicker to change, and they went further over their
    budgets. They were also the smaller ones, so nobody can say what made them quick. One of
    them was late all the same, and one of the others was not. Those that `alone` names by their
    titles had none.
    """
    stream = sketch.stream
    rows = [r for r in sketch.rows["initiatives"] if not r["mandate"]]
    alone = {sketch.words(title) for title in section.get("alone", ())}
    for _ in range(TRIES):
        small = sorted(
            (row for row in rows if row["title"] not in alone),
            key=lambda row: float(row["budget_k"]),
        )
        half = len(small) // 2
        few = section["shared"] // 3
        chosen = stream.sample(small[:half], section["shared"] - few)
        chosen += stream.sample(small[half:], few)
        shared = {row["initiative"] for row in chosen}
        found = [_outturn(row, row["initiative"] in shared, sketch) for row in rows]
        if _telling(found, {r["initiative"]: r for r in rows}):
            sketch.rows["outturns"] = found
            return
    raise InstructorError(
        "plan.outturns: no draw shows what it should. Take about half of the initiatives."
    )


def _outturn(row: Mapping[str, Any], shared: bool, sketch: Sketch) -> dict[str, Any]:
    stream = sketch.stream
    late = stream.between(*(LATE_SHARED if shared else LATE_OTHERS))
    over = stream.between(*(OVER_SHARED if shared else OVER_OTHERS)) / 1000
    weeks = stream.between(*(CHANGE_SHARED if shared else CHANGE_OTHERS))
    end = dt.date.fromisoformat(str(row["end"])) + dt.timedelta(days=late)
    return {
        "initiative": row["initiative"],
        "shared_number": "yes" if shared else "no",
        "delivered_on": end.isoformat(),
        "spent_k": float(round(float(row["budget_k"]) * (1 + over))),
        "weeks_to_change": weeks if stream.below(UNASKED) else None,
    }


def _telling(found: list[dict[str, Any]], rows: Mapping[str, Mapping[str, Any]]) -> bool:
    """Whether the means of the two groups lie clearly on the sides that the case tells of."""
    late: dict[str, list[float]] = {"yes": [], "no": []}
    over: dict[str, list[float]] = {"yes": [], "no": []}
    weeks: dict[str, list[float]] = {"yes": [], "no": []}
    budget: dict[str, list[float]] = {"yes": [], "no": []}
    spent: dict[str, list[float]] = {"yes": [], "no": []}
    for one in found:
        row, group = rows[one["initiative"]], one["shared_number"]
        end = dt.date.fromisoformat(str(row["end"]))
        late[group].append((dt.date.fromisoformat(one["delivered_on"]) - end).days)
        over[group].append(one["spent_k"] / row["budget_k"] - 1)
        budget[group].append(row["budget_k"])
        spent[group].append(one["spent_k"])
        if one["weeks_to_change"] is not None:
            weeks[group].append(one["weeks_to_change"])
    if min(len(weeks["yes"]), len(weeks["no"])) < 3:
        return False
    whole = {group: math.fsum(spent[group]) / math.fsum(budget[group]) for group in spent}
    return (
        _mean(late["no"]) - _mean(late["yes"]) >= 14
        and max(late["yes"]) >= 14
        and min(late["no"]) <= 0
        and _mean(over["yes"]) - _mean(over["no"]) >= 0.03
        and whole["yes"] - whole["no"] >= 0.02
        and _mean(weeks["no"]) - _mean(weeks["yes"]) >= 2
        and _mean(budget["no"]) >= 1.2 * _mean(budget["yes"])
    )


def _mean(values: list[float]) -> float:
    return math.fsum(values) / len(values)
