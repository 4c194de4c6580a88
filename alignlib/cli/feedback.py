"""`alignlib feedback`: one page for each learner, where nbgrader releases it from."""

from __future__ import annotations

import argparse
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from alignlib.errors import InstructorError, few, nearest
from alignlib.grading.bulk.settings import Settings, read_settings
from alignlib.grading.pages.returned import Desk, Returned, give_back, graded_assignments
from alignlib.places import fitting

HELP = """
The pages lie in feedback/LEARNER/MODULE/, one HTML file each, for a screen, a phone and paper, with
or without the internet. `nbgrader release_feedback MODULE` hands them out. Without nbgrader's
exchange, send the files. Run it again after marking: pages that stay the same are left alone.

Exit code: 0 all pages are written, 1 some are not or need a look, 2 nothing could be done.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be said to the command."""
    parser.epilog = HELP
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument(
        "modules", nargs="*", metavar="MODULE", help="such as 01-two-strategies; default all"
    )
    parser.add_argument("--course", type=Path, default=Path(), help="the course; default: here")
    parser.add_argument(
        "--learners", nargs="+", metavar="ID", default=[], help="only these; default everybody"
    )


def run(options: argparse.Namespace) -> int:
    """Write the pages; 0 when all are written and nothing needs a look."""
    settings = read_settings(options.course)
    console = Console()
    columns = (TextColumn("{task.description:30}"), BarColumn(), MofNCompleteColumn())
    every = []
    with Progress(*columns, console=console) as progress:
        for assignment in named(settings, options.modules):
            desk = Desk(settings, assignment)
            learners = known(desk, options.learners)
            task = progress.add_task(f"Pages of {assignment}", total=len(learners))
            done = give_back(desk, learners, lambda _, task=task: progress.advance(task))  # type: ignore[misc]
            every.append((assignment, done))
    for assignment, done in every:
        report(console, settings, assignment, done)
    if not any(done.pages for _, done in every):
        return 2
    return 1 if any(done.failed or done.problems for _, done in every) else 0


def named(settings: Settings, modules: list[str]) -> list[str]:
    """
    The graded assignments that are meant (all without a name).

    Raises `InstructorError` for a name that fits none, and where nothing is graded.
    """
    every = graded_assignments(settings)
    if not every:
        raise InstructorError(f"Nothing is graded in {settings.root} yet. Run: alignlib grade")
    found = []
    for name in modules:
        fits = fitting(name, every)
        if not fits:
            hint = nearest(name, every) or f"There are {', '.join(every)}."
            raise InstructorError(f"No module {name!r} is graded. {hint}")
        found += fits
    return found or every


def known(desk: Desk, learners: list[str]) -> list[str]:
    """The learners that are meant. Raises `InstructorError` for one who has no grades."""
    for name in learners:
        if name not in desk.marked:
            hint = nearest(name, desk.marked) or "Grade this learner first."
            raise InstructorError(f"{name!r} has no grades for {desk.frame.assignment}. {hint}")
    return learners or desk.learners


def report(console: Console, settings: Settings, assignment: str, done: Returned) -> None:
    """Say what was written, who still waits for a marker, and what needs a look."""
    same = f", {len(done.same)} as they were" if done.same else ""
    console.print(
        f"{assignment}: {len(done.written)} pages written{same}, in "
        f"{settings.format_path(settings.feedback_directory, 'LEARNER', assignment)}",
        markup=False,
        soft_wrap=True,
    )
    if done.waiting:
        console.print(f"  {len(done.waiting)} of them say that a marker still has to read a memo.")
    for learner, problems in done.problems.items():
        for problem in few(problems):
            console.print(f"  Look at {learner}: {problem}", markup=False, soft_wrap=True)
    for reason in done.failed.values():
        console.print(f"  No page: {reason}", markup=False, soft_wrap=True)
