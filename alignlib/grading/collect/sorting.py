"""For each learner the one notebook and the one answers file that count; the rest is told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from alignlib.answers import FILE_NAME as ANSWERS
from alignlib.errors import shown
from alignlib.grading.collect.archive import Archive, listed
from alignlib.grading.collect.senders import Sender, Style, Upload, learner_of, style_of, upload_of
from alignlib.grading.receive import TIMESTAMP
from alignlib.grading.roster import Roster

COPY = r"(?:-\d+|-[0-9a-f]{8}-[0-9a-f-]{27}| ?\(\d+\)| - Copy)*"
"""What Canvas and browsers put before the ending of a name that is there already."""

PACKED = (".zip", ".7z", ".rar", ".gz", ".tar", ".tgz")

ONLINE_TEXT = "onlinetext.html"


@dataclass(frozen=True)
class Submission:
    """What one learner handed in, as it is to be placed."""

    learner: str
    sender: Sender
    notebook: Upload | None
    answers: Upload | None
    timestamp: Upload | None = None
    left_out: str = ""

    @property
    def files(self) -> tuple[Upload, ...]:
        """The files that are placed."""
        return tuple(upload for upload in (self.notebook, self.answers) if upload)

    @property
    def time(self) -> datetime | None:
        """The latest time of its files in the zip; None where no file has one."""
        return max((t for upload in self.files if (t := upload.member.time)), default=None)


@dataclass
class Sorted:
    """A zip, sorted: submissions to place, and in words what cannot be placed."""

    style: Style
    submissions: list[Submission] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    unknown: list[list[Upload]] = field(default_factory=list)
    """The files of each sender whom nobody could tell."""


def sort(archive: Archive, roster: Roster | None, notebook: str, assignment: str) -> Sorted:
    """Sort the files of a zip by learner; `notebook` is the name that the course gives it."""
    style = style_of(archive.members)
    found = Sorted(style, problems=[listed(refused) for refused in archive.refused])
    by_sender: dict[tuple[str, str], list[Upload]] = {}
    for member in archive.members:
        upload = upload_of(member, style)
        if upload is None:
            found.problems.append(_nameless(str(member.path), style))
        elif upload.path.name != ONLINE_TEXT or style is not Style.MOODLE:
            key = upload.sender.name, upload.sender.number
            by_sender.setdefault(key, []).append(upload)
    by_learner: dict[str, list[Upload]] = {}
    for uploads in by_sender.values():
        told = {learner_of(upload, style, roster) for upload in uploads}
        learner, why = min(told)  # one that is not told, if there is any
        if why or len(told) > 1:
            found.unknown.append(uploads)
            found.problems.append(f"{uploads[0].sender}: {why or 'its files are of two learners'}.")
        else:
            by_learner.setdefault(learner, []).extend(uploads)
    for learner, uploads in sorted(by_learner.items()):
        made = _chosen(learner, uploads, notebook, assignment, style)
        if isinstance(made, Submission):
            found.submissions.append(made)
        else:
            found.problems.append(made)
    return found


def _nameless(name: str, style: Style) -> str:
    if style is Style.CANVAS:
        return (
            f"{shown(name, 100)}: the name does not tell whose it is. Are submissions anonymous? "
            "Then download them after the names are shown."
        )
    return f"{shown(name, 100)}: the name does not tell whose it is."


def _chosen(
    learner: str, uploads: Sequence[Upload], notebook: str, assignment: str, style: Style
) -> Submission | str:
    """The submission in a learner's files, or in words why there is none."""
    own = [u for u in uploads if style is not Style.FOLDERS or _of(u, assignment)]
    book, doubt = _one(own, notebook, any_of=".ipynb")
    answers, doubt_too = _one(own, ANSWERS)
    if doubt or doubt_too:
        return f"{learner}: {doubt or doubt_too} Leave one in the zip, or place them by hand."
    if book is None and answers is None:
        return f"{learner}: handed in {_what(own or uploads)}; no notebook and no {ANSWERS}."
    timestamp = next((u for u in own if u.path.name == TIMESTAMP), None)
    taken = [book, answers, timestamp if style is Style.FOLDERS else None]
    rest = [upload for upload in own if upload not in taken]
    sender = next((u.sender for u in uploads if u.sender.late), uploads[0].sender)
    return Submission(learner, sender, book, answers, taken[2], _what(rest) if rest else "")


def _of(upload: Upload, assignment: str) -> bool:
    """Whether a file in a learner's folder is of this assignment, and not in another's folder."""
    return len(upload.path.parts) == 1 or upload.path.parts[0] == assignment


def _one(uploads: Iterable[Upload], name: str, any_of: str = "") -> tuple[Upload | None, str]:
    """
    The upload that is called `name`, else a copy of it, else any with the ending; or a doubt.

    Of several it is the one nearest to the top, then the one that was uploaded last.
    """
    stem, _, ending = name.rpartition(".")
    copy = re.compile(rf"{re.escape(stem)}{COPY}\.{ending}", re.IGNORECASE)
    ranked: list[tuple[bool, int, int, int, Upload]] = []
    for upload in uploads:
        own = upload.path.name
        rank = 0 if own.casefold() == name.casefold() else 1 if copy.fullmatch(own) else 2
        if rank < 2 or (any_of and own.casefold().endswith(any_of)):
            ranked.append((rank == 2, -upload.number, rank, len(upload.path.parts), upload))
    # Canvas numbers its uploads: of copies the last one counts. Elsewhere the very name decides.
    ranked.sort(key=lambda entry: entry[:4])
    if len(ranked) > 1 and ranked[0][:4] == ranked[1][:4]:
        names = " and ".join(shown(str(entry[4].path)) for entry in ranked[:2])
        return None, f"which one counts, {names}?"
    return (ranked[0][4] if ranked else None), ""


def _what(uploads: Sequence[Upload]) -> str:
    names = ", ".join(shown(str(upload.path)) for upload in uploads[:5])
    more = f" and {len(uploads) - 5} more" if len(uploads) > 5 else ""
    packed = any(upload.path.suffix.casefold() in PACKED for upload in uploads)
    return f"{names}{more}{' (a zip inside a zip is not opened)' if packed else ''}"
