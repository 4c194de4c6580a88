"""A small map of goals and initiatives: what its links claim, and which of them have a reason."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from alignlib.errors import LearnerError, shown


@dataclass(frozen=True)
class Goal:
    """What the toy workshop wants, and its share of all that it wants."""

    code: str
    text: str
    weight: float
    technology: bool = True
    """Whether it needs any."""


@dataclass(frozen=True)
class Work:
    """A piece of technology work, and what it costs in thousands of pounds."""

    code: str
    text: str
    budget_k: float
    mandate: str = ""
    """The law or the contract that asks for it, if there is one."""


GOALS = (
    Goal("O1", "Sell toys in two more countries", 0.4),
    Goal("O2", "Be there before the birthday", 0.3),
    Goal("O3", "Half as many toys come back", 0.2),
    Goal("O4", "Keep every carver we have", 0.1, technology=False),
)

ROBOT = Work("I4", "Robot that paints", 40)
WHEELS = Work("I7", "Store that orders wheels by itself", 18)
"""What the workshop can buy in the place of its robot."""

WORK = (
    Work("I1", "Shop page in three languages", 27),
    Work("I2", "One list of woods, glues and paints", 15),
    Work("I3", "Camera that looks at each wheel", 14),
    ROBOT,
    Work("I5", "Birthday app for parents", 24),
    Work("I6", "Smoke sensors", 6, mandate="fire law"),
)

REASONS = {
    ("I1", "O1"): "A family that cannot read the page does not order.",
    ("I2", "O1"): "Both countries ask what is in a toy before it may be sold.",
    ("I2", "O3"): "The list says which glue holds a wheel.",
    ("I3", "O3"): "A loose wheel is found on the bench, and not in a nursery.",
    ("I7", "O2"): "Toys are late when the wheels run out.",
}
"""How an initiative would move a goal. A link that is not here has no reason that anybody knows."""

DOUBTS = {
    ("I5", "O2"): "It reminds parents. Toys are late because the wheels run out.",
    ("I5", "O1"): "It speaks one language, and nobody abroad knows it.",
    ("I4", "O3"): "Toys come back for their wheels, and not for their paint.",
    ("I4", "O2"): "Nobody waits for paint.",
    ("I4", "O4"): "Nobody has asked a carver.",
    ("I6", "O4"): "It keeps carvers safe. None of them has left for fear of fire.",
}
NO_REASON = "Nobody in the workshop could say how."
"""What is said of each other link."""

WIDE = math.ceil(len(GOALS) / 2)
"""An initiative that claims more goals than this claims too much."""


@dataclass(frozen=True)
class GoalMap:
    """
    Which initiative is said to serve which goal, as pairs of their codes.

    Each link counts alike, and an initiative's money is split evenly over its goals. `swapped`
    puts the store of wheels in the place of the robot.
    """

    links: frozenset[tuple[str, str]] = frozenset()
    swapped: bool = False

    @property
    def work(self) -> tuple[Work, ...]:
        """The initiatives, in the order in which they are shown."""
        return tuple(WHEELS if w == ROBOT and self.swapped else w for w in WORK)

    @cached_property
    def reasoned(self) -> GoalMap:
        """The same map with only those links for which somebody can say how."""
        return GoalMap(self.links & REASONS.keys(), self.swapped)

    @property
    def coverage(self) -> float:
        """The share of the weight of the goals that need technology and have a link."""
        asking = [goal for goal in GOALS if goal.technology]
        served = math.fsum(goal.weight for goal in asking if goal not in self.bare)
        return served / math.fsum(goal.weight for goal in asking)

    @property
    def orphan_spend(self) -> float:
        """The share of the money for initiatives with no link and no mandate."""
        return math.fsum(work.budget_k for work in self.orphans) / self._whole

    @property
    def bare(self) -> tuple[Goal, ...]:
        """The goals that need technology and have no link."""
        linked = {goal for _, goal in self.links}
        return tuple(goal for goal in GOALS if goal.technology and goal.code not in linked)

    @property
    def orphans(self) -> tuple[Work, ...]:
        """The initiatives with no link and no mandate."""
        linked = {work for work, _ in self.links}
        return tuple(w for w in self.work if w.code not in linked and not w.mandate)

    @property
    def wide(self) -> tuple[Work, ...]:
        """The initiatives that claim more than half of the goals."""
        return tuple(w for w in self.work if len(self._goals_of(w)) > WIDE)

    def money_share(self, goal: Goal) -> float:
        """The share of all the money that goes to a goal, as its links tell it."""
        parts = (
            w.budget_k / len(self._goals_of(w))
            for w in self.work
            if (w.code, goal.code) in self.links
        )
        return math.fsum(parts) / self._whole

    def _goals_of(self, work: Work) -> list[str]:
        return [goal for code, goal in self.links if code == work.code]

    @property
    def _whole(self) -> float:
        return math.fsum(work.budget_k for work in self.work)


def said_of(work: str, goal: str) -> str:
    """
    How the workshop thinks that an initiative moves a goal, or why it does not.

    >>> said_of("I3", "O3")
    'A loose wheel is found on the bench, and not in a nursery.'
    >>> said_of("I3", "O1")
    'Nobody in the workshop could say how.'
    """
    return REASONS.get((work, goal)) or DOUBTS.get((work, goal), NO_REASON)


def drawn(links: Iterable[object], *, swapped: bool = False) -> GoalMap:
    """
    The map of links that are written as "I1-O1"; "all" is every link there can be.

    Raises `LearnerError` for what is no link of this map.

    >>> drawn(["I1-O1", "i2 - o3"]) == GoalMap(frozenset({("I1", "O1"), ("I2", "O3")}))
    True
    """
    codes = [work.code for work in GoalMap(swapped=swapped).work]
    pairs = {(work, goal.code) for work in codes for goal in GOALS}
    found: set[tuple[str, str]] = set()
    for link in links:
        work, _, goal = str(link).upper().replace(" ", "").partition("-")
        if (work, goal) == ("ALL", ""):
            found |= pairs
        elif (work, goal) in pairs:
            found.add((work, goal))
        else:
            raise LearnerError(
                f"{shown(link)} is no link of this map. Write an initiative and a goal, such as "
                f'"I1-O1". The initiatives are {", ".join(codes)}; the goals are '
                f"{', '.join(goal.code for goal in GOALS)}."
            )
    return GoalMap(frozenset(found), swapped)
