"""How a tool is taken up in a ward: a curve that stalls at a barrier, and what is done about it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from alignlib.errors import LearnerError, shown

WEEKS = 40
"""Weeks after the first day of the tool that are looked at."""

LISTENING_WEEKS = 2
"""Weeks that it takes to sit down with four wards and hear them out."""

HELPERS_DAYS = 24
"""Days that those who help the wards have to give."""

ALONE, FROM_OTHERS = 0.06, 0.35
"""
Of those who could start, the share that does so in a week: by itself, and for each colleague who
works with the tool already (as in the model of Bass, 1969).
"""

STALLED, FREE = 0.35, 0.9
"""The share of a ward that takes the tool up while its barrier stands, and once it is gone."""

NUDGE, NUDGE_WEEKS = 0.25, 4
"""What an effort beside the barrier wins for a while: people try again, and meet the barrier."""

LEAVE = 0.4
"""Of those beyond what the barrier allows, the share that gives up again in a week."""


@dataclass(frozen=True)
class Ward:
    """A ward, how many work in it, what stands in their way, and what they say if asked."""

    name: str
    staff: int
    barrier: str
    says: str


@dataclass(frozen=True)
class Effort:
    """Something to do for a ward: which barrier it takes away, if any, and the days it costs."""

    name: str
    words: str
    barrier: str
    days: int


WARDS = (
    Ward("Ash", 40, "time", "“The form asks twice for what I wrote at six.”"),
    Ward("Birch", 24, "access", "“One tablet. It lives in a drawer, two doors off.”"),
    Ward("Hazel", 32, "trust", "“Last time, they used our figures to cut a post.”"),
    Ward("Rowan", 20, "knowing", "“We were on nights when they showed it.”"),
)

NOTHING = Effort("nothing", "Nothing", "", 0)
EFFORTS = (
    NOTHING,
    Effort("remind", "A reminder each week", "", 1),
    Effort("licences", "More licences", "", 1),
    Effort("show", "Show it at the bed, on each shift", "knowing", 6),
    Effort("tablets", "Tablets where the beds are", "access", 8),
    Effort("shorten", "Drop the double form", "time", 5),
    Effort("agree", "Agree what the figures are for", "trust", 4),
)
KNOWN = {effort.name: effort for effort in EFFORTS}


@dataclass(frozen=True)
class Curve:
    """
    The share of a ward that works with the tool, week by week, with one effort in some week.

    Without an effort it climbs to a third and stays there. The effort that meets the barrier lets
    it climb on. Any other one wins a few weeks, and then the curve falls back.
    """

    ward: Ward
    effort: Effort
    week: int

    @cached_property
    def shares(self) -> tuple[float, ...]:
        """From week 0 to the last one."""
        made = [0.0]
        for week in range(WEEKS):
            now, most = made[-1], self._most(week)
            if now > most:
                made.append(now - LEAVE * (now - most))
            else:
                made.append(now + (ALONE + FROM_OTHERS * now) * (most - now))
        return tuple(made)

    def _most(self, week: int) -> float:
        """The share to which the ward can climb in a week."""
        if self.effort == NOTHING or week < self.week:
            return STALLED
        if self.meets:
            return FREE
        return STALLED + (NUDGE if week < self.week + NUDGE_WEEKS else 0.0)

    @property
    def meets(self) -> bool:
        """Whether the effort takes this ward's barrier away."""
        return self.effort.barrier == self.ward.barrier

    @property
    def active(self) -> int:
        """How many of its people work with the tool in the last week."""
        return round(self.ward.staff * self.shares[-1])


@dataclass(frozen=True)
class Round:
    """
    What is done in each of the four wards, from which week on, and whether they are asked before.

    To listen takes two weeks, and what is done begins so much later. Raises `LearnerError` for an
    effort that nobody knows, or a week that is none.
    """

    ash: str = "nothing"
    birch: str = "nothing"
    hazel: str = "nothing"
    rowan: str = "nothing"
    week: int = 18
    listen: bool = False

    def __post_init__(self) -> None:
        for ward in WARDS:
            effort = getattr(self, ward.name.lower())
            if not isinstance(effort, str) or effort not in KNOWN:
                raise LearnerError(
                    f"{ward.name}: {shown(effort)} is nothing that can be done. Choose one of "
                    f"{', '.join(KNOWN)}."
                )
        if type(self.week) is not int or not 1 <= self.week <= WEEKS:
            raise LearnerError(
                f"The week is {shown(self.week)}. Choose a whole number from 1 to {WEEKS}."
            )

    @property
    def begins(self) -> int:
        """The week in which the efforts begin."""
        return self.week + (LISTENING_WEEKS if self.listen else 0)

    @cached_property
    def curves(self) -> tuple[Curve, ...]:
        """A curve for each ward."""
        return tuple(
            Curve(ward, KNOWN[getattr(self, ward.name.lower())], self.begins) for ward in WARDS
        )

    @property
    def active(self) -> int:
        """How many people of all wards work with the tool in the last week."""
        return sum(curve.active for curve in self.curves)

    @property
    def days(self) -> int:
        """The helpers' days that all efforts take."""
        return sum(curve.effort.days for curve in self.curves)


STAFF = sum(ward.staff for ward in WARDS)
"""People in the four wards. Each of them has a licence."""
