"""What a diagnosis looks into: money as it was given, questions and replies, answer sheets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from alignlib.tables.schema import SIDES
from alignlib.variants.clean.sketch import Sketch, months_before

GIVEN = (55, 80)
"""Per cent of what an initiative asks for that the budget book gives it: the same for all."""

RISE = 0.02
"""By how much everybody gets more than last year."""

BESIDE = (15, 40)
"""Per cent of the money of some initiatives that comes as a sum beside it."""

LEVELS = (2, 4)
"""Levels of maturity on which capabilities are today."""

PLANNED_DAYS = (120, 300)
"""Days after the plan begins on which some of them will be better."""

ASKED_DAYS = (48, 150)
"""Days before the plan begins on which questions were asked."""

PRINTED_DAYS = 3
"""Days before the plan begins on which the log of questions was printed."""

ANSWER_DAYS = (2, 9)
"""Days until an answer comes."""

MORE_DAYS = (6, 14)
"""Days from an answer until somebody adds something to it."""

IN_FIVE = 5
"""Of so many questions, three get a receipt first, and one gets a second answer later."""

A_YEAR = 12

LICENSED_SINCE = (14, 60)
"""Months before the last month since when an old tool has been licensed."""

NEW_FOR = ((2, 3), (5, 6))
"""Months for which the two newest tools have been licensed: one is still being learned."""

IN_USE = (98, 100)
"""Per cent of its licences that are in use each month."""

GROWS = (5, 15)
"""Per cent by which the licences of some tools grow in the course of the year."""


def allocations(section: Mapping[str, Any], sketch: Sketch) -> None:
    """
    The lines of the budget book: each initiative gets the same share of what it asks for.

    It is what it had last year (`base`), a little more (`rise`), and for some a sum beside it.
    """
    stream = sketch.stream
    share = stream.between(*GIVEN) / 100
    rows: list[dict[str, Any]] = []
    for initiative in sketch.rows["initiatives"]:
        whole = round(10 * share * initiative["budget_k"])
        beside = whole * stream.between(*BESIDE) // 100 if stream.below(2) else 0
        base = round((whole - beside) / (1 + RISE))
        lines = {section["base"]: base, section["rise"]: whole - beside - base}
        if beside:
            lines[stream.pick(section["others"])] = beside
        rows += [
            {
                "initiative": initiative["initiative"],
                "text": sketch.words(text),
                "amount_k": tenths / 10,
                "status": "holds",
            }
            for text, tenths in lines.items()
        ]
    sketch.rows["allocations"] = sketch.coded("line", "B", stream.shuffled(rows))


def readiness(section: Mapping[str, Any], sketch: Sketch) -> None:
    """
    What each goal needs, of the capabilities that fit its theme; all are ready today.

    Some will be better one day. `spare` capabilities are there that no goal needs.
    """
    stream = sketch.stream
    needed: list[tuple[str, str]] = []
    for goal in sketch.rows["objectives"]:
        themes = set(sketch.themes[goal["objective"]])
        fitting = [e["title"] for e in section["entries"] if themes & set(e["fits"])]
        count = section["needs_each"] if themes else 0
        needed += [(goal["objective"], title) for title in stream.sample(fitting, count)]
    titles = list(dict.fromkeys(title for _, title in needed))
    unneeded = [e["title"] for e in section["entries"] if e["title"] not in titles]
    titles = stream.shuffled(titles + stream.sample(unneeded, section["spare"]))
    rows: dict[str, dict[str, Any]] = {}
    for number, title in enumerate(titles, start=1):
        level, better = stream.between(*LEVELS), stream.below(2)
        rows[title] = {
            "capability": f"C{number:02}",
            "title": sketch.words(title),
            "level": level,
            "planned_level": level + 1 if better else None,
            "planned_on": sketch.day(*PLANNED_DAYS) if better else None,
        }
    sketch.rows["capabilities"] = list(rows.values())
    sketch.rows["capability_needs"] = [
        {
            "objective": objective,
            "capability": rows[title]["capability"],
            "level": rows[title]["level"] - stream.below(2),
        }
        for objective, title in needed
    ]


def tools(section: Mapping[str, Any], sketch: Sketch) -> None:
    """
    The licences of the twelve months before the plan begins, nearly all of them in use.

    Two tools are new: one has been there for a few weeks, one for half a year or less.
    """
    stream = sketch.stream
    year = months_before(sketch.begins, A_YEAR)
    rows = []
    for place, tool in enumerate(stream.sample(section["entries"], section["take"])):
        since = stream.between(*(NEW_FOR[place] if place < len(NEW_FOR) else LICENSED_SINCE))
        start = f"{months_before(sketch.begins, since)[0]}-01"
        seats = stream.between(*section["seats"])
        price = sketch.number(section["price_k"], 3)
        more = seats + seats * stream.between(*GROWS) // 100 if stream.below(2) else seats
        grows_in = stream.pick(year[1:])
        for month in year[-since:]:
            licensed = more if month >= grows_in else seats
            rows.append(
                {
                    "month": month,
                    "tool": sketch.words(tool),
                    "licensed": licensed,
                    "active": licensed * stream.between(*IN_USE) // 100,
                    "cost_k": round(licensed * price, 2),
                    "start": start,
                }
            )
    rows.sort(key=lambda row: (str(row["month"]), str(row["tool"])))
    sketch.rows["licences"] = rows


def teams(section: Mapping[str, Any], sketch: Sketch) -> None:
    """The teams, each in all the ways in which its name is typed."""
    sketch.rows["team_names"] = [
        {"typed": typed, "team": entry["team"], "side": entry["side"]}
        for entry in section["entries"]
        for typed in entry["typed"]
    ]


def questions(section: Mapping[str, Any], sketch: Sketch) -> None:
    """
    The log of questions between teams: each that needs an answer got one within days.

    Some got a receipt from a machine first, and some a second answer later. Notices need no
    answer and have none.
    """
    stream = sketch.stream
    typed = _typed(sketch)
    entries = [(entry, "yes") for entry in stream.sample(section["entries"], section["take"])]
    notices = stream.sample(section["notices"], section["take_notices"])
    entries += [(entry, "no") for entry in notices]
    days = sorted(stream.between(*ASKED_DAYS) for _ in entries)[::-1]
    printed = sketch.begins - dt.timedelta(days=PRINTED_DAYS)
    rows, replies = [], []
    codes = sketch.codes("N", len(entries))
    for code, (entry, needs), before in zip(codes, stream.shuffled(entries), days, strict=True):
        asked = sketch.begins - dt.timedelta(days=before)
        rows.append(
            {
                "question": code,
                "asked_on": asked.isoformat(),
                "asked_by": stream.pick(typed[entry["by"]]),
                "asked_of": stream.pick(typed[entry["of"]]),
                "about": sketch.words(entry["about"]),
                "text": sketch.words(entry["text"]),
                "needs_answer": needs,
                "printed_on": printed.isoformat(),
            }
        )
        chance = stream.below(IN_FIVE)
        if chance > 1:
            replies.append(_reply(code, asked, "receipt"))
        if needs == "yes":
            answered = asked + dt.timedelta(days=stream.between(*ANSWER_DAYS))
            replies.append(_reply(code, answered, "answer"))
            if chance == 0:
                later = answered + dt.timedelta(days=stream.between(*MORE_DAYS))
                replies.append(_reply(code, later, "answer"))
    sketch.rows["questions"] = rows
    replies.sort(key=lambda row: (row["date"], row["question"]))
    sketch.rows["replies"] = sketch.coded("reply", "Y", replies)


def _typed(sketch: Sketch) -> dict[str, list[str]]:
    """The ways in which each team's name is typed."""
    typed: dict[str, list[str]] = {}
    for row in sketch.rows["team_names"]:
        typed.setdefault(row["team"], []).append(row["typed"])
    return typed


def _reply(question: str, day: dt.date, kind: str) -> dict[str, Any]:
    return {"question": question, "date": day.isoformat(), "kind": kind}


def answer_sheets(section: Mapping[str, Any], sketch: Sketch) -> None:
    """
    The statements of a survey, and the marks of both sides, which agree on average.

    Technology has fewer people: `technology` sheets, and twice as many of business.
    """
    stream = sketch.stream
    texts = stream.sample(section["entries"], section["take"])
    statements = [
        {"statement": f"S{number}", "text": sketch.words(text)}
        for number, text in enumerate(texts, start=1)
    ]
    few = section["technology"]
    typed = {side: [r["typed"] for r in sketch.rows["team_names"] if r["side"] == side]
             for side in SIDES}  # fmt: skip
    people = [stream.pick(typed[side]) for side in (*SIDES[:1] * 2, SIDES[1]) for _ in range(few)]
    numbers = stream.shuffled(sketch.codes("A", len(people)))
    rows = []
    for statement in statements:
        marks = [stream.between(3, 5) for _ in range(few)]
        # The same marks three times, in other orders: the means are equal, the answers are not.
        given = [mark for _ in range(3) for mark in stream.shuffled(marks)]
        rows += [
            {"sheet": sheet, "team": team, "statement": statement["statement"], "mark": mark}
            for sheet, team, mark in zip(numbers, people, given, strict=True)
        ]
    rows.sort(key=lambda row: (row["sheet"], row["statement"]))
    sketch.rows["sheet_statements"] = statements
    sketch.rows["marks"] = sketch.coded("entry", "E", rows)
