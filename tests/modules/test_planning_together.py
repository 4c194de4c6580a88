"""Module 4: the answers worked out of the built tables once more, by code that shares nothing."""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from alignlib.cases import Bundle, Case, Variant

ROOT = Path(__file__).parents[2]
NUMBERS = range(1, 13)

TODAY = "2026-10-12"
"""The day on which the analyst gets the papers."""

every_variant = pytest.mark.parametrize("number", NUMBERS)

Row = Mapping[str, Any]


@cache
def bundle() -> Bundle:
    """The open variants of the module."""
    return Bundle(ROOT / "solutions" / "04-planning-together" / "cases.zip")


def variant(number: int) -> Variant:
    """One of them."""
    return bundle().variant(number)


def right(number: int, item: str) -> set[str]:
    """The right options of a choose item."""
    parts = bundle().key(number)[item]["parts"]
    return {option for option, told in parts.items() if told["right"]}


def answer(number: int, item: str) -> float:
    """The answer of a number item."""
    return float(bundle().key(number)[item]["answer"])


def came(case: Case) -> dict[str, dict[str, set[str]]]:
    """Who came to each meeting, by side: people and not names."""
    meant = {row["typed"]: row for row in case.rows("name_list")}
    people: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for entry in case.rows("calendar"):
        person = meant[entry["typed"]]
        if entry["came"] == "yes":
            people[entry["meeting"]][person["side"]].add(person["person"])
    return people


def of_kind(case: Case, kind: str) -> list[Row]:
    """The meetings of one kind."""
    return [row for row in case.rows("meetings") if row["kind"] == kind]


@every_variant
def test_both_at_the_table(number: int) -> None:
    """The seat balance is the mean over the strategy sessions."""
    case = variant(number).case
    people, balances = came(case), []
    for session in of_kind(case, "strategy"):
        seats = [len(people[session["meeting"]][side]) for side in ("business", "technology")]
        balances.append(1 - abs(seats[0] - seats[1]) / sum(seats))
    expected = 100 * math.fsum(balances) / len(balances)
    assert answer(number, "both-at-the-table") == pytest.approx(expected, abs=1e-3)


@every_variant
def test_one_side_missing(number: int) -> None:
    """Right are the strategy sessions to which one side came alone; each side misses some."""
    case = variant(number).case
    people = came(case)
    sides = {s["meeting"]: set(people[s["meeting"]]) for s in of_kind(case, "strategy")}
    alone = {meeting for meeting, there in sides.items() if len(there) == 1}
    assert right(number, "one-side-missing") == alone
    assert len(alone) == 4
    assert {side for meeting in alone for side in sides[meeting]} == {"business", "technology"}


@every_variant
def test_a_session_is_only_whole_in_the_second_export(number: int) -> None:
    """Who reads the first export alone misses a side of one session more."""
    case = variant(number).case
    first = {e["entry"] for e in case.rows("calendar") if e["export"] == "first"}
    meant = {row["typed"]: row["side"] for row in case.rows("name_list")}
    sides: dict[str, set[str]] = defaultdict(set)
    for entry in case.rows("calendar"):
        if entry["entry"] in first and entry["came"] == "yes":
            sides[entry["meeting"]].add(meant[entry["typed"]])
    alone = {s["meeting"] for s in of_kind(case, "strategy") if len(sides[s["meeting"]]) == 1}
    (by_screen,) = alone - right(number, "one-side-missing")
    (note,) = [d["text"] for d in case.rows("documents") if d["document"] == "calendar-note"]
    (row,) = [m for m in case.rows("meetings") if m["meeting"] == by_screen]
    assert f'"{row["title"]}" on {row["date"]}' in note


@every_variant
def test_who_was_asked(number: int) -> None:
    """A department counts if it was asked before the day of the decision."""
    case = variant(number).case
    meant = {row["typed"]: row["department"] for row in case.rows("department_names")}
    decided = {row["initiative"]: row["decided_on"] for row in case.rows("initiatives")}
    asked = {
        (row["initiative"], meant[row["typed"]])
        for row in case.rows("consultations")
        if row["way"] == "asked" and row["date"] < decided[row["initiative"]]
    }
    touched = [(row["initiative"], row["department"]) for row in case.rows("touches")]
    expected = 100 * sum(pair in asked for pair in touched) / len(touched)
    assert answer(number, "who-was-asked") == pytest.approx(expected, abs=1e-3)
    assert asked - set(touched)  # some were asked that nothing was changed for


def quarter(day: str) -> int:
    """The quarter of a day, counted from the year 0."""
    return int(day[:4]) * 4 + (int(day[5:7]) - 1) // 3


@every_variant
def test_quarters_with_a_review(number: int) -> None:
    """A quarter needs a review with both sides and a line that says something."""
    case = variant(number).case
    people = came(case)
    written = {row["meeting"] for row in case.rows("review_log") if row["text"]}
    days = [row["date"] for row in case.rows("meetings")]
    whole = quarter(max(days)) - quarter(min(days)) + 1
    kept = {
        quarter(row["date"])
        for row in of_kind(case, "review")
        if len(people[row["meeting"]]) == 2 and row["meeting"] in written
    }
    expected = 100 * len(kept) / whole
    assert answer(number, "quarters-with-a-review") == pytest.approx(expected, abs=1e-3)
    assert len(kept) == whole - 5


@every_variant
def test_a_review_that_changed_nothing_counts(number: int) -> None:
    """One line says why nothing was changed, and the note on reviews names its day."""
    case = variant(number).case
    (sound,) = [r for r in case.rows("review_log") if r["strategy"] == "none" and r["text"]]
    (day,) = [m["date"] for m in case.rows("meetings") if m["meeting"] == sound["meeting"]]
    (note,) = [d["text"] for d in case.rows("documents") if d["document"] == "review-note"]
    assert f"On {day} we looked at everything" in note


@every_variant
def test_the_log_changes_hardly_a_goal(number: int) -> None:
    """That is a pattern of the case: news goes from business to technology, and not back."""
    changed = [row["strategy"] for row in variant(number).case.rows("review_log")]
    assert changed.count("business") <= 2 < changed.count("technology")


def dates_today(case: Case) -> dict[str, tuple[str, str]]:
    """First and last day of each initiative, by its last change."""
    dates = {row["initiative"]: (row["start"], row["end"]) for row in case.rows("initiatives")}
    for row in sorted(case.rows("date_changes"), key=lambda row: row["entered_on"]):
        dates[row["initiative"]] = row["start"], row["end"]
    return dates


def clashes(case: Case, dates: Mapping[str, tuple[str, str]]) -> set[str]:
    """The initiatives that start before something they build on has ended."""
    return {
        row["successor"]
        for row in case.rows("dependencies")
        if dates[row["predecessor"]][1] >= dates[row["successor"]][0]
    }


@every_variant
def test_clash_of_dates(number: int) -> None:
    """Three clash by the dates of today, and none by those in the hall."""
    case = variant(number).case
    hall = {row["initiative"]: (row["start"], row["end"]) for row in case.rows("initiatives")}
    assert set() == clashes(case, hall)
    assert right(number, "clash-of-dates") == clashes(case, dates_today(case))
    assert len(clashes(case, dates_today(case))) == 3


@every_variant
def test_every_reason_of_the_dates_is_true(number: int) -> None:
    """The days in a reason are the start of today and the end of what it builds on."""
    case = variant(number).case
    dates, parts = dates_today(case), bundle().key(number)["clash-of-dates"]["parts"]
    for row in case.rows("dependencies"):
        why, first = parts[row["successor"]]["why"], row["predecessor"]
        if parts[row["successor"]]["right"]:
            assert dates[row["successor"]][0] in why
            assert f"{first} (" in why
            assert dates[first][1] in why


@every_variant
def test_no_change_was_entered_after_today(number: int) -> None:
    """The list in the drawer cannot know of calls that nobody has made yet."""
    case = variant(number).case
    assert all(row["entered_on"] <= TODAY for row in case.rows("date_changes"))
    assert all(row["date"] <= TODAY for row in case.rows("meetings"))
    assert all(row["date"] <= TODAY for row in case.rows("consultations"))


@every_variant
def test_the_next_quarters_begin_when_the_glass_is_off(number: int) -> None:
    """Candidates are what has not begun by the end of 2026, in six quarters from then on."""
    shown = variant(number)
    item = shown.items["next-quarters"].to_data()
    late = {r["initiative"]: r for r in shown.case.rows("initiatives") if r["start"] > "2026-12-31"}
    assert {one["id"] for one in item["candidates"]} == set(late)
    assert (item["periods"][0], item["periods"][-1], len(item["periods"])) == (
        "Q1 2027",
        "Q2 2028",
        6,
    )
    pairs = {(r["successor"], r["predecessor"]) for r in shown.case.rows("dependencies")}
    needs = {(one["id"], need) for one in item["candidates"] for need in one["needs"]}
    assert needs == {(a, b) for a, b in pairs if a in late}
    for one in item["candidates"]:
        start, end = (dt.date.fromisoformat(late[one["id"]][name]) for name in ("start", "end"))
        assert abs(one["lasts"] - (end - start).days / 91) <= 0.5


@every_variant
def test_the_depot_manager_sits_in_no_session(number: int) -> None:
    """Who complains of never being asked has no seat by the calendar."""
    case = variant(number).case
    (author,) = [d["author"] for d in case.rows("documents") if d["document"] == "depot-email"]
    assert author not in {row["person"] for row in case.rows("name_list")}


@every_variant
def test_technology_left_its_chairs_empty(number: int) -> None:
    """The e-mail about the empty chair tells of sessions that the calendar has."""
    case = variant(number).case
    people = came(case)
    sides = [set(people[session["meeting"]]) for session in of_kind(case, "strategy")]
    assert {"business"} in sides
