"""Before nbgrader reads a submission: only plain files, in places where they do no harm."""

from __future__ import annotations

import glob
import json
import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from traitlets.log import get_logger

from alignlib.answers import FILE_NAME as ANSWERS
from alignlib.cases import FILE_NAME as CASES
from alignlib.errors import shown
from alignlib.grading.bounds import one_line
from alignlib.grading.course import expected_notebook
from alignlib.grading.times import parse_utc

NOT_FOLLOWED = ".not-followed.txt"
"""Ending of the note that stands where a link or a device was."""

SET_ASIDE = ".set-aside"
"""Ending of a file or folder that had a name which grading needs for itself."""

TIMESTAMP = "timestamp.txt"
"""Where nbgrader reads when a submission was handed in."""

SECRET = "submission_secret.txt"  # noqa: S105 - a file's name
"""What nbgrader's exchange puts into a submission, and hashes into the name of a released page."""

LARGEST = 50_000_000
"""Bytes of a file that grading leaves where it is; larger ones would be copied, twice a learner."""

LONGEST_TIMESTAMP = 200
"""Bytes. A date with its zone has under 40."""

LONGEST_SECRET = 1_000
"""Bytes. nbgrader's own secrets have 128."""

MOST_NOTICES = 10

PLACEHOLDER = "alignlib_placeholder"
"""Metadata of a notebook that stands where a submission has none."""


def receive(assignment: str, student: str, notebooks: list[str]) -> None:
    """
    `Autograde.pre_convert_hook`: make a submission safe to copy and complete to convert.

    nbgrader skips a submission whose notebook is misnamed or missing. The name it expects is
    added to the list it is about to convert; `SubmittedNotebook` then reads the file that is
    there.
    """
    folder = Path(notebooks[0]).parent
    make_safe(folder, assignment)
    expected = str(folder / expected_notebook(assignment))
    if expected not in notebooks:
        notebooks.append(expected)


def receive_all(converter: Any) -> None:
    """
    The same for the whole class, before nbgrader looks into the first folder.

    A submission without any notebook is not in nbgrader's list. Where it holds answers, it is
    put in, so that they count. `converter` is nbgrader's `Autograde`.
    """
    course = getattr(converter, "coursedir", None)
    if not isinstance(getattr(converter, "assignments", None), dict) or course is None:
        return
    pattern = course.format_path(
        course.submitted_directory, course.student_id, course.assignment_id
    )
    for name in sorted({*converter.assignments, *_folders(pattern)}):
        folder = Path(name)
        make_safe(folder, course.assignment_id)
        if name not in converter.assignments and os.path.lexists(folder / ANSWERS):
            expected = str(folder / expected_notebook(course.assignment_id))
            converter.assignments[name] = [expected]


def _folders(pattern: str) -> list[str]:
    return [name for name in glob.glob(pattern) if Path(name).is_dir()]  # noqa: PTH207 - nbgrader's


def make_safe(folder: Path, assignment: str) -> None:
    """
    Leave only plain files and folders in a submission, none where grading writes its own.

    nbgrader copies every file of a submission, and copying follows links: a link to the
    instructor's key would be read, a pipe would block for ever. So each thing that is not a
    plain file or folder is replaced by a note that says what it was. All of them are gone
    before the first note is written, so that no note is written through a link.
    """
    if folder.is_symlink():
        _replace_link_by_folder(folder)
        return
    odd = list(odd_things(folder))
    for path in odd:
        try:
            _remove(path)
        except OSError as error:
            get_logger().error("%s: could not remove %s: %s", folder, shown(path.name), error)
    for path in odd:
        with suppress(OSError):
            _leave_note(path)
    stem = Path(expected_notebook(assignment)).stem
    for path in in_the_way(folder, stem):
        with suppress(OSError):
            path.rename(_free_name(path))
    for notice in notices(folder):
        get_logger().warning("%s: %s", folder, notice)
    if not any(path.is_file() for path in folder.glob("*.ipynb")):
        with suppress(OSError):
            _leave_placeholder(folder / f"{stem}.ipynb")


def odd_things(folder: Path) -> Iterator[Path]:
    """
    Everything below the folder that is neither a plain file nor a folder.

    What its owner may not read is made readable on the way: nbgrader would stop at it.
    """
    for base, folders, files in os.walk(folder):
        for name in [*folders, *files]:
            path = Path(base, name)
            mode = path.lstat().st_mode
            if stat.S_ISDIR(mode) or stat.S_ISREG(mode):
                needed = stat.S_IRWXU if stat.S_ISDIR(mode) else stat.S_IRUSR
                if mode & needed != needed:
                    with suppress(OSError):
                        path.chmod(stat.S_IMODE(mode) | needed)
            else:
                yield path


def in_the_way(folder: Path, stem: str) -> Iterator[Path]:
    """
    Things that have a name under which nbgrader writes or reads something of its own.

    A folder there stops it, and a page with the feedback's name keeps the feedback from
    being written, because what is copied is read-only. A file of gigabytes fills the disk when
    it is copied; a notebook is not copied, but read, and whoever reads it looks at its size.
    """
    yield from _large(folder)
    for name in (f"{stem}.ipynb", CASES):
        if (folder / name).is_dir():
            yield folder / name
    if os.path.lexists(folder / f"{stem}.html"):
        yield folder / f"{stem}.html"
    if os.path.lexists(folder / TIMESTAMP) and not _is_time(folder / TIMESTAMP):
        yield folder / TIMESTAMP
    if os.path.lexists(folder / SECRET) and secret_in(folder) is None:
        yield folder / SECRET


def secret_in(folder: Path) -> bytes | None:
    """
    The exchange's secret in a folder; None where there is none that can be used.

    `nbgrader release_feedback` stops for the whole class at one that is empty or no text.
    """
    path = folder / SECRET
    try:
        status = path.lstat()
        if not stat.S_ISREG(status.st_mode) or status.st_size > LONGEST_SECRET:
            return None
        content = path.read_bytes()
    except OSError:
        return None
    return content if content.strip() and content.isascii() else None


def _large(folder: Path) -> list[Path]:
    return [
        path
        for path in folder.rglob("*")
        if path.suffix not in (SET_ASIDE, ".ipynb") and _is_large(path)
    ]


def _is_time(path: Path) -> bool:
    """Whether nbgrader can read a time in the file; an empty one it passes over by itself."""
    try:
        if path.stat().st_size > LONGEST_TIMESTAMP:
            return False
        text = path.read_text(encoding="utf-8").strip()
        return not text or parse_utc(text) is not None
    except Exception:  # noqa: BLE001 - a stranger's text may break the reader in any way
        return False


def notices(folder: Path) -> list[str]:
    """In words what `make_safe` found in a submission, now or in an earlier run."""
    found = []
    for path in sorted(folder.rglob("*")):
        if path.name.endswith(NOT_FOLLOWED):
            name = path.name.removesuffix(NOT_FOLLOWED)
            found.append(f"{shown(name)} was a link or a device, not a file. It was not followed.")
        elif path.suffix == SET_ASIDE and (path.parent == folder or _is_large(path)):
            name = path.name.partition(SET_ASIDE)[0].rpartition("~")[0]
            why = " It held no time that can be read." if name == TIMESTAMP else ""
            why = " The exchange's secret is one short line." if name == SECRET else why
            why = f" It is larger than {LARGEST:,} bytes." if _is_large(path) else why
            found.append(f"{shown(name)} was in the way of grading and was set aside.{why}")
    return [one_line(notice) for notice in found[:MOST_NOTICES]]


def _is_large(path: Path) -> bool:
    return path.is_file() and path.stat().st_size > LARGEST


def _remove(path: Path) -> None:
    try:
        path.unlink()
    except OSError:
        path.rmdir()  # Windows removes a link to a folder in this way only


def _leave_note(path: Path) -> None:
    # A name has 255 bytes at most, and the ending needs some of them.
    name = os.fsdecode(os.fsencode(path.name)[:200])
    with path.with_name(name + NOT_FOLLOWED).open("x", encoding="utf-8") as file:
        file.write("This was a link or a device, not a file. It was not followed.\n")


def _leave_placeholder(path: Path) -> None:
    """Put a notebook where there is none: nbgrader grades no submission without one."""
    words = f"There was no notebook in this submission. {PLACEHOLDER} stands in its place."
    notebook = {"cells": [], "metadata": {PLACEHOLDER: words}, "nbformat": 4, "nbformat_minor": 5}
    with path.open("x", encoding="utf-8") as file:
        json.dump(notebook, file)


def _replace_link_by_folder(folder: Path) -> None:
    _remove(folder)
    folder.mkdir()
    _leave_note(folder / folder.name)
    _leave_placeholder(folder / expected_notebook(folder.name))
    get_logger().warning("%s: the whole submission was a link; it was not followed", folder)


def _free_name(path: Path) -> Path:
    number = 1
    while os.path.lexists(free := path.with_name(f"{path.name}~{number}{SET_ASIDE}")):
        number += 1
    return free
