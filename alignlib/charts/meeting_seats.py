"""Meeting seats: how many of each side came to each session."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from alignlib.charts.chart import Chart, nothing
from alignlib.charts.sheet import (
    BLUE,
    HATCH,
    HEAD,
    INK,
    MARGIN,
    MUTED,
    ORANGE,
    RED,
    SMALL,
    asked,
    beside,
    fitted,
    key,
    panel,
    readable,
    said,
    sheet,
    styled,
)
from alignlib.charts.time_axis import stamps
from alignlib.charts.words import count, day, listing, sentences
from alignlib.tables.schema import SIDES

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

NAME = "meeting_seats"
TITLE = "Who sat in the strategy sessions"
BELOW = "Business to the left, technology to the right, a block for each person who came."

LEFT, RIGHT = 3.3, 7.2
"""Inches from the sheet's edge to the ends of the bars' axis."""

PITCH, FOOT, TOP = 0.36, 0.72, 0.25
THICK, BLOCK = 0.62, 0.88
"""A block's share of its row, and of the breadth of one person."""


@dataclass(frozen=True)
class Session:
    """One session: how many of each side came, and how many were invited and stayed away."""

    code: str
    title: str
    date: pd.Timestamp | None
    came: tuple[int, int]
    away: tuple[int, int]

    @property
    def name(self) -> str:
        """Its code and its day, for a sentence."""
        return self.code if self.date is None else f"{self.code} on {day(self.date)}"

    @property
    def words(self) -> str:
        """How the seats compare."""
        business, technology = self.came
        if not any(self.came):
            return "nobody came"
        if not all(self.came):
            return f"{SIDES[0] if business else SIDES[1]} alone"
        if business == technology:
            return "even"
        return f"{abs(business - technology)} more of {SIDES[business < technology]}"


@styled
def meeting_seats(meetings: pd.DataFrame, attendees: pd.DataFrame) -> Chart:
    """
    The strategy sessions by date, with the people of business and of technology who came.

    An invitation alone is no seat: those who stayed away are empty blocks. Reviews and daily
    meetings are left out, as in the diagnostic seat_balance.
    """
    asked(
        NAME,
        meetings=(meetings, ("meeting", "date", "title", "kind")),
        attendees=(attendees, ("meeting", "person", "side", "attended")),
    )
    sessions = _sessions(meetings[meetings["kind"] == "strategy"], attendees)
    readable(NAME, len(sessions), "sessions")
    if not sessions:
        return nothing(TITLE, "no meeting of the kind strategy")
    return Chart(_figure(sessions), _alt(sessions))


def _sessions(meetings: pd.DataFrame, attendees: pd.DataFrame) -> list[Session]:
    people = attendees.drop_duplicates(["meeting", "person"])
    tally = people.groupby(["meeting", "side", people["attended"] == "yes"]).size().to_dict()
    made = [
        Session(
            str(code),
            said(title),
            date,
            (tally.get((code, SIDES[0], True), 0), tally.get((code, SIDES[1], True), 0)),
            (tally.get((code, SIDES[0], False), 0), tally.get((code, SIDES[1], False), 0)),
        )
        for code, title, date in zip(
            meetings["meeting"], meetings["title"], stamps(meetings["date"]), strict=True
        )
    ]
    return sorted(made, key=lambda s: (s.date or pd.Timestamp.max, s.code))


def _figure(sessions: list[Session]) -> Figure:
    figure = sheet(TITLE, BELOW, HEAD + TOP + len(sessions) * PITCH + FOOT)
    axes = panel(figure, LEFT, HEAD + TOP, RIGHT - LEFT, len(sessions) * PITCH)
    rows = list(range(len(sessions)))
    most = max(max(s.came[side] + s.away[side] for s in sessions) for side in (0, 1))
    reach = max(most, 1) + 0.5
    axes.set_xlim(-reach, reach)
    axes.set_ylim(len(sessions) - 0.5, -0.5)
    axes.set_yticks([])
    for side, sign in ((0, -1), (1, 1)):
        came, away = [s.came[side] for s in sessions], [s.away[side] for s in sessions]
        for kind, first, number in ((SIDES[side], [0] * len(rows), came), ("away", came, away)):
            blocks = [
                (r, f + n) for r, f, m in zip(rows, first, number, strict=True) for n in range(m)
            ]
            lefts = [0.06 + place if side else -1 + 0.06 + -place for _, place in blocks]
            axes.barh(
                [row for row, _ in blocks],
                BLOCK,
                THICK,
                lefts,
                **_look(kind),
                gid=f"{SIDES[side]} {kind}",
            )
        axes.text(
            0.5 + sign * 0.03, 1 + 0.12 / (len(sessions) * PITCH), SIDES[side],
            transform=axes.transAxes, weight="bold", ha="right" if side == 0 else "left",
            va="center",
        )  # fmt: skip
    axes.axvline(0, color=INK, linewidth=1.2, zorder=4)
    step = max(1, -(-most // 6))
    ticks = [n for n in range(-most, most + 1) if n % step == 0]
    axes.set_xticks(ticks, [str(abs(tick)) for tick in ticks])
    axes.set_xlabel("people")
    for row, session in enumerate(sessions):
        _words(axes, row, session)
    key(figure, _key())
    return figure


def _words(axes: Axes, row: int, session: Session) -> None:
    date = "no date" if session.date is None else f"{session.date:%Y-%m-%d}"
    beside(axes, row, session.code, MARGIN - LEFT, weight="bold")
    beside(axes, row, date, MARGIN - LEFT + 0.42, color=MUTED)
    title = fitted(session.title, LEFT - MARGIN - 1.45, 2, SMALL)
    beside(axes, row, title, MARGIN - LEFT + 1.3, size=SMALL)
    look = {"color": MUTED} if all(session.came) else {"color": RED, "weight": "bold"}
    beside(axes, row, session.words, RIGHT - LEFT + 0.12, size=SMALL, **look)


def _look(kind: str) -> dict[str, Any]:
    if kind == "away":
        return {"facecolor": "white", "edgecolor": MUTED, "linestyle": ":", "linewidth": 1.0}
    if kind == "business":
        return {"facecolor": BLUE, "edgecolor": BLUE}
    return {"facecolor": "white", "edgecolor": ORANGE, "hatch": HATCH}


def _key() -> list[Artist]:
    from matplotlib.patches import Patch

    words = {
        "business": "came, business",
        "technology": "came, technology",
        "away": "invited, did not come",
    }
    return [Patch(**_look(kind), label=text) for kind, text in words.items()]


def _alt(sessions: list[Session]) -> str:
    held = [s for s in sessions if any(s.came)]
    business, technology = (sum(s.came[side] for s in held) for side in (0, 1))
    shape = (
        f"Seats in {count(len(sessions), 'strategy session')}: {count(business, 'seat')} of "
        f"business and {count(technology, 'seat')} of technology in all."
    )
    even = sum(s.came[0] == s.came[1] for s in held)
    level = f"In {even} of {len(held)} sessions as many came of one side as of the other."
    uneven = max(held, key=lambda s: abs(s.came[0] - s.came[1]), default=None)
    worst = ""
    if uneven and all(uneven.came) and uneven.came[0] != uneven.came[1]:
        worst = (
            f"The most uneven is {uneven.name}: {uneven.came[0]} of business and "
            f"{uneven.came[1]} of technology."
        )
    alone = [f"{s.name} ({s.words})" for s in sessions if not all(s.came)]
    missing = f"One side or both were missing in {listing(alone)}." if alone else ""
    return sentences(shape, level if held else "", worst, missing)
