"""How the measures of the survey read the marks: means by side, and how many there are."""

from __future__ import annotations

import pandas as pd

from alignlib.diagnostics.base import Evidence
from alignlib.diagnostics.reading import evidence
from alignlib.tables.diagnosing import NO_ANSWER
from alignlib.tables.schema import SIDES

FEWEST_MARKS = 5
"""Fewer marks on a side say little, and might show who gave them."""

PLAIN_GAP = 0.5
"""Points of the scale from which on a difference counts as one."""

NEEDS = {
    "sheet_statements": ("statement", "text"),
    "marks": ("team", "statement", "mark"),
    "team_names": ("typed", "side"),
}
"""What each of these measures needs."""


def by_side(
    sheet_statements: pd.DataFrame, marks: pd.DataFrame, team_names: pd.DataFrame
) -> pd.DataFrame:
    """
    Each statement with its text, `gap` (mean of business less mean of technology) and `fewest`.

    `fewest` is the number of marks on the side that gave fewer. “I cannot say” is no mark.
    """
    given = marks[marks["mark"] != NO_ANSWER]
    side = given["team"].map(team_names.set_index("typed")["side"])
    marks_of = {one: given[side == one].groupby("statement")["mark"] for one in SIDES}
    means = {one: group.mean() for one, group in marks_of.items()}
    known = sheet_statements.set_index("statement")
    counts = [group.size().reindex(known.index, fill_value=0) for group in marks_of.values()]
    return known.assign(
        gap=means["business"] - means["technology"],
        fewest=pd.concat([c.reindex(known.index, fill_value=0) for c in counts], axis=1).min(
            axis=1
        ),
    )


def told(statements: pd.DataFrame) -> tuple[Evidence, ...]:
    """The statements as evidence: the gap where enough people of both sides gave a mark."""
    return evidence(
        "sheet_statements",
        statements.index,
        (
            f"business less technology: {gap:+.2f} points"
            if fewest >= FEWEST_MARKS
            else f"{fewest} marks on one side"
            for gap, fewest in zip(statements["gap"], statements["fewest"], strict=True)
        ),
    )
