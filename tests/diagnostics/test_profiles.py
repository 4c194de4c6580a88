"""The profile of a case."""

from __future__ import annotations

import pytest

from alignlib.diagnostics import known, profile
from tests.diagnostics.plans import frames, rows, series, sound


def test_a_full_firm_has_the_whole_profile() -> None:
    """With every table there is a row for each diagnostic, with what it asks and its claims."""
    made = profile(frames(sound()))
    assert list(made.table["name"]) == list(known())
    assert made.left_out == {}
    row = made.table.set_index("name").loc["orphan_spend"]
    assert row["asks"] == known()["orphan_spend"].asks
    assert row["claims"] == "S28"


def test_a_profile_is_no_index() -> None:
    """There is one row a measure and no row that sums them up."""
    assert len(profile(frames(sound())).table) == len(known())


def test_delivery_is_an_axis_of_its_own() -> None:
    """Whether a firm is aligned and whether it delivers are told apart."""
    axes = profile(frames(sound())).table.groupby("axis")["name"].apply(set)
    assert axes["delivery"] == {"dependency_order", "effect", "unused_licence_spend"}


def test_what_does_not_apply_is_left_out() -> None:
    """Without tables there is an empty profile that says what each diagnostic would need."""
    made = profile({})
    assert made.measures == ()
    assert len(made.table) == 0
    assert made.left_out["orphan_spend"] == ("initiatives", "links")


def test_a_table_without_an_optional_column_is_not_enough() -> None:
    """A register of goals without weights has no objective coverage."""
    tables = frames(sound())
    tables["objectives"] = tables["objectives"].drop(columns="weight")
    assert profile(tables).left_out["objective_coverage"] == ("objectives.weight",)


def test_each_metric_is_measured_apart() -> None:
    """Two metrics give two effects, told apart by what they are about."""
    plan = sound()
    up, flat = (0, 0, 5, 5), (1, 1, 1, 1)
    plan["metric_series"] += series({"A": up, "B": up}, {"C": flat, "D": flat}, metric="M3")
    made = profile(frames(plan))
    assert (made["effect:M1"].value, made["effect:M3"].value) == (0.0, 5.0)
    with pytest.raises(KeyError):
        made["effect"]


def test_an_initiative_without_a_goal_moves_the_money_measures() -> None:
    """A chat robot that serves nothing moves the three measures of money, and no other."""
    plan = sound()
    plan["initiatives"] += rows(
        "initiatives", ("I4", "Chat robot", 250.0, "2026-01-01", "2026-06-30", None, "Talks.",
                        "no", None, "informational"))  # fmt: skip
    before, after = profile(frames(sound())), profile(frames(plan))
    moved = {m.name for m in after if m.value != before[m.name].value}
    assert moved == {"orphan_spend", "budget_fit", "asset_mix"}


def test_all_evidence_is_one_table() -> None:
    """The evidence names the measure that each row moves."""
    plan = sound()
    plan["links"] = plan["links"][1:]
    plan["metrics"], plan["decision_rights"] = plan["metrics"][2:], plan["decision_rights"][2:]
    plan.pop("metric_series")
    evidence = profile(frames(plan)).evidence
    found = set(evidence.loc[evidence["table"] == "objectives", ["name", "row"]]
                .itertuples(index=False, name=None))  # fmt: skip
    assert ("objective_coverage", "O1") in found


def test_a_profile_shows_as_a_table() -> None:
    """In a notebook a profile is a table."""
    html = profile(frames(sound()))._repr_html_()
    assert html.count("<tr") == 1 + len(known())
