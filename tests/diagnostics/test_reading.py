"""What the diagnostics read from the tables in the same way."""

from __future__ import annotations

import pandas as pd
import pytest

from alignlib.diagnostics.reading import given, priorities, serving, total
from tests.diagnostics.plans import frames, sound, table


def test_the_priorities_of_the_sound_firm() -> None:
    """
    0.4, 0.24 and 0.16 sum to 0.8; as parts of it they are 50, 30 and 20 %.

    O4 needs no technology and O5 is closed: neither is a priority of technology.
    """
    weights = priorities(frames(sound())["objectives"])
    assert weights.to_dict() == pytest.approx({"O1": 0.5, "O2": 0.3, "O3": 0.2})


def test_without_a_column_every_objective_needs_technology() -> None:
    """Where the table does not say what needs technology, every live objective does."""
    goals = frames(sound())["objectives"].drop(columns="needs_technology")
    assert list(priorities(goals).index) == ["O1", "O2", "O3", "O4"]


def test_without_weights_there_are_no_priorities() -> None:
    """Objectives that all weigh nothing, or are blank, give no priorities."""
    goals = frames(sound())["objectives"]
    assert priorities(goals.assign(weight=0.0)).empty
    assert priorities(goals.assign(weight=float("nan"))).empty


def test_a_link_of_strength_0_does_not_serve() -> None:
    """Strength 0 says that the initiative does not help."""
    links = table("links", ("L1", "I1", "O1", 0), ("L2", "I1", "O2", 1))
    assert list(serving(links)["link"]) == ["L2"]


def test_a_link_to_a_closed_objective_does_not_serve() -> None:
    """Nothing serves a goal that the board gave up."""
    links = table("links", ("L1", "I1", "O1", 2), ("L2", "I1", "O5", 2))
    assert list(serving(links, frames(sound())["objectives"])["link"]) == ["L1"]


def test_blank_is_missing_or_empty() -> None:
    """None, NaN and the empty text are blank; 0 is not."""
    cells = pd.Series([None, float("nan"), "", 0, "x"], dtype=object)
    assert list(given(cells)) == [False, False, False, True, True]


def test_a_total_is_rounded_once() -> None:
    """Ten times a tenth is exactly one."""
    assert total([0.1] * 10) == 1.0
