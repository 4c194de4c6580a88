"""Measuring a plan over and over: only what its changed tables can have moved."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
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


def columns_of(name: str, rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """The columns that a table of rows carries; of an empty one, all that it can have."""
    table = tables.TABLES.get(name, tables.STATEMENTS)
    return list(rows[0]) if rows else [column.name for column in table.columns]


def name_of(key: str) -> str:
    """The ruler of a measure: its name without the code."""
    return key.partition(":")[0]


def read(
    rows: Rows, before: Reading | None = None, *, only: Collection[str] | None = None
) -> Reading:
    """
    The measures of a plan; `only` those of some rulers, if that is all one asks.

    With the reading of another plan, only what the tables that differ can have moved is
    measured again. Raises `CaseError` at a cell that its table does not allow.
    """
    wanted = {name: ruler for name, ruler in rulers().items() if only is None or name in only}
    if only is not None:
        used = {t for ruler in wanted.values() for t in (*ruler.needs, *ruler.may_use)}
        rows = {name: table for name, table in rows.items() if name in used}
    old = before.rows if before else {}
    changed = {name for name in rows.keys() | old.keys() if rows.get(name) != old.get(name)}
    frames = {
        name: tables.frame(name, table)
        if before is None or name in changed
        else before.frames[name]
        for name, table in rows.items()
    }
    measures = {}
    for name, ruler in wanted.items():
        if ruler.missing(frames):
            continue
        moved = changed & {*ruler.needs, *ruler.may_use}
        if before is None or moved or name not in before.measures:
            measures[name] = ruler.measures(frames)
        else:
            measures[name] = before.measures[name]
    return Reading(rows, frames, measures)
