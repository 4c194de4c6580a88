"""Clean adoption: wards in which, after some months of learning, all use what they have."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from alignlib.variants.clean.sketch import Sketch, months_before

LEARNING = (35, 65, 85)
"""Per cent of the people who sign in during the first, second and third month of a ward."""

WAVES = 3
"""Wards begin in one of the first so many months of the log."""

NEW_MONTHS = 2
"""Months since a new ward began: it is still learning."""

TIMES, SECONDS = (14, 40), (6, 19)
"""Sign-ins of a person in a month, and how long one takes."""

PAPER_AT_FIRST, PAPER_LATER = (85, 100), (1, 12)
"""Per cent of the charts that are kept on paper too, while a ward learns and afterwards."""

CHECKED, WRONG = (36, 60), (0, 1)
"""Drug lists that a ward checks in a month, and how many of them are wrong."""

COURSE_DAYS = 5
"""Days on which a course was held."""

SPELLINGS = ("{0}", "{0} Ward", "{1}", "Ward {0}", "{2} ward")
"""How a ward's name is typed: as it is, in capitals, in small letters."""


def wards(section: Mapping[str, Any], sketch: Sketch) -> None:
    """
    Wards with the bills for their licences, their sign-ins, courses, checks and an interview.

    After three months of learning all people of a ward sign in, quickly and under their own
    names; nearly all were on the course; little is kept on paper too; the record is right.
    Some entries of the log stand in it twice, with the ward typed in another way. A new ward
    is in its second month.
    """
    stream = sketch.stream
    months = months_before(sketch.begins, section["months"])
    names = [sketch.words(name) for name in stream.sample(section["entries"], section["take"])]
    new = stream.sample(names, section["new"])
    waves = stream.shuffled([place % WAVES for place in range(len(names))])
    hospitals = section["hospitals"]
    where = stream.shuffled([hospitals[place % len(hospitals)] for place in range(len(names))])
    rows = sketch.coded(
        "ward",
        "W",
        [
            {
                "name": name,
                "hospital": sketch.words(hospital),
                "went_live": _live(months[-NEW_MONTHS] if name in new else months[wave], stream),
                "_new": "yes" if name in new else "no",
            }
            for name, hospital, wave in zip(names, where, waves, strict=True)
        ],
    )
    sketch.rows["wards"] = rows
    sketch.rows["ward_names"] = [
        {"typed": typed, "ward": row["ward"]} for row in rows for typed in _typed(row["name"])
    ]
    people = _people(section, sketch)
    _licences(section, sketch, months, people)
    _sign_ins(section, sketch, months, people)
    _bookings(sketch, people)
    _checks(section, sketch, months)
    _interviews(section, sketch)


def _live(month: str, stream: Any) -> str:
    return f"{month}-{stream.between(1, 20):02}"


def _typed(name: str) -> list[str]:
    return [form.format(name, name.upper(), name.lower()) for form in SPELLINGS]


def _people(section: Mapping[str, Any], sketch: Sketch) -> dict[str, list[str]]:
    """The staff numbers of each ward."""
    stream = sketch.stream
    counts = [stream.between(*section["people"]) for _ in sketch.rows["wards"]]
    first = stream.between(2000, 7000)
    numbers = stream.shuffled(range(first, first + 3 * sum(counts)))
    return {
        row["ward"]: [f"N{numbers.pop()}" for _ in range(count)]
        for row, count in zip(sketch.rows["wards"], counts, strict=True)
    }


def _age(month: str, went_live: str) -> int:
    """Months from the one in which a ward began to another one; below 0 before that."""
    year, number = int(month[:4]), int(month[5:])
    return 12 * (year - int(went_live[:4])) + number - int(went_live[5:7])


def _licences(
    section: Mapping[str, Any], sketch: Sketch, months: list[str], people: dict[str, list[str]]
) -> None:
    rows = []
    for ward in sketch.rows["wards"]:
        each = sketch.number(section["cost_each_k"], 2)
        rows += [
            {
                "month": month,
                "ward": ward["ward"],
                "licensed": len(people[ward["ward"]]),
                "cost_k": round(each * len(people[ward["ward"]]), 2),
            }
            for month in months
            if _age(month, ward["went_live"]) >= 0
        ]
    rows.sort(key=lambda row: (row["month"], row["ward"]))
    sketch.rows["ward_licences"] = rows


def _sign_ins(
    section: Mapping[str, Any], sketch: Sketch, months: list[str], people: dict[str, list[str]]
) -> None:
    """The log; a row's `_ward` and `_learning` say where and when it belongs."""
    stream = sketch.stream
    drawn: list[dict[str, Any]] = []
    for ward in sketch.rows["wards"]:
        own = stream.shuffled(people[ward["ward"]])
        typed = _typed(ward["name"])
        for month in months:
            age = _age(month, ward["went_live"])
            if age < 0:
                continue
            share = LEARNING[age] if age < len(LEARNING) and ward["_new"] == "no" else 100
            active = own[: max(1, round(len(own) * share / 100))]
            for person in own:
                works = person in active
                drawn.append(
                    {
                        "month": month,
                        "typed": stream.pick(typed),
                        "person": person,
                        "times": stream.between(*TIMES) if works else 0,
                        "seconds": float(stream.between(*SECONDS)) if works else None,
                        "_ward": ward["ward"],
                        "_learning": "yes" if age < len(LEARNING) else "no",
                    }
                )
    twice = [
        row | {"typed": stream.pick([t for t in _names(sketch, row["_ward"]) if t != row["typed"]])}
        for row in stream.sample(drawn, section["doubled"])
    ]
    mixed = stream.shuffled(drawn + twice)
    mixed.sort(key=lambda row: str(row["month"]))
    sketch.rows["sign_ins"] = sketch.coded("entry", "E", mixed)


def _names(sketch: Sketch, ward: str) -> list[str]:
    return [row["typed"] for row in sketch.rows["ward_names"] if row["ward"] == ward]


def _bookings(sketch: Sketch, people: dict[str, list[str]]) -> None:
    """One place for each person; some did not come the first time, and came the second time."""
    stream = sketch.stream
    end = sketch.begins - dt.timedelta(days=30)
    end -= dt.timedelta(days=(end.weekday() - 1) % 7)  # a Tuesday
    days = [(end - dt.timedelta(days=14 * n)).isoformat() for n in range(COURSE_DAYS)][::-1]
    rows = []
    for ward, own in people.items():
        for person in own:
            day = stream.below(COURSE_DAYS - 1)
            missed = stream.below(6) == 0
            rows.append({"person": person, "date": days[day], "came": "no" if missed else "yes",
                         "_ward": ward})  # fmt: skip
            if missed:
                rows.append({"person": person, "date": days[day + 1], "came": "yes",
                             "_ward": ward})  # fmt: skip
    mixed = stream.shuffled(rows)
    mixed.sort(key=lambda row: row["date"])
    sketch.rows["course_bookings"] = sketch.coded("booking", "B", mixed)


def _checks(section: Mapping[str, Any], sketch: Sketch, months: list[str]) -> None:
    stream = sketch.stream
    rows = []
    for month in months:
        for ward in sketch.rows["wards"]:
            age = _age(month, ward["went_live"])
            if age < 0:
                continue
            patients = stream.between(*section["patients"])
            learning = age < len(LEARNING)
            paper = stream.between(*(PAPER_AT_FIRST if learning else PAPER_LATER))
            rows.append(
                {
                    "month": month,
                    "ward": ward["ward"],
                    "patients": patients,
                    "on_paper_too": round(patients * paper / 100),
                    "checked": stream.between(*CHECKED),
                    "wrong": stream.between(*WRONG),
                    "_learning": "yes" if learning else "no",
                }
            )
    sketch.rows["chart_checks"] = rows


def _interviews(section: Mapping[str, Any], sketch: Sketch) -> None:
    """One voice for each ward; `_voices` is what it would say if something held the ward up."""
    stream = sketch.stream
    rows = sketch.rows["wards"]
    speakers = stream.sample(section["speakers"], len(rows))
    voices = {
        about: [sketch.words(text) for text in texts] for about, texts in section["voices"].items()
    }
    sketch.rows["interviews"] = sketch.coded(
        "interview",
        "V",
        [
            {"ward": ward["ward"], "said_by": sketch.words(speaker), "text": text,
             "_voices": voices}
            for ward, speaker, text in zip(
                stream.shuffled(rows), speakers, stream.sample(voices["works"], len(rows)),
                strict=True,
            )
        ],
    )  # fmt: skip
