"""What a gradebook holds: an assignment with its cells, and what is known of its submissions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from alignlib.errors import InstructorError
from alignlib.grading.bulk import schema as t
from alignlib.grading.bulk.form import Cells, SourceCell
from alignlib.grading.bulk.judge import Stamp


@dataclass(frozen=True)
class Assignment:
    """An assignment in the gradebook: its row, its one notebook, and that notebook's cells."""

    id: str
    notebook_id: str
    cells: Cells
    graded: Mapping[str, str]
    commented: Mapping[str, str]
    tasks: frozenset[str]


@dataclass(frozen=True)
class Known:
    """What the gradebook holds of a learner's submission; `scores` are those that count."""

    submission_id: str
    timestamp: datetime | None
    extension: timedelta | None
    stamp: Stamp | None
    scores: Mapping[str, float]
    manual: frozenset[str]


OF_GRADE = t.grade.c.notebook_id == t.submitted_notebook.c.id


def graded_cells(of: Assignment) -> sa.ColumnElement[bool]:
    """
    The grades of an assignment's own cells.

    nbgrader's only index on grades begins with the cell; without a cell in the question the
    database would read every grade of the term for each batch.
    """
    return t.grade.c.cell_id.in_(list(of.graded.values()))


def of_notebook(of: Assignment) -> sa.Join:
    """Every submission of an assignment, beside its notebook."""
    return t.submitted_assignment.join(
        t.submitted_notebook,
        sa.and_(
            t.submitted_notebook.c.assignment_id == t.submitted_assignment.c.id,
            t.submitted_notebook.c.notebook_id == of.notebook_id,
            t.submitted_assignment.c.assignment_id == of.id,
        ),
    )


def assignment_in(connection: Connection, name: str, notebook: str) -> Assignment:
    """
    An assignment with the cells of its notebook.

    Raises `InstructorError` where it is not there or has other notebooks.
    """
    found = connection.execute(
        sa.select(t.assignment.c.id, t.assignment.c.duedate).where(t.assignment.c.name == name)
    ).first()
    if found is None:
        raise InstructorError(
            f"The gradebook has no assignment {name!r}. Make the release first: "
            f"nbgrader generate_assignment {name}"
        )
    books = connection.execute(
        sa.select(t.notebook.c.id, t.notebook.c.name, t.notebook.c.kernelspec).where(
            t.notebook.c.assignment_id == found.id
        )
    ).all()
    if [book.name for book in books] != [notebook]:
        raise InstructorError(
            f"The assignment {name} has the notebooks {[book.name for book in books]}; "
            f"alignlib grade knows one alone, {notebook!r}. Use: nbgrader autograde {name}"
        )
    return _assignment(connection, found, books[0])


def _assignment(connection: Connection, found: Any, book: Any) -> Assignment:
    source = {
        row.name: SourceCell(row.name, row.cell_type, row.locked, row.source, row.checksum)
        for row in connection.execute(
            sa.select(t.source_cell).where(t.source_cell.c.notebook_id == book.id)
        )
    }
    joined = t.base_cell.outerjoin(t.grade_cells, t.grade_cells.c.id == t.base_cell.c.id)
    joined = joined.outerjoin(t.task_cells, t.task_cells.c.id == t.base_cell.c.id)
    cells = connection.execute(
        sa.select(
            t.base_cell.c.id,
            t.base_cell.c.name,
            t.base_cell.c.type,
            sa.func.coalesce(t.grade_cells.c.max_score, t.task_cells.c.max_score).label("points"),
        )
        .select_from(joined)
        .where(t.base_cell.c.notebook_id == book.id)
    ).all()
    return Assignment(
        found.id,
        book.id,
        Cells(
            source,
            {row.name: row.points for row in cells if row.points is not None},
            book.kernelspec,
            found.duedate,
        ),
        {row.name: row.id for row in cells if row.type in {"GradeCell", "TaskCell"}},
        {row.name: row.id for row in cells if row.type in {"SolutionCell", "TaskCell"}},
        frozenset(row.name for row in cells if row.type == "TaskCell"),
    )


def known_in(connection: Connection, of: Assignment, learners: Sequence[str]) -> dict[str, Known]:
    """What is known of these learners' submissions."""
    own = sa.inspect(connection).has_table(t.graded.name)
    rows = connection.execute(
        sa.select(t.submitted_assignment).where(
            t.submitted_assignment.c.assignment_id == of.id,
            t.submitted_assignment.c.student_id.in_(learners),
        )
    ).all()
    stamps = rows_by(connection, t.graded, "submission_id", [r.id for r in rows]) if own else {}
    names = {cell: name for name, cell in of.graded.items()}
    scores: dict[str, dict[str, float]] = {}
    manual: dict[str, set[str]] = {}
    query = (
        sa.select(t.submitted_assignment.c.student_id, t.grade)
        .select_from(of_notebook(of).join(t.grade, OF_GRADE))
        .where(t.submitted_assignment.c.student_id.in_(learners), graded_cells(of))
    )
    for row in connection.execute(query):
        given = row.auto_score if row.manual_score is None else row.manual_score
        name = names.get(row.cell_id, "")
        if given is not None:
            scores.setdefault(row.student_id, {})[name] = given + (row.extra_credit or 0.0)
        if row.manual_score is not None:
            manual.setdefault(row.student_id, set()).add(name)
    return {
        row.student_id: Known(
            row.id,
            row.timestamp,
            row.extension,
            _stamp(stamps.get(row.id)),
            scores.get(row.student_id, {}),
            frozenset(manual.get(row.student_id, ())),
        )
        for row in rows
    }


def _stamp(row: Any | None) -> Stamp | None:
    return Stamp(row.inputs, row.variant, row.key, row.size) if row is not None else None


def waiting_in(
    connection: Connection, of: Assignment, learners: Sequence[str]
) -> dict[str, list[str]]:
    """For each of these learners whom a human must look at, the items that wait."""
    names = {cell: name for name, cell in of.graded.items()}
    query = (
        sa.select(t.submitted_assignment.c.student_id, t.grade.c.cell_id)
        .select_from(of_notebook(of).join(t.grade, OF_GRADE))
        .where(
            t.submitted_assignment.c.student_id.in_(learners),
            graded_cells(of),
            t.grade.c.needs_manual_grade,
        )
    )
    found: dict[str, list[str]] = {}
    for learner, cell in connection.execute(query):
        found.setdefault(learner, []).append(names.get(cell, ""))
    return found


def rows_by(
    connection: Connection, table: sa.Table, column: str, values: Sequence[str]
) -> dict[str, Any]:
    """The rows of a table that have one of these values in a column, by that value."""
    rows = connection.execute(sa.select(table).where(table.c[column].in_(values)))
    return {getattr(row, column): row for row in rows}


def counts() -> sa.ColumnElement[float]:
    """The score that counts, in nbgrader's words: a human's before ours, and extra credit."""
    extra = sa.func.coalesce(t.grade.c.extra_credit, 0.0)
    return sa.case(
        (t.grade.c.manual_score.is_not(None), t.grade.c.manual_score + extra),
        (t.grade.c.auto_score.is_not(None), t.grade.c.auto_score + extra),
        else_=0.0,
    )
