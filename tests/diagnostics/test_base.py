"""Measures and their evidence."""

from __future__ import annotations

import math
from dataclasses import FrozenInstanceError

import numpy as np
import pytest

from alignlib.diagnostics import Evidence, Measure


def test_a_measure_is_frozen() -> None:
    """What was measured stays as it was."""
    with pytest.raises(FrozenInstanceError):
        Measure("effect", 1.0).value = 2.0  # type: ignore[misc]


def test_an_undefined_measure_needs_a_reason() -> None:
    """NaN without a reason is a fault of the diagnostic."""
    with pytest.raises(ValueError, match="says no reason"):
        Measure("effect", math.nan)


def test_a_value_becomes_a_built_in_float() -> None:
    """NumPy's floats do not leave a diagnostic, nor does minus zero."""
    measure = Measure("effect", np.float64(-0.0), low=np.float64(-1), beside=(("n", np.int64(2)),))
    assert type(measure.value) is float
    assert math.copysign(1, measure.value) == 1
    assert type(measure.low) is float
    assert type(measure.beside[0][1]) is float


@pytest.mark.parametrize(
    ("measure", "defined", "flagged"),
    [
        (Measure("effect", 1.0), True, False),
        (Measure("effect", 1.0, "failed pre-trend"), True, True),
        (Measure("effect", math.nan, "no sites"), False, False),
    ],
)
def test_a_reason_beside_a_value_is_a_flag(measure: Measure, defined: bool, flagged: bool) -> None:
    """A reason says why there is no value, or why not to build on the one there is."""
    assert (measure.defined, measure.flagged) == (defined, flagged)


def test_evidence_is_a_table_too() -> None:
    """The evidence reads as table, row, why; without any it keeps its columns."""
    measure = Measure("effect", 1.0, evidence=(Evidence("links", "L1", "no metric"),))
    assert measure.rows.to_dict("records") == [{"table": "links", "row": "L1", "why": "no metric"}]
    assert list(Measure("effect", 1.0).rows.columns) == ["table", "row", "why"]


@pytest.mark.parametrize(
    ("measure", "line"),
    [
        (Measure("orphan_spend", 0.25), "orphan spend: 0.25"),
        (Measure("orphan_spend", math.nan, "no budget"), "orphan spend: undefined (no budget)"),
        (Measure("effect", 2.0, low=1.0, high=3.0, about="M1"), "effect of M1: 2 (1 to 3)"),
    ],
)
def test_a_measure_reads_as_one_line(measure: Measure, line: str) -> None:
    """Name, value, interval and reason, in this order."""
    assert line == str(measure)
