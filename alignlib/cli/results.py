"""What the demo prints of a graded class: all of it read from what nbgrader's tables hold."""

from __future__ import annotations

import csv
import statistics
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from alignlib.grading.export.grades import ItemGrade

BANDS = ((0, 20), (20, 40), (40, 60), (60, 80), (80, 101))
"""Scores out of 100, for the distribution."""

ITEMS = "items.csv"
HARDEST = 5
"""Items that are printed; all stand in `items.csv`."""


@dataclass(frozen=True)
class Item:
    """How a class did on one item. Facility is the mean share of its points: near 0 is hard."""

    module: str
    name: str
    points: float
    facility: float
    waiting: int
    """Learners whose answer waits for a human."""


def report(console: Console, course: Path, modules: Sequence[str], notices: Sequence[str]) -> None:
    """Print the results, and write those of every item into `items.csv`."""
    rows = totals(course)
    every = grades(course, modules)
    console.print()
    console.print(_modules(rows, every, modules))
    console.print(_distribution(rows))
    items = items_of(every)
    write_items(course / ITEMS, items)
    console.print(_hardest(items))
    console.print(f"[bold]The grader noticed {len(notices)} things[/bold], all in notices.txt:")
    for notice in notices[:3]:
        console.print(f"  {notice[:150]}", markup=False)
    console.print()
    for what, where in (
        ("Gradebook", "gradebook.db"),
        ("Feedback, a page a learner", "feedback/"),
        ("Grades as a table", "grades.csv"),
        ("Items as a table", ITEMS),
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


def totals(course: Path) -> list[dict[str, str]]:
    """The lines of `grades.csv` for what was handed in."""
    with (course / "grades.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["timestamp"]]


def grades(course: Path, modules: Sequence[str]) -> list[ItemGrade]:
    """Every grade in the gradebook of a course, module by module."""
    from nbgrader.api import Gradebook

    from alignlib.grading.export.grades import item_grades

    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        return [grade for module in modules for grade in item_grades(gradebook, module)]


def items_of(every: Sequence[ItemGrade]) -> list[Item]:
    """How the class did on each item."""
    items = []
    for module, name in dict.fromkeys((grade.module, grade.item) for grade in every):
        own = [grade for grade in every if (grade.module, grade.item) == (module, name)]
        facility = statistics.mean(grade.score / grade.most for grade in own)
        items.append(Item(module, name, own[0].most, facility, sum(g.waits for g in own)))
    return items


def write_items(path: Path, items: Sequence[Item]) -> None:
    """The table of all items."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(("module", "item", "points", "facility", "for_a_human"))
        for one in items:
            facility = "" if one.waiting else f"{one.facility:.3f}"
            table.writerow((one.module, one.name, f"{one.points:g}", facility, one.waiting))


def _modules(
    rows: Sequence[dict[str, str]], every: Sequence[ItemGrade], modules: Sequence[str]
) -> Table:
    learners = len({row["student_id"] for row in rows})
    table = Table(title=f"{learners} simulated learners, before the memos are marked")
    table.title_justify = "left"
    for name in ("module", "points", "mean", "lowest", "highest", "wait for a human"):
        table.add_column(name, justify="left" if name == "module" else "right")
    for module in modules:
        own = [row for row in rows if row["assignment"] == module]
        scores = [float(row["score"]) for row in own]
        waiting = len({grade.learner for grade in every if grade.waits and grade.module == module})
        most = float(own[0]["max_score"])
        figures = (statistics.mean(scores), min(scores), max(scores))
        table.add_row(module, f"{most:g}", *(f"{one:.1f}" for one in figures), str(waiting))
    return table


def _distribution(rows: Sequence[dict[str, str]]) -> Table:
    """How many submissions lie in each fifth of what is to be had."""
    shares = [100 * float(row["score"]) / float(row["max_score"]) for row in rows]
    table = Table(title="Scores out of 100", title_justify="left")
    table.add_column("points")
    table.add_column("submissions", justify="right")
    table.add_column("")
    counts = [sum(low <= share < high for share in shares) for low, high in BANDS]
    unit = max(1, -(-max(counts) // 30))
    for (low, high), count in zip(BANDS, counts, strict=True):
        table.add_row(f"{low} to {min(high, 100)}", str(count), "█" * round(count / unit))
    return table


def _hardest(items: Sequence[Item]) -> Table:
    table = Table(title="The hardest items (facility: mean share of the points)")
    table.title_justify = "left"
    table.add_column("module")
    table.add_column("item")
    table.add_column("points", justify="right")
    table.add_column("facility", justify="right")
    scored = sorted((item for item in items if not item.waiting), key=lambda item: item.facility)
    for one in scored[:HARDEST]:
        table.add_row(one.module, one.name, f"{one.points:g}", f"{one.facility:.2f}")
    return table
