"""
The repository's hygiene: what may stand in its files and its notebooks.

Each check is a function from a text or a notebook to a list of faults, so that a test can show
it a bad example as well as the repository.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import find_chromium, require_chromium

ROOT = Path(__file__).parent.parent

LARGEST_FILE = 2_000_000
"""Bytes. A screenshot or a cases.zip is a tenth of it; more slows every clone for ever."""

LONGEST_CELL = 8
"""Lines. What is longer belongs in alignlib, where it is tested."""

HOME_FOLDER = re.compile(r"(?<![\w.~*-])(?:/(?:home|Users|root|work)/|[A-Za-z]:\\+Users\\+)\w")
"""A path that exists on one person's machine only."""

REGISTRIES = (
    ("pypi", "org"),
    ("pythonhosted", "org"),
    ("npmjs", "org"),
    ("npmjs", "com"),
    ("yarnpkg", "com"),
    ("anaconda", "org"),
    ("anaconda", "com"),
    ("debian", "org"),
    ("ubuntu", "com"),
    ("crates", "io"),
)
"""Package registries' hosts. Which one to use is the machine's matter, not the repository's."""

NETWORKS = (
    ("unpkg", "com"),
    ("jsdelivr", "net"),
    ("cloudflare", "com"),
    ("esm", "sh"),
    ("googleapis", "com"),
    ("gstatic", "com"),
)
"""Hosts that a page would load scripts or fonts from. Nothing is downloaded at run time."""


def any_host(hosts: tuple[tuple[str, ...], ...]) -> re.Pattern[str]:
    """What finds these hosts. They are kept in parts, so that no file names one, this neither."""
    return re.compile("|".join(rf"\b{re.escape('.'.join(h))}\b" for h in hosts), re.IGNORECASE)


NOTEBOOK_METADATA = {"kernelspec", "language_info"}
KERNELSPEC = {"display_name", "language", "name"}
LANGUAGE_INFO = {"name"}  # versions in it change with each machine that saves the notebook
CELL_METADATA = {"deletable", "editable", "nbgrader", "tags"}  # nbgrader sets the first two
NBGRADER = {
    "cell_type",
    "checksum",
    "grade",
    "grade_id",
    "locked",
    "points",
    "schema_version",
    "solution",
    "task",
}
NBGRADER_MARKS = re.compile(r"###\s*(?:BEGIN|END) (?:SOLUTION|HIDDEN TESTS|MARK SCHEME)")
CELL_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")

Notebook = dict[str, Any]


# ---------------------------------------------------------------- the checks


def faults_of_text(text: str) -> list[str]:
    """Lines that tie a file to one machine, one registry or a network."""
    rules = {
        "a path of one machine": HOME_FOLDER,
        "a registry's host": any_host(REGISTRIES),
        "a content network": any_host(NETWORKS),
    }
    return [
        f"line {number}: {what}"
        for number, line in enumerate(text.splitlines(), start=1)
        for what, rule in rules.items()
        if rule.search(line)
    ]


def source_of(cell: dict[str, Any]) -> str:
    """A cell's text; the file format allows a list of lines as well."""
    source = cell["source"]
    return source if isinstance(source, str) else "".join(source)


def long_cells(notebook: Notebook) -> list[str]:
    """Code cells over the limit. Blank lines and nbgrader's marks count for nothing."""
    faults = []
    for cell in notebook["cells"]:
        lines = [line for line in source_of(cell).splitlines() if line.strip()]
        lines = [line for line in lines if not NBGRADER_MARKS.search(line)]
        if cell["cell_type"] == "code" and len(lines) > LONGEST_CELL:
            faults.append(f"{cell.get('id')}: {len(lines)} lines")
    return faults


def counted_cells(notebook: Notebook) -> list[str]:
    """Cells with an execution count: it changes with every run and says nothing."""
    return [
        str(cell.get("id"))
        for cell in notebook["cells"]
        if cell.get("execution_count") is not None
        or any(o.get("execution_count") is not None for o in cell.get("outputs", ()))
    ]


def counts_out_of_order(notebook: Notebook) -> list[str]:
    """
    Counts that are not 1, 2, 3 and so on: a notebook saved after something else than one clean run.

    A lesson has counts, because nbval takes a cell without one for a cell that was never run.
    """
    counts = [c["execution_count"] for c in notebook["cells"] if c.get("execution_count")]
    return [] if counts == list(range(1, len(counts) + 1)) else [f"counts are {counts}"]


def cells_with_outputs(notebook: Notebook) -> list[str]:
    """Cells that carry an output: an exercise starts empty."""
    return [str(cell.get("id")) for cell in notebook["cells"] if cell.get("outputs")]


def stray_metadata(notebook: Notebook) -> list[str]:
    """Metadata outside the allow-list: an editor's state, a widget's, a learner's name."""

    def beyond(where: str, found: dict[str, Any], allowed: set[str]) -> list[str]:
        return [f"{where}: {key}" for key in sorted(found.keys() - allowed)]

    metadata = notebook["metadata"]
    faults = beyond("notebook", metadata, NOTEBOOK_METADATA)
    faults += beyond("kernelspec", metadata.get("kernelspec", {}), KERNELSPEC)
    faults += beyond("language_info", metadata.get("language_info", {}), LANGUAGE_INFO)
    for cell in notebook["cells"]:
        where = str(cell.get("id"))
        faults += beyond(where, cell["metadata"], CELL_METADATA)
        faults += beyond(f"{where} nbgrader", cell["metadata"].get("nbgrader", {}), NBGRADER)
    return faults


def bad_ids(notebook: Notebook) -> list[str]:
    """Cells without an id, with one that Jupyter would replace, or with another cell's."""
    if (notebook["nbformat"], notebook["nbformat_minor"]) < (4, 5):
        return ["the notebook's format is older than 4.5 and has no ids"]
    seen: set[str] = set()
    faults = []
    for number, cell in enumerate(notebook["cells"], start=1):
        found = str(cell.get("id", ""))
        if not CELL_ID.fullmatch(found):
            faults.append(f"cell {number}: id {found!r}")
        elif found in seen:
            faults.append(f"cell {number}: id {found!r} again")
        seen.add(found)
    return faults


def ids_not_in(source: Notebook, release: Notebook) -> list[str]:
    """Cells of a release whose id its source does not have: ids that a tool made up."""
    known = {cell.get("id") for cell in source["cells"]}
    return [str(c.get("id")) for c in release["cells"] if c.get("id") not in known]


# ---------------------------------------------------------------- what they look at


def repository_files() -> list[Path]:
    """What git has or would add; in a copy without git, what is there."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listing.returncode == 0:
        found = [ROOT / name for name in listing.stdout.decode().split("\0") if name]
    else:
        made = {".venv", ".git", "demo", "__pycache__"}
        found = [p for p in ROOT.rglob("*") if not made & set(p.relative_to(ROOT).parts)]
    return sorted(path for path in found if path.is_file())


def notebooks(*folders: str) -> Iterator[tuple[str, Notebook]]:
    """The notebooks in these folders, with their paths as a reader would say them."""
    for path in repository_files():
        name = path.relative_to(ROOT).as_posix()
        if path.suffix == ".ipynb" and name.split("/")[0] in folders:
            yield name, json.loads(path.read_text(encoding="utf-8"))


EVERYWHERE = ("notebooks", "solutions", "exercises")


def test_no_file_is_tied_to_a_machine_or_a_network() -> None:
    """No file names somebody's folder, a package registry's host or a content network."""
    faults = {}
    for path in repository_files():
        content = path.read_bytes()
        if b"\0" not in content and (found := faults_of_text(content.decode(errors="replace"))):
            faults[path.relative_to(ROOT).as_posix()] = found
    assert faults == {}


@pytest.mark.parametrize(
    "line",
    [
        "see " + "/".join(["", "home", "ada", "kit"]),
        "open('" + "/".join(["", "Users", "ada", "kit"]) + "')",
        "\\".join(["C:", "Users", "ada"]),
        '"' + "\\\\".join(["C:", "Users", "ada"]) + '"',
        "pip install --index-url https://" + ".".join(["pypi", "org"]) + "/simple",
        "registry = https://" + ".".join(["registry", "npmjs", "org"]),
        '<script src="https://' + ".".join(["unpkg", "com"]) + '/thing.js">',
    ],
)
def test_a_tied_line_is_found(line: str) -> None:
    """Each kind of address is a fault."""
    assert len(faults_of_text(f"first line\n{line}\n")) == 1


@pytest.mark.parametrize(
    "line",
    ["network/work/", "https://example.org/home/page", "./work/a", "~/work/a", "/usr/bin/env"],
)
def test_an_innocent_line_is_let_be(line: str) -> None:
    """Relative paths, addresses of pages and what every system has are no faults."""
    assert faults_of_text(line) == []


def test_no_file_is_big() -> None:
    """Every file is small enough to be cloned without a thought."""
    big = [str(path) for path in repository_files() if path.stat().st_size > LARGEST_FILE]
    assert big == []


def test_no_file_is_a_link() -> None:
    """A symbolic link arrives on Windows as a text file with a path in it."""
    assert [str(path) for path in repository_files() if path.is_symlink()] == []


def test_names_do_not_differ_by_case_alone() -> None:
    """Two such files are one file on macOS and Windows."""
    files = [path.relative_to(ROOT).as_posix() for path in repository_files()]
    assert len(files) == len({name.lower() for name in files})


def test_the_licences_are_there() -> None:
    """Code is under BSD-3-Clause, content under CC BY 4.0."""
    assert "BSD 3-Clause License" in (ROOT / "LICENSE").read_text(encoding="utf-8")
    content = (ROOT / "LICENSE-CONTENT").read_text(encoding="utf-8")
    assert "Creative Commons Attribution 4.0 International" in content


@pytest.mark.parametrize(
    ("check", "folders"),
    [
        (long_cells, EVERYWHERE),
        (counted_cells, ("exercises", "solutions")),
        (counts_out_of_order, ("notebooks",)),
        (stray_metadata, EVERYWHERE),
        (bad_ids, EVERYWHERE),
        (cells_with_outputs, ("exercises", "solutions")),
    ],
)
def test_notebooks_are_clean(
    check: Callable[[Notebook], list[str]], folders: tuple[str, ...]
) -> None:
    """Every notebook passes; lessons alone keep their outputs."""
    faults = {name: found for name, book in notebooks(*folders) if (found := check(book))}
    assert faults == {}


def test_an_exercise_keeps_the_ids_of_its_solution() -> None:
    """Cell ids are stable: generating the exercise again makes up none."""
    sources = dict(notebooks("solutions"))
    faults = {}
    for name, release in notebooks("exercises"):
        source = sources.get(name.replace("exercises/", "solutions/", 1))
        if source is None:
            faults[name] = ["it has no solution"]
        elif found := ids_not_in(source, release):
            faults[name] = found
    assert faults == {}


def a_notebook(**changes: Any) -> Notebook:
    """A clean notebook of one code cell, with these changes to the cell."""
    cell = {
        "cell_type": "code",
        "id": "count-stores",
        "metadata": {"tags": ["practice"], "nbgrader": {"grade_id": "count-stores"}},
        "source": "1 + 1",
        "outputs": [],
        "execution_count": None,
    }
    return {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {"kernelspec": {"name": "python3"}, "language_info": {"name": "python"}},
        "cells": [cell | changes],
    }


@pytest.mark.parametrize(
    "check",
    [long_cells, counted_cells, counts_out_of_order, cells_with_outputs, stray_metadata, bad_ids],
)
def test_a_clean_notebook_has_no_faults(check: Callable[[Notebook], list[str]]) -> None:
    """The checks ask for nothing beyond what they say."""
    assert check(a_notebook()) == []


@pytest.mark.parametrize(
    ("check", "notebook"),
    [
        (long_cells, a_notebook(source="x = 1\n" * 9)),
        (long_cells, a_notebook(source=["x = 1\n"] * 9)),
        (counted_cells, a_notebook(execution_count=3)),
        (counted_cells, a_notebook(outputs=[{"execution_count": 3}])),
        (counts_out_of_order, a_notebook(execution_count=3)),
        (cells_with_outputs, a_notebook(outputs=[{"output_type": "stream"}])),
        (stray_metadata, a_notebook(metadata={"collapsed": True})),
        (stray_metadata, a_notebook(metadata={"nbgrader": {"answer": "B01"}})),
        (stray_metadata, a_notebook() | {"metadata": {"widgets": {}}}),
        (stray_metadata, a_notebook() | {"metadata": {"language_info": {"version": "3.12"}}}),
        (bad_ids, a_notebook(id="")),
        (bad_ids, a_notebook(id="with space")),
        (bad_ids, a_notebook() | {"cells": a_notebook()["cells"] * 2}),
        (bad_ids, a_notebook() | {"nbformat_minor": 4}),
    ],
)
def test_a_fault_in_a_notebook_is_found(
    check: Callable[[Notebook], list[str]], notebook: Notebook
) -> None:
    """Each check can fail."""
    assert len(check(notebook)) == 1


def test_marks_of_nbgrader_are_not_counted_as_lines() -> None:
    """A solution may be as long as the exercise's cell that it fills."""
    source = "### BEGIN SOLUTION\n" + "x = 1\n\n" * LONGEST_CELL + "### END SOLUTION\n"
    assert long_cells(a_notebook(source=source)) == []


def test_an_id_that_a_tool_made_up_is_found() -> None:
    """A release whose cell has another id than the source's is a fault."""
    assert ids_not_in(a_notebook(), a_notebook()) == []
    assert ids_not_in(a_notebook(), a_notebook(id="f00dcafe")) == ["f00dcafe"]


def test_a_missing_browser_is_a_failure_only_in_ci() -> None:
    """On a person's machine the browser tests are skipped and say why; in CI they fail."""
    with pytest.raises(pytest.skip.Exception, match="Install one"):
        require_chromium(None, environment={})
    with pytest.raises(pytest.fail.Exception, match="Install one"):
        require_chromium(None, environment={"CI": "true"})


def test_a_browser_is_found_by_any_of_its_names() -> None:
    """The first name of the family that the machine knows is taken."""

    def which(command: str) -> str | None:
        return "/opt/chrome" if command == "google-chrome" else None

    assert find_chromium(which) == Path("/opt/chrome")
    assert require_chromium(Path("/opt/chrome"), environment={"CI": "true"}) == Path("/opt/chrome")
