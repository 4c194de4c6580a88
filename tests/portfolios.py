"""Portfolios for tests: small ones to search by brute force, and large ones as a capstone has."""

from __future__ import annotations

from itertools import product
from typing import Any

from alignlib.items import Item, read_item
from alignlib.portfolio import Plan, Portfolio, result_of
from alignlib.variants.stream import Stream

QUARTERS = tuple(f"Q{quarter} {year}" for year in (2027, 2028, 2029) for quarter in (1, 2, 3, 4))


def drawn_data(seed: str, candidates: int = 20, periods: int = 8) -> dict[str, Any]:
    """A portfolio in its JSON form, as a case may have one: tight, with yearly limits."""
    stream = Stream(seed)
    objectives = [f"O{n}" for n in range(1, max(2, candidates * 2 // 5) + 1)]
    labels = QUARTERS[:periods]
    found = [_candidate(n, stream, objectives, periods) for n in range(1, candidates + 1)]
    total = sum(one["cost"] for one in found)
    years = sorted({label[-4:] for label in labels})
    budget = total * stream.between(40, 50) // 100
    return {
        "candidates": found,
        "objectives": [
            {
                "id": name,
                "text": f"Objective {name}.",
                "weight": stream.between(2, 10) * 5,
                "by": labels[stream.between(periods // 2, periods - 1)],
            }
            for name in objectives
        ],
        "periods": list(labels),
        "period": "quarter",
        "budget": budget,
        "unit": "thousand pounds",
        "limits": [
            {
                "label": year,
                "periods": [label for label in labels if label.endswith(year)],
                "most": budget * 6 // 10,
            }
            for year in years
        ]
        if len(years) > 1
        else [],
        "most_at_once": max(2, candidates // 4),
    }


def _candidate(number: int, stream: Stream, objectives: list[str], periods: int) -> dict[str, Any]:
    # Only earlier ones are needed, so nothing goes round in a circle.
    needs = [f"I{stream.between(1, number - 1):02}"] if number > 3 and stream.below(3) == 0 else []
    served = stream.sample(objectives, stream.between(1, min(3, len(objectives))))
    return {
        "id": f"I{number:02}",
        "text": f"Initiative {number}.",
        "note": "",
        "cost": stream.between(4, 24) * 10,
        "lasts": stream.between(1, 3 if periods > 4 else 2),
        "serves": {name: stream.between(1, 3) for name in served},
        "needs": needs,
        "mandated": number == 2,
    }


def drawn_item(seed: str, candidates: int = 20, periods: int = 8) -> Item:
    """A plan item about a drawn portfolio."""
    declared = {
        "id": "next-portfolio",
        "kind": "plan",
        "title": "The next portfolio",
        "prompt": "Fund what serves the objectives best.",
        "points": 40,
    }
    return read_item(declared | drawn_data(seed, candidates, periods))


def every_plan(portfolio: Portfolio) -> list[Plan]:
    """Every plan that there is, also those that break a rule."""
    never = len(portfolio.periods)
    names = [one.id for one in portfolio.candidates]
    return [
        {name: start for name, start in zip(names, starts, strict=True) if start < never}
        for starts in product(range(never + 1), repeat=len(names))
    ]


def best_by_brute_force(portfolio: Portfolio) -> Plan | None:
    """The best of all plans, with the tie-break of `best_plan`; None where none keeps the rules."""
    never = len(portfolio.periods)

    def rank(plan: Plan) -> tuple[Any, ...]:
        result = result_of(portfolio, plan)
        starts = tuple(plan.get(one.id, never) for one in portfolio.candidates)
        return -result.value, result.cost, starts

    sound = [plan for plan in every_plan(portfolio) if not result_of(portfolio, plan).breaches]
    return min(sound, key=rank, default=None)
