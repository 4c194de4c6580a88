"""Module 2: the answers worked out of the built tables once more, by code that shares nothing."""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from alignlib.cases import Bundle, Variant

ROOT = Path(__file__).parents[2]
NUMBERS = range(1, 13)

every_variant = pytest.mark.parametrize("number", NUMBERS)

Row = Mapping[str, Any]


@cache
def bundle() -> Bundle:
    """The open variants of the module."""
    return Bundle(ROOT / "solutions" / "02-five-differences" / "cases.zip")


def variant(number: int) -> Variant:
    """One of them."""
    return bundle().variant(number)


def right(number: int, item: str) -> set[str]:
    """The right options of a choose item."""
    parts = bundle().key(number)[item]["parts"]
    return {option for option, told in parts.items() if told["right"]}


def two_years_after(day: dt.date) -> dt.date:
    """The same day two years later; there is none for 29 February."""
    return day.replace(year=day.year + 2, day=min(day.day, 28 if day.month == 2 else day.day))


def is_blind(initiative: Row) -> bool:
    """Whether it runs for more than two years without a review on the way."""
    start, end = (dt.date.fromisoformat(initiative[name]) for name in ("start", "end"))
    gate = initiative["review_gate"]
    return end > two_years_after(start) and not (gate and start < dt.date.fromisoformat(gate) < end)


def roadmap(number: int) -> tuple[list[Row], dict[str, str]]:
    """The initiatives, and the first day on which one of their goals is due."""
    case = variant(number).case
    due = {row["objective"]: row["due"] for row in case.rows("objectives")}
    first: dict[str, str] = {}
    for link in case.rows("links"):
        code = link["initiative"]
        first[code] = min(first.get(code, "9999"), due[link["objective"]])
    return case.rows("initiatives"), first


@every_variant
def test_the_roadmaps_that_date(number: int) -> None:
    """They run blind, or end after the first of their goals is due."""
    initiatives, first_due = roadmap(number)
    late = {i["initiative"] for i in initiatives if i["end"] > first_due.get(i["initiative"], "x")}
    blind = {i["initiative"] for i in initiatives if is_blind(i)}
    assert right(number, "roadmaps-that-date") == late | blind
    assert len(late) == 2
    assert len(blind) == 3
    assert not late & blind


@every_variant
def test_the_money_that_is_bound_blind(number: int) -> None:
    """It is the budget of the blind initiatives by that of all."""
    initiatives, _ = roadmap(number)
    blind = math.fsum(i["budget_k"] for i in initiatives if is_blind(i))
    share = 100 * blind / math.fsum(i["budget_k"] for i in initiatives)
    assert bundle().key(number)["horizon-share"]["answer"] == pytest.approx(share, abs=1e-3)


def green_year(lights: Iterable[Row]) -> list[str]:
    """The months in which no light of a system in use is amber or red."""
    by_month: dict[str, set[str]] = defaultdict(set)
    for light in lights:
        if light["in_use"] == "yes":
            by_month[light["month"]].add(light["light"])
    return sorted(month for month, colours in by_month.items() if colours == {"green"})


def year_before(month: str) -> list[str]:
    """The twelve months before a month."""
    count = int(month[:4]) * 12 + int(month[5:]) - 1
    return [f"{n // 12}-{n % 12 + 1:02}" for n in range(count - 12, count)]


def latest(number: int) -> list[Row]:
    """The last entry of each report on policies whose claims the firm pays."""
    case = variant(number).case
    own = {row["typed"] for row in case.rows("policy_names") if row["own_risk"] == "yes"}
    last: dict[str, Row] = {}
    for row in case.rows("claims_reports"):
        before = last.get(row["report"])
        if before is None or before["filed_on"] < row["filed_on"]:
            last[row["report"]] = row
    return [row for row in last.values() if row["typed"] in own]


@every_variant
def test_the_green_year_is_a_year(number: int) -> None:
    """The months in which every light that counts is green are twelve in a row."""
    months = green_year(variant(number).case.rows("dashboard"))
    assert len(months) == 12
    assert months == [*year_before(months[-1])[1:], months[-1]]


@every_variant
def test_a_light_that_does_not_count_is_red_in_it(number: int) -> None:
    """Who counts the light of a system that nobody uses finds no green year."""
    lights = variant(number).case.rows("dashboard")
    counted = green_year([light | {"in_use": "yes"} for light in lights])
    assert 0 < len(counted) < 12


@every_variant
def test_what_a_policy_costs_rose_in_the_green_year(number: int) -> None:
    """The cost of a policy is all claims by all policies, of the reports of a year."""
    now = green_year(variant(number).case.rows("dashboard"))
    cost = []
    for months in (now, year_before(now[0])):
        rows = [row for row in latest(number) if row["month"] in months]
        cost.append(math.fsum(r["claims_k"] for r in rows) / sum(r["policies"] for r in rows))
        assert len(rows) == 3 * 12 - 1  # one report of each year was never filed
    change = 100 * (cost[0] / cost[1] - 1)
    key = bundle().key(number)["green-and-getting-worse"]
    assert key["answer"] == pytest.approx(change, abs=1e-3)
    assert change > 5


@every_variant
def test_what_the_register_leaves_out(number: int) -> None:
    """A goal is right if none of its risks is open and of the business."""
    case = variant(number).case
    watched = {
        risk["objective"]
        for risk in case.rows("risks")
        if risk["status"] == "open" and risk["kind"] in ("market", "competition", "economy")
    }
    goals = {goal["objective"] for goal in case.rows("objectives")}
    assert right(number, "what-is-missing") == goals - watched
    assert len(goals - watched) == 4


@every_variant
def test_most_of_the_open_risks_are_of_technology(number: int) -> None:
    """That is the pattern of the case: the register watches computers and not the market."""
    kinds = [r["kind"] for r in variant(number).case.rows("risks") if r["status"] == "open"]
    assert sum(kind in ("breach", "failure", "vendor") for kind in kinds) > len(kinds) / 2


@every_variant
def test_every_reason_of_the_roadmap_is_true(number: int) -> None:
    """What a reason says of an initiative's length, and of its being in time, is so."""
    initiatives, first_due = roadmap(number)
    parts = bundle().key(number)["roadmaps-that-date"]["parts"]
    for row in initiatives:
        code, why = row["initiative"], parts[row["initiative"]]["why"]
        start, end = (dt.date.fromisoformat(row[name]) for name in ("start", "end"))
        is_long = end > two_years_after(start)
        assert ("more than" in why.replace("not more than", "")) == is_long, why
        in_time = row["end"] <= first_due.get(code, "9999")
        assert in_time or f"due on {first_due[code]}" in why
        assert not ("in time" in why and not in_time)


@every_variant
def test_the_note_names_the_light_that_does_not_count(number: int) -> None:
    """The CIO's note tells of the measure whose system nobody uses, by its name."""
    case = variant(number).case
    (unused,) = {row["measure"] for row in case.rows("dashboard") if row["in_use"] == "no"}
    (note,) = [d["text"] for d in case.rows("documents") if d["document"] == "dashboard-note"]
    assert f'"{unused}"' in note


@every_variant
def test_the_reports_add_up_to_the_policies_of_the_brief(number: int) -> None:
    """The number of policies that the brief tells is about that of the last months."""
    case = variant(number).case
    by_month: dict[str, dict[str, int]] = defaultdict(dict)
    for row in case.rows("claims_reports"):
        by_month[row["month"]][row["report"]] = row["policies"]
    whole = max(month for month, reports in by_month.items() if len(reports) == 4)
    told = int(case.brief.partition("Today it has ")[2].partition(" policies")[0].replace(",", ""))
    assert sum(by_month[whole].values()) == pytest.approx(told, rel=0.02)
