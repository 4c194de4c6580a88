"""The profile of a case: every measure that its tables allow, side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pandas as pd

from alignlib.diagnostics.base import Measure
from alignlib.diagnostics.registry import Tables, known


@dataclass(frozen=True)
class Profile:
    """
    The measures of one case, and why the other diagnostics do not apply.

    There is no total: a firm that is strong in one measure and weak in another is just that.
    """

    measures: tuple[Measure, ...]
    left_out: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The diagnostics that do not apply, each with the tables and columns that are missing."""

    @property
    def table(self) -> pd.DataFrame:
        """One row a measure: its value, its reason, what it asks, and its claims."""
        return pd.DataFrame([_row(m) for m in self.measures], columns=list(_FORMS)).astype(_FORMS)

    @property
    def evidence(self) -> pd.DataFrame:
        """All evidence, with the measure that each row moves."""
        rows = [(m.name, m.about, e.table, e.row, e.why) for m in self.measures for e in m.evidence]
        return pd.DataFrame(rows, columns=["name", "about", "table", "row", "why"], dtype="str")

    def __iter__(self) -> Iterator[Measure]:
        return iter(self.measures)

    def __getitem__(self, name: str) -> Measure:
        """
        The measure of this name; of several (one a metric, one a statement) `name:code`.

        Raises `KeyError` for a name that no measure has, or that several have.
        """
        found = [m for m in self.measures if name in {m.name, f"{m.name}:{m.about}"}]
        if len(found) != 1:
            raise KeyError(name)
        return found[0]

    def _repr_html_(self) -> str:
        return str(self.table.to_html(index=False, float_format="{:.3g}".format, na_rep=""))


_FORMS = {
    "name": "str",
    "about": "str",
    "value": "float64",
    "low": "float64",
    "high": "float64",
    "reason": "str",
    "ideal": "float64",
    "axis": "str",
    "claims": "str",
    "asks": "str",
}
"""The columns of a profile's table and their types."""


def _row(measure: Measure) -> dict[str, object]:
    diagnostic = known()[measure.name]
    return {
        "name": measure.name,
        "about": measure.about,
        "value": measure.value,
        "low": measure.low,
        "high": measure.high,
        "reason": measure.reason,
        "ideal": diagnostic.ideal,
        "axis": diagnostic.axis,
        "claims": ", ".join(diagnostic.claims),
        "asks": diagnostic.asks,
    }


def profile(tables: Tables) -> Profile:
    """
    Every measure that these tables allow.

    `tables` are DataFrames by the name of their table. A diagnostic whose tables or columns
    are missing is left out, and the profile says what it would have needed; one whose tables
    are there but empty is in it, undefined and with its reason.
    """
    measures: list[Measure] = []
    left_out: dict[str, tuple[str, ...]] = {}
    for name, diagnostic in known().items():
        missing = diagnostic.missing(tables)
        if missing:
            left_out[name] = missing
        else:
            measures += diagnostic.measures(tables)
    return Profile(tuple(measures), left_out)
