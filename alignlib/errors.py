"""Messages for people: what is wrong, the value found, and the next step."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence

MOST_TOLD = 10
"""Messages of one kind that are told one by one; a page with more is not read."""


LEAST_ALIKE = 0.5
"""How alike two names are at least (from 0 to 1), so that one is suggested for the other."""

LONGEST = 100
"""Characters of a wrong name that are compared with the known ones: a book is no typing error."""


class LearnerError(Exception):
    """
    Something a learner can put right, said in one or two plain sentences.

    In a notebook IPython asks an exception for `_render_traceback_` before it prints one.
    We give it the sentence alone, so that no traceback reaches a learner; the cell still
    counts as failed, which is what `nbgrader validate` looks at.
    """

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


class AnswerError(LearnerError):
    """A value that is no answer to this item."""


class CaseError(LearnerError):
    """A `cases.zip` that is missing, damaged, or of another version."""


class NoSuchTable(CaseError, AttributeError):
    """A table that a case does not carry. An AttributeError too, so that `hasattr` works."""


class NoSuchMeasure(LearnerError, KeyError):
    """A measure that a profile does not hold. A KeyError too, as any mapping raises it."""

    # A KeyError would show its sentence in quotation marks.
    __str__ = Exception.__str__


class WorkbookError(LearnerError):
    """A workbook that cannot be opened, or an item that it does not have."""


class InstructorError(Exception):
    """Something the instructor's side has to put right: a source file, a key, a folder."""


def shown(value: object, limit: int = 60) -> str:
    """
    A value as it may stand in a message: its `repr` in one line, cut to `limit` characters.

    Of a table or a column only the size is told: what it holds is longer than a message.

    >>> shown("x" * 100, 10)
    "'xxxxxxxx…"
    """
    try:
        text = _size(value) or repr(value).replace("\n", " ")
    except Exception:  # noqa: BLE001 - a value's own repr may break in any way
        text = f"a {type(value).__name__}"
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _size(value: object) -> str:
    """How large a table, a column or an array is; empty for anything else."""
    match getattr(value, "shape", None):
        case (int(rows), int(columns)):
            return f"a whole {type(value).__name__} ({rows} rows, {columns} columns)"
        case (int(values),):
            return f"a whole {type(value).__name__} ({values} values)"
    return ""


def nearest(name: object, names: Iterable[str]) -> str:
    """
    The question whether somebody meant the most similar one of `names`; empty if none is.

    Of several that are equally similar it is the first; capitals make no difference.

    >>> nearest("b1", ["A01", "B01"])
    "Did you mean 'B01'?"
    """
    asked = (name if isinstance(name, str) else shown(name))[:LONGEST].casefold()
    best, most = "", LEAST_ALIKE
    for one in names:
        alike = difflib.SequenceMatcher(None, asked, one.casefold()).ratio()
        if alike > most or (alike == most and not best):
            best, most = one, alike
    return f"Did you mean {best!r}?" if best else ""


def few(messages: Sequence[str], most: int = MOST_TOLD) -> tuple[str, ...]:
    """
    The first `most` messages, and then how many more there are.

    A stranger's file can hold a hundred thousand faults; what is said about it stays short.

    >>> few(["a.", "b.", "c."], 2)
    ('a.', 'b.', 'and 1 more.')
    """
    told = tuple(messages[:most])
    left = len(messages) - len(told)
    return (*told, f"and {left:,} more.") if left else told
