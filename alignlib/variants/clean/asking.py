"""Clean consultations: each department that an initiative touches is asked before the decision."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from alignlib.variants.clean.sketch import Sketch

DECIDED = (10, 100)
"""Days before the plan begins on which an initiative was decided."""

ASKED = (6, 60)
"""Days before the decision on which a department was asked."""

TOLD = (20, 300)
"""Days after the decision on which a department was told of it once more."""


def consultations(section: Mapping[str, Any], sketch: Sketch) -> None:
    """
    For each initiative the departments that it touches, and when each was asked.

    Each was asked in time. `told` of them were also told later, which changes nothing. People
    type the departments in several ways; `department_names` says which one is meant.
    """
    stream = sketch.stream
    typed = {one["name"]: one["typed"] for one in section["departments"]}
    touches: list[dict[str, Any]] = []
    asked: list[dict[str, Any]] = []
    for initiative in sketch.rows["initiatives"]:
        decided = sketch.begins - dt.timedelta(days=stream.between(*DECIDED))
        initiative["decided_on"] = decided.isoformat()
        for department in initiative.get("_touches", ()):
            touches.append({"initiative": initiative["initiative"], "department": department})
            day = decided - dt.timedelta(days=stream.between(*ASKED))
            asked.append(_entry(day, initiative, department, typed, "asked", sketch))
    titles = {row["initiative"]: row for row in sketch.rows["initiatives"]}
    for touch in stream.sample(touches, section["told"]):
        initiative = titles[touch["initiative"]]
        decided = dt.date.fromisoformat(initiative["decided_on"])
        day = decided + dt.timedelta(days=stream.between(*TOLD))
        asked.append(_entry(day, initiative, touch["department"], typed, "told", sketch))
    asked.sort(key=lambda row: (row["date"], row["initiative"], row["typed"]))
    sketch.rows["touches"] = touches
    sketch.rows["consultations"] = sketch.coded("entry", "Q", asked)
    sketch.rows["department_names"] = [
        {"typed": word, "department": name} for name, words in typed.items() for word in words
    ]


def _entry(
    day: dt.date,
    initiative: Mapping[str, Any],
    department: str,
    typed: Mapping[str, list[str]],
    way: str,
    sketch: Sketch,
) -> dict[str, Any]:
    """An entry, without its number. Its margin says which department is meant."""
    return {
        "date": day.isoformat(),
        "initiative": initiative["initiative"],
        "typed": sketch.stream.pick(typed[department]),
        "way": way,
        "_department": department,
    }
