"""A clean calendar: both sides come to each session and review, and each review leaves a trace."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from alignlib.tables.schema import SIDES
from alignlib.variants.clean.sketch import Sketch

SPELLINGS = ("{first} {last}", "{first[0]}. {last}", "{last}, {first}")
"""How a name is typed."""

SEATS = (3, 4)
"""People of the smaller side. The other side has as many, or one more."""

TWICE = {"business": 70, "technology": 10}
"""How many in a hundred who came stand in the calendar twice. Business has its own assistants,
who type a name that is there already."""

AWAY = (0, 2)
"""People who were invited and did not come."""

LAST_DAYS = (62, 80)
"""Days into a quarter on which it is reviewed; strategy sessions come before."""


def calendar(section: Mapping[str, Any], sketch: Sketch) -> None:
    """
    Meetings of so many quarters, who came to them, and the log of reviews.

    Each quarter has a review with both sides and a line in the log. Strategy sessions have both
    sides as well, operations meetings one. Of some sessions the first export of the calendar
    misses somebody who came by screen; the second one has them.
    """
    people = _people(section, sketch)
    sketch.rows["name_list"] = [
        {"typed": typed, **{k: v for k, v in person.items() if k != "typed"}}
        for person in people
        for typed in person["typed"]
    ]
    meetings = _meetings(section, sketch)
    shown = [row for row in meetings if row["kind"] != "operations"]
    by_screen = sketch.stream.sample(shown, section["by_screen"])
    entries: list[dict[str, Any]] = []
    for meeting in meetings:
        entries += _entries(meeting, people, meeting in by_screen, sketch)
    sketch.rows["meetings"] = meetings
    sketch.rows["calendar"] = sketch.coded("entry", "E", entries)
    sketch.rows["review_log"] = _log(section, meetings, sketch)


def _people(section: Mapping[str, Any], sketch: Sketch) -> list[dict[str, Any]]:
    """Each person with their side, their department and the ways in which the name is typed."""
    people = []
    for entry in section["people"]:
        name = sketch.words(entry["name"])
        first, _, last = name.partition(" ")
        typed = [form.format(first=first, last=last) for form in SPELLINGS]
        people.append(
            {
                "typed": typed,
                "person": name,
                "side": entry["side"],
                "department": entry["department"],
            }
        )
    return people


def _meetings(section: Mapping[str, Any], sketch: Sketch) -> list[dict[str, Any]]:
    """A review in each quarter, and sessions and operations meetings spread over them."""
    stream = sketch.stream
    quarters = _quarters(section["until"], stream.between(*section["quarters"]))
    found = [
        (_day(first, stream.between(*LAST_DAYS)), stream.pick(section["reviews"]), "review", "")
        for first in quarters
    ]
    # A session in each quarter as far as they go, then a second one in some.
    turns = stream.shuffled(quarters) + stream.shuffled(quarters)
    for first in turns[: stream.between(*section["sessions"])]:
        day = _day(first, stream.below(LAST_DAYS[0]))
        found.append((day, stream.pick(section["strategy"]), "strategy", ""))
    for entry in stream.sample(section["operations"], section["take"]):
        day = _day(stream.pick(quarters), stream.below(LAST_DAYS[0]))
        found.append((day, entry["title"], "operations", entry["side"]))
    rows = [
        {"date": day.isoformat(), "title": sketch.words(title), "kind": kind, "_side": side}
        for day, title, kind, side in sorted(found)
    ]
    return sketch.coded("meeting", "T", rows)


def _quarters(until: str, count: int) -> list[dt.date]:
    """The first days of so many quarters, the last of them the one of a day."""
    last = dt.date.fromisoformat(until)
    number = last.year * 4 + (last.month - 1) // 3
    return [dt.date(n // 4, n % 4 * 3 + 1, 1) for n in range(number - count + 1, number + 1)]


def _day(first: dt.date, days: int) -> dt.date:
    """A weekday so many days after another one, or just before that."""
    day = first + dt.timedelta(days=days)
    return day - dt.timedelta(days=max(0, day.weekday() - 4)) if days > 1 else day


def _entries(
    meeting: Mapping[str, Any], people: Sequence[Mapping[str, Any]], screen: bool, sketch: Sketch
) -> Iterator[dict[str, Any]]:
    """Who stands in the calendar of a meeting: some twice, some who did not come."""
    stream = sketch.stream
    seats = dict.fromkeys(SIDES, stream.between(*SEATS))
    if stream.below(2):
        seats[stream.pick(SIDES)] += 1
    if meeting["_side"]:
        seats = {meeting["_side"]: stream.between(*SEATS) + 1}
    came = [
        person
        for side, count in seats.items()
        for person in stream.sample([p for p in people if p["side"] == side], count)
    ]
    rest = [p for p in people if p not in came and p["side"] in seats]
    away = stream.sample(rest, min(len(rest), stream.between(*AWAY)))
    late = stream.sample(came, 1) if screen else []
    rows = []
    for person in came:
        here = "no" if person in late else "yes"
        typed = stream.sample(person["typed"], 2)
        rows.append((meeting, person, "first", typed[0], here))
        if here == "yes" and stream.below(100) < TWICE[person["side"]]:
            rows.append((meeting, person, "first", typed[1], here))
        if screen and (here == "no" or stream.below(2)):
            rows.append((meeting, person, "second", typed[1], "yes"))
    rows += [(meeting, person, "first", stream.pick(person["typed"]), "no") for person in away]
    for row in stream.shuffled(rows):
        yield entry(*row)


def entry(
    meeting: Mapping[str, Any], person: Mapping[str, Any], export: str, typed: str, came: str
) -> dict[str, Any]:
    """An entry of the calendar, without its number. Its margin says who is meant."""
    return {
        "export": export,
        "meeting": meeting["meeting"],
        "typed": typed,
        "came": came,
        "_person": person["person"],
        "_side": person["side"],
    }


def _log(
    section: Mapping[str, Any], meetings: Sequence[Mapping[str, Any]], sketch: Sketch
) -> list[dict[str, Any]]:
    """A line or two for each review: what was changed. The margin has a reason for no change."""
    stream = sketch.stream
    reviews = [row["meeting"] for row in meetings if row["kind"] == "review"]
    changes = stream.shuffled(section["changes"])
    reasons = stream.shuffled(section["reasons"])
    rows = [
        {
            "meeting": review,
            "strategy": change["strategy"],
            "text": sketch.words(change["text"]),
            "_reason": sketch.words(reasons[place % len(reasons)]),
        }
        for place, review in enumerate(reviews)
        for change in [changes.pop() for _ in range(1 + stream.below(2))]
    ]
    return sketch.coded("line", "G", rows)
