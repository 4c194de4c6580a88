"""What a firm keeps an eye on: a dashboard of lights, reports of claims, a register of risks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from alignlib.errors import InstructorError
from alignlib.variants.clean.sketch import Sketch, months_before

GREEN_MONTHS = 12
"""Months in a row in which every light is green. As many lie before them, to compare with."""

AMISS = (1, 2)
"""Lights in use that are not green in each of the other months."""

OTHER_LIGHTS = ("amber", "amber", "red")
"""What such a light shows: a red one is rarer than an amber one."""

SEASON = (6, 4, 1, -2, -4, -5, -5, -3, 0, 1, 3, 4)
"""By how many per cent claims lie above or below their level from January to December."""

NOISE = 15
"""By how many thousandths a month lies at most above or below its level and season."""

FIRST_FIGURE = (52, 70)
"""Per cent of the claims that a first figure knows of; the bills for the rest come later."""

FILED_DAYS, CORRECTED_DAYS = (4, 9), (40, 70)
"""Days after the month's first one on which a report is filed, and filed again."""

GROWTH = (30, 60)
"""By how many thousandths the number of policies grows in a year."""


def dashboard(section: Mapping[str, Any], sketch: Sketch) -> None:
    """
    A light for each measure and month.

    In twelve months in a row all lights of systems in use are green; in every other month some
    are not. Systems that nobody works with have lights too, and theirs are green.
    """
    stream = sketch.stream
    months = months_before(sketch.begins, section["months"])
    spare = len(months) - 2 * GREEN_MONTHS
    if spare < 0:
        raise InstructorError(
            f"plan.dashboard: {len(months)} months are too few for a green year and one before "
            f"it. Take {2 * GREEN_MONTHS} or more."
        )
    first = GREEN_MONTHS + stream.below(spare + 1)
    used = stream.sample(section["entries"], section["take"])
    unused = stream.sample(section["unused"], section["take_unused"])
    entries = stream.shuffled([(e, "yes") for e in used] + [(e, "no") for e in unused])
    rows = []
    for place, month in enumerate(months):
        is_green = first <= place < first + GREEN_MONTHS
        amiss = [] if is_green else stream.sample(used, stream.between(*AMISS))
        for entry, in_use in entries:
            light = stream.pick(OTHER_LIGHTS) if entry in amiss else "green"
            rows.append(
                {
                    "month": month,
                    "measure": sketch.words(entry["title"]),
                    "in_use": in_use,
                    "value": sketch.number(entry[light], entry.get("decimals", 1)),
                    "unit": entry["unit"],
                    "light": light,
                    "_red": sketch.number(entry["red"], entry.get("decimals", 1)),
                }
            )
    sketch.rows["dashboard"] = rows


def claims_reports(section: Mapping[str, Any], sketch: Sketch) -> None:
    """
    A report for each kind of policy and month; what a claim costs follows the season only.

    Of the green year, `corrected` reports were entered twice: a first figure that is too low,
    and the right one later. `missing_each` reports of each of the two years were never filed, in
    both years of the same kind: else one year would hold dearer policies than the other. Clerks
    type the kinds in several ways; `policy_names` says which kind is meant.
    """
    stream = sketch.stream
    months = list(dict.fromkeys(row["month"] for row in sketch.rows["dashboard"]))
    green = green_months(sketch.rows["dashboard"])
    first = months.index(green[0])
    before = months[first - GREEN_MONTHS : first]
    total = int(sketch.words(section["policies"]).replace(",", ""))
    growth = stream.between(*GROWTH)
    reports: list[dict[str, Any]] = []
    for kind in section["kinds"]:
        level = sketch.number(kind["monthly_cost"], 2)
        for place, month in enumerate(months):
            since = place - len(months) + 1
            policies = round(total * kind["share"] * (1 + growth * since / 12_000))
            season = 1 + SEASON[int(month[5:]) - 1] / 100 + stream.between(-NOISE, NOISE) / 1000
            reports.append(
                {
                    "filed_on": _day(month, stream.between(*FILED_DAYS)),
                    "month": month,
                    "typed": stream.pick(kind["typed"]),
                    "policies": policies + stream.between(-policies // 400, policies // 400),
                    "claims_k": round(policies * level * season / 1000, 1),
                    "_kind": kind["kind"],
                    "_own": kind["own_risk"],
                    "_green": month in green,
                }
            )
    lost = stream.pick([kind["kind"] for kind in section["kinds"] if kind["own_risk"]])
    for year in (before, green):
        there = [row for row in reports if row["_kind"] == lost and row["month"] in year]
        for row in stream.sample(there, section["missing_each"]):
            reports.remove(row)
    today = sketch.begins.isoformat()
    own = [
        row
        for row in reports
        if row["_own"] and row["_green"] and _day(row["month"], CORRECTED_DAYS[1]) <= today
    ]
    corrected = stream.sample(own, section["corrected"])
    sketch.rows["policy_names"] = [
        {"typed": typed, "kind": kind["kind"], "own_risk": "yes" if kind["own_risk"] else "no"}
        for kind in section["kinds"]
        for typed in kind["typed"]
    ]
    sketch.rows["claims_reports"] = _entered(reports, corrected, sketch)


def green_months(rows: list[dict[str, Any]]) -> list[str]:
    """The months in which every light of a system in use is green."""
    months = dict.fromkeys(row["month"] for row in rows)
    amiss = {r["month"] for r in rows if r["in_use"] == "yes" and r["light"] != "green"}
    return [month for month in months if month not in amiss]


def _entered(
    reports: list[dict[str, Any]], corrected: list[dict[str, Any]], sketch: Sketch
) -> list[dict[str, Any]]:
    """The reports by the day of entry, with numbers; corrected ones twice."""
    stream = sketch.stream
    first_number = stream.between(300, 800)
    rows = []
    for number, row in enumerate(sorted(reports, key=lambda r: (r["filed_on"], r["typed"]))):
        named = {"report": f"CR-{first_number + number}", **row}
        rows.append(named)
        if row in corrected:
            part = stream.between(*FIRST_FIGURE) / 100
            later = _day(row["month"], stream.between(*CORRECTED_DAYS))
            rows[-1] = {**named, "claims_k": round(row["claims_k"] * part, 1)}
            rows.append({**named, "filed_on": later})
    rows.sort(key=lambda row: (row["filed_on"], row["report"]))
    return sketch.coded("entry", "E", rows)


def _day(month: str, days: int) -> str:
    """A day so many days after the end of a month."""
    end = dt.date.fromisoformat(f"{month}-28") + dt.timedelta(days=3)
    return (end + dt.timedelta(days=days)).isoformat()


def risk_register(section: Mapping[str, Any], sketch: Sketch) -> None:
    """
    Risks to each objective, all of them open: business risks, and technology risks.

    An objective that needs no technology has no technology risk. Business risks fit the
    objective's theme; those of the theme `any` fit all objectives.
    """
    stream = sketch.stream
    free = {side: stream.shuffled(section[side]) for side in ("business", "technology")}
    rows: list[dict[str, Any]] = []
    for objective in sketch.rows["objectives"]:
        code = objective["objective"]
        theme = (sketch.themes[code] or ["any"])[0]
        wanted = {"business": theme, "technology": "any" if sketch.themes[code] else ""}
        for side, fitting in wanted.items():
            chosen = [e for e in free[side] if e.get("theme", "any") == fitting]
            chosen = chosen[: section["take_each"]]
            if fitting and len(chosen) < section["take_each"]:
                raise InstructorError(
                    f"plan.risk_register.{side}: {section['take_each']} risks of the theme "
                    f"{fitting!r} are wanted for {code}, and {len(chosen)} are left. Add some."
                )
            free[side] = [entry for entry in free[side] if entry not in chosen]
            rows += [
                {
                    "text": sketch.words(entry["text"]),
                    "kind": entry["kind"],
                    "likelihood": stream.between(2, 5),
                    "impact": stream.between(2, 5),
                    "owner": sketch.words(entry["owner"]),
                    "response": sketch.words(entry["response"]),
                    "objective": code,
                    "status": "open",
                }
                for entry in chosen
            ]
    sketch.rows["risks"] = sketch.coded("risk", "R", stream.shuffled(rows))
