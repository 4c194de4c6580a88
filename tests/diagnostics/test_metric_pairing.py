"""Metric pairing."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from alignlib.diagnostics import Evidence
from alignlib.diagnostics.metric_pairing import metric_pairing
from tests.diagnostics.plans import frames, rows, sound, table

LINKS = table("links", ("L1", "I1", "O1", 3))
WHOLE: dict[str, Any] = {"title": "What", "baseline": 1.0, "target": 2.0, "unit": "%",
                         "date": "2027-01-01"}  # fmt: skip


def metrics(*sides: str, **cells: Any) -> pd.DataFrame:
    """Metrics M1, M2 … of link L1, one for each side named, with other cells."""
    named = [(f"M{n}", side) for n, side in enumerate(sides, start=1)]
    return table("metrics", *named, link="L1", **(WHOLE | cells))


def test_by_hand() -> None:
    """
    Four links; one pair is whole, so 1 / 4 = 0.25.

    L1 has a business and a technology metric. L2 has a technology metric alone. L3 has both,
    but nobody wrote down where the business metric stood at first. L4 has none.
    """
    links = table("links", *((f"L{n}", f"I{n}", "O1", 2) for n in range(1, 5)))
    cells = [
        *rows("metrics", ("M1", "L1", "business"), ("M2", "L1", "technology"), **WHOLE),
        *rows("metrics", ("M3", "L2", "technology"), **WHOLE),
        *rows("metrics", ("M4", "L3", "business"), **(WHOLE | {"baseline": None})),
        *rows("metrics", ("M5", "L3", "technology"), **WHOLE),
    ]
    found = metric_pairing(links, pd.DataFrame(cells))
    assert found.value == 0.25
    assert set(found.evidence) == {
        Evidence("links", "L2", "no business metric"),
        Evidence("metrics", "M4", "the business metric of L3 has no baseline"),
        Evidence("links", "L4", "no business metric"),
        Evidence("links", "L4", "no technology metric"),
    }


@pytest.mark.parametrize("part", ["baseline", "target", "unit", "date"])
def test_each_part_is_needed(part: str) -> None:
    """A metric without a baseline, target, unit or date judges nothing."""
    found = metric_pairing(LINKS, metrics("business", "technology", **{part: None}))
    assert found.value == 0.0
    assert {f"has no {part}"} == {e.why[-len(f"has no {part}") :] for e in found.evidence}


def test_a_baseline_of_0_is_a_baseline() -> None:
    """Zero is a value, not a blank."""
    assert metric_pairing(LINKS, metrics("business", "technology", baseline=0.0)).value == 1.0


@pytest.mark.parametrize(
    ("sides", "value"),
    [
        (("business", "technology"), 1.0),
        (("business", "technology", "technology"), 1.0),
        (("business", "business"), 0.0),
        (("technology",), 0.0),
        ((), 0.0),
    ],
)
def test_one_of_each_side_is_needed(sides: tuple[str, ...], value: float) -> None:
    """Two of one side do not make up for none of the other; more than one does no harm."""
    assert value == metric_pairing(LINKS, metrics(*sides)).value


def test_a_whole_metric_makes_up_for_an_incomplete_one() -> None:
    """One complete metric a side is enough; another may be incomplete."""
    both = pd.concat([metrics("business", "technology"), metrics("business", unit=None)])
    found = metric_pairing(LINKS, both)
    assert (found.value, found.evidence) == (1.0, ())


def test_a_link_to_a_closed_objective_needs_no_metric() -> None:
    """Only links to live objectives are judged."""
    links = table("links", ("L1", "I1", "O1", 3), ("L2", "I1", "O5", 3))
    found = metric_pairing(links, metrics("business", "technology"), frames(sound())["objectives"])
    assert found.value == 1.0


def test_without_links_it_is_undefined() -> None:
    """An empty denominator gives NaN and a reason."""
    found = metric_pairing(table("links"), metrics("business"))
    assert (found.defined, found.reason) == (False, "no link to a live objective")
