"""Scores and comments of an assignment, as nbgrader's gradebook holds them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from alignlib.grading.bulk import schema as t
from alignlib.grading.bulk.gradebook import Gradebook


@dataclass(frozen=True)
class Mark:
    """One grade: what was computed, what a human gave, and what the human wrote."""

    most: float
    auto: float | None = None
    manual: float | None = None
    extra: float | None = None
    waits: bool = False
    comment: str = ""

    @property
    def points(self) -> float:
        """What counts, as nbgrader reckons it: a human's points go before the computed ones."""
        given = self.manual if self.manual is not None else self.auto
        return 0.0 if given is None else given + (self.extra or 0.0)


@dataclass(frozen=True)
class Marked:
    """One learner's submission in the gradebook."""

    learner: str
    handed_in: datetime | None = None
    penalty: float = 0.0
    marks: Mapping[str, Mark] = field(default_factory=dict)

    @property
    def points(self) -> float:
        """The sum of the points, before a penalty."""
        return sum(mark.points for mark in self.marks.values())

    @property
    def most(self) -> float:
        """What could be reached."""
        return sum(mark.most for mark in self.marks.values())


def marks_of(gradebook: Gradebook, assignment: str, notebook: str) -> dict[str, Marked]:
    """
    Every learner's marks for an assignment, by the learner's id.

    Cells of 0 points are left out: they are there for `nbgrader validate` alone.
    """
    with gradebook.reading() as connection:
        rows = connection.execute(_submissions(assignment, notebook)).mappings().all()
        grades = connection.execute(_grades(assignment, notebook)).mappings().all()
        comments = connection.execute(_comments(assignment, notebook)).mappings().all()
    said = {(row["notebook_id"], row["name"]): row["manual_comment"] for row in comments}
    marks: dict[str, dict[str, Mark]] = {row["notebook_id"]: {} for row in rows}
    for row in grades:
        marks[row["notebook_id"]][row["name"]] = Mark(
            float(row["max_score"]),
            row["auto_score"],
            row["manual_score"],
            row["extra_credit"],
            bool(row["needs_manual_grade"]),
            said.get((row["notebook_id"], row["name"])) or "",
        )
    return {
        row["student_id"]: Marked(
            row["student_id"],
            row["timestamp"],
            float(row["late_submission_penalty"] or 0.0),
            marks[row["notebook_id"]],
        )
        for row in rows
    }


def _joined(*wanted: Any) -> sa.Select[Any]:
    submission, book = t.submitted_assignment.c, t.submitted_notebook.c
    return (
        sa.select(book.id.label("notebook_id"), *wanted)
        .select_from(t.submitted_notebook)
        .join(t.submitted_assignment, submission.id == book.assignment_id)
        .join(t.assignment, t.assignment.c.id == submission.assignment_id)
        .join(t.notebook, t.notebook.c.id == book.notebook_id)
    )


def _of(query: sa.Select[Any], assignment: str, notebook: str) -> sa.Select[Any]:
    return query.where(t.assignment.c.name == assignment, t.notebook.c.name == notebook)


def _submissions(assignment: str, notebook: str) -> sa.Select[Any]:
    submission = t.submitted_assignment.c
    query = _joined(
        submission.student_id,
        submission.timestamp,
        t.submitted_notebook.c.late_submission_penalty,
    )
    return _of(query, assignment, notebook).order_by(submission.student_id)


def _grades(assignment: str, notebook: str) -> sa.Select[Any]:
    grade, cell = t.grade.c, t.grade_cells.c
    query = (
        _joined(
            t.base_cell.c.name,
            cell.max_score,
            grade.auto_score,
            grade.manual_score,
            grade.extra_credit,
            grade.needs_manual_grade,
        )
        .join(t.grade, grade.notebook_id == t.submitted_notebook.c.id)
        .join(t.base_cell, t.base_cell.c.id == grade.cell_id)
        .join(t.grade_cells, cell.id == grade.cell_id)
    )
    return _of(query, assignment, notebook).where(cell.max_score > 0)


def _comments(assignment: str, notebook: str) -> sa.Select[Any]:
    comment = t.comment.c
    query = (
        _joined(t.base_cell.c.name, comment.manual_comment)
        .join(t.comment, comment.notebook_id == t.submitted_notebook.c.id)
        .join(t.base_cell, t.base_cell.c.id == comment.cell_id)
    )
    return _of(query, assignment, notebook).where(comment.manual_comment.is_not(None))
