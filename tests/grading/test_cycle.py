"""The whole way through nbgrader's own command line: release, submissions, grades, feedback."""

from __future__ import annotations

import contextlib
import io
import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from alignlib.answers import Answers, parse
from alignlib.cases import variant_of
from tests.grading.kit import ASSIGNMENT, MEMO, NOTEBOOK, Course, Grade, Run, source_of, text_of

pytestmark = pytest.mark.cycle

VARIANTS = 12
AUTOMATIC = 80.0
"""Points that need no marker; the memo has the other 20."""

KINDS = ("average", "weak", "misconception", "unfinished", "random")

MARKED, MEMO_POINTS, REMARK = "solved-1", 17.5, "Clear. Say who takes the next step."
CORRECTED, CORRECTION = "solved-2", 6.0
LATE = "late"

ERRORS = ("ERROR", "Traceback", "CRITICAL")


def ids(beginning: str) -> list[str]:
    """Ids of learners that have the variants 1 to 12, in this order."""
    found: dict[int, str] = {}
    number = 0
    while len(found) < VARIANTS:
        number += 1
        name = f"{beginning}-{number}"
        found.setdefault(variant_of(name, ASSIGNMENT, VARIANTS), name)
    return [found[variant] for variant in range(1, VARIANTS + 1)]


def solve(course: Course, learner: str) -> Answers:
    """Run the solution's code as it is written, for this learner; what it recorded."""
    notebook = json.loads((course.source / f"{NOTEBOOK}.ipynb").read_text(encoding="utf-8"))
    path = course.source / "answers.source.json"
    path.unlink(missing_ok=True)
    before = Path.cwd()
    os.chdir(course.source)
    try:
        names: dict[str, object] = {}
        with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(io.StringIO()):
            patch.setenv("JUPYTERHUB_USER", learner)
            for cell in notebook["cells"]:
                if cell["cell_type"] == "code":
                    exec(compile(source_of(cell), cell["id"], "exec"), names)
    finally:
        os.chdir(before)
    text = path.read_text(encoding="utf-8")
    path.unlink()
    return parse(text)


@dataclass(frozen=True)
class Graded:
    """A class after grading: what was handed in, what nbgrader said, and what it left."""

    course: Course
    answers: dict[str, Answers]
    runs: dict[str, Run]
    grades: dict[str, dict[str, Grade]]
    exported: dict[str, dict[str, str]]


@pytest.fixture(scope="module")
def graded(course: Course) -> Graded:
    """
    A class of thirty in one run: the solution and a blank release on each variant, and others.

    The learner who is late has the solution too.
    """
    answers = {name: solve(course, name) for name in ids("solved")}
    answers |= {kind: course.answers(kind, kind) for kind in KINDS}
    answers[LATE] = solve(course, LATE)
    for name, made in answers.items():
        course.hand_in(name, made)
    for name in ids("blank"):
        course.hand_in(name, None)
    (course.submitted(LATE) / "timestamp.txt").write_text("2026-03-25 12:00 UTC", encoding="utf-8")
    with Gradebook(course.database) as gradebook:
        due = datetime(2026, 3, 22, tzinfo=UTC).replace(tzinfo=None)
        gradebook.update_or_create_assignment(ASSIGNMENT, duedate=due)
    penalty = "--LateSubmissionPlugin.penalty_method=zero"
    runs = {
        "autograde": course.nbgrader("autograde", ASSIGNMENT, penalty),
        "feedback": course.nbgrader("generate_feedback", ASSIGNMENT),
        "export": course.nbgrader("export", "--to", "grades.csv"),
    }
    return Graded(course, answers, runs, course.grades(), course.exported())


def test_every_command_succeeds_and_complains_of_nothing(graded: Graded) -> None:
    """A class of good submissions gives exit code 0 and no error; a late one is a warning."""
    assert dict.fromkeys(graded.runs, 0) == {n: run.code for n, run in graded.runs.items()}
    for run in graded.runs.values():
        assert [line for line in run.log.splitlines() if any(e in line for e in ERRORS)] == []


def test_the_gradebook_holds_what_award_says(graded: Graded) -> None:
    """Every automatic score in nbgrader's gradebook equals the one door's, to the last digit."""
    for name, answers in graded.answers.items():
        expected = graded.course.points(answers)
        found = graded.grades[name]
        automatic = {item: found[item].auto for item in expected if item != MEMO}
        assert {i: p for i, p in expected.items() if i != MEMO} == automatic, name
        assert {i: s.max_points for i, s in graded.course.awards(answers).items()} == {
            i: found[i].most for i in expected
        }


def test_the_export_holds_the_sums(graded: Graded) -> None:
    """`grades.csv` has one row a learner, with the sum of the points of 100."""
    assert set(graded.exported) == set(graded.grades)
    for name, answers in graded.answers.items():
        row = graded.exported[name]
        assert sum(graded.course.points(answers).values()) == pytest.approx(float(row["raw_score"]))
        assert float(row["max_score"]) == 100.0


@pytest.mark.parametrize("number", range(1, VARIANTS + 1))
def test_the_solution_has_full_marks_on_every_variant(graded: Graded, number: int) -> None:
    """The code of the solution earns 80 of 80 automatic points, and its memo waits."""
    name = ids("solved")[number - 1]
    assert graded.answers[name].variant == number
    assert float(graded.exported[name]["score"]) == AUTOMATIC
    waiting = {item for item, grade in graded.grades[name].items() if grade.waits}
    assert waiting == {MEMO}


@pytest.mark.parametrize("number", range(1, VARIANTS + 1))
def test_a_blank_release_has_nothing_on_every_variant(graded: Graded, number: int) -> None:
    """A release handed in untouched earns 0 of 100 points, and nothing of it waits for a human."""
    name = ids("blank")[number - 1]
    assert float(graded.exported[name]["score"]) == 0.0
    assert not any(grade.waits for grade in graded.grades[name].values())


def test_lesser_learners_stay_between(graded: Graded) -> None:
    """A learner who knows half has some of the points; random answers stay under a tenth."""
    score = {kind: float(graded.exported[kind]["score"]) for kind in KINDS}
    assert 0 < score["average"] < AUTOMATIC
    assert score["random"] < AUTOMATIC / 10


def test_a_blank_memo_is_told_as_such(graded: Graded) -> None:
    """A page says of a blank memo that nothing was handed in, and of no other."""
    assert "Nothing was handed in." not in graded.course.feedback("average")
    page = graded.course.feedback(ids("blank")[0])
    assert '<p class="status">Nothing was handed in.</p>' in page


def test_feedback_names_the_part_and_the_idea(graded: Graded) -> None:
    """The page says for each item the points, the parts that lost some, and the claim behind."""
    page = text_of(graded.course.feedback("misconception"))
    for item, score in graded.course.awards(graded.answers["misconception"]).items():
        if item != MEMO:
            assert f"{round(score.points, 2):g} of {score.max_points:g} points" in page
    assert "The idea behind what was lost" in page
    assert "Where to look in the lesson" in page


def test_a_late_penalty_of_nbgrader_still_works(graded: Graded) -> None:
    """Nbgrader's own plug-in takes its penalty from a late submission, and from no other."""
    row = graded.exported[LATE]
    assert tuple(
        float(row[name]) for name in ("raw_score", "late_submission_penalty", "score")
    ) == (80.0, 80.0, 0.0)
    others = [r for name, r in graded.exported.items() if name != LATE]
    assert {0.0} == {float(r["late_submission_penalty"] or 0) for r in others}


def test_the_marker_sees_the_rubric_before_the_memo(graded: Graded) -> None:
    """In the autograded notebook the mark scheme is the cell right before the memo."""
    cells = graded.course.autograded(MARKED)["cells"]
    place = next(n for n, c in enumerate(cells) if c["id"] == "memo-for-the-marker")
    assert "Learners never see this box" in source_of(cells[place - 1])
    assert "holds" not in source_of(cells[place])  # the solution's own memo is not the learner's


# ---------------------------------------------------------------- marking, and grading again


@pytest.fixture(scope="module")
def marked(graded: Graded) -> dict[str, dict[str, str]]:
    """The export after a human has marked one memo and corrected one automatic score."""
    with Gradebook(graded.course.database) as gradebook:
        grade = gradebook.find_grade(MEMO, NOTEBOOK, ASSIGNMENT, MARKED)
        grade.manual_score, grade.needs_manual_grade = MEMO_POINTS, False
        gradebook.find_comment(MEMO, NOTEBOOK, ASSIGNMENT, MARKED).manual_comment = REMARK
        other = gradebook.find_grade("whose-question", NOTEBOOK, ASSIGNMENT, CORRECTED)
        other.manual_score = CORRECTION
        gradebook.db.commit()
    assert graded.course.nbgrader("export", "--to", "grades.csv").code == 0
    return graded.course.exported()


@pytest.fixture(scope="module")
def again(graded: Graded, marked: dict[str, dict[str, str]]) -> Graded:
    """The same class graded a second time, by force."""
    del marked
    runs = {
        "autograde": graded.course.nbgrader("autograde", ASSIGNMENT, "--force"),
        "feedback": graded.course.nbgrader("generate_feedback", ASSIGNMENT, "--force"),
        "export": graded.course.nbgrader("export", "--to", "grades.csv"),
    }
    course = graded.course
    return Graded(course, graded.answers, runs, course.grades(), course.exported())


def test_a_marked_memo_counts(graded: Graded, marked: dict[str, dict[str, str]]) -> None:
    """A manual score is added to the automatic ones; a correction goes before one."""
    assert float(graded.exported[MARKED]["score"]) + MEMO_POINTS == float(marked[MARKED]["score"])
    assert float(marked[CORRECTED]["score"]) == AUTOMATIC - 8 + CORRECTION


def test_grading_again_keeps_what_a_human_gave(
    again: Graded, marked: dict[str, dict[str, str]]
) -> None:
    """`autograde --force` loses no manual score and no comment, and no total changes."""
    assert dict.fromkeys(again.runs, 0) == {n: run.code for n, run in again.runs.items()}
    assert (
        again.grades[MARKED][MEMO].manual,
        again.grades[MARKED][MEMO].comment,
    ) == (MEMO_POINTS, REMARK)
    assert again.grades[CORRECTED]["whose-question"].manual == CORRECTION
    # The penalty was asked for on the command line of the first run alone.
    expected = {n: row["score"] for n, row in marked.items() if n != LATE}
    assert expected == {n: row["score"] for n, row in again.exported.items() if n != LATE}


def test_grading_again_gives_the_same_automatic_scores(graded: Graded, again: Graded) -> None:
    """Grading is deterministic: the second run gives every learner the first one's scores."""
    assert {n: {i: g.auto for i, g in own.items()} for n, own in graded.grades.items()} == {
        n: {i: g.auto for i, g in own.items()} for n, own in again.grades.items()
    }


def test_the_comment_reaches_the_learner(again: Graded) -> None:
    """The marker's comment stands in the feedback, with the points of the memo."""
    page = text_of(again.course.feedback(MARKED))
    assert REMARK in page
    assert f"{MEMO_POINTS} of 20 points" in page


def test_grading_a_second_time_without_force_does_nothing(again: Graded) -> None:
    """What is graded already is skipped."""
    run = again.course.nbgrader("autograde", ASSIGNMENT)
    assert run.code == 0
    assert run.log.count("Skipping existing assignment") == len(again.grades)
