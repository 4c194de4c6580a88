"""Grading again: only what changed, nothing a human gave lost, nothing seen changed unasked."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zipfile import ZipFile

import pytest
from nbgrader.api import Gradebook as NbGradebook

from alignlib import cli
from alignlib.cases import FILE_NAME as CASES
from alignlib.cases import variant_of
from alignlib.errors import InstructorError
from alignlib.grading.bulk import form
from alignlib.grading.bulk.batches import Outcome, grade, open_class
from alignlib.grading.bulk.gradebook import Gradebook
from alignlib.grading.bulk.settings import read_settings
from tests.grading.kit import ASSIGNMENT, MEMO, NOTEBOOK, Course, with_receipt
from tests.grading.tables import content

pytestmark = pytest.mark.cycle

LEARNERS = ("ada", "bert", "chris")
ITEM = "whose-question"


@pytest.fixture
def term(course: Course, tmp_path: Path) -> Course:
    """A course of three learners that nobody has graded yet."""
    made = Course(tmp_path / "course", course.bundle)
    shutil.copytree(course.folder, made.folder)
    for name in LEARNERS:
        made.hand_in(name, made.answers(name, "average"))
    return made


def graded(course: Course, *, consent: bool = False, dry: bool = False) -> Outcome:
    """What came of grading the whole class once more."""
    settings = read_settings(course.folder)
    gradebook = Gradebook(settings.db_url)
    if not dry:
        gradebook.make_own_table()
    one = open_class(settings, gradebook, ASSIGNMENT)
    return grade(one, settings.learners(ASSIGNMENT), jobs=1, consent=consent, dry=dry)


def write_feedback(course: Course, learner: str) -> None:
    """As nbgrader does, as far as it matters: a page that the learner may have seen."""
    page = course.folder / "feedback" / learner / ASSIGNMENT / f"{NOTEBOOK}.html"
    page.parent.mkdir(parents=True)
    page.write_text("<p>Your score</p>", encoding="utf-8")


def improve(course: Course, learner: str) -> None:
    """The learner hands in again, with everything right."""
    shutil.rmtree(course.submitted(learner))
    course.hand_in(learner, course.answers(learner, "expert"))


def change_key(course: Course, learner: str) -> None:
    """The instructor corrects the key of one learner's variant, and of no other."""
    number = variant_of(learner, ASSIGNMENT, course.bundle.variants)
    path = course.source / CASES
    with ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    name = f"key-{number:03}.json"
    key = json.loads(files[name])
    key["items"]["purposeful-spend"]["answer"] = 12.3
    files[name] = json.dumps(key).encode()
    with ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)


def test_a_second_run_finds_nothing_to_do(term: Course) -> None:
    """What has not changed is skipped, and its notebook is not even touched."""
    first = graded(term)
    path = term.folder / "autograded" / "ada" / ASSIGNMENT / f"{NOTEBOOK}.ipynb"
    before = path.stat().st_mtime_ns
    second = graded(term)
    assert (sorted(first.graded), first.unchanged) == (list(LEARNERS), [])
    assert (second.graded, sorted(second.unchanged)) == ([], list(LEARNERS))
    assert before == path.stat().st_mtime_ns


def test_the_scores_are_those_of_the_one_door(term: Course) -> None:
    """The gradebook has what `award` gives, to the last digit."""
    graded(term)
    for name, own in term.grades().items():
        expected = term.points(term.answers(name, "average"))
        assert {i: p for i, p in expected.items() if i != MEMO} == {
            item: one.auto for item, one in own.items() if item != MEMO and one.most
        }


def _edit_answers(course: Course) -> None:
    path = course.submitted("ada") / "answers.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    del data["items"][ITEM]
    path.write_text(json.dumps(data), encoding="utf-8")


def _edit_notebook(course: Course) -> None:
    notebook = with_receipt(course.blank(), course.answers("ada", "average"))
    path = course.submitted("ada") / f"{NOTEBOOK}.ipynb"
    path.write_text(json.dumps(notebook), encoding="utf-8")


def _hand_in_later(course: Course) -> None:
    (course.submitted("ada") / "timestamp.txt").write_text("2026-03-21 UTC", encoding="utf-8")


def _add_code(course: Course) -> None:
    (course.submitted("ada") / "own.py").write_text("1", encoding="utf-8")


def _lose_notebook(course: Course) -> None:
    path = course.folder / "autograded" / "ada" / ASSIGNMENT / f"{NOTEBOOK}.ipynb"
    path.unlink()


def _give_time(course: Course) -> None:
    with NbGradebook(course.database) as gradebook:
        gradebook.grant_extension(ASSIGNMENT, "ada", days=2)


def _remove_submission(course: Course) -> None:
    with NbGradebook(course.database) as gradebook:
        gradebook.remove_submission(ASSIGNMENT, "ada")


@pytest.mark.parametrize(
    "change",
    [
        _edit_answers,
        _edit_notebook,
        _hand_in_later,
        _add_code,
        _lose_notebook,
        _give_time,
        _remove_submission,
        lambda course: change_key(course, "ada"),
    ],
)
def test_who_changed_is_graded_again(term: Course, change: Callable[[Course], None]) -> None:
    """Other answers, another notebook, time or key: that learner is graded again, nobody else."""
    graded(term)
    change(term)
    others = {
        name
        for name in LEARNERS
        if variant_of(name, ASSIGNMENT, 12) != variant_of("ada", ASSIGNMENT, 12)
    }
    outcome = graded(term)
    assert "ada" in outcome.graded
    assert others <= set(outcome.unchanged)
    assert graded(term).graded == []


def _another_grader(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(form, "version", lambda: "another")


def _another_day(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    with NbGradebook(course.database) as gradebook:
        due = datetime(2026, 3, 1)  # noqa: DTZ001 - nbgrader's are naive
        gradebook.update_or_create_assignment(ASSIGNMENT, duedate=due)


def _another_rubric(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    path = course.source / "assignment.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("level: 1", "level: 0", 1), encoding="utf-8")


@pytest.mark.parametrize("change", [_another_grader, _another_day, _another_rubric])
def test_what_holds_for_all_grades_all_again(
    term: Course,
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[[Course, pytest.MonkeyPatch], None],
) -> None:
    """Another grader, due date or rubric: everybody is graded again."""
    graded(term)
    change(term, monkeypatch)
    assert sorted(graded(term).graded) == list(LEARNERS)


def test_a_score_that_was_seen_is_not_changed_unasked(term: Course) -> None:
    """A learner who has a feedback page keeps score and notebook until somebody consents."""
    graded(term)
    write_feedback(term, "ada")
    before = term.grades()["ada"], term.autograded("ada")
    for name in ("ada", "bert"):
        improve(term, name)
    outcome = graded(term)
    assert outcome.graded == ["bert"]
    assert before == (term.grades()["ada"], term.autograded("ada"))
    right = term.points(term.answers("ada", "expert"))
    assert {(c.item, c.old, c.new) for c in outcome.held["ada"]} == {
        (item, one.auto, right[item])
        for item, one in before[0].items()
        if item != MEMO and one.most and one.auto != right[item]
    }
    assert graded(term, consent=True).graded == ["ada"]
    assert {i: g.auto for i, g in term.grades()["ada"].items() if i != MEMO and g.most} == {
        item: points for item, points in right.items() if item != MEMO
    }


def test_a_seen_submission_without_another_score_is_graded_again(term: Course) -> None:
    """Where no score changes nobody is asked."""
    graded(term)
    write_feedback(term, "ada")
    _add_code(term)
    assert graded(term).graded == ["ada"]


def test_what_a_human_gave_is_kept(term: Course) -> None:
    """Manual score, extra credit and comment stay; the grade is to be looked at once more."""
    graded(term)
    with NbGradebook(term.database) as gradebook:
        for item, points in ((MEMO, 17.5), (ITEM, 3.0)):
            one = gradebook.find_grade(item, NOTEBOOK, ASSIGNMENT, "ada")
            one.manual_score, one.extra_credit, one.needs_manual_grade = points, 0.5, False
        gradebook.find_comment(MEMO, NOTEBOOK, ASSIGNMENT, "ada").manual_comment = "Clear."
        gradebook.db.commit()
    improve(term, "ada")
    outcome = graded(term)
    own = term.grades()["ada"]
    assert (own[MEMO].manual, own[MEMO].comment, own[ITEM].manual) == (17.5, "Clear.", 3.0)
    assert (own[MEMO].score, own[ITEM].score) == (18.0, 3.5)
    assert own[ITEM].waits
    assert ITEM not in {change.item for change in outcome.changes}


@pytest.mark.skipif(os.name == "nt", reason="links are not for everybody there")
def test_who_is_not_in_the_gradebook_is_left_out_where_that_is_asked(term: Course) -> None:
    """With `create_student` off both paths grade whom the gradebook knows, and name the others."""
    with (term.folder / "nbgrader_config.py").open("a", encoding="utf-8") as file:
        file.write("\nc.Autograde.create_student = False\n")
    with NbGradebook(term.database) as gradebook:
        gradebook.add_student("bert")
    for dry in (True, False):
        outcome = graded(term, dry=dry)
        assert outcome.graded == ["bert"]
        assert {"ada", "chris"} == outcome.ungraded.keys()
        assert "nbgrader db student add" in outcome.ungraded["ada"]
        assert outcome.needs_human
    found = content(term.database)
    assert [row["id"] for row in found["student"]] == ["bert"]
    assert not (term.folder / "autograded" / "ada").exists()
    theirs = term.nbgrader("autograde", ASSIGNMENT)
    assert "No student with ID 'ada'" in theirs.log
    assert found == content(term.database)
    assert term.nbgrader("db", "student", "add", "ada").code == 0
    assert graded(term).graded == ["ada"]


def test_a_dry_run_changes_nothing(term: Course) -> None:
    """It says what would be graded, and no file and no row is another."""
    (term.submitted("chris") / "link").symlink_to("answers.json")
    files = {p: p.lstat().st_mtime_ns for p in term.folder.rglob("*")}
    outcome = graded(term, dry=True)
    assert sorted(outcome.graded) == ["ada", "bert"]
    assert "it would be set aside" in outcome.ungraded["chris"]
    assert files == {p: p.lstat().st_mtime_ns for p in term.folder.rglob("*")}
    assert term.grades() == {}


# ---------------------------------------------------------------- the command


def said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    """The exit code of `alignlib grade` and what it printed."""
    code = cli.main(["grade", *words])
    captured = capsys.readouterr()
    return code, captured.out + captured.err


def test_the_exit_code_says_how_it_stands(term: Course, capsys: pytest.CaptureFixture[str]) -> None:
    """1 while a memo waits for its marker, 0 when all are marked, 2 when nobody is there."""
    where = ("--course", str(term.folder))
    assert said(capsys, *where)[0] == 1
    with NbGradebook(term.database) as gradebook:
        for name in LEARNERS:
            memo = gradebook.find_grade(MEMO, NOTEBOOK, ASSIGNMENT, name)
            memo.manual_score, memo.needs_manual_grade = 10.0, False
        gradebook.db.commit()
    code, text = said(capsys, *where)
    assert (code, "3 unchanged" in text) == (0, True)
    improve(term, "ada")
    code, text = said(capsys, *where, "--dry-run")
    assert (code, "1 would be graded" in text) == (1, True)
    code, text = said(capsys, *where, "--learners", "adda")
    assert (code, "Did you mean 'ada'?" in text) == (2, True)


@pytest.mark.parametrize("words", [("01-two-strategies",), ("01",), ("two-strategies",), ()])
def test_a_module_may_be_named_in_short(
    term: Course, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    """Its whole name, its number, its words, or nothing at all."""
    _, text = said(capsys, *words, "--course", str(term.folder), "--learners", "ada")
    assert "01-two-strategies: 1 graded" in text


def test_changes_are_shown_before_they_are_made(
    term: Course, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without a terminal nobody can be asked: the table is shown and nothing done; then --yes."""
    where = ("--course", str(term.folder))
    said(capsys, *where)
    write_feedback(term, "ada")
    improve(term, "ada")
    code, text = said(capsys, *where)
    assert code == 1
    assert "Scores that learners have seen would change" in text
    assert "1 held back" in text
    assert "with --yes" in text
    _, text = said(capsys, *where, "--yes")
    assert "Scores that changed" in text
    assert "1 graded" in text


def test_an_answer_at_the_terminal_counts(
    term: Course, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asked at a terminal, "y" changes the scores and anything else does not."""
    where = ("--course", str(term.folder))
    said(capsys, *where)
    write_feedback(term, "ada")
    improve(term, "ada")
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", lambda *_: "")
    assert "1 held back" in said(capsys, *where)[1]
    monkeypatch.setattr("builtins.input", lambda *_: "y")
    assert "1 graded" in said(capsys, *where)[1]


def _no_release(course: Course) -> None:
    (course.release / f"{NOTEBOOK}.ipynb").unlink()


def _damaged_release(course: Course) -> None:
    (course.release / f"{NOTEBOOK}.ipynb").write_text("{", encoding="utf-8")


def _another_release(course: Course) -> None:
    path = course.release / f"{NOTEBOOK}.ipynb"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(f'"grade_id": "{ITEM}"', '"grade_id": "new"'), encoding="utf-8")


def _no_gradebook(course: Course) -> None:
    (course.folder / "gradebook.db").unlink()


def _no_database(course: Course) -> None:
    (course.folder / "gradebook.db").write_text("no database", encoding="utf-8")


def _old_gradebook(course: Course) -> None:
    import sqlite3

    with sqlite3.connect(course.folder / "gradebook.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'old'")
    connection.close()


def _own_passes(course: Course) -> None:
    with (course.folder / "nbgrader_config.py").open("a", encoding="utf-8") as file:
        file.write("\nc.Autograde.autograde_preprocessors.append('mine.Own')\n")


def _broken_configuration(course: Course) -> None:
    (course.folder / "nbgrader_config.py").write_text("c.x = (", encoding="utf-8")


def _no_submissions(course: Course) -> None:
    shutil.rmtree(course.folder / "submitted")


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (_no_release, "nbgrader generate_assignment"),
        (_damaged_release, "is damaged"),
        (_another_release, "do not belong together"),
        (_no_gradebook, "There is no gradebook"),
        (_no_database, "said"),
        (_old_gradebook, "nbgrader db upgrade"),
        (_own_passes, "Autograde.autograde_preprocessors"),
        (_broken_configuration, "could not be read: SyntaxError"),
        (_no_submissions, "There is no submission in"),
    ],
)
def test_what_stops_the_class_is_one_sentence(
    term: Course,
    capsys: pytest.CaptureFixture[str],
    spoil: Callable[[Course], None],
    says: str,
) -> None:
    """Where nothing could be done the exit code is 2, and the words name the next step."""
    spoil(term)
    code, text = said(capsys, "--course", str(term.folder))
    assert code == 2
    assert says in text
    assert "Traceback" not in text


def test_a_class_without_a_key_is_flagged(term: Course) -> None:
    """Nothing is scored without a key, everybody waits; with the key all are graded again."""
    for place in (term.source / CASES, term.folder / "keys"):
        if place.is_file():
            place.rename(place.with_suffix(".away"))
    outcome = graded(term)
    assert sorted(outcome.waiting) == list(LEARNERS)
    assert "no key" in " ".join(outcome.notices["ada"])
    (term.source / CASES).with_suffix(".away").rename(term.source / CASES)
    assert sorted(graded(term).graded) == list(LEARNERS)


def test_a_locked_gradebook_is_waited_for_and_then_said(
    term: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another program that keeps writing is named as the reason, and nothing is half written."""
    import sqlite3

    monkeypatch.setattr("alignlib.grading.bulk.gradebook.PATIENCE", 0.1)
    other = sqlite3.connect(term.folder / "gradebook.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(InstructorError, match="database is locked"):
        graded(term)
    other.execute("ROLLBACK")
    other.close()
    assert term.grades() == {}
    assert sorted(graded(term).graded) == list(LEARNERS)
