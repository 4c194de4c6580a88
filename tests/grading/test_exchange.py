"""A class through nbgrader's exchange: released, fetched, submitted, graded, and given back."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from alignlib.cases import Bundle
from alignlib.grading.receive import SECRET, secret_in
from tests.grading.graders import GRADERS, Grader
from tests.grading.kit import ASSIGNMENT, Course, Run, new_course, text_of

pytestmark = pytest.mark.cycle

LEARNERS = {"ada": "careful", "bert": "average"}


@dataclass(frozen=True)
class Exchanged:
    """A course with an exchange, and a learner's own folder for each of its learners."""

    course: Course

    def at_home(self, learner: str) -> Course:
        """The folder in which a learner works; it has the course's exchange and no more."""
        folder = self.course.folder.parent / "homes" / learner
        folder.mkdir(parents=True, exist_ok=True)
        return Course(folder, self.course.bundle)

    def does(self, learner: str, command: str) -> Run:
        """A learner runs one of nbgrader's commands."""
        home = self.at_home(learner)
        own = (
            f"--student={learner}",
            f"--Exchange.cache={home.folder / 'cache'}",
            f"--Exchange.root={self.exchange}",
            "--CourseDirectory.course_id=alignment",
        )
        return home.nbgrader(command, ASSIGNMENT, *own)

    @property
    def exchange(self) -> Path:
        """The folder that all share."""
        return self.course.folder.parent / "exchange"

    def hand_in(self, learner: str, kind: str) -> None:
        """Fetch, answer, and submit, as a learner does."""
        if not (self.at_home(learner).folder / ASSIGNMENT).exists():
            run = self.does(learner, "fetch_assignment")
            assert run.code == 0, run.log
        answers = self.course.answers(learner, kind).to_data()
        path = self.at_home(learner).folder / ASSIGNMENT / "answers.json"
        path.write_text(json.dumps(answers), encoding="utf-8")
        run = self.does(learner, "submit")
        assert run.code == 0, run.log

    def fetched(self, learner: str) -> list[str]:
        """The pages that a learner can fetch, the oldest first."""
        shutil.rmtree(self.at_home(learner).folder / ASSIGNMENT / "feedback", ignore_errors=True)
        run = self.does(learner, "fetch_feedback")
        assert run.code == 0, run.log
        folder = self.at_home(learner).folder / ASSIGNMENT / "feedback"
        return [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*/*.html"))]


@pytest.fixture(params=GRADERS, ids=lambda grader: str(grader.name))
def grader(request: pytest.FixtureRequest) -> Grader:
    """Each way of grading."""
    made: Grader = request.param
    return made


@pytest.fixture
def exchanged(tmp_path: Path, larkfield: Bundle) -> Exchanged:
    """A class that has submitted through the exchange, collected and not graded."""
    course = new_course(tmp_path / "course", larkfield)
    made = Exchanged(course)
    made.exchange.mkdir()
    made.exchange.chmod(0o777)
    with (course.folder / "nbgrader_config.py").open("a", encoding="utf-8") as file:
        file.write(f"\nc.Exchange.root = {str(made.exchange)!r}\n")
    assert course.nbgrader("generate_assignment", ASSIGNMENT).code == 0
    assert course.nbgrader("release_assignment", ASSIGNMENT).code == 0
    for learner, kind in LEARNERS.items():
        made.hand_in(learner, kind)
    run = course.nbgrader("collect", ASSIGNMENT)
    assert run.code == 0, run.log
    return made


def test_each_learner_fetches_the_own_page(exchanged: Exchanged, grader: Grader) -> None:
    """The whole cycle with real commands; the page that is fetched is the one that was written."""
    course = exchanged.course
    assert grader.grade(course).code in grader.fine
    secrets = {learner: secret_in(course.submitted(learner)) for learner in LEARNERS}
    assert len(set(secrets.values())) == len(LEARNERS)
    for learner, secret in secrets.items():
        for step in ("autograded", "feedback"):
            if step == "feedback":
                assert course.alignlib("feedback", "--learners", learner).code == 0
            found = (course.folder / step / learner / ASSIGNMENT / SECRET).read_bytes()
            assert secret == found
    released = course.nbgrader("release_feedback", ASSIGNMENT)
    assert released.code == 0, released.log
    for learner in LEARNERS:
        assert exchanged.fetched(learner) == [course.feedback(learner)]
        assert learner in text_of(course.feedback(learner))


def test_who_hands_in_again_gets_both_pages(exchanged: Exchanged, grader: Grader) -> None:
    """The second submission has another secret; its page takes nothing from the first one's."""
    course = exchanged.course
    assert grader.grade(course).code in grader.fine
    assert course.alignlib("feedback").code == 0
    assert course.nbgrader("release_feedback", ASSIGNMENT).code == 0
    first = course.feedback("bert")
    exchanged.hand_in("bert", "careful")
    assert course.nbgrader("collect", ASSIGNMENT, "--update").code == 0
    # Until it is graded again, the page is of what was graded, under the secret of that time.
    assert course.alignlib("feedback").code == 0
    assert course.nbgrader("release_feedback", ASSIGNMENT).code == 0
    assert exchanged.fetched("bert") == [first]
    more = ("--yes",) if grader.name == "alignlib grade" else ()
    assert grader.grade(course, *more).code in grader.fine
    assert course.alignlib("feedback").code == 0
    assert course.nbgrader("release_feedback", ASSIGNMENT).code == 0
    second = course.feedback("bert")
    assert first != second
    assert exchanged.fetched("bert") == [first, second]


def test_a_page_in_the_exchange_has_been_seen(exchanged: Exchanged) -> None:
    """Though the course's own copy is gone, a score that was released is not changed unasked."""
    course = exchanged.course
    assert course.alignlib("grade").code == 1
    assert course.alignlib("feedback", "--learners", "bert").code == 0
    assert course.nbgrader("release_feedback", ASSIGNMENT).code == 0
    before = course.grades()
    shutil.rmtree(course.folder / "feedback")
    for learner in LEARNERS:
        path = course.submitted(learner) / "answers.json"
        path.chmod(0o644)
        path.write_text(json.dumps(course.answers(learner, "weak").to_data()), encoding="utf-8")
    run = course.alignlib("grade")
    assert "1 graded, 1 held back" in run.log, run.log
    assert course.grades()["bert"] == before["bert"]
    assert course.grades()["ada"] != before["ada"]
    assert "1 graded" in course.alignlib("grade", "--yes").log


def _a_link(path: Path) -> None:
    precious = path.parents[3] / "precious.txt"
    precious.write_text("a key", encoding="utf-8")
    path.symlink_to(precious)


ODD: dict[str, Callable[[Path], object]] = {
    "a-link": _a_link,
    "a-folder": Path.mkdir,
    "a-large-file": lambda path: path.write_text("x" * 5_000, encoding="utf-8"),
    "no-text": lambda path: path.write_bytes(b"\xff\xfe\x00"),
    "nothing": lambda path: path.write_text("\n", encoding="utf-8"),
}
"""What may stand in the secret's place."""


def test_only_a_plain_small_secret_is_taken(course: Course, tmp_path: Path, grader: Grader) -> None:
    """Anything else of that name stays where it is, is told, and costs no point."""
    term = course.copied(tmp_path / "course")
    answers = {learner: term.answers(learner) for learner in ODD}
    for learner, make in ODD.items():
        make(term.hand_in(learner, answers[learner]) / SECRET)
    run = grader.grade(term)
    assert run.code in grader.fine, run.log
    term.alignlib("feedback")
    grades = term.grades()
    for learner in ODD:
        assert SECRET in grader.about(run, learner)
        for step in ("autograded", "feedback"):
            assert (term.folder / step / learner / ASSIGNMENT).is_dir()
            assert not (term.folder / step / learner / ASSIGNMENT / SECRET).exists()
        found = {item: grade.auto for item, grade in grades[learner].items() if grade.auto}
        points = term.points(answers[learner])
        assert {item: score for item, score in points.items() if score} == found
