"""`alignlib demo`: a simulated class, graded end to end, with results to look at."""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from alignlib import simulate
from alignlib.cases import FILE_NAME, Bundle
from alignlib.cli.kit import kit_root, modules
from alignlib.cli.steps import nbgrader
from alignlib.errors import InstructorError
from alignlib.grading.bulk.batches import grade, open_class
from alignlib.grading.bulk.gradebook import Gradebook
from alignlib.grading.bulk.settings import Settings, read_settings

MARK = ".alignlib-demo"
"""A file that says: this folder was made by the demo, and may be made anew."""

NOTICES = "notices.txt"

HELP = """
The learners are simulated, from experts to one that hands in nothing, with a damaged and a hostile
submission; their ids begin with `sim-`. Everything else is as in a real course: the release, the
gradebook and the table of grades are nbgrader's.
"""


@dataclass
class Demo:
    """A demo course: its folder, its modules, and what the grader noticed."""

    course: Path
    modules: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    def bundle(self, module: str) -> Bundle:
        """The variants of a module, with their keys."""
        return Bundle(self.course / "solutions" / module / FILE_NAME)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be said to the command."""
    parser.epilog = HELP
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument(
        "modules", nargs="*", metavar="MODULE", help="such as 01-two-strategies; default all"
    )
    parser.add_argument("--learners", type=int, default=30, help="how many; default 30")
    parser.add_argument("--into", type=Path, default=Path("demo"), help="the folder to make")
    parser.add_argument(
        "--by-nbgrader",
        action="store_true",
        help="grade and give feedback by nbgrader's own commands: the same results, more slowly",
    )


def run(options: argparse.Namespace) -> int:
    """Make the class, grade it, and print what came of it."""
    from alignlib.cli.results import report

    if options.learners < 1:
        raise InstructorError(f"--learners is {options.learners}; it must be 1 or more.")
    root = kit_root()
    sources = modules(root, options.modules)
    demo = Demo(options.into.resolve(), [source.name for source in sources])
    fresh_folder(demo.course)
    console = Console()
    columns = (TextColumn("{task.description:42}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console) as progress:
        hand_out(root, sources, demo, progress)
        hand_in(demo, options.learners, progress)
        if options.by_nbgrader:
            grade_by_nbgrader(demo, options.learners, progress)
        else:
            grade_at_once(demo, progress)
        (demo.course / NOTICES).write_text("\n".join([*demo.notices, ""]), encoding="utf-8")
        for _ in counted(progress, "Export grades.csv (nbgrader)", ["grades.csv"]):
            follow(demo.course, "export", "--to", "grades.csv")
    report(console, demo.course, demo.modules, demo.notices)
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


def counted(progress: Progress, what: str, things: Sequence[str]) -> Iterator[str]:
    """The things, one after the other, with a bar that follows."""
    task = progress.add_task(what, total=len(things))
    for thing in things:
        yield thing
        progress.advance(task)


def follow(course: Path, *words: str) -> list[str]:
    """What nbgrader says to a command, when it has ended."""
    return list(nbgrader(course, *words))


def hand_out(root: Path, sources: Sequence[Path], demo: Demo, progress: Progress) -> None:
    """Put the modules' sources into the course, and make what learners get."""
    shutil.copy(root / "nbgrader_config.py", demo.course)
    unwanted = shutil.ignore_patterns("answers*", ".*")
    for source in sources:
        shutil.copytree(source, demo.course / "solutions" / source.name, ignore=unwanted)
    for module in counted(progress, "Generate the releases (nbgrader)", demo.modules):
        follow(demo.course, "generate_assignment", module)


def hand_in(demo: Demo, count: int, progress: Progress) -> None:
    """Write each simulated learner's submission to each module, as collecting would."""
    learners = simulate.learners(count)
    for module in counted(progress, "Simulate the learners' submissions", demo.modules):
        bundle = demo.bundle(module)
        for learner in learners:
            folder = demo.course / "submitted" / learner.id / module
            simulate.submit(folder, demo.course / "exercises" / module, bundle, learner)


def grade_at_once(demo: Demo, progress: Progress) -> None:
    """What `alignlib grade` and `alignlib feedback` do."""
    settings = read_settings(demo.course)
    gradebook = Gradebook(settings.db_url)
    gradebook.make_own_table()
    for module in demo.modules:
        learners = settings.learners(module)
        task = progress.add_task(f"Grade {module}", total=len(learners))
        outcome = grade(
            open_class(settings, gradebook, module),
            learners,
            tick=lambda count, task=task: progress.advance(task, count),  # type: ignore[misc]
        )
        told = {name: (f"Not graded. {why}",) for name, why in outcome.ungraded.items()}
        for learner, notices in sorted((outcome.notices | told).items()):
            demo.notices += [f"{module}, {learner}: {notice}" for notice in notices]
    for module in counted(progress, "Write feedback", demo.modules):
        write_pages(settings, module)


def write_pages(settings: Settings, module: str) -> None:
    """One page for each learner. Raises `InstructorError` with the first that failed."""
    from alignlib.grading.pages.returned import Desk, give_back

    for reason in give_back(Desk(settings, module)).failed.values():
        raise InstructorError(reason)


def grade_by_nbgrader(demo: Demo, count: int, progress: Progress) -> None:
    """The same with `nbgrader autograde` and `nbgrader generate_feedback`."""
    for module in demo.modules:
        task = progress.add_task(f"Grade {module} (nbgrader)", total=count)
        for line in nbgrader(demo.course, "autograde", module):
            if "] Autograding " in line:
                progress.advance(task)
            if "| WARNING]" in line or "| ERROR]" in line:
                demo.notices.append(f"{module}, {line.partition('] ')[2]}")
    for module in counted(progress, "Write feedback (nbgrader)", demo.modules):
        follow(demo.course, "generate_feedback", module)
