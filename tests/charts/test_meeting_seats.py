"""Meeting seats: a block for each person who came."""

from __future__ import annotations

from collections import Counter

import pandas as pd
import pytest

from alignlib.charts import meeting_seats
from alignlib.charts.meeting_seats import _look
from tests.charts.drawing import clean, faulty, large, named, told
from tests.diagnostics.plans import table


def draw(*people: tuple[str, str, str, str], **change: object):  # type: ignore[no-untyped-def]
    """The chart of three meetings, of which the last is no strategy session."""
    meetings = table(
        "meetings",
        ("T2", "2026-03-05", "Plan for the year", "strategy"),
        ("T1", "2026-02-03", "Strategy day", "strategy"),
        ("T3", "2026-01-04", "Outages", "operations"),
    ).assign(**change)
    return meeting_seats(meetings, table("attendees", *people))


PEOPLE = (
    ("T1", "Ada", "business", "yes"),
    ("T1", "Ben", "business", "yes"),
    ("T1", "Cleo", "business", "no"),
    ("T1", "Finn", "technology", "yes"),
    ("T2", "Gia", "technology", "yes"),
    ("T2", "Ada", "business", "no"),
    ("T3", "Hal", "technology", "yes"),
)


@pytest.mark.parametrize("tables", [clean(), faulty(), large(1), large(2)])
def test_there_is_a_block_for_each_person(tables: dict[str, pd.DataFrame]) -> None:
    """Business lies to the left of the middle, technology to the right, row by row."""
    meetings = tables["meetings"].sort_values("date")
    chart = meeting_seats(tables["meetings"], tables["attendees"])
    for side, sign in (("business", -1), ("technology", 1)):
        for kind, attended in ((side, "yes"), ("away", "no")):
            people = tables["attendees"]
            rows = people[(people["side"] == side) & (people["attended"] == attended)]
            expected = Counter(rows["meeting"])
            blocks = named(chart, f"{side} {kind}")
            assert all(sign * (b.get_x() + b.get_width() / 2) > 0 for b in blocks)
            found = Counter(round(b.get_y() + b.get_height() / 2) for b in blocks)
            for place, code in enumerate(meetings["meeting"]):
                assert found[place] == expected[code]


def test_blocks_do_not_hide_each_other() -> None:
    """Those who stayed away stand behind those who came, one unit each."""
    chart = draw(*PEOPLE)
    row = [b for kind in ("business", "away") for b in named(chart, f"business {kind}")
           if round(b.get_y() + b.get_height() / 2) == 0]  # fmt: skip
    middles = sorted(b.get_x() + b.get_width() / 2 for b in row)
    assert middles == pytest.approx([-2.5, -1.5, -0.5])


def test_the_sides_differ_by_more_than_colour() -> None:
    """Solid, hatched and dotted; and the side of the middle on which they lie."""
    looks = [_look(kind) for kind in ("business", "technology", "away")]
    seen = {(look.get("hatch"), look.get("linestyle"), look["facecolor"] == "white")
            for look in looks}  # fmt: skip
    assert len(seen) == 3


def test_sessions_are_in_the_order_of_their_days() -> None:
    """The first session is on top; other meetings are left out."""
    words = told(draw(*PEOPLE))
    assert words.index("Strategy day") < words.index("Plan for the year")
    assert "Outages" not in words
    assert "1 more of business" in words
    assert "technology alone" in words


def test_the_words_tell_what_the_blocks_show() -> None:
    """Sums, even sessions, and where a side is missing."""
    assert draw(*PEOPLE).alt == (
        "Seats in 2 strategy sessions: 2 seats of business and 2 seats of technology in all. "
        "In 0 of 2 sessions as many came of one side as of the other. "
        "The most uneven is T1 on 3 February 2026: 2 of business and 1 of technology. "
        "One side or both were missing in T2 on 5 March 2026 (technology alone)."
    )


def test_one_person_has_one_seat() -> None:
    """A person who is listed twice sits once, as in the diagnostic."""
    people = table("attendees", *PEOPLE)
    meetings = table("meetings", ("T1", "2026-02-03", "Strategy day", "strategy"))
    chart = meeting_seats(meetings, pd.concat([people, people.iloc[:1]]))
    assert "2 seats of business and 1 seat of technology" in chart.alt


def test_a_session_to_which_nobody_came_is_there() -> None:
    """It has its row, and the words."""
    chart = draw(*PEOPLE[:4])
    assert "nobody came" in told(chart)
    assert "T2 on 5 March 2026 (nobody came)" in chart.alt


def test_a_session_without_a_day_is_last() -> None:
    """A missing date is said and breaks nothing."""
    chart = draw(*PEOPLE, date=[None, "2026-02-03", None])
    assert "no date" in told(chart)
    assert "in T2 (technology alone)" in chart.alt
