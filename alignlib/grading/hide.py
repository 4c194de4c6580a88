"""Take the marker's notes out of what a learner gets back."""

from __future__ import annotations

from typing import Any

from nbformat.notebooknode import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor

from alignlib.grading import record


class HideMarkScheme(NbGraderPreprocessor):
    """Removes every cell that is for the marker only, and the grading record, from the feedback."""

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """The notebook as a learner may see it."""
        nb.cells = [
            cell for cell in nb.cells if record.MARKER_ONLY not in cell.metadata.get("tags", ())
        ]
        nb.metadata.pop(record.NAME, None)
        return nb, resources
