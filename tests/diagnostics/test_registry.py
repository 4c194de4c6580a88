"""How diagnostics are found, and what each declares."""

from __future__ import annotations

import inspect
from types import ModuleType

import pandas as pd
import pytest

from alignlib.claims import CLAIMS
from alignlib.diagnostics import Diagnostic, Measure, known
from alignlib.tables import TABLES

SIXTEEN = {
    "objective_coverage", "orphan_spend", "link_focus", "budget_fit", "horizon_fit",
    "metric_pairing", "benefit_path", "effect", "ownership", "capability_readiness",
    "dependency_order", "seat_balance", "review_loop", "perception_gap", "asset_mix",
    "unused_licence_spend",
}  # fmt: skip
"""The diagnostics of the course."""


def test_the_sixteen_are_known() -> None:
    """Every diagnostic of the course is found by looking into the package."""
    assert set(known()) >= SIXTEEN


@pytest.mark.parametrize("name", known())
def test_a_diagnostic_declares_what_it_reads(name: str) -> None:
    """Its tables and columns are declared ones, its claims exist, and it asks a question."""
    diagnostic = known()[name]
    for table, columns in diagnostic.needs.items():
        assert set(columns) <= {column.name for column in TABLES[table].columns}
    assert set(diagnostic.claims) <= set(CLAIMS)
    assert diagnostic.asks.endswith("?")
    assert inspect.getdoc(diagnostic.measure)


@pytest.mark.parametrize("name", known())
def test_the_columns_it_needs_are_enough(name: str) -> None:
    """It works on tables that have the columns of NEEDS and no other."""
    diagnostic = known()[name]
    bare = {table: pd.DataFrame(columns=list(c)) for table, c in diagnostic.needs.items()}
    assert diagnostic.missing(bare) == ()
    assert all(isinstance(m, Measure) for m in diagnostic.measures(bare))


def test_what_is_missing_is_named() -> None:
    """A missing table is named by itself, a missing column with its table."""
    goals = pd.DataFrame(columns=["objective", "status"])
    missing = known()["objective_coverage"].missing({"objectives": goals})
    assert missing == ("links", "objectives.weight")


def module(**changes: object) -> ModuleType:
    """A module that declares a diagnostic, with changes."""
    made = ModuleType("alignlib.diagnostics.late_goals")

    def late_goals(objectives: pd.DataFrame) -> Measure:
        return Measure("late_goals", float(len(objectives)))

    declared = {
        "late_goals": late_goals,
        "ASKS": "How many goals are late?",
        "CLAIMS": ("S38",),
        "AXIS": "delivery",
        "IDEAL": 0.0,
        "NEEDS": {"objectives": ("objective",)},
    }
    for name, value in (declared | changes).items():
        setattr(made, name, value)
    return made


def test_a_module_is_all_a_new_diagnostic_needs() -> None:
    """The function of the module's name, and a few constants, are a diagnostic."""
    made = Diagnostic.of(module())
    tables = {"objectives": pd.DataFrame({"objective": ["O1", "O2"]})}
    assert made.measures(tables) == (Measure("late_goals", 2.0),)


@pytest.mark.parametrize(
    "change",
    [{"NEEDS": {"links": ("link",)}}, {"CLAIMS": ("S51",)}, {"AXIS": "luck"}],
    ids=["other tables", "no such claim", "no such axis"],
)
def test_a_declaration_that_does_not_fit_is_refused(change: dict[str, object]) -> None:
    """A module whose parts contradict each other is an error at once."""
    with pytest.raises(ValueError, match="late_goals"):
        Diagnostic.of(module(**change))
