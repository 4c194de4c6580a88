"""`nbgrader validate` on a released assignment with one item of each of the seven kinds."""

from __future__ import annotations

import shutil
from pathlib import Path

import nbformat
import pytest

from alignlib import Workbook
from alignlib.cases import Bundle
from alignlib.items import kinds
from tests.conftest import SAMPLES, write_cases
from tests.grading.kit import ROOT, Course, Run

pytestmark = pytest.mark.cycle

NAME, NOTEBOOK = "03-all-kinds", "all-kinds"

OPEN = {
    "classify": "Sort: 6 of 6 still open (T01, T02, T03, T04, T05 …).",
    "choose": "Pick: still open.",
    "link": "Join: still open.",
    "number": "Share: still open.",
    "order": "Rank: 6 of 6 still open (T01, T02, T03, T04, T05 …).",
    "memo": "Memo: still open.",
    "plan": "Plan: still open.",
}
"""What each kind says while nothing is answered."""

BEGUN = {
    "classify": ({"T01": "business"}, "Sort: 5 of 6 still open (T02, T03, T04, T05, T06)."),
    "order": (["T03", "T01"], "Rank: 4 of 6 still open (T02, T04, T05, T06)."),
    "memo": ("  ", "Memo: still open."),
}
"""Half an answer, of kinds whose answers have parts, and what they then say."""


def source() -> nbformat.NotebookNode:
    """The source notebook: a panel and a grade cell for each item, a written cell for the memo."""
    cells = [nbformat.v4.new_code_cell(
        f'from alignlib import Workbook\nwork = Workbook("{NOTEBOOK}", learner="ada")'
    )]  # fmt: skip
    for item, _ in SAMPLES.values():
        cells.append(nbformat.v4.new_code_cell(f'work.ask("{item.id}")'))
        memo = item.KIND == "memo"
        check = {"grade_id": f"check-{item.id}" if memo else item.id, "solution": False}
        graded = {"points": 0 if memo else item.points, "locked": True}
        cells.append(_cell("code", f'work.check("{item.id}")', check | graded))
        if memo:
            written = {"grade_id": item.id, "points": item.points, "solution": True}
            cells.append(_cell("markdown", "Answer", written | {"locked": False}))
    return nbformat.v4.new_notebook(
        cells=cells, metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    )


def _cell(kind: str, text: str, mark: dict[str, object]) -> nbformat.NotebookNode:
    """A cell with nbgrader's mark."""
    whole = {"grade": True, "task": False, "schema_version": 3, "cell_type": kind}
    new = nbformat.v4.new_code_cell if kind == "code" else nbformat.v4.new_markdown_cell
    return new(text, metadata={"nbgrader": whole | mark})


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The released assignment, as a learner gets it."""
    folder = tmp_path_factory.mktemp("term") / "course"
    into = folder / "solutions" / NAME
    write_cases(into, NAME, list(SAMPLES.values()))
    nbformat.write(source(), into / f"{NOTEBOOK}.ipynb")
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    course = Course(folder, Bundle(into / "cases.zip"))
    run = course.nbgrader("generate_assignment", NAME)
    assert run.code == 0, run.log
    return folder / "exercises" / NAME


@pytest.fixture
def learner(release: Path, tmp_path: Path) -> Course:
    """A learner's copy of the release."""
    folder = tmp_path / NAME
    shutil.copytree(release, folder)
    return Course(folder, Bundle(folder / "cases.zip"))


def validated(learner: Course) -> Run:
    """What `nbgrader validate` says in the learner's folder."""
    run = learner.nbgrader("validate", f"{NOTEBOOK}.ipynb")
    assert "Traceback" not in run.log
    return run


def test_there_is_an_item_of_each_kind() -> None:
    """The assignment of this file asks for all that there is."""
    assert set(kinds()) == set(SAMPLES) == set(OPEN)


def test_nothing_answered_names_every_item(learner: Course) -> None:
    """Each kind says that it is open, which parts are, and what to do next."""
    log = validated(learner).log
    for kind, words in OPEN.items():
        assert log.count(words) == 1, kind
        item, _ = SAMPLES[kind]
        assert f'Answer it in the panel of work.ask("{item.id}"),' in log
    assert log.count("then run this cell again.") == len(OPEN)


def test_half_an_answer_names_the_rest(learner: Course) -> None:
    """Of an answer with parts, validate names those that are left."""
    work = Workbook(NOTEBOOK, learner="ada", folder=learner.folder)
    for kind, (value, _) in BEGUN.items():
        work.record(SAMPLES[kind][0].id, value)
    log = validated(learner).log
    for kind, words in (OPEN | {kind: words for kind, (_, words) in BEGUN.items()}).items():
        assert log.count(words) == 1, kind


def test_complete_answers_pass_whether_right_or_wrong(learner: Course) -> None:
    """With every item answered validate succeeds, and says nothing about what is right."""
    work = Workbook(NOTEBOOK, learner="ada", folder=learner.folder)
    for item, key in SAMPLES.values():
        work.record(item.id, item.lured(key) or item.reference(key) or "A text.")
    log = validated(learner).log
    assert "still open" not in log
    assert "Success! Your notebook passes all the tests." in log
    for word in (" met", "wrong", "points."):
        assert word not in log


def test_answers_on_another_variant_do_not_count(learner: Course) -> None:
    """Validate looks at what is handed in, not at what lies beside it."""
    work = Workbook(NOTEBOOK, learner="ada", folder=learner.folder)
    work.record("share", 50.0)
    path = learner.folder / "answers.json"
    path.rename(path.with_name("answers.variant-001.json"))
    assert OPEN["number"] in validated(learner).log
