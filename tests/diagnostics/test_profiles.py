"""The profile of a case."""

from __future__ import annotations

import math

import pytest

from alignlib.diagnostics import Measure, Profile, known, profile
from alignlib.errors import NoSuchMeasure
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


def test_what_is_missing_is_said_in_words() -> None:
    """Asked for, the profile says of each diagnostic what it would need."""
    tables = frames(sound())
    tables["objectives"] = tables["objectives"].drop(columns="weight")
    del tables["survey"]
    made = profile(tables)
    reasons = made.not_measured.groupby("name", sort=False)["reason"].agg(" and ".join)
    assert reasons["perception_gap"] == "no table survey"
    assert reasons["objective_coverage"] == "no column weight in the table objectives"
    assert list(made.left_out) == list(reasons.index)
    assert {known()[name].asks for name in made.left_out} == set(made.not_measured["asks"])
    told = f"{len(reasons)} of 16 diagnostics cannot be measured (not_measured says why)."
    assert told in made._repr_html_()
    assert repr(made).endswith(told)
    with pytest.raises(
        NoSuchMeasure, match=r"^perception_gap cannot be measured: there is no table"
    ):
        made["perception_gap"]


def test_nothing_measured_is_one_sentence() -> None:
    """Where no diagnostic applies there is no empty table."""
    told = (
        "None of the 16 diagnostics can be measured: each needs a table or a column that is not "
        "there (not_measured says which)."
    )
    assert repr(profile({})) == told
    assert profile({})._repr_html_() == f"<p>{told}</p>"


def test_a_measure_that_is_not_there_is_named() -> None:
    """A name typed wrongly is answered with those that there are, and like a missing key."""
    made = profile(frames(sound()))
    with pytest.raises(KeyError) as caught:
        made["orphan_spent"]
    assert str(caught.value).startswith("There is no measure 'orphan_spent'. There are asset_mix")


def test_without_a_notebook_a_profile_is_lines() -> None:
    """A terminal shows one line a measure, and says nothing more where all are there."""
    made = profile(frames(sound()))
    assert repr(made).splitlines() == [str(measure) for measure in made]


def test_each_metric_is_measured_apart() -> None:
    """Two metrics give two effects, told apart by what they are about."""
    plan = sound()
    up, flat = (0, 0, 5, 5), (1, 1, 1, 1)
    plan["metric_series"] += series({"A": up, "B": up}, {"C": flat, "D": flat}, metric="M3")
    made = profile(frames(plan))
    assert (made["effect:M1"].value, made["effect:M3"].value) == (0.0, 5.0)
    with pytest.raises(NoSuchMeasure) as caught:
        made["effect"]
    assert str(caught.value) == (
        "There are several measures effect. Name one of effect:M1, effect:M3."
    )


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


@pytest.mark.parametrize(("value", "shown"), [(0.25, "0.25"), (-1.5, "-1.5"), (12345.6, "12,346")])
def test_numbers_can_be_read(value: float, shown: str) -> None:
    """A cell has three digits, a large number all of its whole ones, an undefined one none."""
    measures = (Measure("effect", value, about="M1"), Measure("orphan_spend", math.nan, "no <b>"))
    html = Profile(measures)._repr_html_()
    assert f">{shown}</td>" in html
    assert "nan" not in html
    assert "no &lt;b&gt;" in html
