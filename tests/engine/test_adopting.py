"""Wards, tasks and courses: as drawn, as measured, and as items ask about them."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml

from alignlib.errors import InstructorError
from alignlib.variants.clean import clean_plan
from alignlib.variants.clean.projects import TURNED
from alignlib.variants.measures.unused_ward_licences import unused_ward_licences
from alignlib.variants.measures.wards_by_name import wards_by_name
from alignlib.variants.measures.wards_let_in import wards_let_in
from alignlib.variants.measures.wards_off_paper import wards_off_paper
from alignlib.variants.measures.wards_taught import wards_taught
from alignlib.variants.measures.wards_well_informed import wards_well_informed
from alignlib.variants.planting import draw_plan
from alignlib.variants.stream import Stream

SECTION = yaml.safe_load((Path(__file__).parent / "adopting.yaml").read_text(encoding="utf-8"))

NUMBERS = range(6)

Rows = dict[str, list[dict[str, Any]]]


def clean(number: int = 1, **parts: Any) -> Rows:
    """A clean plan, with other parts in the place of some."""
    return clean_plan(SECTION | parts, {}, Stream(f"adopting {number}"))


# ---------------------------------------------------------------- what is drawn


@pytest.mark.parametrize("number", NUMBERS)
def test_a_ward_learns_for_three_months(number: int) -> None:
    """In them some do not sign in yet; afterwards everybody does."""
    log = clean(number)["sign_ins"]
    assert any(row["times"] == 0 for row in log if row["_learning"] == "yes")
    assert all(row["times"] > 0 for row in log if row["_learning"] == "no")


@pytest.mark.parametrize("number", NUMBERS)
def test_who_stands_in_the_log_twice_is_typed_in_another_way(number: int) -> None:
    """So many entries as the section says are doubled, and each agrees with the other one."""
    seen: dict[tuple[str, str], dict[str, Any]] = {}
    doubled = 0
    for row in clean(number)["sign_ins"]:
        other = seen.setdefault((row["month"], row["person"]), row)
        if other is not row:
            doubled += 1
            assert row["typed"] != other["typed"]
            assert (row["_ward"], row["times"]) == (other["_ward"], other["times"])
    assert doubled == SECTION["wards"]["doubled"]


@pytest.mark.parametrize("number", NUMBERS)
def test_everybody_comes_to_a_course_in_the_end(number: int) -> None:
    """Who missed the first one came to a later one; courses are on Tuesdays."""
    rows = clean(number)
    came = {row["person"] for row in rows["course_bookings"] if row["came"] == "yes"}
    assert came == {row["person"] for row in rows["sign_ins"]}
    days = pd.to_datetime(pd.Series([row["date"] for row in rows["course_bookings"]]))
    assert set(days.dt.day_name()) == {"Tuesday"}


@pytest.mark.parametrize("number", NUMBERS)
def test_due_dates_alone_mislead(number: int) -> None:
    """At least so many pairs of tasks would stand the wrong way round."""
    open_tasks = [row for row in clean(number)["tasks"] if row["status"] == "open"]
    turns = sorted(open_tasks, key=lambda row: row["_place"])
    assert [row["_place"] for row in turns] == list(range(len(turns)))
    wrong = sum(b["due"] < a["due"] for n, a in enumerate(turns) for b in turns[n + 1 :])
    assert wrong >= TURNED


@pytest.mark.parametrize("number", NUMBERS)
def test_a_task_never_comes_before_what_it_waits_for(number: int) -> None:
    """Of the needs that hold; one was lifted, says why, and is a trap."""
    rows = clean(number)
    place = {row["task"]: row["_place"] for row in rows["tasks"]}
    for need in rows["task_needs"]:
        then, first = place[need["task"]], place[need["waits_for"]]
        lifted = need["status"] == "lifted"
        assert lifted == bool(need["remark"])
        assert lifted == (first is not None and then < first)
    assert sum(place is None for place in place.values()) == SECTION["tasks"]["done"]


def test_a_project_without_a_puzzle_is_refused() -> None:
    """Where no due dates mislead, whoever writes the template is told."""
    short = {"steps": ["One", "Two"], "lifted": "It is done."}
    other = {"steps": ["Three", "Four"]}
    few = SECTION["tasks"] | {"take": 2, "entries": [short, other]}
    with pytest.raises(InstructorError, match="no due dates make a puzzle"):
        clean(tasks=few)


def test_too_few_voices_are_told() -> None:
    """Two wards that were not taught need two voices."""
    voices = SECTION["wards"]["voices"] | {"untaught": ["We slept."]}
    section = SECTION | {
        "wards": SECTION["wards"] | {"voices": voices},
        "plant": {"untaught_ward": 2},
    }
    with pytest.raises(InstructorError, match="too few voices of 'untaught'"):
        draw_plan(section, {}, Stream("voices"))


@pytest.mark.parametrize("number", NUMBERS)
def test_results_of_courses_lie_where_the_groups_say(number: int) -> None:
    """Without practice most of the gain is lost; so many are not tested again."""
    rows = clean(number)["course_results"]
    kept = [r["half_year_on"] - r["before"] for r in rows if r["practised"] == "no"]
    assert all(abs(points) < 10 for points in kept)
    assert sum(row["half_year_on"] is None for row in rows) == 2
    assert all(0 <= row[test] <= 100 for row in rows for test in ("before", "after"))


# ---------------------------------------------------------------- what is measured


WARDS = pd.DataFrame([("W1", "2027-01-20"), ("W2", "2027-01-05")], columns=["ward", "went_live"])

NAMES = pd.DataFrame([("Ash", "W1"), ("ASH", "W1"), ("Elm", "W2")], columns=["typed", "ward"])

LOG = pd.DataFrame(
    [
        ("2027-03", "Elm", "N3", 0, math.nan),  # still learning
        ("2027-04", "Ash", "N1", 30, 200.0),
        ("2027-04", "ASH", "N1", 30, 200.0),  # the same person
        ("2027-04", "Ash", "N2", 0, math.nan),
        ("2027-04", "Elm", "N3", 10, 10.0),
        ("2027-04", "Elm", "N4", 10, 20.0),
    ],
    columns=["month", "typed", "person", "times", "seconds"],
)

BILLS = pd.DataFrame(
    [("2027-03", "W2", 2, 9.0), ("2027-04", "W1", 2, 1.0), ("2027-04", "W2", 2, 3.0)],
    columns=["month", "ward", "licensed", "cost_k"],
)

CHECKS = pd.DataFrame(
    [
        ("2027-03", "W2", 10, 10, 10, 9),  # still learning
        ("2027-04", "W1", 10, 6, 50, 5),
        ("2027-04", "W2", 10, 5, 50, 6),
    ],
    columns=["month", "ward", "patients", "on_paper_too", "checked", "wrong"],
)

BOOKINGS = pd.DataFrame(
    [("N1", "no"), ("N2", "no"), ("N3", "no"), ("N3", "yes"), ("N4", "no")],
    columns=["person", "came"],
)


def test_licences_that_nobody_used() -> None:
    """Half of the one pound for Ash, nothing of the three for Elm; March is for learning."""
    measure = unused_ward_licences(WARDS, NAMES, BILLS, LOG)
    assert measure.value == pytest.approx(0.5 / 4)
    assert [e.row for e in measure.evidence] == ["2027-04 / W1"]


def test_the_five_lines() -> None:
    """Each is crossed by one ward: exactly on a line is not beyond it."""
    found = {
        measure.name: [e.row for e in measure.evidence]
        for measure in (
            wards_let_in(WARDS, NAMES, LOG),
            wards_taught(WARDS, NAMES, LOG, BOOKINGS),
            wards_off_paper(WARDS, CHECKS),
            wards_well_informed(WARDS, CHECKS),
            wards_by_name(WARDS, NAMES, LOG),
        )
    }
    assert found == {
        "wards_let_in": ["W1"],
        "wards_taught": ["W1"],
        "wards_off_paper": ["W1"],
        "wards_well_informed": ["W2"],
        "wards_by_name": ["W1"],
    }


def test_what_cannot_be_measured_says_why() -> None:
    """While every ward is learning there is a reason and no value."""
    none = LOG.iloc[:1]
    found = [
        wards_let_in(WARDS, NAMES, none),
        wards_taught(WARDS, NAMES, none, BOOKINGS),
        wards_off_paper(WARDS, CHECKS.iloc[:1]),
        wards_well_informed(WARDS, CHECKS.iloc[:1]),
        wards_by_name(WARDS, NAMES, none),
        unused_ward_licences(WARDS, NAMES, BILLS.iloc[:1], none),
    ]
    assert all(math.isnan(measure.value) for measure in found)
    assert {measure.reason for measure in found} == {
        "no ward beyond its first three months",
        "no bill after the first months",
    }
