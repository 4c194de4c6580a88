"""Messages for people: what is wrong, the value found, and the next step."""

from __future__ import annotations

from collections.abc import Sequence

MOST_TOLD = 10
"""Messages of one kind that are told one by one; a page with more is not read."""


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
    A value as it may stand in a message: its `repr`, cut to `limit` characters.

    >>> shown("x" * 100, 10)
    "'xxxxxxxx…"
    """
    try:
        text = repr(value)
    except Exception:  # noqa: BLE001 - a value's own repr may break in any way
        text = f"a {type(value).__name__}"
    return text if len(text) <= limit else text[: limit - 1] + "…"


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
