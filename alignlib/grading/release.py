"""What a release needs beyond nbgrader's own passes."""

from __future__ import annotations

from typing import Any

from nbformat.notebooknode import NotebookNode
from nbgrader import utils
from nbgrader.preprocessors import NbGraderPreprocessor


class ForgetMemoChecksum(NbGraderPreprocessor):
    """
    Takes the checksum out of the released cell in which a memo will stand.

    A learner writes the memo in its panel and never touches this cell. With the checksum
    there, `nbgrader validate` would go on saying "You did not provide a response". When a
    class is graded, `OverwriteCells` puts the checksum back from the gradebook, and a memo
    that was left blank scores 0 as it should.
    """

    def preprocess_cell(
        self, cell: NotebookNode, resources: dict[str, Any], cell_index: int
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """The same cell, without a checksum if a human marks it."""
        if utils.is_grade(cell) and utils.is_solution(cell):
            cell.metadata.nbgrader.pop("checksum", None)
        return cell, resources
