"""Read a submitted notebook, however damaged: what cannot be read is said, never raised."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbformat.notebooknode import NotebookNode

from alignlib.grading.receive import NOT_FOLLOWED

NOTICES = "alignlib_notices"
"""Where the preprocessors find what was noticed while reading."""

LARGEST = 50_000_000
"""Bytes of a notebook that is read. Ours have under 100 kB; pictures can make it a few MB."""


class SubmittedNotebook(NotebookExporter):
    """
    nbgrader's notebook exporter that survives a missing, misnamed or damaged notebook.

    nbgrader drops a learner's whole submission when its notebook cannot be read. Here the
    submission goes on with no notebook, a notice saying why, and the answers that are there.
    """

    def from_filename(
        self, filename: str, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """Convert the notebook at `filename`, or what is there in its place."""
        path = Path(filename)
        nb, notices = read_notebook(path)
        for notice in notices:
            self.log.warning("%s: %s", path.parent, notice)
        resources = resources if resources is not None else {}
        resources["metadata"] = {"name": path.stem, "path": str(path.parent)}
        resources[NOTICES] = notices
        # nbconvert leaves this method without annotations.
        converted: tuple[str, dict[str, Any]] = self.from_notebook_node(  # type: ignore[no-untyped-call]
            nb, resources, **kw
        )
        return converted


def read_notebook(path: Path) -> tuple[NotebookNode, list[str]]:
    """The notebook, or an empty one; and in words what was wrong."""
    notices = []
    if path.with_name(path.name + NOT_FOLLOWED).exists():
        notices.append(f"{path.name} was a link or a device, not a file. It was not followed.")
    if not path.is_file():
        others = sorted(p for p in path.parent.glob("*.ipynb") if p.is_file())
        if not others:
            return _empty(), [*notices, f"There is no notebook {path.name} in the submission."]
        newest = max(others, key=os.path.getmtime)
        notices.append(
            f"The notebook is called {newest.name}; it should be called {path.name}. "
            "It was graded all the same."
        )
        path = newest
    if path.stat().st_size > LARGEST:
        return _empty(), [
            *notices,
            f"{path.name} has more than {LARGEST:,} bytes and was not read.",
        ]
    try:
        data = json.loads(path.read_bytes().decode("utf-8-sig"))
        nb = nbformat.v4.upgrade(nbformat.from_dict(_checked(data)))
        nb = nbformat.v4.rwbase.rejoin_lines(nb)
    except RecursionError:
        return _empty(), [*notices, f"{path.name} is nested too deeply to be a notebook."]
    except Exception as error:  # noqa: BLE001 - a stranger's file may break in any way
        reason = f"{path.name} could not be read as a notebook ({type(error).__name__})."
        return _empty(), [*notices, reason]
    return nb, notices


def _checked(data: Any) -> Any:
    """The data of a notebook of format 4; raises where it is something else."""
    if not isinstance(data, dict) or data.get("nbformat") != 4:
        raise ValueError("not a notebook of format 4")
    if not isinstance(data.get("cells"), list) or not isinstance(data.get("metadata"), dict):
        raise ValueError("no cells")
    return data


def _empty() -> NotebookNode:
    return nbformat.v4.new_notebook()
