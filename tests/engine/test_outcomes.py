"""A year's outcomes: sheets as the engine draws them, and the measures that read them."""

from __future__ import annotations

import statistics
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
import yaml

from alignlib.defects import operators, plan_of, planted
from alignlib.defects.plan import applied
from alignlib.errors import InstructorError
from alignlib.tables import frame
from alignlib.tables.outcomes import WEEK_COLUMNS
from alignlib.variants.clean import clean_plan
from alignlib.variants.clean.sheets import SHUT_AFTER, SLIP, TRAINING
from alignlib.variants.faults import template_faults
from alignlib.variants.measures.control_change import control_change
from alignlib.variants.measures.controlled_effect import controlled_effect
from alignlib.variants.measures.effects_that_hold import effects_that_hold
from alignlib.variants.measures.sheets import series_of
from alignlib.variants.measures.treated_change import treated_change
from alignlib.variants.plant import Finish
from alignlib.variants.sources.measure import OfMeasure
from alignlib.variants.stream import Stream

SECTION = yaml.safe_load((Path(__file__).parent / "outcomes.yaml").read_text(encoding="utf-8"))

Rows = dict[str, list[dict[str, Any]]]


def clean(number: int = 1, **parts: Any) -> Rows:
    """A clean plan, with other parts in the place of some."""
    return clean_plan(SECTION | parts, {}, Stream(f"outcomes {number}"))


def seen(rows: Rows, name: str) -> pd.DataFrame:
    """A table as a learner sees it: without margins."""
    kept = [{k: v for k, v in row.items() if not k.startswith("_")} for row in rows[name]]
    return frame(name, kept)


# ---------------------------------------------------------------- what is drawn


def test_every_measured_store_has_a_sheet_of_every_measure() -> None:
    """Open stores, the shut one and the training room send one sheet a measure, or two."""
    rows = clean()
    stores = {row["store"] for row in rows["store_names"]}
    assert len(stores) == SECTION["store_sheets"]["take"] + 2
    for line in rows["report_lines"]:
        own = [row for row in rows["weekly_sheets"] if row["title"] == line["title"]]
        assert {row["_store"] for row in own} == stores
        assert len({row["sheet"] for row in own}) == len(stores)
        assert len(own) == len(stores) + 2 * SECTION["store_sheets"]["resent"]


def test_a_sheet_that_was_sent_twice_had_lost_its_points() -> None:
    """The first version has the number of the second, an earlier day and ten times its values."""
    rows = clean()["weekly_sheets"]
    numbers = [row["sheet"] for row in rows]
    twice = {number for number in numbers if numbers.count(number) == 2}
    assert twice
    for number in twice:
        first, last = sorted(
            (row for row in rows if row["sheet"] == number), key=lambda row: str(row["sent_on"])
        )
        assert first["sent_on"] < last["sent_on"]
        for name in WEEK_COLUMNS:
            assert (first[name] is None) == (last[name] is None)
            if last[name] is not None:
                assert first[name] == pytest.approx(SLIP * last[name], abs=0.06)


def test_the_shut_store_stops_sending() -> None:
    """It has readings up to its last week and none after; it is not open, nor is the training."""
    rows = clean()
    idle = {row["store"] for row in rows["store_names"] if row["open"] == "no"}
    assert idle == {SECTION["store_sheets"]["shut"], TRAINING}
    for row in rows["weekly_sheets"]:
        if row["_store"] == SECTION["store_sheets"]["shut"]:
            there = [row[name] is not None for name in WEEK_COLUMNS]
            assert there == [week < SHUT_AFTER for week in range(len(WEEK_COLUMNS))]


@pytest.mark.parametrize("number", range(4))
def test_a_clean_report_is_right_about_every_line(number: int) -> None:
    """In a clean plan every line is a success, and its effect holds."""
    rows = clean(number)
    assert {line["verdict"] for line in rows["report_lines"]} == {"success"}
    assert effects(rows).value == 1.0


@pytest.mark.parametrize("number", range(4))
def test_the_outturns_tell_what_the_case_says(number: int) -> None:
    """Initiatives with a shared number are less late, dearer than planned, and smaller."""
    rows = clean(number)
    plan = {row["initiative"]: row for row in rows["initiatives"]}
    late: dict[str, list[float]] = {"yes": [], "no": []}
    over: dict[str, list[float]] = {"yes": [], "no": []}
    for row in rows["outturns"]:
        own, group = plan[row["initiative"]], row["shared_number"]
        days = pd.Timestamp(row["delivered_on"]) - pd.Timestamp(own["end"])
        late[group].append(days.days)
        over[group].append(row["spent_k"] / own["budget_k"])
    assert len(late["yes"]) == SECTION["outturns"]["shared"]
    assert statistics.mean(late["yes"]) < statistics.mean(late["no"])
    assert statistics.mean(over["yes"]) > statistics.mean(over["no"])
    assert max(late["yes"]) > 0 >= min(late["no"])


def test_an_initiative_without_measures_is_told() -> None:
    """A scorecard that leaves out an initiative names it."""
    few = {"entries": SECTION["scorecard"]["entries"][1:]}
    with pytest.raises(InstructorError, match=r"no entry for the initiative 'Oven clock'"):
        clean(scorecard=few)


def test_a_scorecard_beside_metrics_is_a_fault() -> None:
    """A plan with two parts that make the table of metrics is refused."""
    template: dict[str, Any] = {
        "slots": {},
        "brief": "A firm.",
        "documents": [],
        "pools": {},
        "plan": SECTION | {"plant": {}, "metrics": {"technology": [], "business": []}},
    }
    faults = list(template_faults(template))
    assert any("metrics and scorecard make the same table" in fault for fault in faults)


# ---------------------------------------------------------------- what is planted


def tables(rows: Rows) -> dict[str, pd.DataFrame]:
    """The four tables that the measures of sheets read."""
    names = ("weekly_sheets", "store_names", "rollouts", "report_lines")
    return {name: seen(rows, name) for name in names}


def effects(rows: Rows) -> Any:
    """The share of lines that hold."""
    return effects_that_hold(**tables(rows), metrics=seen(rows, "metrics"))


def with_planted(name: str) -> tuple[Rows, Rows, str]:
    """A clean plan, the plan with one operator planted, and the line that it hit."""
    rows = clean()
    plan = plan_of(rows)
    planting = planted(plan, operators()[name], frozenset(), Stream(name).below)
    after = applied(plan, planting.edit.changes)
    changed = {table: [dict(row) for row in found.values()] for table, found in after.items()}
    return rows, changed, planting.edit.focus[1]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("tide", "does not leave out 0"),
        ("lucky_store", "does not leave out 0"),
        ("drift_before", "failed pre-trend"),
        ("lone_store", "fewer than 2 treated sites"),
    ],
)
def test_a_gain_that_is_no_effect(name: str, reason: str) -> None:
    """The report still says success, and the measure says why the effect does not hold."""
    _, rows, line = with_planted(name)
    (fallen,) = effects(rows).evidence
    assert fallen.row == line
    assert reason in fallen.why
    (told,) = [row for row in rows["report_lines"] if row["line"] == line]
    assert told["verdict"] == "success"


@pytest.mark.parametrize("name", ["outside_blow", "small_and_sure"])
def test_an_effect_that_looks_like_none(name: str) -> None:
    """The report says failure, and the effect holds all the same."""
    _, rows, line = with_planted(name)
    assert effects(rows).value == 1.0
    (told,) = [row for row in rows["report_lines"] if row["line"] == line]
    assert told["verdict"] == "failure"


def test_a_tide_leaves_the_treated_stores_as_they_were() -> None:
    """It lifts the stores without the initiative, and so takes the effect away."""
    before, rows, line = with_planted("tide")
    (title,) = [row["title"] for row in rows["report_lines"] if row["line"] == line]
    was, is_ = ({"title": title, **of_title(one, title)} for one in (before, rows))
    assert treated_change(**was).value == treated_change(**is_).value
    assert control_change(**was).value != control_change(**is_).value
    assert abs(controlled_effect(**is_).value) < 0.2 * abs(controlled_effect(**was).value)


def of_title(rows: Rows, title: str) -> dict[str, Any]:
    """The tables with the sheets of one measure."""
    found = tables(rows)
    sheets = found["weekly_sheets"]
    return {**found, "weekly_sheets": sheets[sheets["title"] == title]}


# ---------------------------------------------------------------- what is measured


def sheet(entry: str, number: str, sent_on: str, typed: str, *values: float) -> dict[str, Any]:
    """A sheet of one measure whose first weeks hold these values."""
    cells: list[float | None] = [*values, *[None] * (len(WEEK_COLUMNS) - len(values))]
    return {
        "entry": entry, "sheet": number, "sent_on": sent_on, "typed": typed, "title": "Queue",
        **dict(zip(WEEK_COLUMNS, cells, strict=True)),
    }  # fmt: skip


SMALL: dict[str, pd.DataFrame] = {
    "weekly_sheets": frame(
        "weekly_sheets",
        [
            sheet("E1", "1", "2027-06-01", "north", 50.0, 50.0, 0.0, 80.0),
            sheet("E2", "1", "2027-06-09", "North", 5.0, 5.0, 0.0, 8.0),
            sheet("E3", "2", "2027-06-01", "South", 4.0, 6.0, 9.0, 6.0),
            sheet("E4", "3", "2027-06-01", "School", 1.0, 1.0, 1.0, 99.0),
        ],
    ),
    "store_names": frame(
        "store_names",
        [
            {"typed": "north", "store": "North", "open": "yes"},
            {"typed": "North", "store": "North", "open": "yes"},
            {"typed": "South", "store": "South", "open": "yes"},
            {"typed": "School", "store": "School", "open": "no"},
        ],
    ),
    "rollouts": frame(
        "rollouts",
        [
            {"initiative": "I1", "store": "North", "state": "live", "live_week": 3},
            {"initiative": "I1", "store": "South", "state": "called off", "live_week": 3},
        ],
    ),
    "report_lines": frame(
        "report_lines",
        [{"line": "L1", "title": "Queue", "initiative": "I1", "verdict": "success"}],
    ),
}


def test_the_sheets_in_order() -> None:
    """The last version of a sheet, open stores, no week of the start; called off is a control."""
    series = series_of(**SMALL)
    assert sorted(zip(series["site"], series["group"], series["phase"], strict=True)) == [
        ("North", "treated", "after"),
        ("North", "treated", "before"),
        ("North", "treated", "before"),
        ("South", "control", "after"),
        ("South", "control", "before"),
        ("South", "control", "before"),
    ]


def test_the_changes_and_the_effect() -> None:
    """North goes from 5 to 8, South from 5 to 6: 3 and 1, and the effect is 2."""
    assert treated_change(**SMALL, title="Queue").value == 3
    assert control_change(**SMALL, title="Queue").value == 1
    found = controlled_effect(**SMALL, title="Queue")
    assert found.value == 2
    assert found.reason == "fewer than 2 treated sites: no interval"


def test_a_side_without_a_store() -> None:
    """Where every store has the initiative, the change without it is undefined."""
    everywhere = SMALL | {"rollouts": SMALL["rollouts"].assign(state="live")}
    found = control_change(**everywhere, title="Queue")
    assert not found.defined
    assert found.reason == "no control store with readings before and after"


def test_a_report_without_a_line() -> None:
    """Nothing reported holds or falls."""
    empty = SMALL | {"report_lines": SMALL["report_lines"].iloc[:0]}
    metrics = pd.DataFrame({"title": ["Queue"], "better": ["lower"]})
    assert not effects_that_hold(**empty, metrics=metrics).defined


# ---------------------------------------------------------------- what is asked

ITEM: dict[str, Any] = {
    "id": "with-controls",
    "claims": ["S25"],
    "from": {"measure": "controlled_effect", "about": "Waiting time"},
    "tolerance": 0.03,
    "band": 0.15,
    "mistakes": {"before_and_after": {"instead": "treated_change", "says": "Look elsewhere."}},
}


def test_a_mistake_can_be_another_measure() -> None:
    """Who takes before and after for the effect gets what that measure gives."""
    rows = Finish([], {})(clean())
    planted_: Any = SimpleNamespace(rows=rows)
    key = OfMeasure().key(ITEM, planted_)
    expected = treated_change(**of_title(clean(), "Waiting time"), title="Waiting time").value
    (mistake,) = key["mistakes"]
    assert mistake["value"] == pytest.approx(expected, abs=1e-4)
    assert mistake["value"] != key["answer"]


def test_an_unknown_measure_in_a_mistake_is_a_fault() -> None:
    """It is named with its place."""
    mistakes = {"luck": {"instead": "fortune", "says": "Look elsewhere."}}
    faults = list(OfMeasure().faults({**ITEM, "mistakes": mistakes}, {}))
    assert faults == [".mistakes.luck.instead: there is no measure 'fortune'."]


def test_an_initiative_that_stands_alone_shares_no_number() -> None:
    """Those that the section names by their titles are never among the shared ones."""
    for number in range(3):
        rows = clean(number, outturns={"shared": 3, "alone": ["Oven clock"]})
        titles = {row["initiative"]: row["title"] for row in rows["initiatives"]}
        shared = {titles[r["initiative"]] for r in rows["outturns"] if r["shared_number"] == "yes"}
        assert len(shared) == 3
        assert "Oven clock" not in shared
