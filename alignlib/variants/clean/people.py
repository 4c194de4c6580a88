"""Clean cooperation: one owner a side, seats filled, a review each quarter, views that agree."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from alignlib.variants.clean.sketch import Sketch

SIDES = ("business", "technology")


def decision_rights(section: Mapping[str, Any], sketch: Sketch) -> None:
    """For each link one accountable person of each side, and one who does the work."""
    stream = sketch.stream
    rows: list[dict[str, Any]] = []
    for link in sketch.rows["links"]:
        for side, role in (
            ("business", "accountable"),
            ("technology", "accountable"),
            ("technology", "responsible"),
        ):
            rows.append(
                {
                    "link": link["link"],
                    "decision": None,
                    "person": stream.pick(sketch.people[side]),
                    "side": side,
                    "role": role,
                }
            )
    sketch.rows["decision_rights"] = sketch.coded("right", "R", rows)


def meetings(section: Mapping[str, Any], sketch: Sketch) -> None:
    """Strategy sessions to which as many of one side came as of the other, and others."""
    stream = sketch.stream
    rows: list[dict[str, Any]] = []
    attendees: list[dict[str, Any]] = []
    for number in range(1, section["take"] + 1):
        entry = stream.pick(section["entries"])
        day = sketch.begins + dt.timedelta(days=14 * number + stream.below(5))
        code = f"T{number:02}"
        rows.append(
            {
                "meeting": code,
                "date": day.isoformat(),
                "title": sketch.words(entry["title"]),
                "kind": entry["kind"],
            }
        )
        seats = stream.between(2, 3)
        attendees += [
            {"meeting": code, "person": person, "side": side, "attended": "yes"}
            for side in SIDES
            for person in stream.sample(sketch.people[side], seats)
        ]
    sketch.rows["meetings"] = rows
    sketch.rows["attendees"] = attendees


def reviews(section: Mapping[str, Any], sketch: Sketch) -> None:
    """A joint review in each quarter, with at least one change written down."""
    stream = sketch.stream
    year = sketch.begins.year
    sketch.rows["reviews"] = [
        {
            "review": f"W{number:02}",
            "quarter": f"{year + (number - 1) // 4}-Q{(number - 1) % 4 + 1}",
            "joint": "yes",
            "changes_logged": stream.between(1, 4),
            "direction": stream.pick(("business to technology", "technology to business", "both")),
        }
        for number in range(1, section["quarters"] + 1)
    ]


def survey(section: Mapping[str, Any], sketch: Sketch) -> None:
    """
    A questionnaire, and answers of both sides that agree on average.

    Of some statements technology gave few answers.
    """
    stream = sketch.stream
    rows: list[dict[str, Any]] = []
    texts = stream.sample(section["entries"], section["take"])
    questionnaire = {f"Q{number}": sketch.words(text) for number, text in enumerate(texts, start=1)}
    statements = list(questionnaire)
    thin = stream.sample(statements, section.get("thin_statements", 0))
    for statement in statements:
        # The same scores in another order: the two means are equal, the answers are not.
        scores = [stream.between(3, 5) for _ in range(section["respondents_a_side"])]
        for side in SIDES:
            for number, score in enumerate(stream.shuffled(scores), start=1):
                silent = statement in thin and side == "technology" and number > 3
                rows.append(
                    {
                        "respondent": f"{side[0].upper()}{number:02}",
                        "side": side,
                        "statement": statement,
                        "score": None if silent else score,
                    }
                )
    sketch.rows["questionnaire"] = [
        {"statement": code, "text": text} for code, text in questionnaire.items()
    ]
    sketch.rows["survey"] = rows
