"""`alignlib grades`: the grades of a course as a table, the same as `nbgrader export` writes."""

from __future__ import annotations

import argparse
from pathlib import Path

from alignlib.errors import InstructorError
from alignlib.grading.bulk.export import lines
from alignlib.grading.bulk.gradebook import Gradebook
from alignlib.grading.bulk.settings import read_settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be said to the command."""
    parser.add_argument(
        "modules", nargs="*", metavar="MODULE", help="such as 01-two-strategies; default all"
    )
    parser.add_argument("--course", type=Path, default=Path(), help="the course; default: here")
    parser.add_argument("--to", type=Path, help="the file to write; default grades.csv")
    parser.add_argument(
        "--learners", nargs="+", default=(), metavar="ID", help="only these; default everybody"
    )


def run(options: argparse.Namespace) -> int:
    """Write the table."""
    settings = read_settings(options.course)
    path = options.to or Path(settings.root, "grades.csv")
    with Gradebook(settings.db_url).reading() as connection:
        rows = list(lines(connection, options.modules, options.learners))
    try:
        path.write_text("\n".join([*rows, ""]), encoding="utf-8")
    except OSError as error:
        raise InstructorError(
            f"{path} could not be written: the disk said “{error.strerror}”. Name another file: "
            "alignlib grades --to FILE"
        ) from None
    print(f"{len(rows) - 1:,} grades are in {path}.")
    return 0
