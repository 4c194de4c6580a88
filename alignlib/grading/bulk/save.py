"""Write a batch of scores into nbgrader's tables, inside one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from alignlib.grading.bulk import schema as t
from alignlib.grading.bulk.judge import Judged
from alignlib.grading.bulk.late import Penalty, within
from alignlib.grading.bulk.rows import (
    OF_GRADE,
    Assignment,
    counts,
    graded_cells,
    of_notebook,
    rows_by,
)


def save_in(
    connection: Connection, of: Assignment, batch: Sequence[Judged], penalty: Penalty | None
) -> None:
    """
    Write what came of some submissions, and what it was made of.

    Rows that are there are changed, others made; a manual score and a marker's comment stand in
    columns that are never written.
    """
    learners = [one.learner for one in batch]
    there = rows_by(connection, t.student, "id", learners)
    _insert(connection, t.student, ({"id": name} for name in learners if name not in there))
    submissions = _submissions(connection, of, batch)
    notebooks = _notebooks(connection, of, submissions)
    _grades(connection, of, batch, notebooks)
    _comments(connection, of, batch, notebooks)
    _penalties(connection, of, batch, notebooks, penalty)
    ids = list(submissions.values())
    connection.execute(sa.delete(t.graded).where(t.graded.c.submission_id.in_(ids)))
    _insert(
        connection,
        t.graded,
        ({"submission_id": submissions[one.learner], **vars(one.stamp)} for one in batch),
    )


def _insert(connection: Connection, table: sa.Table, rows: Iterable[dict[str, Any]]) -> None:
    if made := list(rows):
        connection.execute(sa.insert(table), made)


def _submissions(connection: Connection, of: Assignment, batch: Sequence[Judged]) -> dict[str, str]:
    """The id of each learner's submission, made where there is none, with its time."""
    table = t.submitted_assignment
    query = sa.select(table).where(
        table.c.assignment_id == of.id, table.c.student_id.in_([one.learner for one in batch])
    )
    there = {row.student_id: row for row in connection.execute(query)}
    ids = {name: row.id for name, row in there.items()}
    new = []
    for one in batch:
        row = there.get(one.learner)
        if row is None:
            ids[one.learner] = t.new_id()
            new.append(
                {
                    "id": ids[one.learner],
                    "assignment_id": of.id,
                    "student_id": one.learner,
                    "timestamp": one.timestamp,
                }
            )
        elif one.timestamp is not None and one.timestamp != row.timestamp:
            connection.execute(
                sa.update(table).where(table.c.id == row.id).values(timestamp=one.timestamp)
            )
    _insert(connection, table, new)
    return ids


def _notebooks(
    connection: Connection, of: Assignment, submissions: Mapping[str, str]
) -> dict[str, str]:
    """The id of each learner's notebook, made where there is none."""
    table = t.submitted_notebook
    query = sa.select(table.c.assignment_id, table.c.id).where(
        table.c.notebook_id == of.notebook_id,
        table.c.assignment_id.in_(list(submissions.values())),
    )
    there = {row.assignment_id: row.id for row in connection.execute(query)}
    ids = {name: there.get(submission) or t.new_id() for name, submission in submissions.items()}
    _insert(
        connection,
        table,
        (
            {"id": ids[name], "assignment_id": submission, "notebook_id": of.notebook_id}
            for name, submission in submissions.items()
            if submission not in there
        ),
    )
    return ids


def _there(
    connection: Connection,
    table: sa.Table,
    cells: Mapping[str, str],
    notebooks: Mapping[str, str],
) -> dict[tuple[str, str], Any]:
    """The rows of some cells in some notebooks; `rows.graded_cells` says why cells are named."""
    query = sa.select(table).where(
        table.c.cell_id.in_(list(cells.values())),
        table.c.notebook_id.in_(list(notebooks.values())),
    )
    return {(row.notebook_id, row.cell_id): row for row in connection.execute(query)}


def _grades(
    connection: Connection,
    of: Assignment,
    batch: Sequence[Judged],
    notebooks: Mapping[str, str],
) -> None:
    """Automatic scores and flags; what a human gave is never touched."""
    there = _there(connection, t.grade, of.graded, notebooks)
    new, changed = [], []
    for one in batch:
        for name, cell in of.graded.items():
            place = notebooks[one.learner], cell
            row = there.get(place)
            values: dict[str, Any] = {}
            if name not in of.tasks:
                score = one.scores[name]
                waits = score is None or (row is not None and row.manual_score is not None)
                waits = waits or name in one.flags
                values = {"auto_score": score, "needs_manual_grade": waits}
            if row is None:
                both = {"notebook_id": place[0], "cell_id": cell}
                new.append(both | {"auto_score": None, "needs_manual_grade": True} | values)
            elif any(getattr(row, column) != value for column, value in values.items()):
                changed.append({"row": row.id, **values})
    _insert(connection, t.grade, new)
    _update(connection, t.grade, changed)


def _comments(
    connection: Connection,
    of: Assignment,
    batch: Sequence[Judged],
    notebooks: Mapping[str, str],
) -> None:
    """The comments of nbgrader itself; a marker's stand in another column."""
    there = _there(connection, t.comment, of.commented, notebooks)
    new, changed = [], []
    for one in batch:
        for name, cell in of.commented.items():
            place, said = (notebooks[one.learner], cell), one.comments.get(name)
            row = there.get(place)
            if row is None:
                new.append({"notebook_id": place[0], "cell_id": cell, "auto_comment": said})
            elif row.auto_comment != said:
                changed.append({"row": row.id, "auto_comment": said})
    _insert(connection, t.comment, new)
    _update(connection, t.comment, changed)


def _update(connection: Connection, table: sa.Table, rows: Sequence[dict[str, Any]]) -> None:
    """Change rows by their id, each in the columns that it names: the same ones for all."""
    if rows:
        columns: dict[str, Any] = {name: sa.bindparam(name) for name in rows[0] if name != "row"}
        query = sa.update(table).where(table.c.id == sa.bindparam("row")).values(columns)
        connection.execute(query, list(rows))


def _penalties(
    connection: Connection,
    of: Assignment,
    batch: Sequence[Judged],
    notebooks: Mapping[str, str],
    penalty: Penalty | None,
) -> None:
    """What late submissions lose, set anew for every submission of the batch."""
    table = t.submitted_notebook
    ids = list(notebooks.values())
    taken: dict[str, float] = {}
    if penalty is not None and of.cells.duedate is not None:
        for row in connection.execute(_late(of, ids)):
            due = of.cells.duedate + (row.extension or timedelta())
            seconds = (row.timestamp - due).total_seconds()
            if seconds > 0:
                off = within(penalty(row.student_id, row.score, seconds), row.score)
                if off is not None:
                    taken[row.id] = off
    connection.execute(
        sa.update(table).where(table.c.id.in_(ids)).values(late_submission_penalty=None)
    )
    for notebook, off in taken.items():
        connection.execute(
            sa.update(table).where(table.c.id == notebook).values(late_submission_penalty=off)
        )


def _late(of: Assignment, ids: Sequence[str]) -> sa.Select[Any]:
    """When some notebooks were handed in, and their score."""
    score = sa.select(sa.func.coalesce(sa.func.sum(counts()), 0.0)).where(
        OF_GRADE, graded_cells(of)
    )
    return (
        sa.select(
            t.submitted_notebook.c.id,
            t.submitted_assignment.c.student_id,
            t.submitted_assignment.c.timestamp,
            t.submitted_assignment.c.extension,
            score.scalar_subquery().label("score"),
        )
        .select_from(of_notebook(of))
        .where(t.submitted_notebook.c.id.in_(ids), t.submitted_assignment.c.timestamp.is_not(None))
    )
