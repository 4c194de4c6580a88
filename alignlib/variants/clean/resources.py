"""Clean resources: capabilities that are ready in time, and licences that are used."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from alignlib.variants.clean.sketch import Sketch


def capabilities(section: Mapping[str, Any], sketch: Sketch) -> None:
    """Capabilities, and needs of the objectives that each is mature enough for."""
    stream = sketch.stream
    rows: list[dict[str, Any]] = []
    for number, entry in enumerate(stream.sample(section["entries"], section["take"]), start=1):
        level = stream.between(2, 4)
        planned = level < 4 and stream.below(2) == 1
        rows.append(
            {
                "capability": f"C{number:02}",
                "title": sketch.words(entry),
                "level": level,
                "planned_level": level + 1 if planned else None,
                "planned_on": sketch.day(120, 300) if planned else None,
            }
        )
    needs = []
    for objective in sketch.rows["objectives"]:
        if objective["needs_technology"] == "yes":
            needs += [
                {
                    "objective": objective["objective"],
                    "capability": capability["capability"],
                    "level": capability["level"] - stream.below(2),
                }
                for capability in stream.sample(rows, section["needs_each"])
            ]
    sketch.rows["capabilities"] = rows
    sketch.rows["capability_needs"] = needs


def licences(section: Mapping[str, Any], sketch: Sketch) -> None:
    """A year of months for each tool, nearly all licences used; the newest tool has just begun."""
    stream = sketch.stream
    rows = []
    tools = stream.sample(section["entries"], section["take"])
    for place, tool in enumerate(tools):
        new = place < section.get("new", 0)
        licensed = stream.between(*section["licensed"])
        cost = licensed * sketch.number(section["cost_each_k"], 3)
        first = 10 if new else 0
        start = _month(sketch.begins, first) if new else _month(sketch.begins, -18)
        for month in range(first, 12):
            used = licensed if new else licensed - stream.below(max(1, licensed // 50))
            rows.append(
                {
                    "month": _month(sketch.begins, month).strftime("%Y-%m"),
                    "tool": sketch.words(tool),
                    "licensed": licensed,
                    "active": used,
                    "cost_k": round(cost, 2),
                    "start": start.isoformat(),
                }
            )
    sketch.rows["licences"] = rows


def _month(begins: dt.date, months: int) -> dt.date:
    """The first day of a month, so many months from the one in which the plan begins."""
    count = begins.year * 12 + begins.month - 1 + months
    return dt.date(count // 12, count % 12 + 1, 1)


def risks(section: Mapping[str, Any], sketch: Sketch) -> None:
    """Risks of both sides, each with an owner and a response."""
    stream = sketch.stream
    everyone = [person for side in sketch.people.values() for person in side]
    sketch.rows["risks"] = [
        {
            "risk": f"X{number:02}",
            "text": sketch.words(entry["text"]),
            "kind": entry["kind"],
            "likelihood": stream.between(1, 5),
            "impact": stream.between(1, 5),
            "owner": stream.pick(everyone),
            "response": sketch.words(entry["response"]),
        }
        for number, entry in enumerate(stream.sample(section["entries"], section["take"]), start=1)
    ]
