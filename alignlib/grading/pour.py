"""nbgrader's pass that pours a submission into the released notebook."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
from nbformat.notebooknode import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor

from alignlib.grading.core import take_in
from alignlib.grading.course import Course
from alignlib.grading.reading import METADATA, NOTICES
from alignlib.grading.submission import Submitted


class Pour(NbGraderPreprocessor):
    """
    Sanitise by rebuilding: the released notebook is the mould, a learner's text is poured in.

    Of a learner's notebook only source text, plain-text output and PNG pictures survive, each
    checked; cells that were deleted, copied or moved are back in their places. Sanitising what
    is there would mean to know every way in which a notebook can carry a script; here there is
    no way to know.
    """

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """The rebuilt notebook, with the recorded answers in its record."""
        ids = resources["nbgrader"]
        path = Course.of(self).released_notebook(ids["assignment"], ids["notebook"])
        released = nbformat.read(path, as_version=4)
        read = Submitted(nb, resources.get(NOTICES, []), resources.get(METADATA, {}))
        taken = take_in(Path(resources["metadata"]["path"]), released, read)
        for warning in taken.warnings:
            self.log.warning("%s: %s", ids["student"], warning)
        for remark in taken.remarks:
            self.log.info("%s: %s", ids["student"], remark)
        return nbformat.from_dict(taken.notebook), resources
