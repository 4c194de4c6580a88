"""
Traps of nbgrader 0.9, one by one: the fact, and that it reaches no learner of ours.

Where a test shows the fact itself and fails after an update of nbgrader, the trap is gone; what
was built around it may then be simpler.
"""

from __future__ import annotations

import logging
import shutil
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import determine_grade, find_all_files, parse_utc
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from alignlib.cli.steps import environment
from alignlib.grading.mould import outputs_as_text
from tests.grading.kit import ASSIGNMENT, NOTEBOOK, ROOT, Course, code, graded_cells

POINTS = 10.0

LOG = logging.getLogger("tests")


@pytest.fixture(scope="module")
def config() -> Config:
    """The course's own nbgrader_config.py, read as nbgrader reads it."""
    return PyFileConfigLoader("nbgrader_config.py", path=str(ROOT)).load_config()


def grade(*outputs: dict[str, Any]) -> float | None:
    """What nbgrader makes of a grade cell with these outputs."""
    marks = {"grade": True, "solution": False, "locked": True, "grade_id": "x", "points": POINTS}
    cell = nbformat.from_dict(code("x", outputs, metadata={"nbgrader": marks}))
    points: float | None = determine_grade(cell, LOG)[0]
    return points


def result(text: str) -> dict[str, Any]:
    """The output of a cell whose last line has this value."""
    data = {"text/plain": text}
    return {"output_type": "execute_result", "data": data, "metadata": {}, "execution_count": 1}


def test_text_on_stderr_scores_nothing() -> None:
    """A mere warning costs all points; so of a learner's outputs none stays on stderr."""
    stderr = {"output_type": "stream", "name": "stderr", "text": "DeprecationWarning"}
    assert grade(stderr) == 0
    assert [kept.name for kept in outputs_as_text([stderr])] == ["stdout"]


@pytest.mark.parametrize("text", ["np.float64(0.5)", "nan", "None", "'0.5'", "Score: 3"])
def test_what_is_no_plain_number_scores_everything(text: str) -> None:
    """
    A last line that nbgrader cannot read as a number has full marks.

    So the score's output is the `repr` of a built-in float, which test_score.py holds.
    """
    assert grade(result(text)) == POINTS


def test_no_output_scores_everything() -> None:
    """A grade cell that did not run has full marks; every one of ours is given its score."""
    assert grade() == POINTS


def test_a_score_above_the_maximum_is_an_error() -> None:
    """
    A rounding error above the maximum raises, and nbgrader then drops the whole submission.

    The one door to a score never gives more than the maximum (tests/test_scoring.py).
    """
    with pytest.raises(ValueError, match="greater than"):
        grade(result("10.000000000000002"))


def test_no_cell_is_executed(config: Config) -> None:
    """In nbgrader's lists for grading nothing runs a notebook; ScoreAnswers has that place."""
    lists = [config.Autograde.sanitize_preprocessors, config.Autograde.autograde_preprocessors]
    named = [name for one in lists for name in one]
    assert "alignlib.grading.score.ScoreAnswers" in named
    assert [name for name in named if "Execute" in name] == []


def test_the_flag_comes_after_the_grades(config: Config) -> None:
    """SaveAutoGrades writes every flag anew, so whoever flags has to come later."""
    order = config.Autograde.autograde_preprocessors
    flag, save = "alignlib.grading.flag.FlagForHuman", "nbgrader.preprocessors.SaveAutoGrades"
    assert order.index(save) < order.index(flag)


def test_the_mark_scheme_is_hidden_before_feedback_is_made(config: Config) -> None:
    """Nbgrader shows every cell in the feedback, hidden tests too; ours are taken out first."""
    assert config.GenerateFeedback.preprocessors[0] == "alignlib.grading.hide.HideMarkScheme"


def test_no_file_of_the_source_lands_in_a_submission(config: Config) -> None:
    """
    Nbgrader copies files beside the source over their namesakes in every submission.

    Of ours only `cases.zip` is copied; above all no answers file.
    """
    folder = ROOT / "solutions" / ASSIGNMENT
    ignored = [*config.CourseDirectory.ignore, "*.ipynb"]
    names = {Path(found).name for found in find_all_files(str(folder), ignored)}
    assert names == {"cases.zip"}


@pytest.mark.parametrize(
    "name",
    ["assignment.yaml", "case.yaml", "practice.yaml", "answers.source.json", ".answers.json.lock"],
)
def test_what_an_instructor_leaves_there_stays_there(
    tmp_path: Path, config: Config, name: str
) -> None:
    """The course's files, and what running the source leaves behind, are never copied."""
    (tmp_path / name).touch()
    assert find_all_files(str(tmp_path), config.CourseDirectory.ignore) == []


def test_alembic_is_on_the_path() -> None:
    """On a new database nbgrader calls `alembic` by its name: our commands put it on PATH."""
    assert shutil.which("alembic", path=environment()["PATH"]) is not None


@pytest.mark.parametrize("content", ["tomorrow-ish", "2026-99-99"])
def test_a_bad_timestamp_is_an_error(tmp_path: Path, content: str) -> None:
    """Nbgrader drops a submission over its timestamp.txt; `receive` sets such a file aside."""
    (tmp_path / "timestamp.txt").write_text(content, encoding="utf-8")
    with pytest.raises(Exception):  # noqa: B017, PT011 - nbgrader's own, of no promised kind
        CourseDirectory().get_existing_timestamp(str(tmp_path))
    with pytest.raises(ValueError, match=r"\S"):
        parse_utc(content)


@pytest.mark.cycle
def test_validate_exits_with_0_when_it_fails(course: Course, tmp_path: Path) -> None:
    """
    `nbgrader validate` says what is wrong and exits with 0 all the same.

    So nothing of ours trusts its exit code; what it says is words that a learner can use.
    """
    for name in (f"{NOTEBOOK}.ipynb", "cases.zip"):
        shutil.copy(course.release / name, tmp_path)
    learner = Course(tmp_path, course.bundle)
    run = learner.nbgrader("validate", f"{NOTEBOOK}.ipynb")
    assert run.code == 0, run.log
    assert "21 of 21 still open" in run.log
    failed = len(graded_cells(course.blank())) - 1  # the memo's own cell holds no code
    assert run.log.count("still open") == failed
    assert "Traceback" not in run.log


def test_a_release_needs_its_gradebook(tmp_path: Path, course: Course) -> None:
    """Without `generate_assignment` in the same course nbgrader grades nobody, and says so."""
    other = tmp_path / "course"
    shutil.copytree(course.folder, other, ignore=shutil.ignore_patterns("gradebook.db*"))
    fresh = Course(other, course.bundle)
    fresh.hand_in("ada", fresh.answers("ada"))
    run = fresh.nbgrader("autograde", ASSIGNMENT)
    assert run.code == 1
    assert f"No assignment with ID '{ASSIGNMENT}' exists" in run.log


def test_a_missing_release_is_said_in_words(tmp_path: Path, course: Course) -> None:
    """Submissions are graded in the release's form; without it the message names the next step."""
    other = tmp_path / "course"
    shutil.copytree(course.folder, other)
    fresh = Course(other, course.bundle)
    fresh.hand_in("ada", fresh.answers("ada"))
    (fresh.release / f"{NOTEBOOK}.ipynb").unlink()
    run = fresh.nbgrader("autograde", ASSIGNMENT)
    assert run.code == 1
    assert f"nbgrader generate_assignment {ASSIGNMENT} --force" in run.log
