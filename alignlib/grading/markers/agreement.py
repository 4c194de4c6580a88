"""How far two markers agree on each criterion, and which memos they should talk about."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from alignlib.errors import InstructorError
from alignlib.grading.markers.sheet import Sheet, same_criteria

Marks = np.ndarray[Any, np.dtype[np.float64]]
"""Marks of one marker, a memo a place; in a bootstrap many rows of them."""

STEP = 1.0
"""Points that two markers may differ by and still be adjacent: one step of our rubrics."""

RESAMPLES = 9_999
"""Draws of memos for an interval: enough that its ends move by less than they are rounded to."""

CONFIDENCE = 0.95

FEW = 20
"""Memos under which an interval is too wide to rest much on."""

TOTAL = "all together"

EDGE = 1e-9
"""What binary numbers add to a difference of exactly one step."""


@dataclass(frozen=True)
class Estimate:
    """A measure with its interval; None where the marks do not settle it."""

    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Agreement:
    """How two markers agree on one criterion, over the memos that both have marked."""

    criterion: str
    memos: int
    exact: float
    adjacent: float
    kappa: Estimate
    alpha: Estimate


@dataclass(frozen=True)
class Talk:
    """A memo to talk about: on each criterion in question what the first and the second gave."""

    memo: str
    apart: dict[str, tuple[float, float]]

    @property
    def distance(self) -> float:
        """How far the two are apart on all these criteria together."""
        return sum(abs(first - second) for first, second in self.apart.values())


@dataclass(frozen=True)
class Comparison:
    """Two sheets compared: the criteria, the memos to talk about, and what was left out."""

    agreements: tuple[Agreement, ...]
    talks: tuple[Talk, ...]
    remarks: tuple[str, ...] = ()


def compare(first: Sheet, second: Sheet, step: float = STEP) -> Comparison:
    """
    Compare what two markers gave the same memos.

    Only memos that both have marked count. Raises `InstructorError` where there are none.
    """
    criteria = same_criteria(first, second)
    both = [memo for memo in first.points if memo in second.points]
    if not both:
        raise InstructorError(
            f"{first.name} and {second.name} have no memo in common. The first column of both "
            "must give the same numbers."
        )
    agreements = []
    for criterion in criteria:
        pairs = _pairs(first, second, both, (criterion,))
        if pairs:
            agreements.append(agreement(criterion, list(pairs.values()), step))
    whole = _pairs(first, second, both, criteria)
    if len(criteria) > 1 and whole:
        agreements.append(agreement(TOTAL, list(whole.values()), step))
    return Comparison(
        tuple(agreements),
        _talks(first, second, both, criteria, step),
        (*_left_out(first, second), *first.remarks, *second.remarks),
    )


def _pairs(
    first: Sheet, second: Sheet, memos: Sequence[str], criteria: Sequence[str]
) -> dict[str, tuple[float, float]]:
    """For each memo that both have marked on all these criteria the two sums of points."""
    found = {}
    for memo in memos:
        one, other = first.points[memo], second.points[memo]
        if all(c in one and c in other for c in criteria):
            found[memo] = (sum(one[c] for c in criteria), sum(other[c] for c in criteria))
    return found


def _talks(
    first: Sheet, second: Sheet, memos: Sequence[str], criteria: Sequence[str], step: float
) -> tuple[Talk, ...]:
    """The memos on which the two are more than a step apart, the furthest first."""
    found = []
    for memo in memos:
        apart = {
            criterion: pair[memo]
            for criterion in criteria
            if memo in (pair := _pairs(first, second, (memo,), (criterion,)))
            and abs(pair[memo][0] - pair[memo][1]) > step + EDGE
        }
        if apart:
            found.append(Talk(memo, apart))
    return tuple(sorted(found, key=lambda talk: (-talk.distance, talk.memo)))


def _left_out(first: Sheet, second: Sheet) -> list[str]:
    remarks = []
    for one, other in ((first, second), (second, first)):
        alone = [memo for memo in one.points if memo not in other.points]
        if alone:
            names = ", ".join(alone[:5]) + (" and others" if len(alone) > 5 else "")
            remarks.append(f"{one.name} alone has {names}. They were left out.")
    return remarks


def agreement(criterion: str, pairs: Sequence[tuple[float, float]], step: float) -> Agreement:
    """How two markers agree over pairs of points, one pair a memo."""
    first, second = np.array(pairs, dtype=float).T
    apart = np.abs(first - second)
    return Agreement(
        criterion,
        len(pairs),
        float((apart <= EDGE).mean()),
        float((apart <= step + EDGE).mean()),
        _estimate(weighted_kappa, first, second),
        _estimate(alpha, first, second),
    )


def weighted_kappa(first: Marks, second: Marks, axis: int = -1) -> Marks:
    """
    Cohen's kappa with quadratic weights; NaN where both markers give one mark to every memo.

    With these weights it needs no table of categories: it is one minus the mean squared
    difference, divided by that of all pairs of a first and a second mark.

    >>> import numpy as np
    >>> round(float(weighted_kappa(np.array([1.0, 2, 3]), np.array([1.0, 2, 2]))), 4)
    0.6667
    """
    observed = ((first - second) ** 2).mean(axis=axis)
    means = first.mean(axis=axis) - second.mean(axis=axis)
    expected = first.var(axis=axis) + second.var(axis=axis) + means**2
    with np.errstate(divide="ignore", invalid="ignore"):
        return 1 - np.where(expected > EDGE, observed / expected, np.nan)


def alpha(first: Marks, second: Marks, axis: int = -1) -> Marks:
    """
    Krippendorff's alpha for interval data; NaN where every mark is the same.

    For two markers and no missing mark it is one minus the mean squared difference within a
    memo, divided by that of all pairs of marks, whoever gave them.

    >>> import numpy as np
    >>> round(float(alpha(np.array([1.0, 2, 3]), np.array([1.0, 2, 2]))), 4)
    0.7059
    """
    observed = ((first - second) ** 2).mean(axis=axis)
    expected = 2 * np.concatenate((first, second), axis=axis).var(axis=axis, ddof=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return 1 - np.where(expected > EDGE, observed / expected, np.nan)


def _estimate(measure: Callable[..., Marks], first: Marks, second: Marks) -> Estimate:
    """
    A measure with its bootstrap interval: memos are drawn anew, with the two marks of each.

    The draws come from a fixed seed, so that the same sheets give the same interval. Draws in
    which the measure is undefined are left out of it.
    """
    from scipy.stats import DegenerateDataWarning, bootstrap

    value = float(measure(first, second))
    if not np.isfinite(value):
        return Estimate(None)
    if len(first) < 3:
        return Estimate(value)
    with warnings.catch_warnings():
        # Where a draw is undefined, SciPy's own interval would be; ours leaves that draw out.
        warnings.simplefilter("ignore", DegenerateDataWarning)
        drawn = bootstrap(
            (first, second),
            measure,
            paired=True,
            vectorized=True,
            n_resamples=RESAMPLES,
            batch=1_000,
            method="percentile",
            rng=np.random.default_rng(0),
        ).bootstrap_distribution
    tail = (1 - CONFIDENCE) / 2
    low, high = np.nanquantile(drawn, (tail, 1 - tail))
    return Estimate(value, float(low), float(high))
