"""nbgrader's tables, as far as grading fills or reads them, and one of our own beside them."""

from __future__ import annotations

from uuid import uuid4

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    Float,
    Integer,
    Interval,
    MetaData,
    String,
    Table,
    Text,
)

REVISION = "e43177bfe90b"
"""nbgrader's version of these tables (its newest since 0.7), as alembic counts. A test holds it."""

_METADATA = MetaData()


def _table(name: str, *columns: Column[object]) -> Table:
    return Table(name, _METADATA, *columns)


def new_id() -> str:
    """An id as nbgrader makes them."""
    return uuid4().hex


alembic_version = _table("alembic_version", Column("version_num", String(32)))

assignment = _table(
    "assignment",
    Column("id", String(32), primary_key=True),
    Column("name", String(128)),
    Column("duedate", DateTime()),
)

notebook = _table(
    "notebook",
    Column("id", String(32), primary_key=True),
    Column("name", String(128)),
    Column("assignment_id", String(32)),
    Column("kernelspec", String(1024)),
)

base_cell = _table(
    "base_cell",
    Column("id", String(32), primary_key=True),
    Column("name", String(128)),
    Column("notebook_id", String(32)),
    Column("type", String(50)),
)

grade_cells = _table(
    "grade_cells",
    Column("id", String(32), primary_key=True),
    Column("max_score", Float()),
)

task_cells = _table(
    "task_cells",
    Column("id", String(32), primary_key=True),
    Column("max_score", Float()),
)

source_cell = _table(
    "source_cell",
    Column("id", String(32), primary_key=True),
    Column("name", String(128)),
    Column("cell_type", String(8)),
    Column("locked", Boolean),
    Column("source", Text()),
    Column("checksum", String(128)),
    Column("notebook_id", String(32)),
)

student = _table(
    "student",
    Column("id", String(128), primary_key=True),
    Column("first_name", String(128)),
    Column("last_name", String(128)),
    Column("email", String(128)),
)

submitted_assignment = _table(
    "submitted_assignment",
    Column("id", String(32), primary_key=True, default=new_id),
    Column("assignment_id", String(32)),
    Column("student_id", String(128)),
    Column("timestamp", DateTime()),
    Column("extension", Interval()),
)

submitted_notebook = _table(
    "submitted_notebook",
    Column("id", String(32), primary_key=True, default=new_id),
    Column("assignment_id", String(32)),
    Column("notebook_id", String(32)),
    Column("flagged", Boolean, default=False),
    Column("late_submission_penalty", Float()),
)

grade = _table(
    "grade",
    Column("id", String(32), primary_key=True, default=new_id),
    Column("notebook_id", String(32)),
    Column("cell_id", String(32)),
    Column("auto_score", Float()),
    Column("manual_score", Float()),
    Column("extra_credit", Float()),
    Column("needs_manual_grade", Boolean, default=True),
)

comment = _table(
    "comment",
    Column("id", String(32), primary_key=True, default=new_id),
    Column("notebook_id", String(32)),
    Column("cell_id", String(32)),
    Column("auto_comment", Text()),
    Column("manual_comment", Text()),
)

graded = _table(
    "alignlib_graded",
    Column("submission_id", String(32), primary_key=True),
    Column("inputs", String(64), nullable=False),
    Column("variant", Integer, nullable=False),
    Column("key", String(64), nullable=False),
    Column("size", Integer, nullable=False),
)
"""
What the scores of a submission were made of. nbgrader does not read this table.

It lies in the same gradebook, so that scores and digest are committed together. It refers to
nbgrader's table without a foreign key, which would keep nbgrader from removing a submission.
"""
