"""Lessons run and give the outputs that they show; solutions run without an error (nbval)."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parents[2]
LESSONS = sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb"))
SOLUTIONS = sorted(
    str(path.relative_to(ROOT / "solutions")) for path in (ROOT / "solutions").glob("*/*.ipynb")
)


def nbval(folder: Path, notebook: str, *options: str) -> subprocess.CompletedProcess[str]:
    """Run nbval on one notebook of a folder, with a home of its own."""
    home = folder.parent / "home"
    home.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "pytest", "-c", str(ROOT / "pyproject.toml")]
    command += ["--rootdir", str(folder), "-p", "no:cacheprovider", "-q", *options, notebook]
    environment = os.environ | {
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / "config"),
        "PATH": os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"])),
    }
    environment.pop("JUPYTERHUB_USER", None)
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of lessons and solutions in which nothing is recorded yet."""
    folder = tmp_path_factory.mktemp("kit")
    for name in ("notebooks", "solutions"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("answers*"))
    for path in (folder / "notebooks").glob("*.ipynb"):
        number_cells(path)
    return folder


def number_cells(path: Path) -> None:
    """
    Give each code cell a count, as if it had been run.

    What is committed has none, because a count changes with every run; nbval takes a cell
    without one for a cell that was never run, and does not compare it.
    """
    notebook = nbformat.read(path, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for count, cell in enumerate(code, start=1):
        cell.execution_count = count
        for output in cell.outputs:
            if output.output_type == "execute_result":
                output.execution_count = count
    nbformat.write(notebook, path)


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_lesson_gives_the_outputs_it_shows(lesson: str, kit: Path) -> None:
    """Every cell of a lesson runs and prints what is stored in it, twice in a row."""
    cleaner = str(ROOT / "tests" / "notebooks" / "sanitize.cfg")
    for _ in range(2):
        done = nbval(kit / "notebooks", lesson, "--nbval", "--nbval-sanitize-with", cleaner)
        assert done.returncode == 0, done.stdout[-4000:]
        assert " passed" in done.stdout


@pytest.mark.parametrize("solution", SOLUTIONS)
def test_a_solution_runs(solution: str, kit: Path) -> None:
    """Every cell of a solution runs without an error."""
    path = kit / "solutions" / solution
    done = nbval(path.parent, path.name, "--nbval-lax")
    assert done.returncode == 0, done.stdout[-4000:]
    assert " passed" in done.stdout


def test_nbval_sees_a_wrong_output(kit: Path) -> None:
    """A lesson whose stored output differs from what its cell prints fails."""
    nb = nbformat.v4.new_notebook(metadata={"kernelspec": {"name": "python3", "display_name": ""}})
    cell = nbformat.v4.new_code_cell("print(1)", execution_count=1)
    cell.outputs = [nbformat.v4.new_output("stream", name="stdout", text="2\n")]
    nb.cells = [cell]
    nbformat.write(nb, kit / "notebooks" / "wrong.ipynb")
    assert nbval(kit / "notebooks", "wrong.ipynb", "--nbval").returncode != 0
