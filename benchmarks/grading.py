"""
What grading a class costs, beside nbgrader on the same work in the same run.

    python -m benchmarks.grading [--learners N] [--modules M] [--full]

Stock nbgrader and otter run every learner's notebook; the other two run no learner's code and so do
other work. That is why they are fast, and the ratio says so and no more. Times depend on the
machine and on what else it does; CPU counts all processes. Where a goal is missed, what the time is
made of follows. `--full` adds a class of 20,000. otter takes part where otter-grader is installed,
best in an environment of its own: it is no part of the kit.
"""

from __future__ import annotations

import argparse
import io
import os
import pstats
import shutil
import statistics
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks import otter_peer
from benchmarks.term import Cost, Term, new_term

FEW, MORE = 3, 9
"""Submissions for the slow peers: the difference is the cost of one, the rest is start-up."""

ENOUGH = 1_600
"""Submissions from which on the goals for a class are judged."""

LINES = 14
"""Lines of a profile that are shown."""

STOCK = """
c = get_config()
c.CourseDirectory.course_id = "alignment"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "exercises"
"""


Goal = tuple[str, str, str, bool | None]
"""A goal's name, the goal, what was measured, and whether that is enough (None: cannot tell)."""


def peers(term: Term, place: Path) -> dict[str, tuple[float, float]]:
    """For nbgrader, stock and with our passes: CPU of one submission, and of the start."""
    found = {}
    for name, configuration in (("stock", STOCK), ("ScoreAnswers", "")):
        took = []
        for count in (FEW, MORE):
            small = term.copy(place / f"{name}-{count}", configuration)
            small.hand_in(count + 2)  # the first two are left out as ill-behaved
            took.append(small.run("nbgrader", "autograde", term.modules[0]).cpu)
            small.check_graded(term.modules[:1])
        each = (took[1] - took[0]) / (MORE - FEW)
        found[name] = each, took[0] - FEW * each
    return found


def forget(term: Term) -> None:
    """As if nothing had been graded."""
    shutil.rmtree(term.folder / "autograded", ignore_errors=True)
    shutil.copy(term.folder / "fresh.db", term.folder / "gradebook.db")


def regrade(term: Term, *words: str, processors: int = 0) -> Cost:
    """What `alignlib grade` costs when nothing is graded yet."""
    forget(term)
    cost = term.run("alignlib", "grade", *words, processors=processors)
    term.check_graded(term.modules)
    return cost


def made_of(term: Term) -> str:
    """Where the time of grading goes, the most costly function first."""
    profile = term.folder / "profile"
    forget(term)
    term.run("cProfile", "-o", str(profile), "-m", "alignlib", "grade", "--jobs", "1")
    out = io.StringIO()
    pstats.Stats(str(profile), stream=out).sort_stats("tottime").print_stats(LINES)
    _, head, table = out.getvalue().partition("ncalls")
    return head + table


def sized(term: Term, place: Path, count: int) -> Term:
    """The course with about so many submissions."""
    made = term.copy(place / f"class-{count}")
    made.hand_in(-(-count // len(term.modules)) + 2)
    shutil.copy(made.folder / "gradebook.db", made.folder / "fresh.db")
    return made


def start_up(term: Term) -> Cost:
    """What the command costs that finds one submission, graded already."""
    one = min(path.name for path in (term.folder / "submitted").iterdir())
    words = ("alignlib", "grade", term.modules[0], "--learners", one)
    term.run(*words)
    costs = [term.run(*words) for _ in range(5)]
    return Cost(*(statistics.median(column) for column in zip(*costs, strict=True)))


def main() -> None:
    """Measure, and print a table and the goals."""
    parser = argparse.ArgumentParser(description="What grading a class costs.")
    parser.add_argument("--learners", type=int, default=430)
    parser.add_argument("--modules", type=int, default=4)
    parser.add_argument("--full", action="store_true", help="a class of 20,000, too")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        for line in measured(Path(made), options):
            print(line, flush=True)


def measured(place: Path, options: argparse.Namespace) -> Iterator[str]:
    """Every line that is printed, as soon as it is known."""
    term = new_term(place / "term", options.modules)
    slow = peers(term, place)
    whole = sized(term, place, options.learners * options.modules)
    count = whole.submissions()
    cold = regrade(whole, "--jobs", "1")
    skipped = whole.run("alignlib", "grade", "--jobs", "1")
    two = regrade(whole, "--jobs", "2", processors=2)
    otter = otter_peer.cpu_of_one(whole, place / "otter", FEW) if otter_peer.version() else 0.0
    ours = whole.run("alignlib", "grades")
    theirs = whole.run("nbgrader", "export", "--to", "theirs.csv")
    start = start_up(whole)
    each = (cold.cpu - start.cpu) / count
    yield f"{count:,} submissions of {options.modules} modules, {_machine()}"
    yield ""
    yield "| grader | runs learners' code | CPU per submission | start | CPU for the class |"
    yield "|---|---|---|---|---|"
    totals = {}
    if otter:
        yield (
            f"| otter {otter_peer.version()} | yes | {1e3 * otter:,.0f} ms | in each | "
            f"{otter * count:,.0f} s |"
        )
    for name, (one, first) in slow.items():
        totals[name] = first * options.modules + one * count
        label = "nbgrader, stock" if name == "stock" else f"nbgrader with {name}"
        runs = "yes" if name == "stock" else "no"
        yield f"| {label} | {runs} | {1e3 * one:,.0f} ms | {first:.1f} s | {totals[name]:,.0f} s |"
    yield (f"| alignlib grade | no | {1e3 * each:.1f} ms | {start.cpu:.1f} s | {cold.cpu:,.1f} s |")
    yield ""
    yield (
        f"Nothing changed: {skipped.wall:.1f} s. Exports: alignlib grades {ours.wall:.2f} s, "
        f"nbgrader export {theirs.wall:.1f} s. The table's class for nbgrader is reckoned from "
        f"{FEW} and {MORE} submissions, for otter from {FEW}."
    )
    if not otter:
        yield "otter is left out: otter-grader is not installed here."
    yield ""
    flat = list(flatness(term, place, whole, options))
    rates = [each, *(rate for _, rate in flat[1:])]
    yield from (line for line, _ in flat)
    yield ""
    ratio = totals["stock"] / cold.cpu
    goals: list[Goal] = [
        ("CPU per submission", "5 ms", f"{1e3 * each:.1f} ms", each <= 0.005),
        ("less than stock nbgrader", "300 times", f"{ratio:,.0f} times", ratio >= 300),
        _class("1,600 on two processors", 10, two.wall, count),
        ("start-up", "1 s", f"{start.wall:.2f} s", start.wall < 1),
        ("memory", "150 MB", f"{cold.peak:.0f} MB", cold.peak < 150),
        ("more than for 100, at most", "1.2 times", *_growth(flat[0][1], rates)),
        _class("alignlib grades, 1,600", 1, ours.wall, count),
    ]
    for name, goal, found, met in goals:
        verdict = {True: "met", False: "MISSED", None: "too few"}[met]
        yield f"{name:28}{found:>18}  {verdict:8}(goal: {goal})"
    if any(met is False for *_, met in goals):
        yield "\nWhat the time of grading is made of:"
        yield made_of(whole)


def _machine() -> str:
    """How many processors there are, and how much they do: busy ones take longer for the same."""
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return f"{os.cpu_count()} processors{load}"


def _class(name: str, goal: float, wall: float, count: int) -> Goal:
    """A goal for a class of 1,600; a class that is much smaller does not show whether it is met."""
    found = f"{wall:.1f} s of {count:,}"
    return (name, f"{goal} s", found, wall <= goal if count >= ENOUGH else None)


def _growth(smallest: float, others: Sequence[float]) -> tuple[str, bool]:
    most = max(others) / smallest
    return f"{most:.2f} times", most <= 1.2


def flatness(
    term: Term, place: Path, whole: Term, options: argparse.Namespace
) -> Iterator[tuple[str, float]]:
    """CPU per submission for classes of other sizes, and with a gradebook already full."""
    for count in (100, 400, *((20_000,) if options.full else ())):
        other = sized(term, place, count)
        one = (regrade(other, "--jobs", "1").cpu - start_up(other).cpu) / other.submissions()
        yield f"CPU per submission of {other.submissions():,}: {1e3 * one:.2f} ms", one
        shutil.rmtree(other.folder)
    module, first = whole.modules[0], start_up(whole).cpu
    changed = list((whole.folder / "submitted").glob(f"*/{module}/answers.json"))
    for path in changed:
        path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    one = (whole.run("alignlib", "grade", module, "--jobs", "1").cpu - first) / len(changed)
    yield f"CPU per submission, graded again in a full gradebook: {1e3 * one:.2f} ms", one


if __name__ == "__main__":
    main()
