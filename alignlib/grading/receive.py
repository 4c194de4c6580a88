"""Before nbgrader copies a submission: nothing that is not a plain file, and the right notebook."""

from __future__ import annotations

import logging
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from alignlib.grading.course import expected_notebook

LOG = logging.getLogger("alignlib.grading")

NOT_FOLLOWED = ".not-followed.txt"
"""Ending of the note that stands where a link or a device was."""


def receive(assignment: str, student: str, notebooks: list[str]) -> None:
    """
    `Autograde.pre_convert_hook`: make a submission safe to copy and complete to convert.

    nbgrader copies every file of a submission, and copying follows links: a link to the
    instructor's key would be read, a pipe would block for ever. So each thing that is not a
    plain file or folder is replaced by a note that says what it was.

    nbgrader skips a submission whose notebook is misnamed or missing. The name it expects is
    added to the list it is about to convert; `SubmittedNotebook` then reads the file that is
    there.
    """
    folder = Path(notebooks[0]).parent
    for path in odd_things(folder):
        was = f"a link to {path.readlink()}" if path.is_symlink() else "a pipe or a device"
        path.unlink()
        path.with_name(path.name + NOT_FOLLOWED).write_text(
            f"{path.name} was {was}. It was not followed.\n", encoding="utf-8"
        )
        LOG.warning("%s: %s was %s; it was not followed", folder, path.name, was)
    expected = str(folder / expected_notebook(assignment))
    if expected not in notebooks:
        notebooks.append(expected)


def odd_things(folder: Path) -> Iterator[Path]:
    """Everything below the folder that is neither a plain file nor a folder."""
    for base, folders, files in os.walk(folder):
        for name in [*folders, *files]:
            path = Path(base, name)
            mode = path.lstat().st_mode
            if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
                yield path
