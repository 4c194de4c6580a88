"""A portfolio to be traced: goals of which one weighs most, proposals for each, and who paid."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from alignlib.errors import InstructorError
from alignlib.variants.clean.portfolio import MAIN, SIDE, budgets
from alignlib.variants.clean.sketch import Sketch, months_before, shares

SERVING_SIDE = 2
"""Proposals that serve a side goal besides a main one: one can be lost without losing the goal."""

CLOSED_DAYS = (85, 200)
"""Days before the plan begins on which a goal was closed."""

CHECK_DAYS = (82, 120)
"""Days before the plan begins on which the claims were checked."""

STYLES = ("{}", "{}", "{} ", " {}")
"""How clerks type the name of a project: some put a space before or behind it."""

CASES: tuple[Callable[[str], str], ...] = (str, str.upper, str.lower)
"""They write it as it is, in capitals, or in small letters."""

CREDIT = (5, 15)
"""Per cent of what was paid that a supplier gives back in a credit note."""


def goals(section: Mapping[str, Any], sketch: Sketch) -> None:
    """
    The register of goals: one that weighs most, some that are always there, some drawn.

    The first of `always` is the chief goal. `entries` are side goals. `parts` says how much a
    goal weighs beside the others. Those without technology weigh nothing, and closed ones have
    no weight.
    """
    stream = sketch.stream
    live = [*section["always"], *stream.sample(section["entries"], section["take"])]
    weights = shares([stream.between(*entry["parts"]) for entry in live], 2)
    closed = stream.sample(section["closed"], section["take_closed"])
    plain = stream.sample(section["without_technology"], section["take_without"])
    drawn: list[tuple[Mapping[str, Any], float | None]] = list(zip(live, weights, strict=True))
    drawn += [(entry, 0.0) for entry in plain] + [(entry, None) for entry in closed]
    rows = []
    for number, (entry, weight) in enumerate(stream.shuffled(drawn), start=1):
        code = f"O{number}"
        closed_on = sketch.day(-CLOSED_DAYS[1], -CLOSED_DAYS[0]) if weight is None else None
        sketch.themes[code] = [entry["theme"]] if "theme" in entry else []
        rows.append(
            {
                "objective": code,
                "text": sketch.words(entry["text"]),
                "owner": sketch.words(entry["owner"]),
                "status": "closed" if closed_on else "live",
                "closed_on": closed_on,
                "closed_because": sketch.words(entry["closed_because"]) if closed_on else None,
                "weight": weight,
                "due": sketch.words(entry.get("due", sketch.day(*section["due_days"]))),
                "needs_technology": "yes" if "theme" in entry else "no",
            }
        )
    sketch.rows["objectives"] = rows


def proposals(section: Mapping[str, Any], sketch: Sketch) -> None:
    """
    The initiatives, and which goal each one claims to serve; every claim was checked.

    Of each side goal and each closed goal there are two, which serve a main goal first; `alone`
    says how many serve a main goal and no other. One showpiece and one platform are always
    there. What is mandated serves nothing and costs `mandated_k`. Raises `InstructorError`
    when there are too few entries.
    """
    stream = sketch.stream
    codes = {themes[0]: code for code, themes in sketch.themes.items() if themes}
    chosen: list[Mapping[str, Any]] = [
        {**stream.pick(section["showpieces"]), "showpiece": "yes"},
        {**stream.pick(section["platforms"]), "platform": "yes"},
    ]
    for theme in codes:
        chosen += _serving(theme, section, sketch)
    chosen += stream.sample(section["mandated"], section["take_mandated"])
    rows: list[dict[str, Any]] = []
    links: list[dict[str, Any]] = []
    for number, entry in enumerate(stream.shuffled(chosen), start=1):
        code = f"I{number:02}"
        start = sketch.begins + dt.timedelta(days=stream.between(*section["start_days"]))
        end = start + dt.timedelta(days=stream.between(*section["lasts_days"]))
        rows.append(
            {
                "initiative": code,
                "title": sketch.words(entry["title"]),
                "budget_k": float(stream.between(*section["mandated_k"])),
                "start": start.isoformat(),
                "end": end.isoformat(),
                "mandate": sketch.words(entry["mandate"]) if "mandate" in entry else None,
                "text": sketch.words(entry["text"]),
                "platform": entry.get("platform", "no"),
                "_also": sketch.words(entry["also"]),
                "_showpiece": entry.get("showpiece", "no"),
            }
        )
        links += [
            {
                "initiative": code,
                "objective": codes[theme],
                "strength": SIDE if place else MAIN,
                "checked_on": sketch.day(-CHECK_DAYS[1], -CHECK_DAYS[0]),
                "_told": None,
            }
            for place, theme in enumerate(entry.get("serves", ()))
            if theme in codes
        ]
    sketch.rows["initiatives"] = rows
    sketch.rows["links"] = sketch.coded("link", "K", links)
    budgets(section["total_k"], sketch)


def _serving(theme: str, section: Mapping[str, Any], sketch: Sketch) -> list[Mapping[str, Any]]:
    """The entries for a theme: a main one alone, any other one beside a main one."""
    if theme in section["alone"]:
        count = section["alone"][theme]
        fitting = [entry for entry in section["entries"] if entry["serves"] == [theme]]
    else:
        count = SERVING_SIDE
        fitting = [entry for entry in section["entries"] if theme in entry["serves"][1:]]
    if len(fitting) < count:
        raise InstructorError(
            f"plan.proposals.entries: {count} are wanted for {theme!r}, and {len(fitting)} are "
            "there. Add some."
        )
    return sketch.stream.sample(fitting, count)


def project_ledger(section: Mapping[str, Any], sketch: Sketch) -> None:
    """
    What was paid for each initiative in the months before, and how clerks call each one.

    A part of each budget is paid in `lines_each` lines, from its start on. `credits` initiatives
    got some money back. The lines of showpieces were posted twice under the same voucher, for
    many hands wish to deal with them, and so were `doubled` others.
    """
    stream = sketch.stream
    months = months_before(sketch.begins, section["months"])
    names, lines = [], []
    initiatives = sketch.rows["initiatives"]
    credited = [row["initiative"] for row in stream.sample(initiatives, section["credits"])]
    for row in initiatives:
        code = row["initiative"]
        called = [row["title"].lower(), row["_also"].lower(), code.lower()]
        names += [{"typed": name, "initiative": code} for name in called]
        paid = row["budget_k"] * stream.between(*section["paid"]) / 100
        count = stream.between(*section["lines_each"])
        parts = shares([stream.between(2, 9) for _ in range(count)])
        amounts = [(stream.pick(section["texts"]), paid * part) for part in parts]
        if code in credited:
            amounts.append(("Credit note", -paid * stream.between(*CREDIT) / 100))
        lines += [
            {
                "month": stream.pick([m for m in months if m >= row["start"][:7]]),
                "project": stream.pick([row["title"], row["_also"], code]),
                "text": sketch.words(text),
                "amount_k": round(amount, 1),
                "_initiative": code,
            }
            for text, amount in amounts
        ]
    first = stream.between(2000, 7000)
    vouchers = stream.shuffled([f"P{first + number}" for number in range(len(lines))])
    named = [{"voucher": v, **line} for v, line in zip(vouchers, lines, strict=True)]
    pieces = [row["initiative"] for row in initiatives if row["_showpiece"] == "yes"]
    loud = [line for line in named if line["_initiative"] in pieces]
    twice = loud + stream.sample([x for x in named if x not in loud], section["doubled"])
    posted = stream.shuffled(named + [dict(line) for line in twice])
    for line in posted:
        line["project"] = _typed(line["project"], sketch)
    posted.sort(key=lambda line: str(line["month"]))
    sketch.rows["project_names"] = sorted(names, key=lambda name: str(name["typed"]))
    sketch.rows["project_lines"] = sketch.coded("line", "L", posted)


def _typed(name: str, sketch: Sketch) -> str:
    """A name as some clerk typed it."""
    return sketch.stream.pick(STYLES).format(sketch.stream.pick(CASES)(name))
