"""
What a class's feedback costs: our pages against nbgrader's own, for the same class in the same run.

    python -m benchmarks.feedback [LEARNERS]

nbgrader's page is the whole notebook, ours a page of verdicts; so the two do not do the same work.
Times are of the processor, start-up included, but for the first line, which is the page alone.
"""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from alignlib import simulate
from alignlib.cases import FILE_NAME, Bundle
from alignlib.cli.steps import environment
from alignlib.grading.bulk.settings import read_settings
from alignlib.grading.pages.returned import Desk, give_back

ROOT = Path(__file__).parents[1]
ASSIGNMENT = "01-two-strategies"
LEARNERS = 30
GOAL = 0.020
"""Seconds for one page, written."""

NOTEBOOK = "--GenerateFeedback.exporter_class=nbconvert.exporters.HTMLExporter"


class Way(NamedTuple):
    """One way to give a class its feedback, and the seconds of the processor that it took."""

    name: str
    took: float


def graded_class(course: Path, learners: int) -> None:
    """A course with simulated learners, graded; no feedback yet."""
    source = course / "solutions" / ASSIGNMENT
    shutil.copytree(
        ROOT / "solutions" / ASSIGNMENT, source, ignore=shutil.ignore_patterns("answers*", ".*")
    )
    shutil.copy(ROOT / "nbgrader_config.py", course)
    run(course, "nbgrader", "generate_assignment", ASSIGNMENT)
    bundle = Bundle(source / FILE_NAME)
    for learner in simulate.learners(learners):
        folder = course / "submitted" / learner.id / ASSIGNMENT
        simulate.submit(folder, course / "exercises" / ASSIGNMENT, bundle, learner)
    run(course, "alignlib", "grade", "--jobs", "1", codes=(0, 1))


def run(course: Path, *words: str, codes: Sequence[int] = (0,)) -> float:
    """Run a module in the course, without an answer on its exit; the processor's seconds."""
    home = course.parent / "home"
    home.mkdir(exist_ok=True)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-m", *words],
        cwd=course,
        env=environment() | {"HOME": str(home), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in codes:
        sys.exit(f"{words} failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def pages_alone(course: Path) -> float:
    """The median of one page in a running process: read, judged, rendered and written."""
    desk = Desk(read_settings(course), ASSIGNMENT)
    times = []
    for learner in desk.marked:
        shutil.rmtree(course / "feedback" / learner, ignore_errors=True)
        start = time.perf_counter()
        give_back(desk, [learner])
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def ways(course: Path) -> Iterator[Way]:
    """Every way, each from a course without any feedback."""
    for name, words in (
        ("nbgrader generate_feedback, the notebook", ("nbgrader", "generate_feedback", NOTEBOOK)),
        ("nbgrader generate_feedback, our page", ("nbgrader", "generate_feedback")),
        ("alignlib feedback", ("alignlib", "feedback")),
    ):
        shutil.rmtree(course / "feedback", ignore_errors=True)
        yield Way(name, run(course, *words, ASSIGNMENT))


def main() -> None:
    """Measure everything and print it."""
    learners = int(sys.argv[1]) if len(sys.argv) > 1 else LEARNERS
    with tempfile.TemporaryDirectory() as made:
        course = Path(made) / "course"
        course.mkdir()
        graded_class(course, learners)
        alone = pages_alone(course)
        verdict = "met" if alone <= GOAL else "MISSED"
        print(f"one page alone: {1e3 * alone:.1f} ms, {verdict} (goal {1e3 * GOAL:.0f} ms)")
        print(f"\n{learners} learners, {os.cpu_count()} cores, start-up included:")
        found = list(ways(course))
        for way in found:
            each = 1e3 * way.took / learners
            ratio = found[0].took / way.took
            print(f"  {way.name:42}{way.took:>8.2f} s{each:>8.1f} ms each{ratio:>8.1f} times less")


if __name__ == "__main__":
    main()
