"""Seat balance."""

from __future__ import annotations

import pandas as pd
import pytest

from alignlib.diagnostics import Evidence
from alignlib.diagnostics.seat_balance import seat_balance
from tests.diagnostics.plans import table


def sessions(count: int, kind: str = "strategy") -> pd.DataFrame:
    """Meetings G1, G2 … of one kind."""
    return table("meetings", *((f"G{n}", "2026-02-03", "Day", kind) for n in range(1, count + 1)))


def people(meeting: str, business: int, technology: int, attended: str = "yes") -> pd.DataFrame:
    """So many people of each side at one meeting."""
    named = [(meeting, f"b{n}", "business") for n in range(business)]
    named += [(meeting, f"t{n}", "technology") for n in range(technology)]
    return table("attendees", *named, attended=attended)


def test_by_hand() -> None:
    """
    Three sessions: 4 and 4 people, 6 and 2, 5 and none.

    1 − 0/8 = 1; 1 − 4/8 = 0.5; 1 − 5/5 = 0. Their mean is 1.5 / 3 = 0.5.
    """
    came = pd.concat([people("G1", 4, 4), people("G2", 6, 2), people("G3", 5, 0)])
    found = seat_balance(sessions(3), came)
    assert found.value == 0.5
    assert found.evidence == (
        Evidence("meetings", "G2", "6 of business and 2 of technology came"),
        Evidence("meetings", "G3", "5 of business and 0 of technology came"),
    )


def test_an_invitation_is_no_seat() -> None:
    """Who was invited and did not come is not counted."""
    came = pd.concat([people("G1", 3, 0), people("G1", 0, 3, attended="no")])
    assert seat_balance(sessions(1), came).value == 0.0


@pytest.mark.parametrize("kind", ["operations", "review"])
def test_only_strategy_sessions_count(kind: str) -> None:
    """A meeting about outages where technology sits alone says nothing about strategy."""
    meetings = pd.concat([sessions(1), sessions(2, kind).iloc[1:]])
    came = pd.concat([people("G1", 2, 2), people("G2", 0, 5)])
    assert seat_balance(meetings, came).value == 1.0


def test_a_person_counts_once() -> None:
    """A person listed twice for one session has one seat."""
    twice = pd.concat([people("G1", 1, 1), people("G1", 1, 0)])
    assert seat_balance(sessions(1), twice).value == 1.0


def test_an_empty_session_is_not_counted() -> None:
    """A session to which nobody came has no balance; the mean is over the others."""
    found = seat_balance(sessions(2), people("G1", 2, 2))
    assert found.value == 1.0
    assert found.evidence == (Evidence("meetings", "G2", "nobody came; not counted"),)


@pytest.mark.parametrize(
    ("meetings", "attendees"),
    [
        (sessions(0), people("G1", 2, 2)),
        (sessions(2), people("G1", 0, 0)),
        (sessions(1), people("G1", 2, 2, attended="no")),
        (sessions(1, "operations"), people("G1", 2, 2)),
    ],
    ids=["no sessions", "nobody", "nobody came", "other meetings"],
)
def test_without_seats_it_is_undefined(meetings: pd.DataFrame, attendees: pd.DataFrame) -> None:
    """An empty denominator gives NaN and a reason."""
    found = seat_balance(meetings, attendees)
    assert not found.defined
    assert found.reason == "no strategy session to which anyone came"
