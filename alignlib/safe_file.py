"""A file that is always whole: changed under a lock, and replaced wholly or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from filelock import FileLock, Timeout

from alignlib.errors import AnswerError

T = TypeVar("T")

LOCK = ".answers.json.lock"
"""The file in the folder of an assignment that whoever writes there holds."""

LOCK_SECONDS = 10
"""How long to wait for another window that is writing."""

HELD_OPEN = (5, 32, 33)
"""
What Windows says (as `winerror`) where another program has a file open: access denied, sharing
violation, lock violation. Virus scanners and synchronisers let go of it soon.
"""

PATIENCE = 2.0
"""Seconds to try again for, where another program has a file open."""

PAUSE = 0.05
"""Seconds between two tries."""

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""What a system says where there is no room: a full disk, a used-up quota, a limit on files."""


def patiently(act: Callable[[], T]) -> T:
    """
    What `act` gives; where Windows says that another program has the file open, a later try's.

    Raises the `OSError` of the last try after `PATIENCE` seconds, and any other one at once.
    """
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return act()
        except OSError as error:
            if getattr(error, "winerror", None) not in HELD_OPEN or time.monotonic() >= end:
                raise
        time.sleep(PAUSE)


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """
    Hold a folder for one change. The system lets go of it when a process dies.

    Raises `AnswerError` when another window holds it for longer than `LOCK_SECONDS`, when the
    folder is gone, or when it takes no lock: it is read-only, full, or on a disk that knows
    none.
    """
    if not folder.is_dir():
        # FileLock would make it anew, and the answer would lie where nobody looks for it.
        raise AnswerError(
            f"Not saved: the folder {folder.name} is no longer in its place. It was moved, renamed "
            "or deleted. Open the notebook where it is now, run all its cells, and answer again."
        )
    lock = FileLock(folder / LOCK, timeout=LOCK_SECONDS)
    try:
        lock.acquire()
    except Timeout:
        raise AnswerError(
            "Not saved: another window is saving answers of this assignment. "
            "Close the other window, or wait a moment, and try again."
        ) from None
    except (OSError, NotImplementedError) as error:
        raise AnswerError(
            f"Not saved: the disk said “{said(error)}” for the folder {folder.name}. "
            f"{next_step(error)}"
        ) from None
    try:
        yield
    finally:
        lock.release()


def replace(path: Path, data: bytes) -> None:
    """
    Put `data` in the place of the file at `path`: all of it, or the old file stays.

    It is on the disk when this returns. To be called under the lock, because what is being
    written has one name; a rest that a crash left there is removed. Raises `OSError` when the
    disk refuses, and for a file that is marked read-only: on most systems it could be replaced
    all the same, but somebody wants it to stay.
    """
    new = path.with_name(f".{path.name}.new")
    mode = _mode(path)
    if mode is not None and not mode & stat.S_IWRITE:
        raise PermissionError(errno.EACCES, "The file is read-only", str(path))
    try:
        new.unlink(missing_ok=True)
        with new.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if mode is not None:
            shutil.copymode(path, new)
        patiently(lambda: new.replace(path))
    except OSError:
        with contextlib.suppress(OSError):
            new.unlink()
        raise
    with contextlib.suppress(OSError):  # Windows opens no folder, and needs none of this
        _settle(path.parent)


def _mode(path: Path) -> int | None:
    """The rights of the file at `path`; None where there is none."""
    try:
        return path.stat().st_mode
    except FileNotFoundError:
        return None


def _settle(folder: Path) -> None:
    """Have the folder itself on the disk: a name in it survives a power cut only then."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def put_aside(path: Path, name: str) -> Path:
    """
    Keep what is at `path` under another name beside it, before it is replaced; its new path.

    `name` goes between the file's name and its ending. Raises `AnswerError` when the disk
    refuses: then it must not be replaced.
    """
    kept = path.with_name(f"{path.stem}.{name}{path.suffix}")
    number = 1
    while os.path.lexists(kept):
        number += 1
        kept = path.with_name(f"{path.stem}.{name}-{number}{path.suffix}")
    try:
        if stat.S_ISREG(path.lstat().st_mode):
            replace(kept, patiently(path.read_bytes))
        else:
            patiently(lambda: path.rename(kept))  # a link or a pipe: not ours to read
    except OSError as error:
        raise AnswerError(
            f"Not saved: what is in {path.name} could not be kept under another name "
            f"({said(error)}). Move the file to another folder and answer again."
        ) from None
    return kept


def said(error: Exception) -> str:
    """What the system said, without its number and its path."""
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def next_step(error: Exception) -> str:
    """What a learner can do about a disk that refuses to save."""
    if isinstance(error, OSError) and error.errno in FULL:
        return "Delete what you no longer need, or ask for more space, and answer again."
    return (
        "Ask for write access to it, or copy the folder to a place of your own, and answer again."
    )
