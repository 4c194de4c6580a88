"""What a firm keeps an eye on: lights, claims and risks as the engine draws them, and measures."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml

from alignlib.errors import InstructorError
from alignlib.tables import frame
from alignlib.tables.records import RISK_KINDS
from alignlib.variants.clean import clean_plan
from alignlib.variants.clean.watching import GREEN_MONTHS, green_months
from alignlib.variants.faults import template_faults
from alignlib.variants.measures.blind_spend import blind_spend
from alignlib.variants.measures.business_risks_named import business_risks_named
from alignlib.variants.measures.claims_cost_change import claims_cost_change
from alignlib.variants.measures.ends_in_time import ends_in_time
from alignlib.variants.stream import Stream

SECTION = yaml.safe_load((Path(__file__).parent / "horizons.yaml").read_text(encoding="utf-8"))

Rows = dict[str, list[dict[str, Any]]]


def clean(number: int = 1, **parts: Any) -> Rows:
    """A clean plan, with other parts in the place of some."""
    return clean_plan(SECTION | parts, {}, Stream(f"watching {number}"))


def seen(rows: Rows, name: str) -> pd.DataFrame:
    """A table as a learner sees it: without margins."""
    kept = [{k: v for k, v in row.items() if not k.startswith("_")} for row in rows[name]]
    return frame(name, kept)


# ---------------------------------------------------------------- what is drawn


@pytest.mark.parametrize("number", range(6))
def test_the_green_months_are_a_year_with_one_before_it(number: int) -> None:
    """Twelve months in a row are green, none beside them is, and twelve lie before them."""
    rows = clean(number)["dashboard"]
    months = list(dict.fromkeys(row["month"] for row in rows))
    green = green_months(rows)
    first = months.index(green[0])
    assert months[first : first + GREEN_MONTHS] == green
    assert first >= GREEN_MONTHS


def test_a_value_fits_its_light() -> None:
    """Each value lies in the range that its measure declares for its light."""
    entries = {e["title"]: e for e in SECTION["dashboard"]["entries"]}
    for row in clean()["dashboard"]:
        if row["in_use"] == "yes":
            low, high = entries[row["measure"]][row["light"]]
            assert low <= row["value"] <= high


def test_a_corrected_report_is_entered_again() -> None:
    """The second entry has the number of the first, a later day and a higher sum."""
    rows = clean()["claims_reports"]
    numbers = [row["report"] for row in rows]
    twice = sorted({number for number in numbers if numbers.count(number) > 1})
    assert len(twice) == SECTION["claims_reports"]["corrected"]
    for number in twice:
        first, last = sorted((r for r in rows if r["report"] == number), key=lambda r: r["entry"])
        assert first["filed_on"] < last["filed_on"] <= SECTION["begins"]
        assert first["claims_k"] < 0.75 * last["claims_k"]
        assert (first["month"], first["policies"]) == (last["month"], last["policies"])


def test_each_goal_has_open_risks_of_the_sides_that_it_needs() -> None:
    """Two of the business each; two of technology, but none to a goal that needs none."""
    rows = clean()
    for goal in rows["objectives"]:
        kinds = [r["kind"] for r in rows["risks"] if r["objective"] == goal["objective"]]
        business = sum(kind in RISK_KINDS[:3] for kind in kinds)
        wanted = 2 if goal["needs_technology"] == "yes" else 0
        assert (business, len(kinds) - business) == (2, wanted)
    assert {risk["status"] for risk in rows["risks"]} == {"open"}


def test_days_can_be_asked_for() -> None:
    """Goals are due, and initiatives start and last, as the section says; some have a review."""
    rows = clean()
    begins = pd.Timestamp(SECTION["begins"])
    due = (seen(rows, "objectives")["due"] - begins).dt.days
    plan = seen(rows, "initiatives")
    start, lasts = (plan["start"] - begins).dt.days, (plan["end"] - plan["start"]).dt.days
    for days, (low, high) in (
        (due, SECTION["objectives"]["due_days"]),
        (start, SECTION["initiatives"]["start_days"]),
        (lasts, SECTION["initiatives"]["lasts_days"]),
    ):
        assert days.between(low, high).all()
    assert plan["review_gate"].notna().sum() == SECTION["initiatives"]["gated"]


def test_too_few_months_are_told() -> None:
    """A dashboard without room for two years says how many months are wanted."""
    with pytest.raises(InstructorError, match=r"23 months are too few.*Take 24 or more"):
        clean(dashboard=SECTION["dashboard"] | {"months": 23})


def test_too_few_risks_are_told() -> None:
    """A goal without enough risks of its theme is named, with the theme."""
    few = SECTION["risk_register"] | {"business": SECTION["risk_register"]["business"][:1]}
    with pytest.raises(InstructorError, match=r"risk_register\.business: 2 risks of the theme"):
        clean(risk_register=few)


def test_two_registers_are_a_fault() -> None:
    """A plan with two parts that make the table of risks is refused."""
    risks = {"take": 1, "entries": [{"text": "x", "kind": "market", "response": "y"}]}
    template: dict[str, Any] = {
        "slots": {},
        "brief": "A firm.",
        "documents": [],
        "pools": {},
        "plan": SECTION | {"plant": {}, "risks": risks, "people": {}},
    }
    faults = list(template_faults(template))
    assert any("risks and risk_register make the same table" in fault for fault in faults)


# ---------------------------------------------------------------- what is measured


def initiatives(*rows: tuple[str, float, str, str, str | None]) -> pd.DataFrame:
    """A table of initiatives: code, budget, start, end, gate."""
    names = ["initiative", "budget_k", "start", "end", "review_gate"]
    return pd.DataFrame(rows, columns=names)


@pytest.mark.parametrize(
    ("end", "gate", "share"),
    [
        ("2028-03-01", None, 0.0),
        ("2028-03-02", None, 0.25),
        ("2029-03-01", "2027-06-01", 0.0),
        ("2029-03-01", "2029-03-01", 0.25),
        ("2029-03-01", "2029-06-01", 0.25),
        ("2029-03-01", "2026-03-01", 0.25),
    ],
)
def test_money_is_bound_blind(end: str, gate: str | None, share: float) -> None:
    """It is from the day after two years on, unless a review lies between the two days."""
    plan = initiatives(
        ("I1", 1.0, "2026-03-01", end, gate), ("I2", 3.0, "2026-03-01", "2026-09-01", None)
    )
    measure = blind_spend(plan)
    assert measure.value == share
    assert [e.row for e in measure.evidence] == (["I1"] if share else [])


def goals(**due: str) -> pd.DataFrame:
    """Live goals with their due dates."""
    rows = [(code, "A goal", "live", day) for code, day in due.items()]
    return pd.DataFrame(rows, columns=["objective", "text", "status", "due"])


def test_an_initiative_has_to_be_ready_for_its_first_goal() -> None:
    """I1 is in time for one goal and late for another; I2 serves none and cannot be late."""
    links = pd.DataFrame(
        [("I1", "O1", 3), ("I1", "O2", 2), ("I3", "O2", 3)],
        columns=["initiative", "objective", "strength"],
    )
    plan = pd.DataFrame(
        [("I1", "2029-05-01"), ("I2", "2039-01-01"), ("I3", "2028-12-31")],
        columns=["initiative", "end"],
    )
    measure = ends_in_time(links, plan, goals(O1="2030-01-01", O2="2028-12-31"))
    assert measure.value == 0.5
    assert [(e.table, e.row) for e in measure.evidence] == [("initiatives", "I1")]


def test_a_goal_needs_an_open_risk_of_the_business() -> None:
    """A closed one, and one of technology, do not count; a small open one does."""
    risks = pd.DataFrame(
        [
            ("R1", "market", "O1", "closed"),
            ("R2", "breach", "O1", "open"),
            ("R3", "economy", "O2", "open"),
        ],
        columns=["risk", "kind", "objective", "status"],
    )
    measure = business_risks_named(risks, goals(O1="2030-01-01", O2="2030-01-01"))
    assert measure.value == 0.5
    assert [e.row for e in measure.evidence] == ["O1"]


@pytest.mark.parametrize("number", range(8))
def test_a_clean_year_costs_what_the_one_before_did(number: int) -> None:
    """Without a planted rise the change is noise, though the plain totals grow."""
    rows = clean(number)
    measure = claims_cost_change(
        *(seen(rows, name) for name in ("dashboard", "claims_reports", "policy_names"))
    )
    assert abs(measure.value) < 0.03


def test_what_cannot_be_measured_says_why() -> None:
    """Without money, links, goals, green months or reports there is a reason and no value."""
    rows = clean()
    dashboard, reports, names = (
        seen(rows, name) for name in ("dashboard", "claims_reports", "policy_names")
    )
    reddened = dashboard.assign(light="red")
    none_linked = pd.DataFrame(columns=["initiative", "objective", "strength"])
    found = [
        blind_spend(initiatives()),
        ends_in_time(none_linked, initiatives(), goals(O1="2030-01-01")),
        business_risks_named(pd.DataFrame(columns=["kind", "objective", "status"]), goals()),
        claims_cost_change(reddened, reports, names),
        claims_cost_change(dashboard, reports.iloc[:0], names),
    ]
    assert all(math.isnan(measure.value) for measure in found)
    assert [measure.reason for measure in found] == [
        "no budget",
        "no link to a live objective",
        "no live objective",
        "no month in which every light is green",
        "no reports of the two years",
    ]
