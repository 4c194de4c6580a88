"""Read a submitted notebook, however damaged: what cannot be read is said, never raised."""

from __future__ import annotations

import json
import os
import stat
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from alignlib.errors import shown
from alignlib.grading import nodes, record
from alignlib.grading.bounds import one_line, too_deep
from alignlib.grading.nodes import Node
from alignlib.grading.receive import PLACEHOLDER

KEPT_METADATA = ("kernelspec", "language_info", record.NAME)
"""What goes on as the notebook's own: a name like `language` would be read by nbconvert."""

LARGEST = 50_000_000
"""Bytes of a notebook that is read. Ours have under 100 kB; pictures can make it a few MB."""


class UnreadableError(Exception):
    """Why a file is no notebook, in words."""


class Submitted(NamedTuple):
    """A notebook as it was read, in words what was wrong, and its metadata as they came."""

    notebook: Node
    notices: list[str]
    metadata: dict[str, Any]


def read_notebook(path: Path) -> Submitted:
    """The notebook that is looked for at `path`, or an empty one that says why."""
    notices = []
    expected, found = path, notebook_in(path)
    if found is None:
        return Submitted(empty(), [f"There is no notebook {path.name} in the submission."], {})
    if found != expected:
        notices.append(
            f"The notebook is called {shown(found.name)}; it should be called {expected.name}. "
            "It was graded all the same."
        )
    nb = empty()
    metadata: dict[str, Any] = {}
    try:
        data = _loaded(found)
        nb, lost = _notebook(data)
        metadata = _metadata(data)
        if PLACEHOLDER in metadata:
            notices.append(f"There is no notebook {found.name} in the submission.")
        if lost:
            notices.append(f"{lost} cells of {found.name} could not be read and were left out.")
    except UnreadableError as error:
        notices.append(f"{shown(found.name)} could not be read as a notebook: {error}.")
    return Submitted(nb, [one_line(notice) for notice in notices], metadata)


def notebook_in(path: Path) -> Path | None:
    """The file at `path`, else the newest notebook beside it; None where there is none."""
    if _is_plain(path):
        return path
    others = [p for p in sorted(path.parent.glob("*.ipynb")) if _is_plain(p)]
    return max(others, key=os.path.getmtime, default=None)


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
        data = json.loads(path.read_bytes().decode("utf-8-sig"), object_hook=Node)
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


def _notebook(data: dict[str, Any]) -> tuple[Node, int]:
    """A notebook of the cells that can be used, and how many cannot."""
    if data.get("nbformat") != 4:
        raise UnreadableError(f"its format is {shown(data.get('nbformat'))}, not 4")
    cells = data.get("cells")
    if not isinstance(cells, list):
        raise UnreadableError(f"its cells are {shown(cells)} where a list was expected")
    nb = empty()
    nb.metadata.update(
        (key, value)
        for key, value in _metadata(data).items()
        if key in KEPT_METADATA and isinstance(value, dict)
    )
    deep = too_deep(cells)  # where they all are not, none of them is
    nb.cells = [c for c in cells if isinstance(c, dict) and not (deep and too_deep(c))]
    for cell in nb.cells:
        # A stranger's cell may break the joining in any way; whoever reads a text joins it, too.
        with suppress(Exception):
            rejoin(cell)
    _name_cells(nb.cells)
    return nb, len(cells) - len(nb.cells)


def _metadata(data: dict[str, Any]) -> dict[str, Any]:
    metadata = data.get("metadata")
    return metadata if isinstance(metadata, dict) and not too_deep(metadata) else {}


def _name_cells(cells: list[Node]) -> None:
    """Give every cell an id of its own, in place: nbformat fails over an id that is a list."""
    taken: set[str] = set()
    for number, cell in enumerate(cells):
        found = cell.get("id")
        if not isinstance(found, str) or found in taken:
            cell["id"] = f"submitted-{number}"
        taken.add(cell["id"])


def rejoin(cell: Node) -> None:
    """Make texts that are stored as lists of lines whole, in place, as nbformat does."""
    if isinstance(cell.get("source"), list):
        cell.source = "".join(cell.source)
    for attachment in cell.get("attachments", {}).values():
        _rejoin_data(attachment)
    if cell.get("cell_type") != "code":
        return
    for output in cell.get("outputs", []):
        kind = output.get("output_type", "")
        if kind in {"execute_result", "display_data"}:
            _rejoin_data(output.get("data", {}))
        elif kind and isinstance(output.get("text", ""), list):
            output.text = "".join(output.text)


def _rejoin_data(data: dict[str, Any]) -> None:
    for kind, value in data.items():
        is_json = kind == "application/json" or (
            kind.startswith("application/") and kind.endswith("+json")
        )
        if not is_json and isinstance(value, list) and all(isinstance(v, str) for v in value):
            data[kind] = "".join(value)


def empty() -> Node:
    """A notebook without cells."""
    return nodes.notebook()
