"""A technology that some sites get: what it does, what moves anyway, and what is then measured."""

from __future__ import annotations

import random
from dataclasses import dataclass, fields
from functools import cached_property
from statistics import NormalDist

import pandas as pd

from alignlib.diagnostics.base import Measure
from alignlib.diagnostics.effect import effect
from alignlib.errors import LearnerError, shown

WEEKS = 10
"""Weeks before the start, and as many after it."""

LEVELS = {"treated": 54.0, "control": 50.0}
"""Satisfied customers in a hundred. They differ: what counts is how far each side moves."""

SPREAD = 3.0
"""From the lowest to the highest site of a side at the beginning."""

MOST_POINTS, MOST_SITES, MOST_DRAWS = 8, 20, 999
"""Beyond these there would be more satisfied customers than customers, or too many lines."""

BOUNDS = {
    "effect": (-MOST_POINTS, MOST_POINTS, "The true effect"),
    "trend": (-MOST_POINTS, MOST_POINTS, "What moves everywhere anyway"),
    "own_trend": (-MOST_POINTS, MOST_POINTS, "What moves with it alone, anyway"),
    "sites": (1, MOST_SITES, "The number of sites on each side"),
    "noise": (0, MOST_POINTS, "The chance in one week"),
    "draw": (1, MOST_DRAWS, "The number of the draw"),
}
"""The least and the most of each number, and what it is called."""

ROUNDING = 1e-9
"""Points by which floats may be off where there is no chance at all."""

COUNTS = ("sites", "draw")
"""The numbers that have to be whole."""


@dataclass(frozen=True)
class Rollout:
    """
    A world in which so many sites get a technology and as many do not.

    The first three numbers are points that a mean moves from the ten weeks before the start to
    the ten weeks after it: by the technology (`effect`), at every site whatever happens
    (`trend`), and at the sites with it whatever happens (`own_trend`). The last two go on from
    week to week, evenly, before the start as well. `noise` is the standard deviation of one
    reading, and `draw` says which chance it is: the same draw is the same world.
    Raises `LearnerError` for a number that makes no world.
    """

    effect: float = 0
    trend: float = 4
    own_trend: float = 0
    sites: int = 5
    noise: float = 2
    draw: int = 1

    def __post_init__(self) -> None:
        for field in fields(self):
            _check(field.name, getattr(self, field.name))

    @cached_property
    def readings(self) -> pd.DataFrame:
        """A reading for each site and week, as a case's table `metric_series` holds them."""
        # Its `random()` is the same on every system, and guards no secret here.
        chance = random.Random(self.draw)  # noqa: S311
        rows = []
        for group in LEVELS:
            for site in range(self.sites):
                for week in range(2 * WEEKS):
                    jolt = NormalDist().inv_cdf(chance.random() or 0.5)
                    middle = self.expected(group, week) + self._rank(site)
                    rows.append(
                        {
                            "metric": "satisfied",
                            "site": f"{group} {site + 1}",
                            "group": group,
                            "week": pd.Timestamp("2026-01-05") + pd.Timedelta(weeks=week),
                            "phase": "after" if week >= WEEKS else "before",
                            "value": middle + self.noise * jolt,
                        }
                    )
        return pd.DataFrame(rows)

    def expected(self, group: str, week: int, technology: bool = True) -> float:
        """
        What chance leaves aside: the reading of a side's middle site in one week, from 0 on.

        Without the technology it is what would have happened anyway.
        """
        drift = self.trend + (self.own_trend if group == "treated" else 0)
        done = self.effect if technology and group == "treated" and week >= WEEKS else 0
        return LEVELS[group] + drift * week / WEEKS + done

    def _rank(self, site: int) -> float:
        return SPREAD * (site / (self.sites - 1) - 0.5) if self.sites > 1 else 0.0

    @cached_property
    def found(self) -> Measure:
        """Difference in differences, with its interval and what speaks against it."""
        return effect(self.readings)

    @property
    def with_controls(self) -> float:
        """What somebody says who compares the change with that of the sites without it."""
        return self.found.value

    @property
    def before_after(self) -> float:
        """What somebody says who looks at the sites with the technology alone."""
        return self._change("treated")

    @property
    def elsewhere(self) -> float:
        """How far the sites without it moved."""
        return self._change("control")

    def _change(self, group: str) -> float:
        return dict(self.found.beside)[f"change of {group} sites"]

    @property
    def doubtful(self) -> bool:
        """Whether the interval holds 0: the data do not rule out that nothing was done."""
        return not (self.found.low > 0 or self.found.high < 0)

    @property
    def missed(self) -> bool:
        """Whether there is an interval and the truth lies outside it."""
        low, high = self.found.low - ROUNDING, self.found.high + ROUNDING
        return self.effect < low or self.effect > high


def _check(name: str, value: object) -> None:
    least, most, called = BOUNDS[name]
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    whole = name not in COUNTS or isinstance(value, int)
    if not number or not whole or not least <= float(value) <= most:  # type: ignore[arg-type]
        kind = "whole number" if name in COUNTS else "number"
        raise LearnerError(f"{called} is {shown(value)}. Choose a {kind} from {least} to {most}.")
