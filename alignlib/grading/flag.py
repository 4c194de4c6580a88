"""Ask the instructor to look at a grade, in the way formgrader shows it."""

from __future__ import annotations

from typing import Any

from nbformat.notebooknode import NotebookNode
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.preprocessors import NbGraderPreprocessor

from alignlib.grading import record


class FlagForHuman(NbGraderPreprocessor):
    """
    Marks grades that `ScoreAnswers` flagged as needing manual grading.

    It comes after `SaveAutoGrades`, which writes the flag of every grade anew.
    """

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """The same notebook; the gradebook is what changes."""
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
