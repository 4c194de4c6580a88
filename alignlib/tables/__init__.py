"""The tables of a case: what each holds, column by column. Also the learner's data dictionary."""

from __future__ import annotations

from alignlib.tables.reading import STATEMENTS, TABLES, check_references, declared, frame
from alignlib.tables.schema import Column, Table, check, dictionary

__all__ = [
    "STATEMENTS",
    "TABLES",
    "Column",
    "Table",
    "check",
    "check_references",
    "declared",
    "dictionary",
    "frame",
]
