"""A term's way through an LMS: its download in, graded, its gradebook out, with real commands."""

from __future__ import annotations

import csv
import zipfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest

from alignlib.cases import variant_of
from alignlib.cli import main
from alignlib.items import Outcome
from tests.grading.kit import ASSIGNMENT, MEMO, NOTEBOOK, Course, Run

pytestmark = pytest.mark.cycle

KINDS = {"ada": "careful", "bert": "average", "chris": "expert", "dora": "blank"}
NUMBERS = {learner: 1_000 + place for place, learner in enumerate(KINDS)}

EXPORTER = "--exporter=alignlib.grading.export."


@dataclass(frozen=True)
class Term:
    """A course after its download was collected and graded, and what the exports said."""

    course: Course
    runs: dict[str, Run]

    def rows(self, name: str) -> list[list[str]]:
        """The lines of an export."""
        with (self.course.folder / name).open(encoding="utf-8", newline="") as file:
            return list(csv.reader(file))


@pytest.fixture(scope="module")
def term(course: Course) -> Term:
    """Collect what Canvas gives, grade it, and export it in every form."""
    made = Course(course.folder.parent / "handed-in", course.bundle)
    path = course.folder.parent / "submissions.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as zipped:
        for learner, kind in KINDS.items():
            folder = _handed_in(course, made, learner, kind)
            for number, file in enumerate(sorted(folder.iterdir())):
                if file.name != "timestamp.txt":
                    name = f"{learner}{learner}_{NUMBERS[learner]}_{number + 1}_{file.name}"
                    zipped.write(file, name)
    roster = "learner,name,ID,Email address\n" + "".join(
        f'{learner},"{learner}, {learner}",{NUMBERS[learner]},{learner}@school.example\n'
        for learner in KINDS
    )
    (course.folder / "roster.csv").write_text(roster + "idle,Idle,9,i@x.example\n", "utf-8")
    assert main(["collect", str(path), "--course", str(course.folder)]) == 0
    assert course.nbgrader("autograde", ASSIGNMENT).code == 0
    runs = {
        "canvas": course.nbgrader("export", f"{EXPORTER}CanvasExport", "--to", "canvas.csv"),
        "moodle": course.nbgrader(
            "export", f"{EXPORTER}MoodleExport", "--MoodleExport.identifier=Email address"
        ),
        "long": course.nbgrader("export", f"{EXPORTER}LongExport"),
        "nbgrader": course.nbgrader("export", "--to", "grades.csv"),
        "wrong": course.nbgrader("export", f"{EXPORTER}MoodleExport", "--to", "none.csv"),
    }
    return Term(course, runs)


def _handed_in(course: Course, elsewhere: Course, learner: str, kind: str) -> Path:
    answers = course.answers(learner, kind)
    return elsewhere.hand_in(learner, answers if answers.items else None, course.blank())


def test_the_exports_run(term: Term) -> None:
    """Named by their class, with an option of their own; a wrong option is a sentence."""
    codes = {name: run.code for name, run in term.runs.items()}
    assert codes == {"canvas": 0, "moodle": 0, "long": 0, "nbgrader": 0, "wrong": 1}
    assert "--MoodleExport.identifier='Email address'" in term.runs["wrong"].log
    assert "Traceback" not in term.runs["wrong"].log
    assert not (term.course.folder / "none.csv").exists()


def test_all_exports_tell_nbgraders_scores(term: Term) -> None:
    """Canvas and Moodle get the score of nbgrader's own export; the long form adds up to it."""
    scores = {name: float(row["score"]) for name, row in term.course.exported().items()}
    assert set(scores) == set(KINDS)
    canvas = {row[1]: float(row[5]) for row in term.rows("canvas.csv")[2:]}
    moodle = {row[0]: float(row[2]) for row in term.rows("moodle.csv")[1:]}
    frame = pd.read_csv(term.course.folder / "long.csv")
    sums = frame.groupby("learner")["points"].sum()
    for learner, score in scores.items():
        assert score == pytest.approx(canvas[str(NUMBERS[learner])], abs=1e-4)
        assert score == pytest.approx(moodle[f"{learner}@school.example"], abs=1e-4)
        assert score == pytest.approx(sums[learner], abs=1e-3)


def test_those_without_a_grade_are_told(term: Term) -> None:
    """Whoever stands in the roster and handed in nothing is named, and has no line."""
    assert "'idle'" in term.runs["canvas"].log
    assert len(term.rows("canvas.csv")) == 2 + len(KINDS)


def test_the_long_form_has_every_verdict(term: Term) -> None:
    """Each part of each answer has its verdict and its claim, as the scoring gives them."""
    frame = pd.read_csv(term.course.folder / "long.csv", dtype=str, keep_default_na=False)
    parts = frame[frame["part"] != ""]
    for learner, kind in KINDS.items():
        awards = term.course.awards(term.course.answers(learner, kind), _variant(term, learner))
        expected = Counter(
            (item, verdict.part, verdict.claim, str(verdict.outcome))
            for item, score in awards.items()
            for verdict in score.verdicts
            if item != MEMO
        )
        own = parts[parts["learner"] == learner]
        columns = own[["item", "part", "claim", "verdict"]]
        found = Counter(columns.itertuples(index=False, name=None))
        assert expected == found
    items = frame[frame["part"] == ""]
    waiting = items[items["verdict"] == str(Outcome.FOR_A_HUMAN)]
    assert set(waiting["item"]) == {MEMO}
    assert set(waiting["learner"]) == set(KINDS) - {"dora"}
    assert set(items["module"]) == {ASSIGNMENT}
    assert NOTEBOOK not in set(items["item"])


def _variant(term: Term, learner: str) -> int | None:
    return variant_of(learner, ASSIGNMENT, term.course.bundle.variants)
