"""Initiatives as bars of the timeline: their days, and what they miss."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from alignlib.charts.sheet import said
from alignlib.charts.time_axis import stamps
from alignlib.charts.words import count
from alignlib.diagnostics.horizon_fit import LONGEST_MONTHS


@dataclass(frozen=True)
class Run:
    """One initiative: its days, its gate, and the due dates of what it serves, by code."""

    code: str
    title: str
    start: pd.Timestamp
    end: pd.Timestamp
    gate: pd.Timestamp | None
    due: tuple[tuple[str, pd.Timestamp], ...]

    @property
    def mark(self) -> pd.Timestamp:
        """The day 24 months after its start."""
        return self.start + pd.DateOffset(months=LONGEST_MONTHS)

    @property
    def missed(self) -> tuple[tuple[str, int], ...]:
        """The objectives that are due before it ends, each with the days that it is late."""
        return tuple((o, (self.end - due).days) for o, due in self.due if self.end > due)

    @property
    def late(self) -> int:
        """The most days that it is late; 0 if it is in time."""
        return max((days for _, days in self.missed), default=0)

    @property
    def months(self) -> int:
        """How long it runs, a month begun for a whole one, if more than 24 months; else 0."""
        if self.end <= self.mark:
            return 0
        whole = 12 * (self.end.year - self.start.year) + self.end.month - self.start.month
        return whole + (self.end.day > self.start.day)

    @property
    def gated(self) -> bool:
        """Whether its gate lies between start and end."""
        return self.gate is not None and self.start < self.gate < self.end

    @property
    def words(self) -> tuple[str, ...]:
        """What stands out, in a few words."""
        told = []
        if self.missed:
            which = f"{len(self.missed)} missed" if len(self.missed) > 1 else self.missed[0][0]
            told.append(f"{count(self.late, 'day')} late, {which}")
        if self.months:
            told.append(f"{self.months} months, {'with' if self.gated else 'no'} gate")
        return tuple(told)


def runs_of(
    initiatives: pd.DataFrame, ties: pd.DataFrame, due: dict[str, pd.Timestamp]
) -> tuple[list[Run], list[tuple[str, str]]]:
    """The initiatives that have dates, by their start; code and title of those that have none."""
    gates: list[pd.Timestamp | None] = [None] * len(initiatives)
    if "review_gate" in initiatives:
        gates = stamps(initiatives["review_gate"])
    runs, undated = [], []
    for code, title, start, end, gate in zip(
        map(str, initiatives["initiative"]),
        map(said, initiatives["title"]),
        stamps(initiatives["start"]),
        stamps(initiatives["end"]),
        gates,
        strict=True,
    ):
        served = set(ties.loc[ties["initiative"] == code, "objective"])
        own = tuple((o, date) for o, date in due.items() if o in served)
        if start is None or end is None:
            undated.append((code, title))
        else:
            runs.append(Run(code, title, start, end, gate, own))
    return sorted(runs, key=lambda run: (run.start, run.end, run.code)), undated
