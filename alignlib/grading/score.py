"""nbgrader's pass that scores the recorded answers, in the place of running the notebook."""

from __future__ import annotations

from typing import Any

import nbformat
from nbformat.notebooknode import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor

from alignlib.grading.core import fill
from alignlib.grading.course import Course


class ScoreAnswers(NbGraderPreprocessor):
    """
    Takes the place of nbgrader's `Execute`: no cell is run.

    Each grade cell gets the score of its item as its only output, in the one form that
    nbgrader turns into the same number; a memo's cell gets the learner's text.
    """

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """The notebook with every grade cell scored and every notice shown."""
        ids = resources["nbgrader"]
        course = Course.of(self)
        bundle, schemes = course.bundle(ids["assignment"]), course.mark_scheme(ids["assignment"])
        for warning in fill(nb, bundle, schemes, ids["student"], ids["assignment"]):
            self.log.warning("%s: %s", ids["student"], warning)
        return nbformat.from_dict(nb), resources
