"""Defects of a scorecard: a measure that lacks what a promise needs; and what only looks so."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from alignlib.defects.operators import Chance, Operator, shuffled
from alignlib.defects.plan import Edit, Plan, changed

MISSED = {
    "target": "has a baseline and no target: nobody will be able to say whether it moved enough.",
    "unit": "has figures and no unit: nobody can say what they count.",
    "date": "has a target and no date: it can be put off for ever.",
}


def _without(part: str) -> Callable[[Plan, Chance], Iterator[Edit]]:
    """An operator's search: a measure that is complete loses one part."""

    def find(plan: Plan, chance: Chance) -> Iterator[Edit]:
        for metric in shuffled(list(plan["metrics"]), chance):
            row = plan["metrics"][metric]
            if all(row[name] is not None for name in ("baseline", *MISSED)):
                yield Edit(
                    ("metrics", metric),
                    (changed(plan, "metrics", metric, **{part: None}),),
                    f"{metric} (“{row['title']}”) {MISSED[part]}",
                )

    return find


def _zero_baseline(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """A measure that starts at 0, because nobody had the tool before."""
    for metric in shuffled(list(plan["metrics"]), chance):
        row = plan["metrics"][metric]
        if row.get("_from_zero"):
            yield Edit(
                ("metrics", metric),
                (changed(plan, "metrics", metric, baseline=0.0),),
                f"{metric} (“{row['title']}”) starts at 0, because nobody had it before. A "
                "baseline of 0 is a baseline, and nothing else is missing.",
            )


def _falling_target(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """A measure whose target lies below its baseline, because lower is better."""
    for metric in shuffled(list(plan["metrics"]), chance):
        row = plan["metrics"][metric]
        if row.get("better") == "lower" and row["baseline"] is not None:
            yield Edit(
                ("metrics", metric),
                (),
                f"{metric} (“{row['title']}”) is to fall from {row['baseline']:g} to "
                f"{row['target']:g} {row['unit']}. Lower is better here, and nothing is missing.",
            )


_PAIRED = ("metric_pairing",)

OPERATORS = (
    Operator("missing_target", ("S26",), _PAIRED, _without("target")),
    Operator("missing_unit", ("S26",), _PAIRED, _without("unit")),
    Operator("missing_date", ("S26",), _PAIRED, _without("date")),
    Operator("zero_baseline", ("S26",), (), _zero_baseline, look_alike="missing_baseline"),
    Operator("falling_target", ("S26",), (), _falling_target, look_alike="missing_target"),
)
"""The operators of this module."""
