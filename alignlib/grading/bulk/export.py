"""The grades of a course as nbgrader's own export writes them, from one grouped query."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from alignlib.grading.bulk import schema as t
from alignlib.grading.bulk.rows import OF_GRADE, counts

COLUMNS = (
    "assignment",
    "duedate",
    "timestamp",
    "student_id",
    "last_name",
    "first_name",
    "email",
    "raw_score",
    "late_submission_penalty",
    "score",
    "max_score",
)
"""The columns of nbgrader's `CsvExportPlugin`. A test holds that the files are equal."""


def lines(
    connection: Connection, assignments: Collection[str] = (), learners: Collection[str] = ()
) -> Iterator[str]:
    """
    The lines of `grades.csv`: for each assignment every student, whether they handed in or not.

    Only these assignments and learners, where some are named. The file is nbgrader's to the
    byte, and nbgrader quotes nothing: a comma in a name is one more column.
    """
    yield ",".join(COLUMNS)
    handed_in = {(row.assignment_id, row.student_id): row for row in connection.execute(_scores())}
    students = connection.execute(
        sa.select(t.student).order_by(t.student.c.last_name, t.student.c.first_name)
    ).all()
    for assignment in connection.execute(_assignments()):
        if assignments and assignment.name not in assignments:
            continue
        for student in students:
            if not learners or student.id in learners:
                row = handed_in.get((assignment.id, student.id))
                yield ",".join(map(_text, _values(assignment, student, row)))


def _values(assignment: Any, student: Any, row: Any) -> tuple[Any, ...]:
    raw, penalty = (0.0, 0.0) if row is None else (row.score, row.penalty)
    return (
        assignment.name,
        assignment.duedate,
        None if row is None else row.timestamp,
        student.id,
        student.last_name,
        student.first_name,
        student.email,
        raw,
        penalty,
        max(0.0, raw - penalty),
        assignment.max_score,
    )


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _scores() -> sa.Select[Any]:
    """When each submission came, its score, and what was taken off for being late."""
    notebook, nothing = t.submitted_notebook, sa.literal_column("0.0", sa.Float)
    scores = (
        sa.select(notebook.c.assignment_id, sa.func.sum(counts()).label("score"))
        .select_from(notebook.join(t.grade, OF_GRADE))
        .group_by(notebook.c.assignment_id)
        .subquery()
    )
    penalties = (
        sa.select(
            notebook.c.assignment_id, sa.func.sum(notebook.c.late_submission_penalty).label("off")
        )
        .group_by(notebook.c.assignment_id)
        .subquery()
    )
    of = t.submitted_assignment
    joined = of.outerjoin(scores, scores.c.assignment_id == of.c.id)
    joined = joined.outerjoin(penalties, penalties.c.assignment_id == of.c.id)
    return sa.select(
        of.c.assignment_id,
        of.c.student_id,
        of.c.timestamp,
        sa.func.coalesce(scores.c.score, nothing).label("score"),
        sa.func.coalesce(penalties.c.off, nothing).label("penalty"),
    ).select_from(joined)


def _assignments() -> sa.Select[Any]:
    """Every assignment with the points that it gives, in nbgrader's order."""
    return sa.select(
        t.assignment.c.id,
        t.assignment.c.name,
        t.assignment.c.duedate,
        (_most(t.grade_cells) + _most(t.task_cells)).label("max_score"),
    ).order_by(t.assignment.c.duedate, t.assignment.c.name)


def _most(cells: sa.Table) -> sa.ScalarSelect[Any]:
    joined = t.notebook.join(t.base_cell, t.base_cell.c.notebook_id == t.notebook.c.id)
    return (
        sa.select(sa.func.coalesce(sa.func.sum(cells.c.max_score), 0.0))
        .select_from(joined.join(cells, cells.c.id == t.base_cell.c.id))
        .where(t.notebook.c.assignment_id == t.assignment.c.id)
        .correlate(t.assignment)
        .scalar_subquery()
    )
