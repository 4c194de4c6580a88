"""For the same submissions, nbgrader's path and ours leave equal gradebooks."""

from __future__ import annotations

import csv
import os
import shutil
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Self

import nbformat
import pytest
from nbformat.notebooknode import NotebookNode
from nbgrader.api import Base, Gradebook

from alignlib.cases import Bundle
from tests.grading.hostile import BAD, FRIEND, Desk
from tests.grading.kit import ASSIGNMENT, MEMO, NOTEBOOK, Course, Run, new_course
from tests.grading.tables import content, settled

pytestmark = [
    pytest.mark.cycle,
    pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes and links"),
]

GOOD = (FRIEND, "bert", "Zoë", "name with spaces", "o'brien", "☃")
LATE, EXTENDED, BLANK, NOTHING, TWICE = "late", "extended", "blank", "nothing", "twice"
PENALTY = '\nc.LateSubmissionPlugin.penalty_method = "zero"\n'


class Stopped(datetime):
    """A clock that stands still, so that both classes record their answers at one time."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        """Always the same noon."""
        return cls(2026, 3, 20, 12, tzinfo=tz)


def hand_in_all(course: Course) -> None:
    """Everything that a class can bring forth: good, bad, hostile, copied, late, blank, nothing."""
    outside = course.folder.parent / "outside"
    outside.mkdir()
    (outside / "precious.txt").write_text("do not touch", encoding="utf-8")
    for name, bad in BAD.items():
        bad.make(Desk(course, name, outside))
    for name in (*GOOD, TWICE):
        course.hand_in(name, course.answers(name))
    for name in (LATE, EXTENDED):
        folder = course.hand_in(name, course.answers(name, "average"))
        (folder / "timestamp.txt").write_text("2026-03-25 12:00 UTC", encoding="utf-8")
    course.hand_in(BLANK, None)
    course.submitted(NOTHING).mkdir(parents=True)
    whole = course.submitted("a-link-for-a-submission")
    whole.parent.mkdir(parents=True)
    elsewhere = outside / "not-a-submission"
    elsewhere.mkdir()
    (elsewhere / f"{NOTEBOOK}.ipynb").write_text("{}", encoding="utf-8")
    whole.symlink_to(elsewhere, target_is_directory=True)


def prepare_gradebook(course: Course) -> None:
    """A day on which work was due, a learner with more time, and one whose work was marked."""
    with Gradebook(course.database) as gradebook:
        gradebook.update_or_create_assignment(ASSIGNMENT, duedate=datetime(2026, 3, 22))  # noqa: DTZ001 - nbgrader's are naive
        gradebook.add_student(EXTENDED, first_name="Ex", last_name="Tended", email="e@x.example")
        gradebook.add_submission(ASSIGNMENT, EXTENDED)
        gradebook.grant_extension(ASSIGNMENT, EXTENDED, days=7)
        gradebook.add_student(TWICE)
        gradebook.add_submission(ASSIGNMENT, TWICE)
        grade = gradebook.find_grade("whose-question", NOTEBOOK, ASSIGNMENT, TWICE)
        grade.manual_score, grade.extra_credit, grade.needs_manual_grade = 3.25, 0.5, False
        memo = gradebook.find_grade(MEMO, NOTEBOOK, ASSIGNMENT, TWICE)
        memo.manual_score, memo.needs_manual_grade = 11.0, False
        gradebook.find_comment(MEMO, NOTEBOOK, ASSIGNMENT, TWICE).manual_comment = "Good."
        gradebook.db.commit()


def settled_text(field: str) -> str | float:
    """A field of a CSV file; a number with a point without its last bits."""
    try:
        return settled(float(field)) if "." in field else field
    except ValueError:
        return field


def graded_notebook(course: Course, learner: str) -> NotebookNode:
    """The notebook that the marker sees, the place of the class in it left out."""
    path = course.folder / "autograded" / learner / ASSIGNMENT / f"{NOTEBOOK}.ipynb"
    text = path.read_text(encoding="utf-8").replace(str(course.folder.parent), "")
    return nbformat.reads(text, as_version=4)


@dataclass(frozen=True)
class Pair:
    """The same class graded on both paths."""

    nbgrader: Course
    bulk: Course
    runs: dict[str, Run]


@pytest.fixture(scope="module", params=["SQLite", "PostgreSQL"])
def pair(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, larkfield: Bundle
) -> Pair:
    """One release, copied; the same submissions in both; each graded in its own way."""
    server = request.getfixturevalue("postgres") if request.param == "PostgreSQL" else None
    first = new_course(tmp_path_factory.mktemp("nbgrader") / "course", larkfield)
    if server:
        first = first.kept_in(server.new_database())
    with (first.folder / "nbgrader_config.py").open("a", encoding="utf-8") as file:
        file.write(PENALTY)
    assert first.nbgrader("generate_assignment", ASSIGNMENT).code == 0
    prepare_gradebook(first)
    second = Course(tmp_path_factory.mktemp("bulk") / "course", first.bundle)
    shutil.copytree(first.folder, second.folder)
    if server:
        second = second.kept_in(server.new_database(first.database))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("alignlib.answers.datetime", Stopped)
        for course in (first, second):
            hand_in_all(course)
    runs = {
        "nbgrader": first.nbgrader("autograde", ASSIGNMENT),
        "bulk": second.alignlib("grade"),
    }
    return Pair(first, second, runs)


def test_both_end_well(pair: Pair) -> None:
    """Nbgrader's command succeeds; ours says that somebody must look, and why."""
    assert (pair.runs["nbgrader"].code, pair.runs["bulk"].code) == (0, 1)
    assert "Traceback" not in pair.runs["bulk"].log
    assert "Not graded. It holds neither a notebook nor answers." in pair.runs["bulk"].log


@pytest.mark.parametrize("table", [table.name for table in Base.metadata.sorted_tables])
def test_every_table_is_equal(pair: Pair, table: str) -> None:
    """Each table that nbgrader reads has the same rows with the same values, ids aside."""
    expected, found = (content(c.database)[table] for c in (pair.nbgrader, pair.bulk))
    assert expected == found


def test_the_class_is_large_enough_to_tell(pair: Pair) -> None:
    """The comparison is one of many grades, of flags, of penalties and of comments."""
    rows = content(pair.bulk.database)
    assert len(rows["submitted_notebook"]) > len(BAD)
    assert {row["needs_manual_grade"] for row in rows["grade"]} == {True, False}
    assert [r for r in rows["submitted_notebook"] if r["late_submission_penalty"]]
    assert {"No response.", None} == {row["auto_comment"] for row in rows["comment"]}


def test_the_exports_are_equal(pair: Pair) -> None:
    """`nbgrader export` writes the same lines from both, but for the last bits of a sum."""
    tables = []
    for course in (pair.nbgrader, pair.bulk):
        assert course.nbgrader("export", "--to", "grades.csv").code == 0
        with (course.folder / "grades.csv").open(encoding="utf-8", newline="") as file:
            tables.append([[settled_text(field) for field in line] for line in csv.reader(file)])
    assert tables[0] == tables[1]
    assert len(tables[0]) > len(BAD)


@pytest.mark.parametrize("learner", [*BAD, *GOOD, LATE, BLANK, TWICE])
def test_the_marker_sees_the_same_notebook(pair: Pair, learner: str) -> None:
    """The autograded notebooks are equal, cell for cell, and valid to nbformat."""
    expected, found = (graded_notebook(course, learner) for course in (pair.nbgrader, pair.bulk))
    nbformat.validate(found)
    assert expected.cells == found.cells
    assert expected.metadata == found.metadata


def test_nbgrader_goes_on_from_ours(pair: Pair) -> None:
    """Feedback is written for all, and a second `autograde` finds nothing left to do."""
    feedback = pair.bulk.nbgrader("generate_feedback", ASSIGNMENT)
    assert feedback.code == 0, feedback.log[-2000:]
    assert "points" in pair.bulk.feedback(FRIEND)
    again = pair.bulk.nbgrader("autograde", ASSIGNMENT)
    assert again.code == 0
    assert "Autograding" not in again.about(FRIEND)


def test_no_file_of_a_learner_is_copied(pair: Pair) -> None:
    """In the graded folder lie the notebook and its time, no unfinished file, nothing else."""
    folder = pair.bulk.folder / "autograded"
    names = {p.name for p in folder.rglob("*") if p.is_file() and NOTHING not in p.parts}
    assert names == {f"{NOTEBOOK}.ipynb", "timestamp.txt"}


@pytest.mark.parametrize(
    ("ours", "nbgraders"),
    [
        ((), ()),
        (("--learners", "bert", LATE), ("--CsvExportPlugin.student=['bert','late']",)),
        ((ASSIGNMENT,), (f"--CsvExportPlugin.assignment=['{ASSIGNMENT}']",)),
        (("99-none",), ("--CsvExportPlugin.assignment=['99-none']",)),
    ],
)
def test_our_export_is_nbgraders(
    pair: Pair, ours: tuple[str, ...], nbgraders: tuple[str, ...]
) -> None:
    """`alignlib grades` writes the same bytes as `nbgrader export`, also of a part."""
    with Gradebook(pair.bulk.database) as gradebook:
        gradebook.update_or_create_student("absent", last_name="Away")
        gradebook.update_or_create_assignment("02-later", duedate=datetime(2026, 4, 1))  # noqa: DTZ001 - nbgrader's are naive
    assert pair.bulk.nbgrader("export", "--to", "theirs.csv", *nbgraders).code == 0
    run = pair.bulk.alignlib("grades", "--to", "ours.csv", *ours)
    assert run.code == 0, run.log
    theirs = (pair.bulk.folder / "theirs.csv").read_bytes()
    assert theirs == (pair.bulk.folder / "ours.csv").read_bytes()
