"""What the parts of a clean plan share: the draws, the slots, the calendar and the rows so far."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from alignlib.variants.stream import Stream

Rows = dict[str, list[dict[str, Any]]]

WIDEST_GAP = 3
"""The most by which a code can be ahead of the one before it."""


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

    def words(self, text: str, **more: str) -> str:
        """A text of the template with its slots filled."""
        return text.format(**self.slots, **more).strip()

    def day(self, after: int, until: int) -> str:
        """A drawn day, so many days after the plan begins."""
        return (self.begins + dt.timedelta(days=self.stream.between(after, until))).isoformat()

    def codes(self, letter: str, count: int) -> list[str]:
        """
        So many rising codes with numbers left out between them, for example R002, R003, R006.

        A plan in which every number is taken would show at a glance which row was added to it,
        or taken away.
        """
        number, codes = 0, []
        for _ in range(count):
            number += self.stream.between(1, WIDEST_GAP)
            codes.append(f"{letter}{number:03}")
        return codes

    def coded(self, column: str, letter: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The rows with a rising code in a column of this name, put first."""
        codes = self.codes(letter, len(rows))
        return [{column: code, **row} for code, row in zip(codes, rows, strict=True)]

    def number(self, bounds: list[float], decimals: int) -> float:
        """A drawn number between two bounds, with so many decimals."""
        scale = 10**decimals
        low, high = round(bounds[0] * scale), round(bounds[1] * scale)
        return float(self.stream.between(low, high) / scale)


def months_before(begins: dt.date, count: int) -> list[str]:
    """
    The months before the one in which a plan begins.

    >>> months_before(dt.date(2026, 2, 10), 3)
    ['2025-11', '2025-12', '2026-01']
    """
    last = begins.year * 12 + begins.month - 2
    return [f"{n // 12}-{n % 12 + 1:02}" for n in range(last - count + 1, last + 1)]


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
