"""`alignlib sample`: memos for a second marker who must not know whose they are."""

from __future__ import annotations

import argparse
from pathlib import Path

from alignlib.cli.feedback import named
from alignlib.errors import InstructorError
from alignlib.grading.bulk.settings import read_settings
from alignlib.grading.markers.sample import (
    KEPT_APART,
    TO_HAND_OUT,
    draw,
    handed_in,
    memo_of,
    write_sample,
)
from alignlib.grading.pages.returned import Desk

MEMOS = 20
"""With fewer the intervals of an agreement are too wide to say much."""

HELP = f"""
The folder {TO_HAND_OUT}/ is for the second marker. It holds the memos as text files under
numbers, the rubric, and marks.csv to fill in: a line for each memo, a column for each criterion.
The folder {KEPT_APART}/ is not for them: it says whose each memo is. A name that a learner wrote
into a memo stays there.

Where the first marker wrote points for each criterion into formgrader's comment (`purpose: 4`, a
line for each), {KEPT_APART}/first-marker.csv has them. Then compare the two:

    alignlib agreement {KEPT_APART}/first-marker.csv {TO_HAND_OUT}/marks.csv

Otherwise give a copy of marks.csv to both markers.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be said to the command."""
    parser.epilog = HELP
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("module", metavar="MODULE", help="such as 01-two-strategies")
    parser.add_argument("--memos", type=int, metavar="N", help=f"default {MEMOS}, or all there are")
    parser.add_argument("--into", type=Path, default=Path("second-marking"), metavar="DIR",
                        help="a new folder; default second-marking")  # fmt: skip
    parser.add_argument("--course", type=Path, default=Path(), help="the course; default: here")
    parser.add_argument("--item", default="", metavar="ID", help="which memo, if there are several")
    parser.add_argument("--seed", help="a text that draws the same memos again")


def run(options: argparse.Namespace) -> int:
    """Draw the sample and say where it lies; 0 when it was written."""
    settings = read_settings(options.course)
    (assignment,) = named(settings, [options.module])[:1]
    desk = Desk(settings, assignment)
    item = memo_of(desk, options.item)
    memos = list(handed_in(desk, item))
    count = min(MEMOS, len(memos)) if options.memos is None else options.memos
    into = options.into.resolve()
    if into == Path(settings.root):
        raise InstructorError("--into is the course itself. Name a new folder.")
    write_sample(into, item, draw(memos, count, options.seed))
    print(f"{count} of {len(memos)} memos of {assignment}, {item['title']!r}:")
    print(f"  for the second marker: {into / TO_HAND_OUT}")
    print(f"  whose they are, kept apart: {into / KEPT_APART}")
    return 0
