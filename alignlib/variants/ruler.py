"""Measuring a plan over and over: only what its changed tables can have moved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import pandas as pd

from alignlib import tables
from alignlib.diagnostics import Diagnostic, Measure, known

Rows = Mapping[str, Sequence[Mapping[str, Any]]]

OWN = "alignlib.variants.measures"
"""The package of the measures that only keys are made with."""


@cache
def rulers() -> Mapping[str, Diagnostic]:
    """The diagnostics of the course, and the measures that only keys are made with."""
    return {**known(), **known(OWN)}


@dataclass(frozen=True)
class Reading:
    """What the rulers say of a plan: its rows, its tables, and its measures by ruler."""

    rows: Rows
    frames: Mapping[str, pd.DataFrame]
    measures: Mapping[str, tuple[Measure, ...]]

    @property
    def values(self) -> dict[str, Measure]:
        """Every measure by its name (and the code that it is about)."""
        return {
            f"{m.name}:{m.about}" if m.about else m.name: m
            for measures in self.measures.values()
            for m in measures
        }

    def of(self, name: str) -> tuple[Measure, ...]:
        """The measures of one ruler; none where the plan lacks what it needs."""
        return self.measures.get(name, ())


def name_of(key: str) -> str:
    """The ruler of a measure: its name without the code."""
    return key.partition(":")[0]


def read(rows: Rows, before: Reading | None = None) -> Reading:
    """
    The measures of a plan.

    With the reading of another plan, only what the tables that differ can have moved is
    measured again. Raises `CaseError` at a cell that its table does not allow.
    """
    old = before.rows if before else {}
    changed = {name for name in rows.keys() | old.keys() if rows.get(name) != old.get(name)}
    frames = {
        name: tables.frame(name, table)
        if before is None or name in changed
        else before.frames[name]
        for name, table in rows.items()
    }
    measures = {}
    for name, ruler in rulers().items():
        if ruler.missing(frames):
            continue
        moved = changed & {*ruler.needs, *ruler.may_use}
        if before is None or moved or name not in before.measures:
            measures[name] = ruler.measures(frames)
        else:
            measures[name] = before.measures[name]
    return Reading(rows, frames, measures)
