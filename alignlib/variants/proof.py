"""
The proof that a key is right: diagnostics, and no code of the planting, confirm each planting.

The operators say which diagnostic they move. The diagnostics know nothing of operators. A draw
is accepted only when the two agree: the clean plan passes; each planting alone moves exactly
what it declares, and the diagnostic itself points at the row; taking all back restores the
clean plan; and the plan with only its decoys passes.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from alignlib import tables
from alignlib.defects import Planting, applied, plan_of, rows_of, undone
from alignlib.diagnostics import Measure
from alignlib.errors import CaseError
from alignlib.variants.ruler import Reading, Rows, name_of, read

PASSES: Mapping[str, tuple[float, float]] = {
    "agreed_by_business": (0.0, 0.0),
    "agreed_by_technology": (0.0, 0.0),
    "asset_mix": (0.0, 0.1),
    "benefit_path": (0.99, 1.0),
    "blind_spend": (0.0, 0.0),
    "both_sides_present": (1.0, 1.0),
    "budget_fit": (0.9, 1.0),
    "business_risks_named": (1.0, 1.0),
    "calendar_balance": (0.9, 1.0),
    "capability_readiness": (0.99, 1.0),
    "claims_cost_change": (-0.03, 0.03),
    "control_change": (-math.inf, math.inf),
    "controlled_effect": (-math.inf, math.inf),
    "decisions_with_goal": (1.0, 1.0),
    "departments_asked": (1.0, 1.0),
    "departments_reached": (1.0, 1.0),
    "dependency_order": (1.0, 1.0),
    "effect": (0.0, math.inf),
    "effects_that_hold": (1.0, 1.0),
    "ends_in_time": (1.0, 1.0),
    "first_goal_spend": (0.0, 1.0),
    "goals_served": (1.0, 1.0),
    "goals_within_reach": (1.0, 1.0),
    "horizon_fit": (0.99, 1.0),
    "idle_licence_cost": (0.0, 10.0),
    "initiatives_with_goal": (1.0, 1.0),
    "link_focus": (0.99, 1.0),
    "metric_pairing": (0.99, 1.0),
    "misplaced_spend": (0.0, 0.05),
    "objective_coverage": (0.99, 1.0),
    "orphan_spend": (0.0, 0.01),
    "ownership": (0.99, 1.0),
    "perception_gap": (-0.25, 0.25),
    "purposeful_spend": (1.0, 1.0),
    "quarters_reviewed": (1.0, 1.0),
    "questions_answered": (1.0, 1.0),
    "review_loop": (0.99, 1.0),
    "seat_balance": (0.9, 1.0),
    "spend_without_goal": (0.0, 0.0),
    "starts_when_ready": (1.0, 1.0),
    "statements_answered": (1.0, 1.0),
    "treated_change": (-math.inf, math.inf),
    "unused_licence_spend": (0.0, 0.05),
    "unused_ward_licences": (0.0, 0.0),
    "waiting_on_technology": (0.25, 0.75),
    "wards_by_name": (1.0, 1.0),
    "wards_let_in": (1.0, 1.0),
    "wards_off_paper": (1.0, 1.0),
    "wards_taught": (1.0, 1.0),
    "wards_well_informed": (1.0, 1.0),
}
"""
What a plan without defects measures. Most are at their ideal; budgets are rounded and carry
mandated money, licences are never used to the last one, two sides never answer quite alike,
what claims cost is never quite the same in two years, and each side makes the other wait a
little.
"""

MOVED = 1e-9
"""A smaller difference is rounding."""

Finishing = Callable[[Rows], Rows]
"""What turns the rows of a plan into what a learner sees, and diagnostics measure."""


def as_they_are(rows: Rows) -> Rows:
    """The finishing of a plan that is shown as it is."""
    return rows


def moved(before: Reading, after: Reading) -> set[str]:
    """The diagnostics of which at least one measure differs, in its value or in its being."""
    one, other = before.values, after.values
    return {
        name_of(key)
        for key in one.keys() | other.keys()
        if key not in one or key not in other or _differ(one[key], other[key])
    }


def _differ(one: Measure, other: Measure) -> bool:
    if one.defined != other.defined:
        return True
    return one.defined and abs(one.value - other.value) > MOVED


def failures(reading: Reading) -> list[str]:
    """The measures at which a plan does not pass."""
    return [key for key, measure in reading.values.items() if not _passes(name_of(key), measure)]


def _passes(name: str, measure: Measure) -> bool:
    if not measure.defined:
        return name == "perception_gap"  # too few answers say nothing, and are no fault
    low, high = PASSES[name]
    # An effect must be plain: its interval on one side of 0, and no flag on it.
    plain = name != "effect" or (measure.low > 0 and not measure.flagged)
    return low - MOVED <= measure.value <= high + MOVED and plain


def objections(
    clean: Rows, rows: Rows, log: Sequence[Planting], finish: Finishing = as_they_are
) -> Iterator[str]:
    """Every reason not to accept a draw, as `rule: what was found`; none if the key is proven."""
    try:
        start = read(finish(clean))
        end = read(finish(rows), start)
        tables.check_references({name: list(table) for name, table in end.rows.items()})
    except CaseError as error:
        yield f"tables: {error}"
        return
    for key in failures(start):
        measure = start.values[key]
        yield f"the clean plan passes: {key} is {measure.value:.3f} {measure.reason}"
    plan = plan_of(clean)
    for planting in log:
        alone = finish(rows_of(applied(plan, planting.edit.changes)))
        yield from _alone(start, read(alone, start), planting)
    yield from _together(start, end, log)
    yield from _restored(clean, rows, log, finish, start)


def _alone(start: Reading, after: Reading, planting: Planting) -> Iterator[str]:
    """One planting, by itself in the clean plan, moves what it declares and nothing else."""
    operator = planting.operator
    found = moved(start, after)
    missing = set(operator.moves) - found
    if missing:
        yield f"{operator.name} moves {', '.join(sorted(missing))}: it did not"
    beyond = found - set(operator.moves) - set(operator.may_move)
    if beyond:
        yield f"{operator.name} moves nothing else: it moved {', '.join(sorted(beyond))}"
    if operator.is_decoy and set(failures(after)) - set(failures(start)):
        yield f"{operator.name} is harmless: {failures(after)[0]} does not pass with it"


def _together(start: Reading, end: Reading, log: Sequence[Planting]) -> Iterator[str]:
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


def _points_at(planting: Planting, name: str, reading: Reading) -> bool:
    """Whether a diagnostic's own evidence names a row that the planting is about."""
    about = {place[1].replace("/", " / ") for place in planting.edit.places}
    about |= {identity for _, identity in planting.edit.places}
    about |= {part for _, identity in planting.edit.places for part in identity.split("/")}
    return any(
        measure.about in about or any(e.row in about for e in measure.evidence)
        for measure in reading.of(name)
    )


def _restored(
    clean: Rows, rows: Rows, log: Sequence[Planting], finish: Finishing, start: Reading
) -> Iterator[str]:
    """All taken back is the clean plan; the defects alone taken back is a plan that passes."""
    every = [change for planting in log for change in planting.edit.changes]
    if undone(plan_of(rows), every) != plan_of(clean):
        yield "undoing restores: the rows differ from the clean plan"
    mended = [c for p in log if not p.operator.is_decoy for c in p.edit.changes]
    repaired: Any = finish(rows_of(undone(plan_of(rows), mended)))
    for key in failures(read(repaired, start)):
        yield f"the repaired plan passes: {key}"
