"""A plan that was right when it was made: how far it drifts, and what reviews bring back."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from functools import cached_property
from itertools import pairwise

from alignlib.errors import LearnerError, shown

MONTHS = 60
"""Months that are looked at: five years, as in a plan that is made once."""

WORKING_DAYS = 20
"""Working days in a month."""

BOUNDS = {
    "at_start": (0, 100, "What fits at the start"),
    "pace": (0, 50, "What loses its reason each month"),
    "every": (0, MONTHS, "The time from one review to the next"),
    "mends": (0, 100, "What a review mends"),
    "days": (0, WORKING_DAYS, "The time that a review takes"),
}
"""The least and the largest value of each number, and what it is called."""


@dataclass(frozen=True)
class Stretch:
    """The months from one look at the plan to the next, and how much of the work fits."""

    begin: float
    end: float
    fit: float
    """Of 100 pieces of work, so many fit what is needed when the stretch begins."""
    pace: float

    def after(self, months: float) -> float:
        """How many of 100 still fit after so many months."""
        return self.fit * math.exp(months * self._rate)

    @property
    def left(self) -> float:
        """How many of 100 fit when the stretch ends."""
        return self.after(self.end - self.begin)

    @property
    def months_fit(self) -> float:
        """The months of work that fit, if the whole time is spent on work."""
        months, rate = self.end - self.begin, self._rate
        # The area below the curve of `after`, from 0 to `months`.
        area = math.expm1(months * rate) / rate if rate else months
        return self.fit / 100 * area

    @property
    def _rate(self) -> float:
        """What a month does to the logarithm of what fits: 0 or less."""
        return math.log1p(-self.pace / 100)


@dataclass(frozen=True)
class Drift:
    """
    Five years of work on a plan, in a world that moves on.

    Of 100 pieces of work `at_start` fit what is needed on the first day. Each month `pace` in a
    hundred of those that fit lose their reason. Every `every` months there is a review (0: none).
    It mends `mends` in a hundred of those that do not fit, and takes `days` working days, in
    which nothing is built. Raises `LearnerError` for a number that makes no sense.
    """

    at_start: float = 100
    pace: float = 3
    every: float = 0
    mends: float = 80
    days: float = 3

    def __post_init__(self) -> None:
        for field in fields(self):
            _check(field.name, getattr(self, field.name))
        if 0 < self.every < 1:
            raise LearnerError(
                f"The time from one review to the next is {self.every:g} months. Choose 1 or "
                "more, or 0 for no review at all."
            )

    @cached_property
    def reviews(self) -> tuple[float, ...]:
        """The months in which there is a review. On the last day nobody needs one any more."""
        if not self.every:
            return ()
        return tuple(self.every * n for n in range(1, math.ceil(MONTHS / self.every)))

    @cached_property
    def stretches(self) -> tuple[Stretch, ...]:
        """The start to the first review, from review to review, and from the last to the end."""
        looks = (0.0, *self.reviews, float(MONTHS))
        made: list[Stretch] = []
        fit = float(self.at_start)
        for begin, end in pairwise(looks):
            made.append(Stretch(begin, end, fit, self.pace))
            left = made[-1].left
            fit = left + (100 - left) * self.mends / 100
        return tuple(made)

    @property
    def at_end(self) -> float:
        """Of 100 pieces of work, so many fit on the last day."""
        return self.stretches[-1].left

    @property
    def in_reviews(self) -> float:
        """The months that all reviews take together."""
        return len(self.reviews) * self.days / WORKING_DAYS

    @property
    def useful(self) -> float:
        """The months of work that fitted what was needed."""
        share = math.fsum(stretch.months_fit for stretch in self.stretches) / MONTHS
        return share * (MONTHS - self.in_reviews)

    @property
    def missed(self) -> float:
        """The months of work that went past what was needed."""
        return MONTHS - self.in_reviews - self.useful


def _check(name: str, value: object) -> None:
    least, most, called = BOUNDS[name]
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not number or not least <= float(value) <= most:  # type: ignore[arg-type]
        raise LearnerError(f"{called} is {shown(value)}. Choose a number from {least} to {most}.")
