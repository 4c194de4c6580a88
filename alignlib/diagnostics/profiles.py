"""The profile of a case: every measure that its tables allow, side by side."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import escape

import pandas as pd

from alignlib.diagnostics.base import Measure
from alignlib.diagnostics.registry import Tables, known
from alignlib.errors import NoSuchMeasure, shown


@dataclass(frozen=True)
class Profile:
    """
    The measures of one case, and why the other diagnostics do not apply.

    There is no total: a firm that is strong in one measure and weak in another is just that.
    In a notebook it shows as a table.
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

    @property
    def not_measured(self) -> pd.DataFrame:
        """The diagnostics that do not apply: a row for each table or column that is not there."""
        rows = [
            (name, _lack(one), known()[name].asks)
            for name, missing in self.left_out.items()
            for one in missing
        ]
        return pd.DataFrame(rows, columns=["name", "reason", "asks"], dtype="str")

    def __iter__(self) -> Iterator[Measure]:
        return iter(self.measures)

    def __getitem__(self, name: str) -> Measure:
        """
        The measure of this name; of several (one a metric, one a statement) `name:code`.

        Raises `NoSuchMeasure` for a name that no measure has, or that several have.
        """
        found = [m for m in self.measures if name in {m.name, f"{m.name}:{m.about}"}]
        if len(found) == 1:
            return found[0]
        if name in self.left_out:
            why = ", ".join(map(_lack, self.left_out[name]))
            raise NoSuchMeasure(f"{name} cannot be measured: there is {why}.")
        names = ", ".join(f"{m.name}:{m.about}" if m.about else m.name for m in found or self)
        if found:
            raise NoSuchMeasure(f"There are several measures {name}. Name one of {names}.")
        raise NoSuchMeasure(f"There is no measure {shown(name)}. There are {names or 'none'}.")

    @property
    def _rest(self) -> str:
        """A sentence about what could not be measured; empty where all was."""
        absent, found = len(self.left_out), len({measure.name for measure in self.measures})
        if not found:
            return (
                f"None of the {absent} diagnostics can be measured: each needs a table or a "
                "column that is not there (not_measured says which)."
            )
        if not absent:
            return ""
        return (
            f"{absent} of {absent + found} diagnostics cannot be measured (not_measured says why)."
        )

    def __repr__(self) -> str:
        """One line a measure, for a place that shows no table."""
        return "\n".join(filter(None, (*map(str, self.measures), self._rest)))

    @property
    def html(self) -> str:
        """The table, and a sentence about what could not be measured, for a notebook."""
        rest = f"<p>{self._rest}</p>" if self._rest else ""
        if not self.measures:
            return rest
        head = "".join(_cell(name, name, "th") for name in _FORMS)
        rows = (
            "".join(_cell(name, row[name]) for name in _FORMS) for row in map(_row, self.measures)
        )
        body = "".join(f"<tr>{row}</tr>" for row in rows)
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{rest}"

    def _repr_html_(self) -> str:
        return self.html


def _lack(missing: str) -> str:
    """
    What is not there, in words.

    >>> _lack("links"), _lack("objectives.weight")
    ('no table links', 'no column weight in the table objectives')
    """
    table, _, column = missing.partition(".")
    return f"no column {column} in the table {table}" if column else f"no table {table}"


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


def _cell(column: str, value: object, tag: str = "td") -> str:
    """A cell in HTML: numbers to the right, words to the left, which Jupyter would not do."""
    side = "left" if _FORMS[column] == "str" else "right"
    if isinstance(value, float):
        value = (
            "" if math.isnan(value) else f"{value:.3g}" if abs(value) < 1000 else f"{value:,.0f}"
        )
    text = "" if value is None else escape(str(value))
    return f"<{tag} style='text-align:{side}'>{text}</{tag}>"


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
