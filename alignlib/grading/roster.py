"""
The roster: who a learner is to nbgrader, and who to the learning management system (LMS).

A CSV file with a line for each learner. Its columns are found by their names, in any order, in
capitals or not; other columns are passed over:

| column | holds |
|---|---|
| `learner` | the learner's id in nbgrader; without this column, `SIS Login ID` or `Username` |
| `name` | the name in the LMS; or `Student`, `Full name`, or `First name` and `Last name` |
| `ID` | Canvas's own number of the user |
| `SIS User ID`, `SIS Login ID`, `Section` | as in Canvas's gradebook |
| `Username`, `ID number`, `Email address` | as in Moodle's profile |
| `Identifier` | as in Moodle's grading worksheet: `Participant 12345` |

So Canvas's gradebook, as it exports it, is a roster where learners' ids are their logins; to any
other list of the LMS one adds a column `learner`.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from alignlib.cases import learner_id
from alignlib.errors import InstructorError, few, shown
from alignlib.grading.folder_names import unfit

FILE_NAME = "roster.csv"

LARGEST = 10_000_000
"""Bytes. A line has about a hundred, so that is a hundred thousand learners."""

LEARNER = "learner"
NAME = "name"
CANVAS_ID = "id"
PARTICIPANT = "identifier"

OTHER_NAMES = {"student": NAME, "full name": NAME, "email": "email address", "surname": "last name"}
"""What else a column may be called, beside its own name."""

STANDS_FOR_LEARNER = ("sis login id", "username")
"""Columns that are taken for the learner's id where there is no `learner`."""

UNIQUE = (CANVAS_ID, PARTICIPANT, "sis user id", "sis login id", "username", "id number")
"""Columns in which the LMS has no value twice."""

NUMBERS = (CANVAS_ID, PARTICIPANT)

DELIMITERS = ",;\t"
"""What parts the columns; a spreadsheet writes a semicolon where numbers have a comma."""


@dataclass(frozen=True)
class Entry:
    """One learner: the id in nbgrader, the line of the file, and what stands in the columns."""

    learner: str
    line: int
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The name in the LMS; empty where the roster does not tell it."""
        parts = (self.values.get("last name", ""), self.values.get("first name", ""))
        return self.values.get(NAME, "") or ", ".join(part for part in parts if part)


@dataclass(frozen=True)
class Roster:
    """All learners of a roster file, with the columns that it has."""

    path: Path
    columns: tuple[str, ...]
    entries: tuple[Entry, ...]

    @cached_property
    def _learners(self) -> Mapping[str, Entry]:
        return {learner_id(entry.learner): entry for entry in self.entries}

    def of(self, learner: str) -> Entry | None:
        """The line of a learner, by nbgrader's id; capitals make no difference."""
        return self._learners.get(learner_id(learner))

    def by(self, column: str, value: str) -> list[Entry]:
        """The lines with this value in a column."""
        return [entry for entry in self.entries if entry.values.get(column) == value]

    def named(self, name: str) -> list[Entry]:
        """The lines whose name has the same letters, in whatever order its parts stand."""
        return [entry for entry in self.entries if entry.name and alike(entry.name, name)]


def alike(name: str, other: str) -> bool:
    """
    Whether two names have the same letters: an LMS turns them round and leaves out signs.

    >>> alike("Doe, Jane", "janedoe"), alike("Doe, Jane", "Doe, June")
    (True, False)
    """
    return _letters(name) == _letters(other)


def _letters(name: str) -> list[str]:
    return sorted(c for c in unicodedata.normalize("NFC", name).casefold() if c.isalnum())


def read_roster(path: Path) -> Roster:
    """
    The roster in a file.

    Raises `InstructorError` that names every line and value that is wrong.
    """
    rows = _rows(path, _text(path))
    _, heads = next(rows, (1, []))
    columns = [_column(head) for head in heads]
    learner = _learner_column(path, heads, columns)
    entries, problems = [], []
    for line, cells in rows:
        values = {
            column: unicodedata.normalize("NFC", cell.strip())
            for column, cell in zip(columns, cells, strict=False)
            if column
        }
        if not any(values.values()) or _is_points_row(values):
            continue
        if len(cells) > len(columns):
            problems.append(f"Line {line} has {len(cells)} cells, and the head {len(columns)}.")
            continue
        problems += _wrong_in(line, values, learner)
        if PARTICIPANT in values:
            values[PARTICIPANT] = _participant(values[PARTICIPANT])
        entries.append(Entry(values.get(learner, ""), line, values))
    problems += _doubled(entries)
    if problems:
        raise InstructorError(f"{path.name} cannot be used. " + " ".join(few(problems)))
    if not entries:
        raise InstructorError(f"{path.name} names no learner. Write a line for each.")
    return Roster(path, tuple(columns), tuple(entries))


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST:
            raise InstructorError(f"{path.name} has more than {LARGEST:,} bytes; it is no roster.")
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise InstructorError(
            f"There is no roster {path}. Write one: a CSV file with the columns learner, name and "
            "ID, or what your LMS exports with a column learner added."
        ) from None
    except UnicodeDecodeError:
        raise InstructorError(
            f"{path.name} is not text in UTF-8. In a spreadsheet, save it as “CSV UTF-8”."
        ) from None
    except OSError as error:
        raise InstructorError(
            f"{path} cannot be read ({error.strerror}). Is it a file, and may you read it?"
        ) from None


def _rows(path: Path, text: str) -> Iterator[tuple[int, list[str]]]:
    """Each line that holds anything, with its number."""
    head = text.partition("\n")[0]
    delimiter = max(DELIMITERS, key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, cells
    except csv.Error as error:
        raise InstructorError(
            f"{path.name} cannot be read from line {reader.line_num} on ({error}). Is a quotation "
            "mark open there?"
        ) from None


def _column(head: str) -> str:
    name = " ".join(head.split()).casefold()
    return OTHER_NAMES.get(name, name)


def _learner_column(path: Path, heads: Sequence[str], columns: Sequence[str]) -> str:
    for column in (LEARNER, *STANDS_FOR_LEARNER):
        if columns.count(column) > 1:
            raise InstructorError(f"{path.name} has two columns {column!r}. Take one out.")
        if column in columns:
            return column
    found = ", ".join(shown(head) for head in heads[:10]) or "nothing"
    raise InstructorError(
        f"{path.name} has no column learner; its first line holds {found}. Add it, with the ids "
        "that nbgrader knows."
    )


def _is_points_row(values: Mapping[str, str]) -> bool:
    """Whether it is Canvas's line with the points of each assignment, which is no learner's."""
    return "Points Possible" in values.get(NAME, "") and not values.get(CANVAS_ID)


def _wrong_in(line: int, values: Mapping[str, str], learner: str) -> Iterator[str]:
    if why := unfit(values.get(learner, "")):
        yield f"Line {line}: the {learner} {shown(values.get(learner, ''))} {why}."
    for column in NUMBERS:
        value = values.get(column, "")
        if value and not _participant(value).isdecimal():
            yield (
                f"Line {line}: the {column} {shown(value)} is no whole number. A spreadsheet may "
                "have changed it; take it from the LMS again."
            )


def _participant(text: str) -> str:
    """
    The number in Moodle's identifier.

    >>> _participant("Participant 12345")
    '12345'
    """
    found = re.fullmatch(r"\D*\s(\d+)", text)
    return found[1] if found else text


def _doubled(entries: Sequence[Entry]) -> Iterator[str]:
    """Two lines for one learner, or one number of the LMS for two."""
    for column in (LEARNER, *UNIQUE):
        lines: dict[str, int] = {}
        for entry in entries:
            value = entry.learner if column == LEARNER else entry.values.get(column, "")
            name = learner_id(value)
            if name and name in lines:
                yield f"Lines {lines[name]} and {entry.line} have the same {column} {shown(value)}."
            lines.setdefault(name, entry.line)
