"""What formgrader is to show: grades that wait for a human, and no cell without points."""

from __future__ import annotations

from typing import Any

from nbformat.notebooknode import NotebookNode
from nbgrader import utils
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.preprocessors import NbGraderPreprocessor

from alignlib.grading import record


class FlagForHuman(NbGraderPreprocessor):
    """
    Marks grades that `ScoreAnswers` flagged as needing manual grading.

    It comes after `SaveAutoGrades`, which writes the flag of every grade anew. A grade cell of
    0 points is there for `nbgrader validate` alone; now that it has its grade, its mark is
    taken off, so that a marker sees no box to fill in and a learner no score of 0 / 0.
    """

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """The notebook without marks that give no points; flags go to the gradebook."""
        for cell in nb.cells:
            if utils.is_grade(cell) and not cell.metadata.nbgrader.points:
                del cell.metadata["nbgrader"]
        ids = resources["nbgrader"]
        flags = record.of(nb).get("flags", ())
        if not flags:
            return nb, resources
        with Gradebook(ids["db_url"]) as gradebook:
            for grade_id in flags:
                try:
                    grade = gradebook.find_grade(
                        grade_id, ids["notebook"], ids["assignment"], ids["student"]
                    )
                except MissingEntry:
                    self.log.warning("%s: no grade %s to flag", ids["student"], grade_id)
                else:
                    grade.needs_manual_grade = True
            gradebook.db.commit()
        return nb, resources
