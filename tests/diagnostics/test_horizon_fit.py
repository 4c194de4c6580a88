"""Horizon fit."""

from __future__ import annotations

import pandas as pd
import pytest

from alignlib.diagnostics import Evidence
from alignlib.diagnostics.horizon_fit import horizon_fit
from tests.diagnostics.plans import table


def goals(due: str | None = "2030-12-31") -> pd.DataFrame:
    """One live objective, due on a day."""
    return pd.DataFrame({"objective": ["O1"], "status": "live", "due": [due]})


def work(*spans: tuple[str, str, str | None]) -> pd.DataFrame:
    """Initiatives I1, I2 … with a start, an end and a review gate."""
    made = pd.DataFrame(spans, columns=["start", "end", "review_gate"])
    return made.assign(initiative=[f"I{n}" for n in range(1, len(spans) + 1)])


def links(count: int) -> pd.DataFrame:
    """A link from each initiative to the objective."""
    return table("links", *((f"L{n}", f"I{n}", "O1", 2) for n in range(1, count + 1)))


def test_by_hand() -> None:
    """
    The objective is due at the end of 2028. Of four links two fit: 2 / 4 = 0.5.

    I1 takes one year and ends in 2026: it fits. I2 ends in 2029, too late. I3 takes three
    years without a gate: it runs blind. I4 takes three years with a gate in the middle: it
    fits.
    """
    plan = work(
        ("2026-01-01", "2026-12-31", None),
        ("2028-01-01", "2029-06-30", None),
        ("2026-01-01", "2028-12-31", None),
        ("2026-01-01", "2028-12-31", "2027-06-30"),
    )
    found = horizon_fit(links(4), plan, goals("2028-12-31"))
    assert found.value == 0.5
    assert found.evidence == (
        Evidence("links", "L2", "ends on 2029-06-30, the objective is due on 2028-12-31"),
        Evidence("links", "L3", "lasts more than 24 months without a review gate"),
    )


@pytest.mark.parametrize(
    ("start", "end", "gate", "value"),
    [
        ("2026-01-01", "2028-01-01", None, 1.0),
        ("2026-01-01", "2028-01-02", None, 0.0),
        ("2024-02-29", "2026-02-28", None, 1.0),
        ("2026-01-01", "2030-12-31", "2027-01-01", 1.0),
        ("2026-01-01", "2030-12-31", "2026-01-01", 0.0),
        ("2026-01-01", "2030-12-31", "2030-12-31", 0.0),
        ("2026-01-01", "2030-12-31", "2031-01-01", 0.0),
        ("2026-01-01", "2031-01-01", "2027-01-01", 0.0),
    ],
    ids=["24 months", "a day more", "leap day", "gate", "gate at its start", "gate at its end",
         "gate after its end", "gate, but too late"],
)  # fmt: skip
def test_the_edges(start: str, end: str, gate: str | None, value: float) -> None:
    """24 months are short, a gate lies inside the initiative, and being late has no excuse."""
    assert value == horizon_fit(links(1), work((start, end, gate)), goals()).value


def test_a_table_without_gates_has_none() -> None:
    """Without the column of review gates a long initiative has no gate."""
    plan = work(("2026-01-01", "2030-12-31", None)).drop(columns="review_gate")
    assert horizon_fit(links(1), plan, goals()).value == 0.0


def test_a_missing_due_date_is_not_kept() -> None:
    """Nobody can end in time for a day that was never set; the evidence says so."""
    found = horizon_fit(links(1), work(("2026-01-01", "2026-12-31", None)), goals(None))
    assert found.value == 0.0
    assert "due on no stated day" in found.evidence[0].why


def test_both_faults_are_told() -> None:
    """A link that is late and runs blind has both in its evidence."""
    plan = work(("2026-01-01", "2029-12-31", None))
    (row,) = horizon_fit(links(1), plan, goals("2027-01-01")).evidence
    assert "; lasts more" in row.why


def test_without_links_it_is_undefined() -> None:
    """An empty denominator gives NaN and a reason."""
    found = horizon_fit(links(0), work(), goals())
    assert (found.defined, found.reason) == (False, "no link to a live objective")
