"""
CSV that means the same to an LMS, to pandas and to a spreadsheet.

A spreadsheet that opens a CSV file takes a cell for a formula if it begins with one of a few
characters, whether or not it is in quotation marks. A name is text for people: an apostrophe goes
before it, which Excel, LibreOffice and Google Sheets then show, and nothing is worked out. An id is
what the LMS finds a learner by: with an apostrophe it would be somebody else, or nobody. So an id
is written as it is or not at all, and whoever is left out is named.

No file can stop a spreadsheet from turning `00123` into 123 and `1-2` into a date when it opens it.
An export is for the LMS: import it as it is, and do not save it from a spreadsheet before.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

FORMULA = tuple("=+-@＝＋－＠|%")
"""What a formula, or a call of another program, begins with; the wide ones in East Asian Excel."""

_UNSEEN = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]+"
)
"""Control characters, and signs that nobody sees and that could hide the first character."""

DECIMALS = 4
"""Places of a score: those of `alignlib.scoring`, so that a sum of them shows no noise."""


def inert(text: str) -> str:
    """
    Text for people, as no spreadsheet takes it for a formula.

    A semicolon parts cells where numbers have a comma, so what follows it would be a cell, too.

    >>> inert("=1+1"), inert("Doe, Jane"), inert("a;=1"), inert("-")
    ("'=1+1", 'Doe, Jane', 'a,=1', "'-")
    """
    line = " ".join(_UNSEEN.sub(" ", text).replace(";", ",").split())
    return f"'{line}" if line.startswith(FORMULA) else line


def is_inert(identity: str) -> bool:
    """
    Whether an id can be written as it is.

    >>> is_inert("s-123"), is_inert("@ada"), is_inert("ada;=1+1")
    (True, False, False)
    """
    return inert(identity) == identity


def number(value: float | None) -> str:
    """
    A score in plain digits with a full stop; empty where there is none.

    >>> number(0.1 + 0.2), number(100.0), number(None), number(-0.00001)
    ('0.3', '100', '', '0')
    """
    if value is None:
        return ""
    return f"{round(value, DECIMALS) + 0.0:.{DECIMALS}f}".rstrip("0").rstrip(".")


def table(rows: Iterable[Sequence[str]]) -> bytes:
    r"""
    Rows as CSV in UTF-8, quoted where RFC 4180 asks for it.

    >>> table([["a", "Doe, Jay"], ["1", ""]])
    b'a,"Doe, Jay"\r\n1,\r\n'
    """
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode("utf-8", "replace")
