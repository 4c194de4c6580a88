"""Module 6: the answers worked out of the built tables once more, by code that shares nothing."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from alignlib.cases import Bundle, Variant

ROOT = Path(__file__).parents[2]

every_variant = pytest.mark.parametrize("number", range(1, 13))

Row = Mapping[str, Any]


@cache
def bundle() -> Bundle:
    """The open variants of the module."""
    return Bundle(ROOT / "solutions" / "06-diagnosing-misalignment" / "cases.zip")


def variant(number: int) -> Variant:
    """One of them."""
    return bundle().variant(number)


def rows(number: int, table: str) -> list[Row]:
    """The rows of a table of one variant."""
    return list(variant(number).case.rows(table))


def right(number: int, item: str) -> set[str]:
    """The right options of a choose item."""
    parts = bundle().key(number)[item]["parts"]
    return {option for option, told in parts.items() if told["right"]}


def day(text: str) -> dt.date:
    """A day."""
    return dt.date.fromisoformat(text)


def serving(number: int) -> dict[str, str]:
    """The goal of each initiative that has one."""
    links = rows(number, "links")
    return {link["initiative"]: link["objective"] for link in links if link["strength"] > 0}


def shining(number: int) -> set[str]:
    """The initiatives without a goal and without a law."""
    plan, goal = rows(number, "initiatives"), serving(number)
    return {i["initiative"] for i in plan if i["initiative"] not in goal and not i["mandate"]}


@every_variant
def test_what_serves_no_goal(number: int) -> None:
    """Three initiatives have no link with strength and no mandate; two more only look like it."""
    assert right(number, "shiny-tools") == shining(number)
    assert len(shining(number)) == 3
    goal = serving(number)
    lawful = [i for i in rows(number, "initiatives") if i["mandate"]]
    assert len(lawful) == 2
    assert not [i for i in lawful if i["initiative"] in goal]


@every_variant
def test_what_was_paid_for_nothing(number: int) -> None:
    """Unused licences at their price, without the first three months of a tool."""
    cost = []
    for row in rows(number, "licences"):
        start = day(row["start"])
        age = 12 * (int(row["month"][:4]) - start.year) + int(row["month"][5:]) - start.month
        idle = max(0, row["licensed"] - row["active"])
        cost.append(row["cost_k"] * idle / row["licensed"] if age >= 3 else 0.0)
    key = bundle().key(number)["unused-licences"]
    assert key["answer"] == pytest.approx(math.fsum(cost), abs=1e-3)


def out_of_reach(number: int) -> set[str]:
    """The goals of which some need will not be met on the day."""
    have = {row["capability"]: row for row in rows(number, "capabilities")}
    due = {row["objective"]: row["due"] for row in rows(number, "objectives")}
    missed = set()
    for need in rows(number, "capability_needs"):
        own = have[need["capability"]]
        level = own["level"]
        if own["planned_on"] and own["planned_on"] <= due[need["objective"]]:
            level = max(level, own["planned_level"])
        if level < need["level"]:
            missed.add(need["objective"])
    return missed


@every_variant
def test_which_goals_are_out_of_reach(number: int) -> None:
    """Three of eight are, and the promise of the radio is one of them."""
    assert right(number, "goals-without-capability") == out_of_reach(number)
    assert len(out_of_reach(number)) == 3
    (radio,) = [d for d in rows(number, "documents") if d["document"] == "radio-transcript"]
    goals = rows(number, "objectives")
    promised = {goal["objective"] for goal in goals if f'"{goal["text"]}."' in radio["text"]}
    assert len(promised) == 1
    assert promised <= out_of_reach(number)


@every_variant
def test_one_goal_is_reached_only_by_a_plan(number: int) -> None:
    """Who looks at today's levels alone calls one goal more out of reach."""
    today = {row["capability"]: row["level"] for row in rows(number, "capabilities")}
    needs = rows(number, "capability_needs")
    short = {n["objective"] for n in needs if today[n["capability"]] < n["level"]}
    assert len(short - out_of_reach(number)) == 1


def given(number: int) -> dict[str, float]:
    """The money that each initiative gets which no law asks for."""
    lawful = {i["initiative"] for i in rows(number, "initiatives") if i["mandate"]}
    money: dict[str, float] = defaultdict(float)
    for line in rows(number, "allocations"):
        if line["status"] == "holds" and line["initiative"] not in lawful:
            money[line["initiative"]] += line["amount_k"]
    return money


@every_variant
def test_the_money_in_the_wrong_place(number: int) -> None:
    """What goals get above their weight, and what serves no goal."""
    money, goal = given(number), serving(number)
    whole = math.fsum(money.values())
    spent: dict[str, float] = defaultdict(float)
    for code, amount in money.items():
        spent[goal.get(code, "")] += amount / whole
    weight = {row["objective"]: row["weight"] for row in rows(number, "objectives")}
    assert sum(w or 0 for w in weight.values()) == pytest.approx(1)
    above = math.fsum(max(0.0, part - (weight.get(code) or 0)) for code, part in spent.items())
    key = bundle().key(number)["priorities-and-money"]
    assert key["answer"] == pytest.approx(100 * above, abs=1e-3)


def starved(number: int) -> set[str]:
    """The initiatives that get less than half as large a share of their wish as is usual."""
    asked = {i["initiative"]: i["budget_k"] for i in rows(number, "initiatives")}
    share = {code: amount / asked[code] for code, amount in given(number).items()}
    usual = sorted(share.values())[len(share) // 2]
    return {code for code, part in share.items() if part < usual / 2}


@every_variant
def test_two_initiatives_are_starved(number: int) -> None:
    """Both serve one of the weightiest goals; all others get plainly more of what they asked."""
    weight = {row["objective"]: row["weight"] or 0 for row in rows(number, "objectives")}
    heavy = sorted(weight, key=lambda code: -weight[code])[:3]
    assert len(starved(number)) == 2
    assert {weight[serving(number)[code]] for code in starved(number)} <= {
        weight[code] for code in heavy
    }


@every_variant
def test_who_agrees_more(number: int) -> None:
    """The means of the sides, half a point apart or not; fewer than five marks say nothing."""
    side = {row["typed"]: row["side"] for row in rows(number, "team_names")}
    marks: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for row in rows(number, "marks"):
        if row["mark"] <= 5:
            marks[row["statement"]][side[row["team"]]].append(row["mark"])
    parts = bundle().key(number)["who-blames-whom"]["parts"]
    labels = []
    for statement, own in marks.items():
        gap = sum(own["business"]) / len(own["business"]) - sum(own["technology"]) / len(
            own["technology"]
        )
        label = "business" if gap >= 0.5 else "technology" if gap <= -0.5 else "neither"
        if min(len(own["business"]), len(own["technology"])) < 5:
            label = "too-few"
        assert parts[statement]["answer"] == label
        assert label == "too-few" or not 0.3 < abs(gap) < 0.6  # nothing is a close call
        labels.append(label)
    assert sorted(labels) == sorted(["business", "technology", "neither", "too-few"] * 2)


def waiting(number: int) -> dict[str, tuple[int, bool, Row]]:
    """Of each question that needs an answer: the days it waited, whether it has one, and itself."""
    found = {}
    for row in rows(number, "questions"):
        if row["needs_answer"] == "no":
            continue
        answers = [
            reply["date"]
            for reply in rows(number, "replies")
            if reply["question"] == row["question"] and reply["kind"] == "answer"
        ]
        until = min(answers, default=row["printed_on"])
        found[row["question"]] = (
            (day(until) - day(row["asked_on"])).days,
            bool(answers),
            row,
        )
    return found


def broken_off(number: int) -> dict[str, Row]:
    """The questions that were not answered in time."""
    return {
        code: row
        for code, (days, answered, row) in waiting(number).items()
        if not answered or days > 14
    }


@every_variant
def test_where_the_talk_broke_off(number: int) -> None:
    """Two questions have only a receipt, two were answered late; two answers just made it."""
    assert right(number, "where-the-talk-broke") == set(broken_off(number))
    found = waiting(number)
    assert sum(not answered for _, answered, _ in found.values()) == 2
    assert len(broken_off(number)) == 4
    assert sum(days == 14 for days, _, _ in found.values()) == 2


@every_variant
def test_the_log_refutes_what_is_said_at_lunch(number: int) -> None:
    """Nine days in ten are said to be IT's; it is less than half of that."""
    side = {row["typed"]: row["side"] for row in rows(number, "team_names")}
    days: dict[str, int] = defaultdict(int)
    for waited, _, row in waiting(number).values():
        days[side[row["asked_of"]]] += waited
    share = 100 * days["technology"] / sum(days.values())
    key = bundle().key(number)["who-waits-for-whom"]
    assert key["answer"] == pytest.approx(share, abs=1e-3)
    assert share < 45


@every_variant
def test_the_cause_of_each_sign_can_be_looked_up(number: int) -> None:
    """The thing in quotation marks has the cause that the key names, and no other one."""
    titles = {i["title"]: i["initiative"] for i in rows(number, "initiatives")}
    goals = {o["text"]: o["objective"] for o in rows(number, "objectives")}
    broken = {row["about"] for row in broken_off(number).values()}
    (minutes,) = [d for d in rows(number, "documents") if d["document"] == "cabinet-minutes"]
    wanted = {
        tuple(pair.split("/"))
        for pair, told in bundle().key(number)["which-cause"]["parts"].items()
        if told["right"]
    }
    found = set()
    for row in rows(number, "which_cause"):
        (thing,) = re.findall("“(.+)”", row["text"])
        causes = {
            "no-goal": titles.get(thing) in shining(number),
            "budget": titles.get(thing) in starved(number),
            "capability": goals.get(thing) in out_of_reach(number),
            "talk": thing in broken,
            "outside": f'"{thing}"' in minutes["text"],
        }
        found |= {(row["id"], cause) for cause, shown in causes.items() if shown}
    assert found == wanted
    assert len(found) == 10


@every_variant
def test_the_signs_tell_nothing_by_themselves(number: int) -> None:
    """Without the thing that it names, a sign holds no word of its cause."""
    for row in rows(number, "which_cause"):
        around = re.sub("“.+”", "", row["text"]).lower()
        assert not re.search(r"link|mandate|level|answer|question|budget|flood|court", around)
