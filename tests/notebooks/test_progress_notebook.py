"""A notebook that calls `alignlib.progress()` gives the same outputs twice (nbval)."""

from __future__ import annotations

from pathlib import Path

import nbformat
from nbclient import NotebookClient

from alignlib import Workbook
from tests.conftest import SAMPLES, write_small
from tests.notebooks.test_nbval import nbval

CALL = """from alignlib import progress
found = progress(learner="ada")
found"""


def test_progress_in_a_notebook_gives_what_it_gave(tmp_path: Path, alone: Path) -> None:
    """Picture, tables and words are stored, and a second run compares equal to them."""
    course = tmp_path / "course"
    (course / "notebooks").mkdir(parents=True)
    write_small(course / "exercises" / "02-small")
    work = Workbook("small", learner="ada", folder=course / "exercises" / "02-small")
    for item, key in SAMPLES.values():
        work.record(item.id, item.lured(key) or item.reference(key) or "A text.")
    work.explain("pick")
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(CALL), nbformat.v4.new_code_cell("found.table")],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
    )
    path = course / "notebooks" / "mine.ipynb"
    NotebookClient(notebook, resources={"metadata": {"path": str(path.parent)}}).execute()
    nbformat.write(notebook, path)
    (shown,) = notebook.cells[0].outputs
    assert shown.data["text/html"].startswith('<img alt="7 items of 7 in 1 part of the course')
    assert "7 of 7 answered" in shown.data["text/plain"]
    assert shown.data["image/png"]
    done = nbval(path.parent, path.name, "--nbval")
    assert done.returncode == 0, done.stdout[-3000:]
    assert "2 passed" in done.stdout
