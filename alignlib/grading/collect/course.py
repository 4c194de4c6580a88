"""The course that submissions are collected into, and which of its assignments they are of."""

from __future__ import annotations

import re
from pathlib import Path

from nbgrader.coursedir import CourseDirectory
from traitlets.config.loader import PyFileConfigLoader

from alignlib.errors import InstructorError, nearest, shown
from alignlib.grading.collect.archive import Archive
from alignlib.grading.collect.sorting import COPY
from alignlib.grading.course import Course, expected_notebook
from alignlib.places import fitting


def configured(folder: Path) -> Course:
    """The course in a folder, with the directories that its `nbgrader_config.py` names."""
    settings = PyFileConfigLoader("nbgrader_config.py", path=str(folder)).load_config()
    return Course(CourseDirectory(config=settings, root=str(folder)))


def assignments(course: Course) -> list[str]:
    """The assignments that learners have got: those with a release."""
    release = course.release("-").parent
    found = (path.name for path in release.glob("*") if any(path.glob("*.ipynb")))
    return sorted(found)


def which_assignment(course: Course, archive: Archive, named: str | None) -> str:
    """
    The assignment named, else the only one, else the one whose notebook is in the zip.

    Raises `InstructorError` where none or several fit.
    """
    every = assignments(course)
    there = ", ".join(every) or "none"
    if named is not None:
        fits = fitting(named, every)
        if len(fits) == 1:
            return fits[0]
        raise InstructorError(
            f"There is no assignment {shown(named)} in {course.root}; there are {there}. "
            f"{nearest(named, every)}".rstrip()
        )
    fits = [name for name in every if len(every) == 1 or _is_in(archive, name)]
    if len(fits) == 1:
        return fits[0]
    several = f" could be {' or '.join(fits)}" if fits else " holds no notebook of the course"
    raise InstructorError(
        f"The zip{several}. Say which assignment it is of, with --assignment: there are {there}."
    )


def _is_in(archive: Archive, assignment: str) -> bool:
    stem = re.escape(Path(expected_notebook(assignment)).stem)
    name = re.compile(rf"(?:.*_)?{stem}{COPY}\.ipynb", re.IGNORECASE)
    return any(name.fullmatch(member.path.name) for member in archive.members)
