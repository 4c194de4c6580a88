"""
The proof that a key is right: diagnostics, and no code of the planting, confirm each planting.

The operators say which diagnostic they move. The diagnostics know nothing of operators. A draw
is accepted only when the two agree: the clean plan passes; each planting alone moves exactly
what it declares, and the diagnostic itself points at the row; taking all back restores the
clean plan; and the plan with only its decoys passes.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from alignlib import tables
from alignlib.defects import Planting, applied, plan_of, rows_of, undone
from alignlib.diagnostics import Measure, profile
from alignlib.errors import CaseError

Rows = Mapping[str, Sequence[Mapping[str, Any]]]
Values = dict[str, Measure]

PASSES: Mapping[str, tuple[float, float]] = {
    "asset_mix": (0.0, 0.1),
    "benefit_path": (0.99, 1.0),
    "budget_fit": (0.9, 1.0),
    "capability_readiness": (0.99, 1.0),
    "dependency_order": (1.0, 1.0),
    "effect": (0.0, math.inf),
    "horizon_fit": (0.99, 1.0),
    "link_focus": (0.99, 1.0),
    "metric_pairing": (0.99, 1.0),
    "objective_coverage": (0.99, 1.0),
    "orphan_spend": (0.0, 0.01),
    "ownership": (0.99, 1.0),
    "perception_gap": (-0.25, 0.25),
    "review_loop": (0.99, 1.0),
    "seat_balance": (0.9, 1.0),
    "unused_licence_spend": (0.0, 0.05),
}
"""
What a plan without defects measures. Most are at their ideal; budgets are rounded and carry
mandated money, licences are never used to the last one, two sides never answer quite alike.
"""

MOVED = 1e-9
"""A smaller difference is rounding."""


def measured(rows: Rows) -> Values:
    """Every measure of a plan, by its name (and the code that it is about)."""
    frames = {name: tables.frame(name, table) for name, table in rows.items()}
    return {f"{m.name}:{m.about}" if m.about else m.name: m for m in profile(frames)}


def name_of(key: str) -> str:
    """The diagnostic of a measure: its name without the code."""
    return key.partition(":")[0]


def moved(before: Values, after: Values) -> set[str]:
    """The diagnostics of which at least one measure differs, in its value or in its being."""
    return {
        name_of(key)
        for key in before.keys() | after.keys()
        if key not in before or key not in after or _differ(before[key], after[key])
    }


def _differ(one: Measure, other: Measure) -> bool:
    if one.defined != other.defined:
        return True
    return one.defined and abs(one.value - other.value) > MOVED


def failures(values: Values) -> list[str]:
    """The measures at which a plan does not pass."""
    return [key for key, measure in values.items() if not _passes(name_of(key), measure)]


def _passes(name: str, measure: Measure) -> bool:
    if not measure.defined:
        return name == "perception_gap"  # too few answers say nothing, and are no fault
    low, high = PASSES[name]
    # An effect must be plain: its interval on one side of 0, and no flag on it.
    plain = name != "effect" or (measure.low > 0 and not measure.flagged)
    return low - MOVED <= measure.value <= high + MOVED and plain


def objections(clean: Rows, rows: Rows, log: Sequence[Planting]) -> Iterator[str]:
    """Every reason not to accept a draw, as `rule: what was found`; none if the key is proven."""
    try:
        start, end = measured(clean), measured(rows)
        tables.check_references({name: list(table) for name, table in rows.items()})
    except CaseError as error:
        yield f"tables: {error}"
        return
    for key in failures(start):
        yield f"the clean plan passes: {key} is {start[key].value:.3f} {start[key].reason}"
    plan = plan_of(clean)
    for planting in log:
        yield from _alone(plan, start, planting)
    yield from _together(start, end, log)
    yield from _restored(clean, rows, log)


def _alone(plan: Any, start: Values, planting: Planting) -> Iterator[str]:
    """One planting, by itself in the clean plan, moves what it declares and nothing else."""
    operator = planting.operator
    values = measured(rows_of(applied(plan, planting.edit.changes)))
    found = moved(start, values)
    missing = set(operator.moves) - found
    if missing:
        yield f"{operator.name} moves {', '.join(sorted(missing))}: it did not"
    beyond = found - set(operator.moves) - set(operator.may_move)
    if beyond:
        yield f"{operator.name} moves nothing else: it moved {', '.join(sorted(beyond))}"
    if operator.is_decoy and set(failures(values)) - set(failures(start)):
        yield f"{operator.name} is harmless: {failures(values)[0]} does not pass with it"


def _together(start: Values, end: Values, log: Sequence[Planting]) -> Iterator[str]:
    """With everything planted, each diagnostic still shows each of its defects."""
    found = moved(start, end)
    for planting in log:
        operator = planting.operator
        for name in operator.moves:
            if name not in found:
                yield f"{operator.name} is hidden by another: {name} did not move"
            elif not _points_at(planting, name, end):
                yield f"{name} points at the row of {operator.name}: {planting.edit.focus[1]}"
    for name in found - {n for p in log for n in (*p.operator.moves, *p.operator.may_move)}:
        yield f"nothing else moves: {name} did"


def _points_at(planting: Planting, name: str, values: Values) -> bool:
    """Whether a diagnostic's own evidence names a row that the planting is about."""
    about = {place[1].replace("/", " / ") for place in planting.edit.places}
    about |= {identity for _, identity in planting.edit.places}
    about |= {part for _, identity in planting.edit.places for part in identity.split("/")}
    for key, measure in values.items():
        if name_of(key) == name and (
            measure.about in about or any(e.row in about for e in measure.evidence)
        ):
            return True
    return False


def _restored(clean: Rows, rows: Rows, log: Sequence[Planting]) -> Iterator[str]:
    """All taken back is the clean plan; the defects alone taken back is a plan that passes."""
    every = [change for planting in log for change in planting.edit.changes]
    if undone(plan_of(rows), every) != plan_of(clean):
        yield "undoing restores: the rows differ from the clean plan"
    mended = [c for p in log if not p.operator.is_decoy for c in p.edit.changes]
    for key in failures(measured(rows_of(undone(plan_of(rows), mended)))):
        yield f"the repaired plan passes: {key}"
