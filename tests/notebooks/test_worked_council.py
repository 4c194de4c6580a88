"""Lesson 6's worked analysis, cell by cell, on every variant of its practice."""

from __future__ import annotations

import re
from typing import Any

import pytest

from alignlib.models.causes import EVIDENCE, attached
from tests.notebooks.worked import Run, Worked, every_variant

LESSON = Worked("06-diagnosing-misalignment")
HINT = ' & (short["planned_on"] <= short["due"])'


def answer(number: int) -> dict[str, Any]:
    """The key of the practice item about goals, on a variant."""
    return dict(LESSON.bundle.key(number)["practice-within-reach"])


@every_variant
def test_the_hint_leads_to_the_key(number: int, run: Run) -> None:
    """With the hint the cell prints what the panel takes for right."""
    first, rest = LESSON.code["your-turn-cell"].split("\n", 1)
    hinted = run(number, "gaps-today", "your-turn-cell", your_turn_cell=f"{first}{HINT}\n{rest}")
    assert answer(number)["answer"] == pytest.approx(100 * hinted["share"], abs=0.05)


@every_variant
def test_the_cell_as_it_stands_makes_the_mistake_that_is_named(number: int, run: Run) -> None:
    """Without the hint it gives the figure that the feedback knows: plans without their days."""
    share = 100 * run(number, "gaps-today", "your-turn-cell")["share"]
    told = {m["says"]: m["value"] for m in answer(number)["mistakes"]}
    (value,) = (v for says, v in told.items() if "plans that have no day" in says)
    assert value == pytest.approx(share, abs=0.05)
    assert share > answer(number)["answer"] + 1


@every_variant
def test_four_goals_lack_something_today(number: int, run: Run) -> None:
    """As the text says: four goals, of which one has a plan that is high enough and in time."""
    short = run(number, "gaps-today")["short"]
    assert short["objective"].is_unique
    assert len(short) == 4
    enough = short["planned_level"] >= short["needed"]
    in_time = short["planned_on"] <= short["due"]
    assert ((enough & in_time).sum(), (enough & ~in_time).sum()) == (1, 1)


@every_variant
def test_five_initiatives_serve_nothing_and_two_of_them_have_a_law(number: int, run: Run) -> None:
    """Three shine, two are asked for by a law."""
    space = run(number, "no-goal")
    idle = space["plan"][~space["plan"]["initiative"].isin(space["helping"])]
    assert (len(idle), idle["mandate"].notna().sum()) == (5, 2)


@every_variant
def test_two_tools_were_left_two_began_and_one_is_crowded(number: int, run: Run) -> None:
    """What the text sees in the table of licences; one of the new tools has become full."""
    licences = run(number, "licences-used")["licences"]
    used = licences.pivot(index="tool", columns="month", values="used")
    new = used.isna().any(axis="columns")
    left = (used.iloc[:, 0] > 90) & (used.iloc[:, -1] < 50)
    assert (left.sum(), new.sum(), (used[new].iloc[:, -1] > 90).sum()) == (2, 2, 1)
    assert used[new].min(axis="columns").max() < 50
    assert (used.max(axis="columns") > 100).sum() == 1


@every_variant
def test_the_new_tool_is_among_the_first_three(number: int, run: Run) -> None:
    """In the last month it seems to waste as much as the others; in the first, nobody does."""
    last = run(number, "licences-used", "licences-cost")["last"]
    top = last.sort_values("lost_k", ascending=False).head(3)
    assert (top["start"] > "2026-10-01").sum() == 1
    changed = LESSON.code["licences-cost"].replace(".max()", ".min()")
    first = run(number, "licences-used", "licences-cost", licences_cost=changed)["last"]
    assert first["lost_k"].sum() < last["lost_k"].sum() / 5


@every_variant
def test_two_initiatives_are_starved_and_their_goals_are_weighty(number: int, run: Run) -> None:
    """They stand apart from all others, and serve goals that weigh more than the middle one."""
    space = run(number, "no-goal", "gaps-today", "given", "given-why")
    given = space["plan"]["given"].sort_values().to_list()
    assert given[1] < given[2] / 2
    assert given[-3] < 1 < given[-1]
    middle = given[2:-3]
    assert max(middle) - min(middle) < 0.1
    live = space["goals"].query("needs_technology == 'yes'")
    assert space["starved"]["weight"].min() >= live["weight"].median()


@every_variant
def test_lines_that_were_struck_out_change_the_picture(number: int, run: Run) -> None:
    """With `book` in the place of `holds` somebody looks better than before."""
    changed = LESSON.code["given"].replace("sums = holds", "sums = book")
    honest = run(number, "no-goal", "given")["plan"]["given"]
    easy = run(number, "no-goal", "given", given=changed)["plan"]["given"]
    assert (easy > honest + 0.05).any()


@every_variant
def test_some_questions_have_a_receipt_alone(number: int, run: Run) -> None:
    """Two need an answer and have none; all others that need one have one."""
    space = run(number, "log", "log-silent")
    assert len(space["silent"]) == 2
    need = space["questions"].query("needs_answer == 'yes'")
    assert set(need["came_back"]) == {"answer", "receipt", "receipt and answer"}


@every_variant
def test_three_signs_have_three_things_behind_them(
    number: int, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    """No money, no goal, a law: and the one with the law is in the minutes."""
    run(number, "no-goal", "gaps-today", "given", "look-up", "look-up-run")
    starved, idle, lawful = re.split(r"(?<=True|alse)\n", capsys.readouterr().out.strip())
    assert "helps ['O" in starved
    assert "helps no goal | law: none" in idle
    assert "law: none" not in lawful
    assert lawful.endswith("minutes: True")


def test_the_theatre_would_have_to_move_54_of_100_pounds(run: Run) -> None:
    """The text's sum, and that without the desk not all is well."""
    space = run(1, "toy-budget")
    assert space["theatre"]["paid_k"].sum() + space["no_goal"] == space["whole"]
    assert round(100 * (space["above"] + space["no_goal"] / space["whole"])) == 54
    changed = LESSON.code["toy-budget"].replace("70, 31", "39, 0")
    assert run(1, "toy-budget", toy_budget=changed)["above"] > 0.3


def test_blame_goes_both_ways_and_one_statement_is_not_shown(run: Run) -> None:
    """S1 to the right, S2 to the left, S3 near nothing, S4 with four people of one side."""
    survey = run(1, "toy-survey")["survey"]
    means = survey.groupby(["statement", "side"])["score"].mean().unstack()
    gap = means["business"] - means["technology"]
    assert gap["S1"] > 2
    assert gap["S2"] < -2
    assert abs(gap["S3"]) < 0.5
    assert ((survey["statement"] == "S4") & (survey["side"] == "business")).sum() == 4


def test_what_others_found_on_the_board_is_so() -> None:
    """The six rows that the lesson names are enough; with E1 one of them is lost again."""
    found = re.search(r"Six rows, two for each: (.+?)\. 3\.", LESSON.text)
    assert found
    pairs = []
    for rows, cause in re.findall(r"((?:E\d+ and )*E\d+) for (C\d)", found[1]):
        pairs += [f"{row}-{cause}" for row in rows.split(" and ")]
    assert (len(pairs), len(attached(pairs).counted)) == (6, 3)
    assert len(attached([*pairs, "E1-C1"]).counted) == 2
    assert next(row.bears for row in EVIDENCE if row.code == "E12") == ("C1", "C2")
