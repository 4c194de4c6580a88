"""Lesson 7's worked analysis, cell by cell, on every variant of its practice."""

from __future__ import annotations

import re

import pytest
import yaml

from tests.notebooks.worked import ROOT, Run, Worked, every_variant

LESSON = Worked("07-bridging-skills")
HINT = 'there = booked[booked["came"] == "yes"]'

START = ("show-wards", "show-log", "clean-log", "past-learning")
TRACES = (*START, "ward-curves", "trace-sign-ins", "trace-checks")


@every_variant
def test_the_hint_leads_to_the_key(number: int, run: Run) -> None:
    """With the hint the cell prints what the panel takes for right; without it, all wards."""
    cell = "your-turn-cell"
    hinted = LESSON.code[cell].replace("there = booked\n", f"{HINT}\n")
    space = run(number, *TRACES, cell, your_turn_cell=hinted)
    key = LESSON.bundle.key(number)["practice-who-was-taught"]
    share = 100 * (space["found"]["taught"] >= 0.5).mean()
    assert key["answer"] == pytest.approx(share, abs=0.05)
    plain = run(number, *TRACES, cell)["found"]
    assert 100 * (plain["taught"] >= 0.5).mean() == 100


@every_variant
def test_one_ward_is_too_new_to_be_judged(number: int, run: Run) -> None:
    """The text says that one has begun too late; it stands in the curves and not in the traces."""
    space = run(number, *TRACES)
    assert len(space["wards"]) - 1 == len(space["found"])
    assert len(space["wards"]) == len(space["use"])


@every_variant
def test_people_stand_in_the_log_twice(number: int, run: Run) -> None:
    """Cleaning takes lines away, finds each ward, and leaves each person once a month."""
    space = run(number, *START)
    assert len(space["once"]) < len(space["log"]) == len(space["known"])
    assert not space["once"].duplicated(["month", "person"]).any()


@every_variant
def test_the_curves_climb_or_stay_at_about_a_third(number: int, run: Run) -> None:
    """No ward lies between: some end at the top, the others never leave a third."""
    works = run(number, *TRACES)["found"]["works"]
    top, flat = works[works > 0.8], works[works < 0.5]
    assert len(top) >= 2
    assert len(flat) >= 5
    assert len(top) + len(flat) == len(works)


@every_variant
def test_each_trace_finds_its_wards(number: int, run: Run) -> None:
    """By the lines of the record desk one ward stands out in each column, and none in two."""
    hinted = LESSON.code["your-turn-cell"].replace("there = booked\n", f"{HINT}\n")
    found = run(number, *TRACES, "your-turn-cell", your_turn_cell=hinted)["found"]
    over = [
        found["seconds"] > 60,
        found["most_by_one"] > 0.5,
        found["paper_too"] > 0.5,
        found["wrong_lists"] > 0.1,
        found["taught"] < 0.5,
    ]
    assert [int(column.sum()) for column in over[:4]] == [1, 1, 1, 1]
    assert over[4].any()
    crossed = sum(column.astype(int) for column in over)
    assert crossed.max() == 1
    assert set(found.index[crossed == 1]) == set(found.index[found["works"] < 0.5])


@every_variant
def test_each_ward_has_a_voice(number: int, run: Run) -> None:
    """The voices stand beside the use of their ward; the new ward has none yet."""
    voices = run(number, *TRACES, "voices")["voices"]
    assert voices["name"].is_unique
    assert voices["works"].isna().sum() == 1


def test_the_average_of_the_shares_is_another_figure(run: Run) -> None:
    """In the toy the money that lies idle is 50 %, and the plain average of the shares is not."""
    rooms = run(1, "toy-idle")["rooms"]
    assert rooms["idle_cost"].sum() / rooms["cost"].sum() == pytest.approx(0.5)
    assert (1 - rooms["active"] / rooms["licensed"]).mean() == pytest.approx(0.3125)


def test_the_courses_of_the_theatre_are_those_of_the_panel(run: Run) -> None:
    """Lesson and prompt tell the same twelve figures, in the same order."""
    tests = run(1, "toy-courses")["tests"]
    practice = yaml.safe_load(
        (ROOT / "solutions" / "07-bridging-skills" / "practice.yaml").read_text(encoding="utf-8")
    )
    prompts = {item["id"]: item["prompt"] for item in practice["items"]}
    told = re.findall(r"(\d+), then (\d+), then (\d+)", prompts["practice-what-the-course-shows"])
    figures = tests[["before", "week_after", "half_year_on"]].astype(str).to_numpy().tolist()
    assert [list(group) for group in told] == figures
