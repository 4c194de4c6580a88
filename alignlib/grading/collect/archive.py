"""A zip that strangers filled: what is in it, and what of that is refused unread."""

from __future__ import annotations

import re
import stat
import unicodedata
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from alignlib.errors import InstructorError, shown

MOST_MEMBERS = 100_000
"""Files in one zip. A class of a thousand hands in a few thousand."""

LARGEST = 50_000_000
"""Bytes of one file that is read: as many as of a notebook that is graded."""

MOST_TOTAL = 20_000_000_000
"""Bytes that are unpacked in all. A class of two thousand with large pictures has a tenth."""

MOST_RATIO = 200
"""How often a file may be larger than it is packed. Text and pictures reach fifty."""

HARMLESS = 1_000_000
"""Bytes up to which the ratio does not matter: blank lines pack well."""

CLUTTER = ("__MACOSX", ".DS_Store", ".ipynb_checkpoints", "Thumbs.db", "desktop.ini")
"""What systems and JupyterLab leave behind; it is passed over without a word."""

UTF8 = 0x800
"""The flag of a name that says of itself that it is in UTF-8."""

ENCRYPTED = 0x1

NEVER = (1980, 1, 1)
"""The first day that a zip can tell; it stands for “no time”."""


class UnreadableError(Exception):
    """Why a file of the zip cannot be read, in words that follow “it”."""


@dataclass(frozen=True)
class Member:
    """One file of the zip: its path as it is called there, its size, and when it was put in."""

    path: PurePosixPath
    info: zipfile.ZipInfo

    @property
    def time(self) -> datetime | None:
        """The time in UTC, told in this computer's zone as zips do; None where there is none."""
        try:
            found = datetime(*self.info.date_time).astimezone(UTC)
        except (ValueError, OverflowError, OSError):
            return None
        return None if self.info.date_time[:3] == NEVER else found


@dataclass(frozen=True)
class Refused:
    """A file that was not read, and why, in words that follow “it”."""

    name: str
    why: str


class Archive:
    """An open zip; `members` are the files that may be read, `refused` those that may not."""

    def __init__(self, zipped: zipfile.ZipFile) -> None:
        self._zipped = zipped
        self._left = MOST_TOTAL
        self.members: tuple[Member, ...] = ()
        self.refused: tuple[Refused, ...] = ()
        self._look()

    def _look(self) -> None:
        infos = [info for info in self._zipped.infolist() if not info.is_dir()]
        if len(infos) > MOST_MEMBERS:
            raise InstructorError(
                f"The zip holds {len(infos):,} files; at most {MOST_MEMBERS:,} are read. Is it the "
                "download of one assignment?"
            )
        members, refused = [], []
        for info in infos:
            name = _name(info)
            if any(part in CLUTTER or part.startswith("._") for part in name.split("/")):
                continue
            why = _why_not(name, info)
            if why:
                refused.append(Refused(name, why))
            else:
                members.append(Member(PurePosixPath(name), info))
        times = Counter(_folded(member.path) for member in members)
        doubled = [member for member in members if times[_folded(member.path)] > 1]
        refused += (Refused(str(m.path), "is in the zip more than once") for m in doubled)
        self.members = tuple(member for member in members if member not in doubled)
        self.refused = tuple(refused)

    def read(self, member: Member) -> bytes:
        """
        What a file holds; never more than `LARGEST` bytes, whatever the zip says of it.

        Raises `UnreadableError` where it is damaged or larger than it says.
        """
        try:
            with self._zipped.open(member.info) as file:
                data = file.read(LARGEST + 1)
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError,
                ValueError, EOFError) as error:  # fmt: skip
            raise UnreadableError(f"is damaged in the zip ({_said(error)})") from None
        if len(data) > LARGEST:
            raise UnreadableError(f"has more than {LARGEST:,} bytes")
        self._left -= len(data)
        if self._left < 0:
            raise InstructorError(
                f"The zip unpacks to more than {MOST_TOTAL:,} bytes. It was read no further; what "
                "was placed before stays. Download the assignment in parts."
            )
        return data


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """
    The zip at `path`, while it is open.

    Raises `InstructorError` where it is none, or too much of one.
    """
    try:
        with zipfile.ZipFile(path) as zipped:
            yield Archive(zipped)
    except FileNotFoundError:
        raise InstructorError(f"There is no file {path}. Look at its name again.") from None
    except zipfile.BadZipFile as error:
        raise InstructorError(
            f"{path.name} is no zip that can be read ({_said(error)}). Download it again."
        ) from None
    except OSError as error:
        raise InstructorError(f"{path} cannot be read ({error.strerror or error}).") from None


def _said(error: Exception) -> str:
    return str(error).partition("\n")[0][:100].removesuffix(".") or type(error).__name__


def _name(info: zipfile.ZipInfo) -> str:
    """
    The path with slashes, in one Unicode form.

    Canvas writes names in UTF-8 without saying so; Python then takes them for those of an old PC.
    """
    name = info.orig_filename
    if not info.flag_bits & UTF8:
        try:
            name = name.encode("cp437").decode("utf-8")
        except UnicodeError:
            name = info.orig_filename
    return unicodedata.normalize("NFC", name.replace("\\", "/"))


def _why_not(name: str, info: zipfile.ZipInfo) -> str:
    """Why a file is refused, in words that follow “it”; empty where it may be read."""
    if name.startswith("/") or re.match(r"[A-Za-z]:", name):
        return "has an absolute path"
    if ".." in name.split("/"):
        return "has a path that leads out of its folder"
    for character in name:
        if unicodedata.category(character).startswith("C"):
            return f"has a name with the character U+{ord(character):04X}, which nobody can see"
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind not in (0, stat.S_IFREG):
        return "is a link or a device, not a file"
    if info.flag_bits & ENCRYPTED:
        return "is encrypted"
    if info.file_size > LARGEST:
        return f"has {info.file_size:,} bytes; at most {LARGEST:,} are read"
    if info.file_size > HARMLESS and info.file_size > MOST_RATIO * info.compress_size:
        return (
            f"unpacks to {info.file_size:,} bytes out of {info.compress_size:,}, as only a zip "
            "bomb does"
        )
    return ""


def _folded(path: PurePosixPath) -> str:
    return str(path).casefold()


def listed(refused: Refused) -> str:
    """A refused file in a sentence."""
    return f"{shown(refused.name, 100)} was not read: it {refused.why}."
