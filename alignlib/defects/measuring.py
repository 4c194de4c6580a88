"""Defects of measuring: no baseline, one side only, a broken path to the benefit, a mirage."""

from __future__ import annotations

from collections.abc import Iterator

from alignlib.defects.operators import Chance, Operator, shuffled
from alignlib.defects.plan import Edit, Plan, changed, removed, where

SIDE_WORDS = {"business": "a business metric", "technology": "a technology metric"}


def _no_baseline(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """A metric has no value to start from."""
    for metric in shuffled(list(plan["metrics"]), chance):
        row = plan["metrics"][metric]
        same = where(plan, "metrics", link=str(row["link"]), side=str(row["side"]))
        if row["baseline"] is not None and len(same) == 1:
            yield Edit(
                ("metrics", metric),
                (changed(plan, "metrics", metric, baseline=None),),
                f"{metric} ({row['title']}) has a target of {row['target']:g} and no baseline: "
                "nobody will be able to say whether it moved.",
                frozenset(("metrics", m) for m in where(plan, "metrics", link=str(row["link"]))),
            )


def _one_sided(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """A link loses all its metrics of one side."""
    for link in shuffled(list(plan["links"]), chance):
        for side in shuffled(["business", "technology"], chance):
            own = where(plan, "metrics", link=link, side=side)
            others = [m for m in where(plan, "metrics", link=link) if m not in own]
            watched = {row["metric"] for row in plan.get("metric_series", {}).values()}
            if own and others and not watched & set(own):
                yield Edit(
                    ("links", link),
                    tuple(removed(plan, "metrics", metric) for metric in own),
                    f"{link} ({plan['links'][link]['initiative']} for "
                    f"{plan['links'][link]['objective']}) is not judged by "
                    f"{SIDE_WORDS[side]}.",
                    frozenset(("metrics", metric) for metric in others),
                )


def _broken_path(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """A step between an initiative and its objective's result is missing."""
    for step in shuffled(list(plan["benefit_steps"]), chance):
        row = plan["benefit_steps"][step]
        own = where(plan, "benefit_steps", objective=str(row["objective"]))
        alike = [s for s in own if plan["benefit_steps"][s]["source_kind"] == row["source_kind"]]
        if len(alike) == 1:  # another step of this kind would still carry the benefit
            yield Edit(
                ("objectives", str(row["objective"])),
                (removed(plan, "benefit_steps", step),),
                f"Nothing leads from “{row['source']}” to “{row['target']}”, so the benefit for "
                f"{row['objective']} is a hope.",
                frozenset(("benefit_steps", s) for s in own),
            )


OPERATORS = (
    Operator("missing_baseline", ("S12", "S26"), ("metric_pairing",), _no_baseline),
    Operator("one_sided_metrics", ("S26",), ("metric_pairing",), _one_sided),
    Operator("broken_benefit_path", ("S25",), ("benefit_path",), _broken_path),
)
"""The operators of this module."""
