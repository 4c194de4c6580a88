"""`alignlib demo`: what it prints and leaves behind is what was graded, in either way."""

from __future__ import annotations

import csv
import os
import statistics
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from alignlib.cli import main
from tests.grading.tables import settled

pytestmark = pytest.mark.cycle

ROOT = Path(__file__).parents[2]
MODULE = "01-two-strategies"

LEARNERS = 11
"""From eleven on every kind of simulated learner is there."""


@dataclass(frozen=True)
class Made:
    """A demo: its folder, its exit code, and what it printed."""

    course: Path
    code: int
    said: str

    def table(self, name: str) -> list[dict[str, str]]:
        """The lines of a CSV file that it left."""
        with (self.course / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))


@pytest.fixture(scope="module", params=["at once", "by nbgrader"])
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """A class of eleven, graded by the bulk path or by nbgrader's commands."""
    course = tmp_path_factory.mktemp("demo") / "course"
    words = [MODULE, "--learners", str(LEARNERS), "--into", str(course)]
    words += ["--by-nbgrader"] * (request.param == "by nbgrader")
    done = subprocess.run(
        [sys.executable, "-m", "alignlib", "demo", *words],
        cwd=ROOT,
        env=os.environ | {"COLUMNS": "200"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return Made(course, done.returncode, done.stdout + done.stderr)


def test_it_ends_well_and_calls_simulated_what_is_simulated(made: Made) -> None:
    """The exit code is 0, and the learners are called simulated, in print and by their ids."""
    assert made.code == 0, made.said
    assert f"{LEARNERS} simulated learners" in made.said
    rows = [row for row in made.table("grades.csv") if row["timestamp"]]
    assert len(rows) == LEARNERS
    assert all(row["student_id"].startswith("sim-") for row in rows)


def test_what_is_printed_is_in_the_gradebook(made: Made) -> None:
    """Mean, lowest and highest are those of nbgrader's own sums."""
    with Gradebook(f"sqlite:///{made.course / 'gradebook.db'}") as gradebook:
        scores = [float(one.score) for one in gradebook.assignment_submissions(MODULE)]
    figures = (statistics.mean(scores), min(scores), max(scores))
    (line,) = (line for line in made.said.splitlines() if line.startswith(f"│ {MODULE} │    100 │"))
    cells = [cell.strip() for cell in line.split("│")]
    assert cells[3:6] == [f"{figure:.1f}" for figure in figures]


def test_the_facility_of_an_item_is_its_mean_share(made: Made) -> None:
    """`items.csv` has a line for each item, and the memo's waits for a human."""
    with Gradebook(f"sqlite:///{made.course / 'gradebook.db'}") as gradebook:
        shares: dict[str, list[float]] = {}
        for submission in gradebook.assignment_submissions(MODULE):
            for grade in submission.notebooks[0].grades:
                if grade.max_score:
                    shares.setdefault(grade.name, []).append(grade.score / grade.max_score)
    told = {row["item"]: row for row in made.table("items.csv")}
    assert told.keys() == shares.keys()
    waiting = {name for name, row in told.items() if not row["facility"]}
    assert waiting == {"one-paragraph-two-readers"}
    for name in shares.keys() - waiting:
        assert told[name]["facility"] == f"{statistics.mean(shares[name]):.3f}"


def test_everybody_has_a_page(made: Made) -> None:
    """Each learner's feedback lies where it is said to lie, and the odd ones were noticed."""
    pages = [path.parts[-3] for path in made.course.glob(f"feedback/*/{MODULE}/*.html")]
    assert len(set(pages)) == len(pages) == LEARNERS
    notices = (made.course / "notices.txt").read_text(encoding="utf-8")
    assert "sim-01-hostile: The submission brings code of its own" in notices
    assert "sim-02-malformed: The answers file could not be read" in notices


def test_both_ways_give_the_same_grades(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A class of three has the same table of grades, whoever has graded it."""
    tables = []
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        for name, words in (("ours", []), ("theirs", ["--by-nbgrader"])):
            into = tmp_path / name
            assert main(["demo", "02", "--learners", "3", "--into", str(into), *words]) == 0
            with (into / "grades.csv").open(encoding="utf-8", newline="") as file:
                tables.append(list(csv.DictReader(file)))
    scores = [[settled(float(row["score"])) for row in table] for table in tables]
    assert scores[0] == scores[1]
    assert any(scores[0])
    assert capsys.readouterr().err == ""


def test_nothing_but_a_demo_is_overwritten(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder that something else lies in is left as it is, and another name is asked for."""
    (tmp_path / "thesis.txt").write_text("two years of work", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        assert main(["demo", "--into", str(tmp_path)]) == 2
    assert "Name another folder" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]
