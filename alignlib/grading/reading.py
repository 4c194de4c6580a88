"""Read a submitted notebook, however damaged: what cannot be read is said, never raised."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbformat.notebooknode import NotebookNode

from alignlib.errors import shown
from alignlib.grading import record
from alignlib.grading.bounds import one_line, too_deep
from alignlib.grading.receive import PLACEHOLDER, receive_all

NOTICES = "alignlib_notices"
"""Where the preprocessors find what was noticed while reading."""

METADATA = "alignlib_metadata"
"""Where they find the notebook's metadata as they came, to look at and not to use."""

KEPT_METADATA = ("kernelspec", "language_info", record.NAME)
"""What goes on as the notebook's own: a name like `language` would be read by nbconvert."""

LARGEST = 50_000_000
"""Bytes of a notebook that is read. Ours have under 100 kB; pictures can make it a few MB."""


class SubmittedNotebook(NotebookExporter):
    """
    nbgrader's notebook exporter that survives a missing, misnamed or damaged notebook.

    nbgrader drops a learner's whole submission when its notebook cannot be read. Here the
    submission goes on with no notebook, a notice saying why, and the answers that are there.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)  # type: ignore[no-untyped-call]
        # nbgrader makes its exporter when it knows the submissions and has opened none.
        receive_all(self.parent)

    def from_filename(
        self, filename: str, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """Convert the notebook at `filename`, or what is there in its place."""
        path = Path(filename)
        nb, notices, metadata = read_notebook(path)
        for notice in notices:
            self.log.warning("%s: %s", path.parent, notice)
        resources = resources if resources is not None else {}
        resources["metadata"] = {"name": path.stem, "path": str(path.parent)}
        resources[NOTICES], resources[METADATA] = notices, metadata
        # nbconvert leaves this method without annotations.
        converted: tuple[str, dict[str, Any]] = self.from_notebook_node(  # type: ignore[no-untyped-call]
            nb, resources, **kw
        )
        return converted


class UnreadableError(Exception):
    """Why a file is no notebook, in words."""


def read_notebook(path: Path) -> tuple[NotebookNode, list[str], dict[str, Any]]:
    """The notebook, or an empty one; in words what was wrong; and its metadata as they came."""
    notices = []
    if not _is_plain(path):
        others = [p for p in sorted(path.parent.glob("*.ipynb")) if _is_plain(p)]
        if not others:
            return empty(), [f"There is no notebook {path.name} in the submission."], {}
        newest = max(others, key=os.path.getmtime)
        notices.append(
            f"The notebook is called {shown(newest.name)}; it should be called {path.name}. "
            "It was graded all the same."
        )
        path = newest
    nb = empty()
    metadata: dict[str, Any] = {}
    try:
        data = _loaded(path)
        nb, lost = _notebook(data)
        metadata = _metadata(data)
        if PLACEHOLDER in metadata:
            notices.append(f"There is no notebook {path.name} in the submission.")
        if lost:
            notices.append(f"{lost} cells of {path.name} could not be read and were left out.")
    except UnreadableError as error:
        notices.append(f"{shown(path.name)} could not be read as a notebook: {error}.")
    return nb, [one_line(notice) for notice in notices], metadata


def _is_plain(path: Path) -> bool:
    """Whether there is a file: no link to one, no folder, no device."""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except (OSError, ValueError):
        return False


def _loaded(path: Path) -> dict[str, Any]:
    """The JSON object in a file. Raises `UnreadableError`."""
    try:
        if path.stat().st_size > LARGEST:
            raise UnreadableError(f"it has more than {LARGEST:,} bytes")
        data = json.loads(path.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise UnreadableError("it is not text in UTF-8") from None
    except json.JSONDecodeError as error:
        raise UnreadableError(f"it is not valid JSON (line {error.lineno}: {error.msg})") from None
    except RecursionError:
        raise UnreadableError("it is nested too deeply") from None
    except (OSError, ValueError, MemoryError) as error:
        raise UnreadableError(f"reading it failed ({type(error).__name__})") from None
    if not isinstance(data, dict):
        raise UnreadableError(f"it holds {shown(data)} where a JSON object was expected")
    return data


def _notebook(data: dict[str, Any]) -> tuple[NotebookNode, int]:
    """A notebook of the cells that can be used, and how many cannot."""
    if data.get("nbformat") != 4:
        raise UnreadableError(f"its format is {shown(data.get('nbformat'))}, not 4")
    cells = data.get("cells")
    if not isinstance(cells, list):
        raise UnreadableError(f"its cells are {shown(cells)} where a list was expected")
    nb = empty()
    nb.metadata.update(
        (key, nbformat.from_dict(value))
        for key, value in _metadata(data).items()
        if key in KEPT_METADATA and isinstance(value, dict)
    )
    nb.cells = [_joined(cell) for cell in cells if isinstance(cell, dict) and not too_deep(cell)]
    _name_cells(nb.cells)
    return nb, len(cells) - len(nb.cells)


def _metadata(data: dict[str, Any]) -> dict[str, Any]:
    metadata = data.get("metadata")
    return metadata if isinstance(metadata, dict) and not too_deep(metadata) else {}


def _name_cells(cells: list[NotebookNode]) -> None:
    """Give every cell an id of its own, in place: nbformat fails over an id that is a list."""
    taken: set[str] = set()
    for number, cell in enumerate(cells):
        found = cell.get("id")
        if not isinstance(found, str) or found in taken:
            cell["id"] = f"submitted-{number}"
        taken.add(cell["id"])


def _joined(data: dict[str, Any]) -> NotebookNode:
    """A cell whose texts are whole, not lists of lines; as it is where that cannot be done."""
    cell = nbformat.from_dict(data)
    try:
        nbformat.v4.rwbase.rejoin_lines(NotebookNode(cells=[cell]))
    except Exception:  # noqa: BLE001 - a stranger's cell may break the joining in any way
        return nbformat.from_dict(data)
    return cell


def empty() -> NotebookNode:
    """A notebook without cells."""
    return nbformat.v4.new_notebook()
