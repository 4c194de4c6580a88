"""Any notebook of a learner's, poured into the released form."""

from __future__ import annotations

import base64
import html
import json
from pathlib import Path
from typing import Any

import nbformat
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from nbformat.notebooknode import NotebookNode

from alignlib.grading import differences
from alignlib.grading.mould import MOST_OUTPUTS, as_text, outputs_as_text, png, pour, written
from alignlib.grading.placing import MOST_CELLS, MOST_TEXT, placed, text
from alignlib.grading.submission import read_notebook
from tests.conftest import json_values
from tests.grading.hostile import ATTRIBUTE, MEMO_ATTACK, PICTURE, SCRIPT, put_scripts
from tests.grading.kit import ASSIGNMENT, MEMO, NOTEBOOK, ROOT, code, markdown, shows

RELEASE = ROOT / "exercises" / ASSIGNMENT / f"{NOTEBOOK}.ipynb"


def released() -> NotebookNode:
    """The released notebook of module 1."""
    return nbformat.read(RELEASE, as_version=4)


def blank() -> dict[str, Any]:
    """The same as plain data, to be spoilt."""
    data: dict[str, Any] = json.loads(RELEASE.read_text(encoding="utf-8"))
    return data


def read(folder: Path, data: Any) -> NotebookNode:
    """What is read of these data as a submitted notebook."""
    path = folder / f"{NOTEBOOK}.ipynb"
    path.write_text(json.dumps(data), encoding="utf-8")
    return read_notebook(path)[0]


def own_cells(nb: NotebookNode) -> list[NotebookNode]:
    """The cells that are not the release's."""
    ids = {cell.id for cell in released().cells}
    return [cell for cell in nb.cells if cell.id not in ids]


def marks(nb: NotebookNode) -> list[Any]:
    """Nbgrader's metadata of the cells that have any, in their order."""
    return [c.metadata.nbgrader for c in nb.cells if "nbgrader" in c.metadata]


cells = st.fixed_dictionaries(
    {},
    optional={
        "cell_type": st.sampled_from(("code", "markdown", "raw")) | json_values,
        "id": st.sampled_from([c.id for c in released().cells]) | json_values,
        "source": json_values,
        "metadata": json_values,
        "attachments": json_values,
        "outputs": st.lists(
            st.fixed_dictionaries(
                {"output_type": st.sampled_from(("stream", "error", "display_data")) | json_values},
                optional={
                    "text": json_values,
                    "name": json_values,
                    "data": st.dictionaries(
                        st.sampled_from(("text/plain", "text/html", "image/png")), json_values
                    ),
                },
            ),
            max_size=3,
        )
        | json_values,
    },
)
"""Cells with everything that a cell can have, of any kind."""

notebooks = st.fixed_dictionaries(
    {"nbformat": st.just(4), "cells": st.lists(cells | json_values, max_size=6)},
    optional={"metadata": json_values, "nbformat_minor": json_values},
)


@given(data=notebooks | json_values)
def test_any_data_pour_into_the_released_form(
    tmp_path_factory: pytest.TempPathFactory, data: Any
) -> None:
    """
    No JSON in a notebook's place makes reading or pouring raise.

    What comes out is a valid notebook with exactly the release's marked cells, in order and
    untouched, and no output but text and pictures.
    """
    mould = released()
    submitted = read(tmp_path_factory.mktemp("any"), data)
    poured = pour(mould, submitted)
    nbformat.validate(poured)
    assert marks(mould) == marks(poured)
    assert {cell.id for cell in mould.cells} <= {cell.id for cell in poured.cells}
    assert len({cell.id for cell in poured.cells}) == len(poured.cells)
    kinds = {k for c in poured.cells for o in c.get("outputs", ()) for k in o.get("data", {})}
    assert kinds <= {"text/plain", "image/png"}
    names = {o.name for c in poured.cells for o in c.get("outputs", ()) if "name" in o}
    assert names <= {"stdout"}
    json.dumps(poured, ensure_ascii=False).encode("utf-8")
    assert all(isinstance(words, str) for words in written(mould, submitted).values())
    for notice in (
        *differences.cells(mould, submitted),
        *differences.contents(mould, submitted, {}),
        *differences.own_code(mould, submitted),
    ):
        assert "\n" not in notice


def test_a_blank_notebook_pours_into_itself(tmp_path: Path) -> None:
    """A release that came back untouched is the release again, and nothing is noticed."""
    mould, submitted = released(), read(tmp_path, blank())
    assert mould.cells == pour(mould, submitted).cells
    assert differences.cells(mould, submitted) == []
    assert differences.contents(mould, submitted, submitted.metadata) == []
    assert differences.own_code(mould, submitted) == []
    assert written(mould, submitted) == {}


def test_metadata_are_the_releases(tmp_path: Path) -> None:
    """Of a learner's notebook metadata nothing survives."""
    data = blank()
    put_scripts(data)
    poured = pour(released(), read(tmp_path, data))
    assert released().metadata == poured.metadata
    assert {"language_info", "kernelspec"} >= set(poured.metadata)


def test_no_tag_of_a_learner_survives(tmp_path: Path) -> None:
    """A learner cannot hide a cell from the feedback with the marker's own tag."""
    data = blank()
    put_scripts(data)
    poured = pour(released(), read(tmp_path, data))
    assert [c.metadata for c in own_cells(poured) if c.metadata] == []


def test_work_stays_where_it_was(tmp_path: Path) -> None:
    """A learner's code and text keep their places between the cells of the release."""
    data = blank()
    work = next(c for c in data["cells"] if c["id"] == "read-a-document")
    work["source"], work["outputs"] = "1 + 1", [shows(text_plain="2")]
    place = data["cells"].index(work)
    data["cells"].insert(place + 1, markdown("So it is two."))
    poured = pour(released(), read(tmp_path, data))
    assert poured.cells[place].source == "1 + 1"
    assert poured.cells[place].outputs[0].data == {"text/plain": "2"}
    assert "So it is two." in poured.cells[place + 1].source


def test_a_changed_text_follows_the_released_one(tmp_path: Path) -> None:
    """A question stays as it was asked; what a learner wrote over it comes after it."""
    data = blank()
    question = next(c for c in data["cells"] if c["id"] == "about-memo")
    question["source"] = "Write nothing."
    poured = pour(released(), read(tmp_path, data))
    place = [cell.id for cell in poured.cells].index("about-memo")
    assert "Write for the chief executive" in poured.cells[place].source
    assert "Write nothing." in poured.cells[place + 1].source


def test_cells_without_ids_are_found(tmp_path: Path) -> None:
    """An editor that throws cell ids away moves nothing: grade ids and words do as well."""
    data = blank()
    for cell in data["cells"]:
        del cell["id"]
    submitted = read(tmp_path, data)
    assert len(released().cells) == len(placed(released(), submitted).theirs)
    assert own_cells(pour(released(), submitted)) == []


def test_text_cells_are_plain() -> None:
    """Markdown, raw cells and anything else become escaped text that no reader takes for more."""
    for kind in ("markdown", "raw", "heading", None, 5):
        cell = as_text(NotebookNode(cell_type=kind, source=MEMO_ATTACK))
        assert cell.cell_type == "markdown"
        inside = cell.source.partition(">\n")[2].rpartition("\n</pre>")[0]
        assert "<" not in inside
        assert html.unescape(inside) == MEMO_ATTACK


def test_code_stays_code() -> None:
    """Code is shown as code: highlighting escapes it."""
    cell = as_text(NotebookNode(code(SCRIPT, (shows(text_html=SCRIPT),))))
    assert (cell.cell_type, cell.source, cell.outputs) == ("code", SCRIPT, [])


def test_an_error_is_kept_as_text() -> None:
    """A traceback, which may carry terminal colours and HTML, becomes its last line."""
    error = {"output_type": "error", "ename": "KeyError", "evalue": "'a'", "traceback": [SCRIPT]}
    (kept,) = outputs_as_text([error])
    assert (kept.name, kept.text) == ("stdout", "KeyError: 'a'")


def test_there_is_an_end_to_everything() -> None:
    """A million cells, outputs or characters do not reach the marker's browser."""
    assert len(list(outputs_as_text([shows(text_plain="x")] * 5_000))) == MOST_OUTPUTS
    assert len(text("x" * 10_000_000)) == MOST_TEXT
    many = NotebookNode(cells=[NotebookNode(markdown("x"))] * 5_000)
    own = placed(released(), many).own
    assert sum(len(found) for found in own.values()) == MOST_CELLS


# ---------------------------------------------------------------- pictures


@given(value=st.text() | st.binary().map(lambda b: base64.b64encode(b).decode()) | json_values)
@example(value=f'"{ATTRIBUTE}')
@example(value=base64.b64encode(SCRIPT.encode()).decode())
@example(value=base64.b64encode(b"<svg onload='x'/>").decode())
@example(value=["iVBORw0KGgo=", 5])
@example(value="é")
def test_a_picture_is_a_png_or_nothing(value: Any) -> None:
    """Whatever stands under image/png, what is kept begins as a PNG does, in clean base64."""
    kept = png(value)
    if kept:
        assert base64.b64decode(kept, validate=True).startswith(b"\x89PNG\r\n\x1a\n")


def test_a_true_picture_is_kept() -> None:
    """A PNG comes through, also as lines, and without what stood between them."""
    assert png(PICTURE) == PICTURE
    assert png([PICTURE[:20] + "\n", PICTURE[20:]]) == PICTURE


def test_a_giant_picture_is_left_out() -> None:
    """Beyond three million characters a picture is not kept."""
    assert png(base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"\0" * 3_000_000).decode()) == ""


# ---------------------------------------------------------------- memos typed into the notebook


def test_a_typed_memo_is_found(tmp_path: Path) -> None:
    """Text typed into the cell that a human marks is taken, with its marks or without them."""
    data = blank()
    cell = next(c for c in data["cells"] if c["id"] == "memo-for-the-marker")
    cell["source"] = "  My memo.\n"
    assert written(released(), read(tmp_path, data)) == {MEMO: "My memo."}
    cell["metadata"] = {}
    assert written(released(), read(tmp_path, data)) == {MEMO: "My memo."}


def test_a_memo_typed_into_a_copy_is_found(tmp_path: Path) -> None:
    """Where the first cell is blank and a copy of it holds the memo, the copy counts."""
    data = blank()
    cell = next(c for c in data["cells"] if c["id"] == "memo-for-the-marker")
    data["cells"].append(cell | {"id": "copy", "source": "My memo."})
    assert written(released(), read(tmp_path, data)) == {MEMO: "My memo."}
