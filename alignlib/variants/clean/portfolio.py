"""A clean portfolio: objectives, initiatives, links, budgets by weight, dates that fit."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from typing import Any

from alignlib.errors import InstructorError
from alignlib.variants.clean.sketch import Sketch, shares

MAIN, SIDE = 3, 2
"""Link strength for the first theme of an initiative, and for its others."""

DUE_DAYS = (480, 720)
INITIATIVE_DAYS = (150, 420)
"""Days that an initiative lasts: well under the two years that date a roadmap."""

START_DAYS = (0, 40)
ROUNDS = 60
"""Rounds of scaling budgets towards the weights; they settle long before."""

LEAST_LINKS = 2
"""Initiatives for each objective, so that losing one is not losing the objective."""

MANDATED_K = (10, 25)
"""What a mandated initiative costs, in thousand pounds. It is money that follows no weight, so
a clean plan has little of it. (The others get theirs from the weights.)"""

TRIES = 200


def objectives(section: Mapping[str, Any], sketch: Sketch) -> None:
    """
    The objectives: some that need technology, some that do not.

    Those that need none carry no weight in the spend; the others' weights sum to 1. `due_days`
    says how many days after the plan begins they are due.
    """
    stream = sketch.stream
    chosen = stream.sample(section["entries"], section["take"])
    plain = stream.sample(section.get("without_technology", []), section.get("take_without", 0))
    weights = shares([stream.between(3, 9) for _ in chosen])
    entries = [(entry, weight) for entry, weight in zip(chosen, weights, strict=True)]
    entries += [(entry, 0.0) for entry in plain]
    rows = []
    for number, (entry, weight) in enumerate(stream.shuffled(entries), start=1):
        code = f"O{number}"
        sketch.themes[code] = [entry["theme"]] if "theme" in entry else []
        rows.append(
            {
                "objective": code,
                "text": sketch.words(entry["text"]),
                "owner": sketch.words(entry["owner"]),
                "status": "live",
                "closed_on": None,
                "closed_because": None,
                "weight": weight,
                "due": sketch.day(*section.get("due_days", DUE_DAYS)),
                "needs_technology": "yes" if sketch.themes[code] else "no",
            }
        )
    sketch.rows["objectives"] = rows


def initiatives(section: Mapping[str, Any], sketch: Sketch) -> None:
    """
    The initiatives and their links.

    Every objective that needs technology is served by at least two of them. Mandated ones
    serve none. `start_days` and `lasts_days` say when they start, counted from the plan's first
    day, and how long they last; `gated` of them, short as they are, name a day of review.
    Raises `InstructorError` when the entries cannot serve the objectives drawn.
    """
    stream = sketch.stream
    wanted = {themes[0]: code for code, themes in sketch.themes.items() if themes}
    fitting = [e for e in section["entries"] if set(e["serves"]) & set(wanted)]
    chosen: list[Mapping[str, Any]] = []
    for _ in range(TRIES if len(fitting) >= section["take"] else 0):
        chosen = stream.sample(fitting, section["take"])
        served = [theme for entry in chosen for theme in entry["serves"]]
        if all(served.count(theme) >= LEAST_LINKS for theme in wanted):
            break
    else:
        chosen = []
    if not chosen:
        raise InstructorError(
            f"plan.initiatives: no {section['take']} entries serve each of the themes "
            f"{', '.join(sorted(wanted))} twice. Add entries, or take more of them."
        )
    chosen += stream.sample(section.get("mandated", []), section.get("take_mandated", 0))
    rows: list[dict[str, Any]] = []
    links: list[dict[str, Any]] = []
    for number, entry in enumerate(stream.shuffled(chosen), start=1):
        code = f"I{number:02}"
        start = sketch.begins + dt.timedelta(
            days=stream.between(*section.get("start_days", START_DAYS))
        )
        end = start + dt.timedelta(days=stream.between(*section.get("lasts_days", INITIATIVE_DAYS)))
        rows.append(
            {
                "initiative": code,
                "title": sketch.words(entry["title"]),
                "budget_k": float(stream.between(*MANDATED_K)),
                "start": start.isoformat(),
                "end": end.isoformat(),
                "mandate": sketch.words(entry["mandate"]) if "mandate" in entry else None,
                "text": sketch.words(entry["text"]),
                "platform": "yes" if entry.get("platform") else "no",
                "review_gate": None,
                "asset_class": entry["asset_class"],
                **({"_touches": entry["touches"]} if "touches" in entry else {}),
            }
        )
        for place, theme in enumerate(entry.get("serves", ())):
            if theme in wanted:
                links.append(
                    {
                        "initiative": code,
                        "objective": wanted[theme],
                        "strength": SIDE if place else MAIN,
                    }
                )
    if "gated" in section:
        _gates(stream.sample(rows, section["gated"]))
    sketch.rows["initiatives"] = rows
    sketch.rows["links"] = sketch.coded("link", "K", links)
    budgets(section["total_k"], sketch)


def _gates(rows: list[dict[str, Any]]) -> None:
    """Give initiatives a day of review half-way, so that such a day alone says nothing."""
    for row in rows:
        start, end = (dt.date.fromisoformat(row[name]) for name in ("start", "end"))
        row["review_gate"] = (start + (end - start) / 2).isoformat()


def budgets(total_bounds: list[float], sketch: Sketch) -> None:
    """
    Give linked initiatives budgets whose split over the objectives follows the weights.

    Each round scales an initiative by how far the objectives that it serves are below or
    above their weight; the split settles where the links allow it to. Sums of floats are
    `fsum`'s, here and in the operators: from Python 3.12 on `sum` rounds in another way.
    """
    rows, links = sketch.rows["initiatives"], sketch.rows["links"]
    live = [o for o in sketch.rows["objectives"] if o["status"] == "live"]
    weights = {o["objective"]: o["weight"] for o in live}
    strengths: dict[str, dict[str, int]] = {}
    for link in links:
        if link["objective"] not in weights:
            continue
        strengths.setdefault(link["initiative"], {})[link["objective"]] = link["strength"]
    budgets = {r["initiative"]: r["budget_k"] for r in rows if r["initiative"] in strengths}
    for _ in range(ROUNDS):
        total = math.fsum(budgets.values())
        split = dict.fromkeys(weights, 0.0)
        for code, own in strengths.items():
            for objective, strength in own.items():
                split[objective] += budgets[code] / total * strength / sum(own.values())
        for code, own in strengths.items():
            pull = math.fsum(
                strength * weights[objective] / max(split[objective], 1e-9)
                for objective, strength in own.items()
            )
            budgets[code] *= pull / sum(own.values())
    wanted = sketch.number(total_bounds, 0)
    total = math.fsum(budgets.values())
    for row in rows:
        if row["initiative"] in budgets:
            row["budget_k"] = float(max(1, round(wanted * budgets[row["initiative"]] / total)))


def dependencies(section: Mapping[str, Any], sketch: Sketch) -> None:
    """Some successors start after their predecessors; no initiative is in two dependencies."""
    stream = sketch.stream
    linked = {link["initiative"] for link in sketch.rows["links"]}
    rows = {r["initiative"]: r for r in sketch.rows["initiatives"] if r["initiative"] in linked}
    free = stream.shuffled(list(rows))
    found: list[dict[str, Any]] = []
    for _ in range(section["take"]):
        if len(free) < 2:
            raise InstructorError(
                f"plan.dependencies: {section['take']} dependencies need {2 * section['take']} "
                f"linked initiatives; there are {len(rows)}. Take fewer."
            )
        first, second = free.pop(), free.pop()
        # Both fit one after the other before the earliest due date.
        middle = sketch.begins + dt.timedelta(days=200)
        rows[first]["end"] = middle.isoformat()
        start = middle + dt.timedelta(days=stream.between(7, 40))
        rows[second]["start"] = start.isoformat()
        rows[second]["end"] = (start + dt.timedelta(days=stream.between(120, 220))).isoformat()
        found.append(
            {
                "dependency": f"N{len(found) + 1:02}",
                "predecessor": first,
                "successor": second,
            }
        )
    sketch.rows["dependencies"] = found


def asset_classes(section: Mapping[str, Any], sketch: Sketch) -> None:
    """Target shares of the four asset classes, and a spend that meets them."""
    sketch.rows["asset_classes"] = [
        {"asset_class": name, "target": target, "share": target}
        for name, target in zip(
            section["classes"],
            shares([sketch.stream.between(*section["parts"]) for _ in section["classes"]], 2),
            strict=True,
        )
    ]
