"""A file that is always whole, whatever the disk, another window or the system does."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from alignlib import safe_file
from alignlib.answers import FILE_NAME, Answers, read, write
from alignlib.errors import AnswerError
from alignlib.safe_file import LOCK, locked, patiently, put_aside, replace

OLD, NEW = b"what was saved before", b"what is saved now"

posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no such limits and rights")

ROOT = Path(__file__).parents[1]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file with something in it."""
    (tmp_path / FILE_NAME).write_bytes(OLD)
    return tmp_path / FILE_NAME


def names(folder: Path) -> list[str]:
    """The names of what lies in a folder."""
    return sorted(path.name for path in folder.iterdir())


# ---------------------------------------------------------------- replacing


def test_a_file_is_replaced_whole(path: Path) -> None:
    """The new contents are there, and nothing else lies beside them."""
    replace(path, NEW)
    assert path.read_bytes() == NEW
    assert names(path.parent) == [FILE_NAME]


def test_the_rest_of_a_crash_is_removed(path: Path) -> None:
    """What a killed process left half-written is gone after the next change."""
    (path.parent / f".{FILE_NAME}.new").write_bytes(b"half of wha")
    replace(path, NEW)
    assert path.read_bytes() == NEW
    assert names(path.parent) == [FILE_NAME]


@posix
@pytest.mark.parametrize("mode", [0o600, 0o644, 0o660])
def test_a_file_keeps_its_rights(mode: int, path: Path) -> None:
    """Who may read the file stays as it was: neither a group loses it nor others get it."""
    path.chmod(mode)
    replace(path, NEW)
    assert mode == stat.S_IMODE(path.stat().st_mode)


@posix
def test_a_new_file_has_the_rights_of_any_other(tmp_path: Path) -> None:
    """A file that was not there before is as open to others as the notebook beside it."""
    (tmp_path / "notebook").touch()
    replace(tmp_path / FILE_NAME, NEW)
    assert (tmp_path / FILE_NAME).stat().st_mode == (tmp_path / "notebook").stat().st_mode


def test_a_read_only_file_stays(path: Path) -> None:
    """A file that is marked read-only is not replaced, not even by who could (as root can)."""
    path.chmod(0o444)
    with pytest.raises(PermissionError, match="read-only"):
        replace(path, NEW)
    path.chmod(0o644)
    assert path.read_bytes() == OLD
    assert names(path.parent) == [FILE_NAME]


def test_it_is_on_the_disk_before_it_is_in_place(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The contents are flushed to the disk first, and the folder that names them afterwards."""
    steps: list[str] = []
    sync, move = os.fsync, Path.replace
    monkeypatch.setattr("os.fsync", lambda handle: steps.append("flushed") or sync(handle))
    monkeypatch.setattr(
        Path, "replace", lambda self, target: steps.append("in place") or move(self, target)
    )
    replace(path, NEW)
    assert steps[:2] == ["flushed", "in place"]
    assert steps[2:] == ([] if os.name == "nt" else ["flushed"])


def test_a_system_that_opens_no_folder_saves_all_the_same(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows refuses to open a folder; the file is saved without that."""

    def refuse(*_: Any) -> int:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(safe_file, "_settle", refuse)
    replace(path, NEW)
    assert path.read_bytes() == NEW


# ---------------------------------------------------------------- a disk that refuses


def full(*_: Any, **__: Any) -> Any:
    """What a full disk does."""
    raise OSError(errno.ENOSPC, "No space left on device")


class Filling:
    """A file on a disk that is full at one step: opened, written to, flushed or closed."""

    def __init__(self, file: Any, step: str) -> None:
        self._file, self._step = file, step

    def __enter__(self) -> Filling:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()
        if self._step == "close":
            full()

    def __getattr__(self, name: str) -> Any:
        return full if name == self._step else getattr(self._file, name)


STEPS = ["open", "write", "flush", "fsync", "close", "copymode", "replace"]


def break_at(step: str, patch: pytest.MonkeyPatch) -> None:
    """Make the disk full at one step of a change."""
    really = Path.open
    if step == "open":
        patch.setattr(Path, "open", full)
    elif step == "fsync":
        patch.setattr("os.fsync", full)
    elif step == "copymode":
        patch.setattr("shutil.copymode", full)
    elif step == "replace":
        patch.setattr(Path, "replace", full)
    else:
        patch.setattr(Path, "open", lambda self, mode: Filling(really(self, mode), step))


@pytest.mark.parametrize("step", STEPS)
def test_at_whatever_step_the_disk_is_full_the_old_file_stays(
    step: str, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The old contents are there, no rest is left behind, and the next try succeeds."""
    with monkeypatch.context() as patch:
        break_at(step, patch)
        with pytest.raises(OSError, match="No space left"):
            replace(path, NEW)
    assert path.read_bytes() == OLD
    assert names(path.parent) == [FILE_NAME]
    replace(path, NEW)
    assert path.read_bytes() == NEW


@pytest.mark.parametrize("step", STEPS)
def test_a_full_disk_is_told_in_words(
    step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message says what is not saved, why, what is still there, and the next step."""
    path = tmp_path / FILE_NAME
    write(path, Answers().with_answer("a", 1.0))
    before = path.read_bytes()
    break_at(step, monkeypatch)
    with pytest.raises(AnswerError) as caught:
        write(path, Answers().with_answer("a", 2.0))
    monkeypatch.undo()
    assert before == path.read_bytes()
    assert str(caught.value) == (
        "Not saved: the disk said “No space left on device” for answers.json in "
        f"{tmp_path.name}. What was saved before is still there. "
        "Delete what you no longer need, or ask for more space, and answer again."
    )


RECORD = """
import sys, tempfile
from pathlib import Path
from alignlib.errors import AnswerError
from alignlib.logbook import Logbook
with tempfile.TemporaryDirectory() as other:  # what Python loads late is loaded before the limit
    for text in ("one", "two"):
        Logbook(Path(other) / "answers.json", "a", 12).save("memo", text, "ada", 1)
LIMIT
try:
    Logbook(Path(sys.argv[1]) / "answers.json", "a", 12).save("memo", "x" * int(sys.argv[2]), "", 1)
except AnswerError as error:
    print(error)
else:
    print("saved")
"""


def record(folder: Path, size: int, limit: str = "") -> str:
    """What a process of its own says when it records a text of this size under a limit."""
    code = RECORD.replace("LIMIT", limit)
    done = subprocess.run(
        [sys.executable, "-c", code, str(folder), str(size)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        timeout=60,
    )
    return done.stdout.strip()


@posix
def test_a_real_limit_on_files_loses_nothing(tmp_path: Path) -> None:
    """Where the system itself stops a process from writing on, the old answer stays."""
    assert record(tmp_path, 100) == "saved"
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))"
    assert record(tmp_path, 50_000, limit).startswith("Not saved: the disk said “File too large”")
    found = read(tmp_path / FILE_NAME)
    assert found is not None
    assert found.items["memo"].value == "x" * 100
    assert names(tmp_path) == [LOCK, FILE_NAME]
    assert record(tmp_path, 200, limit) == "saved"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real disk of 64 kB, where the system lets us mount one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = shutil.which("mount")
    command = [mount or "mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)]
    if os.name == "nt" or not mount or subprocess.run(command, check=False).returncode:
        pytest.skip("only root mounts a disk; the faults above are injected everywhere")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_a_real_full_disk_loses_nothing(small_disk: Path) -> None:
    """On a disk that is full to the last byte the old answer stays; with room, saving goes on."""
    assert record(small_disk, 100) == "saved"
    filler = small_disk / "filler"
    with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while file.write(b"x" * 512):
            pass
    for size in (90, 5_000):
        assert "No space left on device" in record(small_disk, size)
        found = read(small_disk / FILE_NAME)
        assert found is not None
        assert found.items["memo"].value == "x" * 100
        assert names(small_disk) == [LOCK, FILE_NAME, "filler"]
    filler.unlink()
    assert record(small_disk, 5_000) == "saved"


# ---------------------------------------------------------------- a folder that takes nothing


@pytest.fixture
def reachable() -> Iterator[Path]:
    """A folder that every user of this computer can get to, as pytest's own is not."""
    with tempfile.TemporaryDirectory() as made:
        Path(made).chmod(0o755)
        yield Path(made)


NOBODY = "import os; os.getuid() or os.setuid(65534)"
"""Root may write anywhere; so a test that is run as root becomes a user who may not."""


@posix
def test_a_read_only_folder_is_told_in_words(reachable: Path) -> None:
    """A learner who may not write to the folder reads so; what is there can still be read."""
    assert record(reachable, 100) == "saved"
    (reachable / LOCK).unlink()
    reachable.chmod(0o555)
    words = record(reachable, 200, NOBODY)
    reachable.chmod(0o755)
    assert words.startswith(
        f"Not saved: the disk said “Permission denied” for the folder {reachable.name}"
    )
    assert words.endswith("or copy the folder to a place of your own, and answer again.")
    assert names(reachable) == [FILE_NAME]


@posix
def test_a_folder_that_became_read_only_is_told_too(reachable: Path) -> None:
    """The same, where the lock of earlier days is still there and may be taken."""
    assert record(reachable, 100) == "saved"
    (reachable / LOCK).chmod(0o666)
    reachable.chmod(0o555)
    words = record(reachable, 200, NOBODY)
    reachable.chmod(0o755)
    assert words.startswith("Not saved: the disk said “Permission denied” for answers.json")
    found = read(reachable / FILE_NAME)
    assert found is not None
    assert found.items["memo"].value == "x" * 100


@posix
def test_a_file_that_one_may_not_read_is_not_replaced(reachable: Path) -> None:
    """Answers that cannot be read now are not taken for none and written over."""
    assert record(reachable, 100) == "saved"
    before = (reachable / FILE_NAME).read_bytes()
    (reachable / FILE_NAME).chmod(0o000)
    reachable.chmod(0o777)
    (reachable / LOCK).chmod(0o666)
    words = record(reachable, 200, NOBODY)
    assert words.startswith(f"Not saved: answers.json in {reachable.name} cannot be read now: the")
    (reachable / FILE_NAME).chmod(0o644)
    assert before == (reachable / FILE_NAME).read_bytes()


def test_a_folder_that_moved_is_not_made_again(tmp_path: Path) -> None:
    """After a folder was renamed nothing is saved in its old place, where nobody would look."""
    gone = tmp_path / "gone"
    moved = r"the folder gone is no longer in its place.*run all its cells"
    with pytest.raises(AnswerError, match=moved), locked(gone):
        pass
    assert not gone.exists()


# ---------------------------------------------------------------- Windows


def held_open(number: int = 32) -> OSError:
    """The error that Windows gives for a file that another program has open."""
    error = PermissionError(errno.EACCES, "The process cannot access the file")
    error.winerror = number  # type: ignore[attr-defined]
    return error


def held(times: int, really: Callable[..., Any], number: int = 32) -> Callable[..., Any]:
    """A step that fails so many times, because another program has the file open."""
    errors = iter([held_open(number)] * times)

    def step(*words: Any) -> Any:
        for error in errors:
            raise error
        return really(*words)

    return step


@pytest.mark.parametrize("number", [5, 32, 33])
@pytest.mark.parametrize("step", ["replace", "read_bytes", "rename"])
def test_a_file_that_is_open_elsewhere_is_tried_again(
    step: str, number: int, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A virus scanner that has the file open for a moment does not hinder saving."""
    monkeypatch.setattr(safe_file, "PAUSE", 0.001)
    if step == "rename":  # what is no plain file is renamed and not copied
        path.unlink()
        path.mkdir()
    monkeypatch.setattr(Path, step, held(3, getattr(Path, step), number))
    kept = put_aside(path, "damaged")
    assert kept.is_dir() if step == "rename" else kept.read_bytes() == OLD


def test_a_file_that_stays_open_elsewhere_is_told(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the other program does not let go, we stop after a while and say so."""
    monkeypatch.setattr(safe_file, "PATIENCE", 0.1)
    monkeypatch.setattr(Path, "replace", held(10**6, Path.replace))
    start = time.monotonic()
    with pytest.raises(AnswerError, match="The process cannot access the file"):
        write(path, Answers())
    assert 0.1 <= time.monotonic() - start < 5
    assert path.read_bytes() == OLD
    assert names(path.parent) == [FILE_NAME]


def test_any_other_refusal_is_told_at_once() -> None:
    """A right that one does not have does not come by waiting."""
    tries = []

    def refuse() -> None:
        tries.append(1)
        raise PermissionError(errno.EACCES, "Permission denied")

    with pytest.raises(PermissionError):
        patiently(refuse)
    assert len(tries) == 1


def test_no_step_needs_a_system_that_windows_is_not() -> None:
    """The module names nothing that Python offers on POSIX systems alone."""
    text = Path(safe_file.__file__).read_text(encoding="utf-8")
    missing = ("fcntl", "getuid", "umask", "fork", "chown", "O_DIRECTORY", "pwd", "resource")
    assert [name for name in missing if name in text] == []


# ---------------------------------------------------------------- kept under another name


def test_what_is_put_aside_is_all_there(path: Path) -> None:
    """The contents lie under the other name, and the file itself is still in its place."""
    assert put_aside(path, "damaged-1") == path.with_name("answers.damaged-1.json")
    assert path.with_name("answers.damaged-1.json").read_bytes() == OLD == path.read_bytes()


def test_nothing_that_was_put_aside_is_replaced(path: Path) -> None:
    """Two files that are put aside under one name get two."""
    put_aside(path, "version-1")
    path.write_bytes(NEW)
    put_aside(path, "version-1")
    kept = {one.read_bytes() for one in path.parent.glob("answers.version-1*.json")}
    assert kept == {OLD, NEW}


@pytest.mark.parametrize("step", STEPS[:5])
def test_a_copy_that_cannot_be_finished_leaves_no_half(
    step: str, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the disk is full, no half of a copy passes for what was put aside."""
    break_at(step, monkeypatch)
    with pytest.raises(AnswerError, match=r"answers\.json could not be kept under another name"):
        put_aside(path, "damaged-1")
    monkeypatch.undo()
    assert names(path.parent) == [FILE_NAME]


# ---------------------------------------------------------------- two windows at once


def test_a_second_window_waits_and_then_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where another window keeps the lock, the second gives up with a sentence."""
    monkeypatch.setattr(safe_file, "LOCK_SECONDS", 0.2)
    held, free = threading.Event(), threading.Event()

    def other_window() -> None:
        with FileLock(tmp_path / LOCK):
            held.set()
            free.wait(30)

    other = threading.Thread(target=other_window)
    other.start()
    held.wait(30)
    with pytest.raises(AnswerError, match="another window"), locked(tmp_path):
        pass
    free.set()
    other.join()
    with locked(tmp_path):
        pass


@pytest.mark.parametrize(
    "error",
    [
        PermissionError(errno.EACCES, "Permission denied"),
        OSError(errno.EROFS, "Read-only file system"),
        OSError(errno.ENOSPC, "No space left on device"),
        NotImplementedError("FileSystem does not appear to support flock"),
    ],
    ids=["no right", "read-only", "full", "no locks"],
)
def test_a_lock_that_cannot_be_made_is_told_in_words(
    error: Exception, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the folder is read-only, full or knows no locks, a sentence says so."""

    def refuse(*_: Any, **__: Any) -> None:
        raise error

    monkeypatch.setattr(FileLock, "_acquire", refuse)
    with pytest.raises(AnswerError, match="Not saved"), locked(tmp_path):
        pass


WRITER = f"""
import sys
from pathlib import Path
from alignlib.answers import Answers, read, write
from alignlib.safe_file import locked
folder, name = Path(sys.argv[1]), sys.argv[2]
path = folder / {FILE_NAME!r}
for number in range(12):
    with locked(folder):
        write(path, (read(path) or Answers()).with_answer(f"{{name}}-{{number}}", number))
"""


def test_nothing_is_lost_between_writers(tmp_path: Path) -> None:
    """Four processes that record different items at once lose none of them."""
    command = [sys.executable, "-c", WRITER, str(tmp_path)]
    writers = [subprocess.Popen([*command, f"writer-{n}"]) for n in range(4)]
    assert [writer.wait(60) for writer in writers] == [0] * 4
    found = read(tmp_path / FILE_NAME)
    assert found is not None
    assert len(found.items) == 4 * 12
    assert found.problems == ()
