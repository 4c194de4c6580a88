"""
What a plan comes to: its cost, the rules it breaks, the objectives it serves, its value.

The panel computes the same in the browser, so that it answers at once; `panels/plan.js` follows
this module function by function, and a test holds that both use the same words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from alignlib.portfolio.problem import STRONGEST, Candidate, Objective, Plan, Portfolio


@dataclass(frozen=True)
class Rule:
    """A rule that every plan has to keep: its id, what it asks for, and what must hold."""

    id: str
    label: str
    must: str


@dataclass(frozen=True)
class Breach:
    """A rule that a plan breaks, and how, with its numbers."""

    rule: str
    says: str


@dataclass(frozen=True)
class Reach:
    """
    How far a plan serves one objective: the strongest funded candidate that ends in time.

    `strength` is 0 and `by` empty where there is none. `late` says what would have served it
    more strongly, had it ended in time; it may be empty.
    """

    objective: Objective
    strength: int
    by: str
    late: str

    @property
    def value(self) -> int:
        """The weight of the objective times the strength."""
        return self.objective.weight * self.strength

    @property
    def says(self) -> str:
        """The same in words and numbers that one can check by hand."""
        if not self.strength:
            return "not served"
        return (
            f"strength {self.strength} by {self.by}: "
            f"{self.strength} × {self.objective.weight} = {self.value:,}"
        )


@dataclass(frozen=True)
class Result:
    """What one plan comes to."""

    cost: int
    breaches: tuple[Breach, ...]
    reached: Mapping[str, Reach]

    @property
    def value(self) -> int:
        """The sum over the objectives of weight times strength."""
        return sum(reach.value for reach in self.reached.values())


def result_of(portfolio: Portfolio, plan: Plan) -> Result:
    """What `plan` comes to. Its value is told also where it breaks a rule."""
    return Result(
        cost=_cost(portfolio, plan),
        breaches=tuple(_breaches(portfolio, plan)),
        reached={o.id: _reach(portfolio, plan, o) for o in portfolio.objectives},
    )


def highest(portfolio: Portfolio) -> int:
    """The value if every objective were served at full strength; often out of reach."""
    return sum(objective.weight * STRONGEST for objective in portfolio.objectives)


def rules_of(portfolio: Portfolio) -> tuple[Rule, ...]:
    """The rules that this portfolio has, in the order in which breaches are told."""
    last = portfolio.periods[-1]
    rules = [Rule("budget", "The plan keeps to the budget", _most(portfolio, portfolio.budget))]
    rules += [
        Rule(
            f"budget {limit.label}",
            f"What starts in {limit.label} keeps to its limit",
            _most(portfolio, limit.most),
        )
        for limit in portfolio.limits
    ]
    if mandated := [one.id for one in portfolio.candidates if one.mandated]:
        every = f"fund {', '.join(mandated)}"
        rules.insert(0, Rule("mandated", "What is mandated is funded", every))
    if portfolio.most_at_once is not None:
        most = f"at most {portfolio.most_at_once} in each {portfolio.period}"
        rules.append(Rule("at once", "No more run at once than the firm can carry", most))
    if any(one.needs for one in portfolio.candidates):
        must = "what it needs has ended before it starts"
        rules.append(Rule("order", "Each initiative has what it needs", must))
    rules.append(Rule("horizon", "Each initiative ends within the plan", f"each ends by {last}"))
    return tuple(rules)


def _most(portfolio: Portfolio, number: int) -> str:
    return f"at most {portfolio.amount(number)}"


# ---------------------------------------------------------------- money


def _cost(portfolio: Portfolio, plan: Plan, periods: tuple[str, ...] | None = None) -> int:
    """What the plan costs; with `periods`, only what starts in one of them."""
    wanted = None if periods is None else {portfolio.index(label) for label in periods}
    return sum(
        one.cost
        for one in portfolio.candidates
        if one.id in plan and (wanted is None or plan[one.id] in wanted)
    )


# ---------------------------------------------------------------- rules


def _breaches(portfolio: Portfolio, plan: Plan) -> Iterator[Breach]:
    funded = [one for one in portfolio.candidates if one.id in plan]
    for one in portfolio.candidates:
        if one.mandated and one.id not in plan:
            yield Breach("mandated", f"{one.id} is mandated and not funded. Fund it.")
    yield from _overspending(portfolio, plan)
    yield from _crowding(portfolio, plan, funded)
    for one in funded:
        yield from _missing_needs(portfolio, plan, one)
    for one in funded:
        if one.end(plan[one.id]) >= len(portfolio.periods):
            yield Breach(
                "horizon",
                f"{one.id} starts in {portfolio.periods[plan[one.id]]} and takes "
                f"{counted(one.lasts, portfolio.period)}: it would not end by "
                f"{portfolio.periods[-1]}. Start it earlier.",
            )


def _overspending(portfolio: Portfolio, plan: Plan) -> Iterator[Breach]:
    cost = _cost(portfolio, plan)
    if cost > portfolio.budget:
        yield Breach(
            "budget",
            f"The plan costs {portfolio.amount(cost)}; the budget is {portfolio.budget:,}. "
            f"That is {cost - portfolio.budget:,} too much.",
        )
    for limit in portfolio.limits:
        cost = _cost(portfolio, plan, limit.periods)
        if cost > limit.most:
            yield Breach(
                f"budget {limit.label}",
                f"What starts in {limit.label} costs {portfolio.amount(cost)}; the limit is "
                f"{limit.most:,}. That is {cost - limit.most:,} too much.",
            )


def _crowding(portfolio: Portfolio, plan: Plan, funded: list[Candidate]) -> Iterator[Breach]:
    if portfolio.most_at_once is None:
        return
    for index, label in enumerate(portfolio.periods):
        running = [one.id for one in funded if plan[one.id] <= index <= one.end(plan[one.id])]
        if len(running) > portfolio.most_at_once:
            yield Breach(
                "at once",
                f"In {label} {len(running)} run at once ({', '.join(running)}); "
                f"the most is {portfolio.most_at_once}.",
            )


def _missing_needs(portfolio: Portfolio, plan: Plan, one: Candidate) -> Iterator[Breach]:
    for need in one.needs:
        if need not in plan:
            yield Breach("order", f"{one.id} needs {need}, which is not funded.")
            continue
        end = portfolio.by_id[need].end(plan[need])
        if end >= plan[one.id]:
            ending = portfolio.periods[end] if end < len(portfolio.periods) else "no period here"
            yield Breach(
                "order",
                f"{one.id} starts in {portfolio.periods[plan[one.id]]}, but {need}, which it "
                f"needs, ends in {ending}. Start {one.id} later or {need} earlier.",
            )


# ---------------------------------------------------------------- value


def _reach(portfolio: Portfolio, plan: Plan, objective: Objective) -> Reach:
    due = portfolio.index(objective.by)
    strength, by, late, lost = 0, "", "", 0
    for one in portfolio.candidates:
        serves = one.serves.get(objective.id, 0)
        if one.id not in plan or not serves:
            continue
        if one.end(plan[one.id]) <= due:
            if serves > strength:
                strength, by = serves, one.id
        elif serves > lost:
            lost = serves
            late = f"{one.id} would serve it at strength {serves}, but ends after {objective.by}."
    return Reach(objective, strength, by, late if lost > strength else "")


def counted(number: int, one: str) -> str:
    """
    A number of things in words.

    >>> counted(1, "quarter"), counted(2, "quarter")
    ('1 quarter', '2 quarters')
    """
    return f"{number} {one}" if number == 1 else f"{number} {one}s"
