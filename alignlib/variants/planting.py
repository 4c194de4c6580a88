"""Plant defects and decoys into a clean plan, on rows apart from each other, and keep the log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from alignlib.defects import Planting, applied, operators, plan_of, planted, rows_of
from alignlib.variants.clean import clean_plan
from alignlib.variants.clean.sketch import Rows
from alignlib.variants.stream import Stream


@dataclass(frozen=True)
class Drawn:
    """A plan with what was planted in it: the clean rows, the rows, and the log."""

    clean: Rows
    rows: Rows
    log: tuple[Planting, ...]

    @property
    def defects(self) -> tuple[Planting, ...]:
        """The plantings that are defects."""
        return tuple(p for p in self.log if not p.operator.is_decoy)


def draw_plan(section: Mapping[str, Any], slots: Mapping[str, str], stream: Stream) -> Drawn:
    """
    A clean plan from the template's section, with its defects and decoys planted.

    `section["plant"]` says how many of each operator: a number, or the two ends of a range.
    Decoys come first: a decoy may need a row in its clean state. Raises `InstructorError`
    when the plan has no room for one.
    """
    clean = clean_plan(section, slots, stream.branch("clean"))
    chance = stream.branch("planted")
    known = operators()
    wanted = [
        known[name]
        for name, how_many in section["plant"].items()
        for _ in range(chance.between(*how_many) if isinstance(how_many, list) else how_many)
    ]
    plan = plan_of(clean)
    taken: frozenset[tuple[str, str]] = frozenset()
    log: list[Planting] = []
    for operator in sorted(wanted, key=lambda one: not one.is_decoy):
        planting = planted(plan, operator, taken, chance.below)
        plan = applied(plan, planting.edit.changes)
        taken |= planting.edit.places
        log.append(planting)
    return Drawn(clean, rows_of(plan), tuple(log))
