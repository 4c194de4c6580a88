"""Grades for Canvas and for Moodle: what stands in the files, and who is left out."""

from __future__ import annotations

import csv
import io
import logging
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Configurable

from alignlib.cli.steps import environment
from alignlib.grading.export import CanvasExport, MoodleExport
from alignlib.grading.export.base import LmsExport
from alignlib.grading.export.cells import inert, is_inert

MODULES = {"01-two-strategies": 10.0, "02-differences": 120.0}
MEMO = "a-memo"

SCORES: dict[str, dict[str, float]] = {
    "ada": {"01-two-strategies": 9.25, "02-differences": 0.1 + 0.2},
    "o'neill": {"01-two-strategies": 0.0},
    "zoë": {"01-two-strategies": 7.5},
    "at": {"01-two-strategies": 5.0},
    "stranger": {"01-two-strategies": 5.0},
}
"""What the class has; `stranger` stands in no roster, and `idle` has handed in nothing."""

HEAD = "learner,name,ID,SIS User ID,SIS Login ID,Section,Username,ID number,Email address\n"
ROSTER = HEAD + (
    'Ada,"Lovelace, Ada",101,s-101,ada,One,ada,0042,ada@school.example\n'
    "o'neill,=HYPERLINK(\"https://outside.example\"),102,s-102,o'neill,+One,oneill,0043,o@x.example\n"
    '"zoë","Ö;=1+1",103,s-103,zoë,One,zoe,0044,zoe@school.example\n'
    "at,At,104,@s-104,at,One,@at,0045,at@school.example\n"
    "idle,Idle,105,s-105,idle,One,idle,0046,idle@school.example\n"
)


@pytest.fixture(scope="module")
def gradebook(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gradebook]:
    """A gradebook of two modules; one of Zoë's items waits for a human, and she was late."""
    path = tmp_path_factory.mktemp("export") / "gradebook.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(os.environ, "PATH", environment()["PATH"])
        made = Gradebook(f"sqlite:///{path}")
    for module, points in MODULES.items():
        made.add_assignment(module)
        made.add_notebook("book", module)
        for name, most in (("item", points - 1), (MEMO, 1.0), ("nothing", 0.0)):
            made.add_grade_cell(name, "book", module, max_score=most, cell_type="code")
    for learner, own in SCORES.items():
        made.add_student(learner)
        for module, score in own.items():
            submission = made.update_or_create_submission(module, learner)
            for grade in submission.notebooks[0].grades:
                grade.needs_manual_grade = learner == "zoë" and grade.name == MEMO
                grade.auto_score = score if grade.name == "item" else 0.0
            if learner == "zoë":
                submission.notebooks[0].late_submission_penalty = 1.5
    made.add_student("idle")
    made.db.commit()
    yield made
    made.close()


class App(Configurable):
    """Stands for nbgrader's application: a plug-in asks it where the course is."""

    def __init__(self, root: Path) -> None:
        super().__init__()
        self.coursedir = CourseDirectory(root=str(root))


class Exported:
    """One export: the text of its file and what it said."""

    def __init__(self, plugin: LmsExport, gradebook: Gradebook, log: pytest.LogCaptureFixture):
        log.clear()
        with log.at_level(logging.INFO):
            plugin.export(gradebook)
        self.data = Path(plugin.to).read_bytes()
        self.said = [record.getMessage() for record in log.records]

    @property
    def rows(self) -> list[list[str]]:
        """The cells, as Python's csv reads them."""
        return list(csv.reader(io.StringIO(self.data.decode("utf-8"), newline="")))

    @property
    def frame(self) -> pd.DataFrame:
        """The cells as text, as pandas reads them."""
        return pd.read_csv(io.BytesIO(self.data), dtype=str, keep_default_na=False)

    def about(self, words: str) -> str:
        """The one message with these words."""
        found = [message for message in self.said if words in message]
        assert len(found) == 1, self.said
        return found[0]


@pytest.fixture
def export(tmp_path: Path, gradebook: Gradebook, caplog: pytest.LogCaptureFixture) -> Any:
    """Export with a plug-in, its options, and a roster."""

    def exported(kind: type[LmsExport], roster: str = ROSTER, **options: Any) -> Exported:
        (tmp_path / "roster.csv").write_text(roster, encoding="utf-8")
        plugin = kind(parent=App(tmp_path), to=str(tmp_path / "out.csv"), **options)
        plugin.log = logging.getLogger("export")
        return Exported(plugin, gradebook, caplog)

    return exported


def test_canvas_gets_its_columns(export: Any) -> None:
    """The head and the points stand as in Canvas's own export, and then a line for each learner."""
    rows = export(CanvasExport).rows
    assert [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", *MODULES],
        ["    Points Possible", "", "", "", "", "10", "120"],
        ["Lovelace, Ada", "101", "s-101", "ada", "One", "9.25", "0.3"],
    ] == rows[:3]
    assert rows[3][0].startswith("'=HYPERLINK")
    assert rows[4][1:] == ["103", "s-103", "zoë", "One", "6", ""]


def test_moodle_gets_an_identifier_and_hyphens(export: Any) -> None:
    """Where there is no grade a hyphen stands: an empty cell could become 0."""
    made = export(MoodleExport, identifier="Email address")
    assert ["Email address", "Full name", *MODULES] == made.rows[0]
    assert made.rows[1] == ["ada@school.example", "Lovelace, Ada", "9.25", "0.3"]
    assert made.rows[-1] == ["zoe@school.example", "Ö,=1+1", "6", "-"]
    assert "02-differences has 120 points" in made.about("Moodle refuses")


@pytest.mark.parametrize("kind", [CanvasExport, MoodleExport])
def test_what_was_written_is_read_again(export: Any, kind: type[LmsExport]) -> None:
    """Python's csv and pandas read the same cells, and as many in each line."""
    made = export(kind)
    assert len({len(row) for row in made.rows}) == 1
    assert made.rows[1:] == made.frame.to_numpy().tolist()
    assert made.rows[0] == list(made.frame.columns)
    assert b"\r\n" in made.data


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("kind", [CanvasExport, MoodleExport])
def test_no_cell_is_a_formula(export: Any, kind: type[LmsExport], delimiter: str) -> None:
    """Whatever a spreadsheet takes for the end of a cell, no cell begins as a formula does."""
    text = export(kind, identifier="ID number").data.decode() if kind is MoodleExport else (
        export(kind).data.decode()
    )  # fmt: skip
    cells = [cell for row in csv.reader(io.StringIO(text), delimiter=delimiter) for cell in row]
    assert [cell for cell in cells if cell.startswith(tuple("=+-@\t\r")) and cell != "-"] == []
    assert "outside.example" in text


def test_an_id_is_written_as_it_is_or_not_at_all(export: Any) -> None:
    """Leading zeros and quotation marks stay; an id like a formula is left out and told."""
    made = export(MoodleExport, identifier="ID number")
    assert [row[0] for row in made.rows[1:]] == ["0042", "0045", "0043", "0044"]
    made = export(MoodleExport)
    assert [row[0] for row in made.rows[1:]] == ["ada", "oneill", "zoe"]
    assert "'at'" in made.about("by hand")
    assert "'at'" in export(CanvasExport).about("by hand")


def test_the_unmatched_are_listed_both_ways(export: Any) -> None:
    """Who has a grade and no line in the roster, and who has a line and no grade."""
    made = export(CanvasExport)
    assert "'stranger'" in made.about("without a line in roster.csv")
    assert "'idle'" in made.about("without a grade")
    assert "stranger" not in made.data.decode()
    assert "idle" not in made.data.decode()


def test_grades_that_are_not_final_are_told(export: Any) -> None:
    """A learner whose memo waits is named; the score that there is so far is exported."""
    assert "(1)" in (told := export(CanvasExport).about("wait for a human"))
    assert told.endswith("'zoë'")


def test_an_assignment_has_the_column_that_it_has_in_the_lms(export: Any) -> None:
    """Canvas finds an assignment by the number at the end of its column."""
    made = export(CanvasExport, assignment=["01-two-strategies"],
                  columns={"01-two-strategies": "Two strategies (987)"})  # fmt: skip
    assert made.rows[0][-1] == "Two strategies (987)"
    assert len(made.rows[0]) == 6


def test_some_learners_can_be_asked_for(export: Any) -> None:
    """With `--student` nobody else is exported, or complained of."""
    made = export(CanvasExport, student=["ada"])
    assert [row[1] for row in made.rows[2:]] == ["101"]
    assert not any("stranger" in said or "idle" in said for said in made.said)


@pytest.mark.parametrize(
    ("kind", "options", "roster", "said"),
    [
        (CanvasExport, {"assignment": ["01-two"]}, ROSTER, "Did you mean '01-two-strategies'?"),
        (CanvasExport, {"student": ["adda"]}, ROSTER, "Did you mean 'ada'?"),
        (CanvasExport, {}, "learner\nada\n", "none of the columns ID, SIS User ID"),
        (CanvasExport, {"columns": {"02-differences": "=1"}}, ROSTER, "would be a formula"),
        (MoodleExport, {}, "learner,ID number\nada,1\n", "--MoodleExport.identifier='ID number'"),
        (MoodleExport, {}, "learner\nada\n", "list of participants"),
        (MoodleExport, {}, "name\nada\n", "has no column learner"),
    ],
)
def test_what_cannot_be_exported_is_told(
    export: Any,
    caplog: pytest.LogCaptureFixture,
    tmp_path: Path,
    kind: type[LmsExport],
    options: dict[str, Any],
    roster: str,
    said: str,
) -> None:
    """The command fails with one sentence, and a file of an earlier export stays."""
    (tmp_path / "out.csv").write_text("before", encoding="utf-8")
    with pytest.raises(SystemExit):
        export(kind, roster, **options)
    assert said in caplog.text
    assert (tmp_path / "out.csv").read_text(encoding="utf-8") == "before"


def test_a_name_cannot_stand_for_the_points(export: Any) -> None:
    """A learner called as Canvas's line of points would change what an assignment is worth."""
    made = export(CanvasExport, HEAD + "ada,x Points Possible,101,,,,,,\n")
    assert [row[0] for row in made.rows[2:]] == ["x "]


@pytest.mark.parametrize("name", ["=1", "+1", "-1", "@a", "\t=1", "\r=1", " =1", "\u200b=1", "＝1"])
def test_a_formula_is_made_text(name: str) -> None:
    """An apostrophe stands before whatever would be worked out, and hidden signs are gone."""
    assert inert(name).startswith("'")
    assert not is_inert(name)
