"""Plans that keep every rule, made without a search: by lot, or by a rule of thumb."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from alignlib.portfolio.problem import Candidate, Plan, Portfolio

TRIES = 50
"""Times that a lot is drawn anew where it left no room for what is mandated."""

Draw = Callable[[int], int]
"""A source of chance: called with n, it gives a whole number from 0 to n − 1."""

Pick = Callable[[Sequence[int]], int]
"""Which of the starts that fit is taken."""


class _Room:
    """A plan that grows, with what it still has room for: money, and places in each period."""

    def __init__(self, portfolio: Portfolio, plan: Plan) -> None:
        self.plan: dict[str, int] = {}
        self._portfolio = portfolio
        self._money = portfolio.budget
        self._left = [limit.most for limit in portfolio.limits]
        self._within = [
            {portfolio.index(label) for label in limit.periods} for limit in portfolio.limits
        ]
        most = portfolio.most_at_once
        self._places = [len(portfolio.candidates) if most is None else most] * len(
            portfolio.periods
        )
        for name, start in plan.items():
            self.add(portfolio.by_id[name], start)

    def starts(self, one: Candidate) -> list[int]:
        """The starts at which this candidate would break no rule; none if it is there already."""
        if one.id in self.plan or one.cost > self._money:
            return []
        if any(need not in self.plan for need in one.needs):
            return []
        ends = [self._portfolio.by_id[need].end(self.plan[need]) for need in one.needs]
        first, last = max(ends, default=-1) + 1, len(self._portfolio.periods) - one.lasts
        return [start for start in range(first, last + 1) if self._fits(one, start)]

    def _fits(self, one: Candidate, start: int) -> bool:
        return all(
            one.cost <= left or start not in within
            for left, within in zip(self._left, self._within, strict=True)
        ) and all(self._places[start : start + one.lasts])

    def add(self, one: Candidate, start: int) -> None:
        """Fund a candidate from this start on."""
        self.plan[one.id] = start
        self._money -= one.cost
        for number, within in enumerate(self._within):
            if start in within:
                self._left[number] -= one.cost
        for index in range(start, start + one.lasts):
            self._places[index] -= 1

    def fill(self, order: Iterable[Candidate], pick: Pick) -> None:
        """Fund one candidate after the other, until none of them fits any more."""
        waiting = list(order)
        while True:
            before = len(self.plan)
            for one in waiting:
                if starts := self.starts(one):
                    self.add(one, pick(starts))
            if len(self.plan) == before:
                return


def by_lot(portfolio: Portfolio, draw: Draw, kept: Plan | None = None) -> dict[str, int]:
    """
    A plan that keeps every rule and into which nothing more fits, drawn by lot.

    What is mandated comes first, with what it needs; then the others in a drawn order, each
    at a drawn start that fits. What is `kept` of a sound plan stands, where its needs are
    kept too. Where `TRIES` draws leave no room for what is mandated, the last of them is
    given back as it is.
    """
    firm = {name: start for name, start in (kept or {}).items()
            if portfolio.with_needs([name]) <= set(kept or {})}  # fmt: skip
    first = portfolio.with_needs(one.id for one in portfolio.candidates if one.mandated)
    room = _Room(portfolio, firm)
    for _ in range(TRIES):
        room = _Room(portfolio, firm)
        order = _shuffled(portfolio.candidates, draw)
        room.fill([one for one in order if one.id in first], lambda starts: _drawn(starts, draw))
        if first <= room.plan.keys():
            room.fill(order, lambda starts: _drawn(starts, draw))
            break
    return _in_order(portfolio, room.plan)


def most_links_first(portfolio: Portfolio) -> dict[str, int]:
    """
    The plan of somebody who counts links and weighs nothing.

    What is mandated comes first, with what it needs; then whatever has the largest sum of
    strengths. Each starts as early as it can.
    """
    first = portfolio.with_needs(one.id for one in portfolio.candidates if one.mandated)
    order = sorted(portfolio.candidates, key=lambda one: -sum(one.serves.values()))
    room = _Room(portfolio, {})
    room.fill([one for one in order if one.id in first], min)
    room.fill(order, min)
    return _in_order(portfolio, room.plan)


def _in_order(portfolio: Portfolio, plan: Plan) -> dict[str, int]:
    return {one.id: plan[one.id] for one in portfolio.candidates if one.id in plan}


def _drawn(starts: Sequence[int], draw: Draw) -> int:
    return starts[draw(len(starts))]


def _shuffled(candidates: Sequence[Candidate], draw: Draw) -> list[Candidate]:
    left = list(candidates)
    return [left.pop(draw(len(left))) for _ in range(len(left))]
