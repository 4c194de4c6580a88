"""Where a course keeps its things: sources, releases, submissions, keys."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from alignlib.cases import FILE_NAME, KEYS, Bundle
from alignlib.errors import CaseError, InstructorError

if TYPE_CHECKING:
    from traitlets.config import Configurable


class Directory(Protocol):
    """What nbgrader's `CourseDirectory` knows about folders, and what is asked of it here."""

    root: str
    source_directory: str
    release_directory: str
    submitted_directory: str

    def format_path(self, nbgrader_step: str, student_id: str, assignment_id: str) -> str:
        """The folder of a learner's assignment at one step."""
        ...


@dataclass(frozen=True)
class Course:
    """The folders of one course, as nbgrader's configuration names them."""

    directory: Directory

    @classmethod
    def of(cls, plugin: Configurable) -> Course:
        """The course that an nbgrader plug-in works for: preprocessor → exporter → converter."""
        parent: Any = plugin.parent
        while parent is not None and not hasattr(parent, "coursedir"):
            parent = parent.parent
        return cls(parent.coursedir)

    @property
    def root(self) -> Path:
        """The course's own folder."""
        return Path(self.directory.root)

    def source(self, assignment: str) -> Path:
        """The folder of an assignment's source."""
        return Path(self.directory.format_path(self.directory.source_directory, ".", assignment))

    def release(self, assignment: str) -> Path:
        """The folder of an assignment as learners get it."""
        return Path(self.directory.format_path(self.directory.release_directory, ".", assignment))

    def released_notebook(self, assignment: str, notebook: str = "") -> Path:
        """
        The notebook in whose form submissions are graded.

        Raises `InstructorError` where it is not there.
        """
        path = self.release(assignment) / expected_notebook(assignment)
        if notebook:
            path = path.with_name(f"{notebook}.ipynb")
        if not path.is_file():
            raise InstructorError(
                f"The release {path} is missing; submissions are graded in its form. Put it "
                f"back, or run: nbgrader generate_assignment {assignment} --force"
            )
        return path

    def submission(self, assignment: str, learner: str) -> Path:
        """The folder that a learner handed in."""
        return Path(
            self.directory.format_path(self.directory.submitted_directory, learner, assignment)
        )

    def bundle(self, assignment: str) -> Bundle | None:
        """
        The cases of an assignment with their keys; None where no key is to be had.

        The instructor's copy under `keys/` goes before the one in the source folder, which
        carries keys only while it is open.
        """
        for folder in (self.root / KEYS / assignment, self.source(assignment)):
            try:
                bundle = Bundle(folder / FILE_NAME)
            except CaseError:
                continue
            if bundle.open:
                return bundle
        return None

    def mark_scheme(self, assignment: str) -> Mapping[str, Mapping[str, Any]]:
        """For each memo of an assignment its rubric with exemplars, from `assignment.yaml`."""
        # What checks the file costs most of a second to import.
        from alignlib.variants.template import read_assignment

        path = self.source(assignment) / "assignment.yaml"
        if not path.exists():
            return {}
        items = read_assignment(path)["items"]
        return {item["id"]: item for item in items if item["kind"] == "memo"}


def expected_notebook(assignment: str) -> str:
    """
    The name of an assignment's notebook: the assignment's without its number.

    >>> expected_notebook("01-two-strategies")
    'two-strategies.ipynb'
    """
    return f"{assignment.partition('-')[2] or assignment}.ipynb"


def canonical(data: Any) -> str:
    """
    Plain data as one text, the same for equal data and no longer than it must be.

    >>> canonical({"b": 1, "a": [2]})
    '{"a":[2],"b":1}'
    """
    return json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
