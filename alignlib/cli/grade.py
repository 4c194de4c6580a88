"""`alignlib grade`: grade a class at once, into nbgrader's gradebook."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from alignlib.errors import InstructorError, nearest
from alignlib.grading.bulk.batches import Change, Class, Outcome, grade, open_class
from alignlib.grading.bulk.files import tidy
from alignlib.grading.bulk.gradebook import Gradebook
from alignlib.grading.bulk.settings import Settings, read_settings
from alignlib.places import fitting

ALL_GRADED, SOME_NEED_A_HUMAN, NOTHING_DONE = 0, 1, 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be said to the command."""
    parser.add_argument(
        "modules", nargs="*", metavar="MODULE", help="such as 01-two-strategies; default all"
    )
    parser.add_argument("--course", type=Path, default=Path(), help="the course; default: here")
    parser.add_argument(
        "--learners", nargs="+", metavar="ID", help="only these; default everybody who handed in"
    )
    parser.add_argument(
        "--jobs", type=int, default=0, metavar="N", help="processes; default as many as pay"
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="say what would be graded, and write nothing"
    )
    parser.add_argument(
        "--yes", action="store_true", help="change scores that learners have seen, without asking"
    )


def run(options: argparse.Namespace) -> int:
    """Grade what has changed; 0: all is graded, 1: somebody must look, 2: nothing could be done."""
    if options.jobs < 0:
        raise InstructorError(f"--jobs is {options.jobs}; it must be 1 or more, or left out.")
    settings = read_settings(options.course)
    gradebook = Gradebook(settings.db_url)
    names = _modules(settings, options.modules)
    classes = [open_class(settings, gradebook, name) for name in names]
    learners = {name: _learners(settings, name, options.learners) for name in names}
    if not any(learners.values()):
        _nobody(settings, names, options.learners)
    if not options.dry_run:
        gradebook.make_own_table()
        tidy(settings)
    console = Console()
    outcomes = []
    for one, name in zip(classes, names, strict=True):
        outcome = _graded(console, one, learners[name], options)
        if outcome.held and _agreed(console, outcome.held, options):
            held = list(outcome.held)
            grade(one, held, jobs=options.jobs, consent=True, outcome=outcome)
        _tell(console, outcome, dry=options.dry_run)
        outcomes.append(outcome)
    if not any(outcome.graded or outcome.unchanged for outcome in outcomes):
        return NOTHING_DONE
    to_do = any(o.needs_human or (options.dry_run and o.graded) for o in outcomes)
    return SOME_NEED_A_HUMAN if to_do else ALL_GRADED


def _modules(settings: Settings, named: Sequence[str]) -> list[str]:
    """The assignments that are meant: all that were handed in, or those named in any short form."""
    there = settings.assignments()
    if not there:
        raise InstructorError(
            f"There is no submission in {Path(settings.root, settings.submitted_directory)}. "
            "Submissions lie there as LEARNER/ASSIGNMENT/."
        )
    if not named:
        return there
    found = []
    for name in named:
        fits = fitting(name, there)
        if not fits:
            hint = nearest(name, there) or f"There are {', '.join(there)}."
            raise InstructorError(f"Nobody handed in a module {name!r}. {hint}")
        found += fits
    return list(dict.fromkeys(found))


def _learners(settings: Settings, assignment: str, named: Sequence[str] | None) -> list[str]:
    there = settings.learners(assignment)
    return there if named is None else [name for name in there if name in named]


def _nobody(settings: Settings, modules: Sequence[str], named: Sequence[str] | None) -> None:
    there = sorted({name for module in modules for name in settings.learners(module)})
    wanted = ", ".join(named or ())
    hint = nearest(wanted, there) if len(there) < 10_000 else ""
    raise InstructorError(f"Nobody called {wanted} handed in {', '.join(modules)}. {hint}".strip())


def _graded(
    console: Console, of: Class, learners: Sequence[str], options: argparse.Namespace
) -> Outcome:
    columns = (
        TextColumn("{task.description:42}"), BarColumn(), MofNCompleteColumn(),
        TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=console) as progress:
        what = "Look at" if options.dry_run else "Grade"
        task = progress.add_task(f"{what} {of.form.assignment}", total=len(learners))
        return grade(
            of,
            learners,
            jobs=options.jobs,
            dry=options.dry_run,
            consent=options.yes,
            tick=lambda count: progress.advance(task, count),
        )


def _agreed(console: Console, held: dict[str, list[Change]], options: argparse.Namespace) -> bool:
    """Show the scores that learners have seen and that would change, and ask."""
    console.print(_changes("Scores that learners have seen would change", _flat(held)))
    if options.dry_run:
        return False
    if not sys.stdin.isatty():
        console.print("They were left as they are. To change them: the same command with --yes.")
        return False
    answer = console.input(f"Change the scores of {len(held)} learners? \\[y/N] ")
    return answer.strip().lower() in {"y", "yes"}


def _flat(held: dict[str, list[Change]]) -> list[Change]:
    return [change for changes in held.values() for change in changes]


def _changes(title: str, changes: Sequence[Change]) -> Table:
    table = Table(title=title, title_justify="left")
    for name in ("learner", "item"):
        table.add_column(name, overflow="fold")
    for name in ("old", "new"):
        table.add_column(name, justify="right")
    for one in changes:
        table.add_row(_plain(one.learner), one.item, f"{one.old:g}", f"→ {one.new:g}")
    return table


def _tell(console: Console, outcome: Outcome, *, dry: bool) -> None:
    """What was done, what was noticed, and who must still be looked at."""
    if outcome.changes and not dry:
        console.print(_changes("Scores that changed", outcome.changes))
    told = dict(outcome.notices)
    for learner, reason in outcome.ungraded.items():
        told[learner] = (f"Not graded. {reason}",)
    if told:
        table = Table(title="What was noticed", title_justify="left", show_lines=True)
        table.add_column("learner", overflow="fold")
        table.add_column("", overflow="fold")
        for learner in sorted(told):
            table.add_row(_plain(learner), "\n".join(_plain(line) for line in told[learner]))
        console.print(table)
    console.print(f"{outcome.assignment}: {_summary(outcome, dry=dry)}.", highlight=False)


def _summary(outcome: Outcome, *, dry: bool) -> str:
    counts = (
        (len(outcome.graded), "would be graded" if dry else "graded"),
        (len(outcome.unchanged), "unchanged"),
        (len(outcome.held), "held back: a score that was seen would change"),
        (len(outcome.ungraded), "not graded"),
        (len(outcome.waiting), "wait for a human, in formgrader"),
    )
    return ", ".join(f"{count:,} {what}" for count, what in counts if count) or "nothing to do"


def _plain(text: str) -> str:
    """A stranger's text without rich's markup, and with nothing that a terminal would obey."""
    from rich.markup import escape

    return escape("".join(c if c.isprintable() else "?" for c in text))
