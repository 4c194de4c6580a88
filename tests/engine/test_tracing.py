"""Links that were checked, goals that weigh, a ledger of projects: as drawn, and as measured."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml

from alignlib.errors import InstructorError
from alignlib.tables import frame
from alignlib.variants.clean import clean_plan
from alignlib.variants.measures.first_goal_spend import first_goal_spend
from alignlib.variants.measures.goals_served import goals_served
from alignlib.variants.measures.initiatives_with_goal import initiatives_with_goal
from alignlib.variants.measures.spend_without_goal import spend_without_goal
from alignlib.variants.stream import Stream

SECTION = yaml.safe_load((Path(__file__).parent / "tracing.yaml").read_text(encoding="utf-8"))

NUMBERS = range(6)

Rows = dict[str, list[dict[str, Any]]]


def clean(number: int = 1, **parts: Any) -> Rows:
    """A clean plan, with other parts in the place of some."""
    return clean_plan(SECTION | parts, {}, Stream(f"tracing {number}"))


# ---------------------------------------------------------------- what is drawn


@pytest.mark.parametrize("number", NUMBERS)
def test_one_goal_weighs_most(number: int) -> None:
    """It is the first that is always there, and weighs more than any two others together."""
    rows = clean(number)["objectives"]
    weights = sorted((row["weight"], row["text"]) for row in rows if row["status"] == "live")
    assert weights[-1][1] == SECTION["goals"]["always"][0]["text"]
    assert weights[-1][0] > weights[-2][0] + weights[-3][0]
    assert math.fsum(weight for weight, _ in weights) == pytest.approx(1)


@pytest.mark.parametrize("number", NUMBERS)
def test_a_goal_can_name_its_day(number: int) -> None:
    """A goal with a day of its own is due on it, every other one on a drawn day."""
    first = SECTION["goals"]["always"][0]
    due = {row["text"]: row["due"] for row in clean(number)["objectives"]}
    assert due[first["text"]] == first["due"]


@pytest.mark.parametrize("number", NUMBERS)
def test_each_side_goal_has_two_helpers_that_serve_a_main_goal_too(number: int) -> None:
    """So the side goal can be lost, and no initiative with it."""
    rows = clean(number)
    main = {goal["text"] for goal in SECTION["goals"]["always"]}
    side = {row["objective"] for row in rows["objectives"] if row["text"] not in main}
    for objective in side:
        helpers = [k["initiative"] for k in rows["links"] if k["objective"] == objective]
        assert len(helpers) in (0, 2)
        for helper in helpers:
            served = {k["objective"] for k in rows["links"] if k["initiative"] == helper}
            assert served - side


@pytest.mark.parametrize("number", NUMBERS)
def test_every_line_of_the_ledger_finds_its_initiative(number: int) -> None:
    """In small letters and without spaces, what clerks typed is in the list of names."""
    rows = clean(number)
    names = {row["typed"]: row["initiative"] for row in rows["project_names"]}
    typed = [line["project"] for line in rows["project_lines"]]
    assert {names[name.strip().lower()] for name in typed} == {
        row["initiative"] for row in rows["initiatives"]
    }
    assert any(name not in names for name in typed)


@pytest.mark.parametrize("number", NUMBERS)
def test_nothing_is_paid_before_the_start(number: int) -> None:
    """Each line lies in the month in which its initiative starts, or later."""
    rows = clean(number)
    start = {row["initiative"]: row["start"] for row in rows["initiatives"]}
    assert all(line["month"] >= start[line["_initiative"]][:7] for line in rows["project_lines"])


def test_a_voucher_that_was_posted_twice_is_the_same_money() -> None:
    """All lines of the showpiece were, and as many others as the section says."""
    rows = clean()
    (piece,) = (r["initiative"] for r in rows["initiatives"] if r["_showpiece"] == "yes")
    by_voucher: dict[str, list[dict[str, Any]]] = {}
    for line in rows["project_lines"]:
        by_voucher.setdefault(line["voucher"], []).append(line)
    twice = [lines for lines in by_voucher.values() if len(lines) == 2]
    of_piece = [lines for lines in twice if lines[0]["_initiative"] == piece]
    assert len(twice) - len(of_piece) == SECTION["project_ledger"]["doubled"]
    assert len(of_piece) >= SECTION["project_ledger"]["lines_each"][0]
    assert all(one["amount_k"] == other["amount_k"] for one, other in twice)


def test_too_few_entries_are_told() -> None:
    """A theme without enough entries is named."""
    few = SECTION["proposals"] | {"alone": {"cost": 9}}
    with pytest.raises(InstructorError, match=r"9 are wanted for 'cost', and 6 are"):
        clean(proposals=few)


# ---------------------------------------------------------------- what is measured


GOALS = pd.DataFrame(
    [
        ("O1", "Cheap", "live", 0.6, "yes"),
        ("O2", "Soon", "live", 0.4, "yes"),
        ("O3", "Old", "closed", math.nan, "yes"),
        ("O4", "Paint", "live", 0.0, "no"),
    ],
    columns=["objective", "text", "status", "weight", "needs_technology"],
)

LINKS = pd.DataFrame(
    [("K1", "I1", "O1", 3), ("K2", "I1", "O2", 2), ("K3", "I2", "O1", 0), ("K4", "I3", "O3", 3)],
    columns=["link", "initiative", "objective", "strength"],
)

INITIATIVES = pd.DataFrame(
    [("I1", "One", None), ("I2", "Two", None), ("I3", "Three", None), ("I4", "Four", "A law")],
    columns=["initiative", "title", "mandate"],
)

LINES = pd.DataFrame(
    [("V1", "One ", 50.0), ("V1", "I1", 50.0), ("V2", " TWO", 30.0), ("V3", "three", 15.0),
     ("V4", "Three", -5.0), ("V5", "four", 10.0)],
    columns=["voucher", "project", "amount_k"],
)  # fmt: skip

NAMES = pd.DataFrame(
    [("one", "I1"), ("i1", "I1"), ("two", "I2"), ("three", "I3"), ("four", "I4")],
    columns=["typed", "initiative"],
)


def minutes(text: str, kind: str = "minutes") -> pd.DataFrame:
    """A table with one document."""
    return pd.DataFrame([(kind, text)], columns=["kind", "text"])


def test_an_initiative_needs_a_claim_that_holds() -> None:
    """I2 helps nothing, I3 a goal that is closed; I4 is mandated."""
    measure = initiatives_with_goal(INITIATIVES, LINKS, GOALS)
    assert measure.value == 0.5
    assert [e.row for e in measure.evidence] == ["I2", "I3"]


@pytest.mark.parametrize(
    ("text", "kind", "lost"),
    [
        ("Present: all.\n\nK3. It was tried. It has strength 1.\n\nEnd.", "minutes", ["I3"]),
        ("K1. Tried. It has strength 0.\n\nK2. Tried. It has strength 0.", "minutes",
         ["I1", "I2", "I3"]),
        ("K3. It was tried. It has strength 1.", "e-mail", ["I2", "I3"]),
        ("They spoke of K3, and of strength 1.", "minutes", ["I2", "I3"]),
    ],
)  # fmt: skip
def test_minutes_have_the_last_word(text: str, kind: str, lost: list[str]) -> None:
    """A paragraph of minutes that begins with a link gives its strength; nothing else does."""
    measure = initiatives_with_goal(INITIATIVES, LINKS, GOALS, minutes(text, kind))
    assert [e.row for e in measure.evidence] == lost


def test_a_goal_is_served_by_what_has_an_effect() -> None:
    """O1 and O2 are; when the minutes take K2 back, O2 is bare. O3 is closed, O4 needs nothing."""
    assert goals_served(GOALS, LINKS).value == 1
    measure = goals_served(GOALS, LINKS, minutes("K2. Tried. It has strength 0."))
    assert measure.value == 0.5
    assert [e.row for e in measure.evidence] == ["O2"]


def test_money_without_a_goal() -> None:
    """Of 100 pounds, 30 went to I2 and 15 - 5 to I3; the doubled voucher counts once."""
    measure = spend_without_goal(LINES, NAMES, INITIATIVES, LINKS, GOALS)
    assert measure.value == pytest.approx(40 / 100)
    assert [e.row for e in measure.evidence] == ["I2", "I3"]


def test_money_that_reaches_the_first_goal() -> None:
    """Three fifths of the 50 pounds for I1 reach O1; with K2 taken back, all 50 do."""
    assert first_goal_spend(LINES, NAMES, LINKS, GOALS).value == pytest.approx(30 / 100)
    told = minutes("K2. Tried. It has strength 0.")
    assert first_goal_spend(LINES, NAMES, LINKS, GOALS, told).value == pytest.approx(50 / 100)


def test_what_cannot_be_measured_says_why() -> None:
    """Without initiatives, goals or money there is a reason and no value."""
    found = [
        initiatives_with_goal(INITIATIVES.iloc[:0], LINKS, GOALS),
        goals_served(GOALS.iloc[2:], LINKS),
        spend_without_goal(LINES.iloc[:0], NAMES, INITIATIVES, LINKS, GOALS),
        first_goal_spend(LINES.iloc[:0], NAMES, LINKS, GOALS),
    ]
    assert all(math.isnan(measure.value) for measure in found)
    assert [measure.reason for measure in found] == [
        "no initiatives",
        "no live goal needs technology",
        "nothing was paid",
        "nothing was paid, or no goal has a weight",
    ]


@pytest.mark.parametrize("number", NUMBERS)
def test_no_money_of_a_clean_plan_is_without_a_goal(number: int) -> None:
    """What the generator draws passes before anything is planted."""
    rows = {
        name: [{k: v for k, v in row.items() if not k.startswith("_")} for row in one]
        for name, one in clean(number).items()
    }
    seen = {name: frame(name, one) for name, one in rows.items()}
    measure = spend_without_goal(
        *(
            seen[name]
            for name in ("project_lines", "project_names", "initiatives", "links", "objectives")
        )
    )
    assert measure.value == 0
