"""Ownership."""

from __future__ import annotations

import pandas as pd
import pytest

from alignlib.diagnostics import Evidence
from alignlib.diagnostics.ownership import ownership
from tests.diagnostics.plans import frames, sound, table

LINKS = table("links", ("L1", "I1", "O1", 3))


def rights(*people: tuple[str, str], link: str = "L1", role: str = "accountable") -> pd.DataFrame:
    """People of a side, all with one role in one link."""
    named = ((f"R{link}{n}", *person) for n, person in enumerate(people))
    return table("decision_rights", *named, link=link, decision=None, role=role)


BOTH = (("Ada", "business"), ("Ben", "technology"))


def test_by_hand() -> None:
    """
    Four links; for one of them two people answer as they should: 1 / 4 = 0.25.

    L1: Ada of business and Ben of technology. L2: Ada alone. L3: Ada and Cleo of business,
    Ben of technology. L4: Dan, for both sides.
    """
    links = table("links", *((f"L{n}", f"I{n}", "O1", 2) for n in range(1, 5)))
    parts = [
        rights(*BOTH, link="L1"),
        rights(BOTH[0], link="L2"),
        rights(*BOTH, ("Cleo", "business"), link="L3"),
        rights(("Dan", "business"), ("Dan", "technology"), link="L4"),
    ]
    found = ownership(links, pd.concat(parts))
    assert found.value == 0.25
    assert found.evidence == (
        Evidence("links", "L2", "nobody of technology accountable"),
        Evidence("links", "L3", "2 people of business accountable"),
        Evidence("links", "L4", "one and the same person accountable for both sides"),
    )


@pytest.mark.parametrize("role", ["responsible", "consulted", "informed"])
def test_only_accountable_people_own(role: str) -> None:
    """Who does it, is asked or is told does not answer for it."""
    assert ownership(LINKS, rights(*BOTH, role=role)).value == 0.0


def test_people_of_other_roles_do_no_harm() -> None:
    """A second person who is consulted leaves one accountable."""
    more = pd.concat([rights(*BOTH), rights(("Cleo", "business"), role="consulted")])
    assert ownership(LINKS, more).value == 1.0


def test_a_person_written_down_twice_is_one() -> None:
    """The same row twice is one person."""
    assert ownership(LINKS, rights(*BOTH, BOTH[0])).value == 1.0


def test_one_person_for_both_sides_beside_another_is_a_gap() -> None:
    """If Ada answers for both sides and Ben too, technology has two."""
    found = ownership(LINKS, rights(*BOTH, ("Ada", "technology")))
    assert found.value == 0.0
    assert found.evidence[0].why == "2 people of technology accountable"


def test_rights_in_a_decision_own_no_link() -> None:
    """Rows about a decision, with a blank link, are about no link."""
    assert ownership(LINKS, rights(*BOTH).assign(link=None)).value == 0.0


def test_a_link_to_a_closed_objective_needs_no_owner() -> None:
    """Only links to live objectives are judged."""
    links = table("links", ("L1", "I1", "O1", 3), ("L2", "I1", "O5", 3))
    assert ownership(links, rights(*BOTH), frames(sound())["objectives"]).value == 1.0


def test_without_links_it_is_undefined() -> None:
    """An empty denominator gives NaN and a reason."""
    found = ownership(table("links"), rights(*BOTH))
    assert (found.defined, found.reason) == (False, "no link to a live objective")
