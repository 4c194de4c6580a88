"""`alignlib feedback` and `alignlib sample` over a graded class, and what nbgrader makes of it."""

from __future__ import annotations

import csv
import io
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook

from alignlib import cli
from alignlib.grading.bulk.gradebook import Gradebook as Bulk
from alignlib.grading.markers.sheet import read_sheet
from alignlib.grading.pages.marks import marks_of
from tests.grading.kit import ASSIGNMENT, MEMO, NOTEBOOK, Course, text_of

pytestmark = pytest.mark.cycle

LEARNERS = {"ada": "careful", "bert": "average", "chris": "misconception", "dora": "blank"}
SHEET = "purpose: 4, but for whom?\npart-without-goal: 5\nnext-step: 2.5\nplain-words: 5"
SECRET = "a-secret-of-the-exchange"


def mark(course: Course, learner: str, points: float, comment: str) -> None:
    """Mark a memo as formgrader does."""
    with Gradebook(course.database) as gradebook:
        grade = gradebook.find_grade(MEMO, NOTEBOOK, ASSIGNMENT, learner)
        grade.manual_score, grade.needs_manual_grade = points, False
        gradebook.find_comment(MEMO, NOTEBOOK, ASSIGNMENT, learner).manual_comment = comment
        gradebook.db.commit()


@pytest.fixture(scope="module")
def graded(course: Course) -> Course:
    """A class of four after autograding; one of them handed in a page and a file of their own."""
    for learner, kind in LEARNERS.items():
        folder = course.hand_in(learner, course.answers(learner, kind))
        (folder / "submission_secret.txt").write_text(f"{SECRET}-{learner}", encoding="utf-8")
    (course.submitted("ada") / "own.html").write_text("<h1>Mine</h1>", encoding="utf-8")
    run = course.nbgrader("autograde", ASSIGNMENT)
    assert run.code == 0, run.log
    mark(course, "ada", 16.5, f"{SHEET}\nWell done.")
    return course


@pytest.fixture
def there(graded: Course, monkeypatch: pytest.MonkeyPatch) -> Iterator[Course]:
    """The course as the present folder, without any feedback yet."""
    monkeypatch.chdir(graded.folder)
    shutil.rmtree(graded.folder / "feedback", ignore_errors=True)
    yield graded
    shutil.rmtree(graded.folder / "feedback", ignore_errors=True)


def said_by(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    """The exit code of a command, and all that it says, in one line."""
    code = cli.main(words)
    captured = capsys.readouterr()
    return code, " ".join((captured.out + captured.err).split())


# ---------------------------------------------------------------- pages


def test_the_marks_are_nbgraders(there: Course) -> None:
    """Points, sums, extra credit, penalty and comments are what nbgrader itself reads."""
    with Gradebook(there.database) as gradebook:
        extra = gradebook.find_grade("five-components", NOTEBOOK, ASSIGNMENT, "ada")
        extra.extra_credit = 1.5
        late = gradebook.find_submission_notebook(NOTEBOOK, ASSIGNMENT, "bert")
        late.late_submission_penalty = 3.0
        gradebook.db.commit()
        try:
            found = marks_of(Bulk(there.database), ASSIGNMENT, NOTEBOOK)
            assert sorted(LEARNERS) == list(found)
            for submission in gradebook.assignment_submissions(ASSIGNMENT):
                (notebook,) = submission.notebooks
                marked = found[submission.student.id]
                assert marked.handed_in == submission.timestamp
                assert (marked.points, marked.most) == (notebook.score, notebook.max_score)
                assert marked.penalty == (notebook.late_submission_penalty or 0.0)
                grades = {g.name: g for g in notebook.grades if g.max_score}
                assert {n: g.score for n, g in grades.items()} == {
                    name: mark.points for name, mark in marked.marks.items()
                }
                comments = {c.name: c.manual_comment or "" for c in notebook.comments}
                assert comments[MEMO] == marked.marks[MEMO].comment
        finally:
            extra.extra_credit, late.late_submission_penalty = None, None
            gradebook.db.commit()


def test_a_page_for_each_learner(there: Course, capsys: pytest.CaptureFixture[str]) -> None:
    """Beside its page a folder has what nbgrader needs to release it, and nothing else."""
    code, said = said_by(capsys, "feedback")
    assert code == 0
    assert "4 pages written" in said
    assert "2 of them say that a marker still has to read a memo" in said
    for learner in LEARNERS:
        folder = there.folder / "feedback" / learner / ASSIGNMENT
        assert {path.name for path in folder.iterdir()} == {
            f"{NOTEBOOK}.html",
            "timestamp.txt",
            "submission_secret.txt",
        }
    page = text_of(there.feedback("ada"))
    assert "16.5 of 20 points" in page
    assert "4 of 5 but for whom?" in page
    assert "The marker’s comment Well done." in page


def test_a_second_run_leaves_pages_alone(there: Course, capsys: pytest.CaptureFixture[str]) -> None:
    """A page that says the same is not written again; one that changed is."""
    said_by(capsys, "feedback")
    pages = {name: there.folder / "feedback" / name / ASSIGNMENT for name in LEARNERS}
    before = {name: (p / f"{NOTEBOOK}.html").stat().st_mtime_ns for name, p in pages.items()}
    mark(there, "bert", 10, "Go on.")
    code, said = said_by(capsys, "feedback", "two-strategies")
    after = {name: (p / f"{NOTEBOOK}.html").stat().st_mtime_ns for name, p in pages.items()}
    assert (code, {n for n in LEARNERS if before[n] != after[n]}) == (0, {"bert"})
    assert "1 pages written, 3 as they were" in said
    assert "Go on." in there.feedback("bert")


def test_some_learners_alone(there: Course, capsys: pytest.CaptureFixture[str]) -> None:
    """With `--learners` the others get nothing."""
    assert said_by(capsys, "feedback", ASSIGNMENT, "--learners", "ada", "dora")[0] == 0
    assert {p.name for p in (there.folder / "feedback").iterdir()} == {"ada", "dora"}


def test_whom_the_course_leaves_out(there: Course, capsys: pytest.CaptureFixture[str]) -> None:
    """Learners whom the configuration excludes get no page."""
    configuration = there.folder / "nbgrader_config.py"
    before = configuration.read_text(encoding="utf-8")
    line = '\nc.CourseDirectory.student_id_exclude = "bert,chris"\n'
    configuration.write_text(before + line, encoding="utf-8")
    try:
        assert said_by(capsys, "feedback")[0] == 0
    finally:
        configuration.write_text(before, encoding="utf-8")
    assert {p.name for p in (there.folder / "feedback").iterdir()} == {"ada", "dora"}


def test_nbgrader_writes_the_same_page(there: Course, capsys: pytest.CaptureFixture[str]) -> None:
    """`nbgrader generate_feedback`, which formgrader's button runs, gives the very same bytes."""
    said_by(capsys, "feedback")
    ours = {name: there.feedback(name) for name in LEARNERS}
    run = there.nbgrader("generate_feedback", ASSIGNMENT, "--force")
    assert run.code == 0, run.log
    assert ours == {name: there.feedback(name) for name in LEARNERS}


def test_the_page_goes_through_the_exchange(
    there: Course, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """`release_feedback` hands the page out, and `fetch_feedback` brings it to its learner."""
    said_by(capsys, "feedback")
    exchange, cache = tmp_path / "exchange", tmp_path / "cache"
    exchange.mkdir(mode=0o777)
    exchange.chmod(0o777)
    places = (f"--Exchange.root={exchange}", f"--Exchange.cache={cache}")
    run = there.nbgrader("release_feedback", ASSIGNMENT, *places)
    assert run.code == 0, run.log
    assert len(list((exchange / "alignment" / "feedback").iterdir())) == len(LEARNERS)
    kept = cache / "alignment" / f"ada+{ASSIGNMENT}+2026-03-20 12:00:00 UTC"
    shutil.copytree(there.submitted("ada"), kept)
    home = there.folder.parent / "home"
    run = there.nbgrader("fetch_feedback", ASSIGNMENT, *places, "--student=ada",
                         f"--Exchange.assignment_dir={home}")  # fmt: skip
    assert run.code == 0, run.log
    (fetched,) = (home / ASSIGNMENT / "feedback").rglob("*.html")
    assert there.feedback("ada") == fetched.read_text(encoding="utf-8")


def test_the_notebook_can_still_be_the_feedback(there: Course) -> None:
    """Who sets nbgrader's own exporter gets the notebook, without what is for the marker."""
    own = "--GenerateFeedback.exporter_class=nbconvert.exporters.HTMLExporter"
    run = there.nbgrader("generate_feedback", ASSIGNMENT, "--student=ada", own)
    assert run.code == 0, run.log
    page = there.feedback("ada")
    assert "Test cell" in page
    assert "Learners never see this box" not in page


def test_what_does_not_fit_is_said(there: Course, capsys: pytest.CaptureFixture[str]) -> None:
    """A learner without a graded notebook keeps nobody waiting; the exit code says so."""
    graded = there.folder / "autograded" / "chris" / ASSIGNMENT
    aside = graded.with_name("aside")
    graded.rename(aside)
    mark(there, "ada", 12, SHEET)
    try:
        code, said = said_by(capsys, "feedback")
    finally:
        aside.rename(graded)
        mark(there, "ada", 16.5, f"{SHEET}\nWell done.")
    assert code == 1
    assert "3 pages written" in said
    assert "No page: chris has no graded notebook" in said
    assert "Look at ada:" in said
    assert "gives 16.5 points by the rubric, and the score is 12" in said


def test_answers_that_changed_since_make_no_page(
    there: Course, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where the gradebook has other points than the answers earn, there is no page."""
    with Gradebook(there.database) as gradebook:
        grade = gradebook.find_grade("the-tool-list", NOTEBOOK, ASSIGNMENT, "bert")
        before, grade.auto_score = grade.auto_score, 9.99
        gradebook.db.commit()
        code, said = said_by(capsys, "feedback", "--learners", "bert")
        grade.auto_score = before
        gradebook.db.commit()
    assert code == 2
    assert "the gradebook has 9.99 points for the-tool-list" in said
    assert not (there.folder / "feedback").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["feedback", "two-strategy"], "No module 'two-strategy' is graded."),
        (["feedback", "--learners", "adda"], "'adda' has no grades for 01-two-strategies. Did you"),
        (["sample", "two-strategies", "--memos", "40"], "--memos is 40; 3 memos were handed in."),
        (["sample", "01", "--item", "one-paragraph"], "Memos of 01-two-strategies: one-par"),
        (["sample", "01", "--into", "."], "--into is the course itself."),
    ],
)
def test_a_mistyped_command(
    there: Course, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    """What is not there is named in a sentence, and nothing is written."""
    code, told = said_by(capsys, *words)
    assert code == 2
    assert said in told
    assert not (there.folder / "feedback").exists()
    assert not (there.folder / "second-marking").exists()


def test_a_folder_that_is_no_course(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Outside of a course the command says where to go."""
    monkeypatch.chdir(tmp_path)
    code, said = said_by(capsys, "feedback")
    assert code == 2
    assert "is no course folder" in said


# ---------------------------------------------------------------- a sample for a second marker


@pytest.fixture
def sample(there: Course, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A sample of every memo of the class."""
    folder = tmp_path / "second"
    code, said = said_by(capsys, "sample", "two-strategies", "--into", str(folder))
    assert code == 0, said
    assert "3 of 3 memos" in said
    return folder


def test_the_second_marker_learns_no_name(sample: Path) -> None:
    """No file for the second marker, no name of one and no time says whose a memo is."""
    out = sample / "for-the-marker"
    files = sorted(p.relative_to(out).as_posix() for p in out.rglob("*") if p.is_file())
    assert files == ["marks.csv", "memos/01.txt", "memos/02.txt", "memos/03.txt", "rubric.txt"]
    said = "".join(path.read_text(encoding="utf-8") for path in out.rglob("*.*"))
    assert [name for name in LEARNERS if re.search(rf"\b{name}\b", said)] == []
    assert "16.5" not in said
    assert "Well done" not in said


def test_the_second_marker_has_what_it_takes(
    sample: Path, assignment: dict[str, Any], there: Course
) -> None:
    """The memos with the variant that they are about, the whole rubric, and an empty sheet."""
    out = sample / "for-the-marker"
    rubric = " ".join((out / "rubric.txt").read_text(encoding="utf-8").split())
    memo = next(item for item in assignment["items"] if item["id"] == MEMO)
    for criterion in memo["criteria"]:
        assert [level for level in criterion["levels"] if level not in rubric] == []
    for exemplar in memo["exemplars"]:
        assert " ".join(exemplar["text"].split()) in rubric
    ids = ",".join(criterion["id"] for criterion in memo["criteria"])
    sheet = (out / "marks.csv").read_text(encoding="utf-8")
    assert sheet == f"memo,{ids}\n01,,,,\n02,,,,\n03,,,,\n"
    variants = {there.answers(name).variant for name in ("ada", "bert", "chris")}
    texts = [path.read_text(encoding="utf-8") for path in (out / "memos").iterdir()]
    heads = [text.splitlines()[0].partition(", ")[2] for text in texts]
    assert {f"variant {number} of the case" for number in variants} == set(heads)


def test_the_list_kept_apart_resolves_the_numbers(sample: Path) -> None:
    """Who is who stands apart, with the first marker's score and points where there are any."""
    apart = sample / "keep-apart"
    rows = list(csv.DictReader(io.StringIO((apart / "who-is-who.csv").read_text("utf-8"))))
    assert {row["learner"] for row in rows} == {"ada", "bert", "chris"}
    ada = next(row for row in rows if row["learner"] == "ada")
    assert (ada["item"], ada["first score"]) == (MEMO, "16.5")
    first = read_sheet(apart / "first-marker.csv")
    assert first.points[ada["memo"]] == {
        "purpose": 4.0, "part-without-goal": 5.0, "next-step": 2.5, "plain-words": 5.0,
    }  # fmt: skip


def test_the_two_markers_are_compared(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The second marker's sheet and the first marker's points go straight into the comparison."""
    first = sample / "keep-apart" / "first-marker.csv"
    filled = sample / "B.csv"
    filled.write_text(re.sub(r",5\n", ",3\n", first.read_text("utf-8")), encoding="utf-8")
    code, said = said_by(capsys, "agreement", str(first), str(filled))
    assert code == 0
    assert "plain-words 5 and 3" in said


def test_a_seed_draws_the_same_memos(
    there: Course, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With a seed the same memos get the same numbers."""
    for name in ("one", "two"):
        words = ("sample", "01", "--memos", "2", "--seed", "spring", "--into", str(tmp_path / name))
        assert said_by(capsys, *words)[0] == 0
    lists = [(tmp_path / n / "keep-apart" / "who-is-who.csv").read_text() for n in ("one", "two")]
    assert lists[0] == lists[1]
    assert len(lists[0].splitlines()) == 3


def test_a_list_is_never_written_over(
    there: Course, sample: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A second sample into the same folder is refused: its numbers would no longer be resolved."""
    before = (sample / "keep-apart" / "who-is-who.csv").read_bytes()
    code, said = said_by(capsys, "sample", "01", "--into", str(sample))
    assert code == 2
    assert "is there already" in said
    assert before == (sample / "keep-apart" / "who-is-who.csv").read_bytes()


def test_nothing_is_graded_yet(
    course: Course, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before grading there is nothing to give back, and the command says what to run."""
    folder = tmp_path / "course"
    shutil.copytree(course.folder, folder, ignore=shutil.ignore_patterns("autograded", "feedback"))
    code, said = said_by(capsys, "feedback", "--course", str(folder))
    assert code == 2
    assert "Nothing is graded" in said
    assert "alignlib grade" in said
