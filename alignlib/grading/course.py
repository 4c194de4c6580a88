"""Where a course keeps its things: sources, releases, submissions, keys."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import yaml

from alignlib.cases import FILE_NAME, KEYS, Bundle
from alignlib.errors import CaseError, InstructorError
from alignlib.grading.scheme import mark_scheme

if TYPE_CHECKING:
    from traitlets.config import Configurable


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The same reader in C, many times as fast, where it is there."""


class Directory(Protocol):
    """What nbgrader's `CourseDirectory` knows about folders, and what is asked of it here."""

    @property
    def root(self) -> str:
        """The course's own folder."""
        ...

    @property
    def source_directory(self) -> str:
        """The step at which instructors write."""
        ...

    @property
    def release_directory(self) -> str:
        """The step at which learners get the assignment."""
        ...

    @property
    def submitted_directory(self) -> str:
        """The step at which it is handed in."""
        ...

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
        path = self.source(assignment) / "assignment.yaml"
        if not path.exists():
            return {}
        try:
            return _memos(yaml.load(path.read_bytes(), Loader=_LOADER)["items"])  # noqa: S506 - it is a safe one
        except (AttributeError, KeyError, TypeError, ValueError, yaml.YAMLError):
            # What names the mistake costs most of a second to import.
            from alignlib.variants.template import read_assignment

            return _memos(read_assignment(path)["items"])


def _memos(items: Iterable[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """The memos among some items; each can be shown to a marker."""
    memos = {item["id"]: item for item in items if item["kind"] == "memo"}
    for memo in memos.values():
        mark_scheme(memo)
    return memos


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
