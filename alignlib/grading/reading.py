"""nbgrader's exporter for submitted notebooks, which survives whatever is there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter

from alignlib.grading.receive import receive_all
from alignlib.grading.submission import read_notebook

NOTICES = "alignlib_notices"
"""Where the preprocessors find what was noticed while reading."""

METADATA = "alignlib_metadata"
"""Where they find the notebook's metadata as they came, to look at and not to use."""


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
        submitted = read_notebook(path)
        for notice in submitted.notices:
            self.log.warning("%s: %s", path.parent, notice)
        resources = resources if resources is not None else {}
        resources["metadata"] = {"name": path.stem, "path": str(path.parent)}
        resources[NOTICES], resources[METADATA] = submitted.notices, submitted.metadata
        # nbconvert leaves this method without annotations.
        converted: tuple[str, dict[str, Any]] = self.from_notebook_node(  # type: ignore[no-untyped-call]
            nbformat.from_dict(submitted.notebook), resources, **kw
        )
        return converted
