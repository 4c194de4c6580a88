"""What a diagnosis looks into: what the engine draws for it, and the measures of its items."""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml

from alignlib.tables.diagnosing import NO_ANSWER
from alignlib.variants.clean import clean_plan
from alignlib.variants.faults import template_faults
from alignlib.variants.measures.agreed_by_business import agreed_by_business
from alignlib.variants.measures.agreed_by_technology import agreed_by_technology
from alignlib.variants.measures.goals_within_reach import goals_within_reach
from alignlib.variants.measures.idle_licence_cost import idle_licence_cost
from alignlib.variants.measures.misplaced_spend import misplaced_spend
from alignlib.variants.measures.questions_answered import questions_answered
from alignlib.variants.measures.statements_answered import statements_answered
from alignlib.variants.measures.waiting_on_technology import waiting_on_technology
from alignlib.variants.stream import Stream

SECTION = yaml.safe_load((Path(__file__).parent / "diagnosing.yaml").read_text(encoding="utf-8"))

Rows = dict[str, list[dict[str, Any]]]

some_plans = pytest.mark.parametrize("number", range(6))


def clean(number: int = 1) -> Rows:
    """A clean plan."""
    return clean_plan(SECTION, {}, Stream(f"diagnosing {number}"))


# ---------------------------------------------------------------- what is drawn


@some_plans
def test_all_get_the_same_share_of_what_they_ask_for(number: int) -> None:
    """The lines of an initiative sum up to one share of its budget, the same for all."""
    rows = clean(number)
    given: dict[str, float] = defaultdict(float)
    for line in rows["allocations"]:
        given[line["initiative"]] += line["amount_k"]
    asked = {row["initiative"]: row["budget_k"] for row in rows["initiatives"]}
    shares = [given[code] / asked[code] for code in asked]
    assert max(shares) - min(shares) < 0.01
    assert 0.5 < min(shares) < 0.85


@some_plans
def test_each_question_that_needs_it_is_answered_within_days(number: int) -> None:
    """The first answer comes in two to nine days; a notice has none; nothing is in the future."""
    rows = clean(number)
    for question in rows["questions"]:
        own = [r for r in rows["replies"] if r["question"] == question["question"]]
        days = [
            (dt.date.fromisoformat(r["date"]) - dt.date.fromisoformat(question["asked_on"])).days
            for r in own
            if r["kind"] == "answer"
        ]
        assert bool(days) == (question["needs_answer"] == "yes")
        assert not days or 2 <= min(days) <= 9
        assert all(r["date"] < question["printed_on"] for r in own)


@some_plans
def test_a_receipt_comes_on_the_same_day(number: int) -> None:
    """A machine replies at once."""
    rows = clean(number)
    asked = {question["question"]: question["asked_on"] for question in rows["questions"]}
    receipts = [r for r in rows["replies"] if r["kind"] == "receipt"]
    assert receipts
    assert all(r["date"] == asked[r["question"]] for r in receipts)


@some_plans
def test_two_sides_agree_on_average(number: int) -> None:
    """Each statement has the same mean on both sides, and business has twice the sheets."""
    rows = clean(number)
    sides = {row["typed"]: row["side"] for row in rows["team_names"]}
    marks: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row in rows["marks"]:
        marks[row["statement"], sides[row["team"]]].append(row["mark"])
    few = SECTION["answer_sheets"]["technology"]
    for statement in rows["sheet_statements"]:
        business = marks[statement["statement"], "business"]
        technology = marks[statement["statement"], "technology"]
        assert (len(business), len(technology)) == (2 * few, few)
        assert sum(business) == 2 * sum(technology)


@some_plans
def test_two_tools_are_new(number: int) -> None:
    """One has been there for at most three months, one for half a year; the others all year."""
    rows = clean(number)["licences"]
    months = defaultdict(list)
    for row in rows:
        months[row["tool"]].append(row["month"])
    new = {tool: own for tool, own in months.items() if len(own) < 12}
    assert sorted(len(own) > 3 for own in new.values()) == [False, True]
    starts = {row["tool"]: row["start"][:7] for row in rows}
    assert all(own[0] == starts[tool] for tool, own in new.items())
    assert all(starts[tool] < own[0] for tool, own in months.items() if tool not in new)


@some_plans
def test_a_goal_needs_what_fits_it(number: int) -> None:
    """Two capabilities that fit its theme, ready today; a goal without technology needs none."""
    rows = clean(number)
    theme = {e["text"]: e["theme"] for e in SECTION["objectives"]["entries"]}
    fits = {e["title"]: e["fits"] for e in SECTION["readiness"]["entries"]}
    have = {row["capability"]: row for row in rows["capabilities"]}
    for goal in rows["objectives"]:
        own = [n for n in rows["capability_needs"] if n["objective"] == goal["objective"]]
        assert len(own) == (2 if goal["needs_technology"] == "yes" else 0)
        for need in own:
            assert theme[goal["text"]] in fits[have[need["capability"]]["title"]]
            assert need["level"] <= have[need["capability"]]["level"]
    needed = {need["capability"] for need in rows["capability_needs"]}
    assert len(have) == len(needed) + SECTION["readiness"]["spare"]


def faults(**parts: Any) -> list[str]:
    """What is wrong with a template whose plan has other parts."""
    template: dict[str, Any] = {
        "slots": {},
        "brief": "A council.",
        "documents": [],
        "pools": {},
        "plan": SECTION | {"plant": {}} | parts,
    }
    return list(template_faults(template))


def test_a_sound_template_has_no_fault() -> None:
    """The plan of these tests is one."""
    assert faults() == []


@pytest.mark.parametrize(("part", "other"), [("licences", "tools"), ("capabilities", "readiness")])
def test_two_parts_that_make_one_table_are_a_fault(part: str, other: str) -> None:
    """A plan may have either of them."""
    found = faults(**{part: {"take": 1, "entries": ["One"]}})
    assert any(f"{part} and {other} make the same table" in fault for fault in found)


def test_a_theme_that_nothing_fits_is_a_fault() -> None:
    """The theme is named, with how many capabilities fit it."""
    entries = [e for e in SECTION["readiness"]["entries"] if "forms" not in e["fits"]]
    (fault,) = faults(readiness=SECTION["readiness"] | {"entries": entries})
    assert "2 capabilities are needed for the theme 'forms', and 0 fit it" in fault


# ---------------------------------------------------------------- what is measured


def frame(columns: str, *rows: tuple[Any, ...]) -> pd.DataFrame:
    """A table from its column names and rows."""
    return pd.DataFrame(rows, columns=columns.split())


GOALS = frame("objective status weight", ("O1", "live", 0.6), ("O2", "live", 0.4))
PLAN = frame("initiative mandate", ("I1", None), ("I2", None), ("I3", None), ("I4", "A law"))
TIES = frame("initiative objective strength", ("I1", "O1", 3), ("I2", "O2", 1), ("I3", "O2", 0))
BOOK = frame(
    "line initiative amount_k status",
    ("B1", "I1", 30.0, "holds"),
    ("B2", "I2", 50.0, "holds"),
    ("B3", "I3", 20.0, "holds"),
    ("B4", "I4", 900.0, "holds"),
    ("B5", "I1", 900.0, "struck out"),
)


def test_money_is_misplaced_above_a_weight_and_without_a_goal() -> None:
    """O2 gets 50 of 100 and weighs 40: 10 too much. 20 serve nothing, since strength 0 is none."""
    measure = misplaced_spend(GOALS, PLAN, TIES, BOOK)
    assert measure.value == pytest.approx(0.1 + 0.2)
    assert [e.row for e in measure.evidence] == ["I1", "I2", "I3"]


def test_money_that_follows_the_goals_is_not_misplaced() -> None:
    """With 60 for O1 and 40 for O2 nothing would have to move."""
    book = BOOK.assign(amount_k=[60.0, 40.0, 0.0, 900.0, 900.0])
    assert misplaced_spend(GOALS, PLAN, TIES, book).value == pytest.approx(0.0)


def test_without_money_nothing_can_be_misplaced() -> None:
    """A book in which every line was struck out has no share: the measure says so."""
    measure = misplaced_spend(GOALS, PLAN, TIES, BOOK.assign(status="struck out"))
    assert math.isnan(measure.value)
    assert "no money" in measure.reason


@pytest.mark.parametrize(
    ("level", "planned", "day", "reach"),
    [
        (3, None, None, 1.0),
        (2, None, None, 0.5),
        (2, 3, "2027-06-30", 1.0),
        (2, 3, "2027-07-01", 0.5),
        (1, 2, "2027-01-01", 0.5),
    ],
)
def test_a_goal_needs_each_level_by_its_day(
    level: int, planned: int | None, day: str | None, reach: float
) -> None:
    """O1 needs level 3 by 30 June: today, or planned for that day or before. O2 needs nothing."""
    goals = frame(
        "objective text status due",
        ("O1", "Shorter queues", "live", "2027-06-30"),
        ("O2", "A bench", "live", "2027-06-30"),
    )
    found = frame("capability level planned_level planned_on", ("C1", level, planned, day))
    measure = goals_within_reach(goals, found, frame("objective capability level", ("O1", "C1", 3)))
    assert measure.value == reach
    assert [e.row for e in measure.evidence] == (["O1"] if reach < 1 else [])


def test_idle_licences_cost_their_price() -> None:
    """40 of 100 idle of 10 thousand pounds are 4; a shared tool and a new one add nothing."""
    licences = frame(
        "month tool licensed active cost_k start",
        ("2026-09", "Old", 100, 60, 10.0, "2025-01-01"),
        ("2026-09", "Shared", 50, 60, 5.0, "2025-01-01"),
        ("2026-09", "New", 80, 10, 8.0, "2026-07-01"),
    )
    measure = idle_licence_cost(licences)
    assert measure.value == pytest.approx(4.0)
    assert [e.row for e in measure.evidence] == ["2026-09 / Old"]
    learned = idle_licence_cost(licences.assign(start="2026-06-01"))
    assert learned.value == pytest.approx(4.0 + 7.0)


QUESTIONS = frame(
    "question asked_on asked_of about needs_answer printed_on",
    ("N1", "2027-01-01", "SYS", "the screens", "yes", "2027-01-31"),
    ("N2", "2027-01-01", "Homes", "the files", "yes", "2027-01-31"),
    ("N3", "2027-01-01", "Homes", "the keys", "yes", "2027-01-31"),
    ("N4", "2027-01-01", "SYS", "the lift", "no", "2027-01-31"),
)
TEAMS = frame("typed side", ("SYS", "technology"), ("Homes", "business"))


def replies(day: str) -> pd.DataFrame:
    """N1 answered twice, N2 only by a machine, N3 on a day."""
    return frame(
        "question date kind",
        ("N1", "2027-01-11", "answer"),
        ("N1", "2027-01-20", "answer"),
        ("N2", "2027-01-01", "receipt"),
        ("N3", day, "answer"),
    )


def test_an_answer_on_the_fourteenth_day_is_in_time() -> None:
    """N3 is, a day later it is not; a receipt does not answer N2; N4 needs no answer."""
    in_time = questions_answered(QUESTIONS, replies("2027-01-15"), TEAMS)
    assert in_time.value == pytest.approx(2 / 3)
    assert [e.row for e in in_time.evidence] == ["N2"]
    late = questions_answered(QUESTIONS, replies("2027-01-16"), TEAMS)
    assert [e.row for e in late.evidence] == ["N2", "N3"]


def test_a_question_waits_until_its_first_answer() -> None:
    """N1 waits 10 days for technology, N2 30 until the log was printed, N3 10: 10 of 50."""
    measure = waiting_on_technology(QUESTIONS, replies("2027-01-11"), TEAMS)
    assert measure.value == pytest.approx(10 / 50)


def marks(business: list[int], technology: list[int]) -> tuple[pd.DataFrame, ...]:
    """A survey with one statement."""
    rows = [("Homes", "S1", mark) for mark in business]
    rows += [("SYS", "S1", mark) for mark in technology]
    return frame("statement text", ("S1", "Slow.")), frame("team statement mark", *rows), TEAMS


@pytest.mark.parametrize(
    ("business", "technology", "says"),
    [
        ([4] * 6, [3] * 5, "business"),
        ([3] * 6, [4] * 5, "technology"),
        ([4, 4, 4, 4, 4, 4], [4, 4, 4, 4, 3], "neither"),
        ([4] * 6, [3, 3, 3, 4, 4, 4], "business"),
        ([5] * 6, [1] * 4 + [NO_ANSWER] * 4, "too few"),
        ([3] * 6, [3] * 6 + [NO_ANSWER] * 6, "neither"),
    ],
)
def test_who_agrees_more(business: list[int], technology: list[int], says: str) -> None:
    """Half a point is a gap, less is none; a 9 is no mark; fewer than five marks say nothing."""
    survey = marks(business, technology)
    found = {
        "business": agreed_by_business(*survey).value == 1,
        "technology": agreed_by_technology(*survey).value == 1,
        "too few": statements_answered(*survey).value == 0,
    }
    assert found == {name: name == says for name in found}
