"""A gradebook on a PostgreSQL server: a class's whole way, kills, two at once, refusals."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest
import sqlalchemy as sa
from nbgrader.api import Gradebook as NbGradebook

from alignlib import cli
from alignlib.errors import InstructorError
from alignlib.grading.bulk import gradebook as bulk
from alignlib.grading.bulk.gradebook import Gradebook
from tests.grading.kit import ASSIGNMENT, MEMO, NOTEBOOK, ROOT, Course, text_of
from tests.grading.postgres import USER, Server, find_server, require_server, running
from tests.grading.tables import content

pytestmark = pytest.mark.cycle

KINDS = ("careful", "average", "weak", "unfinished", "random", "blank")
LEARNERS = 24
MARKED = "learner-00"
SHEET = "purpose: 4, but for whom?\npart-without-goal: 5\nnext-step: 2.5\nplain-words: 5"

MOMENTS = 40
"""How many times a grader is killed."""

EXPORTER = "--exporter=alignlib.grading.export."


@dataclass(frozen=True)
class Terms:
    """A class that nobody has graded, with its release on the server, and how to copy it."""

    first: Course
    server: Server

    def copy(self, folder: Path) -> Course:
        """The same class in another folder, with a gradebook of its own."""
        shutil.copytree(self.first.folder, folder / "course")
        made = Course(folder / "course", self.first.bundle)
        return made.kept_in(self.server.new_database(self.first.database))


@pytest.fixture(scope="module")
def terms(course: Course, postgres: Server) -> Terms:
    """A class of two dozen, handed in, with nothing in its gradebook but the release."""
    for number in range(LEARNERS):
        name = f"learner-{number:02}"
        course.hand_in(name, course.answers(name, KINDS[number % len(KINDS)]))
    first = Course(course.folder.parent / "on-the-server", course.bundle)
    shutil.copytree(course.folder, first.folder)
    first = first.kept_in(postgres.new_database())
    assert first.nbgrader("generate_assignment", ASSIGNMENT, "--force").code == 0
    return Terms(first, postgres)


@pytest.fixture(scope="module")
def reference(terms: Terms, tmp_path_factory: pytest.TempPathFactory) -> Course:
    """The class, graded in one go."""
    made = terms.copy(tmp_path_factory.mktemp("reference"))
    run = made.alignlib("grade", "--jobs", "1")
    assert f"{LEARNERS} graded" in run.log
    return made


def notebooks(course: Course) -> dict[str, bytes]:
    """Every graded notebook, by its place."""
    folder = course.folder / "autograded"
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*.ipynb")}


def assert_same(expected: Course, found: Course) -> None:
    """Both classes have the same rows, and the same notebooks."""
    rows = content(found.database)
    assert content(expected.database) == rows
    assert len(rows["submitted_assignment"]) == LEARNERS
    assert notebooks(expected) == notebooks(found)


def said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    """The exit code of a command, and all that it says, in one line."""
    code = cli.main(words)
    captured = capsys.readouterr()
    return code, " ".join((captured.out + captured.err).split())


# ---------------------------------------------------------------- a class


def test_it_is_the_class_that_sqlite_holds(
    course: Course, reference: Course, tmp_path: Path
) -> None:
    """The same submissions leave the same rows, notebooks and grades in either database."""
    small = course.copied(tmp_path / "course")
    assert small.alignlib("grade", "--jobs", "1").code == reference.alignlib("grade").code == 1
    assert_same(small, reference)
    assert small.alignlib("grades").code == reference.alignlib("grades").code == 0
    assert small.exported() == reference.exported()


def test_only_what_changed_is_graded_again(terms: Terms, tmp_path: Path) -> None:
    """A second run finds nothing to do; of two changes one has been seen, and is asked for."""
    term = terms.copy(tmp_path)
    assert f"{LEARNERS} graded" in term.alignlib("grade").log
    assert f"{LEARNERS} unchanged" in term.alignlib("grade").log
    page = term.folder / "feedback" / "learner-01" / ASSIGNMENT / f"{NOTEBOOK}.html"
    page.parent.mkdir(parents=True)
    page.write_text("<p>Your score</p>", encoding="utf-8")
    for learner in ("learner-01", "learner-02"):
        shutil.rmtree(term.submitted(learner))
        term.hand_in(learner, term.answers(learner, "careful"))
    before = term.grades()
    again = term.alignlib("grade", "--jobs", "2")
    assert "1 graded, 22 unchanged, 1 held back" in again.log
    found = term.grades()
    assert found["learner-01"] == before["learner-01"]
    assert {n for n in found if found[n] != before[n]} == {"learner-02"}
    assert "1 graded, 23 unchanged" in term.alignlib("grade", "--yes").log
    assert term.grades()["learner-01"] != before["learner-01"]


def test_the_whole_way_to_the_lms(
    terms: Terms,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Feedback, a second marker's sample, agreement, and every export, on either path's grades."""
    term = terms.copy(tmp_path)
    assert term.alignlib("grade").code == 1
    with NbGradebook(term.database) as gradebook:
        grade = gradebook.find_grade(MEMO, NOTEBOOK, ASSIGNMENT, MARKED)
        grade.manual_score, grade.needs_manual_grade = 16.5, False
        gradebook.find_comment(MEMO, NOTEBOOK, ASSIGNMENT, MARKED).manual_comment = SHEET
        gradebook.db.commit()
    monkeypatch.chdir(term.folder)
    code, text = said(capsys, "feedback")
    assert (code, f"{LEARNERS} pages written" in text) == (0, True), text
    assert "16.5 of 20 points" in text_of(term.feedback(MARKED))
    ours = term.feedback(MARKED)
    assert term.nbgrader("generate_feedback", ASSIGNMENT, "--force").code == 0
    assert ours == term.feedback(MARKED)
    code, text = said(capsys, "sample", NOTEBOOK, "--memos", "5", "--seed", "a")
    assert code == 0, text
    sheets = term.folder / "second-marking"
    marks = pd.read_csv(sheets / "for-the-marker" / "marks.csv")
    assert len(marks) == 5
    roster = "learner,ID,Email address\n" + "".join(
        f"learner-{n:02},{n},l{n}@school.example\n" for n in range(LEARNERS)
    )
    (term.folder / "roster.csv").write_text(roster, encoding="utf-8")
    assert term.nbgrader("export", "--to", "theirs.csv").code == 0
    assert said(capsys, "grades", "--to", "ours.csv")[0] == 0
    theirs = (term.folder / "theirs.csv").read_bytes()
    assert theirs == (term.folder / "ours.csv").read_bytes()
    scores = {
        row["student_id"]: float(row["score"]) for row in pd.read_csv("ours.csv").to_dict("records")
    }
    for name, words, column in (
        ("CanvasExport", (), ASSIGNMENT),
        ("MoodleExport", ("--MoodleExport.identifier=Email address",), ASSIGNMENT),
        ("LongExport", (), "points"),
    ):
        run = term.nbgrader("export", f"{EXPORTER}{name}", "--to", f"{name}.csv", *words)
        assert run.code == 0, run.log
        found = pd.to_numeric(pd.read_csv(f"{name}.csv")[column], errors="coerce")
        expected = sum(scores.values())
        if name == "CanvasExport":
            expected += 100  # its second line says how many points there are
        assert expected == pytest.approx(found.sum(), abs=1e-2)


# ---------------------------------------------------------------- killed, and two at once


KILLED = """
import json, os, random, shutil, signal, sys, time
from pathlib import Path
import sqlalchemy as sa
from alignlib.grading.bulk import batches
from alignlib.grading.bulk.gradebook import Gradebook
from alignlib.grading.bulk.settings import read_settings

root, times, assignment, notebook = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4]
chance = random.Random(7)
batches.BATCH = 3
settings = read_settings(root)
watch = sa.create_engine(settings.db_url, poolclass=sa.NullPool)


def grade():
    gradebook = Gradebook(settings.db_url)
    gradebook.make_own_table()
    one = batches.open_class(settings, gradebook, assignment)
    batches.grade(one, settings.learners(assignment), jobs=1)


def in_a_child(seconds=None):
    # No connection is open here: a child that inherits one would talk on it, too.
    start = time.perf_counter()
    child = os.fork()
    if not child:
        try:
            grade()
        finally:
            os._exit(0)
    if seconds is not None:
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return time.perf_counter() - start


def start_anew():
    with watch.begin() as connection:
        for table in ("comment", "grade", "submitted_notebook", "submitted_assignment", "student"):
            connection.exec_driver_sql(f"DELETE FROM {table}")
        connection.exec_driver_sql("DROP TABLE IF EXISTS alignlib_graded")
    shutil.rmtree(root / "autograded", ignore_errors=True)


def faults():
    with watch.connect() as connection:
        ask = lambda query: connection.exec_driver_sql(query).fetchall()
        if not sa.inspect(connection).has_table("alignlib_graded"):
            return [], 0
        found = []
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
        return found, len(done)


in_a_child()  # warm, and to know how long it takes
start_anew()
lasts = in_a_child()
start_anew()
wrong, between, ended, seen = [], 0, 0, []
for _ in range(times):
    in_a_child(chance.uniform(0, lasts))
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


def test_forty_kills_leave_nothing_half_done(
    terms: Terms, reference: Course, tmp_path: Path
) -> None:
    """
    Killed at forty random moments, each time either all of a submission is there or nothing.

    The server takes back what a killed grader had not committed. In the end one more run
    completes the class, equal to one that was graded in one go.
    """
    found = terms.copy(tmp_path)
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


def test_graders_at_once_do_what_one_does(terms: Terms, reference: Course, tmp_path: Path) -> None:
    """Three commands that start together leave the gradebook that one leaves."""
    found = terms.copy(tmp_path)
    graders = [
        subprocess.Popen(
            [sys.executable, "-m", "alignlib", "grade", "--jobs", jobs],
            cwd=found.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for jobs in ("1", "1", "2")
    ]
    told = [grader.communicate(timeout=200)[0] for grader in graders]
    assert [grader.returncode for grader in graders] == [1, 1, 1], told
    assert_same(reference, found)


# ---------------------------------------------------------------- refusals


@pytest.mark.parametrize("command", ["grade", "grades", "feedback", "sample"])
def test_a_wrong_password_is_one_sentence_without_it(
    terms: Terms, tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    """Every command says that the server refused, and neither password."""
    term = terms.copy(tmp_path)
    assert term.alignlib("grade").code == 1
    database = sa.make_url(term.database).database or ""
    wrong = term.kept_in(terms.server.url(database, password="not-the-password"))
    words = (NOTEBOOK,) if command == "sample" else ()
    code, text = said(capsys, command, *words, "--course", str(wrong.folder))
    assert code == 2
    assert "cannot be reached: “connection failed" in text
    assert "password authentication failed" in text
    assert "CourseDirectory.db_url in nbgrader_config.py" in text
    assert "not-the-password" not in text
    assert terms.server.password not in text


def test_nbgraders_own_path_says_no_password(terms: Terms, tmp_path: Path) -> None:
    """Neither does `nbgrader autograde`, whose words are not ours, when it is refused."""
    term = terms.copy(tmp_path)
    database = sa.make_url(term.database).database or ""
    wrong = term.kept_in(terms.server.url(database, password="not-the-password"))
    run = wrong.nbgrader("autograde", ASSIGNMENT)
    assert run.code != 0
    assert "password authentication failed" in run.log
    assert "not-the-password" not in run.log


@pytest.mark.parametrize(
    ("place", "says"),
    [("/x?host=/nowhere", "No such file"), ("127.0.0.1:1/x", "Connection refused")],
)
def test_a_server_that_is_away_is_one_sentence(
    terms: Terms, tmp_path: Path, capsys: pytest.CaptureFixture[str], place: str, says: str
) -> None:
    """Before it starts there is nothing to connect to; it is told at once, and nothing is made."""
    term = terms.copy(tmp_path)
    away = term.kept_in(f"postgresql+psycopg://{USER}:secret-word@{place}")
    code, text = said(capsys, "grade", "--course", str(away.folder))
    assert code == 2
    assert "cannot be reached: “" in text
    assert says in text
    assert "See that the server runs" in text
    assert "secret-word" not in text
    assert not (term.folder / "autograded").exists()


def test_a_server_that_goes_away_costs_nothing(terms: Terms, tmp_path: Path) -> None:
    """Stopped in the middle of a class it is one sentence; back again, a second run completes."""
    with running(require_server(find_server())) as server:
        term = Course(tmp_path / "course", terms.first.bundle)
        shutil.copytree(terms.first.folder, term.folder)
        term = term.kept_in(server.new_database())
        assert term.nbgrader("generate_assignment", ASSIGNMENT, "--force").code == 0
        gradebook = Gradebook(term.database)
        lost = pytest.raises(InstructorError, match="Nothing that was graded before is lost")
        with lost, gradebook.writing() as connection:
            server.stop()
            connection.execute(sa.text("SELECT 1"))
        server.start()
        assert f"{LEARNERS} graded" in term.alignlib("grade").log


def test_an_empty_database_is_no_gradebook(
    terms: Terms, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The next step is the release, as with a file that is missing."""
    term = terms.copy(tmp_path).kept_in(terms.server.new_database())
    code, text = said(capsys, "grade", "--course", str(term.folder))
    assert code == 2
    assert "There is no gradebook postgresql+psycopg://grader:***@/course_" in text
    assert "nbgrader generate_assignment" in text


def test_who_may_not_write_is_told_so(
    terms: Terms, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A user of the server who may only read cannot grade, and learns what to look at."""
    term = terms.copy(tmp_path)
    url = sa.make_url(term.database)
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql("DROP ROLE IF EXISTS reader")
        connection.exec_driver_sql("CREATE ROLE reader LOGIN PASSWORD 'reads-only'")
        connection.exec_driver_sql("GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader")
    engine.dispose()
    reader = terms.server.url(url.database or "", password="reads-only", user="reader")
    try:
        code, text = said(capsys, "grade", "--course", str(term.kept_in(reader).folder))
    finally:
        engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.exec_driver_sql("DROP OWNED BY reader")
            connection.exec_driver_sql("DROP ROLE reader")
        engine.dispose()
    assert code == 2
    assert "permission denied for table submitted_assignment" in text
    assert "this user may write there" in text
    assert "reads-only" not in text


def test_a_held_table_is_waited_for_and_then_said(
    terms: Terms, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another program that keeps writing is named as the reason, and nothing is half written."""
    monkeypatch.setattr(bulk, "PATIENCE", 1)
    term = terms.copy(tmp_path)
    gradebook, other = Gradebook(term.database), sa.create_engine(term.database)
    with other.begin() as connection:
        connection.exec_driver_sql("LOCK TABLE submitted_assignment IN ROW EXCLUSIVE MODE")
        with pytest.raises(InstructorError, match="lock timeout"):
            gradebook.make_own_table()
    other.dispose()
    assert "alignlib_graded" not in content_names(term.database)


def content_names(url: str) -> set[str]:
    """The tables of a gradebook."""
    engine = sa.create_engine(url)
    found = set(sa.inspect(engine).get_table_names())
    engine.dispose()
    return found


@pytest.mark.parametrize(
    "address",
    [
        "postgresql+psycopg://ada:pa@ss-word@localhost/grades",
        "postgresql+psycopg://ada:pa/ss-word@localhost/grades",
        "postgresql+psycopg://ada:pass-word@localhost:port/grades",
        "ada:pass-word@localhost",
        "nosuchdatabase://ada:pass-word@localhost/grades",
        "postgresql+nosuchdriver://ada:pass-word@localhost/grades",
        "postgresql+psycopg://ada@localhost/grades?connect_timeout=1&port=1&password=pass-word",
        "postgresql+psycopg://ada@localhost/grades?passwrd=pass-word",
    ],
)
def test_no_message_repeats_a_password(address: str) -> None:
    """However the address is wrong, it is told in a sentence that holds no part of the password."""
    with pytest.raises(InstructorError) as told:
        Gradebook(address)
    assert "ss-word" not in str(told.value)
    assert len(str(told.value).splitlines()) == 1


@pytest.mark.parametrize(
    ("environment", "outcome"),
    [({}, pytest.skip.Exception), ({"CI": "true"}, pytest.fail.Exception)],
)
def test_without_a_server_tests_skip_but_not_in_ci(
    environment: dict[str, str], outcome: type[BaseException]
) -> None:
    """A user's machine need not have one; where CI has none, something is broken."""
    with pytest.raises(outcome, match="apt install postgresql"):
        require_server(None, environment)


def test_the_server_is_found_off_the_path(tmp_path: Path) -> None:
    """Debian keeps the programs in a folder of their own, the newest version last."""
    for version in ("14", "15"):
        (tmp_path / version).mkdir()
        (tmp_path / version / "initdb").write_text("", encoding="utf-8")

    def look(_: str) -> list[str]:
        return [str(tmp_path / version) for version in ("14", "15")]

    nowhere: Callable[[str], str | None] = lambda _: None  # noqa: E731 - a function in one word
    assert tmp_path / "15" == find_server(nowhere, look)
    assert find_server(nowhere, lambda _: []) is None
