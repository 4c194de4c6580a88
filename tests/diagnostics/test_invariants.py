"""What holds for every diagnostic, a new one too: bounds, reasons, and what must not matter."""

from __future__ import annotations

import random
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignlib.diagnostics import Measure, known, profile
from alignlib.tables import TABLES
from tests.diagnostics.plans import Frames, Rows, frames, plans, rows, sound, table

LIMITS = {"effect": (-9.0 * 2, 9.0 * 2), "perception_gap": (-4.0, 4.0)}
"""Effects lie within twice the readings of the drawn firms; gaps within the scale of 1 to 5.
All other measures are shares."""

MONEY = ("budget_k", "cost_k", "amount_k")

IDS = {
    "objective", "initiative", "link", "capability", "dependency", "predecessor", "successor",
    "metric", "step", "source", "target", "meeting", "person", "review", "right", "respondent",
    "statement", "site", "tool",
}  # fmt: skip
"""Columns of codes and names, whose spelling means nothing."""


def measures(tables: Frames) -> dict[tuple[str, str], Measure]:
    """Every measure of these tables by its name and what it is about."""
    return {(m.name, m.about): m for m in profile(tables).measures}


def same(one: float, other: float) -> bool:
    """Equal but for the rounding of sums, or both undefined."""
    return bool(np.isclose(one, other, rtol=1e-9, atol=1e-9, equal_nan=True))


def assert_same_but_for(change: Callable[[Frames], Frames], plan: Rows) -> None:
    """Every value and every piece of evidence is as it was."""
    before, after = measures(frames(plan)), measures(change(frames(plan)))
    assert before.keys() == after.keys()
    for about, measure in before.items():
        other = after[about]
        assert same(measure.value, other.value), about
        assert same(measure.low, other.low), about
        assert measure.reason == other.reason
        assert {(e.table, e.row) for e in measure.evidence} == {
            (e.table, e.row) for e in other.evidence
        }, about


@given(plans)
def test_a_value_lies_within_its_bounds(plan: Rows) -> None:
    """A share is from 0 to 1, whatever the tables hold."""
    for measure in profile(frames(plan)).measures:
        low, high = LIMITS.get(measure.name, (0.0, 1.0))
        assert not measure.defined or low <= measure.value <= high, measure
        assert type(measure.value) is float


@given(plans)
def test_an_interval_holds_its_value(plan: Rows) -> None:
    """Where there is an interval, the value lies in its middle."""
    for measure in profile(frames(plan)).measures:
        if not np.isnan(measure.low):
            assert same(measure.value, (measure.low + measure.high) / 2)


@given(plans)
def test_undefined_has_a_reason_and_no_evidence(plan: Rows) -> None:
    """A measure without a value says why; only effects may have both (a flag)."""
    for measure in profile(frames(plan)).measures:
        if not measure.defined:
            assert measure.reason
            assert measure.evidence == ()
        elif measure.reason:
            assert measure.name == "effect"


@given(plans)
def test_what_is_not_ideal_has_evidence(plan: Rows) -> None:
    """A value away from its ideal names at least one row that makes it so."""
    for measure in profile(frames(plan)).measures:
        ideal = known()[measure.name].ideal
        if measure.defined and ideal is not None and not same(measure.value, ideal):
            assert measure.evidence, measure


@given(plans)
def test_evidence_names_rows_that_exist(plan: Rows) -> None:
    """The first part of a piece of evidence's row stands in its table (or is a silent quarter)."""
    tables = frames(plan)
    for measure in profile(tables).measures:
        for piece in measure.evidence:
            if piece.why == "no review":
                continue
            cells = tables[piece.table].astype("str")
            first = piece.row.split(" / ")[0]
            assert any(first in set(cells[name]) for name in cells), piece


@given(plans, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(plan: Rows, chance: random.Random) -> None:
    """Shuffled tables give the same values and the same evidence."""

    def shuffled(tables: Frames) -> Frames:
        return {
            name: cells.iloc[chance.sample(range(len(cells)), len(cells))]
            for name, cells in tables.items()
        }

    assert_same_but_for(shuffled, plan)


@given(plans)
def test_the_index_does_not_matter(plan: Rows) -> None:
    """Tables whose index repeats one label, as after a concat, give the same."""

    def relabelled(tables: Frames) -> Frames:
        return {name: cells.set_axis([0] * len(cells)) for name, cells in tables.items()}

    assert_same_but_for(relabelled, plan)


@given(plans)
def test_the_spelling_of_ids_does_not_matter(plan: Rows) -> None:
    """Renamed ids, which also sort in another order, give the same values."""
    tables = frames(plan)
    renamed = {
        name: cells.assign(
            **{
                column: cells[column].map(lambda text: str(text)[::-1] + "-x", na_action="ignore")
                for column in set(cells.columns) & IDS
                if TABLES[name].columns[list(cells.columns).index(column)].form == "text"
            }
        )
        for name, cells in tables.items()
    }
    before = sorted((m.name, round(m.value, 9), len(m.evidence)) for m in profile(tables).measures
                    if m.defined)  # fmt: skip
    after = sorted((m.name, round(m.value, 9), len(m.evidence)) for m in profile(renamed).measures
                   if m.defined)  # fmt: skip
    assert before == after


@given(plans, st.floats(0.001, 1000))
def test_the_currency_does_not_matter(plan: Rows, rate: float) -> None:
    """All money times the same rate gives the same values."""

    def exchanged(tables: Frames) -> Frames:
        return {
            name: cells.assign(**{c: rate * cells[c] for c in MONEY if c in cells})
            for name, cells in tables.items()
        }

    assert_same_but_for(exchanged, plan)


@given(plans, st.floats(0.1, 10))
def test_weights_count_by_their_proportion(plan: Rows, factor: float) -> None:
    """Weights that do not sum to 1 are taken in proportion."""

    def scaled(tables: Frames) -> Frames:
        goals = tables["objectives"]
        return tables | {"objectives": goals.assign(weight=factor * goals["weight"])}

    assert_same_but_for(scaled, plan)


@given(plans)
def test_closed_objectives_do_not_matter(plan: Rows) -> None:
    """A plan is measured as if closed objectives had never been in it."""

    def cleared(tables: Frames) -> Frames:
        goals = tables["objectives"]
        live = goals[goals["status"] == "live"]
        return {
            name: cells[cells["objective"].isin(live["objective"])]
            if name in {"objectives", "links", "capability_needs", "benefit_steps"}
            else cells
            for name, cells in tables.items()
        }

    assert_same_but_for(cleared, plan)


@given(plans)
def test_measuring_changes_no_table(plan: Rows) -> None:
    """Every table is after the measuring as it was before."""
    tables = frames(plan)
    profile(tables)
    for name, cells in frames(plan).items():
        pd.testing.assert_frame_equal(cells, tables[name])


@given(plans)
def test_measuring_twice_gives_equal_measures(plan: Rows) -> None:
    """The same tables give equal measures, undefined ones too."""
    assert profile(frames(plan)).measures == profile(frames(plan)).measures


@pytest.mark.parametrize("name", known())
def test_the_sound_firm_passes(name: str) -> None:
    """A firm without fault has the ideal value in every diagnostic, and no reason."""
    diagnostic = known()[name]
    (measure,) = diagnostic.measures(frames(sound()))
    assert measure.value == (0.0 if diagnostic.ideal is None else diagnostic.ideal)
    assert measure.reason == ""


@pytest.mark.parametrize("name", known())
def test_empty_tables_are_undefined(name: str) -> None:
    """Tables without rows give NaN and a reason, never 0 or 1."""
    empty = {table_name: table(table_name) for table_name in known()[name].needs}
    (measure,) = known()[name].measures(empty)
    assert not measure.defined
    assert measure.reason


@pytest.mark.parametrize("name", known())
def test_no_rows_with_other_types_are_undefined(name: str) -> None:
    """Nor does a table made by hand, without rows and without types, give an error."""
    bare = {n: pd.DataFrame(columns=list(columns)) for n, columns in known()[name].needs.items()}
    (measure,) = known()[name].measures(bare)
    assert not measure.defined


@pytest.mark.parametrize("name", known())
def test_dates_may_be_texts(name: str) -> None:
    """A table typed by hand, with dates as texts and blanks as None, is measured alike."""
    typed = {n: pd.DataFrame(cells) for n, cells in sound().items()}
    assert known()[name].measures(typed) == known()[name].measures(frames(sound()))


def test_ids_that_no_table_knows_are_no_error() -> None:
    """Rows that point to nothing are found wanting; nothing breaks."""
    plan = sound()
    lost = {
        "links": rows("links", ("L1", "I9", "O1", 3)),
        "dependencies": rows("dependencies", ("P1", "I8", "I9")),
        "capability_needs": rows("capability_needs", ("O1", "C9", 1)),
    }
    tables = frames(plan) | {name: table(name, *(tuple(r.values()) for r in cells))
                             for name, cells in lost.items()}  # fmt: skip
    found = profile(tables)
    assert found["horizon_fit"].value == 0
    assert found["dependency_order"].value == 0
    assert found["capability_readiness"].value == 0
    assert found["budget_fit"].value == 0
    assert found["orphan_spend"].value == 1
