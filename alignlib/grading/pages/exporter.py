"""The same page for `nbgrader generate_feedback`, and so for formgrader's button."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbconvert.exporters import Exporter
from traitlets import default

from alignlib.errors import InstructorError
from alignlib.grading.bulk.settings import Settings
from alignlib.grading.course import Course
from alignlib.grading.pages.render import render
from alignlib.grading.pages.returned import Desk


class FeedbackPage(Exporter):
    """
    `GenerateFeedback.exporter_class`: a page of our own in the place of the whole notebook.

    nbgrader makes one exporter for a class, so that what all pages share is read once.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)  # type: ignore[no-untyped-call]
        self._desks: dict[str, Desk] = {}

    @default("file_extension")
    def _file_extension(self) -> str:
        return ".html"

    def from_filename(
        self, filename: str, resources: dict[str, Any] | None = None, **_: Any
    ) -> tuple[str, dict[str, Any]]:
        """
        The page for the graded notebook at `filename`.

        Raises `InstructorError`, which nbgrader logs beside the learner's name.
        """
        if resources is None or "nbgrader" not in resources:
            raise InstructorError("This exporter is for `nbgrader generate_feedback` alone.")
        ids = resources["nbgrader"]
        desk = self._desk(ids["assignment"])
        view = desk.view(ids["student"])
        for problem in view.problems:
            self.log.warning("%s: %s", ids["student"], problem)
        resources["metadata"] = {"name": Path(filename).stem, "path": str(Path(filename).parent)}
        resources["output_extension"] = self.file_extension
        return render(view), resources

    def _desk(self, assignment: str) -> Desk:
        if assignment not in self._desks:
            directory: Any = Course.of(self).directory
            known = {
                name: getattr(directory, name)
                for name in Settings.__dataclass_fields__
                if hasattr(directory, name)
            }
            self._desks[assignment] = Desk(Settings(**known), assignment)
        return self._desks[assignment]
