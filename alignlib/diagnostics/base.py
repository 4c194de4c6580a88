"""What every diagnostic gives: a measure with its value, its reason and its evidence."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from typing import SupportsFloat

import pandas as pd


@dataclass(frozen=True)
class Evidence:
    """
    One row that moves a measure: its table, its id there, and what is the matter with it.

    Where several columns together identify a row, `row` joins them: "M1 / Harbour Street".
    """

    table: str
    row: str
    why: str


@dataclass(frozen=True, eq=False)
class Measure:
    """
    What a diagnostic finds.

    `value` is NaN where it is undefined, and `reason` then says why. A reason beside a finite
    value is a flag: the value is right, but do not build on it. `low` and `high` are the ends
    of the 95 % interval, NaN where there is none. `about` is the code of the metric or
    statement where a diagnostic measures each apart. `beside` holds figures that belong to
    the measure and are reported apart from it, by name.

    Two measures with the same content are equal, also where the value is NaN:

    >>> Measure("orphan_spend", math.nan, "no budget") == Measure(
    ...     "orphan_spend", float("nan"), "no budget"
    ... )
    True
    """

    name: str
    value: float
    reason: str = ""
    evidence: tuple[Evidence, ...] = ()
    low: float = math.nan
    high: float = math.nan
    about: str = ""
    beside: tuple[tuple[str, float], ...] = ()

    def __post_init__(self) -> None:
        for name in ("value", "low", "high"):
            object.__setattr__(self, name, _plain(getattr(self, name)))
        object.__setattr__(self, "beside", tuple((n, _plain(x)) for n, x in self.beside))
        if not self.defined and not self.reason:
            raise ValueError(f"{self.name} is undefined and says no reason")

    @property
    def _content(self) -> tuple[object, ...]:
        return tuple(getattr(self, field.name) for field in fields(self))

    def __eq__(self, other: object) -> bool:
        # From Python 3.13 on, a dataclass compares field by field, and NaN is not equal to
        # itself. Tuples look at identity first, and every NaN in here is the same one.
        return isinstance(other, Measure) and self._content == other._content

    def __hash__(self) -> int:
        return hash(self._content)

    @property
    def defined(self) -> bool:
        """Whether there is a value at all."""
        return not math.isnan(self.value)

    @property
    def flagged(self) -> bool:
        """Whether there is a value that one must not build on."""
        return self.defined and bool(self.reason)

    @property
    def rows(self) -> pd.DataFrame:
        """The evidence as a table: table, row, why."""
        return pd.DataFrame(
            [(e.table, e.row, e.why) for e in self.evidence],
            columns=["table", "row", "why"],
            dtype="str",
        )

    def __str__(self) -> str:
        """The measure in one line."""
        name = self.name.replace("_", " ") + (f" of {self.about}" if self.about else "")
        interval = "" if math.isnan(self.low) else f" ({self.low:.3g} to {self.high:.3g})"
        value = f"{self.value:.3g}{interval}" if self.defined else "undefined"
        return f"{name}: {value}" + (f" ({self.reason})" if self.reason else "")


def _plain(value: SupportsFloat) -> float:
    """A built-in float; every NaN is the same one, and there is no minus zero."""
    number = float(value)
    return math.nan if math.isnan(number) else number + 0.0
