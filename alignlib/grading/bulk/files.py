"""Put graded notebooks where formgrader looks for them, each of them whole or not at all."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from alignlib.grading.bulk.form import Form
from alignlib.grading.bulk.judge import Judged
from alignlib.grading.bulk.settings import Settings
from alignlib.grading.receive import SECRET, TIMESTAMP, secret_in

UNFINISHED = ".alignlib-unfinished"
"""
The folder in which a file is written before it is put in place.

It is nobody's submission: nbgrader's patterns pass over a name with a dot. In a learner's own
folder a file that a killed run left behind would be copied into the learner's feedback.
"""

ABANDONED = 3600
"""Seconds after which an unfinished file is nobody's work any more."""


class Shelf:
    """The graded notebooks of a course."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._desk = Path(settings.root, settings.autograded_directory, UNFINISHED)
        self._file = self._desk / uuid4().hex

    def __enter__(self) -> Shelf:
        self._desk.mkdir(parents=True, exist_ok=True)
        return self

    def __exit__(self, *_: object) -> None:
        self._file.unlink(missing_ok=True)

    def put(self, form: Form, judged: Judged) -> None:
        """
        Put a learner's graded notebook in place, and beside it what nbgrader reads there.

        That is when it was handed in, and the exchange's secret, without which
        `nbgrader release_feedback` cannot release the page.
        """
        path = form.graded_notebook(judged.learner)
        if not path.parent.is_dir():
            path.parent.mkdir(parents=True, exist_ok=True)
            self._share(path.parent)
        # nbgrader compares the times to see whether a newer submission has come in.
        submitted = form.submission(judged.learner)
        handed_in = None if judged.timestamp is None else (submitted / TIMESTAMP).read_bytes()
        for note, content in ((TIMESTAMP, handed_in), (SECRET, secret_in(submitted))):
            if content is not None:
                self._place(content, path.parent / note)
            elif (path.parent / note).is_file():
                (path.parent / note).unlink()
        self._place(judged.notebook, path)

    def _place(self, content: bytes, path: Path) -> None:
        self._file.write_bytes(content)
        self._file.chmod(self._settings.permissions)
        try:
            self._file.replace(path)
        except PermissionError:
            # Windows does not replace a file that is read-only, as nbgrader leaves them.
            path.chmod(0o600)
            self._file.replace(path)

    def _share(self, folder: Path) -> None:
        if self._settings.groupshared:
            for one in (folder, folder.parent):
                one.chmod(one.stat().st_mode & 0o7777 | 0o2770)


def tidy(settings: Settings) -> None:
    """Take away what killed runs left unfinished long ago: no file takes a grader that long."""
    long_ago = time.time() - ABANDONED
    for path in Path(settings.root, settings.autograded_directory, UNFINISHED).glob("*"):
        with suppress(OSError):
            if path.stat().st_mtime < long_ago:
                path.unlink()
