"""Plan: which initiatives to fund, and when to start each, so that every rule holds."""

from __future__ import annotations

import numbers
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from alignlib.errors import AnswerError, nearest, shown
from alignlib.items.base import (
    Draw,
    Item,
    Judgement,
    Outcome,
    Verdict,
    refuse_doubled,
    slips,
    suggested,
)
from alignlib.portfolio import Portfolio, Result, by_lot, most_links_first, result_of, rules_of
from alignlib.portfolio.problem import whole
from alignlib.portfolio.result import Reach, Rule, counted

LONGEST_YEAR = 10_000
"""Numbers below this may name a period, as a year does."""


@dataclass(frozen=True, kw_only=True)
class Plan(Item):
    """
    A start for each initiative that is funded.

    The value of a plan: for each objective its weight times the strength (0 to 3) of the
    strongest funded initiative that serves it and ends in time; then the sum. A second
    initiative on an objective that is served as strongly adds nothing, so links cannot be
    piled up.

    The rule: a plan that breaks a rule (budget, limits, mandates, needs, horizon) is worth 0,
    as no board could carry it out; the panel, `record` and `check` say so while it can still
    be mended. Any other is worth (value − baseline) ÷ (best − baseline), never below 0. `best`
    is the highest value of any plan, found by exact search. `baseline` is the value that at
    most a tenth of the plans drawn by lot exceed, among plans that keep every rule and into
    which nothing more fits. So chance earns less than a tenth by construction: nine draws of
    ten earn nothing, and the tenth earns at most 1. No plan, and a plan that funds everything
    beyond the budget, are worth 0.
    """

    KIND: ClassVar[str] = "plan"
    RIGHT_OR_WRONG: ClassVar[bool] = False
    """A plan is better or worse, not right or wrong."""

    portfolio: Portfolio

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """The item from its JSON form."""
        portfolio = Portfolio.from_data(data)
        refuse_doubled([one.id for one in portfolio.candidates], data, "candidates")
        # A verdict is about a rule or an objective, and found by its id.
        parts = [rule.id for rule in rules_of(portfolio)]
        refuse_doubled([*parts, *(o.id for o in portfolio.objectives)], data, "objectives")
        return cls(**cls._common(data), portfolio=portfolio)

    def _own_data(self) -> dict[str, Any]:
        return self.portfolio.to_data()

    # ---------------------------------------------------------------- what an answer is

    def validate(self, value: object) -> dict[str, str]:
        """
        The answer as `{initiative: period of its start}`, in the order of the initiatives.

        What is not funded is left out. A period is given by its name: a number could count
        from 0 or from 1. A year such as 2027 may come as a number, if it is a period's name.
        A plan that breaks a rule is an answer too: it is recorded, and its faults are told.
        """
        found = self.portfolio
        if not isinstance(value, Mapping):
            raise AnswerError(
                f"{self.title}: the answer must give a start for each initiative that you fund, "
                f'such as {{"{found.candidates[0].id}": "{found.periods[0]}"}}; '
                f"found {shown(value)}."
            )
        starts: dict[str, str] = {}
        for name, start in value.items():
            if not isinstance(name, str) or name not in found.by_id:
                raise AnswerError(
                    f"{self.title}: there is no initiative {shown(name)}. "
                    f"{suggested(name, tuple(found.by_id))}"
                )
            period = _as_name(start)
            # Its type first: a missing value of pandas answers no `in` with yes or no.
            if not isinstance(period, str) or period not in found.periods:
                raise AnswerError(
                    f"{self.title}: {name} has the start {shown(start)}. "
                    f"{_meant(period, found.periods)} Leave out what you do not fund."
                )
            starts[name] = period
        return {one.id: starts[one.id] for one in found.candidates if one.id in starts}

    def readable_part(self, value: object) -> tuple[Any, tuple[str, ...]]:
        """The initiatives with a known start; one problem for each that was dropped."""
        if not isinstance(value, Mapping):
            return super().readable_part(value)
        kept: dict[str, str] = {}
        problems: list[str] = []
        for name, start in value.items():
            good, bad = super().readable_part({name: start})
            kept |= good or {}
            problems += bad
        return self.validate(kept), tuple(problems)

    def parts(self) -> tuple[str, ...]:
        """One part: the plan as a whole."""
        return (self.id,)

    def open_parts(self, value: Any) -> tuple[str, ...]:
        """The item itself while nothing is funded."""
        return () if value else (self.id,)

    def in_words(self, value: Any) -> str:
        """How many are funded, the cost, and how the first rule is broken; no full stop."""
        result = self._result(value)
        words = f"{len(value)} funded, {self.portfolio.amount(result.cost)}"
        if not result.breaches:
            return words
        broken = counted(len({breach.rule for breach in result.breaches}), "rule")
        return f"{words}; it breaks {broken}: {result.breaches[0].says}".rstrip(".")

    # ---------------------------------------------------------------- simulated answers

    def reference(self, key: Mapping[str, Any]) -> dict[str, str]:
        """The best plan."""
        return self.validate(key["best"])

    def attempt(self, key: Mapping[str, Any], rate: float, draw: Draw) -> dict[str, str]:
        """The best plan; what slipped out of it is filled up by lot. At rate 1 a plan by lot."""
        best = self.reference(key)
        kept = {name: start for name, start in best.items() if not slips(rate, draw)}
        if kept == best:
            return best
        return self._named(by_lot(self.portfolio, draw, self._starts(kept)))

    def lured(self, key: Mapping[str, Any]) -> dict[str, str]:
        """The plan of somebody who funds what has the most links."""
        return self._named(most_links_first(self.portfolio))

    # ---------------------------------------------------------------- what it is worth

    def judge(self, value: Any, key: Mapping[str, Any]) -> Judgement:
        """
        The share between baseline and best; one verdict a rule and one an objective.

        Raises `ValueError` for a key that cannot be right: its best plan breaks a rule, is
        not worth what the key says or no more than the baseline, or the answer beats it.
        """
        best = self._result(self.reference(key))
        top, low = whole(key["best_value"], "best_value"), whole(key["baseline"], "baseline")
        if best.breaches or best.value != top or top <= low:
            raise ValueError("the best plan of the key is not what the key says")
        mine = self._result(value or {})
        if mine.value > top and not mine.breaches:
            raise ValueError("a plan is worth more than the best plan of the key")
        verdicts = (
            *(self._rule_verdict(rule, mine, key, empty=not value)
              for rule in rules_of(self.portfolio)),
            *(self._objective_verdict(name, mine, best, key, empty=not value)
              for name in best.reached),
        )  # fmt: skip
        if not value:
            return Judgement(0.0, verdicts)
        if mine.breaches:
            return Judgement(0.0, verdicts, "A plan that breaks a rule earns nothing.")
        share = max(0, mine.value - low) / (top - low)
        return Judgement(share, verdicts, _reckoning(mine.value, low, top))

    def _rule_verdict(
        self, rule: Rule, mine: Result, key: Mapping[str, Any], *, empty: bool
    ) -> Verdict:
        broken = [breach.says for breach in mine.breaches if breach.rule == rule.id]
        told = _told(key, rule.id)
        return Verdict(
            part=rule.id,
            label=rule.label,
            outcome=_outcome(empty=empty, met=not broken),
            given="" if empty else "broken" if broken else "kept",
            evidence=" ".join(broken) or told["why"],
            claim=told["claim"],
            right=rule.must,
        )

    def _objective_verdict(
        self, name: str, mine: Result, best: Result, key: Mapping[str, Any], *, empty: bool
    ) -> Verdict:
        reach, goal = mine.reached[name], best.reached[name]
        told = _told(key, name)
        # A plan of the best value has lost nothing, wherever it is strong and weak.
        met = reach.strength >= goal.strength or mine.value >= best.value
        return Verdict(
            part=name,
            label=f"{reach.objective.text} (weight {reach.objective.weight}, "
            f"by {reach.objective.by})",
            outcome=_outcome(empty=empty, met=met),
            given="" if empty else reach.says,
            evidence=" ".join(filter(None, (self._wanting(reach, goal), told["why"]))),
            claim=told["claim"],
            right=goal.says,
        )

    def _wanting(self, reach: Reach, goal: Reach) -> str:
        """What kept an objective from being served more strongly, without the best plan."""
        if reach.strength >= goal.strength:
            return ""
        if reach.late:
            return reach.late
        name = reach.objective.id
        stronger = [
            one.id for one in self.portfolio.candidates if one.serves.get(name, 0) > reach.strength
        ]
        return f"Initiatives that would serve it more strongly: {', '.join(stronger)}."

    # ---------------------------------------------------------------- names and indices

    def _starts(self, value: Mapping[str, str]) -> dict[str, int]:
        return {name: self.portfolio.index(start) for name, start in value.items()}

    def _named(self, plan: Mapping[str, int]) -> dict[str, str]:
        return {name: self.portfolio.periods[start] for name, start in plan.items()}

    def _result(self, value: Mapping[str, str]) -> Result:
        return result_of(self.portfolio, self._starts(value))


def _outcome(*, empty: bool, met: bool) -> Outcome:
    return Outcome.NOT_ATTEMPTED if empty else Outcome.MET if met else Outcome.NOT_MET


def _told(key: Mapping[str, Any], part: str) -> dict[str, str]:
    """What the key tells about a part: its reason, and its idea or else the item's."""
    entry = key.get("parts", {}).get(part, {})
    return {
        "why": str(entry.get("why", "")),
        "claim": str(entry.get("claim") or key.get("claim", "")),
    }


def _reckoning(value: int, low: int, top: int) -> str:
    """How the value of a plan became a share of the points, to be checked by hand."""
    told = f"Your plan is worth {value:,}; the best plan is worth {top:,}."
    by_lot = f"Of plans drawn by lot, nine in ten are worth {low:,} or less"
    if value <= low:
        return f"{told} {by_lot}, so yours earns nothing."
    share = f"{100 * (value - low) / (top - low):.0f} %"
    share = f"({value:,} − {low:,}) ÷ ({top:,} − {low:,}) = {share}"
    return f"{told} {by_lot}, so yours earns {share} of the points."


def _as_name(start: object) -> object:
    """The name of a period that was given as a number, such as a year; all else as it is."""
    is_number = isinstance(start, numbers.Integral) and not isinstance(start, bool)
    return str(start) if is_number and abs(start) < LONGEST_YEAR else start  # type: ignore[arg-type]


def _meant(period: object, periods: Sequence[str]) -> str:
    """The period that was probably meant, or else all from the first to the last."""
    return nearest(period, periods) or f"Use {periods[0]} to {periods[-1]}."
