"""
Fairness between variants: simulated solvers over many draws, and how far their scores lie apart.

No learner should get a harder case by chance. Four kinds of *simulated* solvers answer the
auto-scored items of many variants; a solver's mean says what its way of answering is worth, and
the spread between variants says how much of that was luck of the draw.
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from alignlib import tables
from alignlib.items import Item
from alignlib.items.choose import Choose
from alignlib.items.classify import Classify
from alignlib.items.number import Number
from alignlib.scoring import award
from alignlib.simulate import SOLVERS
from alignlib.variants import checker
from alignlib.variants.stream import Stream

RANDOM_TRIES = 30
"""Random answers to one variant: their mean is that variant's, their scatter is only chance."""

EXPERT_LEAST, RANDOM_MOST, SPREAD_MOST = 98.0, 10.0, 3.0
"""The goals, in points of 100: an expert's mean, a random solver's, any solver's spread."""


@dataclass(frozen=True)
class Draw:
    """One variant as a solver sees it, and as the scorer does."""

    number: int
    rows: Mapping[str, Sequence[Mapping[str, Any]]]
    items: Sequence[Item]
    sources: Mapping[str, str]
    key: Mapping[str, Any]
    template: Mapping[str, Any]


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


Solve = Callable[[Item, Draw], Any]


def expert(item: Item, draw: Draw) -> Any:
    """Somebody who reads and computes: from the tables and the template, without the key."""
    source = draw.sources[item.id]
    frames = {name: tables.frame(name, list(rows)) for name, rows in draw.rows.items()}
    if isinstance(item, Number):
        return checker.purposeful_share(frames)
    if source == "decisions":
        return sorted(checker.decisions_without_goal(frames))
    if source == "departments":
        return sorted(checker.departments_not_reached(frames))
    labels = {row["id"]: _read_label(row["text"], draw, source) for row in draw.rows[source]}
    if isinstance(item, Choose):
        return [identity for identity, label in labels.items() if label == "right"]
    return labels


def _read_label(text: str, draw: Draw, source: str) -> str:
    """The label that an expert gives a text: it is the template's, whatever names stand in it."""
    for entry in draw.template["pools"][source]["entries"]:
        pattern = re.sub(r"\\\{\w+\\\}", r"[^\n]+?", re.escape(entry["text"].strip()))
        if re.fullmatch(pattern, text):
            return str(entry["label"])
    raise ValueError(f"no entry of {source} reads {text[:60]!r}")


def keyword(item: Item, draw: Draw) -> Any:
    """Somebody who matches words and blanks, and reads nothing."""
    if isinstance(item, Classify):
        return {thing.id: _nearest(thing.text, item) for thing in item.things}
    source = draw.sources[item.id]
    if isinstance(item, Number):
        lines = draw.rows["budget_lines"]
        named = [line for line in lines if line["objective"] or line["mandate"]]
        return 100 * sum(x["amount_k"] for x in named) / sum(x["amount_k"] for x in lines)
    if source == "decisions":
        return [row["decision"] for row in draw.rows["decisions"] if not row["objective"]]
    if source == "departments":
        coded = {
            found.group()
            for line in draw.rows["budget_lines"]
            if line["objective"] and (found := re.search(r"\d{4}", line["cost_centre"]))
        }
        return [row["code"] for row in draw.rows["cost_centres"] if row["code"] not in coded]
    assert isinstance(item, Choose)
    wanted = _words(item.prompt)
    ranked = sorted(item.options, key=lambda o: (-len(_words(o.text) & wanted), o.id))
    return [option.id for option in ranked[: len(ranked) // 2]]


def _nearest(text: str, item: Classify) -> str:
    """The category whose words the text shares most of; the first of those that tie."""
    own = _words(text)
    return max(item.categories, key=lambda c: len(own & _words(f"{c.label} {c.meaning}"))).id


def _words(text: str) -> set[str]:
    """The longer words of a text, cut to their first five letters."""
    return {word[:5] for word in re.findall(r"[a-z]{4,}", text.lower())}


def misconception(item: Item, draw: Draw) -> Any:
    """Somebody with the module's misconception, as `alignlib.simulate` answers for one."""
    return SOLVERS["misconception"](item, draw.key[item.id], Stream(f"misconception/{draw.number}"))


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
        return lambda item, one: item.attempt(one.key[item.id], 1.0, stream.below)

    return statistics.fmean(_total(draw, at_random(n)) for n in range(RANDOM_TRIES))


def _total(draw: Draw, solve: Solve) -> float:
    """Points of 100 over the items that a rule scores."""
    scores = [award(item, solve(item, draw), draw.key[item.id]) for item in draw.items]
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
