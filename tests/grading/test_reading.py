"""Reading a submitted notebook, whatever is there."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignlib.grading.receive import PLACEHOLDER
from alignlib.grading.submission import LARGEST, read_notebook
from tests.conftest import json_values
from tests.grading.kit import code, markdown

NAME = "two-strategies.ipynb"


def book(**changes: Any) -> dict[str, Any]:
    """A notebook of one cell, with changes."""
    whole = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [markdown("a", id="a")]}
    return whole | changes


def put(folder: Path, data: Any, name: str = NAME) -> Path:
    """Write data as a notebook; the path under which it is looked for."""
    (folder / name).write_text(json.dumps(data), encoding="utf-8")
    return folder / NAME


@given(content=st.binary() | json_values.map(lambda v: json.dumps(v).encode()))
def test_no_content_makes_reading_raise(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    """Any bytes give a notebook, and without cells a sentence that says why."""
    path = tmp_path_factory.mktemp("any") / NAME
    path.write_bytes(content)
    nb, notices, _ = read_notebook(path)
    assert nb.cells == []
    assert len(notices) == 1


def test_a_good_notebook_needs_no_notice(tmp_path: Path) -> None:
    """A notebook is read as it is, its texts whole."""
    nb, notices, metadata = read_notebook(
        put(tmp_path, book(cells=[markdown(["a\n", "b"], id="a")], metadata={"x": 1}))
    )
    assert [cell.source for cell in nb.cells] == ["a\nb"]
    assert (notices, metadata, dict(nb.metadata)) == ([], {"x": 1}, {})


def test_one_bad_cell_costs_no_other(tmp_path: Path) -> None:
    """Cells that are none are left out and counted; the others are there."""
    deep: Any = "x"
    for _ in range(60):
        deep = [deep]
    cells = [5, markdown("good", id="good"), None, code("1", metadata={"deep": deep})]
    nb, notices, _ = read_notebook(put(tmp_path, book(cells=cells)))
    assert [cell.source for cell in nb.cells] == ["good"]
    assert notices == [f"3 cells of {NAME} could not be read and were left out."]


def test_every_cell_has_an_id_of_its_own(tmp_path: Path) -> None:
    """Ids that are lists, and doubled ones, are replaced: nbformat fails over them."""
    cells = [markdown(str(n), id=i) for n, i in enumerate(["a", "a", [], {}, None, 5])]
    nb, _, _ = read_notebook(put(tmp_path, book(cells=[*cells, markdown("6")])))
    ids = [cell.id for cell in nb.cells]
    assert ids[0] == "a"
    assert len(set(ids)) == len(ids) == 7


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ([], "where a JSON object was expected"),
        (book(nbformat=3), "its format is 3, not 4"),
        (book(nbformat="4"), "its format is '4', not 4"),
        (book(cells={}), "its cells are {} where a list was expected"),
        (book(cells=None), "its cells are None where a list was expected"),
    ],
)
def test_what_is_no_notebook_is_said(tmp_path: Path, data: Any, says: str) -> None:
    """Each fault has its own words."""
    nb, notices, _ = read_notebook(put(tmp_path, data))
    assert nb.cells == []
    assert says in notices[0]


@pytest.mark.parametrize("metadata", [None, 5, "x", [], {"language": 5}, {"kernelspec": []}])
def test_bad_metadata_cost_no_cell(tmp_path: Path, metadata: Any) -> None:
    """A notebook whose metadata nbconvert would fail over keeps its cells."""
    nb, notices, _ = read_notebook(put(tmp_path, book(metadata=metadata)))
    assert (len(nb.cells), dict(nb.metadata), notices) == (1, {}, [])


def test_the_newest_of_the_misnamed_is_read(tmp_path: Path) -> None:
    """Without the right name the notebook that was changed last counts, and is named."""
    put(tmp_path, book(cells=[markdown("old", id="old")]), "first.ipynb")
    put(tmp_path, book(cells=[markdown("new", id="new")]), "second.ipynb")
    os.utime(tmp_path / "first.ipynb", (1, 1))
    nb, notices, _ = read_notebook(tmp_path / NAME)
    assert [cell.source for cell in nb.cells] == ["new"]
    assert "The notebook is called 'second.ipynb'; it should be called" in notices[0]


def test_the_right_name_goes_first(tmp_path: Path) -> None:
    """A second notebook beside the right one changes nothing."""
    put(tmp_path, book(cells=[markdown("other", id="other")]), "zz.ipynb")
    nb, notices, _ = read_notebook(put(tmp_path, book()))
    assert ([cell.id for cell in nb.cells], notices) == (["a"], [])


def test_a_folder_with_the_name_is_no_notebook(tmp_path: Path) -> None:
    """A folder called as the notebook is passed over."""
    (tmp_path / NAME).mkdir()
    nb, notices, _ = read_notebook(tmp_path / NAME)
    assert (nb.cells, notices) == ([], [f"There is no notebook {NAME} in the submission."])


def test_a_placeholder_says_that_there_is_none(tmp_path: Path) -> None:
    """The notebook that grading itself put there is not taken for the learner's."""
    _, notices, _ = read_notebook(put(tmp_path, book(cells=[], metadata={PLACEHOLDER: "x"})))
    assert notices == [f"There is no notebook {NAME} in the submission."]


def test_a_giant_is_not_read(tmp_path: Path) -> None:
    """A file beyond the limit is not opened."""
    with (tmp_path / NAME).open("wb") as file:
        file.truncate(LARGEST + 1)
    _, notices, _ = read_notebook(tmp_path / NAME)
    assert "it has more than 50,000,000 bytes" in notices[0]


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    """Also where nobody looked at the folder before, a link is no notebook."""
    (tmp_path / "elsewhere").mkdir()
    goal = put(tmp_path / "elsewhere", book())
    (tmp_path / NAME).symlink_to(goal)
    nb, notices, _ = read_notebook(tmp_path / NAME)
    assert nb.cells == []
    assert notices == [f"There is no notebook {NAME} in the submission."]
