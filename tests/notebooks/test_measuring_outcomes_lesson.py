"""What lesson 5 says of its figures is so: of the vans, of the model, and of its case."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from alignlib.cases import Bundle, variant_of
from alignlib.diagnostics.effect import effect
from alignlib.diagnostics.interval import difference
from alignlib.models.rollout import Rollout

ROOT = Path(__file__).parents[2]
LESSON = ROOT / "notebooks" / "05-measuring-outcomes.ipynb"
PRACTICE = "05-measuring-outcomes-practice"


@cache
def cells() -> dict[str, Any]:
    """The lesson's cells by their id."""
    notebook = json.loads(LESSON.read_text(encoding="utf-8"))
    return {cell["id"]: cell for cell in notebook["cells"]}


def source(cell: str) -> str:
    """What stands in a cell."""
    return "".join(cells()[cell]["source"])


def printed(cell: str) -> str:
    """What a cell gave, as plain text."""
    return "\n".join(
        "".join(output.get("text") or output["data"].get("text/plain", ""))
        for output in cells()[cell]["outputs"]
    )


def run(*names: str) -> dict[str, Any]:
    """The names that are known after some code cells of the lesson, which need no case."""
    known: dict[str, Any] = {"pd": pd}
    for name in names:
        exec(source(name), known)
    return known


def bundle() -> Bundle:
    """The variants that the lesson practises on."""
    return Bundle(ROOT / "notebooks" / "practice" / PRACTICE / "cases.zip")


@cache
def opened() -> int:
    """The number of the variant that the lesson opens."""
    return variant_of("lesson", PRACTICE, bundle().variants)


@cache
def case() -> Any:
    """Its case."""
    return bundle().variant(opened()).case


def verdict(title: str) -> str:
    """What the report says of a measure."""
    return str(case().report_lines.set_index("title").loc[title, "verdict"])


def series(title: str) -> pd.DataFrame:
    """The readings of one measure, put in order by code of this test alone."""
    sheets = case().weekly_sheets
    sheets = sheets[sheets["title"] == title].sort_values("sent_on").groupby("sheet").tail(1)
    meant = case().store_names.set_index("typed")
    initiative = case().report_lines.set_index("title").loc[title, "initiative"]
    rollout = case().rollouts[case().rollouts["initiative"] == initiative]
    live = set(rollout.loc[rollout["state"] == "live", "store"])
    start = int(rollout["live_week"].iloc[0])
    rows = [
        {
            "metric": title,
            "site": meant.loc[sheet["typed"], "store"],
            "group": "treated" if meant.loc[sheet["typed"], "store"] in live else "control",
            "week": pd.Timestamp("2027-01-04") + pd.Timedelta(weeks=week - 1),
            "phase": "after" if week > start else "before",
            "value": sheet[f"w{week:02}"],
        }
        for _, sheet in sheets.iterrows()
        if meant.loc[sheet["typed"], "open"] == "yes"
        for week in range(1, 21)
        if week != start and pd.notna(sheet[f"w{week:02}"])
    ]
    return pd.DataFrame(rows)


def test_most_of_what_the_vans_gained_came_to_all_of_them() -> None:
    """Of 56 cones almost 54 came without the app; the interval of what is left holds 0."""
    vans = run("vans", "vans-controls")["vans"]
    sides = [vans.loc[vans["app"] == side, "change"] for side in ("yes", "no")]
    assert [side.mean() for side in sides] == [56, 53.75]
    found = difference(*sides)
    assert (round(found.low), round(found.high, 1)) == (-5, 9.5)


def test_the_card_readers_saved_what_before_and_after_calls_a_loss() -> None:
    """Sales fell with them, and fell further without: 22 cones, from 17 to 27."""
    readers = run("readers")["readers"]
    sides = [readers.loc[readers["reader"] == side, "change"] for side in ("yes", "no")]
    assert [side.mean() for side in sides] == [-20.5, -42.5]
    found = difference(*sides)
    assert (round(found.low), found.value, round(found.high)) == (17, 22, 27)


def test_the_answers_to_the_models_tasks_are_right() -> None:
    """What others found, one task after the other."""
    told = source("model-tasks").split("What others found")[1]
    assert {0.0} == {round(Rollout(trend=t, noise=0).with_controls, 9) for t in range(-6, 7)}
    assert "minus one" in told
    assert round(Rollout(effect=3, trend=-4, noise=0).before_after, 9) == -1
    seen, unseen = Rollout(own_trend=6, noise=1), Rollout(own_trend=6, noise=3)
    assert "plus six" in told
    assert [round(world.with_controls) for world in (seen, unseen)] == [6, 6]
    assert ("failed pre-trend" in seen.found.reason, unseen.found.reason) == (True, "")
    sure = [n for n in range(2, 13) if not Rollout(effect=2, noise=3, sites=n).doubtful]
    assert "Four. With ten it holds 0 once more" in told
    assert sure == [4, 5, 6, 7, 8, 9, 11, 12]
    assert "draws 9 and 12" in told
    assert [draw for draw in range(1, 21) if Rollout(trend=4, draw=draw).missed] == [9, 12]


def test_the_line_that_is_called_a_failure_holds() -> None:
    """The measure fell, it fell further elsewhere, and most of that was spared."""
    title = "Deliveries on the promised day"
    assert title in source("sheets-melt")
    assert verdict(title) == "failure"
    found = effect(series(title))
    beside = dict(found.beside)
    assert beside["change of control sites"] < beside["change of treated sites"] < 0
    assert found.value > -beside["change of control sites"] / 2
    assert (found.reason, found.low > 0) == ("", True)
    assert f"{found.value:+.2f}" in printed("larkfield-controls")
    assert f"{found.value:.2f}" in printed("larkfield-effect")


@pytest.mark.parametrize(
    ("title", "why"),
    [
        ("Power for a square metre", "fewer than 2 treated sites"),
        ("Hours of work for a thousand pounds sold", "failed pre-trend"),
    ],
)
def test_the_two_fine_successes_each_fail_a_check(title: str, why: str) -> None:
    """The lesson sends its reader to them; the report calls both a success."""
    assert title in source("larkfield-effect-read")
    assert verdict(title) == "success"
    assert why in effect(series(title)).reason


def test_the_reader_works_out_another_measure() -> None:
    """The practice asks for a measure that the lesson does not work out itself."""
    key = bundle().key(opened())["practice-controls"]
    found = effect(series("Goods found on the shelf"))
    assert key["answer"] == pytest.approx(found.value, abs=1e-3)
    assert "Goods found on the shelf" in source("your-turn")
    assert not any(f"{found.value:.2f}" in printed(c) for c in cells() if "outputs" in cells()[c])


def test_what_is_said_of_the_incomplete_measures() -> None:
    """Some measures lack a part, and one with a baseline of 0 lacks none."""
    card = case().metrics
    whole = card[["baseline", "target", "unit", "date"]].notna().all(axis=1)
    assert 0 < (~whole).sum() < len(card) / 2
    assert whole[card["baseline"] == 0].all()
    assert (card["baseline"] == 0).any()
    shown = printed("scorecard")
    assert all(code in shown for code in card.loc[~whole, "metric"])


def test_what_is_said_of_the_work_with_a_shared_number() -> None:
    """Sooner, quicker to change, further over budget, and smaller; six on each side."""
    ends = case().outturns.merge(case().initiatives, on="initiative")
    late = (ends["delivered_on"] - ends["end"]).dt.days
    told = pd.DataFrame(
        {
            "late": late,
            "over": ends["spent_k"] / ends["budget_k"],
            "wait": ends["weeks_to_change"],
            "size": ends["budget_k"],
        }
    )
    means = told.groupby(ends["shared_number"]).mean()
    assert list(ends["shared_number"].value_counts()) == [6, 6]
    less = means.loc["yes"] < means.loc["no"]
    assert dict(less) == {"late": True, "over": False, "wait": True, "size": True}


def test_each_claim_of_the_module_is_taught() -> None:
    """A cell of the lesson carries each of the three."""
    tags = {tag for cell in cells().values() for tag in cell["metadata"].get("tags", ())}
    assert {"S25", "S26", "S27"} == {tag for tag in tags if re.fullmatch(r"S\d+", tag)}
