"""A case whose tables the engine drew: its profile, as a table and as a picture."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Collection
from pathlib import Path
from typing import Any

import pytest
import yaml

from alignlib.cases import Bundle, Case
from alignlib.charts import diagnostic_profile
from alignlib.diagnostics import known
from alignlib.variants.planting import draw_plan
from alignlib.variants.stream import Stream

ROOT = Path(__file__).parents[2]
SECTION = yaml.safe_load((Path(__file__).parent / "plan.yaml").read_text(encoding="utf-8"))


Rows = dict[str, list[dict[str, Any]]]


def case_of(rows: Rows, empty: Collection[str] = ()) -> Case:
    """A case with these tables, some without rows, in the form in which a bundle holds it."""
    tables = {
        name: {
            "columns": list(table[0]),
            "rows": [] if name in empty else [list(row.values()) for row in table],
        }
        for name, table in rows.items()
    }
    return Case({"firm": "Parcels", "notice": "Invented.", "brief": "Vans.", "tables": tables})


@pytest.fixture(scope="module")
def rows() -> Rows:
    """A plan with two initiatives that serve nothing."""
    return draw_plan(SECTION | {"plant": {"orphan_initiative": 2}}, {}, Stream("case")).rows


@pytest.fixture(scope="module")
def case(rows: Rows) -> Case:
    """The case with that plan."""
    return case_of(rows)


def test_a_case_gives_its_profile(case: Case) -> None:
    """With every table there is a value for each diagnostic."""
    made = case.profile()
    assert set(known()) == set(made.table["name"])
    assert made["orphan_spend"].value > 0
    assert {e.row for e in made["orphan_spend"].evidence} <= set(case.initiatives["initiative"])
    assert len(made.not_measured) == 0


def test_one_expression_shows_picture_and_table(case: Case) -> None:
    """In a notebook the picture stands above its numbers; as text there are its words."""
    data, _ = diagnostic_profile(case)._repr_mimebundle_()
    picture, table = data["text/html"].index("<img "), data["text/html"].index("<table")
    assert picture < table
    for measure in case.profile():
        assert f">{measure.name}</td>" in data["text/html"]
    assert data["text/plain"] == diagnostic_profile(case.profile()).alt


def test_the_case_and_its_profile_give_one_picture(case: Case) -> None:
    """A learner who has the profile already need not measure again."""
    assert diagnostic_profile(case).png() == diagnostic_profile(case.profile()).png()


def test_the_case_of_module_1_has_no_profile(larkfield: Bundle) -> None:
    """Where no diagnostic applies, one sentence says so, as a table and as a picture."""
    case = larkfield.variant(1).case
    assert repr(case.profile()).startswith("None of the 16 diagnostics can be measured: ")
    assert "<table" not in case.profile()._repr_html_()
    chart = diagnostic_profile(case)
    assert "There is nothing to draw: no diagnostic applies to these tables." in chart.alt
    assert "<table" not in chart._repr_mimebundle_()[0]["text/html"]


@pytest.mark.parametrize("name", ["survey", "metric_series", "reviews", "questionnaire"])
def test_a_table_without_rows_is_no_missing_table(name: str, rows: Rows) -> None:
    """Its measures are undefined and say why; all others stay as they are."""
    gone = {"questionnaire", "survey"} if name == "questionnaire" else {name}
    whole, bare = case_of(rows).profile(), case_of(rows, gone).profile()
    assert bare.left_out == {}
    for measure in bare:
        if gone & set(known()[measure.name].needs):
            assert not measure.defined
            assert measure.reason
        else:
            assert measure in whole.measures


LEARNING = """
import sys
from pathlib import Path
HEAVY = ("pandas", "matplotlib", "scipy", "statsmodels")
def told(): print(*(name for name in HEAVY if name in sys.modules), sep=" ")
from alignlib import Workbook
told()
case = Workbook("two-strategies", learner="ada", folder=Path(sys.argv[1])).case
told()
case.profile()
told()
from alignlib.charts import diagnostic_profile
diagnostic_profile(case)
told()
"""


def test_nothing_heavy_is_loaded_before_it_is_used(desk: Path) -> None:
    """A workbook opens without pandas; a profile needs pandas alone, its picture matplotlib."""
    command = [sys.executable, "-W", "error", "-c", LEARNING, str(desk)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.splitlines() == ["", "", "pandas", "pandas matplotlib"]
