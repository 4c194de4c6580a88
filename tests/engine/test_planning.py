"""Meetings, reviews, questions and dates as the engine draws them, and measures of them."""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml

from alignlib.errors import InstructorError
from alignlib.tables import frame
from alignlib.variants.clean import clean_plan
from alignlib.variants.faults import template_faults
from alignlib.variants.measures.both_sides_present import both_sides_present
from alignlib.variants.measures.calendar_balance import calendar_balance
from alignlib.variants.measures.departments_asked import departments_asked
from alignlib.variants.measures.quarters_reviewed import quarters_reviewed
from alignlib.variants.measures.starts_when_ready import starts_when_ready
from alignlib.variants.planting import draw_plan
from alignlib.variants.sources.portfolio import OfPlan
from alignlib.variants.stream import Stream

SECTION = yaml.safe_load((Path(__file__).parent / "planning.yaml").read_text(encoding="utf-8"))

Rows = dict[str, list[dict[str, Any]]]


def clean(number: int = 1, **parts: Any) -> Rows:
    """A clean plan, with other parts in the place of some."""
    return clean_plan(SECTION | parts, {}, Stream(f"planning {number}"))


def table(name: str, *rows: tuple[Any, ...]) -> pd.DataFrame:
    """A table of the learner's, by its declared columns; the rows leave out optional ones."""
    names = {
        "meetings": ["meeting", "date", "title", "kind"],
        "calendar": ["entry", "export", "meeting", "typed", "came"],
        "name_list": ["typed", "person", "side", "department"],
        "review_log": ["line", "meeting", "strategy", "text"],
        "touches": ["initiative", "department"],
        "consultations": ["entry", "date", "initiative", "typed", "way"],
        "department_names": ["typed", "department"],
        "dependencies": ["dependency", "predecessor", "successor"],
        "date_changes": ["change", "entered_on", "initiative", "start", "end", "reason"],
    }[name]
    return frame(name, [dict(zip(names, row, strict=True)) for row in rows], names)


# ---------------------------------------------------------------- what is drawn


@pytest.mark.parametrize("number", range(6))
def test_each_quarter_has_a_review_that_left_a_line(number: int) -> None:
    """No quarter is left out, and each review stands in the log."""
    rows = clean(number)
    reviews = {m["meeting"]: m["date"] for m in rows["meetings"] if m["kind"] == "review"}
    quarters = sorted(int(day[:4]) * 4 + (int(day[5:7]) - 1) // 3 for day in reviews.values())
    assert quarters == list(range(quarters[0], quarters[-1] + 1))
    assert quarters[-1] == 2026 * 4 + 2
    assert {line["meeting"] for line in rows["review_log"]} == set(reviews)


@pytest.mark.parametrize("number", range(6))
def test_meetings_are_held_on_working_days(number: int) -> None:
    """Nobody meets on a Saturday or a Sunday."""
    days = [dt.date.fromisoformat(row["date"]) for row in clean(number)["meetings"]]
    assert {day.weekday() for day in days} <= set(range(5))


def test_people_of_business_stand_twice_more_often() -> None:
    """Who counts names and not people sees business too large."""
    rows, twice = clean(), dict.fromkeys(("business", "technology"), 0)
    seen: dict[tuple[str, str], int] = defaultdict(int)
    for entry in rows["calendar"]:
        if entry["export"] == "first":
            seen[entry["meeting"], entry["_person"]] += 1
            twice[entry["_side"]] += seen[entry["meeting"], entry["_person"]] == 2
    assert twice["business"] > 2 * twice["technology"]


@pytest.mark.parametrize("number", range(6))
def test_a_roadmap_is_in_order_and_in_two_halves(number: int) -> None:
    """What builds on something starts when it has ended, and a pair lies in one half."""
    rows = clean(number)
    plan = {row["initiative"]: row for row in rows["initiatives"]}
    thaws = SECTION["roadmap"]["thaws"]
    for pair in rows["dependencies"]:
        first, then = plan[pair["predecessor"]], plan[pair["successor"]]
        assert first["end"] < then["start"]
        assert (first["start"] > thaws) == (then["start"] > thaws)
    assert sum(row["start"] <= thaws for row in plan.values()) == SECTION["roadmap"]["early"]


def test_too_many_pairs_are_told() -> None:
    """A half without room for its pairs says how many there are, and what to do."""
    roadmap = SECTION["roadmap"] | {"pairs": {"early": 4, "late": 3}}
    with pytest.raises(InstructorError, match=r"4 early pairs need 8 linked .* are 6\. Take fewer"):
        clean(roadmap=roadmap)


@pytest.mark.parametrize(("part", "rival"), [("meetings", "calendar"), ("dependencies", "roadmap")])
def test_two_parts_that_make_one_table_are_a_fault(part: str, rival: str) -> None:
    """A case has one calendar and one list of dependencies."""
    template: dict[str, Any] = {
        "slots": {},
        "brief": "A firm.",
        "documents": [],
        "pools": {},
        "plan": SECTION | {"plant": {}, "people": {}, part: {"take": 1, "entries": [{}]}},
    }
    faults = list(template_faults(template))
    assert any(f"{part} and {rival} make the same table" in fault for fault in faults)


def test_each_side_is_missing_in_turn() -> None:
    """Of four sessions with a side missing, two miss business and two technology."""
    plant = {"side_not_invited": 2, "side_stayed_away": 2}
    for number in range(4):
        log = draw_plan(SECTION | {"plant": plant}, {}, Stream(f"sides {number}")).log
        missing = sorted(
            side
            for planting in log
            for side in ("business", "technology")
            if f"the {side} side" in planting.edit.why
        )
        assert missing == ["business", "business", "technology", "technology"]


# ---------------------------------------------------------------- what is measured


NAMES = table(
    "name_list",
    ("Ada Brook", "Ada Brook", "business", "Sales"),
    ("A. Brook", "Ada Brook", "business", "Sales"),
    ("Ben Carlow", "Ben Carlow", "business", "Fleet"),
    ("Gia Holt", "Gia Holt", "technology", "Systems"),
)
MEETINGS = table(
    "meetings",
    ("T1", "2026-02-03", "Strategy session", "strategy"),
    ("T2", "2026-03-03", "Review", "review"),
    ("T3", "2026-08-03", "Patch strategy", "operations"),
)


def calendar(*rows: tuple[str, str, str, str]) -> pd.DataFrame:
    """A calendar: export, meeting, name and whether the person came."""
    return table("calendar", *((f"E{n}", *row) for n, row in enumerate(rows)))


@pytest.mark.parametrize(
    ("rows", "balance", "both"),
    [
        ([("first", "Ada Brook", "yes"), ("first", "Gia Holt", "yes")], 1.0, 1.0),
        # One person under two names is one person.
        (
            [
                ("first", "Ada Brook", "yes"),
                ("first", "A. Brook", "yes"),
                ("first", "Gia Holt", "yes"),
            ],
            1.0,
            1.0,
        ),
        # An invitation is no seat; the second export knows better than the first.
        ([("first", "Ada Brook", "yes"), ("first", "Gia Holt", "no")], 0.0, 0.0),
        (
            [
                ("first", "Ada Brook", "yes"),
                ("first", "Gia Holt", "no"),
                ("second", "Gia Holt", "yes"),
            ],
            1.0,
            1.0,
        ),
        # Few are not none.
        (
            [
                ("first", "Ada Brook", "yes"),
                ("first", "Ben Carlow", "yes"),
                ("first", "Gia Holt", "yes"),
            ],
            2 / 3,
            1.0,
        ),
    ],
)
def test_seats_are_people_who_came(
    rows: list[tuple[str, str, str]], balance: float, both: float
) -> None:
    """Each person counts once in a meeting, and only if the person came, by whichever export."""
    found = calendar(*((export, "T1", name, came) for export, name, came in rows))
    assert calendar_balance(MEETINGS, found, NAMES).value == pytest.approx(balance)
    measure = both_sides_present(MEETINGS, found, NAMES)
    assert measure.value == both
    assert [e.row for e in measure.evidence] == ([] if both else ["T1"])


def test_only_strategy_sessions_need_both_sides() -> None:
    """An operations meeting of one side, whatever it is called, is no session."""
    found = calendar(
        ("first", "T1", "Ada Brook", "yes"),
        ("first", "T1", "Gia Holt", "yes"),
        ("first", "T3", "Gia Holt", "yes"),
    )
    assert both_sides_present(MEETINGS, found, NAMES).value == 1
    assert calendar_balance(MEETINGS, found, NAMES).value == 1


@pytest.mark.parametrize(
    ("came", "text", "share"),
    [
        ("yes", "We moved a date.", 1 / 3),
        ("yes", "Nothing speaks against it.", 1 / 3),
        ("yes", None, 0.0),
        ("no", "We moved a date.", 0.0),
    ],
)
def test_a_quarter_is_reviewed_by_both_sides_with_a_line(
    came: str, text: str | None, share: float
) -> None:
    """The quarters are all from the first meeting to the last: here three."""
    found = calendar(("first", "T2", "Ada Brook", "yes"), ("first", "T2", "Gia Holt", came))
    log = table("review_log", ("G1", "T2", "none", text))
    measure = quarters_reviewed(MEETINGS, found, NAMES, log)
    assert measure.value == pytest.approx(share)
    assert [e.row for e in measure.evidence] == ([] if share else ["T2"])


@pytest.mark.parametrize(
    ("day", "typed", "way", "share"),
    [
        ("2023-12-01", "hubs", "asked", 1.0),
        ("2023-12-01", "hubs", "told", 0.0),
        ("2023-12-10", "hubs", "asked", 0.0),
        ("2023-12-01", "Sales", "asked", 0.0),
    ],
)
def test_asked_is_before_the_decision(day: str, typed: str, way: str, share: float) -> None:
    """To be told, to be asked on the day itself, or to ask somebody else does not count."""
    names = table("department_names", ("hubs", "Depots"), ("Sales", "Sales"))
    plan = pd.DataFrame({"initiative": ["I1"], "decided_on": ["2023-12-10"]})
    asked = table("consultations", ("Q1", day, "I1", typed, way))
    measure = departments_asked(table("touches", ("I1", "Depots")), asked, names, plan)
    assert measure.value == share
    assert [e.row for e in measure.evidence] == ([] if share else ["I1 / Depots"])


PLAN = pd.DataFrame(
    [("I1", "2026-01-01", "2026-06-30"), ("I2", "2026-09-01", "2026-12-31")],
    columns=["initiative", "start", "end"],
)
PAIR = table("dependencies", ("N1", "I1", "I2"))


@pytest.mark.parametrize(
    ("changes", "share"),
    [
        ([], 1.0),
        ([("2026-05-01", "I1", "2026-01-01", "2026-08-31")], 1.0),
        ([("2026-05-01", "I1", "2026-01-01", "2026-09-01")], 0.0),
        # The last entry holds, whichever stands last in the table.
        (
            [
                ("2026-06-01", "I1", "2026-01-01", "2026-06-30"),
                ("2026-05-01", "I1", "2026-01-01", "2026-10-01"),
            ],
            1.0,
        ),
        ([("2026-05-01", "I2", "2026-06-30", "2026-12-31")], 0.0),
    ],
)
def test_what_is_built_on_has_ended(changes: list[tuple[str, ...]], share: float) -> None:
    """By the dates of today; to end on the day on which the next one starts is too late."""
    rows = [(f"M{n}", *change, "late") for n, change in enumerate(changes)]
    measure = starts_when_ready(PLAN, PAIR, table("date_changes", *rows))
    assert measure.value == share
    assert [e.row for e in measure.evidence] == ([] if share else ["I2"])


def test_what_cannot_be_measured_says_why() -> None:
    """Without sessions, meetings, touches or dependencies there is a reason and no value."""
    nobody = calendar(("first", "T3", "Gia Holt", "yes"))
    names = table("department_names", ("hubs", "Depots"))
    decided = pd.DataFrame({"initiative": ["I1"], "decided_on": ["2023-12-10"]})
    found = [
        both_sides_present(MEETINGS.iloc[2:], nobody, NAMES),
        calendar_balance(MEETINGS.iloc[2:], nobody, NAMES),
        quarters_reviewed(MEETINGS.iloc[:0], nobody, NAMES, table("review_log")),
        departments_asked(table("touches"), table("consultations"), names, decided),
        starts_when_ready(PLAN, table("dependencies"), table("date_changes")),
    ]
    assert all(math.isnan(measure.value) for measure in found)
    assert [measure.reason for measure in found] == [
        "no strategy session",
        "no strategy session to which anyone came",
        "no meetings",
        "nothing touched",
        "no dependencies",
    ]


@pytest.mark.parametrize(("chance", "refused"), [(92, False), (93, True)])
def test_a_best_plan_has_room_above_chance(
    chance: int, refused: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A draw in which one small slip would cost all the points is refused."""
    key = {"best_value": 100, "baseline": chance}
    monkeypatch.setattr(OfPlan, "key", lambda *_: key)
    planted: Any = None
    found = list(OfPlan().objections({"id": "next"}, planted, {}))
    assert found == (["chance too near the best plan of next: 93 of 100"] if refused else [])
