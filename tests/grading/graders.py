"""The ways in which a class can be graded; every attack and every fault is tried on each."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass

from alignlib.cli import COMMANDS
from alignlib.cli.steps import environment
from tests.grading.kit import ASSIGNMENT, Course, Run


def limiting(largest: int) -> Callable[[], None]:
    """What makes a process that is about to start write no file beyond so many bytes."""
    if os.name == "nt":
        raise OSError("Windows sets no limits on files.")
    import resource

    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))


@dataclass(frozen=True)
class Grader:
    """One way of grading: its command, how it is told to grade a learner again, and its codes."""

    name: str
    words: tuple[str, ...]
    again: Callable[[str], tuple[str, ...]]
    about: Callable[[Run, str], str]
    fine: tuple[int, ...] = (0,)

    def grade(self, course: Course, *more: str, largest: int | None = None) -> Run:
        """Grade the class; no file can grow beyond `largest` bytes, as on a full disk."""
        home = course.folder.parent / "home"
        home.mkdir(exist_ok=True)
        done = subprocess.run(
            [sys.executable, "-m", *self.words, *more],
            cwd=course.folder,
            env=environment() | {"HOME": str(home), "USERPROFILE": str(home), "COLUMNS": "1000"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            preexec_fn=None if largest is None else limiting(largest),
            check=False,
            timeout=500,
            text=True,
            encoding="utf-8",
            errors="replace",
        )
        return Run(done.returncode, done.stdout)

    def grade_again(self, course: Course, learner: str) -> Run:
        """Grade one learner again."""
        return self.grade(course, *self.again(learner))


def _in_the_table(run: Run, learner: str) -> str:
    """What the table of problems says about a learner."""
    said: dict[str, list[str]] = {}
    name = ""
    for line in run.log.splitlines():
        cells = [cell.strip() for cell in line.split("│")[1:3]]
        if len(cells) == 2:
            name = cells[0] or name
            said.setdefault(name, []).append(cells[1])
    return " ".join(said.get(learner, ()))


NBGRADER = Grader(
    "nbgrader autograde",
    ("nbgrader", "autograde", ASSIGNMENT),
    lambda learner: ("--force", f"--student={learner}"),
    Run.about,
)

BULK = Grader(
    "alignlib grade",
    ("alignlib", "grade", ASSIGNMENT),
    lambda learner: ("--learners", learner),
    _in_the_table,
    fine=(0, 1),
)

GRADERS = [NBGRADER, *([BULK] if "grade" in COMMANDS else [])]
"""Those that there are in this version."""
