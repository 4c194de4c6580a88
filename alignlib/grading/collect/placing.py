"""
Put a submission into `submitted/<learner>/<assignment>/`, whole or not at all.

It is made beside that place and then moved into it, so that whoever looks there sees all of it or
nothing, and a second run completes an interrupted one. What was there before is never deleted.
"""

from __future__ import annotations

import contextlib
import enum
import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout
from nbgrader.utils import parse_utc

from alignlib.answers import FILE_NAME as ANSWERS
from alignlib.errors import InstructorError
from alignlib.grading.collect.archive import Archive
from alignlib.grading.collect.sorting import Submission
from alignlib.grading.course import Course, expected_notebook
from alignlib.grading.receive import LONGEST_TIMESTAMP, PLACEHOLDER, TIMESTAMP
from alignlib.safe_file import patiently

MAKING = ".collecting"
"""The folder in the course where submissions are made; nbgrader's search passes over it."""

REPLACED = "replaced"
"""The folder in the course that keeps what was in a submission's place before."""


MINUTE = "%Y-%m-%d %H:%M UTC"


class Done(enum.StrEnum):
    """What became of a submission."""

    PLACED = "placed"
    SAME = "there already"
    REPLACED = "replaced"
    KEPT = "kept as it was"


@dataclass(frozen=True)
class Outcome:
    """What became of a submission, and in words what a person should know of it."""

    done: Done
    told: str = ""


@dataclass(frozen=True)
class Place:
    """
    Where the submissions of one assignment go.

    `times` says whether the times in the zip are those of handing in, and `replace` whether a
    submission may take the place of another one that is not known to be older.
    """

    course: Course
    assignment: str
    times: bool = False
    replace: bool = False
    rehearsal: bool = False

    def put(self, submission: Submission, archive: Archive) -> Outcome:
        """
        Put a submission in its place; one that is there and newer stays.

        Raises `UnreadableError` for a file of the zip that cannot be read, and `InstructorError`
        where the disk refuses.
        """
        files = self._files(submission, archive)
        target = self.course.submission(self.assignment, submission.learner)
        if not os.path.lexists(target) or _is_empty(target):
            self._move(files, submission.learner, target)
            return Outcome(Done.PLACED)
        if self._same(target, files):
            return Outcome(Done.SAME)
        now, before = self._handed_in(files), _time_in(target)
        if not self.replace and (now is None or before is None or now <= before):
            return Outcome(Done.KEPT, _why_kept(now, before))
        kept = self._move(files, submission.learner, target)
        return Outcome(Done.REPLACED, f"what was there before is in {kept}" if kept else "")

    def _files(self, submission: Submission, archive: Archive) -> dict[str, bytes]:
        """What is to stand in the submission's folder, under the names that the course gives."""
        files = {}
        if submission.notebook:
            name = expected_notebook(self.assignment)
            files[name] = archive.read(submission.notebook.member)
        if submission.answers:
            files[ANSWERS] = archive.read(submission.answers.member)
        if submission.timestamp:
            told = archive.read(submission.timestamp.member)
            if len(told) <= LONGEST_TIMESTAMP and _time(told):
                files[TIMESTAMP] = told
        elif self.times and submission.time:
            files[TIMESTAMP] = f"{submission.time:%Y-%m-%d %H:%M:%S} UTC\n".encode()
        return files

    def _same(self, target: Path, files: Mapping[str, bytes]) -> bool:
        """Whether the submission's place holds these very files, whatever its time."""
        for name in (expected_notebook(self.assignment), ANSWERS):
            found = _content(target / name)
            if found is not None and PLACEHOLDER.encode() in found and name not in files:
                found = None  # grading put it there, because the submission has no notebook
            if found != files.get(name):
                return False
        return True

    def _handed_in(self, files: Mapping[str, bytes]) -> datetime | None:
        return _time(files.get(TIMESTAMP, b""))

    def _move(self, files: Mapping[str, bytes], learner: str, target: Path) -> str:
        """Make the submission and move it to its place; where what was there is kept, if any."""
        if self.rehearsal:
            return ""
        made = self.course.root / MAKING / self.assignment / learner
        try:
            made.mkdir(parents=True)
            for name, data in files.items():
                _write(made / name, data)
            target.parent.mkdir(parents=True, exist_ok=True)
            if _is_empty(target):
                target.rmdir()
            kept = self._put_aside(target, learner) if os.path.lexists(target) else ""
            patiently(lambda: made.rename(target))
        except OSError as error:
            with contextlib.suppress(OSError):
                shutil.rmtree(made)
            raise InstructorError(
                f"The submission of {learner} could not be placed in {target.parent} "
                f"({error.strerror or error}). What was placed before stays; run the command again "
                "when this is mended."
            ) from None
        return kept

    def _put_aside(self, target: Path, learner: str) -> str:
        folder = self.course.root / REPLACED / learner
        folder.mkdir(parents=True, exist_ok=True)
        number = 1
        while os.path.lexists(folder / f"{self.assignment}~{number}"):
            number += 1
        kept = folder / f"{self.assignment}~{number}"
        patiently(lambda: target.rename(kept))
        return kept.relative_to(self.course.root).as_posix()


@contextlib.contextmanager
def collecting(course: Course, assignment: str) -> Iterator[None]:
    """
    Hold the course for one collection, and clear away what an interrupted one had begun.

    Raises `InstructorError` while another one runs.
    """
    folder = course.root / MAKING
    try:
        folder.mkdir(exist_ok=True)
        lock = FileLock(folder / ".lock", timeout=0)
        lock.acquire()
    except Timeout:
        raise InstructorError("Submissions are being collected already. Wait for the end of that."
                              ) from None  # fmt: skip
    except OSError as error:
        raise InstructorError(
            f"The course {course.root} cannot be written to ({error.strerror or error})."
        ) from None
    try:
        shutil.rmtree(folder / assignment, ignore_errors=True)
        yield
        shutil.rmtree(folder / assignment, ignore_errors=True)
    finally:
        lock.release()


def _is_empty(folder: Path) -> bool:
    return folder.is_dir() and not folder.is_symlink() and not any(folder.iterdir())


def _write(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _content(path: Path) -> bytes | None:
    """What a plain file holds; None for anything else."""
    try:
        return path.read_bytes() if path.is_file() and not path.is_symlink() else None
    except OSError:
        return None


def _time_in(folder: Path) -> datetime | None:
    found = _content(folder / TIMESTAMP)
    return _time(found) if found and len(found) <= LONGEST_TIMESTAMP else None


def _time(told: bytes) -> datetime | None:
    """The time in the text of a `timestamp.txt`, in UTC; None where there is none."""
    try:
        text = told.decode("utf-8").strip()
        found: datetime | None = parse_utc(text) if text else None
    except Exception:  # noqa: BLE001 - a stranger's text may break the reader in any way
        return None
    return found.replace(tzinfo=UTC) if found else None


def _why_kept(now: datetime | None, before: datetime | None) -> str:
    if now and before:
        return (
            f"the one that is there is of {before:%Y-%m-%d %H:%M}, this one of {now:%Y-%m-%d %H:%M}"
        )
    return "another one is there, and nothing tells which is newer"
