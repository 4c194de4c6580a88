"""Objective coverage."""

from __future__ import annotations

from alignlib.diagnostics import Evidence
from alignlib.diagnostics.objective_coverage import objective_coverage
from tests.diagnostics.plans import frames, sound, table


def test_by_hand() -> None:
    """
    Three goals weigh 50, 30 and 20 %; nothing serves the one of 20 %.

    50 + 30 = 80 of 100: the coverage is 0.8.
    """
    tables = frames(sound())
    links = tables["links"].query("objective != 'O3'")
    found = objective_coverage(tables["objectives"], links)
    assert found.value == 0.8
    assert found.evidence == (
        Evidence("objectives", "O3", "no initiative serves it; it weighs 20 %"),
    )


def test_an_objective_that_needs_no_technology_is_not_missed() -> None:
    """O4 has no link in the sound firm and needs none."""
    tables = frames(sound())
    assert objective_coverage(tables["objectives"], tables["links"]).value == 1.0


def test_it_is_missed_once_it_needs_technology() -> None:
    """If O4 needed technology, 0.8 of 1.0 would be covered."""
    tables = frames(sound())
    goals = tables["objectives"].assign(needs_technology="yes")
    assert objective_coverage(goals, tables["links"]).value == 0.8


def test_a_link_of_strength_0_covers_nothing() -> None:
    """A link that does not help leaves its objective bare."""
    tables = frames(sound())
    links = tables["links"].assign(strength=0)
    assert objective_coverage(tables["objectives"], links).value == 0.0


def test_an_objective_without_weight_is_not_blamed() -> None:
    """An objective that weighs nothing moves nothing, so it is no evidence."""
    goals = frames(sound())["objectives"]
    weightless = goals.assign(weight=goals["weight"].where(goals["objective"] == "O1", 0.0))
    found = objective_coverage(weightless, table("links"))
    assert [e.row for e in found.evidence] == ["O1"]


def test_several_links_cover_once() -> None:
    """A second link to one objective adds nothing."""
    tables = frames(sound())
    links = table("links", ("L1", "I1", "O1", 3), ("L2", "I2", "O1", 3))
    assert objective_coverage(tables["objectives"], links).value == 0.5


def test_without_an_objective_that_needs_technology_it_is_undefined() -> None:
    """An empty denominator gives NaN and a reason."""
    tables = frames(sound())
    found = objective_coverage(tables["objectives"].assign(needs_technology="no"), tables["links"])
    assert not found.defined
    assert found.reason == "no live objective that needs technology has a weight"


def test_without_links_it_is_zero() -> None:
    """No link at all is a finding, not an undefined measure."""
    assert objective_coverage(frames(sound())["objectives"], table("links")).value == 0.0
