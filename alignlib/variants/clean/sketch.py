"""What the parts of a clean plan share: the draws, the slots, the calendar and the rows so far."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from alignlib.variants.stream import Stream

Rows = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True)
class Sketch:
    """
    A plan in the making.

    `begins` is the first day of the plan; `people` are the names of each side; `rows` holds the
    tables that are finished, and `themes` what each objective and initiative is about.
    """

    stream: Stream
    slots: Mapping[str, str]
    begins: dt.date
    people: Mapping[str, list[str]]
    rows: Rows = field(default_factory=dict)
    themes: dict[str, list[str]] = field(default_factory=dict)

    def words(self, text: str) -> str:
        """A text of the template with its slots filled."""
        return text.format(**self.slots)

    def day(self, after: int, until: int) -> str:
        """A drawn day, so many days after the plan begins."""
        return (self.begins + dt.timedelta(days=self.stream.between(after, until))).isoformat()

    def number(self, bounds: list[float], decimals: int) -> float:
        """A drawn number between two bounds, with so many decimals."""
        scale = 10**decimals
        low, high = round(bounds[0] * scale), round(bounds[1] * scale)
        return float(self.stream.between(low, high) / scale)


def shares(parts: list[int], decimals: int = 4) -> list[float]:
    """
    Whole numbers as shares of their sum, rounded so that they add up to exactly 1.

    >>> shares([1, 1, 1], 2)
    [0.34, 0.33, 0.33]
    """
    scale = 10**decimals
    total = sum(parts)
    units = [part * scale // total for part in parts]
    for place in range(scale - sum(units)):
        units[place % len(units)] += 1
    return [unit / scale for unit in units]
