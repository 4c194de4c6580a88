"""Module 3: the answers worked out of the built tables once more, by code that shares nothing."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from alignlib.cases import Bundle, Case

ROOT = Path(__file__).parents[2]
NUMBERS = range(1, 13)

every_variant = pytest.mark.parametrize("number", NUMBERS)

Row = Mapping[str, Any]


@cache
def bundle() -> Bundle:
    """The open variants of the module."""
    return Bundle(ROOT / "solutions" / "03-objectives-to-initiatives" / "cases.zip")


def case(number: int) -> Case:
    """The case of one of them."""
    return bundle().variant(number).case


def right(number: int, item: str) -> set[str]:
    """The right options of a choose item."""
    parts = bundle().key(number)[item]["parts"]
    return {option for option, told in parts.items() if told["right"]}


def text_of(number: int, document: str) -> str:
    """The text of a document."""
    (text,) = (d["text"] for d in case(number).rows("documents") if d["document"] == document)
    return str(text)


def checked_again(number: int) -> dict[str, int]:
    """The strength that the minutes give a link, by its number."""
    found: dict[str, int] = {}
    for paragraph in text_of(number, "committee-minutes").split("\n"):
        link, _, told = paragraph.partition(". ")
        if re.fullmatch(r"K\d{3}", link):
            found[link] = int(told.rstrip(".")[-1])
    return found


def goals(number: int) -> dict[str, Row]:
    """The live goals, by their code."""
    return {g["objective"]: g for g in case(number).rows("objectives") if g["status"] == "live"}


def helps(number: int) -> dict[str, dict[str, int]]:
    """For each initiative the live goals that it helps, each with the strength."""
    again, live = checked_again(number), goals(number)
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for link in case(number).rows("links"):
        strength = again.get(link["link"], link["strength"])
        if strength and link["objective"] in live:
            found[link["initiative"]][link["objective"]] = strength
    return found


def orphans(number: int) -> set[str]:
    """The initiatives that help no live goal and that nothing obliges the firm to do."""
    rows = case(number).rows("initiatives")
    return {row["initiative"] for row in rows if not row["mandate"]} - set(helps(number))


def paid(number: int) -> dict[str, float]:
    """What was paid for each initiative, in tenths of a thousand, so that sums are exact."""
    names = {row["typed"]: row["initiative"] for row in case(number).rows("project_names")}
    vouchers = {row["voucher"]: row for row in case(number).rows("project_lines")}
    sums: dict[str, float] = defaultdict(int)
    for line in vouchers.values():
        sums[names[" ".join(line["project"].split()).lower()]] += round(10 * line["amount_k"])
    return sums


def first_goal(number: int) -> Row:
    """The live goal that weighs most."""
    return max(goals(number).values(), key=lambda goal: goal["weight"])


@every_variant
def test_what_serves_nothing(number: int) -> None:
    """The right options are the initiatives that help no live goal and have no mandate."""
    assert right(number, "serves-nothing") == orphans(number)
    assert len(orphans(number)) == 4


@every_variant
def test_the_four_serve_nothing_in_four_ways(number: int) -> None:
    """No link, links of strength 0, a link that the minutes take back, a goal that is closed."""
    again, live, ways = checked_again(number), goals(number), []
    for code in orphans(number):
        own = [link for link in case(number).rows("links") if link["initiative"] == code]
        to_live = [link for link in own if link["objective"] in live]
        ways.append(
            "none" if not own
            else "closed" if not to_live
            else "minutes" if any(link["link"] in again for link in own)
            else "no effect"
        )  # fmt: skip
    assert sorted(ways) == ["closed", "minutes", "no effect", "none"]


@every_variant
def test_what_nothing_serves(number: int) -> None:
    """The right options are live goals in need of technology that no initiative helps."""
    wanted = {code for code, goal in goals(number).items() if goal["needs_technology"] == "yes"}
    served = {objective for own in helps(number).values() for objective in own}
    assert right(number, "nothing-serves") == wanted - served
    assert len(wanted - served) == 3


@every_variant
def test_the_tables_alone_do_not_tell(number: int) -> None:
    """Who leaves the minutes out finds one initiative and one goal too few."""
    live = goals(number)
    printed = [
        link
        for link in case(number).rows("links")
        if link["strength"] and link["objective"] in live
    ]
    by_table = {link["initiative"] for link in printed}
    assert len(orphans(number) & by_table) == 1
    assert len(right(number, "nothing-serves") & {link["objective"] for link in printed}) == 1


@every_variant
def test_the_money_that_serves_nothing(number: int) -> None:
    """It is what was paid for those four by what was paid for all."""
    money = paid(number)
    share = 100 * sum(money[code] for code in orphans(number)) / sum(money.values())
    assert bundle().key(number)["orphan-spend"]["answer"] == pytest.approx(share, abs=1e-3)


def reached(number: int) -> float:
    """The share of the money that reached the goal of the greatest weight."""
    money, first = paid(number), first_goal(number)["objective"]
    parts = [
        money[code] * own[first] / sum(own.values())
        for code, own in helps(number).items()
        if first in own
    ]
    return math.fsum(parts) / sum(money.values())


@every_variant
def test_the_money_that_reached_the_goal_on_the_wall(number: int) -> None:
    """What was paid is shared out by strength; the key has the part of the first goal."""
    answer = bundle().key(number)["money-and-promise"]["answer"]
    assert answer == pytest.approx(100 * reached(number), abs=1e-3)


@every_variant
def test_the_money_follows_the_app(number: int) -> None:
    """That is the pattern: more was paid for the app than reached the goal that weighs most."""
    money = paid(number)
    dearest = max(money, key=lambda code: money[code])
    (goal,) = helps(number)[dearest]
    assert goals(number)[goal]["weight"] <= 0.1
    assert money[dearest] / sum(money.values()) > reached(number)
    assert reached(number) < first_goal(number)["weight"] * 0.6


@every_variant
def test_the_app_claims_every_goal(number: int) -> None:
    """It has a link to each live goal that needs technology, and one of them has an effect."""
    money = paid(number)
    dearest = max(money, key=lambda code: money[code])
    claimed = {k["objective"] for k in case(number).rows("links") if k["initiative"] == dearest}
    wanted = {code for code, goal in goals(number).items() if goal["needs_technology"] == "yes"}
    assert claimed == wanted
    assert len(helps(number)[dearest]) == 1


@every_variant
def test_the_wall_is_the_first_goal(number: int) -> None:
    """The goal that weighs most is the lowest cost, by the year that the letter names."""
    first = first_goal(number)
    assert first["text"].startswith("Forge a tonne for less")
    year = first["due"][:4]
    assert first["text"].endswith(f"by the end of {year}")
    assert f"by the end of {year}" in text_of(number, "strategy-letter")


@every_variant
def test_the_minutes_name_the_goal_that_was_closed(number: int) -> None:
    """Its text stands in them, and so does why."""
    (goal,) = (g for g in case(number).rows("objectives") if g["status"] == "closed")
    minutes = text_of(number, "committee-minutes")
    assert goal["text"] in minutes
    assert goal["closed_because"] in minutes


@every_variant
def test_nothing_is_called_useless_that_is_not(number: int) -> None:
    """Duties, the platform and what helps a little are on show, and wrong to choose."""
    parts = bundle().key(number)["serves-nothing"]["parts"]
    rows = {row["initiative"]: row for row in case(number).rows("initiatives")}
    shown = [rows[code] for code in parts]
    assert sum(bool(row["mandate"]) for row in shown) == 2
    assert sum(row["platform"] == "yes" for row in shown) == 1
    again = checked_again(number)
    little = [k for k in case(number).rows("links") if again.get(k["link"]) == 1]
    assert [parts[link["initiative"]]["right"] for link in little] == [False]
