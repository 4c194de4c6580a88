"""
Fairness between variants: simulated solvers over many draws, and how far their scores lie apart.

No learner should get a harder case by chance. Four kinds of *simulated* solvers answer the
auto-scored items of many variants; a solver's mean says what its way of answering is worth, and
the spread between variants says how much of that was luck of the draw.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

import pandas as pd

from alignlib.items import Item
from alignlib.scoring import award
from alignlib.simulate import with_misconception
from alignlib.variants.plant import Planted
from alignlib.variants.sources import source_of
from alignlib.variants.stream import Stream
from alignlib.variants.words import by_words

RANDOM_TRIES = 30
"""Random answers to one variant: their mean is that variant's, their scatter is only chance."""

EXPERT_LEAST, RANDOM_MOST, SPREAD_MOST = 98.0, 10.0, 3.0
"""The goals, in points of 100: an expert's mean, a random solver's, any solver's spread."""


@dataclass(frozen=True)
class Draw:
    """One variant: its items, each as declared and as a learner sees it, and the key."""

    number: int
    planted: Planted
    items: Sequence[tuple[Mapping[str, Any], Item]]
    key: Mapping[str, Any]
    template: Mapping[str, Any]
    misunderstood: Set[str]


@dataclass(frozen=True)
class Outcome:
    """What one solver earned on each variant, in points of 100."""

    solver: str
    scores: tuple[float, ...]

    @property
    def mean(self) -> float:
        """The mean over the variants."""
        return statistics.fmean(self.scores)

    @property
    def spread(self) -> float:
        """The standard deviation between the variants."""
        return statistics.pstdev(self.scores)

    @property
    def complaint(self) -> str:
        """The goal that is missed, in words; empty if none is."""
        if self.solver == "expert" and self.mean < EXPERT_LEAST:
            return f"the expert's mean is below {EXPERT_LEAST:g}"
        if self.solver == "random" and self.mean > RANDOM_MOST:
            return f"the random mean is above {RANDOM_MOST:g}"
        if self.spread > SPREAD_MOST:
            return f"the spread is above {SPREAD_MOST:g}"
        return ""


Solve = Callable[[Mapping[str, Any], Item, Draw], Any]


def expert(declared: Mapping[str, Any], item: Item, draw: Draw) -> Any:
    """Somebody who reads and computes: from the tables and the template, without the key."""
    source = source_of(declared)
    assert source is not None
    return source.solved(declared, draw.planted, draw.template)


def keyword(declared: Mapping[str, Any], item: Item, draw: Draw) -> Any:
    """
    Somebody who matches words and reads nothing.

    Of tables they see the surface: what looks like a hit is one, and a common mistake is made.
    """
    if not isinstance(declared["from"], str):
        return item.lured(draw.key[item.id])
    return by_words(item)


def misconception(declared: Mapping[str, Any], item: Item, draw: Draw) -> Any:
    """Somebody with the module's misconception, as `alignlib.simulate` answers for one."""
    solve = with_misconception(draw.misunderstood)
    return solve(item, draw.key[item.id], Stream(f"misconception/{draw.number}"))


SOLVERS_HERE: Mapping[str, Solve] = {
    "expert": expert,
    "keyword": keyword,
    "misconception": misconception,
}
"""The solvers that answer a variant in one way. The random one has many answers to each."""


def outcomes(draws: Sequence[Draw]) -> Iterator[Outcome]:
    """What each solver earns on these variants."""
    for name, solve in SOLVERS_HERE.items():
        yield Outcome(name, tuple(_total(draw, solve) for draw in draws))
    yield Outcome("random", tuple(_random_mean(draw) for draw in draws))


def _random_mean(draw: Draw) -> float:
    def at_random(number: int) -> Solve:
        stream = Stream(f"random/{draw.number}/{number}")
        return lambda _, item, one: item.attempt(one.key[item.id], 1.0, stream.below)

    return statistics.fmean(_total(draw, at_random(n)) for n in range(RANDOM_TRIES))


def _total(draw: Draw, solve: Solve) -> float:
    """Points of 100 over the items that a rule scores."""
    scores = [
        award(item, solve(declared, item, draw), draw.key[item.id]) for declared, item in draw.items
    ]
    return 100 * sum(s.points for s in scores) / sum(s.max_points for s in scores)


def as_table(found: Sequence[Outcome]) -> pd.DataFrame:
    """One row a solver: mean, spread, lowest and highest, in points of 100."""
    return pd.DataFrame(
        [
            {
                "solver (simulated)": outcome.solver,
                "mean": round(outcome.mean, 1),
                "spread": round(outcome.spread, 1),
                "lowest": round(min(outcome.scores), 1),
                "highest": round(max(outcome.scores), 1),
                "goal": outcome.complaint or "met",
            }
            for outcome in found
        ]
    )
