"""
The best plan for a portfolio, found by exact search, and the key that follows from it.

The search is a mixed-integer programme, solved to the end by HiGHS through SciPy. It runs when
a variant is drawn, on the instructor's side; scoring only evaluates the learner's own plan.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from alignlib.errors import InstructorError
from alignlib.items.plan import Plan
from alignlib.portfolio import Portfolio, by_lot, most_links_first, result_of
from alignlib.portfolio.problem import STRONGEST
from alignlib.variants.stream import Stream

LOTS = 1000
"""Plans drawn by lot for the baseline: its tenth is then known to within a few per cent."""

ABOVE = 10
"""One plan in so many that are drawn by lot may be worth more than the baseline."""

NAIVE_MOST = 0.5
"""The share that counting links may earn at most; what the item asks for is weighing them."""

DIGITS = 3
"""Candidates whose starts are settled by one solve; more would need numbers that floats blur."""

SLACK = 1e-6
"""How far HiGHS may miss a whole number."""


def best_plan(portfolio: Portfolio) -> dict[str, int]:
    """
    The plan of the highest value that keeps every rule: candidate -> index of its start.

    Of several with that value it is the cheapest; of several of those, the one whose first
    candidate starts earliest (not at all counts as last), then the second, and so on. So it
    is one plan, the same on every machine. Raises `InstructorError` where no plan keeps
    every rule.
    """
    programme = _Programme(portfolio)
    programme.settle(programme.value, "value")
    programme.settle(programme.cost, "cost")
    names = [one.id for one in portfolio.candidates]
    for at in range(0, len(names), DIGITS):
        programme.settle(programme.lateness(names[at : at + DIGITS]), "start")
    plan = programme.plan
    result = result_of(portfolio, plan)
    if result.breaches or (result.value, result.cost) != (-programme.least["value"],
                                                              programme.least["cost"]):  # fmt: skip
        raise InstructorError(f"The search for the best plan went wrong: it found {plan}.")
    return plan


def baseline(portfolio: Portfolio, seed: str) -> int:
    """The value that at most a tenth of the plans drawn by lot exceed."""
    stream = Stream(f"{seed}/lots")
    values = sorted(
        result_of(portfolio, by_lot(portfolio, stream.below)).value for _ in range(LOTS)
    )
    return values[-1 - LOTS // ABOVE]


def plan_key(item: Plan, seed: str) -> dict[str, Any]:
    """
    The key of a plan item, without its feedback policy and its claim.

    Raises `InstructorError` where no plan keeps every rule, where more than a tenth of the
    plans drawn by lot are as good as the best, since then chance would be paid, and where
    counting links alone leads to a good plan.
    """
    portfolio = item.portfolio
    best = best_plan(portfolio)
    value, low = result_of(portfolio, best).value, baseline(portfolio, seed)
    if low >= value:
        raise InstructorError(
            f"Item {item.id}: more than one in {ABOVE} plans drawn by lot is worth {value}, as "
            "much as the best. Tighten the budget, or let the candidates differ more."
        )
    naive = result_of(portfolio, most_links_first(portfolio))
    if not naive.breaches and naive.value - low > NAIVE_MOST * (value - low):
        raise InstructorError(
            f"Item {item.id}: who funds what has the most links gets {naive.value} of {value}. "
            "Give wide but weak candidates higher costs, or more of the weight to few objectives."
        )
    starts = {name: portfolio.periods[start] for name, start in best.items()}
    return {"best": starts, "best_value": value, "baseline": low}


@dataclass
class _Programme:
    """
    The portfolio as a mixed-integer programme.

    Its variables are x[candidate, start] (funded from this start on: 0 or 1) and
    y[objective, level] (served in time with at least this strength: from 0 to 1, and whole by
    itself).
    """

    portfolio: Portfolio
    least: dict[str, int] = field(default_factory=dict)
    """What each settled measure came to at its lowest."""

    def __post_init__(self) -> None:
        found = self.portfolio
        self._x = {
            (one.id, start): number
            for number, (one, start) in enumerate(
                (one, start)
                for one in found.candidates
                for start in range(len(found.periods) - one.lasts + 1)
            )
        }
        levels = [(o.id, level) for o in found.objectives for level in range(1, STRONGEST + 1)]
        self._y = {pair: len(self._x) + number for number, pair in enumerate(levels)}
        self._rows: list[list[float]] = []
        self._low: list[float] = []
        self._high: list[float] = []
        self._solution: Sequence[float] = ()
        self._fund_once()
        self._keep_limits()
        self._keep_order()
        self._serve_in_time()

    # ------------------------------------------------------------ measures to make small

    @property
    def value(self) -> dict[int, float]:
        """The value of the plan with its sign turned: the less the better."""
        weights = {objective.id: objective.weight for objective in self.portfolio.objectives}
        return {number: -float(weights[name]) for (name, _), number in self._y.items()}

    @property
    def cost(self) -> dict[int, float]:
        """The cost of the plan."""
        return {
            number: float(self.portfolio.by_id[name].cost) for (name, _), number in self._x.items()
        }

    def lateness(self, names: Sequence[str]) -> dict[int, float]:
        """How late these candidates start, read as one number: the first is its first digit."""
        never = len(self.portfolio.periods)
        place = {name: (never + 1) ** at for at, name in enumerate(reversed(names))}
        # Counted from "not at all", so that what is not funded adds nothing.
        return {
            number: float((start - never) * place[name])
            for (name, start), number in self._x.items()
            if name in place
        }

    def settle(self, measure: Mapping[int, float], name: str) -> None:
        """Make a measure as small as it can be, and hold it there from now on."""
        from scipy.optimize import Bounds, LinearConstraint, milp

        size = len(self._x) + len(self._y)
        found = milp(
            [measure.get(number, 0.0) for number in range(size)],
            integrality=[1] * len(self._x) + [0] * len(self._y),
            bounds=Bounds(0, 1),
            constraints=LinearConstraint(self._rows, self._low, self._high),
            options={"mip_rel_gap": 0.0},
        )
        if not found.success:
            raise InstructorError(
                f"No plan keeps every rule of this portfolio ({found.message.strip()}). "
                "Raise the budget or a limit, or take a mandate back."
            )
        # Every coefficient is whole, so the optimum is: what is not must be an error.
        self.least[name] = round(found.fun)
        if math.ceil(found.mip_dual_bound - SLACK * 100) < self.least[name]:
            raise InstructorError("The search for the best plan stopped before it was certain.")
        self._solution = [float(number) for number in found.x]
        self._hold(measure, -math.inf, self.least[name] + 0.5)

    @property
    def plan(self) -> dict[str, int]:
        """The plan that the last solve found."""
        return {
            name: start for (name, start), number in self._x.items() if self._solution[number] > 0.5
        }

    # ------------------------------------------------------------ rules

    def _hold(self, row: Mapping[int, float], low: float, high: float) -> None:
        """Hold the sum of some variables, each times its number, between two bounds."""
        line = [0.0] * (len(self._x) + len(self._y))
        for number, factor in row.items():
            line[number] += factor
        self._rows.append(line)
        self._low.append(low)
        self._high.append(high)

    def _starting(self, name: str, among: range) -> dict[int, float]:
        """Whether a candidate starts in one of these periods."""
        return {self._x[name, s]: 1.0 for s in among if (name, s) in self._x}

    def _fund_once(self) -> None:
        for one in self.portfolio.candidates:
            every = self._starting(one.id, range(len(self.portfolio.periods)))
            self._hold(every, float(one.mandated), 1)

    def _keep_limits(self) -> None:
        found = self.portfolio
        self._hold(self.cost, 0, found.budget)
        for limit in found.limits:
            within = {found.index(label) for label in limit.periods}
            starting = {self._x[pair] for pair in self._x if pair[1] in within}
            self._hold({n: c for n, c in self.cost.items() if n in starting}, 0, limit.most)
        if found.most_at_once is None:
            return
        for index in range(len(found.periods)):
            running = {
                number: 1.0
                for (name, start), number in self._x.items()
                if start <= index <= found.by_id[name].end(start)
            }
            self._hold(running, 0, found.most_at_once)

    def _keep_order(self) -> None:
        """Whoever has started by a period has had what it needs end before that period."""
        for one in self.portfolio.candidates:
            for need in one.needs:
                lasts = self.portfolio.by_id[need].lasts
                for start in range(len(self.portfolio.periods)):
                    begun = self._starting(one.id, range(start + 1))
                    ended = self._starting(need, range(start - lasts + 1))
                    self._hold({**begun, **dict.fromkeys(ended, -1.0)}, -1, 0)

    def _serve_in_time(self) -> None:
        """An objective is served at a level only by what serves it so strongly in time."""
        found = self.portfolio
        for objective in found.objectives:
            due = found.index(objective.by)
            for level in range(1, STRONGEST + 1):
                serving = {
                    number: -1.0
                    for (name, start), number in self._x.items()
                    if found.by_id[name].serves.get(objective.id, 0) >= level
                    and found.by_id[name].end(start) <= due
                }
                self._hold({self._y[objective.id, level]: 1.0, **serving}, -math.inf, 0)
