"""A roadmap of one length and its reviews: how old its decisions grow, and when it ends."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from functools import cached_property
from itertools import pairwise

from alignlib.diagnostics.horizon_fit import LONGEST_MONTHS
from alignlib.errors import LearnerError, shown

REVIEW_MONTHS = 0.5
"""Months that a review takes: two weeks in which people look up, and nothing is built."""

MOST_MONTHS = 120
"""Ten years: beyond them the picture could not be read."""

BOUNDS = {
    "work": (1, "The work"),
    "first_review": (0, "The first review"),
    "then_every": (0, "The time between two reviews"),
    "due": (1, "The due date of the goal"),
    "fresh": (1, "The time for which decisions stay fresh"),
}
"""What each number is called, and its least value."""


@dataclass(frozen=True)
class Roadmap:
    """
    A roadmap towards a goal that is due after some months. All numbers are months.

    What is done follows decisions that were taken at the start, or at the last review. They are
    out of date once they are older than `fresh`. A review makes them new, and takes two weeks
    itself. `first_review` 0 means never; `then_every` 0 means that there is no second one.
    Raises `LearnerError` for a number that makes no roadmap.
    """

    work: float
    first_review: float = 0
    then_every: float = 0
    due: float = 60
    fresh: float = LONGEST_MONTHS

    def __post_init__(self) -> None:
        for field in fields(self):
            _check(field.name, getattr(self, field.name))
        if 0 < self.then_every < 1:
            raise LearnerError(
                f"The time between two reviews is {self.then_every:g} months. Choose 1 or more, "
                "or 0 for a single review."
            )

    @cached_property
    def reviews(self) -> tuple[float, ...]:
        """The months in which it is reviewed. A review that would come after its end is none."""
        found: list[float] = []
        month = self.first_review
        while month and month < self.work + REVIEW_MONTHS * len(found):
            found.append(month)
            month = month + self.then_every if self.then_every else 0
        return tuple(found)

    @property
    def end(self) -> float:
        """The month in which it ends: its work, and what its reviews take."""
        return self.work + REVIEW_MONTHS * len(self.reviews)

    @property
    def late(self) -> float:
        """By how many months it misses the goal's due date; 0 if it is in time."""
        return max(0.0, self.end - self.due)

    @property
    def stretches(self) -> tuple[tuple[float, float], ...]:
        """From one look at the plan to the next: the start, the reviews, the end."""
        looks = (0.0, *self.reviews, self.end)
        return tuple(pairwise(looks))

    @property
    def dated(self) -> tuple[tuple[float, float], ...]:
        """The months, from and to, in which it follows decisions that are out of date."""
        return tuple((a + self.fresh, b) for a, b in self.stretches if b - a > self.fresh)

    @property
    def months_dated(self) -> float:
        """How many months that is in all."""
        return math.fsum(b - a for a, b in self.dated)

    @property
    def oldest(self) -> float:
        """How old its decisions are when they are oldest."""
        return max(b - a for a, b in self.stretches)

    @property
    def keeps_rule(self) -> bool:
        """Whether it lasts at most 24 months, or has a review between its start and its end."""
        return self.end <= LONGEST_MONTHS or bool(self.reviews)


def _check(name: str, value: object) -> None:
    least, called = BOUNDS[name]
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not number or not least <= float(value) <= MOST_MONTHS:  # type: ignore[arg-type]
        raise LearnerError(
            f"{called} is {shown(value)}. Choose a number of months from {least} to {MOST_MONTHS}."
        )
