"""
A draft of a roster, for an instructor to check: who the LMS says, and who the answers say.

The answers file of a submission tells the learner's id, but a learner wrote it. So nothing is
placed by it. It is only put beside the name that the LMS knows, where a person can compare them.
"""

from __future__ import annotations

from pathlib import Path

from alignlib.answers import FILE_NAME as ANSWERS
from alignlib.answers import parse
from alignlib.errors import InstructorError
from alignlib.grading.bounds import one_line
from alignlib.grading.collect.archive import Archive, UnreadableError
from alignlib.grading.collect.senders import Style, Upload
from alignlib.grading.collect.sorting import Sorted
from alignlib.grading.export.cells import inert, table
from alignlib.grading.folder_names import unfit

ADVICE = (
    "  To tell who is who: alignlib collect ZIP --draft-roster roster.csv. Check each line of it, "
    "and run the command again."
)


def write(path: Path, archive: Archive, found: Sorted) -> str:
    """
    Write the draft, and say what to do with it.

    Raises `InstructorError` where there is a file already, or the LMS tells no number.
    """
    if found.style is Style.FOLDERS:
        raise InstructorError("The folders in the zip are the learners' ids; no roster is needed.")
    column = "ID" if found.style is Style.CANVAS else "Identifier"
    rows = [["learner", "name", column]]
    for uploads in found.unknown:
        sender = uploads[0].sender
        rows.append([_claimed(uploads, archive), inert(sender.name), sender.number])
    try:
        with path.open("xb") as file:
            file.write(table(rows))
    except FileExistsError:
        raise InstructorError(
            f"{path} is there already. Name another file, or move that one."
        ) from None
    except OSError as error:
        raise InstructorError(f"{path} cannot be written ({error.strerror or error}).") from None
    return (
        f"{path} has a line for each of {len(rows) - 1} senders. The first column is what their "
        "answers files say, and learners write those: compare it with the name. Fill in what is "
        "missing."
    )


def _claimed(uploads: list[Upload], archive: Archive) -> str:
    """The id that the answers among a sender's files tell; empty where they tell none."""
    for upload in uploads:
        if not upload.path.name.casefold().startswith(ANSWERS.partition(".")[0]):
            continue
        try:
            learner = one_line(parse(archive.read(upload.member)).learner.strip(), 200)
        except UnreadableError:
            continue
        if learner and not unfit(learner) and inert(learner) == learner:
            return learner
    return ""
