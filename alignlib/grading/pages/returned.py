"""Write the feedback pages of an assignment to where nbgrader releases them from."""

from __future__ import annotations

import glob
import json
import os
import re
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

from alignlib.errors import InstructorError
from alignlib.grading import record
from alignlib.grading.bulk.form import KeptBundle
from alignlib.grading.bulk.gradebook import Gradebook
from alignlib.grading.bulk.settings import Settings
from alignlib.grading.course import Course, expected_notebook
from alignlib.grading.nodes import node
from alignlib.grading.pages.marks import marks_of
from alignlib.grading.pages.render import render
from alignlib.grading.pages.sections import View
from alignlib.grading.pages.view import Frame, view_of
from alignlib.grading.receive import LONGEST_TIMESTAMP, SECRET, TIMESTAMP, secret_in

MODE, SHARED = 0o644, 0o664
"""nbgrader's own permissions for feedback; the second where a group works on the course."""

KIT = Path(__file__).parents[3]

Progress = Callable[[str], None]


@dataclass
class Returned:
    """What came of an assignment: pages written, pages that were the same, and problems."""

    written: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    problems: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def pages(self) -> int:
        """How many learners have a page of today's state."""
        return len(self.written) + len(self.same)


class Desk:
    """Everything that the pages of one assignment share, read once."""

    def __init__(self, settings: Settings, assignment: str) -> None:
        course = Course(settings)
        found = course.bundle(assignment)
        self.settings = settings
        self.notebook = Path(expected_notebook(assignment)).stem
        self.frame = Frame(
            assignment,
            KeptBundle(found.path) if found else None,
            course.mark_scheme(assignment),
            headings((Path(settings.root), KIT), assignment),
        )
        self.marked = marks_of(Gradebook(settings.db_url), assignment, self.notebook)

    @property
    def learners(self) -> list[str]:
        """Who has marks, without those that the course's configuration leaves out."""
        excluded = self.settings.student_id_exclude.split(",")
        return [learner for learner in self.marked if learner not in excluded]

    def graded(self, learner: str) -> Path:
        """The folder of what grading made of a submission."""
        where = self.settings.autograded_directory
        return Path(self.settings.format_path(where, learner, self.frame.assignment))

    def record_of(self, learner: str) -> dict[str, Any]:
        """
        What grading noted about a learner.

        Raises `InstructorError` where there is no graded notebook that can be read.
        """
        return read_record(self.graded(learner) / f"{self.notebook}.ipynb", learner)

    def view(self, learner: str) -> View:
        """
        What a learner's page says.

        Raises `InstructorError` where grades and graded notebook are missing or do not fit.
        """
        if learner not in self.marked:
            raise InstructorError(
                f"{learner} has no grades for {self.frame.assignment} in the gradebook. Grade "
                "this learner first."
            )
        return view_of(self.frame, self.marked[learner], self.record_of(learner))


def read_record(path: Path, learner: str) -> dict[str, Any]:
    """The record in a graded notebook. Raises `InstructorError` where there is none."""
    try:
        found = record.of(node(json.loads(path.read_bytes())))
    except FileNotFoundError:
        raise InstructorError(f"{learner} has no graded notebook {path}. Grade first.") from None
    except (OSError, AttributeError, TypeError, ValueError, RecursionError) as error:
        raise InstructorError(
            f"{learner}: {path} cannot be read ({error}). Grade this learner again."
        ) from None
    if not found:
        raise InstructorError(f"{learner}: {path} was not graded by alignlib. Grade again.")
    return found


def headings(roots: Collection[Path], assignment: str) -> dict[str, str]:
    """The headings of an assignment's lesson by their anchors; none where there is no lesson."""
    for root in roots:
        with suppress(OSError, AttributeError, KeyError, TypeError, ValueError):
            text = (root / "notebooks" / f"{assignment}.ipynb").read_text(encoding="utf-8")
            sources = ["".join(cell["source"]) for cell in json.loads(text)["cells"]]
            found = re.findall(r"(?m)^#{1,6} +(.+?)\s*$", "\n".join(sources))
            return {anchor(heading): heading for heading in found}
    return {}


def anchor(heading: str) -> str:
    """
    The anchor of a heading, as an item's `lesson` names it.

    >>> anchor("One paragraph, two readers")
    'one-paragraph-two-readers'
    """
    return re.sub(r"[^a-z0-9]+", "-", heading.casefold()).strip("-")


def graded_assignments(settings: Settings) -> list[str]:
    """Every assignment of which something was graded."""
    pattern = settings.format_path(settings.autograded_directory, "*", "*")
    return sorted({Path(name).name for name in glob.glob(pattern) if Path(name).is_dir()})  # noqa: PTH207 - the folders' pattern is nbgrader's


def give_back(
    desk: Desk, learners: Collection[str] = (), progress: Progress = lambda _: None
) -> Returned:
    """Write the page of each learner (all without names); one that fails keeps nobody waiting."""
    done = Returned()
    for learner in learners or desk.learners:
        try:
            view = desk.view(learner)
            put = _put(desk, learner, render(view))
        except InstructorError as error:
            done.failed[learner] = str(error)
        except OSError as error:
            done.failed[learner] = f"{learner}: the page could not be written ({error})."
        else:
            (done.written if put else done.same).append(learner)
            if view.waiting:
                done.waiting.append(learner)
            if view.problems:
                done.problems[learner] = view.problems
        progress(learner)
    return done


def _put(desk: Desk, learner: str, page: str) -> bool:
    """Put a page in its place, wholly; False where the very same page is there already."""
    if not learner.strip(".") or set(learner) & {"/", os.sep, "\0"}:
        raise InstructorError(f"{learner!r} is no name for a folder. Nothing was written for it.")
    path = desk.settings.page(desk.frame.assignment, learner, desk.notebook)
    path.parent.mkdir(parents=True, exist_ok=True)
    mode = SHARED if desk.settings.groupshared else MODE
    for name, content in _notes(desk, learner):
        _replace(path.with_name(name), content, mode)
    return _replace(path, page.encode("utf-8", "replace"), mode)


def _notes(desk: Desk, learner: str) -> Iterator[tuple[str, bytes]]:
    """
    What `nbgrader release_feedback` reads beside a page: when and under which secret.

    What lies beside the graded notebook goes before what was handed in: somebody who has handed
    in again meanwhile gets the page of what was graded.
    """
    submitted = Course(desk.settings).submission(desk.frame.assignment, learner)
    folders = (desk.graded(learner), submitted)
    for name, found in ((TIMESTAMP, map(_time_in, folders)), (SECRET, map(secret_in, folders))):
        content = next((one for one in found if one is not None), None)
        if content is not None:
            yield name, content


def _time_in(folder: Path) -> bytes | None:
    path = folder / TIMESTAMP
    with suppress(OSError):
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as file:
                return file.read(LONGEST_TIMESTAMP)
    return None


def _replace(path: Path, content: bytes, mode: int) -> bool:
    with suppress(OSError):
        if path.read_bytes() == content:
            return False
    # A name that is no page's: a run that was killed leaves nothing that could be released.
    unfinished = path.with_name(f".{uuid4().hex}")
    try:
        unfinished.write_bytes(content)
        unfinished.chmod(mode)
        if path.exists():
            path.chmod(mode)  # Windows does not replace a file that is read-only
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return True
