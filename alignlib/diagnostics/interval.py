"""The difference between two groups, with its 95 % interval."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from statistics import NormalDist

CONFIDENCE = 0.95
"""The share of intervals that hold the true difference. The convention; nothing depends on it."""

FEWEST = 2
"""Values a group needs before one can say how much they scatter."""

MANY = 1000
"""Degrees of freedom from which the normal curve, corrected, is exact to twelve digits."""


@dataclass(frozen=True)
class Difference:
    """The mean of the first group less the mean of the second; NaN ends without an interval."""

    value: float
    low: float
    high: float


def difference(first: Iterable[float], second: Iterable[float]) -> Difference:
    """
    The difference of two means with Student's interval, one scatter for both groups.

    This is what ordinary least squares with classical errors gives for a column of zeros and
    ones. Both groups need a value; with fewer than two in either there is no interval.

    >>> difference([3.0, 5.0], [1.0, 1.0]).value
    3.0
    """
    a, b = [float(x) for x in first], [float(x) for x in second]
    mean_a, mean_b = math.fsum(a) / len(a), math.fsum(b) / len(b)
    value = mean_a - mean_b
    if min(len(a), len(b)) < FEWEST:
        return Difference(value, math.nan, math.nan)
    freedom = len(a) + len(b) - 2
    squares = math.fsum([*((x - mean_a) ** 2 for x in a), *((x - mean_b) ** 2 for x in b)])
    error = math.sqrt(squares / freedom * (1 / len(a) + 1 / len(b)))
    reach = student(freedom) * error
    return Difference(value, value - reach, value + reach)


@cache
def student(freedom: int) -> float:
    """
    How many standard errors the interval reaches to each side, by Student's t.

    From Abramowitz and Stegun 26.7.3 and 26.7.4 by halving; from `MANY` on, 26.7.5.

    >>> round(student(1), 3), round(student(10), 3), round(student(10_000), 3)
    (12.706, 2.228, 1.96)
    """
    if freedom >= MANY:
        return _nearly_normal(freedom)
    low, high = 0.0, math.pi / 2
    for _ in range(100):  # more halvings than a float has digits
        middle = (low + high) / 2
        if _inside(middle, freedom) < CONFIDENCE:
            low = middle
        else:
            high = middle
    return math.sqrt(freedom) * math.tan(low)


def _inside(angle: float, freedom: int) -> float:
    """The chance that t lies within ± √freedom · tan(angle)."""
    sine, cosine = math.sin(angle), math.cos(angle)
    odd = freedom % 2
    term = cosine if odd else 1.0
    terms = [term] if freedom > 1 else []
    for k in range(2 + odd, freedom - 1, 2):
        term *= cosine**2 * (k - 1) / k
        terms.append(term)
    series = sine * math.fsum(terms)
    return 2 / math.pi * (angle + series) if odd else series


def _nearly_normal(freedom: int) -> float:
    z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)
    return (
        z
        + (z**3 + z) / (4 * freedom)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * freedom**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * freedom**3)
    )
