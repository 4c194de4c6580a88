"""A marker's points for each criterion of a memo, found in the comment of formgrader."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

_LINE = re.compile(
    r"\s*(?P<name>[^:=]{1,100}?)\s*[:=]\s*(?P<points>\d{1,4}(?:[.,]\d{1,4})?)"
    r"(?:\s*(?:/|of)\s*\d{1,4}(?:[.,]\d+)?)?(?P<remark>(?:\s*[,;.:–-]\s*|\s+).*)?\s*"
)
"""`purpose: 4`, `Purpose = 3,5 / 5`, `next-step: 2 of 5, say by when`."""


@dataclass(frozen=True)
class Row:
    """What a marker gave on one criterion, and said about it."""

    points: float
    remark: str = ""


@dataclass(frozen=True)
class Comment:
    """A comment taken apart: the rows of the rubric, and all the rest of it as it was written."""

    rows: Mapping[str, Row] = field(default_factory=dict)
    rest: str = ""
    problems: tuple[str, ...] = ()

    @property
    def points(self) -> float:
        """The sum of the rows."""
        return sum(row.points for row in self.rows.values())


def read_comment(text: str, criteria: Sequence[Mapping[str, Any]]) -> Comment:
    r"""
    Take a marker's comment apart.

    A line that begins with a criterion's id or name and gives points belongs to the rubric. Any
    other line is told to the learner as it is; where points do not fit, `problems` says so.

    >>> found = read_comment("Purpose: 4, clear\nWell done.", [
    ...     {"id": "purpose", "label": "What it is for", "points": 5}])
    >>> found.rows["purpose"], found.rest
    (Row(points=4.0, remark='clear'), 'Well done.')
    """
    names = {str(c[part]).casefold(): c for c in criteria for part in ("label", "id")}
    rows: dict[str, Row] = {}
    rest, problems = [], []
    for line in text.splitlines():
        found = _LINE.fullmatch(line)
        criterion = names.get(found["name"].casefold()) if found else None
        if found is None or criterion is None:
            rest.append(line)
            continue
        points = float(found["points"].replace(",", "."))
        name, most = criterion["id"], float(criterion.get("points", math.inf))
        if name in rows or points > most:
            why = "is there twice" if name in rows else f"has only {most:g} points"
            problems.append(f"“{line.strip()}”: the criterion {name} {why}.")
            rest.append(line)
            continue
        rows[name] = Row(points, (found["remark"] or "").strip(" \t,;:–-"))
    return Comment(rows, "\n".join(rest).strip(), tuple(problems))
