"""`alignlib demo`: a simulated class, graded end to end, with results to look at."""

from __future__ import annotations

import argparse
import csv
import shutil
import statistics
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

from alignlib import simulate
from alignlib.cases import FILE_NAME, Bundle
from alignlib.cli.build import VARIANTS
from alignlib.cli.kit import kit_root
from alignlib.cli.steps import nbgrader
from alignlib.errors import InstructorError
from alignlib.variants.build import build

ASSIGNMENT = "01-two-strategies"
MARK = ".alignlib-demo"
"""A file that says: this folder was made by the demo, and may be made anew."""

BANDS = ((0, 20), (20, 40), (40, 60), (60, 80), (80, 101))
"""Scores out of 100, for the distribution."""


@dataclass(frozen=True)
class Grade:
    """One grade as the gradebook holds it."""

    learner: str
    item: str
    score: float
    max_score: float
    needs_human: bool


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be said to the command."""
    parser.add_argument("--learners", type=int, default=30, help="how many; default 30")
    parser.add_argument("--into", type=Path, default=Path("demo"), help="the folder to make")


def run(options: argparse.Namespace) -> int:
    """Make the class, grade it, and print what came of it."""
    if options.learners < 1:
        raise InstructorError(f"--learners is {options.learners}; it must be 1 or more.")
    root = kit_root()
    course = options.into.resolve()
    fresh_folder(course)
    console = Console()
    columns = (TextColumn("{task.description:42}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console) as progress:
        notices = grade_class(root, course, options.learners, progress)
    report(console, course, notices)
    return 0


def fresh_folder(course: Path) -> None:
    """
    An empty folder for the demo.

    Raises `InstructorError` rather than delete a folder that the demo did not make.
    """
    if course.exists() and any(course.iterdir()):
        if not (course / MARK).exists():
            raise InstructorError(
                f"{course} is there already and was not made by the demo. Name another folder: "
                "alignlib demo --into DIR."
            )
        shutil.rmtree(course)
    course.mkdir(parents=True, exist_ok=True)
    (course / MARK).write_text(
        "Made by `alignlib demo`: simulated learners only. It may be deleted.\n", encoding="utf-8"
    )


def grade_class(root: Path, course: Path, count: int, progress: Progress) -> list[str]:
    """From the source to `grades.csv`, each step with nbgrader; the grader's notices."""
    source = course / "solutions" / ASSIGNMENT
    shutil.copy(root / "nbgrader_config.py", course)
    shutil.copytree(
        root / "solutions" / ASSIGNMENT, source, ignore=shutil.ignore_patterns("answers*", ".*")
    )
    task = progress.add_task("Draw the variants of the case", total=VARIANTS)
    build(
        source / "case.yaml",
        source / "assignment.yaml",
        VARIANTS,
        into=source,
        progress=lambda number: progress.update(task, completed=number),
    )
    bundle = Bundle(source / FILE_NAME)

    task = progress.add_task("Generate the release (nbgrader)", total=1)
    for _ in nbgrader(course, "generate_assignment", ASSIGNMENT):
        pass
    progress.update(task, completed=1)

    learners = simulate.learners(count)
    task = progress.add_task("Simulate the learners' submissions", total=count)
    for learner in learners:
        folder = course / "submitted" / learner.id / ASSIGNMENT
        simulate.submit(folder, course / "exercises" / ASSIGNMENT, bundle, learner)
        progress.advance(task)

    notices = []
    task = progress.add_task("Grade (nbgrader autograde)", total=count)
    for line in nbgrader(course, "autograde", ASSIGNMENT):
        if "] Autograding " in line:
            progress.advance(task)
        if "| WARNING]" in line or "| ERROR]" in line:
            notices.append(line.partition("] ")[2])
    (course / "notices.txt").write_text("\n".join(notices) + "\n", encoding="utf-8")

    task = progress.add_task("Write feedback (nbgrader)", total=count)
    for line in nbgrader(course, "generate_feedback", ASSIGNMENT):
        if "] Converting notebook " in line:
            progress.advance(task)
    task = progress.add_task("Export grades.csv (nbgrader)", total=1)
    for _ in nbgrader(course, "export", "--to", "grades.csv"):
        pass
    progress.update(task, completed=1)
    return notices


def grades(course: Path) -> Iterator[Grade]:
    """
    Every grade in the gradebook of a course, in the order of the notebook's items.

    Cells of 0 points are left out: they are there for `nbgrader validate` alone.
    """
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        for submission in gradebook.assignment_submissions(ASSIGNMENT):
            for notebook in submission.notebooks:
                for grade in notebook.grades:
                    if grade.max_score:
                        yield Grade(
                            submission.student.id,
                            grade.name,
                            float(grade.score),
                            float(grade.max_score),
                            bool(grade.needs_manual_grade),
                        )


def report(console: Console, course: Path, notices: Sequence[str]) -> None:
    """Print the results: all of them read from what nbgrader wrote, none from the simulation."""
    with (course / "grades.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    totals = [float(row["score"]) for row in rows]
    every = list(grades(course))
    console.print()
    console.print(f"[bold]{len(rows)} simulated learners[/bold], graded by nbgrader:", end=" ")
    waiting = len({g.learner for g in every if g.needs_human})
    most = float(rows[0]["max_score"])
    console.print(
        f"mean {statistics.mean(totals):.1f} of {most:g}, lowest {min(totals):.1f}, "
        f"highest {max(totals):.1f}; {waiting} wait for a human (the memo)."
    )
    console.print(_distribution(totals))
    console.print(_facilities(every))
    console.print(f"[bold]The grader noticed {len(notices)} things[/bold], all in notices.txt:")
    for notice in notices[:3]:
        console.print(f"  {notice[:150]}", markup=False)
    console.print()
    for what, where in (
        ("Gradebook", "gradebook.db"),
        ("Feedback, a page a learner", f"feedback/*/{ASSIGNMENT}/two-strategies.html"),
        ("Grades as a table", "grades.csv"),
        ("Submissions", "submitted/"),
    ):
        console.print(f"  {what:28}{course / where}", markup=False, soft_wrap=True)
    program = Path(sys.executable).with_name("alignlib")
    console.print(
        f"\nMark the memos: {program} lab --course {course}\n"
        "and open Formgrader from the Nbgrader menu.",
        markup=False,
        soft_wrap=True,
    )


def _distribution(totals: Sequence[float]) -> Table:
    table = Table(title="Scores (before the memos are marked)", title_justify="left")
    table.add_column("points")
    table.add_column("learners", justify="right")
    table.add_column("")
    for low, high in BANDS:
        count = sum(low <= total < high for total in totals)
        table.add_row(f"{low} to {min(high, 100)}", str(count), "█" * count)
    return table


def _facilities(every: Sequence[Grade]) -> Table:
    """Facility: the mean share of an item's points. Near 0 is hard, near 1 is easy."""
    table = Table(title="Items (facility: mean share of the points)", title_justify="left")
    table.add_column("item")
    table.add_column("points", justify="right")
    table.add_column("facility", justify="right")
    table.add_column("for a human", justify="right")
    for item in dict.fromkeys(grade.item for grade in every):
        own = [grade for grade in every if grade.item == item]
        human = sum(grade.needs_human for grade in own)
        facility = statistics.mean(grade.score / grade.max_score for grade in own)
        shown = "not marked" if human > len(own) / 2 else f"{facility:.2f}"
        table.add_row(item, f"{own[0].max_score:g}", shown, str(human or ""))
    return table
