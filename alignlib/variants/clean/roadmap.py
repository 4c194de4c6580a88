"""A clean roadmap of several years: pairs in order, and changes of dates that do no harm."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from alignlib.errors import InstructorError
from alignlib.variants.clean.sketch import Sketch

EARLY, LATE = (280, 520), (4, 90)
"""Days from the beginning of the plan, and of its second half, on which initiatives start."""

EARLY_LASTS, LATE_LASTS = (150, 330), (80, 230)
"""Days that an initiative of either half lasts; those of the second one to three quarters."""

GAP = (45, 110)
"""Days between the end of what is needed and the start of what needs it."""

SLIP = (12, 35)
"""Days by which a harmless move puts an initiative off: fewer than any gap has."""

MOVES = ("later", "earlier", "back")
"""Why an initiative is moved: it takes longer, it is wanted sooner, it is put back again."""

Row = dict[str, Any]


def roadmap(section: Mapping[str, Any], sketch: Sketch) -> None:
    """
    Dates for all initiatives, dependencies in pairs, and a list of changed dates.

    `early` linked initiatives belong to the first half, which begins with the plan; the others,
    and the mandated ones, start after the day `thaws`. A pair never spans both halves. Of the
    initiatives that are in no pair, `moved` were put off by some days, all of this by `today`.
    Raises `InstructorError` where a half is too small for its pairs.
    """
    stream = sketch.stream
    linked = {link["initiative"] for link in sketch.rows["links"]}
    rows = {row["initiative"]: row for row in sketch.rows["initiatives"]}
    order = stream.shuffled(sorted(linked))
    thaws = (dt.date.fromisoformat(section["thaws"]) - sketch.begins).days
    late = (thaws + LATE[0], thaws + LATE[1])
    found = []
    for half, codes, starts, lasts in (
        ("early", order[: section["early"]], EARLY, EARLY_LASTS),
        ("late", order[section["early"] :], late, LATE_LASTS),
    ):
        pairs = section["pairs"][half]
        if len(codes) < 2 * pairs:
            raise InstructorError(
                f"plan.roadmap: {pairs} {half} pairs need {2 * pairs} linked initiatives; there "
                f"are {len(codes)}. Take fewer pairs."
            )
        for place, code in enumerate(codes):
            start = stream.between(*starts)
            if place % 2 and place < 2 * pairs:
                before = rows[codes[place - 1]]
                start = _days(before["end"], sketch) + stream.between(*GAP)
                found.append(_pair(before, rows[code], stream.pick(section["because"]), sketch))
            _set(rows[code], start, start + stream.between(*lasts), sketch)
    for code in sorted(set(rows) - linked):
        start = stream.between(*late)
        _set(rows[code], start, start + stream.between(*LATE_LASTS), sketch)
    sketch.rows["dependencies"] = sketch.coded("dependency", "N", stream.shuffled(found))
    paired = {pair[end] for pair in found for end in ("predecessor", "successor")}
    free = stream.sample(sorted(set(rows) - paired), section["moved"])
    for row in sketch.rows["initiatives"]:  # for what is planted later
        row["_today"] = section["today"]
        for way in MOVES:
            row[f"_{way}"] = sketch.words(stream.pick(section["reasons"][way]))
    moves = [_put_off(rows[code], sketch) for code in free]
    moves.sort(key=lambda move: (move["entered_on"], move["initiative"]))
    sketch.rows["date_changes"] = sketch.coded("change", "M", moves)


def _days(day: str, sketch: Sketch) -> int:
    return (dt.date.fromisoformat(day) - sketch.begins).days


def _set(row: Row, start: int, end: int, sketch: Sketch) -> None:
    """Give an initiative its days, counted from the first one of the plan."""
    row["start"] = (sketch.begins + dt.timedelta(days=start)).isoformat()
    row["end"] = (sketch.begins + dt.timedelta(days=end)).isoformat()


def _pair(before: Row, after: Row, because: str, sketch: Sketch) -> Row:
    """A dependency, without its number."""
    return {
        "predecessor": before["initiative"],
        "successor": after["initiative"],
        "text": sketch.words(because, before=before["title"], after=after["title"]),
    }


def _put_off(row: Row, sketch: Sketch) -> Row:
    """A change that puts an initiative off by some days, without its number."""
    start, end = (dt.date.fromisoformat(row[name]) for name in ("start", "end"))
    later = dt.timedelta(days=sketch.stream.between(*SLIP))
    entered = min(dt.date.fromisoformat(row["_today"]), start)
    entered -= dt.timedelta(days=sketch.stream.between(10, 60))
    return {
        "entered_on": entered.isoformat(),
        "initiative": row["initiative"],
        "start": (start + later).isoformat(),
        "end": (end + later).isoformat(),
        "reason": row["_later"],
    }
