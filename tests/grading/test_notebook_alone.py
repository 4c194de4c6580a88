"""From a learner's folder to the gradebook with nothing but the notebook."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from alignlib import Workbook
from alignlib.answers import FILE_NAME, RECEIPT_TYPE, Answers, read
from tests.grading.kit import ASSIGNMENT, MEMO, NOTEBOOK, Course

pytestmark = pytest.mark.cycle

LEARNER = "ada"


@pytest.fixture(scope="module")
def answered(course: Course, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Answers]:
    """A learner's folder after all was answered, and all cells were run in a real kernel."""
    home = tmp_path_factory.mktemp("home")
    desk = home / "exercises" / ASSIGNMENT
    shutil.copytree(course.release, desk)
    work = Workbook(NOTEBOOK, learner=LEARNER, folder=desk)
    for item, answer in course.answers(LEARNER, "average").items.items():
        work.record(item, answer.value)
    path = desk / f"{NOTEBOOK}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    kept = {k: v for k, v in os.environ.items() if not k.startswith("NBGRADER")}
    client = NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(desk)}})
    client.execute(env=kept | {"HOME": str(home), "XDG_CONFIG_HOME": str(home)})
    nbformat.write(notebook, path)
    recorded = read(desk / FILE_NAME)
    assert recorded is not None
    assert MEMO in recorded.items
    return desk, recorded


def test_running_all_cells_changes_no_answer(answered: tuple[Path, Answers]) -> None:
    """After all cells were run, the receipt in the notebook holds what the file holds."""
    desk, recorded = answered
    text = (desk / f"{NOTEBOOK}.ipynb").read_text(encoding="utf-8")
    outputs = [out for cell in json.loads(text)["cells"] for out in cell.get("outputs", ())]
    (receipt,) = [o["data"][RECEIPT_TYPE] for o in outputs if RECEIPT_TYPE in o.get("data", {})]
    assert receipt["answers"] == recorded.to_data()
    assert not [out for out in outputs if out["output_type"] == "error"]


def test_a_notebook_alone_is_enough_to_grade(
    course: Course, answered: tuple[Path, Answers]
) -> None:
    """Handed in without its answers.json, the notebook earns what the answers are worth."""
    desk, recorded = answered
    course.hand_in(LEARNER, None, (desk / f"{NOTEBOOK}.ipynb").read_text(encoding="utf-8"))
    assert sorted(path.name for path in course.submitted(LEARNER).iterdir()) == [
        "timestamp.txt",
        f"{NOTEBOOK}.ipynb",
    ]
    run = course.nbgrader("autograde", ASSIGNMENT)
    assert run.code == 0, run.log
    expected = course.points(recorded)
    found = course.grades()[LEARNER]
    assert expected == {item: found[item].auto or 0.0 for item in expected}
    assert 0 < sum(expected.values()) < 80
    assert found[MEMO].waits
    assert "Taken from the receipt in the notebook" in run.about(LEARNER)
