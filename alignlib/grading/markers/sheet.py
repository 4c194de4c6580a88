"""A marker's sheet: a CSV with a line for each memo and a column for each criterion."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from alignlib.errors import InstructorError, few, nearest, shown

MEMO = "memo"
"""The heading of the first column: which memo a line is about."""

LARGEST = 5_000_000
"""Bytes of a sheet that is read; one of a thousand memos has 30 kB."""


@dataclass(frozen=True)
class Sheet:
    """
    What one marker gave: for each memo the points by criterion.

    A criterion that was left open is not there. `remarks` say what was left out of the file.
    """

    name: str
    criteria: tuple[str, ...]
    points: Mapping[str, Mapping[str, float]]
    remarks: tuple[str, ...] = field(default=())


def read_sheet(path: Path) -> Sheet:
    """
    The sheet in a CSV file, as a spreadsheet saves it: with commas, or semicolons and 3,5 for 3.5.

    Raises `InstructorError` naming the line and the column that cannot be read.
    """
    lines = csv.reader(io.StringIO(text := _text(path)), delimiter=_delimiter(text))
    try:
        rows = [[cell.strip() for cell in row] for row in lines]
    except csv.Error as error:
        raise InstructorError(f"{path.name} cannot be read as a table: {error}.") from None
    numbered = [(number, row) for number, row in enumerate(rows, start=1) if any(row)]
    if not numbered:
        raise InstructorError(f"{path.name} is empty. {FORM}")
    criteria = _criteria(path, numbered[0][1])
    points: dict[str, dict[str, float]] = {}
    remarks = []
    for number, row in numbered[1:]:
        memo = row[0]
        where = f"{path.name}, line {number}"
        if not memo:
            raise InstructorError(f"{where}: the first column is empty. It names the memo.")
        if memo in points:
            raise InstructorError(f"{where}: {shown(memo)} is there twice. Keep one line a memo.")
        if len(row) > len(criteria) + 1 and any(row[len(criteria) + 1 :]):
            raise InstructorError(
                f"{where}: there are {len(row)} columns, and the first line names "
                f"{len(criteria) + 1}. A comma between digits, as in 3,5, needs quotation marks."
            )
        cells = dict(zip(criteria, row[1:], strict=False))
        points[memo] = {
            name: _number(cell, f"{where}, {name}") for name, cell in cells.items() if cell
        }
        if not points[memo]:
            remarks.append(f"{where}: {memo} has no points yet.")
    if not any(points.values()):
        raise InstructorError(f"{path.name} gives no memo any points. {FORM}")
    return Sheet(path.name, criteria, points, few(remarks))


FORM = (
    "The first line is: memo, and then the name of each criterion. Each further line is one memo: "
    "its number, and the points for each criterion."
)
"""What a sheet looks like, for whoever has given none."""


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST:
            raise InstructorError(f"{path.name} has more than {LARGEST:,} bytes: it is no sheet.")
        data = path.read_bytes()
    except FileNotFoundError:
        raise InstructorError(
            f"There is no file {path}. Make the sheets with: alignlib sample"
        ) from None
    except OSError as error:
        raise InstructorError(f"{path} cannot be read ({error.strerror or error}).") from None
    # A spreadsheet's "Unicode text" is UTF-16 and says so in its first two bytes.
    spelling = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return data.decode(spelling)
    except UnicodeDecodeError:
        raise InstructorError(
            f"{path.name} is not text in UTF-8. In the spreadsheet choose Save as, CSV UTF-8."
        ) from None


def _delimiter(text: str) -> str:
    head = next((line for line in text.splitlines() if line.strip()), "")
    return max(",;\t", key=head.count)


def _criteria(path: Path, head: Sequence[str]) -> tuple[str, ...]:
    """The names in the first line, after `memo`."""
    names = [name for name in head[1:] if name]
    if head[0].casefold() != MEMO or not names:
        raise InstructorError(f"{path.name} begins with {shown(', '.join(head))}. {FORM}")
    if "" in head[1 : len(names) + 1]:
        raise InstructorError(f"{path.name}: a column in the first line has no name. {FORM}")
    doubled = sorted({name for name in names if names.count(name) > 1})
    if doubled:
        raise InstructorError(f"{path.name}: two columns are called {shown(doubled[0])}.")
    return tuple(names)


def _number(cell: str, where: str) -> float:
    try:
        value = float(cell.replace(",", "."))
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise InstructorError(
            f"{where}: {shown(cell)} is no number. Give points, or leave it open."
        )
    return value


def same_criteria(first: Sheet, second: Sheet) -> tuple[str, ...]:
    """
    The criteria of both sheets, in the order of the first.

    Raises `InstructorError` where one sheet has a criterion that the other lacks.
    """
    for one, other in ((first, second), (second, first)):
        lacking = [name for name in one.criteria if name not in other.criteria]
        if lacking:
            raise InstructorError(
                f"{other.name} has no column {shown(lacking[0])}, and {one.name} has. "
                f"{nearest(lacking[0], other.criteria)} Name the columns alike in both."
            )
    return first.criteria


def as_csv(criteria: Sequence[str], points: Mapping[str, Mapping[str, float]]) -> str:
    """
    A sheet as the text of a CSV file.

    >>> print(as_csv(["purpose", "next step"], {"01": {"purpose": 3.5}, "02": {}}), end="")
    memo,purpose,next step
    01,3.5,
    02,,
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([MEMO, *criteria])
    for memo, given in points.items():
        writer.writerow([memo, *(f"{given[c]:g}" if c in given else "" for c in criteria)])
    return out.getvalue()
