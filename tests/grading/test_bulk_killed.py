"""Killed at any moment, or two at once: the next run completes the class, and nothing is double."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from alignlib.grading.bulk.files import UNFINISHED
from tests.grading.kit import ASSIGNMENT, NOTEBOOK, ROOT, Course
from tests.grading.tables import content

pytestmark = [
    pytest.mark.cycle,
    pytest.mark.skipif(os.name == "nt", reason="Windows neither forks nor kills like this"),
]

MOMENTS = 100
"""How many times a grader is killed."""

LEARNERS = 24

KILLED = """
import json, os, random, shutil, signal, sqlite3, sys, time
from pathlib import Path
from alignlib.grading.bulk import batches
from alignlib.grading.bulk.gradebook import Gradebook
from alignlib.grading.bulk.settings import read_settings

root, times, assignment, notebook = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4]
chance = random.Random(5)
batches.BATCH = 3
database, fresh = root / "gradebook.db", root.parent / "fresh.db"
shutil.copy(database, fresh)


def grade():
    settings = read_settings(root)
    gradebook = Gradebook(settings.db_url)
    gradebook.make_own_table()
    one = batches.open_class(settings, gradebook, assignment)
    batches.grade(one, settings.learners(assignment), jobs=1)


def start_anew():
    for path in root.glob("gradebook.db*"):
        path.unlink()
    shutil.copy(fresh, database)
    shutil.rmtree(root / "autograded", ignore_errors=True)


def faults():
    found = []
    connection = sqlite3.connect(database)
    ask = lambda query: connection.execute(query).fetchall()
    if ask("PRAGMA integrity_check") != [("ok",)]:
        found.append("the gradebook is damaged")
    if not ask("SELECT 1 FROM sqlite_master WHERE name = 'alignlib_graded'"):
        return found, 0
    done = ask("SELECT s.student_id, g.size FROM alignlib_graded g"
               " JOIN submitted_assignment s ON s.id = g.submission_id")
    for learner, size in done:
        path = root / "autograded" / learner / assignment / f"{notebook}.ipynb"
        if path.stat().st_size != size:
            found.append(f"{learner}: scores without their notebook")
    for table in ("grade", "comment"):
        counts = {n for _, n in ask("SELECT n.id, count(g.id) FROM submitted_notebook n"
                  f" LEFT JOIN {table} g ON g.notebook_id = n.id GROUP BY n.id")}
        if len(counts) > 1:
            found.append(f"a submission has other rows in {table} than the rest: {counts}")
    rows = ask("SELECT count(*) FROM submitted_assignment")[0][0]
    if rows != len(done):
        found.append(f"{rows} submissions, but {len(done)} of them are known to be graded")
    connection.close()
    return found, len(done)


grade()  # warm, and to know how long it takes
start_anew()
start = time.perf_counter(); grade(); lasts = time.perf_counter() - start
start_anew()
wrong, between, ended, seen = [], 0, 0, []
for _ in range(times):
    child = os.fork()
    if not child:
        try:
            grade()
        finally:
            os._exit(0)
    time.sleep(chance.uniform(0, lasts))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    found, done = faults()
    wrong += found
    seen.append(done)
    if done == len(list((root / "submitted").iterdir())):
        ended += 1
        start_anew()
    elif done:
        between += 1
print("RESULT", json.dumps([wrong, between, ended, seen]))
"""


@pytest.fixture(scope="module")
def reference(course: Course) -> Course:
    """The class, graded in one go."""
    kinds = ("careful", "average", "weak", "unfinished", "random", "blank")
    for number in range(LEARNERS):
        name = f"learner-{number:02}"
        course.hand_in(name, course.answers(name, kinds[number % len(kinds)]))
    made = Course(course.folder.parent / "reference", course.bundle)
    shutil.copytree(course.folder, made.folder)
    run = made.alignlib("grade", "--jobs", "1")
    assert "24 graded" in run.log
    return made


def copy_of(course: Course, folder: Path) -> Course:
    """The class before it was graded."""
    made = Course(folder / "course", course.bundle)
    shutil.copytree(course.folder, made.folder)
    return made


def notebooks(course: Course) -> dict[str, bytes]:
    """Every graded notebook, by its place."""
    folder = course.folder / "autograded"
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*.ipynb")}


def assert_same(expected: Course, found: Course) -> None:
    """Both classes have the same rows, and the same notebooks."""
    rows: dict[str, list[dict[str, Any]]] = content(found.database)
    assert content(expected.database) == rows
    assert len(rows["submitted_assignment"]) == LEARNERS
    assert notebooks(expected) == notebooks(found)


def test_a_hundred_kills_leave_nothing_half_done(
    course: Course, reference: Course, tmp_path: Path
) -> None:
    """
    Killed at a hundred random moments, each time either all of a submission is there or nothing.

    A warm process forks a child that grades, and kills it somewhere within the time that grading
    takes. The next child goes on from what is there. After each kill the gradebook is sound, every
    submission in it has all its rows, and the notebook that its scores belong to. In the end one
    more run completes the class, equal to one that was graded in one go.
    """
    found = copy_of(course, tmp_path)
    command = [sys.executable, "-c", KILLED, str(found.folder), str(MOMENTS), ASSIGNMENT, NOTEBOOK]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=500
    )
    assert done.returncode == 0, done.stderr[-2000:]
    line = next(line for line in done.stdout.splitlines() if line.startswith("RESULT "))
    wrong, between, ended, seen = json.loads(line.removeprefix("RESULT "))
    assert wrong == []
    # The kills did fall into the middle of a class, after different numbers of submissions.
    assert between > MOMENTS / 4
    assert ended > 0
    assert len(set(seen)) > 4
    found.alignlib("grade", "--jobs", "1")
    assert_same(reference, found)


def test_an_unfinished_file_reaches_no_learner(
    course: Course, reference: Course, tmp_path: Path
) -> None:
    """What a killed grader leaves lies in no submission, and is taken away when it is old."""
    found = copy_of(course, tmp_path)
    left = found.folder / "autograded" / UNFINISHED / "left"
    left.parent.mkdir(parents=True)
    left.write_text("the rubric", encoding="utf-8")
    fresh = left.with_name("fresh")
    fresh.write_text("another grader is at work", encoding="utf-8")
    os.utime(left, (0, 0))
    found.alignlib("grade", "--jobs", "1")
    assert [path.name for path in left.parent.iterdir()] == ["fresh"]
    assert found.nbgrader("generate_feedback", ASSIGNMENT).code == 0
    assert not [p for p in (found.folder / "feedback").rglob("*") if p.name == "fresh"]
    assert_same(reference, found)


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_two_graders_at_once_do_what_one_does(
    course: Course, reference: Course, tmp_path: Path, jobs: str
) -> None:
    """Three commands that start together leave the gradebook that one leaves."""
    found = copy_of(course, tmp_path)
    command = [sys.executable, "-m", "alignlib", "grade", "--jobs", jobs]
    graders = [
        subprocess.Popen(
            command,
            cwd=found.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for _ in range(3)
    ]
    said = [grader.communicate(timeout=200)[0] for grader in graders]
    assert [grader.returncode for grader in graders] == [1, 1, 1], said
    assert_same(reference, found)
