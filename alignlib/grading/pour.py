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

from alignlib.errors import InstructorError
from alignlib.grading import differences, receive, record
from alignlib.grading.course import Course, expected_notebook
from alignlib.grading.intake import take_down
from alignlib.grading.placing import grade_id, marks, placed, text
from alignlib.grading.reading import METADATA, NOTICES

MOST_OUTPUTS = 100
"""Outputs kept of one cell. A loop that prints has one; a hundred tables nobody reads."""

MOST_PICTURE = 3_000_000
"""Characters of base64 kept of one picture."""

PNG = b"\x89PNG\r\n\x1a\n"

_STYLE = (
    "white-space:pre-wrap;word-break:normal;overflow-wrap:anywhere;"
    "font-family:inherit;font-size:inherit;border:0;padding:0;background:none"
)
PAGE = f'<pre style="{_STYLE}">\n{{}}\n</pre>'
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
        released = self._released(ids["assignment"], ids["notebook"])
        poured = pour(released, nb)
        folder = Path(resources["metadata"]["path"])
        intake = take_down(folder, nb, items_of(released))
        read = resources.get(NOTICES, [])
        added = differences.own_code(released, nb)
        seen = [*intake.notices, *differences.files(folder)]
        if nb.cells or not read:  # a notebook that could not be read has no other differences
            seen += differences.cells(released, nb)
            seen += differences.contents(released, nb, resources.get(METADATA, {}))
        record.put(poured, answers=intake.answers, written=written(released, nb))
        record.note(poured, [*receive.notices(folder), *read, *seen, *added])
        for notice in seen:
            self.log.warning("%s: %s", ids["student"], notice)
        for notice in added:
            self.log.info("%s: %s", ids["student"], notice)
        return poured, resources

    def _released(self, assignment: str, notebook: str) -> NotebookNode:
        folder = Course.of(self).release(assignment)
        path = folder / expected_notebook(assignment)
        if notebook != path.stem:
            path = path.with_name(f"{notebook}.ipynb")
        if not path.is_file():
            raise InstructorError(
                f"The release {path} is missing; submissions are graded in its form. Put it "
                f"back, or run: nbgrader generate_assignment {assignment} --force"
            )
        return nbformat.read(path, as_version=4)


def items_of(released: NotebookNode) -> set[str]:
    """The ids of the items that a released notebook gives points for."""
    return {grade_id(c) for c in released.cells if marks(c).get("grade") and marks(c)["points"]}


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
    found = placed(released, submitted)
    cells = [as_text(cell) for cell in found.own.get(-1, ())]
    for place, cell in enumerate(released.cells):
        cells += list(_poured(cell, found.theirs.get(place)))
        cells += [as_text(extra) for extra in found.own.get(place, ())]
    nb.cells = cells
    return nb


def _poured(released: NotebookNode, theirs: NotebookNode | None) -> Iterator[NotebookNode]:
    """The released cell with the learner's work in it; a changed text follows as the learner's."""
    cell = nbformat.from_dict(released)
    if theirs is None or marks(released).get("grade"):
        yield cell  # a marked cell is filled by ScoreAnswers, from the recorded answers
        return
    if released.cell_type != "code":
        yield cell
        if text(theirs.get("source")) != released.source:
            yield as_text(theirs)
        return
    cell.source = text(theirs.get("source"))
    cell.outputs = list(outputs_as_text(theirs.get("outputs")))
    yield cell


def as_text(cell: NotebookNode) -> NotebookNode:
    """A learner's own cell: code as code (it is never run), anything else as plain text."""
    source = text(cell.get("source"))
    if cell.get("cell_type") == "code":
        code = nbformat.v4.new_code_cell(source)
        code.outputs = list(outputs_as_text(cell.get("outputs")))
        return code
    return nbformat.v4.new_markdown_cell(PAGE.format(html.escape(source)))


def outputs_as_text(outputs: Any) -> Iterator[NotebookNode]:
    """Of a learner's outputs the plain text and the PNG pictures, without any metadata."""
    for output in outputs[:MOST_OUTPUTS] if isinstance(outputs, list) else ():
        if not isinstance(output, dict):
            continue
        kind = output.get("output_type")
        if kind == "stream":
            yield nbformat.v4.new_output("stream", name="stdout", text=text(output.get("text")))
        elif kind == "error":
            said = f"{text(output.get('ename'))}: {text(output.get('evalue'))}"
            yield nbformat.v4.new_output("stream", name="stdout", text=said)
        elif kind in ("display_data", "execute_result"):
            data = output.get("data")
            kept = _data_as_text(data) if isinstance(data, dict) else {}
            if kept:
                yield nbformat.v4.new_output("display_data", data=kept)


def _data_as_text(data: dict[str, Any]) -> dict[str, str]:
    kept = {}
    if "text/plain" in data:
        kept["text/plain"] = text(data["text/plain"])
    picture = png(data.get("image/png"))
    if picture:
        kept["image/png"] = picture
    return kept


def png(value: Any) -> str:
    """A PNG picture in base64, encoded anew; empty for anything that is not one."""
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        value = "".join(value)
    if not isinstance(value, str) or len(value) > MOST_PICTURE:
        return ""
    try:
        data = base64.b64decode("".join(value.split()), validate=True)
    except (binascii.Error, ValueError):
        return ""
    return base64.b64encode(data).decode() if data.startswith(PNG) else ""


def written(released: NotebookNode, submitted: NotebookNode) -> dict[str, str]:
    """What a learner typed straight into the cells that a human marks, by grade id."""
    found: dict[str, str] = {}
    places = placed(released, submitted)
    for place, cell in enumerate(released.cells):
        if not (marks(cell).get("solution") and grade_id(cell)):
            continue
        for theirs in places.at(place):
            typed = text(theirs.get("source")).strip()
            if typed and typed != cell.source.strip():
                found.setdefault(grade_id(cell), typed)
    return found
