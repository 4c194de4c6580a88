"""Where an assignment lies, and who is working: what a notebook has to find out by itself."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from platformdirs import user_config_path

from alignlib.answers import FILE_NAME as ANSWERS
from alignlib.cases import FILE_NAME, Bundle, learner_id
from alignlib.errors import CaseError, WorkbookError, nearest, shown

PLACES = ("", "exercises", "practice", "notebooks/practice")
"""Folders, seen from the notebook's own and from those above it, that may hold an assignment."""

COURSE = ("exercises", "notebooks")
"""Folders that a course has."""


def here() -> Path:
    """The folder in which the notebook runs. Raises `WorkbookError` where it is gone."""
    try:
        return Path.cwd()
    except OSError:
        raise WorkbookError(
            "The folder of this notebook is no longer in its place. It was moved, renamed or "
            "deleted. Open the notebook where it is now, and run all its cells."
        ) from None


def find_assignment(name: str, start: Path) -> Path:
    """
    The folder of the assignment: the notebook's own, or one near it or above it.

    The notebook's own folder may have any name, such as `01-two-strategies (1)`: there the
    assignment's own names in `cases.zip` count too. Raises `WorkbookError` with the nearest
    name where there is none.
    """
    own = _own_names(start)
    seen: list[str] = []
    for base in (start, *start.parents[:3]):
        for place in PLACES:
            for zipped in sorted((base / place).glob(f"*/{FILE_NAME}")):
                seen.append(zipped.parent.name)
                if _called(zipped.parent.name, name):
                    return zipped.parent
        meant = _called(base.name, name) or (base == start and (not own or name in own))
        if meant and (base / FILE_NAME).exists():
            return base
    if list(start.glob("*.ipynb")) and _called(start.name, name):
        return start  # the right folder, and its cases.zip is missing: Bundle says so
    hint = nearest(name, [*own, *seen]) or (own and f"Did you mean {own[0]!r}?")
    hint = hint or "Open the notebook in its own folder."
    raise WorkbookError(f"There is no assignment {shown(name)} in {start.name} or near it. {hint}")


def assignments_near(start: Path) -> tuple[Path, ...]:
    """
    The folders of the assignments and of the practice of the course that a notebook belongs to.

    The course is the nearest folder above it with `exercises` or `notebooks` in it. Where there is
    none, as where nbgrader fetched the assignments, it is the nearest that holds any.
    """
    bases = (start, *start.parents[:3])
    roots = [base for base in bases if any((base / name).is_dir() for name in COURSE)]
    for base in (*roots, *bases):
        found = {
            path.parent
            for place in PLACES
            for name in (FILE_NAME, ANSWERS)
            for path in (base / place).glob(f"*/{name}")
        }
        if found:
            return tuple(sorted(found))
    return (start,) if (start / FILE_NAME).exists() else ()


def _own_names(folder: Path) -> list[str]:
    """The names that the cases.zip in a folder gives its assignment; none if it gives none."""
    try:
        bundle = Bundle(folder / FILE_NAME)
    except CaseError:
        return []  # damaged: whoever opens it is told so
    return [bundle.assignment, bundle.assignment.partition("-")[2], bundle.notebook]


def _called(folder: str, name: str) -> bool:
    """Whether a folder such as `01-two-strategies` is meant by `two-strategies`."""
    return folder == name or (bool(name) and folder.partition("-")[2] == name)


def who_works(given: str | None, recorded: str) -> str:
    """
    The learner's id: as given, the hub's, the answers' own, or the one remembered; else empty.

    On a JupyterHub the id is known; elsewhere the workbook asks for it once.
    """
    told = given or os.environ.get("JUPYTERHUB_USER") or recorded or _remembered()
    return learner_id(str(told))  # a number, say


def _memory() -> Path:
    return Path(user_config_path("alignlib", appauthor=False)) / "learner"


def _remembered() -> str:
    try:
        return _memory().read_text(encoding="utf-8")[:200]
    except (OSError, UnicodeDecodeError):
        return ""


def remember(name: str) -> None:
    """Keep the learner's id on this computer, for the next assignment."""
    try:
        _memory().parent.mkdir(parents=True, exist_ok=True)
        _memory().write_text(name, encoding="utf-8")
    except (OSError, UnicodeEncodeError):
        return  # a convenience only: the id is also in answers.json


def fitting(name: str, every: Iterable[str]) -> list[str]:
    """
    The modules that a name means: the whole one, the number, or the words.

    >>> fitting("01", ["01-two-strategies", "02-five-differences"])
    ['01-two-strategies']
    """
    return [one for one in every if name in (one, *one.split("-", 1))]
