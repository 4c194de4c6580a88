"""
Who handed a file in: what Canvas and Moodle write into its name.

Read from their own source. Canvas (`lib/content_zipper.rb`) has no folders:
`lastnamefirstname_12345_67890_two-strategies.ipynb`, with `_LATE` after the name where it was, the
user's number, and the number of the upload. Moodle (`mod/assign/classes/downloader.php`) has a
folder each, `Name Surname_12345_assignsubmission_file_/…`, or, where a teacher chose no folders,
the file's name after the last underscore; its number is the participant's in this one assignment.
Both give each file the time at which the zip was made, not that at which it was handed in.

Any other zip is taken for one with a folder for each learner, named as nbgrader knows them.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from alignlib.errors import shown
from alignlib.grading.collect.archive import Member
from alignlib.grading.folder_names import unfit
from alignlib.grading.roster import CANVAS_ID, PARTICIPANT, Entry, Roster, alike

CANVAS = re.compile(r"(?=_(?P<number>\d+)_(?P<upload>\d+)_(?P<file>.+)$)")
"""Each place where two numbers stand: a learner's name or file may hold some of its own."""

LATE = "_LATE"

MOODLE = re.compile(
    r"(?P<name>[^_]*)_(?P<number>\d+)_assignsubmission_(?P<kind>[a-z]+)(?:_(?P<file>.*))?"
)

ANONYMOUS = re.compile(r"(LATE_)?anon_\w+?_\d+_")


class Style(enum.StrEnum):
    """Whose names the files of a zip have."""

    CANVAS = "Canvas"
    MOODLE = "Moodle"
    FOLDERS = "a folder for each learner"


@dataclass(frozen=True)
class Sender:
    """Who a file's name says that it is from: a number or a folder, and the name beside it."""

    name: str
    number: str = ""
    late: bool = False

    def __str__(self) -> str:
        return f"{shown(self.name)} ({self.number})" if self.number else shown(self.name)


@dataclass(frozen=True)
class Upload:
    """One file of a sender: its path inside the submission, and the number of its upload."""

    sender: Sender
    path: PurePosixPath
    member: Member
    number: int = 0
    others: tuple[Sender, ...] = ()
    """Who else the name could mean, because it holds further numbers."""


def style_of(members: Sequence[Member]) -> Style:
    """The style of a zip: that of the first file that shows one."""
    for member in members:
        if any(MOODLE.fullmatch(part) for part in member.path.parts[:2]):
            return Style.MOODLE
        if CANVAS.search(member.path.name) or ANONYMOUS.match(member.path.name):
            return Style.CANVAS
    return Style.FOLDERS


def upload_of(member: Member, style: Style) -> Upload | None:
    """The file with its sender; None where the name does not tell one."""
    match style:
        case Style.CANVAS:
            return _canvas(member)
        case Style.MOODLE:
            return _moodle(member)
    return _folder(member)


def _canvas(member: Member) -> Upload | None:
    name = member.path.name
    if ANONYMOUS.match(name):
        return None
    found = list(CANVAS.finditer(name))
    if not found:
        return None
    senders = []
    for match in found:
        before = name[: match.start()]
        late = before.endswith(LATE)
        senders.append(Sender(before.removesuffix(LATE), match["number"], late))
    first = found[0]
    return Upload(
        senders[0],
        PurePosixPath(first["file"]),
        member,
        int(first["upload"][:18]),
        tuple(senders[1:]),
    )


def _moodle(member: Member) -> Upload | None:
    for place, part in enumerate(member.path.parts[:2]):
        match = MOODLE.fullmatch(part)
        if match is None:
            continue
        inside = member.path.parts[place + 1 :]
        if not inside and not match["file"]:
            return None
        path = PurePosixPath(*inside) if inside else PurePosixPath(match["file"])
        return Upload(Sender(match["name"], match["number"]), path, member)
    return None


def _folder(member: Member) -> Upload | None:
    parts = member.path.parts
    if len(parts) > 2 and parts[0] == "submitted":  # nbgrader's own folder, zipped
        parts = parts[1:]
    if len(parts) < 2:
        return None
    return Upload(Sender(parts[0]), PurePosixPath(*parts[1:]), member)


def learner_of(upload: Upload, style: Style, roster: Roster | None) -> tuple[str, str]:
    """
    The learner who sent a file, or why nobody can be told; the other one is empty.

    In Canvas a learner may be able to choose a name, and so one with another's number in it.
    That is why every number in a file's name is looked at, and the name beside it.
    """
    sender = upload.sender
    if style is Style.FOLDERS:
        return _of_folder(sender, roster)
    if roster is None:
        return "", "the zip tells a number of the LMS, and there is no roster to look it up in"
    column = CANVAS_ID if style is Style.CANVAS else PARTICIPANT
    if column not in roster.columns:
        return _by_name(sender, style, roster)
    found = [(one, entry) for one in (sender, *upload.others)
             for entry in roster.by(column, one.number)]  # fmt: skip
    if not found or found[0][0] is not sender:
        return "", f"{roster.path.name} has no {_column(column)} {sender.number}"
    fitting = [entry for one, entry in found if not entry.name or alike(entry.name, one.name)]
    if len(fitting) > 1:
        names = " or ".join(sorted(shown(entry.learner) for entry in fitting))
        return "", f"its name could mean {names}"
    entry = found[0][1]
    if entry not in fitting:
        return "", (
            f"{roster.path.name} calls {_column(column)} {sender.number} {shown(entry.name)} "
            f"(line {entry.line}), and the zip {shown(sender.name)}"
        )
    return entry.learner, ""


def _of_folder(sender: Sender, roster: Roster | None) -> tuple[str, str]:
    if roster is None:
        why = unfit(sender.name)
        return ("", f"as a learner's id it {why}") if why else (sender.name, "")
    entry = roster.of(sender.name)
    if entry is None:
        return "", f"{roster.path.name} has no such learner"
    return entry.learner, ""


def _by_name(sender: Sender, style: Style, roster: Roster) -> tuple[str, str]:
    """For Moodle, whose number is another in each assignment; Canvas's numbers stay."""
    if style is Style.CANVAS:
        return "", f"{roster.path.name} has no column {_column(CANVAS_ID)}"
    found: list[Entry] = roster.named(sender.name)
    if len(found) == 1:
        return found[0].learner, ""
    if found:
        lines = " and ".join(str(entry.line) for entry in found)
        return "", f"lines {lines} of {roster.path.name} have this name"
    return "", f"{roster.path.name} has no such name"


def _column(column: str) -> str:
    return "ID" if column == CANVAS_ID else "Identifier"
