"""The one door to a score: item + answer + key -> verdicts -> points. It fails closed."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from alignlib.errors import few, shown
from alignlib.items import Item, Outcome, Verdict

DECIMALS = 4
"""Places that points are rounded to: what a gradebook can show, and equal on every platform."""


@dataclass(frozen=True)
class Score:
    """
    The points for one answer, with what they rest on.

    `points` is always a finite built-in float from 0 to `max_points`. `reason` says in words
    why an answer could not be used; `for_human` asks the instructor to look at it. A memo
    that waits for its marker has 0 points for now and `for_human` set.
    """

    item: str
    points: float
    max_points: float
    verdicts: tuple[Verdict, ...] = ()
    reason: str = ""
    note: str = ""
    for_human: bool = False
    attempted: bool = False
    tally: str = ""


def award(item: Item, value: Any, key: Mapping[str, Any] | None) -> Score:
    """
    The score of one recorded value (None where nothing was recorded) for `item`.

    This is the only function that makes points. What is no answer to the item earns nothing
    and is named in the reason; what is readable beside it counts. Where the key is missing, or
    a rule fails, it gives 0, a reason, and asks for a human: never full marks, never an
    exception.
    """
    try:
        most = _points(item.points, item.points)
    except (TypeError, ValueError):
        return _closed(item, 0.0, f"The item has {shown(item.points)} points, which cannot be.")
    if key is None:
        return _closed(item, most, "There is no key for this item.")
    reason = ""
    if value is not None:
        try:
            value, problems = item.readable_part(value)
        except Exception as error:  # noqa: BLE001 - whatever fails, no points
            return _closed(item, most, f"The answer broke its check ({type(error).__name__}).")
        reason = " ".join(few(problems))
    try:
        judgement = item.judge(value, key)
        attempted = any(v.outcome is not Outcome.NOT_ATTEMPTED for v in judgement.verdicts)
        if judgement.share is None:
            return Score(
                item.id,
                0.0,
                most,
                judgement.verdicts,
                reason,
                judgement.note,
                for_human=True,
                attempted=attempted,
                tally=judgement.tally,
            )
        points = _points(judgement.share * most, most)
    except Exception as error:  # noqa: BLE001 - whatever fails, no points
        return _closed(item, most, f"The answer broke its rule ({type(error).__name__}).")
    return Score(
        item.id,
        points,
        most,
        judgement.verdicts,
        reason,
        judgement.note,
        for_human=bool(reason),
        attempted=attempted,
        tally=judgement.tally,
    )


def _closed(item: Item, most: float, reason: str) -> Score:
    return Score(
        item.id, 0.0, most, reason=f"{reason} Your instructor has been told.", for_human=True
    )


def _points(points: float, most: float) -> float:
    """
    `points` as a built-in float between 0 and `most`.

    Raises `ValueError` where either is not finite or `most` is negative: nobody loses points
    to a broken rule without a word.
    """
    if not math.isfinite(points) or not math.isfinite(most) or most < 0:
        raise ValueError(f"{points} of {most} points")
    return round(min(max(float(points), 0.0), float(most)), DECIMALS)
