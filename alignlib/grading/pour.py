"""Pour what a learner wrote, as plain text, into the form of the released notebook."""

from __future__ import annotations

import base64
import binascii
import html
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
from nbformat.notebooknode import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor

from alignlib.grading import record
from alignlib.grading.course import Course, expected_notebook
from alignlib.grading.intake import take_down
from alignlib.grading.reading import NOTICES

MOST_CELLS = 1_000
MOST_TEXT = 100_000
"""Characters kept of one source or output; beyond that nobody reads."""

MOST_PICTURE = 3_000_000
"""Characters of base64 kept of one picture."""

PNG = b"\x89PNG\r\n\x1a\n"

PAGE = '<pre style="white-space:pre-wrap;font-family:inherit;border:0;background:none">\n{}\n</pre>'
"""A learner's text: inside `pre` neither Markdown nor MathJax reads it, and it is escaped."""


class Pour(NbGraderPreprocessor):
    """
    Sanitise by rebuilding: the released notebook is the mould, a learner's text is poured in.

    Of a learner's notebook only source text, plain-text output and PNG pictures survive, each
    checked; cells that were deleted, copied or moved are back in their places. Sanitising what
    is there would mean to know every way in which a notebook can carry a script; here there is
    no way to know.
    """

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """The rebuilt notebook, with the recorded answers in its record."""
        ids = resources["nbgrader"]
        course = Course.of(self)
        path = course.release(ids["assignment"]) / expected_notebook(ids["assignment"])
        if ids["notebook"] != path.stem:
            path = path.with_name(f"{ids['notebook']}.ipynb")
        released = nbformat.read(path, as_version=4)
        poured = pour(released, nb)
        folder = Path(resources["metadata"]["path"])
        intake = take_down(folder, nb)
        record.put(poured, answers=intake.answers, written=written(released, nb))
        record.note(poured, [*resources.get(NOTICES, ()), *intake.notices])
        for notice in intake.notices:
            self.log.warning("%s: %s", ids["student"], notice)
        return poured, resources


def pour(released: NotebookNode, submitted: NotebookNode) -> NotebookNode:
    """
    A new notebook in the form of `released` with what the learner wrote in `submitted`.

    Cells of the release keep their order; the learner's own cells follow the cell that they
    stood behind.
    """
    nb = nbformat.v4.new_notebook(
        metadata={
            key: released.metadata[key]
            for key in ("kernelspec", "language_info")
            if key in released.metadata
        }
    )
    places = {cell.id: number for number, cell in enumerate(released.cells)}
    own: dict[int, list[NotebookNode]] = {}
    theirs: dict[int, NotebookNode] = {}
    last = -1
    for cell in submitted.cells[:MOST_CELLS]:
        place = _place(cell, places, released)
        if place is not None and place not in theirs:
            theirs[place], last = cell, place
        else:
            own.setdefault(last, []).append(cell)
    cells = [as_text(cell) for cell in own.get(-1, ())]
    for place, cell in enumerate(released.cells):
        cells += list(_poured(cell, theirs.get(place)))
        cells += [as_text(extra) for extra in own.get(place, ())]
    nb.cells = cells
    return nb


def _place(
    cell: Any, places: dict[str, int], released: NotebookNode
) -> int | None:  # fmt: skip
    """The place of a cell in the release: by its id, else by its grade id or its very words."""
    if not isinstance(cell, dict):
        return None
    identity = cell.get("id")
    if isinstance(identity, str) and identity in places:
        return places[identity]
    grade_id = _grade_id(cell)
    for number, other in enumerate(released.cells):
        if grade_id and grade_id == _grade_id(other):
            return number
        if other.source and other.source == _text(cell.get("source")):
            return number
    return None


def _grade_id(cell: Any) -> str:
    metadata = cell.get("metadata")
    ours = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    grade_id = ours.get("grade_id") if isinstance(ours, dict) else None
    return grade_id if isinstance(grade_id, str) else ""


def _poured(released: NotebookNode, theirs: Any) -> Iterator[NotebookNode]:
    """The released cell with the learner's work in it; a changed text follows as the learner's."""
    cell = nbformat.from_dict(released)
    if theirs is None or released.metadata.get("nbgrader", {}).get("grade"):
        yield cell  # a marked cell is filled by ScoreAnswers, from the recorded answers
        return
    if released.cell_type != "code":
        yield cell
        if _text(theirs.get("source")) != released.source:
            yield as_text(theirs)
        return
    cell.source = _text(theirs.get("source"))
    cell.outputs = list(outputs_as_text(theirs.get("outputs")))
    yield cell


def as_text(cell: Any) -> NotebookNode:
    """A learner's own cell: code as code (it is never run), anything else as plain text."""
    kind = cell.get("cell_type") if isinstance(cell, dict) else None
    source = _text(cell.get("source")) if isinstance(cell, dict) else ""
    if kind == "code":
        code = nbformat.v4.new_code_cell(source)
        code.outputs = list(outputs_as_text(cell.get("outputs")))
        return code
    return nbformat.v4.new_markdown_cell(PAGE.format(html.escape(source)))


def outputs_as_text(outputs: Any) -> Iterator[NotebookNode]:
    """Of a learner's outputs the plain text and the PNG pictures, without any metadata."""
    for output in outputs if isinstance(outputs, list) else ():
        if not isinstance(output, dict):
            continue
        kind = output.get("output_type")
        if kind == "stream":
            yield nbformat.v4.new_output("stream", name="stdout", text=_text(output.get("text")))
        elif kind == "error":
            said = f"{_text(output.get('ename'))}: {_text(output.get('evalue'))}"
            yield nbformat.v4.new_output("stream", name="stdout", text=said)
        elif kind in ("display_data", "execute_result"):
            data = output.get("data")
            kept = _data_as_text(data) if isinstance(data, dict) else {}
            if kept:
                yield nbformat.v4.new_output("display_data", data=kept)


def _data_as_text(data: dict[str, Any]) -> dict[str, str]:
    kept = {}
    if "text/plain" in data:
        kept["text/plain"] = _text(data["text/plain"])
    picture = png(data.get("image/png"))
    if picture:
        kept["image/png"] = picture
    return kept


def png(value: Any) -> str:
    """A PNG picture in base64, encoded anew; empty for anything that is not one."""
    text = "".join(value) if isinstance(value, list) and _all_text(value) else value
    if not isinstance(text, str) or len(text) > MOST_PICTURE:
        return ""
    try:
        data = base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return ""
    return base64.b64encode(data).decode() if data.startswith(PNG) else ""


def _text(value: Any) -> str:
    """A notebook's text, which may be stored as a list of lines; empty for anything else."""
    if isinstance(value, list) and _all_text(value):
        value = "".join(value)
    if not isinstance(value, str):
        return ""
    # A lone half of a character pair could not be written to the autograded file.
    return value[:MOST_TEXT].encode("utf-8", "replace").decode("utf-8")


def _all_text(value: list[Any]) -> bool:
    return all(isinstance(part, str) for part in value)


def written(released: NotebookNode, submitted: NotebookNode) -> dict[str, str]:
    """What a learner typed straight into the cells that a human marks, by grade id."""
    stubs = {
        _grade_id(cell): cell.source
        for cell in released.cells
        if cell.metadata.get("nbgrader", {}).get("solution")
    }
    found: dict[str, str] = {}
    for cell in submitted.cells[:MOST_CELLS]:
        if isinstance(cell, dict) and _grade_id(cell) in stubs:
            text = _text(cell.get("source")).strip()
            if text and text != stubs[_grade_id(cell)].strip():
                found.setdefault(_grade_id(cell), text)
    return found
