"""A clean register of goals, and a log of decisions in which each names a goal or a duty."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from alignlib.variants.clean.sketch import Sketch

CLOSED_EARLY, CLOSED_LATE = (250, 300), (40, 60)
"""Days before the plan begins on which goals were closed: before the decisions, and amid them."""

DECIDED = (10, 240)
"""Days before the plan begins between which decisions were taken."""


def register(section: Mapping[str, Any], sketch: Sketch) -> None:
    """
    The register of goals: live ones, and closed ones with the day and the reason.

    The second closed goal was closed late, so that decisions could still name it; all others
    were closed before the first decision.
    """
    stream = sketch.stream
    entries = [(entry, "") for entry in stream.sample(section["live"], section["take_live"])]
    closed = stream.sample(section["closed"], section["take_closed"])
    for place, entry in enumerate(closed):
        span = CLOSED_LATE if place == 1 else CLOSED_EARLY
        day = sketch.begins - dt.timedelta(days=stream.between(*span))
        entries.append((entry, day.isoformat()))
    sketch.rows["objectives"] = [
        {
            "objective": f"O{number}",
            "text": sketch.words(entry["text"]),
            "owner": sketch.words(entry["owner"]),
            "status": "closed" if closed_on else "live",
            "closed_on": closed_on or None,
            "closed_because": sketch.words(entry["closed_because"]) if closed_on else None,
        }
        for number, (entry, closed_on) in enumerate(stream.shuffled(entries), start=1)
    ]


def decisions(section: Mapping[str, Any], sketch: Sketch) -> None:
    """
    The log of decisions: each names a live goal, or a mandate and no goal.

    What was noted on the day is kept in the row's margin (`_note`, and in `_read_out` whether
    the minutes tell it); margins never leave the generator.
    """
    stream = sketch.stream
    live = [o["objective"] for o in sketch.rows["objectives"] if o["status"] == "live"]
    mandated = stream.sample(section["mandated"], section["take_mandated"])
    chosen = stream.sample(section["entries"], section["take"]) + mandated
    days = sorted(stream.between(*DECIDED) for _ in chosen)[::-1]
    rows = []
    for number, (entry, before) in enumerate(zip(stream.shuffled(chosen), days, strict=True), 1):
        goal = None if "mandate" in entry else stream.pick(live)
        rows.append(
            {
                "decision": f"{section['prefix']}{number:02}",
                "date": (sketch.begins - dt.timedelta(days=before)).isoformat(),
                "by": sketch.words(entry["by"]),
                "text": sketch.words(entry["text"]),
                "objective": goal,
                "mandate": sketch.words(entry["mandate"]) if goal is None else None,
                "_note": sketch.words(entry["minute"], objective=goal) if goal else None,
                "_read_out": "no",
            }
        )
    noted = [row for row in rows if row["_note"]]
    for row in stream.sample(noted, section["read_out"]):
        row["_read_out"] = "yes"
    sketch.rows["decisions"] = rows
