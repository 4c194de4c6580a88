"""One class with every bad submission, graded in one run beside three good learners."""

from __future__ import annotations

import os
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

import pytest

from alignlib.answers import Answers
from tests.grading import attacks
from tests.grading.graders import GRADERS, NBGRADER, Grader
from tests.grading.hostile import BAD, ELSEWHERE, FRIEND, MARK, Desk
from tests.grading.kit import ASSIGNMENT, MEMO, Course, Grade, Run, snapshot, text_of

pytestmark = [
    pytest.mark.cycle,
    pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes and links"),
]

GOOD = (FRIEND, "bert", "chris")

assert attacks.ODD_IDS[0] in BAD


@dataclass(frozen=True)
class Graded:
    """The class after grading, and what lay around it before and after."""

    course: Course
    grader: Grader
    counted: dict[str, Answers | None]
    autograde: Run
    feedback: Run
    grades: dict[str, dict[str, Grade]]
    outside: Path
    before: dict[str, tuple[int, int] | str]
    after: dict[str, tuple[int, int] | str]


@pytest.fixture(scope="module", params=GRADERS, ids=lambda grader: str(grader.name))
def graded(
    course: Course, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Graded:
    """Every bad submission and three good ones, through grading, feedback and export."""
    grader: Grader = request.param
    course = course.copied(tmp_path_factory.mktemp("term") / "course")
    outside = course.folder.parent / "outside"
    outside.mkdir()
    (outside / "precious.txt").write_text("do not touch", encoding="utf-8")
    (outside / "link").symlink_to("precious.txt")
    counted: dict[str, Answers | None] = {}
    for name, bad in BAD.items():
        counted[name] = bad.make(Desk(course, name, outside))
    for name in GOOD:
        counted[name] = course.answers(name)
        course.hand_in(name, course.answers(name))
    whole = course.submitted("a-link-for-a-submission")
    whole.parent.mkdir(parents=True)
    whole.symlink_to(elsewhere(outside), target_is_directory=True)
    kept = (outside, course.source, course.release)
    before = snapshot(kept)
    autograde = grader.grade(course)
    feedback = course.nbgrader("generate_feedback", ASSIGNMENT)
    assert course.nbgrader("export", "--to", "grades.csv").code == 0
    grades = course.grades()
    return Graded(
        course, grader, counted, autograde, feedback, grades, outside, before, snapshot(kept)
    )


class Live(HTMLParser):
    """Finds what a learner's text would have become, if it had become part of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.in_script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag of a learner's: it says so in an attribute."""
        self.in_script = tag == "script"
        for name, value in attrs:
            if any(word in (value or "") for word in (MARK, ELSEWHERE, "javascript:")):
                self.found.append(f"<{tag} {name}={value}>")

    def handle_data(self, data: str) -> None:
        """A script of a learner's: it says so in its text."""
        if self.in_script and MARK in data:
            self.found.append(data[:200])

    def handle_endtag(self, tag: str) -> None:
        """The script ends."""
        self.in_script = self.in_script and tag != "script"


def elsewhere(outside: Path) -> Path:
    """A folder outside of the course that looks like a submission and has a link in it."""
    folder = outside / "not-a-submission"
    folder.mkdir()
    (folder / "two-strategies.ipynb").write_text("{}", encoding="utf-8")
    (folder / "a-link").symlink_to("two-strategies.ipynb")
    return folder


def test_the_class_is_graded(graded: Graded) -> None:
    """Both commands succeed, and nobody is left out."""
    assert graded.autograde.code in graded.grader.fine, graded.autograde.log[-3000:]
    assert "Traceback" not in graded.autograde.log
    assert graded.feedback.code == 0, graded.feedback.log[-3000:]
    assert {*BAD, *GOOD, "a-link-for-a-submission"} == set(graded.grades)
    assert set(graded.grades) == set(graded.course.exported())
    assert "Traceback" not in graded.autograde.log + graded.feedback.log


@pytest.mark.parametrize("learner", GOOD)
def test_a_good_learner_is_unaffected(graded: Graded, learner: str) -> None:
    """Beside every bad submission a good one has its score, its feedback, and no notice."""
    answers = graded.course.answers(learner)
    assert (expected := sum(graded.course.points(answers).values())) > 0
    assert expected == pytest.approx(float(graded.course.exported()[learner]["score"]))
    assert "What we noticed" not in graded.course.feedback(learner)
    assert "WARNING" not in graded.grader.about(graded.autograde, learner)
    assert {MEMO} == {item for item, grade in graded.grades[learner].items() if grade.waits}


@pytest.mark.parametrize("learner", BAD)
def test_the_readable_part_counts(graded: Graded, learner: str) -> None:
    """A bad submission earns exactly what its readable answers are worth, no more and no less."""
    answers = graded.counted[learner]
    expected = graded.course.points(answers) if answers else {}
    found = graded.grades[learner]
    automatic = {item: grade.auto for item, grade in found.items() if grade.most and item != MEMO}
    assert {item: expected.get(item, 0.0) for item in automatic} == automatic
    has_memo = answers is not None and MEMO in answers.items
    assert (None if has_memo else 0.0) == found[MEMO].auto
    assert sum(expected.values()) == pytest.approx(
        float(graded.course.exported()[learner]["score"])
    )


@pytest.mark.parametrize("learner", [n for n, bad in BAD.items() if bad.says + bad.feedback_only])
def test_the_learner_is_told(graded: Graded, learner: str) -> None:
    """The feedback says in words what was wrong."""
    page = text_of(graded.course.feedback(learner))
    missing = [words for words in BAD[learner].says if words not in page]
    assert missing == [], page[:3000]
    assert [words for words in BAD[learner].feedback_only if words not in page] == []


@pytest.mark.parametrize("learner", [name for name, bad in BAD.items() if bad.says])
def test_the_instructor_is_told(graded: Graded, learner: str) -> None:
    """The log names the learner and says in words what was wrong."""
    log = graded.grader.about(graded.autograde, learner)
    assert [words for words in BAD[learner].says if words not in log] == [], log


@pytest.mark.parametrize("learner", [name for name, bad in BAD.items() if bad.flagged])
def test_the_instructor_is_asked_to_look(graded: Graded, learner: str) -> None:
    """What may be a copy waits for a human in formgrader, also without a memo to mark."""
    waiting = {item for item, grade in graded.grades[learner].items() if grade.waits}
    assert waiting - {MEMO} or learner == "a-book-for-a-memo"
    assert waiting


def test_no_code_of_a_learner_ran(graded: Graded) -> None:
    """No module and no cell of a submission left its file."""
    assert list(graded.outside.glob("ran-*")) == []
    assert list(graded.course.folder.rglob(MARK)) == []


def test_nothing_outside_changed(graded: Graded) -> None:
    """Grading touches no file outside the course, none of the source, and none of the release."""
    assert graded.before == graded.after
    home = graded.course.folder.parent / "home"
    assert [path for path in home.rglob("*") if "alignlib" in path.name] == []


@pytest.mark.parametrize("learner", sorted({*BAD, *GOOD}))
def test_no_page_carries_what_a_learner_made(graded: Graded, learner: str) -> None:
    """In the feedback and in the marker's notebook nothing of a learner's is live."""
    live = Live()
    live.feed(graded.course.feedback(learner))
    assert live.found == []
    for cell in graded.course.autograded(learner)["cells"]:
        for output in cell.get("outputs", ()):
            kinds = set(output.get("data", {})) - {"text/plain", "image/png"}
            ours = cell["metadata"].get("nbgrader", {}).get("grade") and {"text/html"}
            assert kinds <= (ours or set())


def test_a_true_picture_is_kept(graded: Graded) -> None:
    """The marker sees a learner's PNG, and its text beside it."""
    cells = graded.course.autograded("scripts-everywhere")["cells"]
    kinds = [set(o.get("data", {})) for c in cells for o in c.get("outputs", ())]
    assert {"image/png"} in kinds


def test_a_typed_memo_reaches_the_marker(graded: Graded) -> None:
    """What was typed into the memo's cell is there to be marked, though its marks are lost."""
    page = text_of(graded.course.feedback("a-memo-in-its-cell"))
    assert "Typed straight into the cell." in page


def test_one_message_is_one_line(graded: Graded) -> None:
    """A file's name with line breaks in it stands in one line of ours."""
    ours = [line for line in graded.autograde.log.splitlines() if "The notebook is called" in line]
    assert all(line.rstrip("│ ").endswith("It was graded all the same.") for line in ours)


def test_grading_again_finds_the_same(graded: Graded) -> None:
    """A second run sees the notes that the first one left, and gives the same scores."""
    course = graded.course
    some = ("a-pipe", "a-link-to-dev-zero", "folders-in-the-way", "answers-alone")
    for learner in some:
        run = graded.grader.grade_again(course, learner)
        assert run.code in graded.grader.fine, run.log
        if graded.grader is NBGRADER:
            assert [words for words in BAD[learner].says if words not in run.about(learner)] == []
    again = course.grades()
    assert {n: graded.grades[n] for n in some} == {n: again[n] for n in some}
