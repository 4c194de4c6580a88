"""Pour what a learner wrote, as plain text, into the form of the released notebook."""

from __future__ import annotations

import base64
import binascii
import html
import itertools
from collections.abc import Iterator
from typing import Any

from alignlib.grading import nodes
from alignlib.grading.nodes import Node, node
from alignlib.grading.placing import Placement, grade_id, marks, placed, text

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


def items_of(released: Node) -> set[str]:
    """The ids of the items that a released notebook gives points for."""
    return {grade_id(c) for c in released.cells if marks(c).get("grade") and marks(c)["points"]}


def pour(released: Node, submitted: Node, found: Placement | None = None) -> Node:
    """
    A new notebook in the form of `released` with what the learner wrote in `submitted`.

    Cells of the release keep their order; the learner's own cells follow the cell that they
    stood behind.
    """
    found = found or placed(released, submitted)
    names = _free_names(released)
    cells = [as_text(cell, next(names)) for cell in found.own.get(-1, ())]
    for place, cell in enumerate(released.cells):
        cells += _poured(cell, found.theirs.get(place), names)
        cells += [as_text(extra, next(names)) for extra in found.own.get(place, ())]
    kept = {
        key: node(released.metadata[key])
        for key in ("kernelspec", "language_info")
        if key in released.metadata
    }
    return nodes.notebook(cells, **kept)


def _free_names(released: Node) -> Iterator[str]:
    """Ids for a learner's own cells, equal for equal submissions and none of the release's."""
    taken = {cell.id for cell in released.cells}
    return (f"learner-{n}" for n in itertools.count(1) if f"learner-{n}" not in taken)


def _poured(released: Node, theirs: Node | None, names: Iterator[str]) -> Iterator[Node]:
    """The released cell with the learner's work in it; a changed text follows as the learner's."""
    # Only the cell itself and its marks are changed later; what lies deeper can be shared.
    cell = Node(released)
    cell.metadata = Node(cell.metadata)
    if theirs is None or marks(released).get("grade"):
        yield cell  # a marked cell is filled by ScoreAnswers, from the recorded answers
        return
    if released.cell_type != "code":
        yield cell
        if text(theirs.get("source")) != released.source:
            yield as_text(theirs, next(names))
        return
    cell.source = text(theirs.get("source"))
    cell.outputs = list(outputs_as_text(theirs.get("outputs")))
    yield cell


def as_text(cell: Node, name: str = "learner-1") -> Node:
    """A learner's own cell: code as code (it is never run), anything else as plain text."""
    source = text(cell.get("source"))
    if cell.get("cell_type") == "code":
        return nodes.code_cell(source, name, outputs_as_text(cell.get("outputs")))
    return nodes.markdown_cell(PAGE.format(html.escape(source)), name)


def outputs_as_text(outputs: Any) -> Iterator[Node]:
    """Of a learner's outputs the plain text and the PNG pictures, without any metadata."""
    for output in outputs[:MOST_OUTPUTS] if isinstance(outputs, list) else ():
        if not isinstance(output, dict):
            continue
        kind = output.get("output_type")
        if kind == "stream":
            yield nodes.stream(text(output.get("text")))
        elif kind == "error":
            yield nodes.stream(f"{text(output.get('ename'))}: {text(output.get('evalue'))}")
        elif kind in ("display_data", "execute_result"):
            data = output.get("data")
            kept = _data_as_text(data) if isinstance(data, dict) else {}
            if kept:
                yield nodes.display(**kept)


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


def written(released: Node, submitted: Node, places: Placement | None = None) -> dict[str, str]:
    """What a learner typed straight into the cells that a human marks, by grade id."""
    found: dict[str, str] = {}
    places = places or placed(released, submitted)
    for place, cell in enumerate(released.cells):
        if not (marks(cell).get("solution") and grade_id(cell)):
            continue
        for theirs in places.at(place):
            typed = text(theirs.get("source")).strip()
            if typed and typed != cell.source.strip():
                found.setdefault(grade_id(cell), typed)
    return found
