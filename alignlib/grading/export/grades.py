"""What the gradebook holds, read in one question to it for each thing that is asked."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from nbgrader.api import (
    Assignment,
    BaseCell,
    Grade,
    Gradebook,
    Notebook,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)
from sqlalchemy import Select, case, func, select

from alignlib.errors import InstructorError, nearest, shown


@dataclass(frozen=True)
class Module:
    """One assignment of the gradebook: its name and the points that it gives."""

    name: str
    points: float


@dataclass(frozen=True)
class Total:
    """What one learner has for one assignment, and how many of its items wait for a human."""

    learner: str
    module: str
    score: float
    waiting: int


@dataclass(frozen=True)
class ItemGrade:
    """What one learner has for one item."""

    learner: str
    module: str
    item: str
    score: float
    most: float
    waits: bool


def modules(gradebook: Gradebook, named: Sequence[str] = ()) -> list[Module]:
    """
    The assignments named (all without names), in the gradebook's order.

    Raises `InstructorError` for a name that the gradebook does not know.
    """
    every = [Module(one.name, float(one.max_score)) for one in gradebook.assignments]
    known = [module.name for module in every]
    for name in named:
        if name not in known:
            there = ", ".join(known) or "none"
            raise InstructorError(
                f"The gradebook has no assignment {shown(name)}; it has {there}. "
                f"{nearest(name, known)}".rstrip()
            )
    return [module for module in every if not named or module.name in named]


def learners(gradebook: Gradebook, named: Collection[str] = ()) -> list[str]:
    """
    The learners named (all without names), in the order of their ids.

    Raises `InstructorError` for an id that the gradebook does not know.
    """
    every = sorted(gradebook.db.scalars(select(Student.id)))
    for name in named:
        if name not in every:
            raise InstructorError(
                f"The gradebook has no learner {shown(name)}. {nearest(name, every)}".rstrip()
            )
    return [learner for learner in every if not named or learner in named]


def totals(gradebook: Gradebook, among: Collection[str]) -> list[Total]:
    """Every score of these assignments, late penalties taken off as nbgrader's own export does."""
    waiting = func.sum(case((Grade.needs_manual_grade, 1), else_=0))
    late = {
        (learner, module): float(penalty or 0.0)
        for learner, module, penalty in gradebook.db.execute(
            _for_each_submission(among, func.sum(SubmittedNotebook.late_submission_penalty))
        )
    }
    scores = _for_each_submission(among, func.sum(Grade.score), waiting).outerjoin(
        Grade, Grade.notebook_id == SubmittedNotebook.id
    )
    return [
        Total(learner, module, max(0.0, (score or 0.0) - late[learner, module]), int(waits or 0))
        for learner, module, score, waits in gradebook.db.execute(scores)
    ]


def _for_each_submission(among: Collection[str], *sums: Any) -> Select[Any]:
    """The question for sums over each submission's notebooks, beside its learner and module."""
    return (
        select(Student.id, Assignment.name, *sums)
        .select_from(SubmittedAssignment)
        .join(Student, Student.id == SubmittedAssignment.student_id)
        .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
        .outerjoin(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .where(Assignment.name.in_(among))
        .group_by(SubmittedAssignment.id, Student.id, Assignment.name)
        .order_by(Student.id, Assignment.name)
    )


def item_grades(gradebook: Gradebook, module: str) -> list[ItemGrade]:
    """
    Every grade of an assignment, learner by learner.

    Cells of 0 points are left out: they are there for `nbgrader validate` alone.
    """
    rows = gradebook.db.execute(
        select(Student.id, Grade.score, Grade.needs_manual_grade, BaseCell)
        .select_from(Grade)
        .join(BaseCell, BaseCell.id == Grade.cell_id)
        .join(Notebook, Notebook.id == BaseCell.notebook_id)
        .join(SubmittedNotebook, SubmittedNotebook.id == Grade.notebook_id)
        .join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
        .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
        .join(Student, Student.id == SubmittedAssignment.student_id)
        .where(Assignment.name == module)
        .order_by(Student.id, Notebook.name, BaseCell.name)
    )
    return [
        ItemGrade(learner, module, cell.name, float(score), float(cell.max_score), bool(waits))
        for learner, score, waits, cell in rows
        if cell.max_score
    ]
