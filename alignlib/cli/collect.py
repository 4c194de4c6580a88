"""`alignlib collect`: take submissions out of an LMS's download, into the course."""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from rich.progress import track

from alignlib.cli.lab import course_folder
from alignlib.errors import InstructorError, few
from alignlib.grading.collect import drafting
from alignlib.grading.collect.archive import Archive, UnreadableError, opened
from alignlib.grading.collect.course import configured, which_assignment
from alignlib.grading.collect.placing import Done, Place, collecting
from alignlib.grading.collect.senders import Style
from alignlib.grading.collect.sorting import Sorted, sort
from alignlib.grading.course import expected_notebook
from alignlib.grading.roster import FILE_NAME, Roster, read_roster

MOST_LINES = 100
"""Lines of one kind that are printed; a class has no more of one trouble that need reading."""


MEND = "  Mend the roster where it lacks somebody, and run the command again."

AGAIN = "  Grade what was replaced again: nbgrader autograde {} --force --student=LEARNER"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be said to the command."""
    parser.add_argument("zip", type=Path, help="the LMS's download of all submissions")
    parser.add_argument("--assignment", metavar="MODULE", help="such as 01-two-strategies")
    parser.add_argument("--roster", type=Path, help=f"default: {FILE_NAME} in the course, if there")
    parser.add_argument("--course", type=Path, default=Path(), help="default: the present folder")
    parser.add_argument(
        "--draft-roster", type=Path, metavar="CSV", help="write a roster to check, place nothing"
    )
    parser.add_argument("--dry-run", action="store_true", help="say what would be done, do nothing")
    parser.add_argument(
        "--replace", action="store_true", help="let the zip go before what is there already"
    )
    parser.add_argument(
        "--times", action="store_true", help="the times in the zip are those of handing in"
    )


def run(options: argparse.Namespace) -> int:
    """Place the submissions; 0 if all are placed, 1 if some are not, 2 if nothing could be done."""
    course = configured(course_folder(options.course))
    roster = _roster(options.roster, course.root)
    with opened(options.zip) as archive:
        assignment = which_assignment(course, archive, options.assignment)
        found = sort(archive, roster, expected_notebook(assignment), assignment)
        if options.draft_roster:
            print(drafting.write(options.draft_roster, archive, found))
            return 0
        place = Place(
            course,
            assignment,
            times=options.times or found.style is Style.FOLDERS,
            replace=options.replace,
            rehearsal=options.dry_run,
        )
        print(f"{assignment} from {options.zip.name}, named as by {found.style}:")
        with collecting(course, assignment):
            return _place_all(place, archive, found, roster)


def _roster(named: Path | None, course: Path) -> Roster | None:
    if named is None and not (course / FILE_NAME).exists():
        return None
    return read_roster(named or course / FILE_NAME)


def _place_all(place: Place, archive: Archive, found: Sorted, roster: Roster | None) -> int:
    """Place every submission and say what came of it."""
    counts: Counter[Done] = Counter()
    problems, replaced = list(found.problems), {}
    for submission in track(found.submissions, "Place", transient=True):
        learner = submission.learner
        try:
            outcome = place.put(submission, archive)
        except UnreadableError as error:
            problems.append(f"{learner}: a file of the submission {error}.")
            continue
        counts[outcome.done] += 1
        if outcome.done is Done.KEPT:
            problems.append(f"{learner}: {outcome.told}. To take this one: --replace.")
        elif outcome.done is Done.REPLACED:
            replaced[learner] = outcome.told
    good = (Done.PLACED, Done.REPLACED, Done.SAME)
    told = ", ".join(f"{counts[done]} {done}" for done in good)
    would = "Nothing was done. It would be: " if place.rehearsal else ""
    print(f"  {would}{told}; {len(problems)} not placed.")
    late = [s.learner for s in found.submissions if s.sender.late]
    left_out = [f"{s.learner}: {s.left_out}" for s in found.submissions if s.left_out]
    _say("Late, as Canvas marks it", [", ".join(late)] if late else [])
    _say("Left out, because grading reads no such file", left_out)
    _say("Replaced", [f"{name}: {words}." for name, words in replaced.items() if words])
    _say("Not placed", problems)
    if found.unknown and found.style is not Style.FOLDERS:
        print(drafting.ADVICE if roster is None else MEND)
    if replaced and not place.rehearsal:
        print(AGAIN.format(place.assignment))
    if problems and not any(counts[done] for done in good):
        raise InstructorError("No submission could be placed.")
    return 1 if problems else 0


def _say(head: str, lines: list[str]) -> None:
    if lines:
        print(f"  {head}:")
        for line in few(lines, MOST_LINES):
            print(f"    {line}")
